//! Makes the path parameters of each operation those that its path has.
//!
//! Documents that are in use get this wrong, and most often in a way that leaves no doubt about the wire format, in
//! which the names of path parameters have no part.

use serde_json::{Map, Value, json};

use super::declared::{Agreement, Declared};
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::load::source::SourceMap;
use crate::load::specification::METHODS;
use crate::path_template::PathTemplate;
use crate::pointer::{Pointer, escape, unescape};

/// Makes the parameters of each operation those that its path has.
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
    let mut mending = PathMending {
        shared,
        sources,
        diagnostics,
    };
    let at = Pointer::ROOT.key("paths");
    for (path, item) in &mut paths {
        if let Value::Object(item) = item
            && path.starts_with('/')
        {
            mending.path(path, item, &at.key(path));
        }
    }
    document["paths"] = Value::Object(paths);
}

struct PathMending<'m> {
    /// The parameters of `components`.
    shared: Option<&'m Value>,
    sources: &'m mut SourceMap,
    diagnostics: &'m mut Diagnostics,
}

/// A name that a path has and some of its operations do not describe, and these.
type Undescribed = (String, Vec<Place>);

impl PathMending<'_> {
    fn path(&mut self, path: &str, item: &mut Map<String, Value>, at: &Pointer<'_>) {
        // The check has reported what is no template.
        let Ok(template) = PathTemplate::parse(path) else {
            return;
        };
        let mut undescribed = Vec::new();
        for method in METHODS {
            if item.get(method).is_some_and(Value::is_object) {
                self.operation(path, &template, method, item, at, &mut undescribed);
            }
        }
        for (name, operations) in undescribed {
            let message = format!(
                "the path `{path}` has `{{{name}}}`, and no path parameter of that name; a text is taken"
            );
            let place = self.origin(at, Part::Key);
            let warning = Diagnostic::warning(Code::PathParameterMismatch, place, message).help(
                format!("add a parameter with `name: {name}`, `in: path`, `required: true`"),
            );
            let warning = operations.into_iter().fold(warning, |warning, operation| {
                warning.related(operation, "this operation has none")
            });
            self.diagnostics.push(warning);
        }
    }

    fn operation(
        &mut self,
        path: &str,
        template: &PathTemplate<'_>,
        method: &str,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        undescribed: &mut Vec<Undescribed>,
    ) {
        for (key, name) in &template.query {
            self.query(path, key, name, method, item, at);
        }
        let Some(declared) = self.declared(item, method) else {
            return;
        };
        let Agreement {
            misspelt,
            missing,
            surplus,
        } = Agreement::of(template, &declared);
        for (name, one) in misspelt {
            self.rename(path, name, one, item, at, method);
        }
        for name in missing {
            let of_query = declared
                .iter()
                .find(|one| one.location == "query" && one.name == name);
            if let Some(one) = of_query {
                self.move_to_path(path, one, item, at, method);
                continue;
            }
            let place = self.origin(&at.key(method), Part::Key);
            match undescribed.iter_mut().find(|(known, _)| known == name) {
                Some((_, places)) => places.push(place),
                None => undescribed.push((name.to_owned(), vec![place])),
            }
            self.add(item, name, "path", at, method);
        }
        self.leave_out(path, template, &surplus, item, at, method);
    }

    /// Gives a path parameter the name that the path has for it.
    fn rename(
        &mut self,
        path: &str,
        name: &str,
        one: &Declared,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        method: &str,
    ) {
        let place = self.origin(&one.at(at, method).base().key("name"), Part::Value);
        let message = format!(
            "the path `{path}` has `{{{name}}}`, and the path parameter is called `{}`; it is taken for that",
            one.name
        );
        self.diagnostics.push(
            Diagnostic::warning(Code::PathParameterMismatch, place, message)
                .help("give the parameter the same name in both places")
                .related(self.origin(at, Part::Key), "the path"),
        );
        self.change(item, one, at, method, |members| {
            members.insert("name".to_owned(), json!(name));
        });
    }

    /// Makes a path parameter of one of the query that the path has a name for.
    fn move_to_path(
        &mut self,
        path: &str,
        one: &Declared,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        method: &str,
    ) {
        let name = &one.name;
        let place = self.origin(&one.at(at, method).base().key("in"), Part::Value);
        let message = format!(
            "the path `{path}` has `{{{name}}}`, and `{name}` is described as a parameter of the query; it is \
             taken for the path"
        );
        self.diagnostics.push(
            Diagnostic::warning(Code::PathParameterMismatch, place, message)
                .help("write `in: path` and `required: true`")
                .related(self.origin(at, Part::Key), "the path"),
        );
        self.change(item, one, at, method, |members| move_to("path", members));
    }

    /// Makes a parameter of the query of a pair that the path has in its own.
    fn query(
        &mut self,
        path: &str,
        key: &str,
        name: &str,
        method: &str,
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
    ) {
        let message =
            format!("the path `{path}` has a query; `{key}` is taken for a parameter of the query");
        let help = format!("end the path before the `?`, and describe `{key}` with `in: query`");
        self.warn(self.origin(at, Part::Key), message, &help);
        let Some(declared) = self.declared(item, method) else {
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
            Some(one) => self.change(item, one, at, method, |members| {
                members.insert("name".to_owned(), json!(key));
                if members.get("in").is_some_and(|location| location == "path") {
                    move_to("query", members);
                }
            }),
            None => self.add(item, key, "query", at, method),
        }
    }

    /// Takes the path parameters out that the path does not have.
    fn leave_out(
        &mut self,
        path: &str,
        template: &PathTemplate<'_>,
        surplus: &[&Declared],
        item: &mut Map<String, Value>,
        at: &Pointer<'_>,
        method: &str,
    ) {
        // From the end: each that goes moves those after it.
        for one in surplus.iter().rev() {
            let place = self.origin(&one.at(at, method).base().key("name"), Part::Value);
            let message = format!(
                "the path parameter `{}` does not stand in the path `{path}`; it is left out",
                one.name
            );
            self.diagnostics.push(
                Diagnostic::warning(Code::PathParameterMismatch, place, message)
                    .label(did_you_mean(&one.name, template.names.iter().copied()))
                    .help(format!(
                        "write `{{{}}}` where it goes, or remove the parameter",
                        one.name
                    ))
                    .related(self.origin(at, Part::Key), "the path"),
            );
            let list = one.list(at, method);
            if let Some(parameters) = one.parameters(item, method) {
                self.sources
                    .origins
                    .remove_element(&list, one.index, parameters.len());
                parameters.remove(one.index);
            }
        }
    }

    /// The parameters of an operation; `None` where one that is wrong in itself may have been meant for the path.
    fn declared(&self, item: &Map<String, Value>, method: &str) -> Option<Vec<Declared>> {
        let mut declared: Vec<Declared> = Vec::new();
        for (of_item, holder) in [(false, item.get(method)?.as_object()?), (true, item)] {
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
                let replaced =
                    |one: &Declared| !one.of_item && one.name == name && one.location == location;
                // One of the path that the operation replaces goes with its replacement.
                if of_item && location != "path" && declared.iter().any(replaced) {
                    continue;
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

    /// Changes one parameter; of one that is shared, a copy.
    fn change(
        &mut self,
        item: &mut Map<String, Value>,
        one: &Declared,
        at: &Pointer<'_>,
        method: &str,
        change: impl FnOnce(&mut Map<String, Value>),
    ) {
        let Some(parameter) = one
            .parameters(item, method)
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
            self.sources.origins.set(&one.at(at, method).0, origin);
        }
    }

    /// Adds a text that nobody described.
    fn add(
        &mut self,
        item: &mut Map<String, Value>,
        name: &str,
        location: &str,
        at: &Pointer<'_>,
        method: &str,
    ) {
        let Some(Value::Object(operation)) = item.get_mut(method) else {
            return;
        };
        let list = operation.entry("parameters").or_insert_with(|| json!([]));
        let Value::Array(list) = list else { return };
        let here = at.key(method);
        let pointer = here.key("parameters").index(list.len()).to_string();
        let origin = self.sources.origins.of(&at.to_string());
        self.sources.origins.set(&pointer, origin);
        list.push(
            json!({"name": name, "in": location, "required": true, "schema": {"type": "string"}}),
        );
    }

    /// A parameter itself, by way of references to it, and the name that the last of them has.
    fn resolved<'v>(&'v self, parameter: &'v Value) -> (&'v Value, Option<String>) {
        let (mut parameter, mut named) = (parameter, None);
        // A chain that is longer goes in a circle, which has a diagnostic of its own.
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

    /// Where a node was written: it may be moved or left out later.
    fn origin(&self, at: &Pointer<'_>, part: Part) -> Place {
        self.sources.origin(&at.to_string(), part)
    }

    fn warn(&mut self, place: Place, message: String, help: &str) {
        self.diagnostics
            .push(Diagnostic::warning(Code::PathParameterMismatch, place, message).help(help));
    }
}

/// Moves a parameter to another location, less the keywords for its style in the first.
fn move_to(location: &str, members: &mut Map<String, Value>) {
    for keyword in ["style", "explode", "allowReserved", "allowEmptyValue"] {
        members.shift_remove(keyword);
    }
    members.insert("in".to_owned(), json!(location));
    members.insert("required".to_owned(), json!(true));
}
