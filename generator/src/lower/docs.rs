//! The documentation of the document's objects: summaries, descriptions, links and deprecation.

use openapiv3::{ExternalDocumentation, OpenAPI, Operation, SchemaData};

use crate::model::{Docs, Link};

/// The documentation of the API.
pub(super) fn of_info(openapi: &OpenAPI) -> Docs {
    Docs {
        summary: text(Some(&openapi.info.title)),
        description: text(openapi.info.description.as_deref()),
        link: openapi.external_docs.as_ref().map(link),
        ..Docs::default()
    }
}

/// The documentation of an operation.
pub(super) fn of_operation(operation: &Operation) -> Docs {
    Docs {
        summary: text(operation.summary.as_deref()),
        description: text(operation.description.as_deref()),
        link: operation.external_docs.as_ref().map(link),
        deprecated: operation.deprecated,
        ..Docs::default()
    }
}

/// The documentation of a schema.
pub(super) fn of_schema(data: &SchemaData) -> Docs {
    Docs {
        summary: text(data.title.as_deref()),
        description: text(data.description.as_deref()),
        link: data.external_docs.as_ref().map(link),
        deprecated: data.deprecated,
        ..Docs::default()
    }
}

/// The documentation of an object with only a description.
pub(super) fn of_description(description: Option<&str>) -> Docs {
    Docs {
        description: text(description),
        ..Docs::default()
    }
}

pub(super) fn link(docs: &ExternalDocumentation) -> Link {
    Link {
        url: docs.url.clone(),
        description: text(docs.description.as_deref()),
    }
}

/// A string without surrounding white space; `None` where it is blank.
fn text(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
