//! Operations are grouped by their first tag: one accessor a tag.

use openapiv3::ReferenceOr;

use super::docs;
use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::extern_name::{Module, reserved_names};
use crate::model::name::{pascal, screaming_snake, snake};
use crate::model::operation::{Method, Operation};
use crate::model::scope::{ModuleScope, Namespaces, Scope};
use crate::model::security::Credential;
use crate::model::{Docs, Group};
use crate::pointer::Pointer;

/// The group of operations without a tag.
const UNTAGGED: &str = "operations";

/// What the client has besides accessors, and the files and modules of the crate besides groups.
const RESERVED_MODULES: &[&str] = &[
    "builder", "call", "client", "clone", "from_env", "into", "lib", "main", "new", "runtime",
    "servers", "settings", "try_into", "types",
];

/// What the module of the client defines itself, besides what it imports.
const CLIENT_STATIC: &str = "API";

impl Lowering<'_> {
    /// Every operation of the document, in the order of its paths; groups are in the order of the document's tags.
    pub(super) fn groups(&mut self, credentials: &[Credential]) -> Vec<Group> {
        let mut groups = self.groups_of_tags();
        let paths = Pointer::ROOT.key("paths");
        for (path, item) in &self.openapi.paths.paths {
            let pointer = paths.key(path);
            let ReferenceOr::Item(item) = item else {
                self.diagnostics.push(Diagnostic::error(
                    Code::UnresolvedReference,
                    pointer.place(),
                    "this path item is a reference that was not followed",
                ));
                continue;
            };
            for (method, source) in methods(item) {
                let pointer = pointer.key(method.1);
                let before = self.diagnostics.len();
                let lowered = self.operation(source, item, path, method.0, credentials, &pointer);
                let wrong = self.leave_out_if_wrong(before);
                let Some(mut operation) = lowered.filter(|_| !wrong) else {
                    continue;
                };
                operation.docs.notes.extend(further_tags(source));
                let tag = source.tags.first().map_or(UNTAGGED, String::as_str);
                match groups.iter_mut().find(|group| group.tag == tag) {
                    Some(group) => group.operations.push(operation),
                    None => groups.push(unnamed(tag, Docs::default(), vec![operation])),
                }
            }
        }
        name_groups(&mut groups);
        groups.retain(|group| !group.operations.is_empty());
        for group in &mut groups {
            name_operations(group);
        }
        groups
    }

    /// A group for each tag that the document lists, without operations yet.
    fn groups_of_tags(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for tag in &self.openapi.tags {
            if groups.iter().all(|group| group.tag != tag.name) {
                let mut docs = docs::of_description(tag.description.as_deref());
                docs.link = tag.external_docs.as_ref().map(docs::link);
                groups.push(unnamed(&tag.name, docs, Vec::new()));
            }
        }
        groups
    }

    /// Whether an operation is left out because of the errors after the first `before` diagnostics, which then are
    /// warnings.
    fn leave_out_if_wrong(&mut self, before: usize) -> bool {
        let mut wrong = false;
        if self.keep_going && self.diagnostics.has_errors() {
            self.diagnostics.replace(|index, _| {
                (index >= before).then(|| {
                    wrong = true;
                    "the operation is left out"
                })
            });
        }
        wrong
    }
}

/// A group that [`name_groups`] is yet to name.
fn unnamed(tag: &str, docs: Docs, operations: Vec<Operation>) -> Group {
    Group {
        tag: tag.to_owned(),
        module: String::new(),
        type_name: String::new(),
        docs,
        operations,
    }
}

/// A note that names the tags after the first: under each of them, one operation would be several methods.
fn further_tags(source: &openapiv3::Operation) -> Option<String> {
    let others: Vec<String> = source
        .tags
        .iter()
        .skip(1)
        .map(|tag| format!("`{tag}`"))
        .collect();
    (!others.is_empty()).then(|| format!("Also tagged {}.", others.join(", ")))
}

