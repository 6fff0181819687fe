//! Records in memory: a project made of pairs, edited, recorded and replayed.

mod cases;
mod desk;
mod machine;
mod relations;
