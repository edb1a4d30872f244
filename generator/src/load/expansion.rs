//! Refuses documents that are small themselves but describe a large crate: components whose text is repeated wherever
//! they are used, and long names around many values.
//!
//! The steps after this one copy the text of a component to each of its uses, and the names around a value into the
//! pointer to it. Both are products of two parts of the document, so they need separate limits.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::specification;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::{Pointer, unescape};

/// The maximum size of a document in bytes, once each component is repeated wherever it is used. The largest known
/// documents have 4 MB.
const LARGEST: u64 = 64_000_000;

/// The maximum number of components in a chain of references and `allOf`.
const LONGEST_CHAIN: usize = 256;

/// The maximum length of the pointers to all values together, in bytes. The largest known documents have 6 MB.
const LONGEST_POINTERS: usize = 250_000_000;

/// The maximum number of operations. The largest known document has 767.
const MOST_OPERATIONS: usize = 25_000;

/// Reports a document that exceeds a limit. Returns whether it does.
pub(super) fn refuse_too_large(document: &Value, diagnostics: &mut Diagnostics) -> bool {
    let refuse = |diagnostics: &mut Diagnostics, pointer: &Pointer<'_>, message, help: &str| {
        diagnostics.push(
            Diagnostic::error(Code::DocumentTooLarge, pointer.key_place(), message).help(help),
        );
        true
    };
    let operations = operations(document);
    if operations > MOST_OPERATIONS {
        let message = format!(
            "a document must have at most {MOST_OPERATIONS} operations, found {operations}"
        );
        let help = "generate some of them only, or split the document into several";
        return refuse(diagnostics, &Pointer::ROOT.key("paths"), message, help);
    }
    let mut pointers = 0;
    add_pointers(document, 0, &mut pointers);
    if pointers > LONGEST_POINTERS {
        let message = format!(
            "the JSON pointers to all values have more than {LONGEST_POINTERS} bytes altogether"
        );
        let help = "shorten the names of paths, components and properties";
        return refuse(diagnostics, &Pointer::ROOT.key("paths"), message, help);
    }
    let mut components = Components::of(document);
    let total = components.total(document);
    if total <= LARGEST {
        return false;
    }
    let pointer = Pointer::ROOT.key("components");
    if let Some((section, name)) = &components.too_deep {
        let message = format!(
            "`{name}` is at the end of a chain of more than {LONGEST_CHAIN} references and `allOf`"
        );
        let place = pointer.key(section);
        return refuse(
            diagnostics,
            &place.key(name),
            message,
            "combine some of the schemas",
        );
    }
    let (section, name) = components.largest().unwrap_or_default();
    let message = format!(
        "with each component repeated where it is used, the document has more than {LARGEST} bytes"
    );
    let help = "shorten this component, which adds the most, or use it less often";
    let pointer = pointer.key(section);
    refuse(diagnostics, &pointer.key(name), message, help)
}

fn operations(document: &Value) -> usize {
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(Map::values);
    items
        .flat_map(specification::operations)
        .filter(|(_, operation)| operation.is_object())
        .count()
}

/// Adds the lengths of the pointers to all values. `length` is that of the pointer to `value`.
fn add_pointers(value: &Value, length: usize, total: &mut usize) {
    *total = total.saturating_add(length);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                add_pointers(member, length + name.len() + 1, total);
            }
        }
        Value::Array(items) => {
            for item in items {
                add_pointers(item, length + 2, total);
            }
        }
        _ => {}
    }
}

/// A component, by its section and name.
type Id<'d> = (&'d str, String);

/// The part of a component that a reference repeats.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Use {
    /// The whole component.
    Whole,
    /// A schema without its alternatives.
    Base,
    /// The description of a schema, for a field of that type.
    Description,
}

/// The size of a part of the document, without the components it refers to.
#[derive(Default)]
struct Extent<'d> {
    own: u64,
    /// The components, each with the number of times that it is repeated.
    references: Vec<(Id<'d>, Use, u64)>,
}

