//! Records in memory: a project made of pairs, edited, recorded and replayed.

mod cases;
mod machine;
mod relations;
mod shown;
