//! What keywords say of a value and its Rust type does not: limits and defaults, a sentence each.

use std::fmt::Display;

use openapiv3::{
    IntegerType, NumberType, Schema, SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use crate::model::code_span;

/// The sentences for the documentation of a schema's value.
pub(super) fn notes(schema: &Schema) -> Vec<String> {
    let mut notes = Vec::new();
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => of_string(string, &mut notes),
        SchemaKind::Type(Type::Integer(integer)) => of_integer(integer, &mut notes),
        SchemaKind::Type(Type::Number(number)) => of_number(number, &mut notes),
        SchemaKind::Type(Type::Array(array)) => {
            count(array.min_items, array.max_items, "element", &mut notes);
            if array.unique_items {
                notes.push("No element occurs twice.".to_owned());
            }
        }
        SchemaKind::Type(Type::Object(object)) => {
            count(object.min_properties, object.max_properties, "property", &mut notes);
        }
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. }
        | SchemaKind::Any(_) => {}
    }
    if let Some(default) = &schema.schema_data.default {
        let default = match default {
            Value::String(text) if text.is_empty() => "the empty text".to_owned(),
            Value::String(text) => code_span(text),
            other => code_span(&other.to_string()),
        };
        notes.push(format!("Default: {default}."));
    }
    notes
}

fn of_string(string: &StringType, notes: &mut Vec<String>) {
    // Keywords speak of the text on the wire, which the user of a typed value never sees.
    if let VariantOrUnknownOrEmpty::Item(StringFormat::DateTime | StringFormat::Byte) = string.format {
        return;
    }
    count(string.min_length, string.max_length, "character", notes);
    if let Some(pattern) = &string.pattern {
        notes.push(format!("Pattern: {}.", code_span(pattern)));
    }
}

fn of_integer(integer: &IntegerType, notes: &mut Vec<String>) {
    // The type says 0 already: it is unsigned.
    let minimum = integer.minimum.filter(|&minimum| minimum != 0 || integer.exclusive_minimum);
    range(minimum, integer.exclusive_minimum, integer.maximum, integer.exclusive_maximum, notes);
    if let Some(factor) = integer.multiple_of {
        notes.push(format!("A multiple of {factor}."));
    }
}

fn of_number(number: &NumberType, notes: &mut Vec<String>) {
    range(number.minimum, number.exclusive_minimum, number.maximum, number.exclusive_maximum, notes);
    if let Some(factor) = number.multiple_of {
        notes.push(format!("A multiple of {factor}."));
    }
}

fn range<T: Display>(
    minimum: Option<T>,
    above: bool,
    maximum: Option<T>,
    below: bool,
    notes: &mut Vec<String>,
) {
    let minimum = minimum.map(|limit| format!("{} {limit}", if above { "more than" } else { "at least" }));
    let maximum = maximum.map(|limit| format!("{} {limit}", if below { "less than" } else { "at most" }));
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => notes.push(capitalised(&format!("{minimum}, {maximum}."))),
        (Some(limit), None) | (None, Some(limit)) => notes.push(capitalised(&format!("{limit}."))),
        (None, None) => {}
    }
}

fn count(minimum: Option<usize>, maximum: Option<usize>, thing: &str, notes: &mut Vec<String>) {
    let minimum = minimum.filter(|&minimum| minimum > 0);
    let things = |count: usize| match (count, thing) {
        (1, _) => thing.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{thing}s"),
    };
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            notes.push(format!("Exactly {minimum} {}.", things(minimum)));
        }
        (Some(minimum), Some(maximum)) => notes.push(format!("{minimum} to {maximum} {}.", things(maximum))),
        (Some(minimum), None) => notes.push(format!("At least {minimum} {}.", things(minimum))),
        (None, Some(maximum)) => notes.push(format!("At most {maximum} {}.", things(maximum))),
        (None, None) => {}
    }
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
