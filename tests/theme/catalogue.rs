//! The words: every language says the same, and the templates ask for nothing else.

use std::collections::BTreeSet;

use crate::harness::{catalogue, templates};
