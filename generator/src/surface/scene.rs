//! The programs of the front page, each of which shows one use of the client.

use super::double;
use super::example::{ClientSetup, Example};
use super::failures;
use crate::model::operation::Operation;
use crate::model::{Api, Group};

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

impl Scene {
    pub(super) fn settings(api: &Api) -> Self {
        Self::Settings {
            krate: api.crate_name(),
            setup: ClientSetup::builder(api),
        }
    }

    pub(super) fn options(api: &Api) -> Option<Self> {
        Some(Self::Options(first(api)?))
    }

    /// The errors of an operation with documented failures, if there is one.
    pub(super) fn errors(api: &Api) -> Option<Self> {
        let with_failures = operations(api).find_map(|(group, operation)| {
            let failure = TypedFailure::of(api, group, operation)?;
            Some((Example::of(api, group, operation)?, Some(failure)))
        });
        let (example, failure) = with_failures.or_else(|| Some((first(api)?, None)))?;
        Some(Self::Errors { example, failure })
    }

    pub(super) fn testing(api: &Api) -> Option<Self> {
        let (example, method) = double::methods(api).find_map(|(group, operation, method)| {
            Some((Example::of(api, group, operation)?, method))
        })?;
        Some(Self::Testing {
            example,
            setup: ClientSetup::builder(api),
            method,
        })
    }

    pub(super) fn custom(api: &Api) -> Self {
        Self::Custom {
            krate: api.crate_name(),
        }
    }
}

impl TypedFailure {
    /// The first documented failure of an operation.
    fn of(api: &Api, group: &Group, operation: &Operation) -> Option<Self> {
        let failure = operation.failures.first()?;
        Some(Self {
            module: group.module.clone(),
            builder: operation.builder.clone(),
            name: operation.failure.clone(),
            variant: failure.variant.clone(),
            values: failures::values(&api.types, failure).len(),
        })
    }
}

/// The operations that are not deprecated, each with its group.
fn operations(api: &Api) -> impl Iterator<Item = (&Group, &Operation)> {
    let all = api
        .groups
        .iter()
        .flat_map(|group| group.operations.iter().map(move |one| (group, one)));
    all.filter(|(_, operation)| !operation.docs.deprecated)
}

/// The example of the first operation.
fn first(api: &Api) -> Option<Example> {
    operations(api).find_map(|(group, operation)| Example::of(api, group, operation))
}
