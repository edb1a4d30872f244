//! Documented failures as values: [`Error::failure`].

use super::by_status::{ByStatus, RawResponse};
use super::error::Error;
use super::spec::Operation;

/// An operation with documented failures: the type argument of [`Error::failure`].
///
/// The request builder of each such operation implements it.
pub trait Failures {
    /// The documented failures: an enum with a variant for each status.
    type Failure: ByStatus;

    #[doc(hidden)]
    fn operation() -> &'static Operation;
}

impl Error {
    /// Returns the error as a documented failure of an operation, which is named by its request builder.
    ///
    /// Returns `None` if it is not an [`Api`](Self::Api) error of this operation, if its status is not documented, or
    /// if its body does not have the documented type, for example because it is a proxy's HTML page.
    /// [`ApiError::json`](super::super::ApiError::json) then says why. A failure without a documented body has no
    /// value, and its body is not read.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use openapi_crate_runtime::{Error, Failures};
    /// # enum DeleteItemFailure { NotFound(String), Other }
    /// # fn example<DeleteItem: Failures<Failure = DeleteItemFailure>>(error: Error) -> Result<(), Error> {
    /// match error.failure::<DeleteItem>() {
    ///     Some(DeleteItemFailure::NotFound(problem)) => println!("{problem:?}"),
    ///     _ => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn failure<O: Failures>(&self) -> Option<O::Failure> {
        let Self::Api(error) = self else {
            return None;
        };
        if error.head().attempt.operation.operation() != Some(O::operation().id) {
            return None;
        }
        O::Failure::read(RawResponse::of_failure(error)).ok()
    }
}
