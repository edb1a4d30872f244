//! The methods of additional operations.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use crate::diagnostic::Part;
use crate::load::specification::{ADDITIONAL_OPERATIONS, METHODS};
use crate::pointer::Pointer;

/// The maximum length of the name of a method. The longest registered one has 17 characters.
const LONGEST_METHOD: usize = 64;

impl Rewriting<'_> {
    /// Reports the additional operations whose method is not a token, or has its own keyword, and removes them.
    pub(super) fn additional_operations(
        &mut self,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let Some(Value::Object(operations)) = item.get_mut(ADDITIONAL_OPERATIONS) else {
            return;
        };
        let at = at.key(ADDITIONAL_OPERATIONS);
        operations.retain(|method, _| {
            if method.starts_with("x-") {
                return false;
            }
            let problem = problem(method);
            if let Some((message, help)) = &problem {
                self.wrong(&at.key(method), Part::Key, message, help);
            }
            problem.is_none()
        });
    }
}

/// The problem with the name of a method, and what to do.
fn problem(method: &str) -> Option<(String, String)> {
    let lower = method.to_ascii_lowercase();
    if METHODS.contains(&lower.as_str()) && method == method.to_ascii_uppercase() {
        return Some((
            format!("`{ADDITIONAL_OPERATIONS}` must not contain `{method}`, which has a keyword"),
            format!("move the operation to `{lower}` of the path item"),
        ));
    }
    // Servers compare methods with their case, so `get` differs from `GET`, which is certainly a mistake.
    if METHODS.contains(&lower.as_str()) {
        return Some((
            format!(
                "methods are case-sensitive, and `{method}` is not `{}`",
                method.to_ascii_uppercase()
            ),
            format!("move the operation to `{lower}` of the path item"),
        ));
    }
    // Some servers ignore the case.
    if lower == "connect" {
        return Some((
            format!(
                "`{method}` is not supported; it opens a tunnel instead of requesting a resource"
            ),
            "remove the operation".to_owned(),
        ));
    }
    if method.len() > LONGEST_METHOD {
        return Some((
            format!("the name of a method must have at most {LONGEST_METHOD} characters"),
            "shorten the name".to_owned(),
        ));
    }
    let is_token = !method.is_empty()
        && method
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    (!is_token).then(|| {
            (
                format!("`{method}` is not a valid HTTP method"),
                "use letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110, section 9.1), such as `COPY`"
                    .to_owned(),
            )
        })
}
