//! `itemSchema`: the values of a sequential media type.
//!
//! It becomes the `items` of an array schema, as which OpenAPI 3.0 documents describe sequences. The item of an event
//! stream is an object with the fields of an event, of which only the data has a type: that of its `contentSchema`.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use crate::diagnostic::Part;
use crate::load::specification::{Kind, Object};
use crate::pointer::{Pointer, unescape};
use crate::sequence::{Sequence, sequence};

/// The maximum depth of the composition of an event.
const DEPTH: usize = 16;

/// The maximum number of schemas of the data of an event.
const MOST_SCHEMAS: usize = 256;

/// The fields of an event (HTML standard, section 9.2.6), other than its data.
const FIELDS: [&str; 3] = ["event", "id", "retry"];

/// The data of an event.
#[derive(Clone, Debug, PartialEq)]
enum Data {
    Text,
    /// JSON of any type.
    AnyJson,
    /// JSON of the schema at this pointer.
    Json(String),
}

impl Rewriting<'_> {
    /// Rewrites the `itemSchema` of every media type.
    pub(super) fn item_schemas(&mut self, document: &mut Value) {
        let mut found = Vec::new();
        find(
            Kind::Object(Object::Document),
            document,
            &Pointer::ROOT,
            &|media| media.contains_key("itemSchema"),
            &mut found,
        );
        let mut decoded = Vec::new();
        for (pointer, essence) in found {
            let item = format!("{pointer}/itemSchema");
            match sequence(&essence) {
                None => {
                    let what = format!("`itemSchema` of `{essence}` bodies is not supported");
                    self.unsupported(
                        &Pointer::base(&item),
                        what,
                        "the body has the type of `schema`",
                    );
                    take(document, &pointer);
                }
                Some(Sequence::Events) => self.event(document, &pointer, &item, &mut decoded),
                Some(Sequence::Lines | Sequence::Records) => {
                    let Some(schema) = take(document, &pointer) else {
                        continue;
                    };
                    let items = format!("{pointer}/schema/items");
                    self.moved(&Pointer::base(&item), &Pointer::base(&items));
                    put(document, &pointer, schema);
                }
            }
        }
        // The schema of an event may be a component, whose content is decoded too.
        for pointer in decoded {
            let (parent, _) = pointer.rsplit_once('/').unwrap_or_default();
            if let Some(Value::Object(members)) = document.pointer_mut(parent) {
                members.shift_remove("contentSchema");
            }
        }
    }

    /// Rewrites the schema of an event as that of its data.
    fn event(
        &mut self,
        document: &mut Value,
        media_type: &str,
        item: &str,
        decoded: &mut Vec<String>,
    ) {
        if !document
            .pointer(item)
            .is_some_and(|schema| schema.is_object() || schema.is_boolean())
        {
            let message = "`itemSchema` must be a schema";
            self.wrong(
                &Pointer::base(item),
                Part::Value,
                message,
                "write an object",
            );
            return;
        }
        let mut budget = MOST_SCHEMAS;
        let data = data_of(document, item, 0, &mut HashSet::new(), &mut budget);
        let mut kinds: Vec<Data> = Vec::new();
        for one in data {
            // Two references to the same schema are one alternative.
            let is_same = |known: &Data| match (known, &one) {
                (Data::Json(known), Data::Json(one)) => {
                    document.pointer(known) == document.pointer(one)
                }
                _ => *known == one,
            };
            if !kinds.iter().any(is_same) {
                kinds.push(one);
            }
        }
        if kinds.is_empty() && !describes_an_event(document, item) {
            let what = "`itemSchema` of an event stream must describe the fields of an event";
            self.unsupported(
                &Pointer::base(item),
                what,
                "it is the schema of the data, as JSON; write `properties: { data: { contentMediaType: \
                application/json, contentSchema: … } }`",
            );
            kinds.push(Data::Json(item.to_owned()));
        }
        let is_text = |one: &Data| *one == Data::Text;
        if kinds.iter().any(is_text) && !kinds.iter().all(is_text) {
            self.unsupported(
                &Pointer::base(item),
                "an event stream whose data is JSON only in some events is not supported",
                "the data is a string",
            );
            kinds = vec![Data::Text];
        }
        let items = format!("{media_type}/schema/items");
        let schema = match kinds.as_slice() {
            [] | [Data::Text, ..] => json!({"type": "string"}),
            _ if kinds.contains(&Data::AnyJson) => json!({}),
            [Data::Json(only)] => self.copied(document, only, &items),
            several => {
                let schemas = several.iter().enumerate().map(|(index, one)| match one {
                    Data::Json(one) => {
                        self.copied(document, one, &format!("{items}/oneOf/{index}"))
                    }
                    Data::Text | Data::AnyJson => json!({}),
                });
                json!({"oneOf": schemas.collect::<Vec<Value>>()})
            }
        };
        decoded.extend(kinds.into_iter().filter_map(|kind| match kind {
            Data::Json(pointer) if pointer.ends_with("/properties/data/contentSchema") => {
                Some(pointer)
            }
            _ => None,
        }));
        take(document, media_type);
        put(document, media_type, schema);
    }

    /// Copies the schema at a pointer, and records the origin of the copy.
    pub(super) fn copied(&mut self, document: &Value, from: &str, to: &str) -> Value {
        let origin = self.sources.origins.of(from);
        self.sources.origins.set(to, origin);
        document.pointer(from).cloned().unwrap_or_default()
    }
}

