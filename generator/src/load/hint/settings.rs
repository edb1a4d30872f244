//! The hints of the settings, which are added to the document.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::holder::{DERIVE, TYPE, object_at};
use super::target::{Kinds, find};
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::input::Input;
use crate::load::version::Version;
use crate::load::visit::{Visited, visit};
use crate::rust_path;

/// The prefix of a setting for a format.
const FORMAT: &str = "format.";

/// The extension that names an item.
const NAME: &str = "x-rust-name";

/// Adds the hints of the settings to the document.
pub(super) fn set(
    document: &mut Value,
    version: Version,
    input: &Input,
    diagnostics: &mut Diagnostics,
) {
    let hints = &input.hints;
    let place = || Place::File(input.document.clone());
    let mut formats = Vec::new();
    for (target, path) in &hints.types {
        match target.strip_prefix(FORMAT) {
            Some(format) => formats.push((format, path)),
            None => set_at(
                document,
                target,
                Kinds::Types,
                TYPE,
                Value::from(path.as_str()),
                &place,
                diagnostics,
            ),
        }
    }
    set_formats(document, version, &formats, &place, diagnostics);
    for (target, traits) in &hints.derives {
        let traits: Vec<Value> = traits.iter().map(|one| Value::from(one.as_str())).collect();
        match target {
            Some(target) => set_at(
                document,
                target,
                Kinds::Types,
                DERIVE,
                traits.into(),
                &place,
                diagnostics,
            ),
            None => {
                if let Some(document) = document.as_object_mut() {
                    extend(document, traits);
                }
            }
        }
    }
    for (target, name) in &hints.names {
        set_at(
            document,
            target,
            Kinds::All,
            NAME,
            Value::from(name.as_str()),
            &place,
            diagnostics,
        );
    }
}

/// Adds a hint to the target of a setting, or reports that there is none.
fn set_at(
    document: &mut Value,
    target: &str,
    kinds: Kinds,
    extension: &str,
    value: Value,
    place: &dyn Fn() -> Place,
    diagnostics: &mut Diagnostics,
) {
    match find(document, target, kinds) {
        Ok(pointer) => {
            if let Some(node) = object_at(document, &pointer) {
                if extension == NAME {
                    keep_next_to_reference(node);
                }
                match value {
                    Value::Array(traits) => extend(node, traits),
                    value => {
                        node.insert(extension.to_owned(), value);
                    }
                }
            }
        }
        Err(missing) => diagnostics.push(
            Diagnostic::error(Code::UnresolvedReference, place(), missing.message)
                .help(missing.help),
        ),
    }
}

/// Makes a reference to a schema one that OpenAPI 3.0 allows keywords next to.
fn keep_next_to_reference(node: &mut Map<String, Value>) {
    if let Some(reference) = node.shift_remove("$ref") {
        node.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    }
}

/// Adds traits to those of a hint.
fn extend(node: &mut Map<String, Value>, traits: Vec<Value>) {
    let hint = node
        .entry(DERIVE)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Some(known) = hint.as_array_mut() {
        let new = traits.into_iter().filter(|one| !known.contains(one));
        let new: Vec<Value> = new.collect();
        known.extend(new);
    }
}

/// Sets the type of each scalar schema that has one of these formats, and no other type or values.
fn set_formats(
    document: &mut Value,
    version: Version,
    formats: &[(&str, &String)],
    place: &dyn Fn() -> Place,
    diagnostics: &mut Diagnostics,
) {
    if formats.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    visit(document, version, &mut |visited, at| {
        let Visited::Schema(schema) = visited else {
            return;
        };
        let Some(format) = schema.get("format").and_then(Value::as_str) else {
            return;
        };
        known.insert(format.to_owned());
        let wanted = formats.iter().find(|(name, _)| *name == format);
        if let Some((_, path)) = wanted
            && let Some(ty) = scalar(schema)
            && !["enum", "const", TYPE]
                .iter()
                .any(|one| schema.contains_key(*one))
        {
            found.push((
                at.to_string(),
                ty.to_owned(),
                format.to_owned(),
                (*path).clone(),
            ));
        }
    });
    for (pointer, ty, format, path) in found {
        // The known types write strings.
        if ty != "string" && rust_path::known(&path).is_some() {
            let message = format!(
                "a {ty} with the format `{format}` is not replaced: `{path}` is a string in JSON"
            );
            let at = crate::pointer::Pointer::base(&pointer);
            diagnostics.push(
                Diagnostic::warning(Code::Unsupported, at.key("format").place(), message)
                    .help("its type is that without a format; use a type that is a number in JSON"),
            );
        } else if let Some(node) = object_at(document, &pointer) {
            node.insert(TYPE.to_owned(), path.into());
        }
    }
    for (format, _) in formats {
        // Settings may be shared by several documents, of which only some have the format.
        if !known.contains(*format)
            && let Some(near) = nearest(format, known.iter().map(String::as_str))
        {
            let message = format!(
                "the settings replace the format `{format}`, which the document does not have"
            );
            diagnostics.push(
                Diagnostic::warning(Code::UnresolvedReference, place(), message)
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
