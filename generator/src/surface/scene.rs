//! The programs of the front page as data: each shows one use of the client.

use super::example::{ClientSetup, Example};
/// A program of the front page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scene {
    /// Builds a client with settings.
    Settings { krate: String, setup: ClientSetup },
    /// Calls an operation with options.
    Options(Example),
    /// Matches on the error of an operation.
    Errors {
        example: Example,
        failure: Option<TypedFailure>,
    },
    /// Tests a call with the double.
    Testing {
        example: Example,
        /// The setup of the client of the double.
        setup: ClientSetup,
        /// The method of the double that starts the expectation.
        method: String,
    },
    /// Sends a request that is not an operation.
    Custom { krate: String },
}

/// A documented failure of an operation, as a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypedFailure {
    /// The module of the operation's group.
    pub(crate) module: String,
    /// The request builder.
    pub(crate) builder: String,
    /// The enum of the failures.
    pub(crate) name: String,
    pub(crate) variant: String,
    /// How many values the variant has.
    pub(crate) values: usize,
}
