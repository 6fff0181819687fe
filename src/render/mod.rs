pub mod comparison;
pub mod prose;
