//! Replaces references with their targets: those to path items and callbacks, and those where OpenAPI allows none.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::resolver::{Fragment, Resolver, Target, Unresolved};
use super::site::keeps_siblings;
use super::target::below;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::specification::{Kind, Object};
use crate::load::syntax::DEPTH;
use crate::pointer::escape;

/// The limit on inlining the same path item or callback: nested callbacks that refer to each other twice grow without
/// end.
const INLINED: usize = 64;

/// The number of values whose copies take as long as resolving one reference.
const COPY: usize = 16;

/// The maximum number of values copied again, after the first copy of each target.
const MOST_COPIED: usize = 1_000_000;

impl Resolver<'_> {
    /// Replaces the reference at `here` with a copy of its target.
    pub(super) fn inline(
        &mut self,
        fragment: &Fragment,
        here: &str,
        from: &Target,
        target: &Target,
        kind: Kind,
    ) -> Result<(), Unresolved> {
        let error = |message: &str, help: &str| {
            let diagnostic = Diagnostic::error(Code::ReferenceCycle, self.place(from), message);
            Some(diagnostic.help(help).into())
        };
        let definition = "replace the reference with a definition";
        if fragment.inside.contains(target) {
            let message = "the target of the reference contains the reference";
            return Err(error(message, definition));
        }
        if fragment.inside.len() >= DEPTH {
            let message = "the references around this one nest too deeply";
            return Err(error(message, definition));
        }
        let times = self.inlined.get(target).copied().unwrap_or_default();
        let is_callback = matches!(kind, Kind::Reference(Object::PathItem | Object::Callback));
        if times >= INLINED && is_callback {
            return Err(error(
                "callbacks that refer to each other use this reference too often",
                "replace the reference with the path item itself",
            ));
        }
        *self.inlined.entry(target.clone()).or_default() += 1;
        let tree = self.trees.get(&target.file);
        let Some(value) = tree.and_then(|tree| tree.pointer(&target.pointer)) else {
            return Err(None);
        };
        // Every further reference is an error too, and is not measured.
        if times > 0 && self.copied_values <= MOST_COPIED {
            self.copied_values += COPY + size(value);
        }
        if self.copied_values > MOST_COPIED {
            let message = format!(
                "replacing references with their targets copies more than {MOST_COPIED} values"
            );
            let error = Diagnostic::error(Code::DocumentTooLarge, self.place(from), message);
            return Err(Some(
                error.help("refer to the same value less often").into(),
            ));
        }
        let value = value.clone();
        let Some(place) = self.document.pointer_mut(here) else {
            return Err(None);
        };
        let beside = put(value, place, keeps_siblings(kind, self.version));
        self.copied.push((here.to_owned(), self.origin(target)));
        for name in &beside {
            let own = Target {
                file: from.file,
                pointer: format!("{}/{name}", from.pointer),
            };
            self.copied
                .push((format!("{here}/{name}"), self.origin(&own)));
        }
        self.name_components(here, target, &beside);
        self.resolve_members(fragment, here, target, kind, &beside);
        Ok(())
    }

    /// Queues the references of a copy, member by member: the members `beside` the reference are relative to a
    /// different file.
    fn resolve_members(
        &mut self,
        fragment: &Fragment,
        here: &str,
        target: &Target,
        kind: Kind,
        beside: &[String],
    ) {
        let mut inside = fragment.inside.as_ref().clone();
        inside.push(target.clone());
        let inside = Rc::new(inside);
        if self.share(kind, here, target, &inside, beside) {
            return;
        }
        // The references of its mapping are found only in the whole discriminator.
        if kind == Kind::Object(Object::Discriminator) {
            self.pending.push(Fragment {
                pointer: here.to_owned(),
                from: target.clone(),
                kind,
                advisory: false,
                inside,
            });
            return;
        }
        let value = self.document.pointer(here);
        let members = value.and_then(Value::as_object).into_iter();
        let items = value.and_then(Value::as_array).map_or(0, Vec::len);
        let names = members.flat_map(Map::keys).cloned();
        for name in names.chain((0..items).map(|index| index.to_string())) {
            let advisory = matches!(kind, Kind::Object(object) if object.is_advisory(&name));
            let Some(kind) = below(kind, &name, self.version) else {
                continue;
            };
            let name = escape(&name);
            if beside.iter().any(|own| *own == name) {
                continue;
            }
            let from = Target {
                file: target.file,
                pointer: format!("{}/{name}", target.pointer),
            };
            let pointer = format!("{here}/{name}");
            self.pending.push(Fragment {
                pointer,
                from,
                kind,
                advisory,
                inside: Rc::clone(&inside),
            });
        }
    }
}

/// The number of values in a tree.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Replaces a reference with a value, and keeps its siblings if it may have any. Returns their escaped names.
fn put(mut value: Value, place: &mut Value, keep: bool) -> Vec<String> {
    let mut beside = Vec::new();
    if keep && let (Value::Object(own), Value::Object(members)) = (place.take(), &mut value) {
        for (name, value) in own.into_iter().filter(|(name, _)| name != "$ref") {
            beside.push(escape(&name).into_owned());
            members.insert(name, value);
        }
    }
    *place = value;
    beside
}
