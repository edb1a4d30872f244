//! Groups operations by their first tag, with one accessor per tag.

use std::collections::{HashMap, HashSet};

use openapiv3::{Operation as Source, PathItem, ReferenceOr, Tag};
use serde_json::Value;

use super::docs;
use super::lowering::Lowering;
use super::operation_name::{arguments, name_operations};
use super::tag_name::HintedTag;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{AdditionalOperation, TAG_KIND, TAG_PARENT};
use crate::model::extern_name::{Module, reserved_names};
use crate::model::name::{pascal, snake};
use crate::model::operation::{Method, Operation};
use crate::model::scope::{ModuleScope, Namespaces, Scope};
use crate::model::security::Credential;
use crate::model::{Docs, Group, code_span};
use crate::pointer::Pointer;

/// The name of the group of operations without a tag.
const UNTAGGED: &str = "operations";

/// The other methods of the client, the other files and modules of the crate, and the crates that it re-exports.
const RESERVED_MODULES: &[&str] = &[
    "builder",
    "bytes",
    "call",
    "client",
    "clone",
    "from_env",
    "futures_core",
    "http",
    "http_body",
    "into",
    "jiff",
    "lib",
    "main",
    "new",
    "request",
    "reqwest",
    "runtime",
    "rust_decimal",
    "serde_json",
    "servers",
    "settings",
    "testing",
    "tower_layer",
    "tower_service",
    "try_into",
    "types",
    "url",
    "uuid",
];

/// The kind of the tags that group operations. A tag without a kind is one too.
const NAVIGATION: &str = "nav";

/// The static that the module of the client defines.
const CLIENT_STATIC: &str = "API";

impl<'a> Lowering<'a> {
    /// Lowers every operation, in the order of the paths. Groups are in the order of the document's tags.
    pub(super) fn groups(&mut self, credentials: &[Credential]) -> Vec<Group> {
        let (mut groups, hinted) = self.groups_of_tags();
        let mut by_tag: HashMap<String, usize> = groups
            .iter()
            .enumerate()
            .map(|(index, group)| (group.tag.clone(), index))
            .collect();
        let schemes: HashSet<&str> = credentials
            .iter()
            .map(|credential| credential.scheme.as_str())
            .collect();
        let labels = self.labels();
        let paths = Pointer::ROOT.key("paths");
        for (path, item) in &self.openapi.paths.paths {
            let pointer = paths.key(path);
            let ReferenceOr::Item(item) = item else {
                self.diagnostics.push(Diagnostic::error(
                    Code::UnresolvedReference,
                    pointer.place(),
                    "a reference to a path item was not resolved",
                ));
                continue;
            };
            let item_pointer = pointer.to_string();
            for (method, below, source) in methods(item, self.additional_operations.get(path)) {
                if self.is_refused() {
                    break;
                }
                let pointer = format!("{item_pointer}{below}");
                let pointer = Pointer::base(&pointer);
                let before = self.diagnostics.len();
                let lowered = self.operation(source, item, path, method, &schemes, &pointer);
                let wrong = self.leave_out_if_wrong(before);
                let Some(mut operation) = lowered.filter(|_| !wrong) else {
                    continue;
                };
                let tag = accessor_tag(source, &labels);
                operation.docs.notes.extend(further_tags(source, tag));
                let tag = tag.unwrap_or(UNTAGGED);
                let known = by_tag.get(tag).and_then(|index| groups.get_mut(*index));
                match known {
                    Some(group) => group.operations.push(operation),
                    None => {
                        by_tag.insert(tag.to_owned(), groups.len());
                        groups.push(unnamed(tag, tag, Docs::default(), vec![operation]));
                    }
                }
            }
        }
        let wanted: Vec<String> = groups.iter().map(|group| snake(&group.module)).collect();
        name_groups(&mut groups);
        self.conflicting_tag_names(&hinted, &wanted, &groups);
        groups.retain(|group| !group.operations.is_empty());
        for group in &mut groups {
            let without_hints = self.without_hints(group);
            name_operations(group, self.short_operation_names, &self.operation_hints);
            if let Some(without_hints) = without_hints {
                self.hinted_operation_names(group, without_hints);
            }
        }
        groups
    }

    /// Creates an empty group for each tag that the document lists. Also returns those that a hint names.
    fn groups_of_tags(&mut self) -> (Vec<Group>, Vec<HintedTag>) {
        let (mut groups, mut hinted) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for (index, tag) in self.openapi.tags.iter().enumerate() {
            if seen.insert(&tag.name) {
                let mut docs = docs::of_description(tag.description.as_deref());
                docs.link = tag.external_docs.as_ref().map(docs::link);
                if let Some(parent) = tag.extensions.get(TAG_PARENT).and_then(Value::as_str) {
                    docs.notes.push(format!("Part of {}.", code_span(parent)));
                }
                let hint = self.hinted_tag(tag, index, groups.len());
                let name = hint.as_ref().map_or(tag.name.as_str(), HintedTag::name);
                groups.push(unnamed(&tag.name, name, docs, Vec::new()));
                hinted.extend(hint);
            }
        }
        (groups, hinted)
    }

