//! The OpenAPI version of a document.

use serde_json::Value;

use super::origin::MAIN;
use super::source::SourceMap;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};

/// The version of the OpenAPI Specification that a document follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Version {
    /// OpenAPI 3.0, any patch release.
    V3_0,
    /// OpenAPI 3.1, any patch release.
    V3_1,
    /// OpenAPI 3.2, any patch release.
    V3_2,
}

impl Version {
    /// The version without the patch release: `3.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

/// Returns the version that a document declares, or `None` after reporting a diagnostic.
pub(super) fn of(
    document: &Value,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Option<Version> {
    let member = |name: &str| sources.origin(&format!("/{name}"), Part::Value);
    let text = match document.get("openapi") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => {
            let message = "`openapi` must be a version, such as `3.0.3`";
            diagnostics.push(
                Diagnostic::error(Code::NotOpenapi, member("openapi"), message)
                    .help("write `openapi: 3.0.3`"),
            );
            return None;
        }
        None => {
            diagnostics.push(not_openapi(document, sources));
            return None;
        }
    };
    let mut numbers = text.trim().split('.');
    match (numbers.next(), numbers.next()) {
        (Some("3"), Some("0")) => return Some(Version::V3_0),
        (Some("3"), Some("1")) => return Some(Version::V3_1),
        (Some("3"), Some("2")) => return Some(Version::V3_2),
        _ => {
            let message = format!(
                "OpenAPI {text} is not supported; the supported versions are 3.0, 3.1 and 3.2"
            );
            diagnostics.push(
                Diagnostic::error(Code::UnsupportedVersion, member("openapi"), message)
                    .help("convert the document, or correct the version, such as `openapi: 3.0.3`"),
            );
        }
    }
    None
}

fn not_openapi(document: &Value, sources: &SourceMap) -> Diagnostic {
    let Value::Object(members) = document else {
        let place = Place::File(sources.name(MAIN).to_owned());
        let message = format!(
            "`{}` is not an OpenAPI document: it must be an object",
            sources.name(MAIN)
        );
        return Diagnostic::error(Code::NotOpenapi, place, message)
            .help("start the document with its version, such as `openapi: 3.0.3`");
    };
    if let Some(swagger) = members.get("swagger") {
        let version = swagger
            .as_str()
            .map_or_else(|| swagger.to_string(), str::to_owned);
        let message = format!("Swagger {version} is not supported; use OpenAPI 3");
        return Diagnostic::error(
            Code::UnsupportedVersion,
            sources.origin("/swagger", Part::Value),
            message,
        )
        .help("convert the document to OpenAPI 3.0, for example with swagger2openapi");
    }
    let near = members
        .keys()
        .map(|name| (did_you_mean(name, ["openapi"].into_iter()), name));
    let (place, label) = match near.into_iter().find(|(label, _)| !label.is_empty()) {
        Some((label, name)) => (
            sources.origin(&format!("/{}", crate::pointer::escape(name)), Part::Key),
            label,
        ),
        None => (Place::File(sources.name(MAIN).to_owned()), String::new()),
    };
    Diagnostic::error(
        Code::NotOpenapi,
        place,
        format!("`{}` has no `openapi` member", sources.name(MAIN)),
    )
    .label(label)
    .help("start the document with its version, such as `openapi: 3.0.3`")
}
