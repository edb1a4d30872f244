//! Property tests of parameter styles: a server must decode the arguments that the caller passed.
//!
//! Random values are sent over a socket for each style in each location. The server's decoder implements RFC 3986,
//! RFC 6570, RFC 9110 and the OpenAPI "Style Examples", and shares no code with the encoder. A value either arrives
//! unchanged, or it is rejected before anything is sent. `PROPTEST_CASES` sets the number of values per style.

#![allow(missing_docs, reason = "the names of tests describe them")]

mod decoder;
mod server;
mod value;

use openapi_crate_runtime::{
    Api, Call, Client, ClientBuilder, Error, Location, Method, Operation, Parameter, Repeat,
    RetryPolicy, Segment, Style,
};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use tokio::runtime::Runtime;

use self::server::Server;
use self::value::{Value, flat, nested};

/// The default number of values for each style in each location.
const CASES: u32 = 500;

static API: Api = Api {
    user_agent: "round-trip",
    server: "",
    security_schemes: &[],
    security: &[],
    rate_limit: None,
};

/// The name of the operation's only parameter. A property of an object may have the same name.
const NAME: &str = "color";

fn operation(parameter: Parameter) -> &'static Operation {
    let path = if parameter.location == Location::Path {
        &[
            Segment::Literal("/a/"),
            Segment::Parameter(0),
            Segment::Literal("/b"),
        ][..]
    } else {
        &[Segment::Literal("/a")]
    };
    // Operations are static, so it is leaked.
    let operation = Operation::new("round-trip", Method::GET)
        .path(path)
        .parameters(vec![parameter].leak());
    Box::leak(Box::new(operation.repeat(Repeat::Never)))
}

fn call(client: &Client, operation: &'static Operation, value: &Value) -> Call {
    let call = client.call(operation);
    match operation.parameters[0].location {
        Location::Path => call.path(NAME, value),
        Location::Query => call.query(NAME, value),
        Location::Querystring => call.querystring(NAME, value),
        Location::Header => call.header(NAME, value),
        Location::Cookie => call.cookie(NAME, value),
    }
}

/// Sends a value, and compares the one that arrives.
fn travels(
    runtime: &Runtime,
    client: &Client,
    server: &Server,
    operation: &'static Operation,
    value: &Value,
) -> TestCaseResult {
    let parameter = &operation.parameters[0];
    let outcome = runtime.block_on(call(client, operation, value).send_empty());
    let arrived = server.requests();
    if decoder::has_no_form(parameter, value) {
        prop_assert!(
            matches!(&outcome, Err(Error::Argument(error)) if error.name() == NAME),
            "{outcome:?}"
        );
        prop_assert!(arrived.is_empty(), "rejected, but sent");
        return Ok(());
    }
    prop_assert!(
        outcome.is_ok(),
        "rejected, although it can be encoded: {outcome:?}"
    );
    prop_assert_eq!(arrived.len(), 1);
    let decoded =
        decoder::decode(&arrived[0], parameter, value.kind()).map_err(TestCaseError::fail)?;
    prop_assert_eq!(
        decoded,
        decoder::expected(parameter, value),
        "the request was {:?}",
        arrived[0]
    );
    Ok(())
}

fn round_trip(parameter: Parameter, values: impl Strategy<Value = Value>, reserved: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::start());
    let client = ClientBuilder::new(&API)
        .base_url(&server.url)
        .unwrap()
        .retry(RetryPolicy::none());
    let client = client.build().unwrap();
    let parameter = if reserved {
        parameter.allow_reserved()
    } else {
        parameter
    };
    let [whole, exploded] = [false, true].map(|explode| operation(parameter.explode(explode)));
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&(values, any::<bool>()), |(value, explode)| {
        travels(
            &runtime,
            &client,
            &server,
            if explode { exploded } else { whole },
            &value,
        )
    });
    if let Err(difference) = outcome {
        panic!("{parameter:?}: {difference}");
    }
}

#[test]
fn path_simple() {
    round_trip(Parameter::path(NAME), flat(), false);
}

#[test]
fn path_label() {
    round_trip(Parameter::path(NAME).style(Style::Label), flat(), false);
}

#[test]
fn path_matrix() {
    round_trip(Parameter::path(NAME).style(Style::Matrix), flat(), false);
}

#[test]
fn path_json() {
    round_trip(Parameter::path(NAME).style(Style::Json), nested(), false);
}

#[test]
fn query_form() {
    round_trip(Parameter::query(NAME), flat(), false);
}

#[test]
fn query_form_with_reserved_characters() {
    round_trip(Parameter::query(NAME), flat(), true);
}

#[test]
fn query_space_delimited_with_reserved_characters() {
    round_trip(
        Parameter::query(NAME).style(Style::SpaceDelimited),
        flat(),
        true,
    );
}

#[test]
fn query_pipe_delimited_with_reserved_characters() {
    round_trip(
        Parameter::query(NAME).style(Style::PipeDelimited),
        flat(),
        true,
    );
}

#[test]
fn query_deep_object_with_reserved_characters() {
    round_trip(
        Parameter::query(NAME).style(Style::DeepObject),
        nested(),
        true,
    );
}

#[test]
fn query_json_with_reserved_characters() {
    round_trip(Parameter::query(NAME).style(Style::Json), nested(), true);
}

#[test]
fn query_space_delimited() {
    round_trip(
        Parameter::query(NAME).style(Style::SpaceDelimited),
        flat(),
        false,
    );
}

#[test]
fn query_pipe_delimited() {
    round_trip(
        Parameter::query(NAME).style(Style::PipeDelimited),
        flat(),
        false,
    );
}

#[test]
fn query_deep_object() {
    round_trip(
        Parameter::query(NAME).style(Style::DeepObject),
        nested(),
        false,
    );
}

#[test]
fn query_json() {
    round_trip(Parameter::query(NAME).style(Style::Json), nested(), false);
}

#[test]
fn header_simple() {
    round_trip(Parameter::header(NAME), flat(), false);
}

#[test]
fn header_json() {
    round_trip(Parameter::header(NAME).style(Style::Json), nested(), false);
}

#[test]
fn cookie_form() {
    round_trip(Parameter::cookie(NAME), flat(), false);
}

#[test]
fn cookie_json() {
    round_trip(Parameter::cookie(NAME).style(Style::Json), nested(), false);
}

#[test]
fn path_simple_with_reserved_characters() {
    round_trip(Parameter::path(NAME), flat(), true);
}

#[test]
fn path_label_with_reserved_characters() {
    round_trip(Parameter::path(NAME).style(Style::Label), flat(), true);
}

#[test]
fn path_matrix_with_reserved_characters() {
    round_trip(Parameter::path(NAME).style(Style::Matrix), flat(), true);
}

#[test]
fn cookie_form_with_reserved_characters() {
    round_trip(Parameter::cookie(NAME), flat(), true);
}
