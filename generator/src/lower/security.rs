//! Security schemes and requirements.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{APIKeyLocation, Operation as Source, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::docs;
use super::extension::Extensions;
use super::header::is_token;
use super::hinted_name::Item;
use super::lowering::Lowering;
use super::name_hint::NameHint;
use crate::diagnostic::{Code, Diagnostic};
use crate::hints::{self, Object};
use crate::model::name::snake;
use crate::model::scope::Scope;
use crate::model::security::{Credential, CredentialKind};
use crate::model::{Group, code_span};
use crate::pointer::Pointer;

/// The maximum number of security schemes, each of which adds methods to the builder of the client.
const MOST_SCHEMES: usize = 1_000;

/// The qualifier of the name of a setter that is taken.
const CREDENTIAL: &str = "_credential";

/// Methods of the client's builder.
const RESERVED: &[&str] = &[
    "attempt_timeout",
    "base_url",
    "basic",
    "body_limit",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "from_env",
    "header",
    "http2_keep_alive",
    "http2_prior_knowledge",
    "http_client",
    "idle_timeout",
    "layer",
    "new",
    "on_attempt",
    "request_id_header",
    "retry",
    "service",
    "set_credential",
    "source",
    "timeout",
    "user_agent",
];

impl Lowering<'_> {
    /// Lowers the security schemes that the client supports.
    pub(super) fn credentials(&mut self) -> Vec<Credential> {
        let Some(components) = &self.openapi.components else {
            return Vec::new();
        };
        let section = Pointer::base("/components/securitySchemes");
        if components.security_schemes.len() > MOST_SCHEMES {
            let message = format!("a document has more than {MOST_SCHEMES} security schemes");
            self.diagnostics.push(
                Diagnostic::error(Code::DocumentTooLarge, section.key_place(), message)
                    .help("remove those that no operation requires"),
            );
            self.work.refuse();
            return Vec::new();
        }
        let mut setters = Scope::reserving(RESERVED);
        let reserved = setters.clone();
        let mut items = Vec::new();
        let mut credentials = Vec::new();
        for (name, scheme) in &components.security_schemes {
            let Some((scheme, place)) = self.resolve(scheme, &section.key(name)) else {
                continue;
            };
            if let Some(key) = header_of(scheme).filter(|key| !is_token(key)) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::InvalidDocument,
                        Pointer::base(&place).key("name").place(),
                        format!("`{key}` is not a valid header name; requests are sent without it"),
                    )
                    .help(
                        "use letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2)",
                    ),
                );
                continue;
            }
            let (kind, description, extensions) = parts(scheme);
            let extensions = Extensions::new(extensions, place.clone());
            extensions.check(Object::SecurityScheme, self.diagnostics);
            let Some(kind) = kind else {
                self.unsupported(
                    Pointer::base(&place).place(),
                    format!(
                        "the security scheme `{name}` is not supported; it must be `apiKey`, `basic`, `bearer`, \
                        `oauth2` or `openIdConnect`"
                    ),
                    "requests are sent without it; add the credentials in a tower service",
                );
                continue;
            };
            let hint =
                extensions.object(hints::CREDENTIAL, &["setter", "variable"], self.diagnostics);
            let hinted = hint.as_ref().and_then(|hint| {
                let name = hint.rust_name("setter", self.diagnostics)?;
                let pointer = hint.member("setter");
                Some(NameHint { name, pointer })
            });
            let wanted = snake(hinted.as_ref().map_or(name, |hint| &hint.name));
            let setter = setters.claim(&wanted, CREDENTIAL);
            items.push(Item {
                what: format!("the security scheme {}", code_span(name)),
                pointer: place.clone(),
                wanted,
                qualifier: CREDENTIAL.to_owned(),
                name: setter.clone(),
                hint: hinted,
            });
            let source_setter = (kind == CredentialKind::Bearer)
                .then(|| setters.claim(&format!("{}_source", setter.trim_start_matches("r#")), ""));
            credentials.push(Credential {
                scheme: name.clone(),
                setter,
                source_setter,
                docs: docs::of_description(description.as_deref()),
                kind,
                variable: hint.and_then(|hint| hint.string("variable", self.diagnostics)),
            });
        }
        self.hinted_names(reserved, &items);
        credentials
    }

    /// The security requirements of an operation, or those of the document if it has none. `schemes` are the names of
    /// the supported schemes.
    pub(super) fn security_of(&self, source: &Source, schemes: &HashSet<&str>) -> Vec<Vec<String>> {
        let own = source.security.as_ref();
        Self::security_alternatives(own.or(self.openapi.security.as_ref()), schemes)
    }

    /// The security requirements of a request that is not an operation: those of the document, or else all those of its
    /// operations.
    pub(super) fn default_security(
        &self,
        credentials: &[Credential],
        groups: &[Group],
    ) -> Vec<Vec<String>> {
        let schemes = credentials.iter().map(|one| one.scheme.as_str()).collect();
        let of_document = Self::security_alternatives(self.openapi.security.as_ref(), &schemes);
        if !of_document.is_empty() {
            return of_document;
        }
        let operations = groups.iter().flat_map(|group| &group.operations);
        let required = operations.flat_map(|operation| &operation.security);
        let distinct: IndexSet<&Vec<String>> = required.filter(|one| !one.is_empty()).collect();
        distinct.into_iter().cloned().collect()
    }

    /// The requirements, without unsupported schemes.
    fn security_alternatives(
        requirements: Option<&Vec<SecurityRequirement>>,
        schemes: &HashSet<&str>,
    ) -> Vec<Vec<String>> {
        let Some(requirements) = requirements else {
            return Vec::new();
        };
        // An unsupported scheme is left out, and already has a warning.
        let expressed = |requirement: &SecurityRequirement| -> Vec<String> {
            let known = |name: &&String| schemes.contains(name.as_str());
            requirement.keys().filter(known).cloned().collect()
        };
        requirements
            .iter()
            .map(|requirement| (requirement.is_empty(), expressed(requirement)))
            .filter(|(anonymous, schemes)| *anonymous || !schemes.is_empty())
            .map(|(_, schemes)| schemes)
            .collect()
    }
}

