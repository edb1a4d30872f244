//! The keywords of each object, as tables.

use super::object::{Field, Kind, Object, Pattern, Presence};

impl Object {
    pub(in crate::load) const fn fields(self) -> &'static [Field] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Components => COMPONENTS,
            Self::Paths | Self::Callback => &[],
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::ExternalDocumentation => EXTERNAL_DOCUMENTATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Responses => RESPONSES,
            Self::Response => RESPONSE,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Header => HEADER,
            Self::Tag => TAG,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
            Self::Xml => XML,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::OauthFlows => OAUTH_FLOWS,
            Self::ImplicitFlow => IMPLICIT_FLOW,
            Self::TokenFlow => TOKEN_FLOW,
            Self::AuthorizationCodeFlow => AUTHORIZATION_CODE_FLOW,
            Self::DeviceAuthorizationFlow => DEVICE_AUTHORIZATION_FLOW,
            Self::Overlay => OVERLAY,
            Self::OverlayInfo => OVERLAY_INFO,
            Self::OverlayAction => OVERLAY_ACTION,
        }
    }

    pub(in crate::load) const fn pattern(self) -> Option<&'static Pattern> {
        match self {
            Self::Paths => Some(&PATHS),
            Self::Responses => Some(&STATUS_CODES),
            Self::Callback => Some(&CALLBACK_EXPRESSIONS),
            _ => None,
        }
    }

    /// Whether the generated code does not depend on the member of that name.
    pub(in crate::load) fn is_advisory(self, name: &str) -> bool {
        let field = self.fields().iter().find(|field| field.name == name);
        field.is_some_and(|field| field.advisory)
    }

    /// The kind of the member of that name; `None` if the specification does not define it. The keywords of OpenAPI 3.2
    /// are defined only if the document is `newest`.
    pub(in crate::load) fn member(self, name: &str, newest: bool) -> Option<Kind> {
        if let Some(field) = self.fields().iter().find(|field| field.name == name) {
            return (newest || !field.newest).then_some(field.kind);
        }
        self.pattern()
            .filter(|pattern| !name.starts_with("x-") && (pattern.matches)(name))
            .map(|pattern| pattern.kind)
    }
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        presence: Presence::Optional,
        advisory: false,
        newest: false,
    }
}

impl Field {
    const fn required(self) -> Self {
        Self {
            presence: Presence::Required,
            ..self
        }
    }

    const fn empty_if_absent(self) -> Self {
        Self {
            presence: Presence::EmptyString,
            ..self
        }
    }

    const fn empty_object_if_absent(self) -> Self {
        Self {
            presence: Presence::EmptyObject,
            ..self
        }
    }

    const fn advisory(self) -> Self {
        Self {
            advisory: true,
            ..self
        }
    }

    const fn newest(self) -> Self {
        Self {
            newest: true,
            ..self
        }
    }
}

static PATHS: Pattern = Pattern {
    matches: |name| name.starts_with('/'),
    kind: Kind::Reference(Object::PathItem),
    names: "a path that starts with `/`",
};

static STATUS_CODES: Pattern = Pattern {
    matches: is_status_code,
    kind: Kind::Reference(Object::Response),
    names: "a status code such as `200`, a range such as `4XX`, or `default`",
};

static CALLBACK_EXPRESSIONS: Pattern = Pattern {
    matches: |_| true,
    kind: Kind::Reference(Object::PathItem),
    names: "a runtime expression",
};

