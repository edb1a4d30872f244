//! Writes the overlay.

use serde_json::{Value, json};

use super::action::{Action, Change};
use super::visible::is_visible;

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
    let overlay = if is_visible(name) {
        json!({"overlay": "1.0.0", "info": info, "extends": name, "actions": actions})
    } else {
        json!({"overlay": "1.0.0", "info": info, "actions": actions})
    };
    // JSON values always serialize to YAML.
    HEAD.to_owned() + &serde_yaml::to_string(&overlay).unwrap_or_default()
}
