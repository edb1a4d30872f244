//! The keywords added in OpenAPI 3.1 that can contain references, with the kind of their values.
//!
//! The other new keywords need no table, since each is rewritten by name.

use crate::load::specification::{Kind, Object};
use crate::load::version::Version;

const SCHEMA: Kind = Kind::Reference(Object::Schema);
const SCHEMAS: Kind = Kind::Array(&SCHEMA);
const NAMED_SCHEMAS: Kind = Kind::Map(&SCHEMA);
const PATH_ITEMS: Kind = Kind::Map(&Kind::Reference(Object::PathItem));

/// The kind of the member of that name, in a document of that version.
pub(in crate::load) fn member(object: Object, name: &str, version: Version) -> Option<Kind> {
    object.member(name, version >= Version::V3_2).or_else(|| {
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
    fn references_are_followed_only_in_keywords_of_the_document_s_version() {
        assert_eq!(
            member(Object::Schema, "prefixItems", Version::V3_1),
            Some(SCHEMAS)
        );
        assert_eq!(member(Object::Schema, "prefixItems", Version::V3_0), None);
        assert_eq!(member(Object::Schema, "items", Version::V3_1), Some(SCHEMA));
    }
}
