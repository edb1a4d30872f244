//! Removes the operations that are not selected, before the document is checked.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::origin::MAIN;
use super::source::SourceMap;
use super::specification::METHODS;
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::input::{Input, Selector};
use crate::pointer::{escape, unescape};

/// Removes the operations that are not selected, and the components that only they use.
pub(super) fn apply(
    document: &mut Value,
    input: &Input,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    if input.include.is_empty() && input.exclude.is_empty() {
        return;
    }
    for selector in input.include.iter().chain(&input.exclude) {
        if !operations(document).any(|operation| operation.is_selected_by(selector)) {
            let message = format!("`{selector}` matches no operation");
            let file = Place::File(sources.name(MAIN).to_owned());
            let candidates: Vec<&str> = operations(document)
                .flat_map(|one| one.candidates(selector))
                .collect();
            let near = nearest(selector.text(), candidates.into_iter())
                .map(|name| selector.with_text(name));
            diagnostics.push(
                Diagnostic::error(Code::SelectorNoMatch, file, message).help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name a tag, a path or an `operationId` of the document".to_owned(),
                }),
            );
        }
    }
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        for (path, item) in paths.iter_mut() {
            let Value::Object(members) = item else {
                continue;
            };
            members.retain(|method, value| {
                !METHODS.contains(&method.as_str()) || is_wanted(&Operation { path, value }, input)
            });
        }
        paths.retain(|path, item| {
            !path.starts_with('/') || METHODS.iter().any(|method| item.get(method).is_some())
        });
    }
    keep_reachable(document);
}

/// The number of operations that are selected.
pub(super) fn count(document: &Value, input: &Input) -> usize {
    operations(document)
        .filter(|operation| is_wanted(operation, input))
        .count()
}

struct Operation<'d> {
    path: &'d str,
    value: &'d Value,
}

impl<'d> Operation<'d> {
    fn tags(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        self.value
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    fn id(&self) -> Option<&'d str> {
        self.value.get("operationId").and_then(Value::as_str)
    }

    fn is_selected_by(&self, selector: &Selector) -> bool {
        selector.matches(self.path, self.tags(), self.id())
    }

    /// The names that a selector of that kind can match.
    fn candidates(&self, selector: &Selector) -> Vec<&'d str> {
        match selector {
            Selector::Tag(_) => self.tags().collect(),
            Selector::Path(_) => vec![self.path],
            Selector::Operation(_) => self.id().into_iter().collect(),
        }
    }
}

fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    paths.flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| {
            Some(Operation {
                path,
                value: item.get(method)?,
            })
        })
    })
}

/// Whether an operation is selected. Exclusion takes precedence over inclusion.
fn is_wanted(operation: &Operation<'_>, input: &Input) -> bool {
    let included = input.include.is_empty()
        || input
            .include
            .iter()
            .any(|selector| operation.is_selected_by(selector));
    included
        && !input
            .exclude
            .iter()
            .any(|selector| operation.is_selected_by(selector))
}

/// Removes the components that nothing refers to. Security schemes are kept: they belong to the client.
fn keep_reachable(document: &mut Value) {
    let reachable = {
        let mut search = Reachable {
            document,
            found: HashSet::new(),
            pending: Vec::new(),
        };
        search.run();
        search.found
    };
    let Some(Value::Object(components)) = document.get_mut("components") else {
        return;
    };
    for (section, members) in components
        .iter_mut()
        .filter(|(section, _)| *section != "securitySchemes")
    {
        if let Value::Object(members) = members {
            members.retain(|name, _| reachable.contains(&reference(section, name)));
        }
    }
}

fn reference(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}

struct Reachable<'d> {
    document: &'d Value,
    found: HashSet<String>,
    pending: Vec<&'d Value>,
}

impl<'d> Reachable<'d> {
    fn run(&mut self) {
        self.pending.extend(self.document.get("paths"));
        while let Some(value) = self.pending.pop() {
            match value {
                Value::Object(members) => {
                    self.references(members);
                    self.pending.extend(members.values());
                }
                Value::Array(elements) => self.pending.extend(elements),
                _ => {}
            }
        }
    }

    /// Follows the references of an object: its `$ref`, or the mapping of a discriminator.
    ///
    /// An example that looks like a reference keeps an unused component, which does no harm.
    fn references(&mut self, members: &'d Map<String, Value>) {
        let mapping = members
            .get("mapping")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::values);
        for reference in members
            .get("$ref")
            .into_iter()
            .chain(mapping)
            .filter_map(Value::as_str)
        {
            self.reach(reference);
        }
    }

    fn reach(&mut self, reference: &str) {
        let Some((section, name)) = reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.split_once('/'))
        else {
            return;
        };
        if !self.found.insert(reference.to_owned()) {
            return;
        }
        let components = self.document.get("components");
        let component =
            components.and_then(|components| components.get(section)?.get(unescape(name).as_ref()));
        self.pending.extend(component);
        if component.is_some_and(|component| component.get("discriminator").is_some()) {
            self.children(reference);
        }
    }

    /// Follows the schemas that name this one as their parent, directly or not: the parent does not list them.
    fn children(&mut self, parent: &str) {
        let schemas = self
            .document
            .get("components")
            .and_then(|components| components.get("schemas"));
        let mut parents = vec![parent.to_owned()];
        let mut seen: HashSet<String> = parents.iter().cloned().collect();
        while let Some(parent) = parents.pop() {
            for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
                if names_in_all_of(schema, &parent) {
                    let child = reference("schemas", name);
                    self.reach(&child);
                    if seen.insert(child.clone()) {
                        parents.push(child);
                    }
                }
            }
        }
    }
}

/// Whether a schema refers to `parent`, directly or in its `allOf`.
fn names_in_all_of(schema: &Value, parent: &str) -> bool {
    let all_of = schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    schema
        .get("$ref")
        .is_some_and(|reference| reference == parent)
        || all_of.into_iter().any(|part| names_in_all_of(part, parent))
}
