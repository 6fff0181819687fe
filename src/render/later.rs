//! What is made only when somebody looks at it.

use std::any::TypeId;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use serde::{Serialize, Serializer};

use super::fingerprint::Fingerprint;

/// A value that is costly to make and follows from less. It is made when it is looked at, and known before
/// that by what it follows from.
pub struct Later<T>(Arc<Promise<T>>);

struct Promise<T> {
    of: Fingerprint,
    made: LazyLock<T, Box<dyn FnOnce() -> T + Send>>,
}

impl<T: 'static> Later<T> {
    /// The function holds nothing, and gets the values; so these and which function it is are all that the
    /// result follows from. (And the theme, which is for the page to know: see [`Prepared`](super::Prepared).)
    pub fn of<V, F>(values: V, make: F) -> Later<T>
    where
        V: Hash + Send + 'static,
        F: Fn(&V) -> T + Send + 'static,
    {
        const { assert!(size_of::<F>() == 0, "what a function holds isn't hashed") };
        Later(Arc::new(Promise {
            of: Fingerprint::of(&(TypeId::of::<F>(), &values)),
            made: LazyLock::new(Box::new(move || make(&values))),
        }))
    }
}

impl<T> Later<T> {
    pub(super) fn fingerprint(&self) -> Fingerprint {
        self.0.of
    }

    pub fn get(&self) -> &T {
        &self.0.made
    }
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Later<T> {
        Later(Arc::clone(&self.0))
    }
}

impl<T> Hash for Later<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.of.hash(state);
    }
}

/// Values that follow from the same are the same, within one theme.
impl<T> PartialEq for Later<T> {
    fn eq(&self, other: &Later<T>) -> bool {
        self.0.of == other.0.of
    }
}

impl<T> Eq for Later<T> {}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T: Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}
