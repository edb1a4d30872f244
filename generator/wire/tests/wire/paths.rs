//! Tests of path templates: parameter names with path delimiters, literal text, and queries.

use openapi_crate_wire::Error;

use crate::server::Server;

#[tokio::test]
async fn a_parameter_name_may_contain_path_delimiters() {
    let server = Server::silent().await;
    let paths = server.client().paths();
    paths.hash("a/b#c").send().await.unwrap();
    assert_eq!(server.request().uri(), "/e/a%2Fb%23c/h");
    paths.question("x?y", "z").q("1 2").send().await.unwrap();
    assert_eq!(server.request().uri(), "/e/x%3Fy/i%20j/z?q=1%202");
}

#[tokio::test]
async fn an_invalid_argument_is_named_in_full() {
    let server = Server::silent().await;
    let error = server.client().paths().hash("..").send().await.unwrap_err();
    assert!(
        matches!(&error, Error::Argument(error) if error.name() == "f#g"),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "`hash` was not sent: `f#g` would produce the path segment `..`, which refers to a different resource"
    );
}

#[tokio::test]
async fn a_query_in_the_template_is_sent_and_a_fragment_is_not() {
    let server = Server::silent().await;
    let paths = server.client().paths();
    paths.fixed(7).send().await.unwrap();
    assert_eq!(server.request().uri(), "/%C3%A4/100%25/7.json?of=%C3%B6");
    paths.fixed(7).limit(2).send().await.unwrap();
    assert_eq!(
        server.request().uri(),
        "/%C3%A4/100%25/7.json?of=%C3%B6&limit=2"
    );
}
