//! The target of an action: a `JSONPath` (RFC 9535) that selects exactly one node.

use serde_json::Value;

use super::tree::child;
use super::visible::is_visible;
use crate::pointer::steps;

/// Returns the path that selects the node at a JSON pointer; `None` if no path can be written.
///
/// A parameter is selected by its name and location, or by its reference, so that the path stays correct if others are
/// added.
pub(super) fn target(tree: &Value, pointer: &str) -> Option<String> {
    let mut path = "$".to_owned();
    let mut node = tree;
    let mut list = String::new();
    for step in steps(pointer) {
        path.push_str(&match node {
            Value::Array(elements) => element(elements, step.parse().ok()?, list == "parameters")?,
            _ => name(&step)?,
        });
        node = child(node, &step)?;
        list = step.into_owned();
    }
    Some(path)
}

fn element(elements: &[Value], index: usize, is_parameter: bool) -> Option<String> {
    let element = elements.get(index)?;
    let test = || {
        let text = |name: &str| element.get(name).and_then(Value::as_str);
        let names: &[&str] = if text("$ref").is_some() {
            &["$ref"]
        } else {
            &["name", "in"]
        };
        let is_only = elements
            .iter()
            .filter(|other| {
                names
                    .iter()
                    .all(|name| other.get(name) == element.get(name))
            })
            .count()
            == 1;
        let tests: Option<Vec<String>> = names
            .iter()
            .map(|member| Some(format!("@{}=={}", name(member)?, quoted(text(member)?)?)))
            .collect();
        tests.filter(|_| is_only)
    };
    Some(match test().filter(|_| is_parameter) {
        Some(tests) => format!("[?{}]", tests.join(" && ")),
        None => format!("[{index}]"),
    })
}

fn name(name: &str) -> Option<String> {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain {
        Some(format!(".{name}"))
    } else {
        Some(format!("[{}]", quoted(name)?))
    }
}

/// A string literal; `None` if the string contains a character that would have to be escaped.
fn quoted(text: &str) -> Option<String> {
    if text.contains('\\') || !is_visible(text) {
        return None;
    }
    let quote = if text.contains('\'') { '"' } else { '\'' };
    (!text.contains(quote)).then(|| format!("{quote}{text}{quote}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_parameter_is_selected_by_name_and_location() {
        let tree = json!({"paths": {"/x/{id}": {"get": {"parameters": [
            {"name": "id", "in": "path"},
            {"name": "id", "in": "query"},
            {"$ref": "#/components/parameters/A"},
            {"name": "twice", "in": "query"},
            {"name": "twice", "in": "query"},
            {"name": "it's", "in": "query"},
            {"name": "it's \"it\"", "in": "query"},
        ]}}}});
        let at = |rest: &str| target(&tree, &format!("/paths/~1x~1{{id}}/get/parameters/{rest}"));
        let start = "$.paths['/x/{id}'].get.parameters";
        for (pointer, path) in [
            ("0/name", "[?@.name=='id' && @.in=='path'].name"),
            ("1", "[?@.name=='id' && @.in=='query']"),
            ("2", "[?@['$ref']=='#/components/parameters/A']"),
            ("4", "[4]"),
            ("5", "[?@.name==\"it's\" && @.in=='query']"),
            ("6", "[6]"),
        ] {
            assert_eq!(at(pointer), Some(format!("{start}{path}")), "{pointer}");
        }
    }

    #[test]
    fn a_name_that_no_path_can_contain_has_no_target() {
        let tree = json!({"a\\b": 1, "a'\"": 1, "a\u{202e}": 1, "a-b": {"": 1}});
        for pointer in ["/a\\b", "/a'\"", "/a\u{202e}", "/missing/x"] {
            assert_eq!(target(&tree, pointer), None, "{pointer}");
        }
        assert_eq!(target(&tree, "/a-b/").as_deref(), Some("$['a-b']['']"));
    }
}
