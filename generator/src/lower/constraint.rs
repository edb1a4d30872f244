//! The limits and defaults of schemas: sentences for the documentation, and limits that are checked.

use std::fmt::Display;

use openapiv3::{
    IntegerType, NumberType, Schema, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::nullable::lists_only_null;
use crate::model::code_span;
use crate::model::types::Limit;

/// Describes the limits and the default of a schema, one sentence each.
pub(super) fn notes(schema: &Schema) -> Vec<String> {
    let mut notes = Vec::new();
    match &schema.schema_kind {
        _ if lists_only_null(schema) => notes.push("Always `null`.".to_owned()),
        SchemaKind::Type(Type::String(string)) => of_string(string, &mut notes),
        SchemaKind::Type(Type::Integer(integer)) => of_integer(integer, &mut notes),
        SchemaKind::Type(Type::Number(number)) => of_number(number, &mut notes),
        SchemaKind::Type(Type::Array(array)) => {
            count(array.min_items, array.max_items, "item", &mut notes);
            if array.unique_items {
                notes.push("Items are unique.".to_owned());
            }
        }
        SchemaKind::Type(Type::Object(object)) => {
            count(
                object.min_properties,
                object.max_properties,
                "property",
                &mut notes,
            );
        }
        SchemaKind::Type(Type::Boolean(boolean)) => one_of(&boolean.enumeration, &mut notes),
        SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. }
        | SchemaKind::Any(_) => {}
    }
    notes.extend(schema.schema_data.default.as_ref().map(default_note));
    notes
}

/// Describes a default.
pub(super) fn default_note(default: &Value) -> String {
    let default = match default {
        Value::String(text) if text.is_empty() => "the empty string".to_owned(),
        Value::String(text) => code_span(text),
        other => code_span(&other.to_string()),
    };
    format!("Default: {default}.")
}

/// The limits of a schema that can be checked.
pub(super) fn limits(schema: &Schema) -> Vec<Limit> {
    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return Vec::new();
    };
    let limits = match ty {
        // The keywords limit the string on the wire, which is not the value of a type with a format.
        Type::String(string) if string.format.is_empty() => {
            vec![
                string.min_length.map(Limit::MinLength),
                string.max_length.map(Limit::MaxLength),
            ]
        }
        Type::Integer(integer) => {
            #[allow(
                clippy::cast_precision_loss,
                reason = "the precision of limits beyond 2^53 is irrelevant"
            )]
            let double = |limit: i64| limit as f64;
            let minimum = integer.minimum.map(double);
            // The type is unsigned: a minimum of 0 is implied.
            let minimum = minimum.filter(|&minimum| minimum != 0.0 || integer.exclusive_minimum);
            vec![
                minimum.map(if integer.exclusive_minimum {
                    Limit::Above
                } else {
                    Limit::Minimum
                }),
                integer
                    .maximum
                    .map(double)
                    .map(if integer.exclusive_maximum {
                        Limit::Below
                    } else {
                        Limit::Maximum
                    }),
                integer.multiple_of.map(double).map(Limit::MultipleOf),
            ]
        }
        Type::Number(number) => vec![
            number.minimum.map(if number.exclusive_minimum {
                Limit::Above
            } else {
                Limit::Minimum
            }),
            number.maximum.map(if number.exclusive_maximum {
                Limit::Below
            } else {
                Limit::Maximum
            }),
            number.multiple_of.map(Limit::MultipleOf),
        ],
        Type::Array(array) => {
            vec![
                array.min_items.map(Limit::MinItems),
                array.max_items.map(Limit::MaxItems),
            ]
        }
        Type::Object(object) => {
            vec![
                object.min_properties.map(Limit::MinItems),
                object.max_properties.map(Limit::MaxItems),
            ]
        }
        Type::String(_) | Type::Boolean(_) => Vec::new(),
    };
    limits.into_iter().flatten().collect()
}

fn of_string(string: &StringType, notes: &mut Vec<String>) {
    match &string.format {
        // The keywords limit the string on the wire, which users of a typed value never see.
        VariantOrUnknownOrEmpty::Item(
            StringFormat::DateTime | StringFormat::Date | StringFormat::Byte,
        ) => {
            return;
        }
        VariantOrUnknownOrEmpty::Unknown(format)
            if matches!(format.as_str(), "ipv4" | "ipv6" | "uuid") =>
        {
            return;
        }
        // A format without a Rust type is only documented.
        VariantOrUnknownOrEmpty::Unknown(format) => {
            notes.push(format!("Format: {}.", code_span(format)));
        }
        VariantOrUnknownOrEmpty::Item(_) | VariantOrUnknownOrEmpty::Empty => {}
    }
    count(string.min_length, string.max_length, "character", notes);
    if let Some(pattern) = &string.pattern {
        notes.push(format!("Pattern: {}.", code_span(pattern)));
    }
}

fn of_integer(integer: &IntegerType, notes: &mut Vec<String>) {
    // The type is unsigned: a minimum of 0 is implied.
    let minimum = integer
        .minimum
        .filter(|&minimum| minimum != 0 || integer.exclusive_minimum);
    range(
        minimum,
        integer.exclusive_minimum,
        integer.maximum,
        integer.exclusive_maximum,
        notes,
    );
    if let Some(factor) = integer.multiple_of {
        notes.push(format!("A multiple of {factor}."));
    }
}

fn of_number(number: &NumberType, notes: &mut Vec<String>) {
    one_of(&number.enumeration, notes);
    range(
        number.minimum,
        number.exclusive_minimum,
        number.maximum,
        number.exclusive_maximum,
        notes,
    );
    if let Some(factor) = number.multiple_of {
        notes.push(format!("A multiple of {factor}."));
    }
}

/// Lists the values of an `enum` that is not an enum in Rust, as its values give no names for variants.
fn one_of<T: Display>(values: &[Option<T>], notes: &mut Vec<String>) {
    let values: Vec<String> = values
        .iter()
        .flatten()
        .map(|value| code_span(&value.to_string()))
        .collect();
    match values.as_slice() {
        [] => {}
        [only] => notes.push(format!("Always {only}.")),
        _ => notes.push(format!("One of {}.", values.join(", "))),
    }
}

fn range<T: Display>(
    minimum: Option<T>,
    above: bool,
    maximum: Option<T>,
    below: bool,
    notes: &mut Vec<String>,
) {
    let lower = if above { "More than" } else { "At least" };
    let upper = if below { "less than" } else { "at most" };
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if !above && !below => {
            notes.push(format!("Between {minimum} and {maximum}."));
        }
        (Some(minimum), Some(maximum)) => {
            notes.push(format!("{lower} {minimum} and {upper} {maximum}."));
        }
        (Some(minimum), None) => notes.push(format!("{lower} {minimum}.")),
        (None, Some(maximum)) => notes.push(capitalised(&format!("{upper} {maximum}."))),
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
        (Some(minimum), Some(maximum)) => {
            notes.push(format!("{minimum} to {maximum} {}.", things(maximum)));
        }
        (Some(minimum), None) => notes.push(format!("At least {minimum} {}.", things(minimum))),
        (None, Some(maximum)) => notes.push(format!("At most {maximum} {}.", things(maximum))),
        (None, None) => {}
    }
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
