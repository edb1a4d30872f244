//! Tag names from `x-rust-name`: selectors may use them, and each must belong to a tag in use.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexSet;
use serde_json::Value;

use super::source::SourceMap;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::hints::NAME;
use crate::input::{Input, Selector};
use crate::pointer::Pointer;

/// Returns the input with selectors for the tags' own names in place of those for their Rust names.
pub(super) fn in_own_names<'i>(document: &Value, input: &'i Input) -> Cow<'i, Input> {
    let own_names: HashMap<&str, &str> = hinted(document)
        .map(|hint| (hint.rust_name, hint.tag))
        .collect();
    if own_names.is_empty() {
        return Cow::Borrowed(input);
    }
    let used = used(document);
    let mut input = input.clone();
    for selector in input.include.iter_mut().chain(&mut input.exclude) {
        if let Selector::Tag(tag) = selector
            && !used.contains(tag.as_str())
            && let Some(own) = own_names.get(tag.as_str())
        {
            *tag = (*own).to_owned();
        }
    }
    Cow::Owned(input)
}

/// Returns an error for each named tag that no operation has. Called before a selection, which may remove all
/// operations of a tag.
pub(super) fn unused(document: &Value, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    if hinted(document).next().is_none() {
        return errors;
    }
    let used = used(document);
    let list = Pointer::ROOT.key("tags");
    for hint in hinted(document).filter(|hint| !used.contains(hint.tag)) {
        let message = format!("no operation has the tag `{}`", hint.tag);
        let pointer = list.index(hint.index).key(NAME).to_string();
        let place = sources.origin(&pointer, Part::Value);
        errors.push(
            Diagnostic::error(Code::InvalidExtension, place, message)
                .label(did_you_mean(hint.tag, used.iter().copied()))
                .help("correct the name of the tag, or remove `x-rust-name`"),
        );
    }
    errors
}

/// A tag with a Rust name.
struct Hint<'d> {
    index: usize,
    tag: &'d str,
    rust_name: &'d str,
}

fn hinted(document: &Value) -> impl Iterator<Item = Hint<'_>> {
    let tags = document.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().enumerate();
    tags.filter_map(|(index, tag)| {
        Some(Hint {
            index,
            tag: tag.get("name")?.as_str()?,
            // An invalid name is an error when the document is lowered.
            rust_name: tag.get(NAME)?.as_str()?,
        })
    })
}

/// The tags of all operations, in the order of the document, so that a suggestion is the same in each run.
fn used(document: &Value) -> IndexSet<&str> {
    let paths = members(document.get("paths"));
    let operations = paths.flat_map(|item| {
        let others = members(item.get("additionalOperations"));
        members(Some(item)).chain(others)
    });
    let tags = operations.filter_map(|operation| operation.get("tags")?.as_array());
    tags.flatten().filter_map(Value::as_str).collect()
}

fn members(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members.map(|(_, member)| member)
}

#[cfg(test)]
mod tests {
    use crate::load::tests::diagnostics_of;

    fn errors(paths: &str) -> Vec<String> {
        let document = format!(
            "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\ntags: [{{name: kv_store, x-rust-name: stores}}]\npaths: {{{paths}}}\n"
        );
        diagnostics_of(&[("a.yaml", &document)])
    }

    #[test]
    fn a_name_of_a_tag_that_an_operation_has_is_accepted() {
        let operation =
            "operationId: a, tags: [other, kv_store], responses: {'204': {description: Done.}}";
        for paths in [
            format!("/a: {{get: {{{operation}}}}}"),
            format!("/a: {{query: {{{operation}}}}}"),
            format!("/a: {{additionalOperations: {{COPY: {{{operation}}}}}}}"),
        ] {
            assert_eq!(errors(&paths), Vec::<String>::new(), "{paths}");
        }
    }

    #[test]
    fn a_name_of_a_tag_that_no_operation_has_is_an_error() {
        let paths = "/a: {get: {operationId: a, tags: [kv_stores], responses: {'204': {description: Done.}}}}";
        let found = errors(paths);
        assert!(
            found[0].starts_with("error invalid-extension a.yaml:4:"),
            "{found:?}"
        );
        assert!(found[0].contains("`kv_store`"), "{found:?}");
    }
}
