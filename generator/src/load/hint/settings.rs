//! The hints of the settings, which are added to the document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::fit::{self, Misfit};
use super::holder::object_at;
use super::lost::Wanted;
use super::misplaced::{keep_next_to_reference, kind_at, listed, object_of, objects};
use super::target::{Kinds, find};
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::hints::{DERIVE, NAME, TYPE};
use crate::input::Input;
use crate::load::setting;
use crate::load::source::SourceMap;
use crate::load::version::Version;
use crate::load::visit::{Visited, visit};
use crate::pointer::Pointer;

/// The prefix of a setting for a format.
const FORMAT: &str = "format.";

/// The target of `derive` that means all types.
const ALL: &str = "all";

/// Adds the hints of the settings to the document. Returns those of targets.
pub(super) fn set(
    document: &mut Value,
    version: Version,
    input: &Input,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Vec<Wanted> {
    let hints = &input.hints;
    let mut formats: Vec<Format<'_>> = Vec::new();
    let mut settings = Settings {
        document,
        version,
        input,
        sources,
        diagnostics,
        known: BTreeMap::new(),
        wanted: Vec::new(),
    };
    for (target, path) in &hints.types {
        match target.strip_prefix(FORMAT) {
            Some(format) if formats.iter().any(|known| known.format == format) => {
                settings.repeated(("types", target), target);
            }
            Some(format) => formats.push(Format { format, path }),
            None => settings.set(("types", target), Kinds::Types, TYPE, path),
        }
    }
    set_formats(&mut settings, version, &formats);
    for (target, traits) in &hints.derives {
        settings.derive(target.as_deref(), traits);
    }
    for (target, name) in &hints.names {
        settings.set(("rename", target), Kinds::All, NAME, name);
    }
    settings.wanted
}

/// The document to which settings are added.
struct Settings<'a> {
    document: &'a mut Value,
    version: Version,
    input: &'a Input,
    sources: &'a mut SourceMap,
    diagnostics: &'a mut Diagnostics,
    /// The targets with a hint, by its extension and the pointer.
    known: BTreeMap<(&'static str, String), String>,
    wanted: Vec<Wanted>,
}

impl Settings<'_> {
    /// Adds a hint to the target of a setting.
    fn set(
        &mut self,
        (table, target): (&str, &str),
        kinds: Kinds,
        extension: &'static str,
        value: &str,
    ) {
        let Some(pointer) = self.target((table, target), kinds, extension) else {
            return;
        };
        let known = (extension, pointer.clone());
        if let Some(other) = self.known.insert(known, target.to_owned()) {
            self.repeated((table, target), &other);
            return;
        }
        let table = Pointer::ROOT.key(table);
        let setting = table.key(target);
        let Some(node) = object_at(self.document, &pointer) else {
            return;
        };
        if extension == NAME {
            keep_next_to_reference(node);
        }
        node.insert(extension.to_owned(), value.into());
        let hint = Pointer::base(&pointer);
        setting::set_origin(self.input, &setting, &hint.key(extension), self.sources);
    }

    /// Adds traits to those of a hint: of a target, or of the document.
    fn derive(&mut self, target: Option<&str>, traits: &[String]) {
        let table = Pointer::ROOT.key("derive");
        let setting = table.key(target.unwrap_or(ALL));
        let pointer = match target {
            Some(target) => self.target(("derive", target), Kinds::Types, DERIVE),
            None => Some(String::new()),
        };
        let Some(pointer) = pointer else {
            return;
        };
        let Some(node) = object_at(self.document, &pointer) else {
            return;
        };
        let hint = node
            .entry(DERIVE)
            .or_insert_with(|| Value::Array(Vec::new()));
        let Some(known) = hint.as_array_mut() else {
            return;
        };
        let at = Pointer::base(&pointer);
        let at = at.key(DERIVE);
        for (index, name) in traits.iter().enumerate() {
            if !known.iter().any(|one| one == name) {
                let (setting, at) = (setting.index(index), at.index(known.len()));
                setting::set_origin(self.input, &setting, &at, self.sources);
                known.push(name.as_str().into());
            }
        }
    }

    /// The pointer of the target of a setting, or a report that there is none.
    fn target(
        &mut self,
        (table, target): (&str, &str),
        kinds: Kinds,
        extension: &str,
    ) -> Option<String> {
        let place = self.name_place((table, target));
        let pointer = match find(self.document, target, kinds) {
            Ok(pointer) => pointer,
            Err(missing) => {
                self.diagnostics.push(
                    Diagnostic::error(Code::UnresolvedReference, place, missing.message)
                        .help(missing.help),
                );
                return None;
            }
        };
        let object = kind_at(&pointer, self.version).and_then(object_of);
        let allowed = objects(extension);
        if object.is_none_or(|object| !allowed.contains(&object)) {
            let name = object.map_or("not an object of OpenAPI", |object| object.name());
            let message = format!("the settings name `{target}`, which is {name}");
            let help = format!("`{table}` is for {}", listed(&allowed));
            self.diagnostics
                .push(Diagnostic::error(Code::InvalidExtension, place, message).help(help));
            return None;
        }
        self.wanted.push(Wanted {
            pointer: pointer.clone(),
            what: format!("the setting `{target}`"),
            place,
        });
        Some(pointer)
    }

    /// Reports a setting whose target already has one, under the same name or a different one.
    fn repeated(&mut self, (table, target): (&str, &str), other: &str) {
        let place = self.name_place((table, target));
        let message = if target == other {
            format!("the settings name `{target}` twice in `{table}`")
        } else {
            format!(
                "the settings name the same object twice in `{table}`: `{other}` and `{target}`"
            )
        };
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidExtension, place, message).help("remove one of them"),
        );
    }

    /// The place of the name of a setting.
    fn name_place(&self, (table, target): (&str, &str)) -> Place {
        setting::name_place(self.input, &Pointer::ROOT.key(table).key(target))
    }
}

