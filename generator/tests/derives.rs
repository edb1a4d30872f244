//! The traits that types derive: each once, under any of its paths, and only where a type can.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::io;

use openapi_crate::{Files, Hints, Input, read};

struct Document;

impl Files for Document {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(b"openapi: 3.0.3
info: { title: Shapes, version: '1' }
servers: [{ url: https://shapes.example }]
paths:
  /a:
    post:
      operationId: a
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    A: { type: object, properties: { text: { type: string } } }
    Kind: { type: string, enum: [one, two] }
    Size: { type: object, properties: { of: { type: number } } }
    Name: { type: string }
    Nest:
      type: object
      additionalProperties: false
      properties:
        leaf: { $ref: '#/components/schemas/Leaf' }
        kind: { $ref: '#/components/schemas/Alias' }
        listed: { type: array, items: { $ref: '#/components/schemas/Listed' } }
        again: { type: array, items: { $ref: '#/components/schemas/Nest' } }
    Alias: { $ref: '#/components/schemas/Kind' }
    Leaf: { type: object, additionalProperties: false, properties: { is: { type: boolean } } }
    Listed: { type: object, additionalProperties: false, properties: { n: { type: integer } } }
"
        .to_vec())
    }
}

/// The traits of a type, or the errors. `of_all` are for all types, `of_one` for the type of this name.
fn derives(
    name: &str,
    of_all: &[&str],
    of_one: Option<(&str, &[&str])>,
) -> Result<Vec<String>, Vec<String>> {
    let owned = |traits: &[&str]| traits.iter().map(|one| (*one).to_owned()).collect();
    let input = Input {
        document: "shapes.yaml".to_owned(),
        package: "shapes".to_owned(),
        hints: Hints {
            derives: std::iter::once((None, owned(of_all)))
                .chain(of_one.map(|(name, traits)| (Some(name.to_owned()), owned(traits))))
                .collect(),
            ..Hints::default()
        },
        ..Input::default()
    };
    let reading = read(&input, &Document);
    let messages = reading.diagnostics.iter().map(|one| one.message.clone());
    let messages: Vec<String> = messages.collect();
    let Some(api) = reading.api.filter(|_| messages.is_empty()) else {
        return Err(messages);
    };
    let found = api.types.iter().find(|(_, one)| one.name == name);
    Ok(found
        .map(|(_, one)| one.derives.clone())
        .expect("the document has it"))
}

/// Two implementations of a trait do not compile.
#[test]
fn a_trait_is_derived_once() {
    let hash = || Ok(vec!["Hash".to_owned()]);
    for listed in [
        &["Hash", "Hash"][..],
        &["Hash", "std::hash::Hash"],
        &["::core::hash::Hash", "std::hash::Hash"],
    ] {
        assert_eq!(derives("A", listed, None), hash());
        assert_eq!(derives("A", &[], Some(("A", listed))), hash());
        assert_eq!(derives("A", &["Hash"], Some(("A", listed))), hash());
        // An enum of strings always derives these.
        assert_eq!(derives("Kind", listed, None), Ok(Vec::new()));
    }
    let other = || Ok(vec!["other::Trait".to_owned()]);
    for listed in [
        &["other::Trait", "other::Trait"][..],
        &["::other::Trait", "other :: Trait"],
    ] {
        assert_eq!(derives("A", listed, None), other());
        assert_eq!(
            derives("A", &["other::Trait"], Some(("A", listed))),
            other()
        );
    }
}

#[test]
fn a_trait_for_one_type_that_cannot_derive_it_is_an_error() {
    for (name, listed, error) in [
        ("Size", "Eq", "`Size` cannot derive `Eq`, because of `of`"),
        (
            "Size",
            "core::cmp::Eq",
            "`Size` cannot derive `Eq`, because of `of`",
        ),
        (
            "A",
            "std::marker::Copy",
            "`A` cannot derive `Copy`, because of `text`",
        ),
        (
            "Name",
            "Hash",
            "`Name` is not a struct or an enum, so it cannot derive traits",
        ),
    ] {
        let found = derives(name, &[], Some((name, &[listed])));
        assert_eq!(found, Err(vec![error.to_owned()]), "{name} {listed}");
    }
    for listed in ["Eq", "std::cmp::Eq"] {
        assert_eq!(derives("Size", &[listed], None), Ok(Vec::new()), "{listed}");
    }
}

/// Without it, the derived trait does not compile.
#[test]
fn the_types_of_a_type_derive_its_trait_too() {
    let of = |name: &str| derives(name, &[], Some(("Nest", &["Ord"])));
    let all = || Ok(["Eq", "Ord", "PartialOrd"].map(str::to_owned).to_vec());
    for name in ["Nest", "Leaf", "Listed"] {
        assert_eq!(of(name), all(), "{name}");
    }
    // It always derives `Eq`.
    assert_eq!(of("Kind").unwrap(), ["Ord", "PartialOrd"]);
    for name in ["A", "Size"] {
        assert_eq!(of(name), Ok(Vec::new()), "{name}");
    }
}

#[test]
fn a_trait_that_an_unable_type_requires_is_one_error() {
    for name in ["Size", "Name"] {
        let found = derives(name, &[], Some((name, &["Ord"])));
        assert_eq!(found.map_err(|errors| errors.len()), Err(1), "{name}");
    }
}