/// Finds the media types that a condition applies to: their pointers and names.
pub(super) fn find(
    kind: Kind,
    value: &Value,
    at: &Pointer<'_>,
    is_relevant: &dyn Fn(&Map<String, Value>) -> bool,
    found: &mut Vec<(String, String)>,
) {
    match (kind, value) {
        (
            Kind::Reference(object) | Kind::BooleanOrReference(object) | Kind::Object(object),
            Value::Object(members),
        ) => {
            if object == Object::MediaType && is_relevant(members) {
                let pointer = at.to_string();
                let name = pointer.rsplit('/').next().map(unescape).unwrap_or_default();
                let essence = name.split(';').next().unwrap_or_default();
                let essence = essence.trim().to_ascii_lowercase();
                found.push((pointer, essence));
            }
            for (name, value) in members {
                if (value.is_object() || value.is_array())
                    && object != Object::Schema
                    && let Some(kind) = object.member(name, true)
                {
                    find(kind, value, &at.key(name), is_relevant, found);
                }
            }
        }
        (Kind::Array(element), Value::Array(elements)) => {
            for (index, value) in elements.iter().enumerate() {
                find(*element, value, &at.index(index), is_relevant, found);
            }
        }
        (Kind::Map(member), Value::Object(members)) => {
            for (name, value) in members {
                find(*member, value, &at.key(name), is_relevant, found);
            }
        }
        _ => {}
    }
}

/// Removes the `itemSchema` of a media type.
fn take(document: &mut Value, media_type: &str) -> Option<Value> {
    let members = document.pointer_mut(media_type)?.as_object_mut()?;
    members.shift_remove("itemSchema")
}

/// Sets the schema of a media type to an array of items.
fn put(document: &mut Value, media_type: &str, items: Value) {
    if let Some(Value::Object(members)) = document.pointer_mut(media_type) {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("array"));
        schema.insert("items".to_owned(), items);
        members.insert("schema".to_owned(), Value::Object(schema));
    }
}

/// Follows the references of a schema. Returns its pointer.
fn followed(document: &Value, pointer: &str) -> String {
    let mut pointer = pointer.to_owned();
    for _ in 0..DEPTH {
        let reference = document
            .pointer(&pointer)
            .and_then(|schema| schema.get("$ref")?.as_str()?.strip_prefix('#'));
        match reference {
            Some(next) if document.pointer(next).is_some() => next.clone_into(&mut pointer),
            _ => break,
        }
    }
    pointer
}

/// The data of the event that a schema describes, in each of its alternatives. Empty if the schema does not describe it.
fn data_of(
    document: &Value,
    pointer: &str,
    depth: usize,
    open: &mut HashSet<String>,
    budget: &mut usize,
) -> Vec<Data> {
    let pointer = followed(document, pointer);
    let Some(Value::Object(members)) = document.pointer(&pointer) else {
        return Vec::new();
    };
    if depth > DEPTH || *budget == 0 || !open.insert(pointer.clone()) {
        return Vec::new();
    }
    *budget -= 1;
    let count = |keyword: &str| {
        members
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    };
    let mut own = Vec::new();
    if members
        .get("properties")
        .and_then(|all| all.get("data"))
        .is_some()
    {
        own.push(data(document, &format!("{pointer}/properties/data")));
    }
    for index in 0..count("allOf") {
        own.extend(data_of(
            document,
            &format!("{pointer}/allOf/{index}"),
            depth + 1,
            open,
            budget,
        ));
    }
    let mut alternatives = Vec::new();
    for keyword in ["oneOf", "anyOf"] {
        for index in 0..count(keyword) {
            let at = format!("{pointer}/{keyword}/{index}");
            let of_alternative = data_of(document, &at, depth + 1, open, budget);
            if of_alternative.is_empty() {
                alternatives.extend(own.iter().cloned());
            } else {
                alternatives.extend(of_alternative);
            }
        }
    }
    open.remove(&pointer);
    if alternatives.is_empty() {
        own
    } else {
        alternatives
    }
}

/// The data that the schema of the field `data` describes.
fn data(document: &Value, pointer: &str) -> Data {
    let target = followed(document, pointer);
    let Some(schema) = document.pointer(&target) else {
        return Data::Text;
    };
    let is_json = schema
        .get("contentMediaType")
        .and_then(Value::as_str)
        .is_some_and(is_json);
    let content = schema
        .get("contentSchema")
        .filter(|content| content.is_object());
    let is_encoded = schema.get("contentEncoding").is_some();
    match content {
        _ if is_encoded => Data::Text,
        Some(_) if is_json || schema.get("contentMediaType").is_none() => {
            let content = format!("{target}/contentSchema");
            Data::Json(content)
        }
        _ if is_json => Data::AnyJson,
        // Data is a string on the wire, so any other type describes the JSON in it.
        _ if is_structure(schema) => Data::Json(pointer.to_owned()),
        _ => Data::Text,
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a schema describes an object or an array.
fn is_structure(schema: &Value) -> bool {
    let is_type = |name: &str| match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    };
    if is_type("string") {
        return false;
    }
    is_type("object")
        || is_type("array")
        || ["properties", "items", "additionalProperties", "prefixItems"]
            .iter()
            .any(|keyword| schema.get(*keyword).is_some())
        || ["allOf", "oneOf", "anyOf"].iter().any(|keyword| {
            schema
                .get(*keyword)
                .and_then(Value::as_array)
                .is_some_and(|all| !all.is_empty())
        })
}

/// Whether a schema describes the fields of an event without its data, or a string.
fn describes_an_event(document: &Value, pointer: &str) -> bool {
    let schema = document.pointer(&followed(document, pointer));
    let Some(schema) = schema else {
        return true;
    };
    let has_field = schema
        .get("properties")
        .is_some_and(|all| FIELDS.iter().any(|field| all.get(*field).is_some()));
    has_field || !is_structure(schema)
}
