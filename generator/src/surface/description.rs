//! The statics of a generated crate: descriptions of the API and of each operation for the runtime.

use super::imports::Imports;
use crate::model::Api;
use crate::model::RateLimit;
use crate::model::extern_name::ExternName;
use crate::model::operation::{self, Location, Method, Operation, Repeat, Segment, Style};
use crate::model::security::CredentialKind;

/// The static that describes an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OperationDescription {
    /// The static's name.
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) method: Method,
    /// The path template of the document, for readers of the code.
    pub(crate) template: String,
    pub(crate) segments: Vec<Segment>,
    /// The query string that the document has in the path.
    pub(crate) query: Option<String>,
    pub(crate) parameters: Vec<ParameterDescription>,
    /// The `accept` header, where it is not JSON.
    pub(crate) accept: Option<String>,
    pub(crate) security: Vec<Vec<String>>,
    /// When the request may be retried, where the method alone does not decide it.
    pub(crate) repeat: Option<Repeat>,
    pub(crate) server: Option<String>,
    pub(crate) expects_redirect: bool,
}

/// A parameter, or a field of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ParameterDescription {
    pub(crate) location: Location,
    pub(crate) wire_name: String,
    /// The style, where it is not the location's default.
    pub(crate) style: Option<Style>,
    /// `explode`, where it is not the style's default.
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
}

impl OperationDescription {
    pub(crate) fn of(operation: &Operation) -> Self {
        let accept = match operation.success.accept.join(", ") {
            json if json == "application/json" => None,
            any if any.is_empty() => Some("*/*".to_owned()),
            accept => Some(accept),
        };
        let is_idempotent = operation.method.is_idempotent();
        let repeat = match &operation.repeat {
            Repeat::Always if is_idempotent && !operation.method.is_extension() => None,
            Repeat::Never if !is_idempotent => None,
            repeat => Some(repeat.clone()),
        };
        Self {
            name: operation.description.clone(),
            id: operation.id.clone(),
            method: operation.method.clone(),
            template: operation.path.template.clone(),
            segments: operation.path.segments.clone(),
            query: operation.path.query.clone(),
            parameters: operation.parameters.iter().map(parameter).collect(),
            accept,
            security: operation.security.clone(),
            repeat,
            server: operation.server.clone(),
            expects_redirect: operation.success.is_redirect,
        }
    }

    pub(super) fn import(&self, imports: &mut Imports) {
        imports.add(ExternName::OPERATION);
        if !self.method.is_extension() {
            imports.add(ExternName::METHOD);
        }
        imports.add(ExternName::SEGMENT);
        if !self.parameters.is_empty() {
            imports.add(ExternName::PARAMETER);
        }
        if self.parameters.iter().any(|one| one.style.is_some()) {
            imports.add(ExternName::STYLE);
        }
        if self.repeat.is_some() {
            imports.add(ExternName::REPEAT);
        }
    }
}

fn parameter(parameter: &operation::Parameter) -> ParameterDescription {
    ParameterDescription::of(
        parameter.location,
        &parameter.wire_name,
        parameter.style,
        parameter.explode,
        parameter.allow_reserved,
    )
}

impl ParameterDescription {
    /// A parameter, without settings that equal the defaults.
    pub(crate) fn of(
        location: Location,
        wire_name: &str,
        style: Style,
        explode: bool,
        allow_reserved: bool,
    ) -> Self {
        Self {
            location,
            wire_name: wire_name.to_owned(),
            style: (style != location.default_style()).then_some(style),
            explode: (explode != style.default_explode()).then_some(explode),
            allow_reserved,
        }
    }
}

/// The static that describes the API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiDescription {
    pub(crate) server: String,
    pub(crate) schemes: Vec<SchemeDescription>,
    /// The alternatives of the credentials of a request that is not an operation.
    pub(crate) security: Vec<Vec<String>>,
    pub(crate) rate_limit: Option<RateLimit>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SchemeDescription {
    pub(crate) name: String,
    pub(crate) kind: CredentialKind,
    /// The environment variable that holds the credential.
    pub(crate) variable: Option<String>,
}

impl ApiDescription {
    pub(crate) fn of(api: &Api) -> Self {
        let schemes = api.credentials.iter().map(|credential| SchemeDescription {
            name: credential.scheme.clone(),
            kind: credential.kind.clone(),
            variable: credential.variable.clone(),
        });
        Self {
            server: api.server.clone(),
            schemes: schemes.collect(),
            security: api.security.clone(),
            rate_limit: api.rate_limit.clone(),
        }
    }

    pub(super) fn import(&self, imports: &mut Imports) {
        imports.add(ExternName::API);
        if !self.schemes.is_empty() {
            imports.add(ExternName::SECURITY_KIND);
            imports.add(ExternName::SECURITY_SCHEME);
        }
        if self.rate_limit.is_some() {
            imports.add(ExternName::RATE_LIMIT_HEADERS);
        }
    }
}