/// The header of an API key.
fn header_of(scheme: &SecurityScheme) -> Option<&str> {
    match scheme {
        SecurityScheme::APIKey {
            location: APIKeyLocation::Header,
            name,
            ..
        } => Some(name),
        _ => None,
    }
}

/// The kind of a scheme's credential, if the client supports it, with the scheme's description and extensions.
fn parts(
    scheme: &SecurityScheme,
) -> (
    Option<CredentialKind>,
    &Option<String>,
    &IndexMap<String, Value>,
) {
    match scheme {
        SecurityScheme::APIKey {
            location,
            name: key,
            description,
            extensions,
        } => {
            let kind = match location {
                APIKeyLocation::Header => CredentialKind::ApiKeyHeader(key.clone()),
                APIKeyLocation::Query => CredentialKind::ApiKeyQuery(key.clone()),
                APIKeyLocation::Cookie => CredentialKind::ApiKeyCookie(key.clone()),
            };
            (Some(kind), description, extensions)
        }
        SecurityScheme::HTTP {
            scheme,
            description,
            extensions,
            ..
        } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => Some(CredentialKind::Basic),
                "bearer" => Some(CredentialKind::Bearer),
                _ => None,
            };
            (kind, description, extensions)
        }
        // Every flow yields a bearer token (RFC 6750, section 2.1).
        SecurityScheme::OAuth2 {
            description,
            extensions,
            ..
        }
        | SecurityScheme::OpenIDConnect {
            description,
            extensions,
            ..
        } => (Some(CredentialKind::Bearer), description, extensions),
    }
}

#[cfg(test)]
mod tests {
    use super::RESERVED;

    #[test]
    fn the_names_of_client_builder_methods_are_reserved() {
        let files = [
            include_str!("../../runtime/src/call/builder.rs"),
            include_str!("../../runtime/src/call/layers.rs"),
        ];
        let names: Vec<String> = files
            .iter()
            .flat_map(|file| crate::lower::methods("ClientBuilder", file))
            .collect();
        assert!(names.contains(&"build".to_owned()), "{names:?}");
        let missing: Vec<&String> = names
            .iter()
            .filter(|name| !RESERVED.contains(&name.as_str()))
            .collect();
        assert!(missing.is_empty(), "{missing:?} are not in `RESERVED`");
    }
}
