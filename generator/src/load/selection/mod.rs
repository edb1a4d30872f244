//! Removes the operations that are not selected, and everything that only they need, before the document is checked.

mod credential;
mod document;
mod dropped;
mod paths;
mod reachable;

use std::collections::HashSet;

use serde_json::Value;

pub(super) use self::dropped::Dropped;
use super::origin::MAIN;
use super::setting;
use super::source::SourceMap;
use super::specification;
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::input::{Input, Selector};
use crate::pointer::Pointer;

/// Removes the operations that are not selected, and the parts of the document that only they need.
pub(super) fn apply(
    document: &mut Value,
    input: &Input,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Dropped {
    let mut removal = Removal {
        document,
        sources,
        dropped: Dropped::default(),
    };
    if input.include.is_empty() && input.exclude.is_empty() {
        return removal.dropped;
    }
    report_unmatched(removal.document, input, removal.sources, diagnostics);
    let settings = credential::targets(removal.document, input);
    removal.operations(|operation| is_wanted(operation, input));
    removal.overridden_members();
    removal.servers();
    removal.document_members();
    removal.tags();
    removal.components();
    credential::report_unused(&settings, removal.document, input, diagnostics);
    removal.dropped
}

/// The number of operations of a document.
pub(super) fn count(document: &Value) -> usize {
    operations(document).count()
}

/// A document from which parts are removed.
struct Removal<'d> {
    document: &'d mut Value,
    sources: &'d mut SourceMap,
    dropped: Dropped,
}

/// Reports the selectors that match no operation, and those that together leave none.
fn report_unmatched(
    document: &Value,
    input: &Input,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let (include, exclude) = (Pointer::ROOT.key("include"), Pointer::ROOT.key("exclude"));
    let included = input.include.iter().enumerate().map(|one| (&include, one));
    let excluded = input.exclude.iter().enumerate().map(|one| (&exclude, one));
    let mut are_matched = true;
    for (setting, (index, selector)) in included.chain(excluded) {
        if operations(document).any(|operation| operation.is_selected_by(selector)) {
            continue;
        }
        let message = format!("`{selector}` matches no operation");
        let place = setting::place_or(input, &setting.index(index), || {
            Place::File(sources.name(MAIN).to_owned())
        });
        let candidates: Vec<&str> = operations(document)
            .flat_map(|one| one.candidates(selector))
            .collect();
        let help = match nearest(selector.text(), candidates.iter().copied()) {
            Some(near) => format!("did you mean `{}`?", selector.with_text(near)),
            None => names(selector, candidates),
        };
        diagnostics.push(Diagnostic::error(Code::SelectorNoMatch, place, message).help(help));
        are_matched = false;
    }
    if are_matched && !operations(document).any(|operation| is_wanted(&operation, input)) {
        let setting = if input.exclude.is_empty() {
            include
        } else {
            exclude
        };
        let place = setting::place_or(input, &setting, || {
            Place::File(sources.name(MAIN).to_owned())
        });
        let message = "the selectors together leave out all operations";
        diagnostics.push(
            Diagnostic::warning(Code::SelectorNoMatch, place, message)
                .help("exclude fewer operations, or include others"),
        );
    }
}

/// The longest list of names in a message.
const LISTED: usize = 10;

/// Lists the names that a selector of this kind can match.
pub(super) fn names(selector: &Selector, mut candidates: Vec<&str>) -> String {
    let mut seen = HashSet::new();
    candidates.retain(|name| seen.insert(*name));
    let (kind, none) = match selector {
        Selector::Tag(_) => ("tags", "no operation has a tag"),
        Selector::Path(_) => ("paths", "the document has no operations"),
        Selector::Operation(_) => ("operations", "no operation has an `operationId`"),
    };
    if candidates.is_empty() {
        return none.to_owned();
    }
    let listed: Vec<String> = candidates
        .iter()
        .take(LISTED)
        .map(|name| format!("`{}`", selector.with_text(name)))
        .collect();
    let more = match candidates.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("the {kind} are {}{more}", listed.join(", "))
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
        specification::operations(item).map(move |(_, value)| Operation { path, value })
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

/// The servers of a document, a path or an operation, if it has any.
fn servers(holder: &Value) -> Option<&Value> {
    let servers = holder.get("servers")?;
    let is_empty = servers.as_array().is_some_and(Vec::is_empty);
    Some(servers).filter(|servers| !is_empty && !servers.is_null())
}