struct Components<'d> {
    sections: Option<&'d Map<String, Value>>,
    /// The number of alternatives of each schema, including those in its `allOf`.
    alternatives: HashMap<String, u64>,
    sizes: HashMap<(Id<'d>, Use), u64>,
    /// The size of all uses of each component.
    repeated: HashMap<Id<'d>, u64>,
    /// The first component after a chain that is too long.
    too_deep: Option<Id<'d>>,
}

impl<'d> Components<'d> {
    fn of(document: &'d Value) -> Self {
        Self {
            sections: document.get("components").and_then(Value::as_object),
            alternatives: HashMap::new(),
            sizes: HashMap::new(),
            repeated: HashMap::new(),
            too_deep: None,
        }
    }

    fn get(&self, (section, name): &Id<'d>) -> Option<&'d Value> {
        self.sections?.get(*section)?.get(name)
    }

    /// The component that an object refers to.
    fn target(&self, members: &Map<String, Value>) -> Option<Id<'d>> {
        let reference = members.get("$ref")?.as_str()?;
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let (section, _) = self.sections?.get_key_value(section)?;
        Some((section, unescape(name).into_owned()))
    }

    fn total(&mut self, document: &'d Value) -> u64 {
        let mut whole = Extent::default();
        self.add(document, 1, &mut whole);
        let security = document.get("security").map_or(0, bytes);
        let paths = document.get("paths").and_then(Value::as_object);
        let operations = paths
            .into_iter()
            .flat_map(Map::values)
            .flat_map(specification::operations)
            .filter(|(_, operation)| operation.get("security").is_none());
        let inherited = security.saturating_mul(operations.count() as u64);
        self.size(&whole).saturating_add(inherited)
    }

    /// The component whose uses are the largest altogether.
    fn largest(&self) -> Option<(&'d str, &str)> {
        let largest = self.repeated.iter().max_by_key(|(id, size)| (*size, *id));
        largest.map(|((section, name), _)| (*section, name.as_str()))
    }

    /// The size of a part with the components it refers to.
    fn size(&mut self, extent: &Extent<'d>) -> u64 {
        let mut total = extent.own;
        for (id, kind, times) in &extent.references {
            let size = match kind {
                Use::Whole | Use::Base => self.size_of(id, *kind),
                Use::Description => self.get(id).map_or(0, description),
            };
            let size = size.saturating_mul(*times);
            total = total.saturating_add(size);
            let repeated = self.repeated.entry(id.clone()).or_default();
            *repeated = repeated.saturating_add(size);
        }
        total
    }

