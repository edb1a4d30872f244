//! The double of the API, for tests: a file behind the feature `testing`.
//!
//! It is not part of the public API that [`diff`](crate::diff) compares: it follows the operations and types, whose
//! changes have their own verdict.

mod call;
mod constructor;
mod names;
mod respond;

use self::names::{EXPORTS, Names, names, operations};

use super::body::Body;
use super::comment::{About, Comment};
use super::double_body::DoubleBody;
use super::example::{ClientSetup, Example};
use super::file::{Head, SourceFile, Unit};
use super::item::{Function, Impl, Item, Receiver};
use super::scene::Scene;
use super::ty::Ty;
use crate::model::name::unraw;
use crate::model::operation::Operation;
use crate::model::{Api, Group};
use crate::target::{Feature, Layout, Target};

/// The module of the runtime.
const RUNTIME: &str = "crate::runtime::testing";

/// The file, unless the target is a module without the feature.
pub(crate) fn file<'a>(api: &'a Api, target: &Target) -> Option<SourceFile<'a>> {
    if !is_generated(target) {
        return None;
    }
    let names = names(api);
    let double: Vec<Item> = double(api, &names);
    let mut units: Vec<Unit<'a>> = vec![Box::new(move || double.clone())];
    for ((group, operation), names) in operations(api).zip(names) {
        units.push(Box::new(move || {
            let mut items = call::items(api, group, operation, &names);
            items.extend(respond::of_failures(group, operation));
            items
        }));
    }
    for (id, definition) in api.types.iter() {
        units.push(Box::new(move || {
            let constructor = constructor::items(api, definition);
            let respond = respond::of_type(api, id, definition);
            constructor.into_iter().chain(respond).collect()
        }));
    }
    Some(SourceFile {
        path: "src/testing.rs".to_owned(),
        head: Head {
            exports: vec![(RUNTIME, EXPORTS.to_vec())],
            uses: location(api).into_iter().collect(),
            ..Head::titled(comment(api))
        },
        units,
    })
}

/// The import of the locations of parameters, unless no operation has a parameter.
fn location(api: &Api) -> Option<String> {
    let mut operations = operations(api);
    let has_parameters = operations.any(|(_, operation)| !operation.parameters.is_empty());
    has_parameters.then(|| "crate::runtime::Location".to_owned())
}

/// Whether the target has the file.
pub(crate) fn is_generated(target: &Target) -> bool {
    target.layout == Layout::Crate || target.has(Feature::Testing)
}

/// The operations that are not deprecated, each with its group and its method of the double.
fn methods(api: &Api) -> impl Iterator<Item = (&Group, &Operation, String)> {
    let all = operations(api).zip(names(api));
    let wanted = all.filter(|((_, operation), _)| !operation.docs.deprecated);
    wanted.map(|((group, operation), names)| (group, operation, names.method))
}

/// The double, which a macro of the runtime defines, with a method for each operation.
fn double(api: &Api, names: &[Names]) -> Vec<Item> {
    let methods = operations(api)
        .zip(names)
        .map(|((group, operation), names)| {
            let output = Ty::generic("On", vec![Ty::local(&names.call)]);
            let body = Body::Double(DoubleBody::On);
            let about = About::ours(format!(
                "Starts an expectation of [`{0}::{1}`](crate::{2}::{0}::{1}).",
                group.type_name,
                unraw(&operation.name),
                unraw(&group.module),
            ));
            Function::method(&names.method, Receiver::Reference, output, body).about(about)
        });
    let calls = names.iter().map(|names| names.call.clone());
    vec![
        Item::Double(calls.collect()),
        Item::Impl(Impl::inherent("Double", methods.collect())),
    ]
}

/// The comment of the file, with an example.
fn comment(api: &Api) -> Comment {
    let comment = Comment::from(
        "A typed double of the API, for tests: in process, without a socket, and without waiting.\n\n\
         A [`Double`] is the service of a client. It has a method for each operation, which starts an expectation: a \
         condition, and a reply or a failure. A call gets the response of the first expectation that it matches and that \
         is not used up, in the order of their definition. A call without a matching expectation fails.\n\n\
         At the end of the test, [`verify`](UntypedDouble::verify) panics if there was such a call, or if a reply or \
         failure was not used. [`calls`](UntypedDouble::calls) returns the received calls, one for each attempt, without \
         credentials.\n\n\
         Retries, resets of rate limits, timeouts and stalls of the client take no time.",
    );
    comment.with_scene(example(api))
}

/// A test of the first operation that has an example.
pub(super) fn example(api: &Api) -> Option<Scene> {
    let (example, method) = methods(api).find_map(|(group, operation, method)| {
        Some((Example::of(api, group, operation)?, method))
    })?;
    Some(Scene::Testing {
        example,
        setup: ClientSetup::builder(api),
        method,
    })
}
