//! Checks of path templates.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::load::source::SourceMap;
use crate::path_template::PathTemplate;
use crate::pointer::Pointer;

/// The maximum number of parameters in a path.
const MOST_PARAMETERS: usize = 256;

/// Reports malformed path templates, and repeated parameters.
pub(in crate::load) fn paths(document: &Value, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let paths = document.get("paths").and_then(Value::as_object);
    let list = Pointer::ROOT.key("paths");
    for (path, item) in paths.into_iter().flatten() {
        if item.is_object() && path.starts_with('/') {
            self::path(path, &list.key(path), sources, diagnostics);
        }
    }
}

fn path(path: &str, at: &Pointer<'_>, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let template = match PathTemplate::parse(path) {
        Ok(template) => template,
        Err((message, help)) => {
            let error = Diagnostic::error(Code::PathParameterMismatch, at.key_place(), message);
            diagnostics.push(error.help(help));
            return;
        }
    };
    if template.names.len() > MOST_PARAMETERS {
        let message = format!(
            "a path must have at most {MOST_PARAMETERS} parameters, found {}",
            template.names.len()
        );
        let error = Diagnostic::error(Code::DocumentTooLarge, at.key_place(), message);
        diagnostics.push(error.help("remove some of the parameters"));
        return;
    }
    let mut seen = HashSet::new();
    for name in template.names.iter().filter(|name| !seen.insert(**name)) {
        let message =
            format!("`{{{name}}}` appears twice in the path `{path}`; one argument fills both");
        let place = sources.origin(&at.to_string(), Part::Key);
        diagnostics.push(
            Diagnostic::warning(Code::PathParameterMismatch, place, message)
                .help("rename one of them and declare a second parameter if the values can differ"),
        );
    }
}
