//! Matches the path parameters of each operation to its path.
//!
//! Published documents get this wrong, mostly in ways that leave the wire format clear, since the names of path
//! parameters are not part of it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::declared::{Agreement, Declared};
use crate::diagnostic::{At, Change, Code, Diagnostic, Diagnostics, Edit, Part, Place};
use crate::load::source::SourceMap;
use crate::load::specification::{operation_at, operation_at_mut, operations_in};
use crate::path_template::PathTemplate;
use crate::pointer::{Pointer, escape, unescape};

/// Matches the path parameters of each operation to its path.
pub(in crate::load) fn path_parameters(
    document: &mut Value,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let Some(Value::Object(mut paths)) = document.get_mut("paths").map(Value::take) else {
        return;
    };
    let shared = document
        .get("components")
        .and_then(|components| components.get("parameters"));
    let mut repair = PathRepair {
        shared,
        sources,
        diagnostics,
    };
    let at = Pointer::ROOT.key("paths");
    for (path, item) in &mut paths {
        if let Value::Object(item) = item
            && path.starts_with('/')
        {
            repair.path(path, item, &at.key(path));
        }
    }
    document["paths"] = Value::Object(paths);
}

struct PathRepair<'m> {
    /// The parameters of `components`.
    shared: Option<&'m Value>,
    sources: &'m mut SourceMap,
    diagnostics: &'m mut Diagnostics,
}

/// A name in a path, and the operations that do not declare it, each with the edit that declares it there. None if a
/// parameter of a different name may be meant.
type Undescribed = (String, Vec<(Place, Option<Edit>)>);

