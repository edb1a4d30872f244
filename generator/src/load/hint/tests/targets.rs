//! Tests of the objects that settings and overlays name.

use super::*;

/// The messages of settings for names, or for types if `types` is set.
fn settings(types: &[(&str, &str)], names: &[(&str, &str)]) -> Vec<String> {
    let owned = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter();
        let owned = pairs.map(|(target, value)| ((*target).to_owned(), (*value).to_owned()));
        owned.collect()
    };
    let hints = Hints {
        types: owned(types),
        names: owned(names),
        ..Hints::default()
    };
    run(DOCUMENT, None, hints, module()).1
}

#[test]
fn a_target_without_such_a_hint_is_an_error() {
    for (types, names, expected) in [
        (
            &[][..],
            &[("/info", "a")][..],
            "error the settings name `/info`, which is an info object (`rename` is for a tag, an operation, a parameter, a schema or a header)",
        ),
        (
            &[],
            &[("/paths/~1a~1{id}", "a")],
            "error the settings name `/paths/~1a~1{id}`, which is a path item",
        ),
        (
            &[],
            &[("/paths", "a")],
            "error the settings name `/paths`, which is a paths object",
        ),
        (
            &[],
            &[("/components/schemas", "a")],
            "error the settings name `/components/schemas`, which is not an object of OpenAPI",
        ),
        (
            &[("/paths/~1a~1{id}/get", "crate::A")],
            &[],
            "error the settings name `/paths/~1a~1{id}/get`, which is an operation (`types` is for a schema, a parameter or a header)",
        ),
    ] {
        let found = settings(types, names);
        assert!(found[0].starts_with(expected), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

/// One of them would have no effect.
#[test]
fn a_target_that_is_named_twice_is_an_error() {
    for (types, names) in [
        (
            &[("B", "crate::B"), ("/components/schemas/B", "crate::C")][..],
            &[][..],
        ),
        (&[("B", "crate::B"), ("B", "crate::B")], &[]),
        (
            &[("format.decimal", "a::A"), ("format.decimal", "a::B")],
            &[],
        ),
        (
            &[],
            &[("A.b", "x"), ("#/components/schemas/A/properties/b", "y")],
        ),
        (&[], &[("get-a", "x"), ("/paths/~1a~1{id}/get", "y")]),
    ] {
        let found = settings(types, names);
        assert!(found[0].contains("twice in `"), "{found:?}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
    let different = settings(&[("B", "crate::B"), ("C", "crate::C")], &[("B", "D")]);
    assert!(!different.iter().any(|one| one.contains("twice")));
}

#[test]
fn a_hint_for_a_schema_that_a_type_replaces_is_a_warning() {
    for (types, names) in [
        (&[("B", "crate::B"), ("B.c", "crate::C")][..], &[][..]),
        (&[("B", "crate::B")], &[("B.c", "d")]),
        // Only `B` needs it.
        (&[("B", "crate::B"), ("C", "crate::C")], &[]),
    ] {
        let found = settings(types, names);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("warning the setting `"), "{found:?}");
    }
    assert_eq!(
        settings(&[("B", "crate::B")], &[("B", "D")]),
        Vec::<String>::new()
    );
    let action = "{target: $.components.schemas.B.properties.c, update: {x-rust-name: d}}";
    let (_, found) = run(
        DOCUMENT,
        Some(action),
        types(&[("B", "crate::B")]),
        module(),
    );
    assert!(
        found[0].starts_with("warning `x-rust-name` has no effect"),
        "{found:?}"
    );
}

#[test]
fn a_hint_of_an_object_that_has_none_is_an_error() {
    for (target, hint, expected) in [
        (
            "$.info",
            "x-rust-name: a",
            "error `x-rust-name` is not an extension of an info object (remove it; it is for a tag,",
        ),
        (
            "$.info",
            "x-rust-type: 'a::B'",
            "error `x-rust-type` is not an extension of an info object",
        ),
        (
            "$.paths['/a/{id}']",
            "x-rust-retry: {idempotent: true}",
            "error `x-rust-retry` is not an extension of a path item",
        ),
        (
            "$.paths['/a/{id}'].get.responses['200']",
            "x-rust-derive: [Eq]",
            "error `x-rust-derive` is not an extension of a response",
        ),
        (
            "$.components",
            "x-rust-naming: a",
            "error `x-rust-naming` is not an extension of a components object (remove it)",
        ),
    ] {
        let action = format!("{{target: \"{target}\", update: {{{hint}}}}}");
        let (_, found) = run(DOCUMENT, Some(&action), Hints::default(), module());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(expected), "{found:?}");
    }
}

/// OpenAPI 3.0 ignores what is next to a reference.
#[test]
fn a_hint_next_to_a_reference_is_not_ignored() {
    let action = "{target: $.components.schemas.A.properties.b, update: {x-rust-name: beta}}";
    let (document, found) = run(DOCUMENT, Some(action), Hints::default(), module());
    assert_eq!(found, Vec::<String>::new());
    let property = &document["components"]["schemas"]["A"]["properties"]["b"];
    assert_eq!(property["x-rust-name"], "beta");
    let document = DOCUMENT
        .replace(
            "{name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}",
            "{$ref: '#/components/parameters/Id'}",
        )
        .replace(
            "components:\n",
            "components:\n  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}\n",
        );
    for hint in ["x-rust-name: key", "x-rust-type: 'a::B'"] {
        let action =
            format!("{{target: \"$.paths['/a/{{id}}'].get.parameters[0]\", update: {{{hint}}}}}");
        let (_, found) = run(&document, Some(&action), Hints::default(), module());
        assert_eq!(found.len(), 1, "{found:?}");
        let expected = "next to a `$ref` is ignored (put it on `#/components/parameters/Id`)";
        assert!(found[0].ends_with(expected), "{found:?}");
    }
}

#[test]
fn a_tag_or_a_format_has_a_different_name_in_settings() {
    let document = DOCUMENT.replace("paths:", "tags: [{name: Bees}]\npaths:");
    let names = Hints {
        names: vec![("Bees".to_owned(), "wasps".to_owned())],
        ..Hints::default()
    };
    let (_, found) = run(&document, None, names, module());
    let expected = "(name the tag by its JSON Pointer: `/tags/0`)";
    assert!(found[0].ends_with(expected), "{found:?}");
    for target in ["decimal", "formats.decimal"] {
        let found = settings(&[(target, "a::B")], &[]);
        let expected = "(did you mean `format.decimal`?)";
        assert!(found[0].ends_with(expected), "{found:?}");
    }
}
