//! Writes the overlay.

use serde_json::{Value, json};

use super::action::{Action, Change};
use super::visible::is_visible;
use crate::input::is_file;

/// The first line of the file.
const HEAD: &str = "# Suggested by `openapi-crate suggest`: review each action before use.\n";

/// Writes an Overlay 1.0.0 document for the document of this name.
pub(super) fn write(document: &str, actions: &[Action]) -> String {
    let name = document.rsplit('/').next().unwrap_or_default();
    let actions: Vec<Value> = actions
        .iter()
        .map(|action| {
            let (target, description) = (&action.target, &action.description);
            match &action.change {
                Change::Update(value) => {
                    json!({"target": target, "description": description, "update": value})
                }
                Change::Remove => {
                    json!({"target": target, "description": description, "remove": true})
                }
            }
        })
        .collect();
    let info = json!({"title": "Suggested fixes", "version": "1.0.0"});
    let overlay = if is_file(document) && is_visible(name) {
        json!({"overlay": "1.0.0", "info": info, "extends": name, "actions": actions})
    } else {
        json!({"overlay": "1.0.0", "info": info, "actions": actions})
    };
    // JSON values always serialize to YAML.
    let text = serde_yaml::to_string(&overlay).unwrap_or_default();
    let quoted = quote_booleans(&text);
    // In a string of several lines, quotes would be part of it.
    let is_same = serde_yaml::from_str::<Value>(&quoted).is_ok_and(|same| same == overlay);
    HEAD.to_owned() + if is_same { &quoted } else { &text }
}

/// Quotes the strings that are booleans in YAML 1.1, which many tools read.
fn quote_booleans(text: &str) -> String {
    let quote = |line: &str| {
        let (before, value) = line.rsplit_once(' ').unwrap_or(("", line));
        let is_value = before.ends_with([':', '-']);
        let is_boolean = ["y", "n", "yes", "no", "on", "off"]
            .iter()
            .any(|boolean| value.eq_ignore_ascii_case(boolean));
        if is_value && is_boolean {
            format!("{before} '{value}'\n")
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(quote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::effect::Effect;

    fn written(value: Value) -> String {
        let action = Action {
            target: "$.a".to_owned(),
            description: "D".to_owned(),
            change: Change::Update(value),
            effect: Effect::None,
        };
        write("a/b.yaml", &[action])
    }

    #[test]
    fn strings_that_are_booleans_in_yaml_1_1_are_quoted() {
        let overlay = written(json!({"a": "No", "list": ["on", "y", "a no"], "flag": true}));
        assert!(overlay.contains("a: 'No'"), "{overlay}");
        assert!(
            overlay.contains("- 'on'\n    - 'y'\n    - a no\n"),
            "{overlay}"
        );
        assert!(overlay.contains("flag: true"), "{overlay}");
    }

    #[test]
    fn the_overlay_has_the_values_of_the_actions() {
        for text in [
            "a: no",
            "- no\n- yes\n",
            "\n - on\n",
            "'",
            "\"",
            "# a",
            "1.10",
            "~",
            "null",
            "é",
            " a ",
        ] {
            let value = json!({ "text": text, text: [text] });
            let overlay: Value = serde_yaml::from_str(&written(value.clone())).expect("YAML");
            assert_eq!(overlay["actions"][0]["update"], value, "{text:?}");
            assert_eq!(overlay["extends"], "b.yaml");
        }
    }

    #[test]
    fn the_overlay_of_standard_input_names_no_document() {
        let overlay: Value = serde_yaml::from_str(&write("<stdin>", &[])).expect("YAML");
        assert_eq!(overlay.get("extends"), None);
        assert!(overlay.get("actions").is_some());
    }
}