/// Gives each group the names of its module and of its struct, which the client imports from all modules.
///
/// Groups without operations keep theirs from others: a name must not depend on which tags are in use.
fn name_groups(groups: &mut [Group]) {
    let mut modules = Scope::reserving(RESERVED_MODULES);
    let mut client = ModuleScope::default();
    client.reserve(Namespaces::TypeAndValue, reserved_names(Module::Operations));
    client.reserve(Namespaces::Value, [CLIENT_STATIC]);
    for group in groups {
        group.module = modules.claim(&snake(&group.tag), "_operations");
        let mut wanted = pascal(&group.tag);
        if arguments(&group.operations).any(|argument| argument == wanted) {
            wanted.push_str("Operations");
        }
        group.type_name = client.claim(Namespaces::TypeAndValue, &wanted, "Operations");
    }
}

/// Gives each operation of a group the names of its method, its builder and its static.
///
/// The static is private, so of two items that want the same name it is the one that has another.
fn name_operations(group: &mut Group) {
    // `Into::into` takes its value, and is found before a method that borrows it.
    let mut functions = Scope::reserving(&["into", "try_into"]);
    for operation in &mut group.operations {
        operation.name = functions.claim(&snake(&operation.name), "_operation");
    }
    for operation in &mut group.operations {
        // A required body is an argument, and each of its media types a method; an optional one is a setter.
        if let Some(body) = operation.body.as_mut().filter(|body| body.required) {
            for alternative in &mut body.alternatives {
                let name = operation.name.trim_start_matches("r#");
                alternative.function =
                    functions.claim(&format!("{name}_{}", alternative.function), "");
            }
        }
    }

    let mut module = ModuleScope::default();
    module.reserve(Namespaces::TypeAndValue, reserved_names(Module::Operations));
    module.reserve(Namespaces::TypeAndValue, [group.type_name.as_str()]);
    module.reserve(Namespaces::Value, arguments(&group.operations));
    for operation in &mut group.operations {
        operation.builder = module.claim(
            Namespaces::TypeAndValue,
            &pascal(&operation.builder),
            "Request",
        );
    }
    for operation in &mut group.operations {
        // Upper case is not always another name for another name: that of `ß` is `SS`.
        operation.description = module.claim(
            Namespaces::Value,
            &screaming_snake(&operation.name),
            "_OPERATION",
        );
    }
}

/// The names of the arguments of these operations: no argument may have that of a static or of a tuple struct (E0530),
/// which letters without case would give it.
fn arguments(operations: &[Operation]) -> impl Iterator<Item = &str> {
    operations.iter().flat_map(|operation| {
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str());
        parameters.chain(operation.body.iter().map(|body| body.name.as_str()))
    })
}

fn methods(
    item: &openapiv3::PathItem,
) -> impl Iterator<Item = ((Method, &'static str), &openapiv3::Operation)> {
    [
        ((Method::Get, "get"), &item.get),
        ((Method::Put, "put"), &item.put),
        ((Method::Post, "post"), &item.post),
        ((Method::Delete, "delete"), &item.delete),
        ((Method::Options, "options"), &item.options),
        ((Method::Head, "head"), &item.head),
        ((Method::Patch, "patch"), &item.patch),
        ((Method::Trace, "trace"), &item.trace),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

#[cfg(test)]
mod tests {
    use super::RESERVED_MODULES;

    #[test]
    fn no_accessor_takes_the_name_of_a_method_that_every_client_has() {
        let files = [
            include_str!("../../runtime/src/call/client.rs"),
            include_str!("../../runtime/src/call/arguments.rs"),
        ];
        let names: Vec<String> = files
            .iter()
            .flat_map(|file| crate::lower::methods("Client", file))
            .collect();
        assert!(names.contains(&"call".to_owned()), "{names:?}");
        let missing: Vec<&String> = names
            .iter()
            .filter(|name| !RESERVED_MODULES.contains(&name.as_str()))
            .collect();
        assert!(
            missing.is_empty(),
            "{missing:?} are not in `RESERVED_MODULES`"
        );
    }
}
