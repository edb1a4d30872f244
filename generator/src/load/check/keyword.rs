//! Reports keywords that OpenAPI does not define for an object.

use super::report::Check;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::specification::Object;
use crate::load::version::Version;
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn unknown_keyword(&mut self, object: Object, name: &str, here: &Pointer<'_>) {
        let message = format!(
            "`{name}` is not a keyword of {} and is ignored",
            object.name()
        );
        let newer = if self.version > Version::V3_0 {
            NEWER_KEYWORDS
        } else {
            &[]
        };
        let known = object
            .fields()
            .iter()
            .filter(|field| self.has(field))
            .map(|field| field.name)
            .chain(newer.iter().copied());
        let mut diagnostic =
            Diagnostic::warning(Code::UnknownKeyword, self.place(here, Part::Key), message)
                .label(did_you_mean(name, known));
        if self.version == Version::V3_0 && NEWER_KEYWORDS.contains(&name) {
            diagnostic = diagnostic.help(format!(
                "`{name}` was added in OpenAPI 3.1, but this document is OpenAPI 3.0"
            ));
        } else if self.version < Version::V3_2 && NEWEST_KEYWORDS.contains(&name) {
            diagnostic = diagnostic.help(format!(
                "`{name}` was added in OpenAPI 3.2, but this document is OpenAPI {}",
                self.version.as_str()
            ));
        } else if diagnostic.label.is_empty() {
            diagnostic = diagnostic
                .help("remove the keyword, or start its name with `x-` if it is an extension");
        }
        self.diagnostics.push(diagnostic);
    }
}

/// Keywords of OpenAPI 3.1 and JSON Schema 2020-12.
const NEWER_KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "examples",
    "identifier",
    "if",
    "jsonSchemaDialect",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];

/// Keywords that OpenAPI 3.2 added.
const NEWEST_KEYWORDS: &[&str] = &[
    "$self",
    "additionalOperations",
    "dataValue",
    "defaultMapping",
    "deviceAuthorization",
    "deviceAuthorizationUrl",
    "itemEncoding",
    "itemSchema",
    "kind",
    "mediaTypes",
    "nodeType",
    "oauth2MetadataUrl",
    "parent",
    "prefixEncoding",
    "query",
    "serializedValue",
];
