//! Tests of the styles of OpenAPI 3.2: cookies without percent-encoding, and the whole query string.

use openapi_crate_runtime::{Error, Parameter, Style};

use crate::styles::{ARRAY, OBJECT, written};

#[tokio::test]
async fn the_cookie_style_is_not_percent_encoded() {
    let cookie = Parameter::cookie("color").style(Style::Cookie);
    for (parameter, array, object) in [
        (
            cookie,
            "color=blue; color=black; color=brown",
            "R=100; G=200; B=150",
        ),
        (
            cookie.explode(false),
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
    ] {
        assert_eq!(written(parameter, &ARRAY).await.unwrap(), array);
        assert_eq!(written(parameter, &OBJECT).await.unwrap(), object);
        assert_eq!(written(parameter, &"a b%=").await.unwrap(), "color=a b%=");
    }
}

#[tokio::test]
async fn a_value_that_a_cookie_cannot_have_is_refused() {
    let cookie = Parameter::cookie("color").style(Style::Cookie);
    for value in ["a;b", "a\\b", "ä", "a\n", " a"] {
        let outcome = written(cookie, &value).await;
        assert!(matches!(outcome, Err(Error::Argument(_))), "{value:?}");
    }
    let joined = written(cookie.explode(false), &["a,b", "c"]).await;
    assert!(matches!(joined, Err(Error::Argument(_))));
}

#[tokio::test]
async fn the_whole_query_string_is_a_form_json_or_a_string() {
    let whole = Parameter::querystring("color");
    let json = whole.style(Style::Json);
    let string = whole.style(Style::Simple);
    assert_eq!(written(whole, &OBJECT).await.unwrap(), "R=100&G=200&B=150");
    // A string is the encoded form.
    assert_eq!(written(whole, &"a=%20&b=#?").await.unwrap(), "a=%20&b=%23?");
    assert_eq!(
        written(json, &ARRAY).await.unwrap(),
        "%5B%22blue%22%2C%22black%22%2C%22brown%22%5D"
    );
    assert_eq!(written(string, &"a=b&c").await.unwrap(), "a%3Db%26c");
    for parameter in [whole, json, string] {
        assert_eq!(written(parameter, &None::<&str>).await.unwrap(), "-");
    }
}

#[tokio::test]
async fn a_list_is_not_a_form() {
    let outcome = written(Parameter::querystring("color"), &ARRAY).await;
    assert!(matches!(outcome, Err(Error::Argument(_))), "{outcome:?}");
}
