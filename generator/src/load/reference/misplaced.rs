//! References where OpenAPI does not allow one, each replaced with its target, with a warning.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::resolver::{Fragment, Resolver, Target, Unresolved, Uses};
use super::section::is_section;
use super::site::{Site, allows_reference, keeps_siblings};
use super::target::below;
use crate::diagnostic::{Code, Diagnostic, Part, Place};
use crate::load::specification::{Kind, Object};
use crate::load::version::Version;
use crate::load::wording::{expected, found};
use crate::pointer::{escape, steps};

/// A map of media types.
const CONTENT: Kind = Kind::Map(&Kind::Object(Object::MediaType));

const JSON: &str = "application/json";

impl Resolver<'_> {
    /// Replaces the reference at `here` with its target.
    pub(super) fn replace_misplaced(
        &mut self,
        fragment: &Fragment,
        here: &str,
        site: &Site,
        from: &Target,
        target: &Target,
    ) -> Result<(), Unresolved> {
        let value = self.value(target);
        let is_media_type = site.kind == CONTENT && value.is_some_and(is_media_type);
        let kept = keeps_siblings(site.kind, self.version)
            && value.is_some_and(Value::is_object)
            && !is_media_type;
        self.report_misplaced(site.kind, from, kept);
        if !is_media_type {
            return self.inline(fragment, here, from, target, site.kind);
        }
        // The target of a reference in place of a map of media types is one of them.
        let name = self.media_type_name(site, from, target);
        let Some(place) = self.document.pointer_mut(here) else {
            return Err(None);
        };
        *place = json!({name.as_str(): {"$ref": site.reference}});
        let here = format!("{here}/{}", escape(&name));
        let kind = Kind::Object(Object::MediaType);
        self.inline(fragment, &here, from, target, kind)
    }

    /// The media type of a media type object in place of a map of them: the name of the component, if that is one.
    fn media_type_name(&mut self, site: &Site, from: &Target, target: &Target) -> String {
        let name = last_step(&target.pointer);
        if name.contains('/') {
            return name;
        }
        let message = format!(
            "`{}` is a media type object without a media type; reading it as `{JSON}`",
            site.reference
        );
        let place = self.place(from);
        self.diagnostics.push(
            Diagnostic::warning(Code::InvalidDocument, place, message).help(format!(
                "name the media type: `{JSON}: {{$ref: '{}'}}`",
                site.reference
            )),
        );
        JSON.to_owned()
    }

    /// Checks that a target can take the place of a reference.
    pub(super) fn check_misplaced(
        &self,
        kind: Kind,
        target: &Target,
        reference: &str,
        from: &Target,
    ) -> Result<(), Unresolved> {
        let Some(value) = self.value(target) else {
            return Ok(());
        };
        let name = last_name(&from.pointer);
        let wrong = match self.expected_kind(target) {
            _ if kind == CONTENT && (is_media_type(value) || is_content(value)) => None,
            Some(
                Kind::Object(other) | Kind::Reference(other) | Kind::BooleanOrReference(other),
            ) if kind != Kind::Object(other) => Some(other.name().to_owned()),
            _ if !is_of_kind(kind, value) => Some(found(value)),
            Some(other) if is_collection(kind) && is_collection(other) && other != kind => {
                Some(format!("`{}`", last_name(&target.pointer)))
            }
            _ => self
                .is_around(kind, &name, value)
                .then(|| format!("an object around `{name}`")),
        };
        let Some(wrong) = wrong else {
            return Ok(());
        };
        let wanted = subject(kind, &from.pointer);
        let message = format!("`{reference}` must refer to {wanted}, found {wrong}");
        let inside = value
            .get(&name)
            .filter(|inside| is_of_kind(kind, inside) && !name.is_empty());
        let help = if inside.is_some() {
            let start = if reference.contains('#') { "" } else { "#" };
            format!("refer to `{reference}{start}/{}`", escape(&name))
        } else {
            format!(
                "refer to {}, or write it in place of the reference",
                expected(kind)
            )
        };
        let error = Diagnostic::error(Code::UnresolvedReference, self.place(from), message);
        Err(Some(error.help(help).into()))
    }

    /// Whether a value has the wanted one as a member, instead of being it.
    fn is_around(&self, kind: Kind, name: &str, value: &Value) -> bool {
        let Some(members) = value.as_object() else {
            return false;
        };
        matches!(kind, Kind::Object(_))
            && members
                .get(name)
                .is_some_and(|inside| is_of_kind(kind, inside))
            && !members.keys().any(|name| {
                name == "$ref"
                    || name.starts_with("x-")
                    || below(kind, name, self.version).is_some()
            })
    }

    fn value(&self, target: &Target) -> Option<&Value> {
        self.trees.get(&target.file)?.pointer(&target.pointer)
    }

    /// Warns about a reference, once for all in place of the same kind of value.
    fn report_misplaced(&mut self, kind: Kind, from: &Target, kept: bool) {
        let place = self.place(from);
        let siblings: Vec<String> = self
            .value(from)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| *name != "$ref")
            .cloned()
            .collect();
        if !kept {
            for name in siblings.iter().filter(|name| !name.starts_with("x-")) {
                let place = self.member_place(from, name);
                let message = format!("`{name}` next to a `$ref` is ignored");
                let warning = Diagnostic::warning(Code::IgnoredSibling, place, message);
                self.diagnostics
                    .push(warning.help("remove it, or replace the reference with its target"));
            }
        }
        // OpenAPI 3.2 allows references to media type objects, and is read as if to maps of them too.
        if allows_reference(kind, self.version) || kind == CONTENT && self.version > Version::V3_1 {
            return;
        }
        let mut subject = subject(kind, &from.pointer);
        if kept && !siblings.is_empty() {
            subject.push_str(" with other members");
        }
        if let Some(known) = self.misplaced.get_mut(&subject) {
            known.again.push(place);
            return;
        }
        let effect = if kept && !siblings.is_empty() {
            "reading its target, with the members next to the reference in place of the target's"
        } else {
            "reading its target"
        };
        let message = format!(
            "OpenAPI {} does not allow a reference in place of {}; {effect}",
            self.version.as_str(),
            subject.trim_end_matches(" with other members"),
        );
        let diagnostic = Diagnostic::warning(Code::InvalidDocument, place, message)
            .help("write the target in place of the reference, for tools that do not read it");
        let uses = Uses {
            diagnostic: diagnostic.into(),
            again: Vec::new(),
        };
        self.misplaced.insert(subject, uses);
    }

    /// The place of the name of a member of the object at `from`.
    fn member_place(&self, from: &Target, name: &str) -> Place {
        let origin = self.origin(&Target {
            file: from.file,
            pointer: format!("{}/{}", from.pointer, escape(name)),
        });
        Place::Node {
            file: self.sources.name(origin.file).to_owned(),
            pointer: origin.pointer,
            part: Part::Key,
        }
    }

    /// Makes components of the parts of a copy that other copies of the same target can share, and queues the
    /// references in it. Returns whether it did.
    pub(super) fn share(
        &mut self,
        kind: Kind,
        here: &str,
        target: &Target,
        inside: &Rc<Vec<Target>>,
        beside: &[String],
    ) -> bool {
        if !is_shared(kind) || is_section(here) {
            return false;
        }
        let mut parts = Vec::new();
        if let Some(value) = self.value(target) {
            find_parts(kind, value, String::new(), &mut parts, self.version);
        }
        for (below, kind, is_reference) in parts {
            let first = below.trim_start_matches('/').split('/').next();
            if beside.iter().any(|own| Some(own.as_str()) == first) {
                continue;
            }
            let pointer = format!("{here}{below}");
            let from = Target {
                file: target.file,
                pointer: format!("{}{below}", target.pointer),
            };
            match kind.referenced() {
                Some(object) if !is_reference => {
                    let name = self.component(object, &from);
                    let section = object.section().unwrap_or_default();
                    let reference = format!("#/components/{section}/{}", escape(&name));
                    if let Some(place) = self.document.pointer_mut(&pointer) {
                        *place = json!({"$ref": reference});
                    }
                }
                _ => self.pending.push(Fragment {
                    pointer,
                    from,
                    kind,
                    advisory: false,
                    inside: Rc::clone(inside),
                }),
            }
        }
        true
    }

    /// Notes the part of the main document that contains a target and is not defined by OpenAPI.
    pub(super) fn note_undefined(&mut self, target: &Target) {
        if target.file != crate::load::origin::MAIN {
            return;
        }
        let mut kind = Kind::Object(Object::Document);
        let mut pointer = String::new();
        for step in steps(&target.pointer) {
            pointer.push('/');
            pointer.push_str(&escape(&step));
            match below(kind, &step, self.version) {
                Some(Kind::Any) => return,
                Some(next) => kind = next,
                None => {
                    if !step.starts_with("x-") {
                        self.undefined.insert(pointer);
                    }
                    return;
                }
            }
        }
    }

    /// Removes the parts that OpenAPI does not define, now that their copies are in place of the references to them.
    pub(super) fn leave_out_undefined(&mut self) {
        for pointer in std::mem::take(&mut self.undefined) {
            if let Some((parent, name)) = pointer.rsplit_once('/')
                && let Some(Value::Object(members)) = self.document.pointer_mut(parent)
            {
                members.shift_remove(crate::pointer::unescape(name).as_ref());
            }
        }
    }
}

