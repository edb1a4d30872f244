//! The parts of a multipart body that have positions, not names: `prefixItems`, `prefixEncoding`, `itemSchema` and
//! `itemEncoding`.
//!
//! An array with a schema or an encoding for each position becomes an object with a property for each, in that order.
//! The names of the properties are never sent.

use serde_json::{Map, Value, json};

use super::item_schema::find;
use super::rewriting::Rewriting;
use crate::load::specification::{Kind, Object};
use crate::pointer::Pointer;

/// The property for the parts that have the same schema.
pub(crate) const LIST_OF_PARTS: &str = "parts";

/// The extension of an array whose elements are parts, even if their media type is JSON.
pub(crate) const EACH_IS_A_PART: &str = "x-openapi-crate-each-is-a-part";

/// The maximum number of positions for which `items` or `itemSchema` is copied.
const MOST_COPIES: usize = 16;

/// The maximum number of references that are followed from the schema of a body.
const LONGEST_CHAIN: usize = 16;

/// Whether the parts of a body have positions.
pub(super) fn is_positional(essence: &str) -> bool {
    essence.starts_with("multipart/") && !matches!(essence, "multipart/form-data" | "multipart/*")
}

/// The pointers to the schemas and the encodings of the parts.
#[derive(Default)]
struct Positions {
    /// The first parts, and whether each is required.
    first: Vec<Option<String>>,
    required: usize,
    /// The other parts.
    others: Option<String>,
    first_encodings: usize,
    has_other_encoding: bool,
}

impl Rewriting<'_> {
    /// Rewrites every multipart body whose parts have positions.
    pub(super) fn positional_parts(&mut self, document: &mut Value) {
        let is_relevant = |media: &Map<String, Value>| {
            ["itemSchema", "prefixEncoding", "itemEncoding", "schema"]
                .iter()
                .any(|keyword| media.contains_key(*keyword))
        };
        let root = Kind::Object(Object::Document);
        let mut found = Vec::new();
        find(root, document, &Pointer::ROOT, &is_relevant, &mut found);
        for (pointer, essence) in found {
            if is_positional(&essence) {
                self.positions(document, &pointer);
            }
        }
    }

    fn positions(&mut self, document: &mut Value, media_type: &str) {
        let Some(mut positions) = positions_of(document, media_type) else {
            return;
        };
        if positions.first_encodings > positions.first.len() {
            let copies = positions.first_encodings - positions.first.len();
            if copies > MOST_COPIES {
                let at = format!("{media_type}/prefixEncoding");
                let what = format!(
                    "`prefixEncoding` of more than {MOST_COPIES} parts with the same schema"
                );
                self.unsupported(
                    &Pointer::base(&at),
                    format!("{what} is not supported"),
                    "the other parts have the encoding `itemEncoding`",
                );
            }
            let length = positions.first.len() + copies.min(MOST_COPIES);
            positions.first.resize(length, None);
        }
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encodings = Map::new();
        for (index, schema) in positions.first.iter().enumerate() {
            let name = format!("part{}", index + 1);
            let to = format!("{media_type}/schema/properties/{name}");
            let schema = match schema.as_ref().or(positions.others.as_ref()) {
                Some(from) => self.copied(document, from, &to),
                None => json!({}),
            };
            properties.insert(name.clone(), schema);
            let from = format!("{media_type}/prefixEncoding/{index}");
            if index < positions.first_encodings && document.pointer(&from).is_some() {
                let to = format!("{media_type}/encoding/{name}");
                encodings.insert(name.clone(), self.copied(document, &from, &to));
            }
            if index < positions.required {
                required.push(json!(name));
            }
        }
        let has_others = positions.others.is_some() || positions.has_other_encoding;
        if has_others {
            let at = format!("{media_type}/schema/properties/{LIST_OF_PARTS}");
            let at = if properties.is_empty() {
                format!("{media_type}/schema/items")
            } else {
                format!("{at}/items")
            };
            let items = match &positions.others {
                Some(from) => self.copied(document, from, &at),
                None => json!({}),
            };
            let list = json!({"type": "array", "items": items, EACH_IS_A_PART: true});
            properties.insert(LIST_OF_PARTS.to_owned(), list);
        }
        if positions.has_other_encoding {
            let from = format!("{media_type}/itemEncoding");
            let to = format!("{media_type}/encoding/{LIST_OF_PARTS}");
            let encoding = self.copied(document, &from, &to);
            encodings.insert(LIST_OF_PARTS.to_owned(), encoding);
        }
        let schema = match properties.shift_remove(LIST_OF_PARTS) {
            Some(list) if properties.is_empty() => list,
            list => {
                properties.extend(list.map(|list| (LIST_OF_PARTS.to_owned(), list)));
                json!({"type": "object", "required": required, "properties": properties})
            }
        };
        if let Some(Value::Object(media)) = document.pointer_mut(media_type) {
            for keyword in ["itemSchema", "prefixEncoding", "itemEncoding"] {
                media.shift_remove(keyword);
            }
            media.insert("schema".to_owned(), schema);
            media.insert("encoding".to_owned(), Value::Object(encodings));
        }
    }
}

/// Returns the positions of a media type, or `None` if it is not an array, or has nothing by position.
fn positions_of(document: &Value, media_type: &str) -> Option<Positions> {
    let media = document.pointer(media_type)?.as_object()?;
    let mut positions = Positions {
        first_encodings: media
            .get("prefixEncoding")
            .map_or(Some(0), |list| Some(list.as_array()?.len()))?,
        has_other_encoding: media.get("itemEncoding").is_some_and(Value::is_object),
        ..Positions::default()
    };
    if let Some(item) = media.get("itemSchema") {
        if !item.is_object() && !item.is_boolean() {
            return None;
        }
        positions.others = Some(format!("{media_type}/itemSchema"));
        return Some(positions);
    }
    let mut pointer = format!("{media_type}/schema");
    for _ in 0..LONGEST_CHAIN {
        let schema = document.pointer(&pointer)?.as_object()?;
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => reference.strip_prefix('#')?.clone_into(&mut pointer),
            None => break,
        }
    }
    let schema = document.pointer(&pointer)?.as_object()?;
    let first = schema
        .get("prefixItems")
        .map_or(Some(&[][..]), |list| Some(list.as_array()?.as_slice()))?;
    let is_array = schema.get("type").and_then(Value::as_str) == Some("array");
    let has_positions = positions.first_encodings > 0 || positions.has_other_encoding;
    if first.is_empty() && (!has_positions || !is_array) {
        return None;
    }
    let list = 0..first.len();
    positions.first = list
        .map(|index| Some(format!("{pointer}/prefixItems/{index}")))
        .collect();
    // Positions before the last part cannot be left out, so all are required unless the document says otherwise.
    let at_least = schema.get("minItems").and_then(Value::as_u64);
    let at_least = at_least.and_then(|count| usize::try_from(count).ok());
    positions.required = at_least.unwrap_or(first.len());
    if schema
        .get("items")
        .is_some_and(|items| items != &json!(false))
    {
        positions.others = Some(format!("{pointer}/items"));
    }
    Some(positions)
}
