//! The sections of `components`, and the prefix of references into each.

use indexmap::IndexMap;
use openapiv3::{
    Components, Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};

/// The maximum length of a chain of references; [`load`](crate::load) has already refused cycles.
pub(super) const LONGEST_CHAIN: usize = 64;

/// A section of `components`, and the prefix of references into it.
pub(super) trait Component: Sized {
    const PREFIX: &'static str;

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>>;
}

impl Component for Schema {
    const PREFIX: &'static str = "#/components/schemas/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.schemas
    }
}

impl Component for Parameter {
    const PREFIX: &'static str = "#/components/parameters/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.parameters
    }
}

impl Component for Response {
    const PREFIX: &'static str = "#/components/responses/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.responses
    }
}

impl Component for RequestBody {
    const PREFIX: &'static str = "#/components/requestBodies/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.request_bodies
    }
}

impl Component for Example {
    const PREFIX: &'static str = "#/components/examples/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.examples
    }
}

impl Component for Header {
    const PREFIX: &'static str = "#/components/headers/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.headers
    }
}

impl Component for SecurityScheme {
    const PREFIX: &'static str = "#/components/securitySchemes/";

    fn section(components: &Components) -> &IndexMap<String, ReferenceOr<Self>> {
        &components.security_schemes
    }
}
