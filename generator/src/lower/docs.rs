//! What the document says of a thing, as the model keeps it.

use openapiv3::{ExternalDocumentation, OpenAPI, Operation, SchemaData};

use crate::model::{Docs, Link};

/// Of the API as a whole.
pub(super) fn of_info(openapi: &OpenAPI) -> Docs {
    Docs {
        summary: text(Some(&openapi.info.title)),
        description: text(openapi.info.description.as_deref()),
        link: openapi.external_docs.as_ref().map(link),
        ..Docs::default()
    }
}

/// Of an operation.
pub(super) fn of_operation(operation: &Operation) -> Docs {
    Docs {
        summary: text(operation.summary.as_deref()),
        description: text(operation.description.as_deref()),
        link: operation.external_docs.as_ref().map(link),
        deprecated: operation.deprecated,
        ..Docs::default()
    }
}

/// Of a schema.
pub(super) fn of_schema(data: &SchemaData) -> Docs {
    Docs {
        summary: text(data.title.as_deref()),
        description: text(data.description.as_deref()),
        link: data.external_docs.as_ref().map(link),
        deprecated: data.deprecated,
        ..Docs::default()
    }
}

/// Of anything that has a description and no more.
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

/// A text without the blank space around it; none where nothing is left.
fn text(text: Option<&str>) -> Option<String> {
    let text = text?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