fn is_status_code(name: &str) -> bool {
    match name.as_bytes() {
        [b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', second, third] => second.is_ascii_digit() && third.is_ascii_digit(),
        _ => false,
    }
}

const STRINGS: Kind = Kind::Array(&Kind::String);
const SECURITY: Kind = Kind::Array(&Kind::Map(&STRINGS));
const SERVERS: Kind = Kind::Array(&Kind::Object(Object::Server));
const CONTENT: Kind = Kind::Map(&Kind::Object(Object::MediaType));
const EXAMPLES: Kind = Kind::Map(&Kind::Reference(Object::Example));
const HEADERS: Kind = Kind::Map(&Kind::Reference(Object::Header));
const SCHEMAS: Kind = Kind::Array(&Kind::Reference(Object::Schema));
const NAMED_SCHEMAS: Kind = Kind::Map(&Kind::Reference(Object::Schema));
const PARAMETERS: Kind = Kind::Array(&Kind::Reference(Object::Parameter));

const EXTERNAL_DOCS: Field =
    field("externalDocs", Kind::Object(Object::ExternalDocumentation)).advisory();
const DESCRIPTION: Field = field("description", Kind::String).advisory();
const EXAMPLE_FIELD: Field = field("example", Kind::Any).advisory();
const EXAMPLES_FIELD: Field = field("examples", EXAMPLES).advisory();

static DOCUMENT: &[Field] = &[
    field("openapi", Kind::String).required(),
    field("info", Kind::Object(Object::Info)).required(),
    field("servers", SERVERS),
    field("paths", Kind::Object(Object::Paths)).empty_object_if_absent(),
    field("components", Kind::Object(Object::Components)),
    field("security", SECURITY),
    field("tags", Kind::Array(&Kind::Object(Object::Tag))),
    EXTERNAL_DOCS,
    field("$self", Kind::String).newest(),
];

static INFO: &[Field] = &[
    field("title", Kind::String).required(),
    DESCRIPTION,
    field("termsOfService", Kind::String).advisory(),
    field("contact", Kind::Object(Object::Contact)).advisory(),
    field("license", Kind::Object(Object::License)).advisory(),
    field("version", Kind::String).empty_if_absent(),
];

static CONTACT: &[Field] = &[
    field("name", Kind::String),
    field("url", Kind::String),
    field("email", Kind::String),
];

static LICENSE: &[Field] = &[
    field("name", Kind::String).empty_if_absent(),
    field("url", Kind::String),
];

static SERVER: &[Field] = &[
    field("url", Kind::String).required(),
    DESCRIPTION,
    field(
        "variables",
        Kind::Map(&Kind::Object(Object::ServerVariable)),
    ),
    field("name", Kind::String).newest(),
];

static SERVER_VARIABLE: &[Field] = &[
    field("enum", STRINGS),
    field("default", Kind::String).required(),
    DESCRIPTION,
];

static COMPONENTS: &[Field] = &[
    field("schemas", NAMED_SCHEMAS),
    field("responses", Kind::Map(&Kind::Reference(Object::Response))),
    field("parameters", Kind::Map(&Kind::Reference(Object::Parameter))),
    field("examples", EXAMPLES).advisory(),
    field(
        "requestBodies",
        Kind::Map(&Kind::Reference(Object::RequestBody)),
    ),
    field("headers", HEADERS),
    field(
        "securitySchemes",
        Kind::Map(&Kind::Reference(Object::SecurityScheme)),
    ),
    field("links", Kind::Map(&Kind::Reference(Object::Link))).advisory(),
    field("callbacks", Kind::Map(&Kind::Reference(Object::Callback))),
    field("mediaTypes", CONTENT).newest(),
];

static PATH_ITEM: &[Field] = &[
    field("get", Kind::Object(Object::Operation)),
    field("put", Kind::Object(Object::Operation)),
    field("post", Kind::Object(Object::Operation)),
    field("delete", Kind::Object(Object::Operation)),
    field("patch", Kind::Object(Object::Operation)),
    field("parameters", PARAMETERS),
    field("summary", Kind::String),
    DESCRIPTION,
    field("options", Kind::Object(Object::Operation)),
    field("head", Kind::Object(Object::Operation)),
    field("trace", Kind::Object(Object::Operation)),
    field("servers", SERVERS),
    field("query", Kind::Object(Object::Operation)).newest(),
    field(
        "additionalOperations",
        Kind::Map(&Kind::Object(Object::Operation)),
    )
    .newest(),
];

static OPERATION: &[Field] = &[
    field("tags", STRINGS),
    field("summary", Kind::String),
    DESCRIPTION,
    EXTERNAL_DOCS,
    field("operationId", Kind::String),
    field("parameters", PARAMETERS),
    field("requestBody", Kind::Reference(Object::RequestBody)),
    field("responses", Kind::Object(Object::Responses)).empty_object_if_absent(),
    field("callbacks", Kind::Map(&Kind::Reference(Object::Callback))),
    field("deprecated", Kind::Boolean),
    field("security", SECURITY),
    field("servers", SERVERS),
];

static EXTERNAL_DOCUMENTATION: &[Field] =
    &[DESCRIPTION, field("url", Kind::String).empty_if_absent()];

static PARAMETER: &[Field] = &[
    field("name", Kind::String).required(),
    field("in", Kind::OneOf(&["query", "header", "path", "cookie"])).required(),
    DESCRIPTION,
    field("required", Kind::Boolean),
    field("schema", Kind::Reference(Object::Schema)),
    field("deprecated", Kind::Boolean),
    field("allowEmptyValue", Kind::Boolean),
    // `in` decides which of them are allowed.
    field("style", Kind::OneOf(STYLES)),
    field("explode", Kind::Boolean),
    field("allowReserved", Kind::Boolean),
    EXAMPLE_FIELD,
    EXAMPLES_FIELD,
    field("content", CONTENT),
];

/// The styles of parameters in all locations.
pub(in crate::load) const STYLES: &[&str] = &[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

static REQUEST_BODY: &[Field] = &[
    field("content", CONTENT).required(),
    DESCRIPTION,
    field("required", Kind::Boolean),
];

static MEDIA_TYPE: &[Field] = &[
    field("schema", Kind::Reference(Object::Schema)),
    EXAMPLE_FIELD,
    EXAMPLES_FIELD,
    field("encoding", ENCODINGS),
    field("itemSchema", Kind::Reference(Object::Schema)).newest(),
    PREFIX_ENCODING,
    ITEM_ENCODING,
];

const ENCODINGS: Kind = Kind::Map(&Kind::Object(Object::Encoding));
const PREFIX_ENCODING: Field = field(
    "prefixEncoding",
    Kind::Array(&Kind::Object(Object::Encoding)),
)
.newest();
const ITEM_ENCODING: Field = field("itemEncoding", Kind::Object(Object::Encoding)).newest();

static ENCODING: &[Field] = &[
    field("contentType", Kind::String),
    field("headers", HEADERS),
    field(
        "style",
        Kind::OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ),
    field("explode", Kind::Boolean),
    field("allowReserved", Kind::Boolean),
    field("encoding", ENCODINGS).newest(),
    PREFIX_ENCODING,
    ITEM_ENCODING,
];

static RESPONSES: &[Field] = &[field("default", Kind::Reference(Object::Response))];

static RESPONSE: &[Field] = &[
    field("description", Kind::String).empty_if_absent(),
    field("content", CONTENT),
    field("headers", HEADERS),
    field("links", Kind::Map(&Kind::Reference(Object::Link))).advisory(),
    field("summary", Kind::String).advisory().newest(),
];

static EXAMPLE: &[Field] = &[
    field("summary", Kind::String),
    DESCRIPTION,
    field("value", Kind::Any),
    field("externalValue", Kind::String),
    field("dataValue", Kind::Any).newest(),
    field("serializedValue", Kind::String).newest(),
];

static LINK: &[Field] = &[
    field("operationRef", Kind::String),
    field("operationId", Kind::String),
    field("parameters", Kind::Map(&Kind::Any)),
    field("requestBody", Kind::Any),
    DESCRIPTION,
    field("server", Kind::Object(Object::Server)),
];

static HEADER: &[Field] = &[
    DESCRIPTION,
    field("schema", Kind::Reference(Object::Schema)),
    field("required", Kind::Boolean),
    field("deprecated", Kind::Boolean),
    field("allowEmptyValue", Kind::Boolean),
    field("style", Kind::OneOf(&["simple"])),
    field("explode", Kind::Boolean),
    field("allowReserved", Kind::Boolean),
    EXAMPLE_FIELD,
    EXAMPLES_FIELD,
    field("content", CONTENT),
];

static TAG: &[Field] = &[
    field("name", Kind::String).required(),
    DESCRIPTION,
    EXTERNAL_DOCS,
    field("summary", Kind::String).advisory().newest(),
    field("parent", Kind::String).newest(),
    field("kind", Kind::String).newest(),
];

/// The most frequent keywords first, since the search is linear.
static SCHEMA: &[Field] = &[
    field(
        "type",
        Kind::OneOf(&["string", "object", "array", "integer", "number", "boolean"]),
    ),
    DESCRIPTION,
    field("properties", NAMED_SCHEMAS),
    field("items", Kind::Reference(Object::Schema)),
    field("required", STRINGS),
    field("format", Kind::String),
    EXAMPLE_FIELD,
    field("nullable", Kind::Boolean),
    field("enum", Kind::Array(&Kind::Any)),
    field("allOf", SCHEMAS),
    field("oneOf", SCHEMAS),
    field("anyOf", SCHEMAS),
    field(
        "additionalProperties",
        Kind::BooleanOrReference(Object::Schema),
    ),
    field("default", Kind::Any),
    field("title", Kind::String),
    field("minimum", Kind::Number),
    field("maximum", Kind::Number),
    field("minLength", Kind::Natural),
    field("maxLength", Kind::Natural),
    field("pattern", Kind::String),
    field("minItems", Kind::Natural),
    field("maxItems", Kind::Natural),
    field("uniqueItems", Kind::Boolean),
    field("readOnly", Kind::Boolean),
    field("writeOnly", Kind::Boolean),
    field("deprecated", Kind::Boolean),
    field("discriminator", Kind::Object(Object::Discriminator)),
    field("exclusiveMinimum", Kind::Boolean),
    field("exclusiveMaximum", Kind::Boolean),
    field("multipleOf", Kind::Number),
    field("minProperties", Kind::Natural),
    field("maxProperties", Kind::Natural),
    field("not", Kind::Reference(Object::Schema)),
    field("xml", Kind::Object(Object::Xml)).advisory(),
    EXTERNAL_DOCS,
];

static DISCRIMINATOR: &[Field] = &[
    field("propertyName", Kind::String).required(),
    field("mapping", Kind::Map(&Kind::String)),
    field("defaultMapping", Kind::String).newest(),
];

static XML: &[Field] = &[
    field("name", Kind::String),
    field("namespace", Kind::String),
    field("prefix", Kind::String),
    field("attribute", Kind::Boolean),
    field("wrapped", Kind::Boolean),
    field(
        "nodeType",
        Kind::OneOf(&["element", "attribute", "text", "cdata", "none"]),
    )
    .newest(),
];

static SECURITY_SCHEME: &[Field] = &[
    field(
        "type",
        Kind::OneOf(&["apiKey", "http", "oauth2", "openIdConnect"]),
    )
    .required(),
    DESCRIPTION,
    field("name", Kind::String),
    field("in", Kind::OneOf(&["query", "header", "cookie"])),
    field("scheme", Kind::String),
    field("bearerFormat", Kind::String),
    field("flows", Kind::Object(Object::OauthFlows)),
    field("openIdConnectUrl", Kind::String),
    field("oauth2MetadataUrl", Kind::String).advisory().newest(),
    field("deprecated", Kind::Boolean).newest(),
];

static OAUTH_FLOWS: &[Field] = &[
    field("implicit", Kind::Object(Object::ImplicitFlow)),
    field("password", Kind::Object(Object::TokenFlow)),
    field("clientCredentials", Kind::Object(Object::TokenFlow)),
    field(
        "authorizationCode",
        Kind::Object(Object::AuthorizationCodeFlow),
    ),
    field(
        "deviceAuthorization",
        Kind::Object(Object::DeviceAuthorizationFlow),
    )
    .newest(),
];

const AUTHORIZATION_URL: Field = field("authorizationUrl", Kind::String).required();
const TOKEN_URL: Field = field("tokenUrl", Kind::String).required();
const REFRESH_URL: Field = field("refreshUrl", Kind::String);
const SCOPES: Field = field("scopes", Kind::Map(&Kind::String)).required();

static IMPLICIT_FLOW: &[Field] = &[AUTHORIZATION_URL, REFRESH_URL, SCOPES];
static TOKEN_FLOW: &[Field] = &[TOKEN_URL, REFRESH_URL, SCOPES];
static AUTHORIZATION_CODE_FLOW: &[Field] = &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES];

static DEVICE_AUTHORIZATION_FLOW: &[Field] = &[
    field("deviceAuthorizationUrl", Kind::String).required(),
    TOKEN_URL,
    REFRESH_URL,
    SCOPES,
];

static OVERLAY: &[Field] = &[
    field("overlay", Kind::String).required(),
    field("info", Kind::Object(Object::OverlayInfo)).required(),
    field("extends", Kind::String),
    field("actions", Kind::Array(&Kind::Object(Object::OverlayAction))).required(),
];

static OVERLAY_INFO: &[Field] = &[
    field("title", Kind::String).required(),
    field("version", Kind::String).required(),
    DESCRIPTION,
];

static OVERLAY_ACTION: &[Field] = &[
    field("target", Kind::String).required(),
    DESCRIPTION,
    field("update", Kind::Any),
    field("copy", Kind::String),
    field("remove", Kind::Boolean),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_code_is_three_digits_or_a_range() {
        for name in ["200", "999", "4XX", "5xx"] {
            assert!(is_status_code(name), "{name}");
        }
        for name in ["20", "2000", "000", "XX4", "2X0", "ok", "２００"] {
            assert!(!is_status_code(name), "{name}");
        }
    }

    #[test]
    fn custom_names_are_distinguished_from_keywords() {
        assert_eq!(
            Object::Responses.member("404", false),
            Some(Kind::Reference(Object::Response))
        );
        assert_eq!(Object::Responses.member("x-note", false), None);
        assert_eq!(Object::Operation.member("requestbody", false), None);
        assert_eq!(Object::Tag.member("kind", false), None);
        assert_eq!(Object::Tag.member("kind", true), Some(Kind::String));
    }
}
