//! Tests of parameter styles, after "Style Examples" in the OpenAPI specification.

use std::collections::BTreeMap;

use openapi_crate_runtime::{Call, Client, Error, Location, Operation, Parameter, Segment, Style};
use serde::Serialize;

use crate::fixture::{GET, Recorder};

pub(crate) const ARRAY: [&str; 3] = ["blue", "black", "brown"];

/// Not in alphabetical order, to show that the order is preserved.
#[derive(Serialize)]
pub(crate) struct Color {
    #[serde(rename = "R")]
    red: u8,
    #[serde(rename = "G")]
    green: u8,
    #[serde(rename = "B")]
    blue: u8,
}

pub(crate) const OBJECT: Color = Color {
    red: 100,
    green: 200,
    blue: 150,
};

/// Returns the parameter's part of the request, or the error: a cell of the table.
pub(crate) async fn written<V: Serialize>(
    parameter: Parameter,
    value: &V,
) -> Result<String, Error> {
    let recorder = Recorder::default();
    send(&recorder.client(), parameter, value).await?;
    Ok(at(&recorder, parameter))
}

/// Returns the parameter's part of the request.
fn at(recorder: &Recorder, parameter: Parameter) -> String {
    let request = recorder.request();
    let header = |name: &str| {
        let value = request
            .headers()
            .get(name)
            .map(|value| value.as_bytes().to_vec());
        value.map_or_else(|| "-".to_owned(), |value| String::from_utf8(value).unwrap())
    };
    match parameter.location {
        Location::Path => request.uri().path().trim_start_matches('/').to_owned(),
        Location::Query | Location::Querystring => request.uri().query().unwrap_or("-").to_owned(),
        Location::Header => header(parameter.name),
        Location::Cookie => header("cookie"),
    }
}

/// A call of an operation with this parameter.
fn call(client: &Client, parameter: Parameter) -> Call {
    // Operations are static, so it is leaked.
    let parameters = vec![parameter].leak();
    let path = if parameter.location == Location::Path {
        &[Segment::Literal("/"), Segment::Parameter(0)][..]
    } else {
        &[Segment::Literal("/")]
    };
    let operation: &'static Operation = Box::leak(Box::new(Operation {
        path,
        parameters,
        ..GET
    }));
    client.call(operation)
}

async fn send<V: Serialize>(client: &Client, parameter: Parameter, value: &V) -> Result<(), Error> {
    let set: fn(Call, &str, &V) -> Call = match parameter.location {
        Location::Path => Call::path,
        Location::Query => Call::query,
        Location::Querystring => Call::querystring,
        Location::Header => Call::header,
        Location::Cookie => Call::cookie,
    };
    set(call(client, parameter), parameter.name, value)
        .send_empty()
        .await
        .map(drop)
}

/// A row of the table: empty, primitive, array, object.
async fn row(parameter: Parameter) -> [String; 4] {
    [
        written(parameter, &"")
            .await
            .unwrap_or_else(|_| "refused".into()),
        written(parameter, &"blue").await.unwrap(),
        written(parameter, &ARRAY).await.unwrap(),
        written(parameter, &OBJECT).await.unwrap(),
    ]
}