/// Whether many references may have the same target of this kind, whose parts would be the same types.
fn is_shared(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Object(Object::Responses | Object::MediaType)
            | Kind::Reference(Object::MediaType)
            | Kind::Array(Kind::Reference(Object::Parameter))
            | Kind::Map(
                Kind::Object(Object::MediaType)
                    | Kind::Reference(Object::Header | Object::Example | Object::Link)
            )
    )
}

/// Finds the definitions below a value that can become components, and the references.
fn find_parts(
    kind: Kind,
    value: &Value,
    at: String,
    parts: &mut Vec<(String, Kind, bool)>,
    version: Version,
) {
    let is_reference = value.get("$ref").is_some_and(Value::is_string);
    let has_section = |object: Object| object.section().is_some();
    if kind.referenced().is_some_and(has_section) || kind.referenced().is_some() && is_reference {
        if value.is_object() {
            parts.push((at, kind, is_reference));
        }
        return;
    }
    if kind.misplaced_reference(value).is_some() {
        parts.push((at, kind, true));
        return;
    }
    let mut member = |name: &str, value: &Value| {
        if let Some(kind) = below(kind, name, version) {
            find_parts(
                kind,
                value,
                format!("{at}/{}", escape(name)),
                parts,
                version,
            );
        }
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| member(name, value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| member(&index.to_string(), value)),
        _ => {}
    }
}

