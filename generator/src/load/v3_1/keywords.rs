//! The keywords that OpenAPI 3.1 added, and what each can have.
//!
//! Only those below which there can be references: the rest needs no table, since each is rewritten by name.

use crate::load::specification::{Kind, Object};
use crate::load::version::Version;

const SCHEMA: Kind = Kind::Reference(Object::Schema);
const SCHEMAS: Kind = Kind::List(&SCHEMA);
const NAMED_SCHEMAS: Kind = Kind::Map(&SCHEMA);
const PATH_ITEMS: Kind = Kind::Map(&Kind::Reference(Object::PathItem));

/// What the member of that name can have, in a document of that version.
pub(in crate::load) fn member(object: Object, name: &str, version: Version) -> Option<Kind> {
    object.member(name).or_else(|| {
        if version > Version::V3_0 {
            newer(object, name)
        } else {
            None
        }
    })
}

fn newer(object: Object, name: &str) -> Option<Kind> {
    match (object, name) {
        (Object::Document, "webhooks") | (Object::Components, "pathItems") => Some(PATH_ITEMS),
        (Object::Schema, "prefixItems") => Some(SCHEMAS),
        (Object::Schema, "$defs" | "definitions" | "patternProperties" | "dependentSchemas") => {
            Some(NAMED_SCHEMAS)
        }
        (
            Object::Schema,
            "contains"
            | "contentSchema"
            | "else"
            | "if"
            | "propertyNames"
            | "then"
            | "unevaluatedItems"
            | "unevaluatedProperties",
        ) => Some(SCHEMA),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_followed_in_the_keywords_of_the_document_s_version_alone() {
        assert_eq!(
            member(Object::Schema, "prefixItems", Version::V3_1),
            Some(SCHEMAS)
        );
        assert_eq!(member(Object::Schema, "prefixItems", Version::V3_0), None);
        assert_eq!(member(Object::Schema, "items", Version::V3_1), Some(SCHEMA));
    }
}