    /// The tags that label operations and do not group them.
    fn labels(&self) -> HashSet<&'a str> {
        let is_label = |tag: &&Tag| {
            let kind = tag.extensions.get(TAG_KIND).and_then(Value::as_str);
            kind.is_some_and(|kind| kind != NAVIGATION)
        };
        let tags = self.openapi.tags.iter().filter(is_label);
        tags.map(|tag| tag.name.as_str()).collect()
    }

    /// Whether an operation is left out because of the errors after the first `before` diagnostics, which become
    /// warnings.
    fn leave_out_if_wrong(&mut self, before: usize) -> bool {
        let mut wrong = false;
        if self.keep_going && self.diagnostics.has_errors() {
            self.diagnostics.replace_after(before, |_| {
                wrong = true;
                Some("the operation is left out")
            });
        }
        wrong
    }
}

/// A group before [`name_groups`] names it: its module has the wanted name.
fn unnamed(tag: &str, name: &str, docs: Docs, operations: Vec<Operation>) -> Group {
    Group {
        tag: tag.to_owned(),
        module: name.to_owned(),
        type_name: String::new(),
        docs,
        operations,
    }
}

/// The tag whose accessor has the operation: the first that is not a label, or else the first.
fn accessor_tag<'s>(source: &'s Source, labels: &HashSet<&str>) -> Option<&'s str> {
    let mut tags = source.tags.iter();
    let group = tags.find(|tag| !labels.contains(tag.as_str()));
    group.or(source.tags.first()).map(String::as_str)
}

/// A note with the other tags, under which the operation has no method.
fn further_tags(source: &Source, accessor: Option<&str>) -> Option<String> {
    let first = source
        .tags
        .iter()
        .position(|tag| Some(tag.as_str()) == accessor);
    let others: Vec<String> = source
        .tags
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != first)
        .map(|(_, tag)| tag)
        .map(|tag| code_span(tag))
        .collect();
    (!others.is_empty()).then(|| format!("Also tagged {}.", others.join(", ")))
}

/// Names the module and the struct of each group. The client imports the structs of all modules.
///
/// Groups without operations reserve their names too, so that names do not depend on which tags are in use.
fn name_groups(groups: &mut [Group]) {
    let mut modules = Scope::reserving(RESERVED_MODULES);
    let mut client = ModuleScope::default();
    client.reserve(Namespaces::TypeAndValue, reserved_names(Module::Operations));
    client.reserve(Namespaces::Value, [CLIENT_STATIC]);
    for group in groups {
        let mut wanted = pascal(&group.module);
        group.module = modules.claim(&snake(&group.module), "_operations");
        if arguments(&group.operations).any(|argument| argument == wanted) {
            wanted.push_str("Operations");
        }
        group.type_name = client.claim(Namespaces::TypeAndValue, &wanted, "Operations");
    }
}

/// The operations of a path, each with its method and its pointer below the path item.
fn methods<'a>(
    item: &'a PathItem,
    additional: Option<&'a Vec<AdditionalOperation>>,
) -> impl Iterator<Item = (Method, &'a str, &'a Source)> {
    let fixed = [
        (Method::Get, "/get", &item.get),
        (Method::Put, "/put", &item.put),
        (Method::Post, "/post", &item.post),
        (Method::Delete, "/delete", &item.delete),
        (Method::Options, "/options", &item.options),
        (Method::Head, "/head", &item.head),
        (Method::Patch, "/patch", &item.patch),
        (Method::Trace, "/trace", &item.trace),
    ];
    let fixed = fixed
        .into_iter()
        .filter_map(|(method, below, operation)| Some((method, below, operation.as_ref()?)));
    let additional = additional.into_iter().flatten().map(|one| {
        let method = match one.method.as_str() {
            "QUERY" => Method::Query,
            name => Method::Other(name.to_owned()),
        };
        (method, one.pointer.as_str(), &one.operation)
    });
    fixed.chain(additional)
}

#[cfg(test)]
mod tests {
    use super::RESERVED_MODULES;

    #[test]
    fn the_names_of_client_methods_are_reserved() {
        let files = [
            include_str!("../../runtime/src/call/client.rs"),
            include_str!("../../runtime/src/call/custom_request.rs"),
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