/// The number of schemas with a format that a warning shows.
const MOST_SHOWN: usize = 3;

/// A setting for a format.
#[derive(PartialEq)]
struct Format<'a> {
    format: &'a str,
    path: &'a str,
}

impl Format<'_> {
    fn target(&self) -> String {
        format!("{FORMAT}{}", self.format)
    }

    fn place(&self, settings: &Settings<'_>) -> Place {
        let table = Pointer::ROOT.key("types");
        setting::place(settings.input, &table.key(&self.target()))
    }

    fn name_place(&self, settings: &Settings<'_>) -> Place {
        let table = Pointer::ROOT.key("types");
        setting::name_place(settings.input, &table.key(&self.target()))
    }
}

impl Format<'_> {
    /// Reports the schemas that the type cannot replace.
    fn report(&self, misfit: &Misfit, pointers: &[String], settings: &mut Settings<'_>) {
        let (Format { format, path }, Misfit { form, found }) = (self, misfit);
        let what = match pointers.len() {
            1 => "a schema with the".to_owned(),
            n => format!("{n} schemas with the"),
        };
        let is = if pointers.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{what} format `{format}` and the type {found} {is} not replaced: `{path}` is {form} in JSON"
        );
        let warning = Diagnostic::warning(Code::Unsupported, self.place(settings), message)
            .help("the format is ignored; use a Rust type with the JSON form of the schema");
        let shown = pointers.iter().take(MOST_SHOWN);
        let warning = shown.fold(warning, |warning, pointer| {
            let place = Pointer::base(pointer).key("format").place();
            warning.related(place, "a schema with the format")
        });
        settings.diagnostics.push(warning);
    }
}

/// Sets the type of each scalar schema that has one of these formats, and no other type or values.
fn set_formats(settings: &mut Settings<'_>, version: Version, formats: &[Format<'_>]) {
    if formats.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    visit(settings.document, version, &mut |visited, at| {
        let Visited::Schema(schema) = visited else {
            return;
        };
        let Some(format) = schema.get("format").and_then(Value::as_str) else {
            return;
        };
        known.insert(format.to_owned());
        let wanted = formats.iter().find(|wanted| wanted.format == format);
        if let Some(wanted) = wanted
            && scalar(schema).is_some()
            && !["enum", "const", TYPE]
                .iter()
                .any(|one| schema.contains_key(*one))
        {
            found.push((at.to_string(), wanted));
        }
    });
    let mut misfits: Vec<(&Format<'_>, Misfit, Vec<String>)> = Vec::new();
    for (pointer, wanted) in found {
        let path = wanted.path;
        let schema = settings.document.pointer(&pointer);
        let misfit = schema.and_then(|schema| fit::misfit(settings.document, path, schema));
        let at = Pointer::base(&pointer);
        if let Some(misfit) = misfit {
            let same = misfits
                .iter_mut()
                .find(|(other, known, _)| *other == wanted && *known == misfit);
            match same {
                Some((_, _, pointers)) => pointers.push(pointer),
                None => misfits.push((wanted, misfit, vec![pointer])),
            }
        } else if let Some(node) = object_at(settings.document, &pointer) {
            node.insert(TYPE.to_owned(), (*path).into());
            let (input, hint) = (settings.input, at.key(TYPE));
            let table = Pointer::ROOT.key("types");
            let setting = wanted.target();
            setting::set_origin(input, &table.key(&setting), &hint, settings.sources);
        }
    }
    for (wanted, misfit, pointers) in misfits {
        wanted.report(&misfit, &pointers, settings);
    }
    for wanted in formats {
        // Settings may be shared by several documents, of which only some have the format.
        if !known.contains(wanted.format)
            && let Some(near) = nearest(wanted.format, known.iter().map(String::as_str))
        {
            let message = format!(
                "the settings replace the format `{}`, which the document does not have",
                wanted.format
            );
            let place = wanted.name_place(settings);
            settings.diagnostics.push(
                Diagnostic::warning(Code::UnresolvedReference, place, message)
                    .help(format!("did you mean `{near}`?")),
            );
        }
    }
}

/// The type of a schema of strings, numbers or integers, which may be `null` too.
fn scalar(schema: &Map<String, Value>) -> Option<&str> {
    let ty = match schema.get("type")? {
        Value::String(ty) => ty,
        Value::Array(types) => {
            let mut types = types.iter().filter_map(Value::as_str);
            let first = types.find(|ty| *ty != "null")?;
            if types.any(|ty| ty != "null") {
                return None;
            }
            first
        }
        _ => return None,
    };
    ["string", "number", "integer"]
        .into_iter()
        .find(|known| *known == ty)
}
