//! Checks of the security requirements of a document and its operations.
//!
//! They run even if other parts are invalid, so that one run reports everything.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::specification;
use crate::pointer::Pointer;

/// Reports security requirements that name an undefined scheme.
pub(in crate::load) fn operations(document: &Value, diagnostics: &mut Diagnostics) {
    let mut check = Requirements {
        schemes: document
            .get("components")
            .and_then(|components| components.get("securitySchemes")),
        diagnostics,
    };
    check.security(document, &Pointer::ROOT);
    let paths = Pointer::ROOT.key("paths");
    for (path, item) in members(document.get("paths")).filter(|(path, _)| path.starts_with('/')) {
        let at = paths.key(path).to_string();
        for (below, operation) in specification::operations(item) {
            if operation.is_object() {
                check.security(operation, &Pointer::base(&format!("{at}{below}")));
            }
        }
    }
}

/// The maximum number of defined schemes that the help lists.
const MOST_NAMED: usize = 16;

struct Requirements<'c> {
    schemes: Option<&'c Value>,
    diagnostics: &'c mut Diagnostics,
}

impl Requirements<'_> {
    /// Reports the undefined schemes in the `security` of `holder`.
    fn security(&mut self, holder: &Value, at: &Pointer<'_>) {
        let schemes = self.schemes;
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
                    let label = self.diagnostics.did_you_mean(name, known.clone());
                    let names = known.take(MOST_NAMED + 1);
                    let names: Vec<String> = names.map(|known| format!("`{known}`")).collect();
                    let help = if names.is_empty() || names.len() > MOST_NAMED {
                        format!("define the scheme as `#/components/securitySchemes/{name}`")
                    } else {
                        format!("use one of the defined schemes: {}", names.join(", "))
                    };
                    // A requirement of OpenAPI 3.2 may be the address of a scheme.
                    let message = if name.contains(['#', '/', ':']) {
                        format!(
                            "`{name}` refers to a security scheme of a different document; requests are sent without it"
                        )
                    } else {
                        format!(
                            "`#/components/securitySchemes/{name}` does not exist; requests are sent without it"
                        )
                    };
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
