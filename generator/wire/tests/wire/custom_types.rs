//! Tests of types of the user's in every location of requests and responses.

use std::num::NonZeroU64;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::Time;
use openapi_crate_wire::types::{PriceParts, Priced, PricedEither};
use rust_decimal::Decimal;
use url::Url;

use crate::server::{Server, whole};

type Headers = &'static [(&'static str, &'static str)];

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

/// Decodes a response body.
async fn read(headers: Headers, body: &'static str) -> Result<Priced, openapi_crate_wire::Error> {
    let server = Server::responding_with(move || whole(200, headers, body)).await;
    let price = decimal("1");
    let prices = server.client().prices();
    let response = prices
        .price(&price, &[], &Priced::new(price))
        .send()
        .await?;
    Ok(response.into_inner().body)
}

#[tokio::test]
async fn an_argument_is_written_as_the_type_displays() {
    let server = Server::responding_with(|| whole(200, &[], r#"{"price":"1"}"#)).await;
    let price = decimal("12.500");
    let links = [url("https://a.example/?b=c"), url("mailto:a@b.example")];
    let prices = server.client().prices();
    let call = prices.price(&price, &links, &Priced::new(price));
    let call = call
        .at(&Time::constant(9, 30, 0, 0))
        .number(&NonZeroU64::MAX)
        .x_wait(&SignedDuration::from_mins(90))
        .least(&decimal("-0.1"));
    call.send().await.unwrap();
    let request = server.request();
    assert_eq!(
        request.uri(),
        "/priced/12.500?links=https%3A%2F%2Fa.example%2F%3Fb%3Dc&links=mailto%3Aa%40b.example&at=09%3A30%3A00&number=18446744073709551615"
    );
    assert_eq!(request.headers()["x-wait"], "PT1H30M");
    assert_eq!(request.headers()["cookie"], "least=-0.1");
}

/// The last digits and the trailing zeros of a decimal are kept, which a floating-point number would lose.
#[tokio::test]
async fn a_value_in_a_body_is_the_same_after_a_round_trip() {
    let body = r#"{"price":"79228162514264337593543950.330","link":"https://a.example/b#c","at":"23:59:59.5","wait":"-PT1.5S","number":3,"named":{"a":"0.10"},"either":"2.00"}"#;
    let priced = read(&[], body).await.unwrap();
    assert_eq!(priced.price, decimal("79228162514264337593543950.330"));
    assert_eq!(priced.link, Some(url("https://a.example/b#c")));
    assert_eq!(priced.at, Some(Time::constant(23, 59, 59, 500_000_000)));
    assert_eq!(priced.wait, Some(SignedDuration::from_millis(-1500)));
    assert_eq!(priced.number, NonZeroU64::new(3));
    assert!(matches!(&priced.either, Some(PricedEither::Decimal(price)) if *price == decimal("2")));
    let written = serde_json::to_string(&priced).unwrap();
    let parsed = |text: &str| text.parse::<serde_json::Value>().unwrap();
    assert_eq!(parsed(&written), parsed(body));

    let server = Server::responding_with(|| whole(200, &[], r#"{"price":"1"}"#)).await;
    let operations = server.client().prices();
    operations
        .price(&priced.price, &[], &priced)
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        parsed(&String::from_utf8_lossy(request.body())),
        parsed(body)
    );
}

#[tokio::test]
async fn a_body_may_be_only_a_value() {
    let server = Server::responding_with(|| whole(200, &[], "\"0.30\"")).await;
    let sum = server.client().prices().add_price(&decimal("0.10"));
    let sum = sum.send().await.unwrap();
    assert_eq!(sum.to_string(), "0.30");
    assert_eq!(server.request().body(), "\"0.10\"");
}

#[tokio::test]
async fn a_field_or_part_is_a_string() {
    let server = Server::responding_with(|| whole(200, &[], r#"{"price":"1"}"#)).await;
    let price = decimal("1.50");
    let priced = Priced::new(price).link(url("https://a.example/"));
    let operations = server.client().prices();
    operations
        .price_form(&price, &[], &priced)
        .send()
        .await
        .unwrap();
    let parts = PriceParts::new(price).links(vec![url("https://a.example/")]);
    operations
        .price_multipart(&price, &[], parts)
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    let bodies: Vec<_> = requests
        .iter()
        .map(|request| String::from_utf8_lossy(request.body()))
        .collect();
    assert_eq!(bodies[0], "price=1.50&link=https%3A%2F%2Fa.example%2F");
    for part in [
        "name=\"price\"\r\n\r\n1.50\r\n",
        "name=\"links\"\r\n\r\nhttps://a.example/\r\n",
    ] {
        assert!(bodies[1].contains(part), "{}", bodies[1]);
    }
}

#[tokio::test]
async fn a_response_header_is_parsed() {
    let headers: Headers = &[("x-total", "10.50"), ("x-steps", "1.0, 2")];
    let server = Server::responding_with(move || whole(200, headers, r#"{"price":"1"}"#)).await;
    let price = decimal("1");
    let prices = server.client().prices();
    let call = prices.price(&price, &[], &Priced::new(price));
    let response = call.send().await.unwrap().into_inner();
    assert_eq!(response.x_total.unwrap().to_string(), "10.50");
    assert_eq!(response.x_steps, Some(vec![decimal("1"), decimal("2")]));
}

#[tokio::test]
async fn an_optional_value_that_the_type_refuses_is_kept() {
    let priced = read(&[], r#"{"price":"1","link":"not a url","number":0}"#).await;
    let priced = priced.unwrap();
    assert_eq!((priced.link, priced.number), (None, None));
    assert_eq!(priced.additional_properties["link"], "not a url");
    assert_eq!(priced.additional_properties["number"], 0);
}

/// A struct whose own implementation of serde decides its form.
#[tokio::test]
async fn an_error_in_a_struct_of_the_user_has_the_whole_path() {
    let body = r#"{"price":"1","pauses":[{"secs":1,"nanos":500000000}]}"#;
    let priced = read(&[], body).await.unwrap();
    assert_eq!(priced.pauses, Some(vec![Duration::from_millis(1500)]));
    for (body, path) in [
        (
            "{\"price\":\"1\",\n\"pauses\":[{\"secs\":1,\"nanos\":0},\n{\"secs\":\"one\",\"nanos\":0}]}",
            "pauses[1].secs",
        ),
        ("{\"price\":\"1\",\"pauses\":[{\"secs\":1}]}", "pauses[0]"),
    ] {
        let error = read(&[], body).await.unwrap_err();
        let error = format!("{error:?} {error}");
        assert!(error.contains(path), "{body}: {error}");
    }
}

#[tokio::test]
async fn an_error_names_a_required_value_that_the_type_refuses() {
    for (body, expected) in [
        (r#"{"price":"much"}"#, "price"),
        (r#"{"price":1.5}"#, "expected a string"),
        (r#"{"price":"1","number":[]}"#, "number"),
    ] {
        let error = read(&[], body).await.unwrap_err();
        let error = format!("{error:?} {error}");
        assert!(error.contains(expected), "{body}: {error}");
    }
}
