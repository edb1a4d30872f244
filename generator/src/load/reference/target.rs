//! Finds the target of a reference, through any references on the way.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::address::{self, Refusal};
use super::component::component_name;
use super::own_address::Addressed;
use super::resolver::{Resolver, Target, Unresolved};
use super::unreadable::{help, reason};
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::origin::MAIN;
use crate::load::specification::{Kind, Object};
use crate::load::version::Version;
use crate::load::{syntax, v3_1};
use crate::pointer::steps;

impl Resolver<'_> {
    /// Finds the target of a reference, through any references on the way.
    pub(super) fn target(
        &mut self,
        reference: &str,
        from: &Target,
        kind: Kind,
    ) -> Result<Target, Unresolved> {
        let mut reference = reference.to_owned();
        let mut from = from.clone();
        let mut rest = String::new();
        let mut passed = HashSet::new();
        loop {
            let mut target = self.address(&reference, &from, kind)?;
            target.pointer.push_str(&rest);
            let error = |code, message: String| Diagnostic::error(code, self.place(&from), message);
            let Some(tree) = self.trees.get(&target.file) else {
                return Err(None);
            };
            // A component that is itself a reference is kept as one.
            let is_component = kind.referenced().is_some_and(|object| {
                let name = || component_name(&target.pointer, object.section()?);
                // Since 3.1, a schema may have siblings of its reference, which are lost with it.
                let has_siblings = || {
                    let members = tree.pointer(&target.pointer).and_then(Value::as_object);
                    object == Object::Schema
                        && self.version > Version::V3_0
                        && members.is_some_and(|members| members.len() > 1)
                };
                target.file == MAIN && name().is_some()
                    || self.names.contains_key(&(object, target.clone()))
                    || has_siblings()
            });
            match walk(tree, &target, is_component) {
                Walk::Found => return Ok(target),
                Walk::Nothing { step, names } => {
                    let message = format!("`{reference}` does not exist");
                    let diagnostic = error(Code::UnresolvedReference, message);
                    let names = || names.into_iter().flat_map(Map::keys).map(String::as_str);
                    let near = self.diagnostics.did_you_mean(&step, names());
                    let help = self.in_main(&reference, &from);
                    let help = help.or_else(|| {
                        near.is_empty()
                            .then(|| help_for_unresolved(&reference, names()))
                    });
                    return Err(Some(
                        Diagnostic {
                            help,
                            ..diagnostic.label(near)
                        }
                        .into(),
                    ));
                }
                Walk::Reference {
                    at,
                    reference: next,
                    rest: beyond,
                } => {
                    let next_from = Target {
                        file: target.file,
                        pointer: at,
                    };
                    if !passed.insert((next_from.clone(), beyond.clone())) || passed.len() > HOPS {
                        let message =
                            format!("`{reference}` refers to itself, without a definition");
                        let help = "replace one of the references in the cycle with a definition";
                        return Err(Some(error(Code::ReferenceCycle, message).help(help).into()));
                    }
                    (reference, from, rest) = (next, next_from, beyond);
                }
            }
        }
    }

    /// The help for a reference in another file to a node that only the main document has.
    fn in_main(&self, reference: &str, from: &Target) -> Option<String> {
        let pointer = reference.strip_prefix('#')?;
        let is_there = || self.trees.get(&MAIN)?.pointer(pointer);
        if from.file == MAIN || is_there().is_none() {
            return None;
        }
        let main = self.folder.relative_to(from.file, MAIN)?;
        Some(format!("refer to the main document: `{main}{reference}`"))
    }

    /// Returns the file and the pointer that a reference names.
    fn address(
        &mut self,
        reference: &str,
        from: &Target,
        kind: Kind,
    ) -> Result<Target, Unresolved> {
        let place = self.place(from);
        let wrong = |Refusal { message, help }| {
            let diagnostic =
                Diagnostic::error(Code::UnresolvedReference, place.clone(), message).help(help);
            Some(Box::new(diagnostic))
        };
        let reference = match self.addressed(reference, from) {
            Addressed::File(file, fragment) => {
                let (_, pointer) = address::split(&format!("#{fragment}")).map_err(&wrong)?;
                return Ok(Target { file, pointer });
            }
            Addressed::Reference(reference) => reference,
        };
        let reference = reference.as_ref();
        let (path, pointer) = address::split(reference).map_err(&wrong)?;
        if path.is_empty() {
            return Ok(Target {
                file: from.file,
                pointer,
            });
        }
        let path = self.folder.join(from.file, &path).map_err(&wrong)?;
        if let Some(file) = self.folder.file(&path) {
            return Ok(Target { file, pointer });
        }
        let name = self.folder.name(&path);
        let bytes = match self.files.read_in(self.folder.prefix(), &name) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.folder.unreadable(path);
                // A bare name in a mapping is a schema's, not a file's.
                let mut diagnostic = if reference.contains(['#', '/', '.']) {
                    let message = format!("`{name}` cannot be read: {}", reason(&error));
                    Diagnostic::error(Code::UnreadableFile, place, message).help(help(&error))
                } else {
                    let message =
                        format!("`{reference}` is neither a schema of the document nor a file");
                    Diagnostic::error(Code::UnresolvedReference, place, message)
                        .help("write a reference to a schema as `#/components/schemas/NAME`")
                };
                let section = self
                    .trees
                    .get(&from.file)
                    .and_then(|tree| tree.get("components")?.get("schemas"));
                let names = section
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(Map::keys);
                let names = self.diagnostics.comparable(names.map(String::as_str));
                if let Some(name) = nearest(reference, names) {
                    diagnostic =
                        diagnostic.label(format!("did you mean `#/components/schemas/{name}`?"));
                }
                return Err(Some(diagnostic.into()));
            }
        };
        let read = if kind == Kind::String && !is_structured(&path) {
            syntax::text
        } else {
            syntax::parse
        };
        let (file, tree) = read(&name, bytes, self.sources, self.diagnostics);
        self.folder.add(path, file);
        self.trees.extend(tree.map(|tree| (file, tree)));
        Ok(Target { file, pointer })
    }

    /// Checks that a target is of the expected kind, as far as its pointer tells.
    pub(super) fn check_kind(
        &self,
        kind: Kind,
        target: &Target,
        reference: &str,
        from: &Target,
    ) -> Result<(), Unresolved> {
        let Some(object) = kind.referenced() else {
            return self.check_misplaced(kind, target, reference, from);
        };
        let found = match self.expected_kind(target) {
            Some(
                Kind::Object(found) | Kind::Reference(found) | Kind::BooleanOrReference(found),
            ) if found == object => {
                return Ok(());
            }
            None | Some(Kind::Any) => return Ok(()),
            Some(
                Kind::Object(found) | Kind::Reference(found) | Kind::BooleanOrReference(found),
            ) => found.name(),
            Some(_) => "a different kind of value",
        };
        let message = format!(
            "`{reference}` must refer to {}, found {found}",
            object.name()
        );
        let diagnostic = Diagnostic::error(Code::UnresolvedReference, self.place(from), message);
        let help = match object.section() {
            Some(section) => format!("refer to a component in `#/components/{section}`"),
            None => format!("refer to {}", object.name()),
        };
        Err(Some(diagnostic.help(help).into()))
    }

    /// The kind of a node by its pointer; `None` if only the reference to it tells.
    pub(super) fn expected_kind(&self, target: &Target) -> Option<Kind> {
        let tree = self.trees.get(&target.file)?;
        if target.file != MAIN && tree.get("openapi").is_none() {
            return None;
        }
        steps(&target.pointer).try_fold(Kind::Object(Object::Document), |kind, step| {
            below(kind, &step, self.version)
        })
    }
}