async fn refusal<V: Serialize>(parameter: Parameter, value: &V) -> String {
    match written(parameter, value).await {
        Err(Error::Argument(error)) => error.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn path_styles_follow_the_table() {
    let path = Parameter::path("color");
    let rows = [
        (
            path,
            ["refused", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            path.explode(true),
            ["refused", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            path.style(Style::Label),
            [
                "refused",
                ".blue",
                ".blue,black,brown",
                ".R,100,G,200,B,150",
            ],
        ),
        (
            path.style(Style::Label).explode(true),
            [
                "refused",
                ".blue",
                ".blue.black.brown",
                ".R=100.G=200.B=150",
            ],
        ),
        (
            path.style(Style::Matrix),
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ],
        ),
        (
            path.style(Style::Matrix).explode(true),
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ],
        ),
    ];
    for (parameter, expected) in rows {
        assert_eq!(row(parameter).await, expected, "{parameter:?}");
    }
}

#[tokio::test]
async fn query_styles_follow_the_table() {
    let query = Parameter::query("color");
    let rows = [
        (
            query.explode(false),
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            query,
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            query.style(Style::SpaceDelimited),
            [
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=R%20100%20G%20200%20B%20150",
            ],
        ),
        (
            query.style(Style::PipeDelimited),
            [
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ],
        ),
        (
            query.style(Style::DeepObject).explode(true),
            [
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
            ],
        ),
        (
            query.style(Style::Json),
            [
                "color=%22%22",
                "color=%22blue%22",
                "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
            ],
        ),
    ];
    for (parameter, expected) in rows {
        assert_eq!(row(parameter).await, expected, "{parameter:?}");
    }
}

#[tokio::test]
async fn header_and_cookie_styles_follow_the_table() {
    let header = Parameter::header("color");
    let cookie = Parameter::cookie("color");
    let rows = [
        (
            header,
            ["", "blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            header.explode(true),
            ["", "blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            cookie.explode(false),
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            cookie,
            [
                "color=",
                "color=blue",
                "color=blue; color=black; color=brown",
                "R=100; G=200; B=150",
            ],
        ),
    ];
    for (parameter, expected) in rows {
        assert_eq!(row(parameter).await, expected, "{parameter:?}");
    }
}

#[tokio::test]
async fn owned_and_borrowed_strings_are_written_alike() {
    let query = Parameter::query("color");
    for parameter in [
        Parameter::path("color"),
        query,
        query.style(Style::Json),
        Parameter::querystring("color"),
        Parameter::querystring("color").style(Style::Json),
        Parameter::querystring("color").style(Style::Simple),
        Parameter::header("color"),
        Parameter::cookie("color"),
    ] {
        let recorder = Recorder::default();
        let call = call(&recorder.client(), parameter);
        let call = match parameter.location {
            Location::Path => call.path_text("color", "a \"b\""),
            Location::Query => call.query_text("color", "a \"b\""),
            Location::Querystring => call.querystring_text("color", "a \"b\""),
            Location::Header => call.header_text("color", "a \"b\""),
            Location::Cookie => call.cookie_text("color", "a \"b\""),
        };
        call.send_empty().await.unwrap();
        let lent = written(parameter, &"a \"b\"").await.unwrap();
        assert_eq!(at(&recorder, parameter), lent, "{parameter:?}");
    }
}

#[tokio::test]
async fn an_absent_or_empty_collection_is_not_sent() {
    let none: [&str; 0] = [];
    for parameter in [
        Parameter::query("color"),
        Parameter::header("color"),
        Parameter::cookie("color"),
    ] {
        assert_eq!(
            written(parameter, &None::<&str>).await.unwrap(),
            "-",
            "{parameter:?}"
        );
        assert_eq!(
            written(parameter, &none).await.unwrap(),
            "-",
            "{parameter:?}"
        );
    }
}

#[tokio::test]
async fn absent_items_and_properties_are_omitted() {
    let elements = [Some("blue"), None, Some("brown")];
    assert_eq!(
        written(Parameter::query("color"), &elements).await.unwrap(),
        "color=blue&color=brown"
    );
    let properties = BTreeMap::from([("G", None), ("R", Some(100))]);
    assert_eq!(
        written(Parameter::query("color"), &properties)
            .await
            .unwrap(),
        "R=100"
    );
}

#[tokio::test]
async fn primitives_have_their_canonical_form() {
    #[derive(Serialize)]
    #[serde(rename_all = "UPPERCASE")]
    enum Location {
        Eu,
    }
    #[derive(Serialize)]
    struct Id(u64);
    let color = Parameter::query("color");
    assert_eq!(written(color, &Location::Eu).await.unwrap(), "color=EU");
    assert_eq!(
        written(color, &Id(u64::MAX)).await.unwrap(),
        "color=18446744073709551615"
    );
    assert_eq!(
        written(color, &i64::MIN).await.unwrap(),
        "color=-9223372036854775808"
    );
    assert_eq!(written(color, &true).await.unwrap(), "color=true");
    assert_eq!(written(color, &0.1_f32).await.unwrap(), "color=0.1");
    assert_eq!(written(color, &'ü').await.unwrap(), "color=%C3%BC");
    assert!(
        refusal(color, &f64::NAN)
            .await
            .contains("must be a finite number")
    );
}

#[tokio::test]
async fn a_separator_within_a_value_is_escaped() {
    let parts = ["a,b", "c.d"];
    let path = Parameter::path("color");
    assert_eq!(written(path, &parts).await.unwrap(), "a%2Cb,c.d");
    let label = path.style(Style::Label).explode(true);
    assert_eq!(written(label, &parts).await.unwrap(), ".a%2Cb.c%2Ed");
    assert_eq!(
        written(Parameter::query("color").explode(false), &parts)
            .await
            .unwrap(),
        "color=a%2Cb,c.d"
    );
}

#[tokio::test]
async fn a_separator_that_cannot_be_escaped_is_rejected() {
    let query = Parameter::query("color");
    assert!(
        refusal(Parameter::header("color"), &["a,b"])
            .await
            .contains("','")
    );
    assert!(
        refusal(query.style(Style::SpaceDelimited), &["a b"])
            .await
            .contains("' '")
    );
    assert!(
        refusal(query.style(Style::PipeDelimited), &["a|b"])
            .await
            .contains("'|'")
    );
    let bracket = BTreeMap::from([("a]", 1)]);
    assert!(
        refusal(query.style(Style::DeepObject).explode(true), &bracket)
            .await
            .contains("bracket")
    );
    let equals = BTreeMap::from([("a=", 1)]);
    assert!(
        refusal(Parameter::header("color").explode(true), &equals)
            .await
            .contains("'='")
    );
}

#[tokio::test]
async fn only_deep_object_supports_nesting() {
    let nested = BTreeMap::from([("a", BTreeMap::from([("b", [1, 2])]))]);
    let deep = Parameter::query("color")
        .style(Style::DeepObject)
        .explode(true);
    let expected = "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D=2";
    assert_eq!(written(deep, &nested).await.unwrap(), expected);
    assert!(
        refusal(Parameter::query("color"), &nested)
            .await
            .contains("nested array or object")
    );
}

#[tokio::test]
async fn allow_reserved_leaves_safe_characters_unescaped() {
    let reserved = ":/?#[]@!$&'()*+,;= %";
    let query = Parameter::query("color");
    let escaped = "color=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%25";
    assert_eq!(written(query, &reserved).await.unwrap(), escaped);
    let kept = "color=:/?%23[]@!$%26%27()*%2B,;%3D%20%25";
    assert_eq!(
        written(query.allow_reserved(), &reserved).await.unwrap(),
        kept
    );
    let property = BTreeMap::from([("a&b", "a&b")]);
    assert_eq!(
        written(query.allow_reserved(), &property).await.unwrap(),
        "a%26b=a%26b"
    );
}

#[tokio::test]
async fn a_parameters_name_is_escaped_too() {
    assert_eq!(
        written(Parameter::query("ids[]"), &["1", "2"])
            .await
            .unwrap(),
        "ids%5B%5D=1&ids%5B%5D=2"
    );
}
