//! Finds cycles of components that are only references to each other.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::pointer::{Pointer, unescape};

/// The message about a cycle of these components.
fn message(circle: &[Cow<'_, str>]) -> String {
    let through = match circle {
        [] | [_] => String::new(),
        [_, second] => format!(" through `{second}`"),
        [_, second, third] => format!(" through `{second}` and `{third}`"),
        [_, second, more @ ..] => {
            format!(" through `{second}` and {} other references", more.len())
        }
    };
    let name = circle.first().map_or("", |name| name);
    format!("`{name}` refers to itself{through}, without a definition")
}

/// Reports each cycle of references among the components of a section once.
pub(super) fn report_cycles(document: &Value, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let Some(Value::Object(components)) = document.get("components") else {
        return;
    };
    for (section, members) in components {
        let Value::Object(members) = members else {
            continue;
        };
        let prefix = format!("#/components/{section}/");
        let next = |name: &str| {
            let reference = members.get(name)?.get("$ref")?.as_str()?;
            Some(unescape(reference.strip_prefix(&prefix)?))
        };
        let mut seen = HashSet::new();
        for start in members.keys() {
            let mut chain = Vec::new();
            let mut name = Cow::Borrowed(start.as_str());
            while seen.insert(name.to_string()) {
                let Some(following) = next(&name) else { break };
                chain.push(std::mem::replace(&mut name, following));
            }
            // Only a cycle returns to a name of the same chain.
            let Some(first) = chain.iter().position(|passed| *passed == name) else {
                continue;
            };
            let place = |name: &str| {
                let pointer = Pointer::ROOT.key("components").to_string() + "/" + section;
                sources.origin(
                    &Pointer::base(&pointer).key(name).key("$ref").to_string(),
                    Part::Value,
                )
            };
            let circle = chain.get(first..).unwrap_or_default();
            let message = message(circle);
            let diagnostic = Diagnostic::error(Code::ReferenceCycle, place(&name), message)
                .help("replace one of the references with a definition");
            diagnostics.push(circle.iter().skip(1).fold(diagnostic, |diagnostic, name| {
                diagnostic.related(place(name), "through this reference")
            }));
        }
    }
}