/// The kind of a member or an item of a value.
pub(super) fn below(kind: Kind, step: &str, version: Version) -> Option<Kind> {
    match kind {
        Kind::Object(object) | Kind::Reference(object) | Kind::BooleanOrReference(object) => {
            v3_1::member(object, step, version)
        }
        Kind::Array(kind) | Kind::Map(kind) => Some(*kind),
        Kind::Any
        | Kind::String
        | Kind::Boolean
        | Kind::Number
        | Kind::Natural
        | Kind::OneOf(_) => None,
    }
}

/// Whether a file is YAML or JSON by its name, as opposed to text such as Markdown.
fn is_structured(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    let structured = ["yaml", "yml", "json"];
    extension.is_some_and(|one| {
        structured
            .iter()
            .any(|known| one.eq_ignore_ascii_case(known))
    })
}

/// The maximum length of a chain of references.
const HOPS: usize = 32;

enum Walk<'t> {
    Found,
    /// The step that does not exist, and the object with the names that do.
    Nothing {
        step: String,
        names: Option<&'t Map<String, Value>>,
    },
    /// A reference on the way: its pointer, and the steps after it.
    Reference {
        at: String,
        reference: String,
        rest: String,
    },
}

fn walk<'t>(tree: &'t Value, target: &Target, is_component: bool) -> Walk<'t> {
    let mut value = tree;
    let mut rest = target.pointer.as_str();
    for step in steps(&target.pointer) {
        let at = target.pointer.strip_suffix(rest).unwrap_or_default();
        // A member next to the reference takes precedence.
        if let Some(reference) = value.get("$ref").and_then(Value::as_str)
            && value.get(step.as_ref()).is_none()
        {
            return Walk::Reference {
                at: at.to_owned(),
                reference: reference.to_owned(),
                rest: rest.to_owned(),
            };
        }
        let next = match value {
            Value::Object(members) => members.get(step.as_ref()),
            Value::Array(elements) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| elements.get(index)),
            _ => None,
        };
        let Some(next) = next else {
            return Walk::Nothing {
                step: step.into_owned(),
                names: value.as_object(),
            };
        };
        value = next;
        rest = rest
            .get(1..)
            .and_then(|below| below.find('/').and_then(|end| below.get(end..)))
            .unwrap_or("");
    }
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) if !is_component => Walk::Reference {
            at: target.pointer.clone(),
            reference: reference.to_owned(),
            rest: String::new(),
        },
        _ => Walk::Found,
    }
}

/// The help for an unresolved reference without a suggestion.
fn help_for_unresolved<'n>(reference: &str, names: impl Iterator<Item = &'n str>) -> String {
    if reference.contains("#/definitions/") {
        return "move the schemas to `#/components/schemas/`, where OpenAPI 3 has them".to_owned();
    }
    let names: Vec<String> = names.take(9).map(|name| format!("`{name}`")).collect();
    // A longer list is of no use.
    if names.is_empty() || names.len() > 8 {
        return "define it there, or correct the reference".to_owned();
    }
    format!("use one of the existing names: {}", names.join(", "))
}
