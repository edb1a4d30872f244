//! The double of the API, for tests: a file behind the feature `testing`.
//!
//! It is not part of the public API that [`diff`](crate::diff) compares: it follows the operations and types, whose
//! changes have their own verdict.

mod call;
mod constructor;
mod names;
mod respond;

use self::names::{Names, names, operations};

use super::body::Body;
use super::comment::{About, Block, Comment};
use super::double_body::DoubleBody;
use super::file::{Head, SourceFile, Unit};
use super::item::{Fields, Function, Impl, Item, Receiver, Struct, names as derives};
use super::ty::Ty;
use crate::model::name::unraw;
use crate::model::operation::Operation;
use crate::model::{Api, Group};
use crate::target::{Feature, Layout, Target};

/// The module of the runtime.
const RUNTIME: &str = "crate::runtime::testing";

/// The re-exports from the runtime.
const EXPORTS: &[&str] = &[
    "BytesReply",
    "CustomCall",
    "EmptyReply",
    "EventsReply",
    "Expectation",
    "Failing",
    "Fault",
    "Faults",
    "JsonReply",
    "LinesReply",
    "On",
    "OptionalJsonReply",
    "ReceivedPart",
    "Recorded",
    "Reply",
    "Respond",
    "TextEventsReply",
    "TextReply",
    "TypedBytesReply",
    "TypedCall",
    "TypedReply",
    "UntypedDouble",
];

/// The traits of the double.
const TRAITS: [&str; 3] = [
    "impl Default for Double { fn default() -> Self { Self::new() } }",
    "impl std::ops::Deref for Double {
        type Target = crate::runtime::testing::UntypedDouble;
        fn deref(&self) -> &crate::runtime::testing::UntypedDouble { &self.0 }
    }",
    "impl crate::runtime::testing::Service<crate::runtime::testing::Request<crate::runtime::Body>> for Double {
        type Response = crate::runtime::testing::Response<crate::runtime::testing::ReplyBody>;
        type Error = crate::runtime::BoxError;
        type Future = crate::runtime::testing::Responding;
        fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
            self.0.poll_ready(context)
        }
        fn call(&mut self, request: crate::runtime::testing::Request<crate::runtime::Body>) -> Self::Future {
            self.0.call(request)
        }
    }",
];

/// The function that runs code with each fault.
const FOR_EACH_FAULT: &str = "
    pub async fn for_each_fault<F, Fut>(mut run: F) -> Faults
    where
        F: FnMut(Double) -> Fut,
        Fut: std::future::Future,
    {
        crate::runtime::testing::for_each_fault(OPERATIONS, |double| run(Double(double))).await
    }";

/// The documentation of that function.
const ABOUT_FAULTS: &str = "Runs code once without a fault, and then once for each point at which a call can fail.\n\n\
     The points are, for each request: the connection is refused, the connection breaks before the response, the \
     response never arrives, the status is 429, 500 or 503, and the body ends early.\n\n\
     Each run gets a new double, and `run` defines the expectations on it. A call on which a fault is injected does not use \
     up an expectation. Delays of the client take no time. If nothing limits the wait for a response that never arrives, \
     the connection times out, as the system does in the end. The output of the code is ignored, so assert in `run` what \
     must hold.\n\n\
     # Panics\n\n\
     Panics with the point if, in any run,\n\n\
     - the code panics, so that a failed assertion names the fault;\n\
     - a request that must not be repeated is made again, with the same arguments and body, after it may have been \
     processed, unless the run without a fault makes it as often;\n\
     - a call is unexpected;\n\
     - the code makes no request of the double, or does not reach the request with the fault, so that nothing would be \
     checked;\n\
     - without a fault, an expectation with `times` has fewer calls;\n\
     - the code makes more than twice as many requests as without a fault, and 100 more.";

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
            ..Head::titled(comment(api))
        },
        units,
    })
}

/// Whether the target has the file.
pub(crate) fn is_generated(target: &Target) -> bool {
    target.layout == Layout::Crate || target.has(Feature::Testing)
}

/// The operations that are not deprecated, each with its group and its method of the double.
pub(super) fn methods(api: &Api) -> impl Iterator<Item = (&Group, &Operation, String)> {
    let all = operations(api).zip(names(api));
    let wanted = all.filter(|((_, operation), _)| !operation.docs.deprecated);
    wanted.map(|((group, operation), names)| (group, operation, names.method))
}

