//! What must hold between an operation and the rest of the document: ids, path templates, security requirements?
//!
//! This is looked at even where other parts are wrong, so that one run says everything; what cannot be judged because of
//! another mistake is passed over. A document with such a mistake can still be lowered, to find what else there is.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::suggestion::{did_you_mean, nearest};
use crate::pointer::{Pointer, unescape};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Complains of what operations have wrong that no single keyword shows.
pub(in crate::load) fn operations(document: &Value, diagnostics: &mut Diagnostics) {
    let mut check = Check { document, diagnostics, ids: HashMap::new() };
    check.security(document, &Pointer::ROOT);
    let paths = Pointer::ROOT.key("paths");
    for (path, item) in members(document.get("paths")).filter(|(path, _)| path.starts_with('/')) {
        check.path(path, item, &paths.key(path));
    }
}

struct Check<'c> {
    document: &'c Value,
    diagnostics: &'c mut Diagnostics,
    /// Every operation id, with the place of the operation that has it.
    ids: HashMap<&'c str, String>,
}

impl<'c> Check<'c> {
    fn path(&mut self, path: &str, item: &'c Value, at: &Pointer<'_>) {
        let mut names: Vec<&str> = Vec::new();
        for part in path.split('{').skip(1) {
            match part.split_once('}') {
                None => {
                    let message = format!("a `{{` in the path `{path}` is not closed");
                    let help = "a template ends with `}`: `/stores/{store_id}`";
                    self.mismatch(at, message, help.to_owned());
                    return;
                }
                Some((name, _)) if names.contains(&name) => {
                    let message = format!("`{{{name}}}` stands twice in the path `{path}`");
                    let help = "give one of them another name, and a parameter of its own";
                    self.mismatch(at, message, help.to_owned());
                    return;
                }
                Some((name, _)) => names.push(name),
            }
        }
        let mut without: Vec<Without<'_>> = Vec::new();
        for method in METHODS {
            let Some(operation) = item.get(method).filter(|operation| operation.is_object()) else {
                continue;
            };
            let here = at.key(method);
            self.operation_id(operation, &here);
            self.security(operation, &here);
            let mut declared = Declared { names: Vec::new(), all: true };
            let mut surplus: Vec<(&str, Place)> = Vec::new();
            for (holder, holder_at) in [(operation, &here), (item, at)] {
                let list = holder_at.key("parameters");
                for (index, parameter) in
                    holder.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate()
                {
                    if let Some(name) = declared.path_parameter(self.parameter(parameter))
                        && !names.contains(&name)
                    {
                        surplus.push((name, list.index(index).key("name").place()));
                    }
                }
                // Anything but a list has a complaint of its own.
                declared.all &= holder.get("parameters").is_none_or(Value::is_array);
            }
            for name in names.iter().filter(|name| declared.all && !declared.names.contains(name)) {
                // One that is spelt nearly so was meant: that is one mistake.
                let meant = nearest(name, surplus.iter().map(|(name, _)| *name));
                let meant = meant.and_then(|meant| surplus.iter().position(|(name, _)| *name == meant));
                without.push(Without { name, method, meant: meant.map(|index| surplus.remove(index)) });
            }
            for (name, place) in surplus {
                let message = format!("the path parameter `{name}` does not stand in the path `{path}`");
                self.diagnostics.push(
                    Diagnostic::error(Code::PathParameterMismatch, place, message)
                        .label(did_you_mean(name, names.iter().copied()))
                        .help(format!("write `{{{name}}}` where it goes, or remove the parameter"))
                        .related(at.key_place(), "the path"),
                );
            }
        }
        for name in names {
            let mut methods = without.iter().filter(|without| without.name == name).peekable();
            let Some(first) = methods.peek() else { continue };
            let message = format!("the path `{path}` has `{{{name}}}`, and no path parameter of that name");
            let mut diagnostic = Diagnostic::error(Code::PathParameterMismatch, at.key_place(), message);
            diagnostic = match &first.meant {
                Some((meant, _)) => diagnostic
                    .label(format!("did you mean `{{{meant}}}`?"))
                    .help("give the parameter the same name in both places"),
                None => diagnostic
                    .help(format!("add a parameter with `name: {name}`, `in: path`, `required: true`")),
            };
            self.diagnostics.push(methods.fold(diagnostic, |diagnostic, without| match &without.meant {
                Some((meant, place)) => {
                    diagnostic.related(place.clone(), format!("`{meant}` does not stand in the path"))
                }
                None => diagnostic.related(at.key(without.method).key_place(), "this operation has none"),
            }));
        }
    }

    fn mismatch(&mut self, at: &Pointer<'_>, message: String, help: String) {
        self.diagnostics
            .push(Diagnostic::error(Code::PathParameterMismatch, at.key_place(), message).help(help));
    }

    fn operation_id(&mut self, operation: &'c Value, at: &Pointer<'_>) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str).filter(|id| !id.is_empty())
        else {
            return;
        };
        let Some(first) = self.ids.get(id) else {
            self.ids.insert(id, at.to_string());
            return;
        };
        let first = Pointer::base(first);
        self.diagnostics.push(
            Diagnostic::error(
                Code::DuplicateOperationId,
                at.key("operationId").place(),
                format!("the operation id `{id}` is used twice"),
            )
            .related(first.key("operationId").place(), "first used here")
            .help("give each operation an id of its own, here or in an overlay"),
        );
    }

    /// That the schemes which `security` names are there.
    fn security(&mut self, holder: &'c Value, at: &Pointer<'_>) {
        let schemes =
            self.document.get("components").and_then(|components| components.get("securitySchemes"));
        let list = at.key("security");
        let requirements = holder.get("security").and_then(Value::as_array).into_iter().flatten();
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
                    let message = format!("`#/components/securitySchemes/{name}` does not exist");
                    let place = list.index(index).key(name).key_place();
                    self.diagnostics.push(
                        Diagnostic::error(Code::UnresolvedReference, place, message).label(label).help(help),
                    );
                }
            }
        }
    }

    /// A parameter itself, by way of the reference that stands for it.
    fn parameter(&self, parameter: &'c Value) -> &'c Value {
        let section = self.document.get("components").and_then(|components| components.get("parameters"));
        let mut parameter = parameter;
        // A chain that is longer goes in a circle, which has a complaint of its own.
        for _ in 0..64 {
            let reference = parameter.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|reference| reference.strip_prefix("#/components/parameters/"));
            match name.and_then(|name| section?.get(unescape(name).as_ref())) {
                Some(next) => parameter = next,
                None => break,
            }
        }
        parameter
    }
}

/// An operation that lacks a parameter which the path has.
struct Without<'c> {
    name: &'c str,
    method: &'static str,
    /// The path parameter of nearly that name, and where it stands.
    meant: Option<(&'c str, Place)>,
}

/// The path parameters of one operation.
struct Declared<'c> {
    names: Vec<&'c str>,
    /// Whether there are no others: a parameter that is wrong in itself may have been meant for the path.
    all: bool,
}

impl<'c> Declared<'c> {
    /// Its name, if it is a path parameter.
    fn path_parameter(&mut self, parameter: &'c Value) -> Option<&'c str> {
        let text = |name| parameter.get(name).and_then(Value::as_str);
        match (text("name"), text("in")) {
            (Some(name), Some("path")) => {
                self.names.push(name);
                Some(name)
            }
            (Some(_), Some("query" | "header" | "cookie")) => None,
            _ => {
                self.all = false;
                None
            }
        }
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> + Clone {
    value.and_then(Value::as_object).into_iter().flatten()
}