    /// The size of a component with those it refers to. Does not recurse, because a chain may have thousands of them.
    fn size_of(&mut self, id: &Id<'d>, kind: Use) -> u64 {
        let start = (id.clone(), kind);
        // Each with its extent and the number of its references followed so far.
        let mut path: Vec<((Id<'d>, Use), Extent<'d>, usize)> = Vec::new();
        let mut next = Some(start.clone());
        loop {
            if let Some(used) = next.take()
                && !self.sizes.contains_key(&used)
            {
                if path.len() > LONGEST_CHAIN {
                    self.too_deep.get_or_insert(used.0.clone());
                }
                // A component that leads back to itself does not repeat.
                self.sizes.insert(used.clone(), 0);
                let extent = self.extent(&used);
                path.push((used, extent, 0));
            }
            let Some((_, extent, followed)) = path.last_mut() else {
                break;
            };
            if let Some((id, kind, _)) = extent.references.get(*followed) {
                *followed += 1;
                next = (*kind != Use::Description).then(|| (id.clone(), *kind));
            } else if let Some((used, extent, _)) = path.pop() {
                let size = self.size(&extent);
                self.sizes.insert(used, size);
            }
        }
        self.sizes.get(&start).copied().unwrap_or_default()
    }

    /// The extent of a component.
    fn extent(&mut self, (id, kind): &(Id<'d>, Use)) -> Extent<'d> {
        let mut extent = Extent::default();
        match self.get(id) {
            Some(Value::Object(members)) => match self.target(members) {
                Some(next) => extent.references.push((next, *kind, 1)),
                None => self.add_members(members, 1, &mut extent, *kind == Use::Base),
            },
            Some(value) => self.add(value, 1, &mut extent),
            None => {}
        }
        extent
    }

    /// Adds a value that is repeated `times`.
    fn add(&mut self, value: &'d Value, times: u64, extent: &mut Extent<'d>) {
        match value {
            Value::Object(members) => match self.target(members) {
                Some(id) => {
                    let is_schema = id.0 == "schemas";
                    let kind = if is_schema {
                        Use::Description
                    } else {
                        Use::Whole
                    };
                    extent.references.push((id, kind, times));
                }
                None => self.add_members(members, times, extent, false),
            },
            Value::Array(items) => {
                for item in items {
                    self.add(item, times, extent);
                }
            }
            scalar => {
                extent.own = extent
                    .own
                    .saturating_add(bytes(scalar).saturating_mul(times));
            }
        }
    }

    fn add_members(
        &mut self,
        members: &'d Map<String, Value>,
        times: u64,
        extent: &mut Extent<'d>,
        only_base: bool,
    ) {
        // Each alternative gets the properties around it.
        let has_base = members.contains_key("properties") || members.contains_key("allOf");
        let alternatives = if has_base && !only_base {
            self.alternatives_of(members, 0).max(1)
        } else {
            1
        };
        for (name, value) in members {
            let all = times.saturating_mul(alternatives);
            extent.own = extent
                .own
                .saturating_add((name.len() as u64).saturating_mul(all));
            match (name.as_str(), value) {
                ("oneOf" | "anyOf", _) if only_base => {}
                ("allOf", Value::Array(items)) => self.add_all(items, Use::Base, all, extent),
                ("oneOf" | "anyOf", Value::Array(items)) if has_base => {
                    self.add_all(items, Use::Base, times, extent);
                }
                ("content", Value::Object(content)) => {
                    for (media_type, media) in content {
                        let is_form = media_type.starts_with("multipart/")
                            || media_type.contains("form-urlencoded");
                        let schema = media.get("schema").filter(|_| is_form);
                        let schema = schema.map_or(&[][..], std::slice::from_ref);
                        self.add_all(schema, Use::Whole, times, extent);
                        self.add(media, times, extent);
                    }
                }
                _ => self.add(value, all, extent),
            }
        }
    }

    /// Adds values, of which references repeat their target.
    fn add_all(&mut self, values: &'d [Value], kind: Use, times: u64, extent: &mut Extent<'d>) {
        for value in values {
            match value.as_object().and_then(|members| self.target(members)) {
                Some(id) => extent.references.push((id, kind, times)),
                None => self.add(value, times, extent),
            }
        }
    }

    /// The number of alternatives of a schema, including those in its `allOf`.
    fn alternatives_of(&mut self, members: &Map<String, Value>, depth: usize) -> u64 {
        let list = |name: &str| members.get(name).and_then(Value::as_array);
        let own = list("oneOf").or_else(|| list("anyOf")).map_or(0, Vec::len) as u64;
        let Some(all_of) = list("allOf").filter(|_| depth < 256) else {
            return own;
        };
        let of_member = |member: &Value| {
            let members = member.as_object()?;
            let Some(id) = self
                .target(members)
                .filter(|(section, _)| *section == "schemas")
            else {
                return Some(self.alternatives_of(members, depth + 1));
            };
            if let Some(known) = self.alternatives.get(&id.1) {
                return Some(*known);
            }
            self.alternatives.insert(id.1.clone(), 0);
            let count = self.alternatives_of(self.get(&id)?.as_object()?, depth + 1);
            self.alternatives.insert(id.1, count);
            Some(count)
        };
        let most = all_of.iter().filter_map(of_member).max();
        own.max(most.unwrap_or_default())
    }
}

/// The size of a value without references.
fn bytes(value: &Value) -> u64 {
    match value {
        Value::String(string) => string.len() as u64,
        Value::Array(items) => items.iter().map(bytes).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| name.len() as u64 + bytes(value))
            .sum(),
        _ => 8,
    }
}

/// The size of the strings that a field takes from its type.
fn description(schema: &Value) -> u64 {
    let text = |name: &str| schema.get(name).and_then(Value::as_str).map_or(0, str::len) as u64;
    text("description") + text("title")
}
