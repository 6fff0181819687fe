//! What several pages have in common, made once.
//!
//! What is made follows from its key alone, so it saves work and changes no byte, whichever page asks
//! first.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What was made so far, by its key.
#[derive(Debug)]
pub(super) struct Once<K, V>(Mutex<BTreeMap<K, Arc<OnceLock<V>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Once<K, V> {
        Once(Mutex::default())
    }
}

impl<K: Ord, V: Clone> Once<K, V> {
    /// Whoever asks first makes it, and who asks meanwhile waits for that one alone.
    pub(super) fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let place = {
            let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry(key).or_default())
        };
        place.get_or_init(make).clone()
    }
}

/// A value as a key that is told from others by where it lies. It is kept, so that nothing else can come
/// to lie there.
#[derive(Debug)]
pub(super) struct Same<T>(Arc<T>);

impl<T> Same<T> {
    pub(super) fn of(value: &Arc<T>) -> Same<T> {
        Same(Arc::clone(value))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Same<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Same<T> {}

impl<T> PartialOrd for Same<T> {
    fn partial_cmp(&self, other: &Same<T>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Same<T> {
    fn cmp(&self, other: &Same<T>) -> Ordering {
        Arc::as_ptr(&self.0).cmp(&Arc::as_ptr(&other.0))
    }
}
