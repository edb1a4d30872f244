//! Unusable input: each file gets one diagnostic that names it.

use super::{diagnostics_of, document, run};

#[test]
fn a_missing_file_is_named() {
    let (document, sources, diagnostics) = run(&[("api.yaml", ""), ("overlay.yaml", "")]);
    assert!(document.is_none());
    assert_eq!(diagnostics.len(), 2, "one for each file");
    assert_eq!(sources.locate(&diagnostics[0].place).file, "api.yaml");

    let input = crate::Input {
        document: "missing.yaml".to_owned(),
        ..crate::Input::default()
    };
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    let files = super::Memory(std::collections::HashMap::new());
    crate::load::load(&input, &files, &mut diagnostics);
    assert_eq!(
        diagnostics.into_vec()[0].message,
        "`missing.yaml` cannot be read: no such file"
    );
}

#[test]
fn an_unsupported_document_is_refused_with_one_diagnostic() {
    for (text, expected) in [
        (
            "[1]",
            "error not-openapi a.yaml:1:1 `a.yaml` is not an OpenAPI document: it must be an object",
        ),
        (
            "a: b",
            "error not-openapi a.yaml:1:1 `a.yaml` has no `openapi` member",
        ),
        (
            "\nopenAPI: 3.0.0",
            "error not-openapi a.yaml:2:1 `a.yaml` has no `openapi` member [did you mean `openapi`?]",
        ),
        (
            "openapi: [3]",
            "error not-openapi a.yaml:1:1 `openapi` must be a version, such as `3.0.3`",
        ),
        (
            "openapi: 4.0.0",
            "error unsupported-version a.yaml:1:10 OpenAPI 4.0.0 is not supported; the supported versions are 3.0, 3.1 and 3.2",
        ),
        (
            "openapi: '4'",
            "error unsupported-version a.yaml:1:10 OpenAPI 4 is not supported; the supported versions are 3.0, 3.1 and 3.2",
        ),
        (
            "swagger: '2.0'",
            "error unsupported-version a.yaml:1:10 Swagger 2.0 is not supported; use OpenAPI 3",
        ),
    ] {
        assert_eq!(diagnostics_of(&[("a.yaml", text)]), [expected]);
    }
}

#[test]
fn a_mistake_added_by_an_overlay_is_located_in_the_overlay() {
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n  - target: $.info\n    update:\n      title: 5\n      x-a: {$ref: data}\n";
    let found = diagnostics_of(&[("a.yaml", &document("")), ("overlay.yaml", overlay)]);
    assert_eq!(
        found,
        [
            "warning invalid-document overlay.yaml:6:14 `title` must be a string, found the number 5; using the string `5`"
        ]
    );
}

#[test]
fn an_invalid_overlay_is_refused() {
    let found = diagnostics_of(&[
        ("a.yaml", &document("")),
        (
            "overlay.yaml",
            "overlay: 2.0.0\ninfo: {title: O, version: '1'}\nactions: []\n",
        ),
    ]);
    assert_eq!(
        found,
        [
            "error unsupported-version overlay.yaml:1:10 Overlay 2.0.0 is not supported; the supported versions are 1.0 and 1.1"
        ]
    );
    let found = diagnostics_of(&[
        ("a.yaml", &document("")),
        ("overlay.yaml", "overlay: 1.0.0\nactions: {}\n"),
    ]);
    assert_eq!(
        found,
        [
            "error invalid-overlay overlay.yaml:1:1 an overlay must have `info`",
            "error invalid-overlay overlay.yaml:2:1 `actions` must be an array, found an object",
        ]
    );
}

/// Files that the user may not read.
struct Forbidden;

impl crate::Files for Forbidden {
    fn read(&self, _: &str) -> Result<Vec<u8>, std::io::Error> {
        Err(std::io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn a_forbidden_file_is_not_said_to_be_misnamed() {
    let input = crate::Input {
        document: "api.yaml".to_owned(),
        ..crate::Input::default()
    };
    let found = crate::generate(&input, &Forbidden).diagnostics;
    assert_eq!(found.len(), 1, "{found:?}");
    let help = found[0].help.as_deref();
    assert_eq!(
        help,
        Some("make the file readable, or name a different one")
    );
}
