//! Differences of 3.1 outside of schemas: webhooks, path items in components, licences, mutual TLS.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::load::specification::Object;
use crate::pointer::Pointer;

/// The supported dialects of JSON Schema: OpenAPI's own, and the one they extend.
const DIALECTS: &[&str] = &[
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
];

/// The names of the security schemes that use client certificates.
pub(super) fn mutual_tls(document: &Value) -> Vec<String> {
    let schemes = document
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let schemes = schemes.and_then(Value::as_object).into_iter().flatten();
    schemes
        .filter(|(_, scheme)| is_mutual_tls(scheme))
        .map(|(name, _)| name.clone())
        .collect()
}

fn is_mutual_tls(scheme: &Value) -> bool {
    scheme.get("type").is_some_and(|name| name == "mutualTLS")
}

impl Rewriting<'_> {
    /// Rewrites an object other than a schema.
    pub(super) fn object(
        &mut self,
        object: Object,
        members: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        match object {
            Object::Document => {
                self.document(members, at);
                self.security(members);
            }
            Object::Info => summary(members),
            Object::License => license(members),
            Object::Components => self.components(members, at),
            Object::Operation => {
                members.entry("responses").or_insert_with(|| json!({}));
                self.security(members);
            }
            _ => {}
        }
    }

    fn document(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        if members.shift_remove("webhooks").is_some() {
            self.unsupported(
                &at.key("webhooks"),
                "webhooks are requests from the server and not part of a client",
                "webhooks are left out",
            );
        }
        if let Some(dialect) = members.shift_remove("jsonSchemaDialect") {
            let known = dialect.as_str().is_some_and(|dialect| {
                DIALECTS
                    .iter()
                    .any(|known| dialect.trim_end_matches('#').starts_with(known))
            });
            if !known {
                self.unsupported(
                    &at.key("jsonSchemaDialect"),
                    "this dialect of JSON Schema is not supported",
                    "schemas are read in the dialect of OpenAPI 3.1",
                );
            }
        }
        members.entry("paths").or_insert_with(|| json!({}));
    }

    fn components(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        // References to path items have been inlined.
        members.shift_remove("pathItems");
        let Some(Value::Object(schemes)) = members.get_mut("securitySchemes") else {
            return;
        };
        let names: Vec<String> = schemes
            .iter()
            .filter(|(_, scheme)| is_mutual_tls(scheme))
            .map(|(name, _)| name.clone())
            .collect();
        schemes.retain(|_, scheme| !is_mutual_tls(scheme));
        for name in names {
            self.unsupported(
                &at.key("securitySchemes").key(&name),
                "mutual TLS is configured in the HTTP client, not in requests",
                "the scheme is left out; pass an HTTP client with the certificate to the client's builder",
            );
        }
    }

    /// Removes mutual TLS from the security requirements of an operation or the document.
    fn security(&mut self, members: &mut Map<String, Value>) {
        if self.mutual_tls.is_empty() {
            return;
        }
        for requirement in members
            .get_mut("security")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if let Value::Object(schemes) = requirement {
                schemes.retain(|name, _| !self.mutual_tls.contains(name));
            }
        }
    }
}

/// Moves `info.summary` to the start of the description.
fn summary(members: &mut Map<String, Value>) {
    let Some(Value::String(summary)) = members.shift_remove("summary") else {
        return;
    };
    let text = match members.get("description").and_then(Value::as_str) {
        Some(description) => format!("{summary}\n\n{description}"),
        None => summary,
    };
    members.insert("description".to_owned(), Value::String(text));
}

/// Rewrites `license.identifier`, an SPDX expression, as a URL.
fn license(members: &mut Map<String, Value>) {
    let Some(Value::String(identifier)) = members.shift_remove("identifier") else {
        return;
    };
    let url = json!(format!("https://spdx.org/licenses/{identifier}.html"));
    members.entry("url").or_insert(url);
}
