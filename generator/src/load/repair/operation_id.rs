//! Removes repeated operation ids.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::specification;
use crate::pointer::Pointer;

/// Removes an operation id from all but the first operation that declares it. The others are named after their method and
/// path.
pub(in crate::load) fn operation_ids(document: &mut Value, diagnostics: &mut Diagnostics) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    let list = Pointer::ROOT.key("paths");
    // The first operation with each id.
    let mut ids: HashMap<String, String> = HashMap::new();
    for (path, item) in paths.iter_mut().filter(|(path, _)| path.starts_with('/')) {
        let at = list.key(path).to_string();
        let operations: Vec<String> = specification::operations(item).map(|(at, _)| at).collect();
        for below in operations {
            let Some(Value::Object(operation)) = item.pointer_mut(&below) else {
                continue;
            };
            let id = operation.get("operationId").and_then(Value::as_str);
            let Some(id) = id.filter(|id| !id.is_empty()) else {
                continue;
            };
            let here = format!("{at}{below}");
            let here = Pointer::base(&here);
            let Some(first) = ids.get(id) else {
                ids.insert(id.to_owned(), here.to_string());
                continue;
            };
            diagnostics.push(duplicate(id, &here, &Pointer::base(first)));
            operation.shift_remove("operationId");
        }
    }
}

fn duplicate(id: &str, at: &Pointer<'_>, first: &Pointer<'_>) -> Diagnostic {
    let message = format!(
        "the operation id `{id}` is used twice; this operation is named after its method and path"
    );
    Diagnostic::warning(
        Code::DuplicateOperationId,
        at.key("operationId").place(),
        message,
    )
    .related(first.key("operationId").place(), "first used here")
    .help("give each operation a unique id, here or in an overlay")
}
