//! The operations that the programs of the front page call.

use crate::model::operation::Operation;
use crate::model::{Api, Group};
use crate::surface::example::{ClientSetup, Example};
use crate::surface::failures;
use crate::surface::scene::{Scene, TypedFailure};

/// Builds a client.
pub(super) fn settings(api: &Api) -> Scene {
    Scene::Settings {
        krate: api.crate_name(),
        setup: ClientSetup::builder(api),
    }
}

/// Calls the first operation with options.
pub(super) fn options(api: &Api) -> Option<Scene> {
    Some(Scene::Options(first(api)?))
}

/// Matches on the errors of an operation with documented failures, if there is one.
pub(super) fn errors(api: &Api) -> Option<Scene> {
    let with_failures = operations(api).find_map(|(group, operation)| {
        let failure = typed(api, group, operation)?;
        Some((Example::of(api, group, operation)?, Some(failure)))
    });
    let (example, failure) = with_failures.or_else(|| Some((first(api)?, None)))?;
    Some(Scene::Errors { example, failure })
}

/// Sends a request that is not an operation.
pub(super) fn custom(api: &Api) -> Scene {
    Scene::Custom {
        krate: api.crate_name(),
    }
}

/// The first documented failure of an operation.
fn typed(api: &Api, group: &Group, operation: &Operation) -> Option<TypedFailure> {
    let failure = operation.failures.first()?;
    Some(TypedFailure {
        module: group.module.clone(),
        builder: operation.builder.clone(),
        name: operation.failure.clone(),
        variant: failure.variant.clone(),
        values: failures::values(&api.types, failure).len(),
    })
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
