//! What must hold between an operation and the rest of the document: ids and security requirements?
//!
//! This is looked at even where other parts are wrong, so that one run says everything; what cannot be judged because of
//! another mistake is passed over. Nothing here keeps a document from being lowered.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Complains of what operations have wrong that no single keyword shows, and takes out ids that others have.
pub(in crate::load) fn operations(document: &mut Value, diagnostics: &mut Diagnostics) {
    let mut check = Check {
        document,
        diagnostics,
        ids: HashMap::new(),
        taken: Vec::new(),
    };
    check.security(document, &Pointer::ROOT);
    let paths = Pointer::ROOT.key("paths");
    for (path, item) in members(document.get("paths")).filter(|(path, _)| path.starts_with('/')) {
        let at = paths.key(path);
        for method in METHODS {
            if let Some(operation) = item.get(method).filter(|operation| operation.is_object()) {
                let here = at.key(method);
                check.operation_id(operation, &here);
                check.security(operation, &here);
            }
        }
    }
    for pointer in check.taken {
        if let Some(Value::Object(operation)) = document.pointer_mut(&pointer) {
            operation.shift_remove("operationId");
        }
    }
}

struct Check<'c> {
    document: &'c Value,
    diagnostics: &'c mut Diagnostics,
    /// Every operation id, with the place of the operation that has it.
    ids: HashMap<&'c str, String>,
    /// The operations whose id another one has.
    taken: Vec<String>,
}

impl<'c> Check<'c> {
    fn operation_id(&mut self, operation: &'c Value, at: &Pointer<'_>) {
        let Some(id) = operation
            .get("operationId")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty())
        else {
            return;
        };
        let Some(first) = self.ids.get(id) else {
            self.ids.insert(id, at.to_string());
            return;
        };
        let first = Pointer::base(first);
        let message = format!(
            "the operation id `{id}` is used twice; this one is called after its method and path"
        );
        self.diagnostics.push(
            Diagnostic::warning(
                Code::DuplicateOperationId,
                at.key("operationId").place(),
                message,
            )
            .related(first.key("operationId").place(), "first used here")
            .help("give each operation an id of its own, here or in an overlay"),
        );
        self.taken.push(at.to_string());
    }

    /// That the schemes which `security` names are there.
    fn security(&mut self, holder: &'c Value, at: &Pointer<'_>) {
        let schemes = self
            .document
            .get("components")
            .and_then(|components| components.get("securitySchemes"));
        let list = at.key("security");
        let requirements = holder
            .get("security")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for (index, requirement) in requirements.enumerate() {
            for (name, _) in members(Some(requirement)) {
                if schemes.is_none_or(|schemes| schemes.get(name).is_none()) {
                    let known = members(schemes).map(|(known, _)| known.as_str());
                    let label = did_you_mean(name, known.clone());
                    let names: Vec<String> = known.map(|known| format!("`{known}`")).collect();
                    let help = if names.is_empty() {
                        format!("describe the scheme in `components`, `securitySchemes`, `{name}`")
                    } else {
                        format!("the document's schemes: {}", names.join(", "))
                    };
                    let message = format!(
                        "`#/components/securitySchemes/{name}` does not exist; requests go out without it"
                    );
                    let place = list.index(index).key(name).key_place();
                    self.diagnostics.push(
                        Diagnostic::warning(Code::UnresolvedReference, place, message)
                            .label(label)
                            .help(help),
                    );
                }
            }
        }
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> + Clone {
    value.and_then(Value::as_object).into_iter().flatten()
}
