//! Operations are grouped by their first tag: one accessor a tag.

use openapiv3::ReferenceOr;

use super::{Lowering, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::name::{Scope, pascal, shouting, snake};
use crate::model::operation::Method;
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

/// What stands at the crate's root besides groups, or is imported where operations are.
const RESERVED_GROUPS: &[&str] = &[
    "Api",
    "ApiError",
    "ArgumentError",
    "BTreeMap",
    "Body",
    "BodyError",
    "BoxError",
    "ByteStream",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "ConfigError",
    "ConnectionError",
    "Date",
    "Debug",
    "DecodeError",
    "Err",
    "Error",
    "From",
    "Into",
    "Ipv4Addr",
    "Ipv6Addr",
    "Items",
    "LimitError",
    "Method",
    "NdJson",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Page",
    "Pages",
    "Parameter",
    "RateLimit",
    "RateLimitHeaders",
    "Repeat",
    "Response",
    "Result",
    "RetryPolicy",
    "Self",
    "Secret",
    "SecurityKind",
    "SecurityScheme",
    "Segment",
    "Some",
    "String",
    "Style",
    "TimeoutError",
    "TokenSource",
    "Timestamp",
    "Vec",
];

impl Lowering<'_> {
    /// Every operation of the document, in the order of its paths; groups stand in the order of the document's tags.
    pub(super) fn groups(&mut self, credentials: &[Credential]) -> Vec<Group> {
        let mut modules = Scope::reserving(RESERVED_MODULES);
        let mut type_names = Scope::reserving(RESERVED_GROUPS);
        let mut groups: Vec<Group> = Vec::new();
        let mut new_group = |tag: &str, docs: Docs| Group {
            tag: tag.to_owned(),
            module: modules.claim(&snake(tag), "_operations"),
            type_name: type_names.claim(&pascal(tag), "Operations"),
            docs,
            operations: Vec::new(),
        };
        for tag in &self.openapi.tags {
            if groups.iter().all(|group| group.tag != tag.name) {
                let mut docs = docs::of_description(tag.description.as_deref());
                docs.link = tag.external_docs.as_ref().map(docs::link);
                groups.push(new_group(&tag.name, docs));
            }
        }

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
            for (method, operation) in methods(item) {
                let pointer = pointer.key(method.1);
                let complaints = self.diagnostics.len();
                let lowered =
                    self.operation(operation, item, path, method.0, credentials, &pointer);
                let wrong = self.leave_out_if_wrong(complaints);
                let Some(mut lowered) = lowered.filter(|_| !wrong) else {
                    continue;
                };
                // Under each of its tags it would be several methods for one thing.
                let others: Vec<String> = operation
                    .tags
                    .iter()
                    .skip(1)
                    .map(|tag| format!("`{tag}`"))
                    .collect();
                if !others.is_empty() {
                    lowered
                        .docs
                        .notes
                        .push(format!("Also tagged {}.", others.join(", ")));
                }
                let tag = operation.tags.first().map_or(UNTAGGED, String::as_str);
                let group = match groups.iter().position(|group| group.tag == tag) {
                    Some(index) => index,
                    None => {
                        groups.push(new_group(tag, Docs::default()));
                        groups.len() - 1
                    }
                };
                groups[group].operations.push(lowered);
            }
        }
        groups.retain(|group| !group.operations.is_empty());
        for group in &mut groups {
            name_operations(group);
        }
        groups
    }
}

impl Lowering<'_> {
    /// Whether an operation goes because of the errors after the first `before` complaints, which then are warnings.
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

/// Gives each operation of a group its method's and its builder's name.
fn name_operations(group: &mut Group) {
    // `Into::into` takes its value, and is found before a method that borrows it.
    let mut functions = Scope::reserving(&["into", "try_into"]);
    let mut builders = Scope::reserving(RESERVED_GROUPS);
    builders.claim(&group.type_name, "");
    // Upper case is not always another name for another name: that of `ß` is `SS`.
    let mut descriptions = Scope::default();
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
        operation.builder = builders.claim(&pascal(&operation.builder), "Request");
        operation.description = descriptions.claim(&shouting(&operation.name), "");
    }
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
    use super::{RESERVED_GROUPS, RESERVED_MODULES};

    #[test]
    fn no_group_has_the_name_of_what_is_imported_beside_it() {
        let missing: Vec<&&str> = crate::emit::client::IMPORTS
            .iter()
            .filter(|name| !RESERVED_GROUPS.contains(name))
            .collect();
        assert!(
            missing.is_empty(),
            "{missing:?} are not in `RESERVED_GROUPS`"
        );
    }

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
