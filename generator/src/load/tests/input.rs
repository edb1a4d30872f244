//! Input that cannot be used: each is a clear diagnostic that names the file.

use super::{diagnostics_of, document, run};

#[test]
fn a_file_that_is_not_there_is_named() {
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
        "`missing.yaml` cannot be read: there is no such file"
    );
}

#[test]
fn a_document_of_something_else_or_of_another_version_is_refused_once() {
    for (text, expected) in [
        (
            "[1]",
            "error not-openapi a.yaml:1:1 `a.yaml` is not an OpenAPI document: it is not an object",
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
            "error unsupported-version a.yaml:1:10 `4.0.0` is not a version of OpenAPI that is handled; 3.0, 3.1 and 3.2 are",
        ),
        (
            "openapi: '4'",
            "error unsupported-version a.yaml:1:10 `4` is not a version of OpenAPI that is handled; 3.0, 3.1 and 3.2 are",
        ),
        (
            "swagger: '2.0'",
            "error unsupported-version a.yaml:1:10 Swagger 2.0 is not handled; OpenAPI 3 is",
        ),
    ] {
        assert_eq!(diagnostics_of(&[("a.yaml", text)]), [expected]);
    }
}

#[test]
fn an_overlay_changes_the_document_and_is_pointed_at_for_what_it_adds() {
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n  - target: $.info\n    update:\n      title: 5\n      x-a: {$ref: data}\n";
    let found = diagnostics_of(&[("a.yaml", &document("")), ("overlay.yaml", overlay)]);
    assert_eq!(
        found,
        [
            "warning invalid-document overlay.yaml:6:14 `title` must be a text; the number 5 is taken as the text `5`"
        ]
    );
}

#[test]
fn an_overlay_that_is_none_is_refused() {
    let found = diagnostics_of(&[
        ("a.yaml", &document("")),
        (
            "overlay.yaml",
            "overlay: 2.0.0\ninfo: {title: O, version: '1'}\nactions: []\n",
        ),
    ]);
    assert_eq!(
        found,
        ["error unsupported-version overlay.yaml:1:10 Overlay 2.0.0 is not handled; 1.0 is"]
    );
    let found = diagnostics_of(&[
        ("a.yaml", &document("")),
        ("overlay.yaml", "overlay: 1.0.0\nactions: {}\n"),
    ]);
    assert_eq!(
        found,
        [
            "error invalid-overlay overlay.yaml:1:1 `info` is missing: an overlay must have it",
            "error invalid-overlay overlay.yaml:2:1 `actions` must be a list, not an object",
        ]
    );
}
