//! Repairs the variables in the URL of a server: those without a default, and those that the URL does not have.

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::walk::Repair;
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::load::NO_DEFAULT;
use crate::path_template::server_variables;
use crate::pointer::Pointer;

/// The maximum length of a URL whose variables are repaired. A longer URL is refused later.
const LONGEST: usize = 8192;

impl Repair<'_> {
    /// Adds the variables that are only in the URL, marks those without a default, and removes those without effect.
    pub(super) fn server(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let Some(url) = members.get("url").and_then(Value::as_str) else {
            return;
        };
        if url.len() > LONGEST {
            return;
        }
        let used: IndexSet<String> = server_variables(url).map(str::to_owned).collect();
        if used.is_empty() && members.get("variables").is_none_or(Value::is_null) {
            return;
        }
        let variables = members.entry("variables").or_insert_with(|| json!({}));
        if variables.is_null() {
            *variables = json!({});
        }
        let Value::Object(variables) = variables else {
            return;
        };
        self.misspelt_variable(variables, &used, at);
        self.unused_variables(variables, &used, at);
        for name in &used {
            match variables.get_mut(name) {
                None => {
                    let variable = json!({"default": "", NO_DEFAULT: true});
                    let known = variables.keys().map(String::as_str);
                    let label = self.diagnostics.did_you_mean(name, known);
                    let message = format!("the server variable `{{{name}}}` is not defined");
                    let help = format!("add `{name}` to `variables`, with its `default`");
                    self.required(&at.key("url"), Part::Value, at, &message, label, help);
                    variables.insert(name.clone(), variable);
                }
                Some(variable) if has_no_default(variable) => {
                    let message = format!("the server variable `{{{name}}}` has no `default`");
                    let here = at.key("variables");
                    let label = String::new();
                    let help = "add its `default`".to_owned();
                    self.required(&here.key(name), Part::Key, at, &message, label, help);
                    if variable.is_null() {
                        *variable = json!({});
                    }
                    variable["default"] = json!("");
                    variable[NO_DEFAULT] = json!(true);
                }
                Some(_) => {}
            }
        }
    }

    /// Renames the only variable that is not in the URL, if the only name that is not a variable is similar.
    fn misspelt_variable(
        &mut self,
        variables: &mut Map<String, Value>,
        used: &IndexSet<String>,
        at: &Pointer<'_>,
    ) {
        let mut unused = variables.keys().filter(|name| !used.contains(*name));
        let mut missing = used.iter().filter(|name| !variables.contains_key(*name));
        let (Some(own), None, Some(wanted), None) =
            (unused.next(), unused.next(), missing.next(), missing.next())
        else {
            return;
        };
        if nearest(own, [wanted.as_str()].into_iter()).is_none() {
            return;
        }
        let own = own.clone();
        let message =
            format!("the server variable `{own}` is not in the URL; using it as `{{{wanted}}}`");
        let place = self.place(&at.key("variables").key(&own), Part::Key);
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message)
                .help("write the same name in the URL and in `variables`"),
        );
        if let Some(variable) = variables.shift_remove(&own) {
            variables.insert(wanted.clone(), variable);
        }
    }

    /// Removes the variables that are not in the URL.
    fn unused_variables(
        &mut self,
        variables: &mut Map<String, Value>,
        used: &IndexSet<String>,
        at: &Pointer<'_>,
    ) {
        let here = at.key("variables");
        variables.retain(|name, _| {
            let is_used = used.contains(name) || name.starts_with("x-");
            if !is_used {
                let message =
                    format!("the server variable `{name}` is not in the URL and is ignored");
                let known = used.iter().map(String::as_str);
                let label = self.diagnostics.did_you_mean(name, known);
                let help = format!("write `{{{name}}}` in the URL, or remove the variable");
                let place = self.place(&here.key(name), Part::Key);
                self.diagnostics.push(
                    Diagnostic::warning(Code::InvalidDocument, place, message)
                        .label(label)
                        .help(help),
                );
            }
            is_used
        });
    }

    /// Warns about a variable without a default, and names the effect.
    fn required(
        &mut self,
        place: &Pointer<'_>,
        part: Part,
        server: &Pointer<'_>,
        message: &str,
        label: String,
        help: String,
    ) {
        let server = server.to_string();
        // Links are not followed.
        if server.contains("/links/") {
            return;
        }
        let effect = match server.strip_prefix("/servers/") {
            Some("0") => {
                "its value is an argument of the server's constructor, and the client must be built with a base URL"
            }
            Some(_) => "its value is an argument of the server's constructor",
            None => "requests are sent to the client's base URL",
        };
        let place = self.place(place, part);
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, format!("{message}; {effect}"))
                .label(label)
                .help(help),
        );
    }
}

fn has_no_default(variable: &Value) -> bool {
    let missing = || variable.get("default").is_none_or(Value::is_null);
    (variable.is_object() || variable.is_null()) && missing()
}
