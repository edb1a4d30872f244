//! Replaces references to path items and callbacks with their targets.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::resolver::{Fragment, Resolver, Target, Unresolved};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::specification::Object;
use crate::load::v3_1;
use crate::pointer::escape;

/// The limit on inlining the same node: nested callbacks that refer to each other twice grow without end.
const INLINED: usize = 64;

/// The maximum number of values copied altogether.
const MOST_COPIED: usize = 1_000_000;

impl Resolver<'_> {
    /// Replaces the reference at `here` with a copy of its target.
    pub(super) fn inline(
        &mut self,
        fragment: &Fragment,
        here: &str,
        from: &Target,
        target: &Target,
        object: Object,
    ) -> Result<(), Unresolved> {
        let error = |message: &str| {
            let diagnostic = Diagnostic::error(Code::ReferenceCycle, self.place(from), message);
            Some(
                diagnostic
                    .help("replace the reference with the path item itself")
                    .into(),
            )
        };
        if fragment.inside.contains(target) {
            return Err(error("the target of the reference contains the reference"));
        }
        if self
            .inlined
            .get(target)
            .is_some_and(|times| *times >= INLINED)
        {
            return Err(error(
                "callbacks that refer to each other use this reference too often",
            ));
        }
        *self.inlined.entry(target.clone()).or_default() += 1;
        let tree = self.trees.get(&target.file);
        let Some(value) = tree.and_then(|tree| tree.pointer(&target.pointer)) else {
            return Err(None);
        };
        // Every further reference is an error too, and is not measured.
        if self.copied_values <= MOST_COPIED {
            self.copied_values += size(value);
        }
        if self.copied_values > MOST_COPIED {
            let message = format!(
                "replacing references with path items and callbacks copies more than {MOST_COPIED} values"
            );
            let error = Diagnostic::error(Code::DocumentTooLarge, self.place(from), message);
            return Err(Some(
                error.help("refer to the same path item less often").into(),
            ));
        }
        let value = value.clone();
        let Some(place) = self.document.pointer_mut(here) else {
            return Err(None);
        };
        let beside = put(value, place);
        self.copied.push((here.to_owned(), self.origin(target)));
        for name in &beside {
            let own = Target {
                file: from.file,
                pointer: format!("{}/{name}", from.pointer),
            };
            self.copied
                .push((format!("{here}/{name}"), self.origin(&own)));
        }
        self.resolve_members(fragment, here, target, object, &beside);
        Ok(())
    }

    /// Queues the references of a copy, member by member: the members `beside` the reference are relative to a
    /// different file.
    fn resolve_members(
        &mut self,
        fragment: &Fragment,
        here: &str,
        target: &Target,
        object: Object,
        beside: &[String],
    ) {
        let mut inside = fragment.inside.as_ref().clone();
        inside.push(target.clone());
        let inside = Rc::new(inside);
        let members = self.document.pointer(here).and_then(Value::as_object);
        for name in members.into_iter().flat_map(Map::keys) {
            let Some(kind) = v3_1::member(object, name, self.version) else {
                continue;
            };
            let name = escape(name);
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

/// Replaces a reference with a value, and keeps the siblings that a path item may have. Returns their escaped names.
fn put(mut value: Value, place: &mut Value) -> Vec<String> {
    let mut beside = Vec::new();
    if let (Value::Object(own), Value::Object(members)) = (place.take(), &mut value) {
        for (name, value) in own.into_iter().filter(|(name, _)| name != "$ref") {
            beside.push(escape(&name).into_owned());
            members.insert(name, value);
        }
    }
    *place = value;
    beside
}