/// The name of the value that a reference replaces, with an article.
fn subject(kind: Kind, pointer: &str) -> String {
    match kind {
        Kind::Object(object) => object.name().to_owned(),
        _ => {
            let is_item = last_step(pointer).parse::<usize>().is_ok();
            let item = if is_item { "an item of " } else { "" };
            format!("{item}`{}`", last_name(pointer))
        }
    }
}

fn is_collection(kind: Kind) -> bool {
    matches!(kind, Kind::Map(_) | Kind::Array(_))
}

/// Whether a value can be of a kind, by its JSON type.
fn is_of_kind(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Object(_) | Kind::Map(_) => value.is_object(),
        Kind::Array(_) => value.is_array(),
        Kind::String => value.is_string(),
        _ => !value.is_object(),
    }
}

/// Whether a value is a media type object, instead of a map of them.
fn is_media_type(value: &Value) -> bool {
    value.as_object().is_some_and(|members| {
        !members.keys().any(|name| name.contains('/'))
            && ["schema", "itemSchema", "example", "examples", "encoding"]
                .iter()
                .any(|name| members.contains_key(*name))
    })
}

/// Whether the members of a value have the names of media types.
fn is_content(value: &Value) -> bool {
    let members = value.as_object();
    members
        .is_some_and(|members| !members.is_empty() && members.keys().all(|name| name.contains('/')))
}

fn last_step(pointer: &str) -> String {
    steps(pointer).last().unwrap_or_default().into_owned()
}

/// The last step of a pointer that is not the index of an item.
fn last_name(pointer: &str) -> String {
    let names = steps(pointer).filter(|step| step.parse::<usize>().is_err());
    names.last().unwrap_or_default().into_owned()
}
