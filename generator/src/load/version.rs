//! The version of OpenAPI that a document follows.

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
    /// OpenAPI 3.2, any patch release: read as 3.1, with a warning for each keyword that is newer.
    V3_2,
}

impl Version {
    /// As a document says it, without the patch release: `3.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

/// What a document says of itself; `None` where a diagnostic says why it cannot be read.
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
                "`{text}` is not a version of OpenAPI that is handled; 3.0, 3.1 and 3.2 are"
            );
            diagnostics.push(
                Diagnostic::error(Code::UnsupportedVersion, member("openapi"), message).help(
                    "write `openapi: 3.0.3` if that is what the document follows, or convert it",
                ),
            );
        }
    }
    None
}

fn not_openapi(document: &Value, sources: &SourceMap) -> Diagnostic {
    let Value::Object(members) = document else {
        let place = Place::File(sources.name(MAIN).to_owned());
        let message = format!(
            "`{}` is not an OpenAPI document: it is not an object",
            sources.name(MAIN)
        );
        return Diagnostic::error(Code::NotOpenapi, place, message)
            .help("an OpenAPI document says its version, such as `openapi: 3.0.3`, at the top");
    };
    if let Some(swagger) = members.get("swagger") {
        let version = swagger
            .as_str()
            .map_or_else(|| swagger.to_string(), str::to_owned);
        let message = format!("Swagger {version} is not handled; OpenAPI 3 is");
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
    .help("an OpenAPI document says its version, such as `openapi: 3.0.3`, at the top")
}