/// The double with a method for each operation.
fn double(api: &Api, names: &[Names]) -> Vec<Item> {
    let new = Function::constructor("new", Vec::new(), Body::Double(DoubleBody::New))
        .documented("Creates a double without expectations: every call is unexpected.");
    let methods = operations(api)
        .zip(names)
        .map(|((group, operation), names)| {
            let output = Ty::generic("crate::runtime::testing::On", vec![Ty::local(&names.call)]);
            let body = Body::Double(DoubleBody::On);
            let about = About::ours(format!(
                "Starts an expectation of [`{0}::{1}`](crate::{2}::{0}::{1}).",
                group.type_name,
                unraw(&operation.name),
                unraw(&group.module),
            ));
            Function::method(&names.method, Receiver::Reference, output, body).about(about)
        });
    let functions = std::iter::once(new).chain(methods).collect();
    let code = |text: &str| Item::Code(About::default(), text.to_owned());
    let mut items = vec![
        Item::Struct(Struct {
            about: About::ours(about_double(api)),
            derives: derives(["Clone", "Debug"]),
            is_open: false,
            must_use: None,
            name: "Double".to_owned(),
            fields: Fields::Tuple {
                ty: Ty::path("crate::runtime::testing::UntypedDouble"),
                in_crate: false,
            },
        }),
        Item::Impl(Impl::inherent("Double", functions)),
    ];
    items.extend(TRAITS.map(code));
    items.push(Item::Code(
        About::ours(ABOUT_FAULTS),
        FOR_EACH_FAULT.to_owned(),
    ));
    items.push(code(&operations_constant(names)));
    items
}

/// The list of the types of calls.
fn operations_constant(names: &[Names]) -> String {
    let described = names.iter().map(|names| {
        format!(
            "crate::runtime::testing::Described::of::<{}>(),",
            names.call
        )
    });
    format!(
        "const OPERATIONS: &[crate::runtime::testing::Described] = &[{}];",
        described.collect::<String>()
    )
}

/// The documentation of the double, with an example.
fn about_double(api: &Api) -> Comment {
    let mut comment = Comment::from(
        "A double of the API, which a client uses as its service.\n\n\
         Each method is named after an operation, and starts an expectation: the methods of [`On`] set its condition and \
         its reply or failure, and those of [`Expectation`] how often it applies. \
         [`calls`](UntypedDouble::calls) returns the calls that were made, and [`verify`](UntypedDouble::verify) panics \
         if one was not expected. Clones share their expectations and calls.",
    );
    comment.0.extend(example(api));
    comment
}

/// The comment of the file, with an example.
fn comment(api: &Api) -> Comment {
    let mut comment = Comment::from(
        "A typed double of the API, for tests: in process, without a socket, and without waiting.\n\n\
         A [`Double`] is the service of a client. It has a method for each operation, which starts an expectation: a \
         condition, and a reply or a failure. A call has the response of the first expectation, in the order in which \
         they are defined, that it meets and that is not used up. A call that no expectation matches fails, and so does \
         [`verify`](UntypedDouble::verify) at the end of the test.\n\n\
         [`calls`](UntypedDouble::calls) returns what the double has received: each attempt of a call is one, and credentials are not part of \
         it.\n\n\
         Retries, resets of rate limits, timeouts and stalls of the client take no time.",
    );
    comment.0.extend(example(api));
    comment
}

/// A test with the double; none without an operation.
fn example(api: &Api) -> Option<Block> {
    let names = names(api);
    let method = &names.first()?.method;
    let name = api.crate_name();
    Some(Block::Program(format!(
        "```no_run\n\
         use {name}::testing::{{Double, Fault}};\n\
         # fn example() -> Result<(), {name}::Error> {{\n\
         let api = Double::new();\n\
         api.{method}().fail(Fault::status(503)).times(1);\n\
         let client = {name}::Client::builder().service(api.clone()).build()?;\n\
         // … call the client …\n\
         # let _ = client;\n\
         assert_eq!(api.calls().len(), 1);\n\
         api.verify();\n\
         # Ok(()) }}\n\
         ```"
    )))
}