impl PathRepair<'_> {
    fn path(&mut self, path: &str, item: &mut Map<String, Value>, at: &Pointer<'_>) {
        // The check has reported malformed templates.
        let Ok(template) = PathTemplate::parse(path) else {
            return;
        };
        let mut undescribed = Vec::new();
        let operations: Vec<String> = operations_in(item)
            .filter(|(_, operation)| operation.is_object())
            .map(|(below, _)| below)
            .collect();
        for below in operations {
            self.operation(path, &template, &below, item, at, &mut undescribed);
        }
        for (name, operations) in undescribed {
            let message = format!(
                "the path `{path}` has `{{{name}}}`, but no path parameter has that name; using a string"
            );
            let place = self.origin(at, Part::Key);
            let warning = Diagnostic::warning(Code::PathParameterMismatch, place, message).help(
                format!("add a parameter with `name: {name}`, `in: path` and `required: true`"),
            );
            let (operations, edits): (Vec<_>, Vec<_>) = operations.into_iter().unzip();
            let warning = operations.into_iter().fold(warning, |warning, operation| {
                warning.related(operation, "this operation does not declare it")
            });
            let edits: Option<Vec<Edit>> = edits.into_iter().collect();
            self.diagnostics.push(match edits {
                Some(edits) => warning.fix(edits),
                None => warning,
            });
        }
    }

    fn operation(
        &mut self,
        path: &str,
        template: &PathTemplate<'_>,
        below: &str,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        undescribed: &mut Vec<Undescribed>,
    ) {
        for (key, name) in &template.query {
            self.query(path, key, name, below, item, at);
        }
        let Some(declared) = self.declared(item, below) else {
            return;
        };
        let Agreement {
            misspelt,
            missing,
            surplus,
        } = Agreement::of(template, &declared);
        for (name, one) in misspelt {
            self.rename(path, name, one, item, at, below);
        }
        for name in missing {
            let of_query = declared
                .iter()
                .find(|one| one.location == "query" && one.name == name);
            if let Some(one) = of_query {
                self.move_to_path(path, one, item, at, below);
                continue;
            }
            let here = format!("{at}{below}");
            let here = Pointer::base(&here);
            let change = Change::Append("parameters", undeclared(name, "path"));
            let edit = surplus.is_empty().then(|| self.edit(&here, change));
            let operation = (self.origin(&here, Part::Key), edit);
            match undescribed.iter_mut().find(|(known, _)| known == name) {
                Some((_, operations)) => operations.push(operation),
                None => undescribed.push((name.to_owned(), vec![operation])),
            }
            self.add(item, name, "path", at, below);
        }
        self.leave_out(path, template, &surplus, item, at, below);
    }

    /// Renames a path parameter to the name in the path.
    fn rename(
        &mut self,
        path: &str,
        name: &str,
        one: &Declared,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        below: &str,
    ) {
        let place = self.origin(&one.at(at, below).base().key("name"), Part::Value);
        let message = format!(
            "the path `{path}` has `{{{name}}}`, but the path parameter is named `{}`; using `{name}`",
            one.name
        );
        self.diagnostics.push(
            Diagnostic::warning(Code::PathParameterMismatch, place, message)
                .help("use the same name in the path and the parameter")
                .related(self.origin(at, Part::Key), "the path")
                .fix([self.set(&one.at(at, below).base(), [("name", Some(json!(name)))])]),
        );
        self.change(item, one, at, below, |members| {
            members.insert("name".to_owned(), json!(name));
        });
    }

    /// Moves a query parameter whose name is in the path to the path.
    fn move_to_path(
        &mut self,
        path: &str,
        one: &Declared,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        below: &str,
    ) {
        let name = &one.name;
        let place = self.origin(&one.at(at, below).base().key("in"), Part::Value);
        let message = format!(
            "the path `{path}` has `{{{name}}}`, but `{name}` is declared as a query parameter; using it as a \
            path parameter"
        );
        self.diagnostics.push(
            Diagnostic::warning(Code::PathParameterMismatch, place, message)
                .help("write `in: path` and `required: true`")
                .related(self.origin(at, Part::Key), "the path")
                .fix([self.set(
                    &one.at(at, below).base(),
                    [
                        ("in", Some(json!("path"))),
                        ("required", Some(json!(true))),
                        ("style", None),
                        ("explode", None),
                        ("allowReserved", None),
                        ("allowEmptyValue", None),
                    ],
                )]),
        );
        self.change(item, one, at, below, |members| move_to("path", members));
    }

    /// Turns a pair in the path's query string into a query parameter.
    fn query(
        &mut self,
        path: &str,
        key: &str,
        name: &str,
        below: &str,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let message =
            format!("the path `{path}` must not have a query; using `{key}` as a query parameter");
        let help = format!("end the path before the `?` and declare `{key}` with `in: query`");
        self.warn(self.origin(at, Part::Key), message, &help);
        let Some(declared) = self.declared(item, below) else {
            return;
        };
        let find = |location: &str, name: &str| {
            declared
                .iter()
                .find(|one| one.location == location && one.name == name)
        };
        if find("query", key).is_some() {
            return;
        }
        match find("query", name).or_else(|| find("path", name)) {
            Some(one) => self.change(item, one, at, below, |members| {
                members.insert("name".to_owned(), json!(key));
                if members.get("in").is_some_and(|location| location == "path") {
                    move_to("query", members);
                }
            }),
            None => self.add(item, key, "query", at, below),
        }
    }

    /// Removes the path parameters that are not in the path.
    fn leave_out(
        &mut self,
        path: &str,
        template: &PathTemplate<'_>,
        surplus: &[&Declared],
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        below: &str,
    ) {
        // The indices of each list, removed at once: there may be thousands.
        let mut removed: HashMap<bool, HashSet<usize>> = HashMap::new();
        for one in surplus {
            let place = self.origin(&one.at(at, below).base().key("name"), Part::Value);
            let message = format!(
                "the path parameter `{}` is not in the path `{path}`; ignoring the parameter",
                one.name
            );
            let names = template.names.iter().copied();
            let label = self.diagnostics.did_you_mean(&one.name, names);
            self.diagnostics.push(
                Diagnostic::warning(Code::PathParameterMismatch, place, message)
                    .label(label)
                    .help(format!(
                        "add `{{{}}}` to the path, or remove the parameter",
                        one.name
                    ))
                    .related(self.origin(at, Part::Key), "the path"),
            );
            removed.entry(one.of_item).or_default().insert(one.index);
        }
        for one in surplus {
            let Some(removed) = removed.remove(&one.of_item) else {
                continue;
            };
            let list = one.list(at, below);
            if let Some(parameters) = one.parameters(item, below) {
                let origins = &mut self.sources.origins;
                origins.remove_elements(&list, &removed, parameters.len());
                let mut index = 0;
                parameters.retain(|_| {
                    index += 1;
                    !removed.contains(&(index - 1))
                });
            }
        }
    }

    /// Returns the parameters of an operation; `None` if an invalid one may have been meant for the path.
    fn declared(&self, item: &Map<String, Value>, below: &str) -> Option<Vec<Declared>> {
        let mut declared: Vec<Declared> = Vec::new();
        let mut own = HashSet::new();
        for (of_item, holder) in [(false, operation_at(item, below)?), (true, item)] {
            let parameters = match holder.get("parameters") {
                None => continue,
                Some(parameters) => parameters.as_array()?,
            };
            for (index, parameter) in parameters.iter().enumerate() {
                let (parameter, _) = self.resolved(parameter);
                let name = parameter.get("name")?.as_str()?.to_owned();
                let location = parameter.get("in")?.as_str()?.to_owned();
                if !matches!(location.as_str(), "path" | "query" | "header" | "cookie") {
                    return None;
                }
                let identity = (name.clone(), location.clone());
                // The operation replaces this parameter of the path item.
                if of_item && location != "path" && own.contains(&identity) {
                    continue;
                }
                if !of_item {
                    own.insert(identity);
                }
                declared.push(Declared {
                    name,
                    location,
                    of_item,
                    index,
                });
            }
        }
        Some(declared)
    }

    /// Changes one parameter, or a copy if it is shared.
    fn change(
        &mut self,
        item: &mut Map<String, Value>,
        one: &Declared,
        at: &Pointer<'_>,
        below: &str,
        change: impl FnOnce(&mut Map<String, Value>),
    ) {
        let Some(parameter) = one
            .parameters(item, below)
            .and_then(|list| list.get_mut(one.index))
        else {
            return;
        };
        let (resolved, name) = self.resolved(parameter);
        let Value::Object(mut members) = resolved.clone() else {
            return;
        };
        change(&mut members);
        *parameter = Value::Object(members);
        if let Some(name) = name {
            let origin = self
                .sources
                .origins
                .of(&format!("/components/parameters/{}", escape(&name)));
            self.sources.origins.set(&one.at(at, below).0, origin);
        }
    }

    /// Adds an undeclared parameter as a string.
    fn add(
        &mut self,
        item: &mut Map<String, Value>,
        name: &str,
        location: &str,
        at: &Pointer<'_>,
        below: &str,
    ) {
        let Some(operation) = operation_at_mut(item, below) else {
            return;
        };
        let list = operation.entry("parameters").or_insert_with(|| json!([]));
        let Value::Array(list) = list else { return };
        let pointer = format!("{at}{below}/parameters/{}", list.len());
        let origin = self.sources.origins.of(&at.to_string());
        self.sources.origins.set(&pointer, origin);
        list.push(undeclared(name, location));
    }

    /// Resolves a parameter through its references. Also returns the component name of the last reference.
    fn resolved<'v>(&'v self, parameter: &'v Value) -> (&'v Value, Option<String>) {
        let (mut parameter, mut named) = (parameter, None);
        // A longer chain is a cycle, which already has a diagnostic.
        for _ in 0..64 {
            let reference = parameter.get("$ref").and_then(Value::as_str);
            let name =
                reference.and_then(|reference| reference.strip_prefix("#/components/parameters/"));
            let Some(name) = name.map(unescape) else {
                break;
            };
            let Some(next) = self.shared.and_then(|shared| shared.get(name.as_ref())) else {
                break;
            };
            (parameter, named) = (next, Some(name.into_owned()));
        }
        (parameter, named)
    }

    /// The edit that sets members of the object at `at`, or removes those without a value.
    fn set<const N: usize>(
        &self,
        at: &Pointer<'_>,
        members: [(&'static str, Option<Value>); N],
    ) -> Edit {
        self.edit(at, Change::Set(members.into()))
    }

    /// An edit of a node, which may be moved or removed later.
    fn edit(&self, at: &Pointer<'_>, change: Change) -> Edit {
        Edit {
            at: At::Main(self.sources.address(&at.to_string())),
            change,
        }
    }

    /// The place of a node in its file, since the node may be moved or removed later.
    fn origin(&self, at: &Pointer<'_>, part: Part) -> Place {
        self.sources.origin(&at.to_string(), part)
    }

    fn warn(&mut self, place: Place, message: String, help: &str) {
        self.diagnostics
            .push(Diagnostic::warning(Code::PathParameterMismatch, place, message).help(help));
    }
}

/// A parameter that is in the path, but not declared.
fn undeclared(name: &str, location: &str) -> Value {
    json!({"name": name, "in": location, "required": true, "schema": {"type": "string"}})
}

/// Moves a parameter to a different location, without its style keywords.
fn move_to(location: &str, members: &mut Map<String, Value>) {
    for keyword in ["style", "explode", "allowReserved", "allowEmptyValue"] {
        members.shift_remove(keyword);
    }
    members.insert("in".to_owned(), json!(location));
    members.insert("required".to_owned(), json!(true));
}
