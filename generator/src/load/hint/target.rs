//! The targets of settings: schemas, properties and operations by name, and any object by its pointer.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::suggestion::nearest;
use crate::load::specification::operations;
use crate::pointer::{Pointer, escape};

/// The kinds of targets that a setting may name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinds {
    /// Schemas and their properties.
    Types,
    /// Operations too.
    All,
}

/// The reason why there is no target.
pub(super) struct Missing {
    pub(super) message: String,
    pub(super) help: String,
}

/// The pointer of the only target of that name.
pub(super) fn find(document: &Value, target: &str, kinds: Kinds) -> Result<String, Missing> {
    let pointer = target.strip_prefix('#').unwrap_or(target);
    if pointer.starts_with('/') {
        return match document.pointer(pointer) {
            Some(Value::Object(node)) => Ok(followed(document, node, pointer)),
            _ => Err(Missing {
                message: format!(
                    "the settings name `{target}`, which is not an object of the document"
                ),
                help: "correct the JSON Pointer, in which `/` in a name is `~1`".to_owned(),
            }),
        };
    }
    let mut found: Vec<String> = schema(document, target)
        .or_else(|| property(document, target))
        .into_iter()
        .collect();
    if kinds == Kinds::All {
        let named = named_operations(document).filter(|(id, _)| *id == target);
        found.extend(named.map(|(_, pointer)| pointer));
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(missing(document, target, kinds)),
        [first, second, ..] => Err(Missing {
            message: format!("the settings name `{target}`, which is not unique in the document"),
            help: format!("name one of them by its JSON Pointer: `{first}` or `{second}`"),
        }),
    }
}

/// The pointer of the component that an object refers to, unless it is a schema, or its own.
fn followed(document: &Value, node: &Map<String, Value>, pointer: &str) -> String {
    let reference = node.get("$ref").and_then(Value::as_str);
    let other = reference
        .and_then(|reference| reference.strip_prefix('#'))
        .filter(|other| !other.starts_with("/components/schemas/"))
        .filter(|other| document.pointer(other).is_some());
    other.unwrap_or(pointer).to_owned()
}

/// The operations with an id, with their pointers.
fn named_operations(document: &Value) -> impl Iterator<Item = (&str, String)> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        operations(item).filter_map(move |(below, operation)| {
            let id = operation.get("operationId")?.as_str()?;
            Some((id, format!("/paths/{}{below}", escape(path))))
        })
    })
}

fn schemas(document: &Value) -> Option<&Map<String, Value>> {
    document.pointer("/components/schemas")?.as_object()
}

fn schema(document: &Value, name: &str) -> Option<String> {
    schemas(document)?.get(name)?;
    Some(Pointer::base("/components/schemas").key(name).to_string())
}

/// The property of a `SCHEMA.PROPERTY`. Both names may have dots.
fn property(document: &Value, target: &str) -> Option<String> {
    target.match_indices('.').find_map(|(at, _)| {
        let (name, property) = (&target[..at], &target[at + 1..]);
        let pointer = schema(document, name)?;
        let schema = document.pointer(&pointer)?;
        let at = Pointer::base(&pointer);
        let of = |schema: &Value| {
            schema
                .get("properties")
                .and_then(|all| all.get(property))
                .is_some()
        };
        if of(schema) {
            return Some(at.key("properties").key(property).to_string());
        }
        let members = schema.get("allOf").and_then(Value::as_array)?;
        let index = members.iter().position(of)?;
        let list = at.key("allOf");
        let member = list.index(index);
        Some(member.key("properties").key(property).to_string())
    })
}

fn missing(document: &Value, target: &str, kinds: Kinds) -> Missing {
    let mut names: Vec<String> = Vec::new();
    for (name, schema) in schemas(document).into_iter().flatten() {
        if target.contains('.') {
            let properties = schema.get("properties").and_then(Value::as_object);
            let properties = properties.into_iter().flat_map(Map::keys);
            names.extend(properties.map(|property| format!("{name}.{property}")));
        }
        names.push(name.clone());
    }
    match kinds {
        Kinds::All => names.extend(named_operations(document).map(|(id, _)| id.to_owned())),
        Kinds::Types => names.extend(formats(document).iter().map(|one| format!("format.{one}"))),
    }
    let near = nearest(target, names.iter().map(String::as_str));
    let what = match kinds {
        Kinds::Types => "a schema of `components.schemas`, `SCHEMA.PROPERTY`, or a JSON Pointer",
        Kinds::All => {
            "a schema of `components.schemas`, `SCHEMA.PROPERTY`, an `operationId`, or a JSON Pointer"
        }
    };
    Missing {
        message: format!("the settings name `{target}`, which the document does not have"),
        help: other_kind(document, target, kinds).unwrap_or_else(|| match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name {what}"),
        }),
    }
}

/// How to name a format or a tag, if the target is one.
fn other_kind(document: &Value, target: &str, kinds: Kinds) -> Option<String> {
    match kinds {
        Kinds::Types => {
            let is_format = formats(document).contains(target);
            is_format.then(|| format!("did you mean `format.{target}`?"))
        }
        Kinds::All => {
            let tags = document.get("tags").and_then(Value::as_array);
            let is_named = |tag: &Value| tag.get("name").and_then(Value::as_str) == Some(target);
            let index = tags.and_then(|tags| tags.iter().position(is_named))?;
            Some(format!("name the tag by its JSON Pointer: `/tags/{index}`"))
        }
    }
}

/// The formats in a document.
fn formats(document: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut pending = vec![document];
    while let Some(value) = pending.pop() {
        found.extend(value.get("format").and_then(Value::as_str));
        match value {
            Value::Object(members) => pending.extend(members.values()),
            Value::Array(elements) => pending.extend(elements),
            _ => {}
        }
    }
    found
}
