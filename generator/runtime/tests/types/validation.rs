//! Tests of validated types: values from callers are validated, values from servers are not.

use serde_json::json;

use crate::round_trip;
use crate::validated::{Name, Percent, Tags, User, UserAge};

#[test]
fn a_value_within_its_limits_is_accepted() {
    let name = Name::new("Zoë").expect("three characters");
    let user = User::new(name.clone()).age(UserAge::new(30_u64).expect("within a life"));
    assert_eq!(
        serde_json::to_value(&user).expect("a user can be written"),
        json!({"name": "Zoë", "age": 30})
    );
    assert_eq!((name.len(), name.into_inner()), (4, "Zoë".to_owned()));
    assert!(
        Name::new("ääääääää").is_ok(),
        "characters are counted, not bytes"
    );
}

#[test]
fn an_error_names_the_violated_limit() {
    let said = |result: Result<String, String>| result.expect_err("it is beyond");
    let name = |text: &str| {
        Name::new(text)
            .map(|_| String::new())
            .map_err(|error| error.to_string())
    };
    assert_eq!(said(name("")), "must have at least 1 character");
    assert_eq!(said(name("far too long")), "must have at most 8 characters");
    let age = |age: u64| {
        UserAge::try_from(age)
            .map(|_| String::new())
            .map_err(|error| error.to_string())
    };
    assert_eq!(said(age(152)), "must be at most 150");
    assert_eq!(said(age(7)), "must be a multiple of 2");
    let share = Percent::new(0.0)
        .map(|_| String::new())
        .map_err(|error| error.to_string());
    assert_eq!(said(share), "must be greater than 0");
    assert!(Tags::new(vec![]).is_err() && Tags::new(vec!["a".to_owned()]).is_ok());
    assert!(Tags::new(["a", "b", "c"].map(String::from)).is_err());
}

#[test]
fn values_from_a_server_are_not_validated() {
    let user: User = round_trip(&json!({"name": "", "age": 7, "share": 0.0, "tags": []}));
    assert_eq!(*user.age.expect("it is there"), 7);
}
