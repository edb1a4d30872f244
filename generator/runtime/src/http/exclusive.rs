//! A wrapper that makes a value `Sync` that is used through `&mut` alone.

use std::sync::{Mutex, PoisonError};

/// A value that is reached through `&mut` alone, so that sharing it is harmless.
///
/// Streams of users are `Send` but seldom `Sync`, while a future that holds a reference to one across an
/// `await` is `Send` only if it is `Sync`. The lock is never taken.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
