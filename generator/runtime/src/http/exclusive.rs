//! A wrapper that makes any value `Sync` by granting only exclusive access.

use std::sync::{Mutex, PoisonError};

/// A wrapper that makes any value `Sync` by granting only exclusive access.
///
/// Users' streams are `Send` but rarely `Sync`, and a future that holds a reference to one across an `await` is `Send`
/// only if the stream is `Sync`. The mutex is never locked.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
