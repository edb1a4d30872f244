//! Narrows the keywords of a schema by those of another one that also applies.

use std::collections::{HashMap, HashSet};

use openapiv3::AnySchema;
use serde_json::Value;

use super::keywords::Keywords;
use crate::lower::string_enum::Listed;
use crate::model::Docs;

/// Why no value satisfies both schemas. The keywords of the second one are used.
pub(in crate::lower) enum Contradiction {
    /// The types of the first and the second schema.
    Types(String, String),
    /// No value is in the `enum` of both.
    Values,
}

impl Keywords<'_> {
    /// Adds the keywords of another schema that also applies.
    pub(in crate::lower) fn narrow(&mut self, other: Self) -> Option<Contradiction> {
        if let (Some(one), Some(two)) = (self.json_type(), other.json_type())
            && one != two
            && !matches!((one, two), ("integer", "number") | ("number", "integer"))
        {
            let types = Contradiction::Types(one.to_owned(), two.to_owned());
            // Limits of a different type have no effect, such as `maxLength` of a number.
            return match (&self.limits.typ, &other.limits.typ) {
                (Some(_), None) => None,
                (None, Some(_)) => {
                    *self = other;
                    None
                }
                _ => {
                    *self = other;
                    Some(types)
                }
            };
        }
        narrow_limits(&mut self.limits, other.limits);
        if self.places.is_empty() {
            let places = self.items.iter().map(|items| items.pointer.clone());
            self.places.extend(places);
        }
        for items in other.items {
            if self.places.insert(items.pointer.clone()) {
                self.items.push(items);
            }
        }
        let contradiction = match (self.values.take(), other.values) {
            (Some(one), Some(two)) => match intersection(one, two) {
                Ok(both) => {
                    self.values = Some(both);
                    None
                }
                Err(second) => {
                    self.values = Some(second);
                    Some(Contradiction::Values)
                }
            },
            (one, two) => {
                self.values = one.or(two);
                None
            }
        };
        self.leave_values_of_the_type();
        contradiction
    }

    /// Removes the values of an `enum` that have a different type, if there are others.
    fn leave_values_of_the_type(&mut self) {
        let (Some(name), Some(values)) = (&self.limits.typ, &mut self.values) else {
            return;
        };
        let fits = |value: &Value| match name.as_str() {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            _ => true,
        };
        if values.iter().any(|listed| fits(&listed.value)) {
            values.retain(|listed| fits(&listed.value));
        }
    }
}

fn narrow_limits(into: &mut AnySchema, other: AnySchema) {
    into.typ = match (into.typ.take(), other.typ) {
        (Some(one), Some(two)) if one != two => Some("integer".to_owned()),
        (one, two) => one.or(two),
    };
    into.format = narrower_format(into.format.take(), other.format);
    into.pattern = other.pattern.or(into.pattern.take());
    into.multiple_of = other.multiple_of.or(into.multiple_of);
    if is_tighter(other.minimum, into.minimum, |new, known| new > known) {
        into.exclusive_minimum = other.exclusive_minimum;
        into.minimum = other.minimum;
    } else if other.minimum.is_some() && other.minimum == into.minimum {
        into.exclusive_minimum = into.exclusive_minimum.or(other.exclusive_minimum);
    }
    if is_tighter(other.maximum, into.maximum, |new, known| new < known) {
        into.exclusive_maximum = other.exclusive_maximum;
        into.maximum = other.maximum;
    } else if other.maximum.is_some() && other.maximum == into.maximum {
        into.exclusive_maximum = into.exclusive_maximum.or(other.exclusive_maximum);
    }
    into.min_properties = into.min_properties.max(other.min_properties);
    into.max_properties = least(into.max_properties, other.max_properties);
    into.min_items = into.min_items.max(other.min_items);
    into.max_items = least(into.max_items, other.max_items);
    into.unique_items = into.unique_items.max(other.unique_items);
    into.min_length = into.min_length.max(other.min_length);
    into.max_length = least(into.max_length, other.max_length);
}

fn is_tighter(new: Option<f64>, known: Option<f64>, tighter: fn(f64, f64) -> bool) -> bool {
    match (new, known) {
        (Some(new), Some(known)) => tighter(new, known),
        (new, _) => new.is_some(),
    }
}

fn least(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The format that allows less: one with a type in Rust, the shorter integer, or the last one.
fn narrower_format(one: Option<String>, other: Option<String>) -> Option<String> {
    let (Some(one), Some(other)) = (&one, &other) else {
        return one.or(other);
    };
    Some(if rank(one) > rank(other) {
        one.clone()
    } else {
        other.clone()
    })
}

fn rank(format: &str) -> u8 {
    match format {
        "date-time" | "date" | "byte" | "binary" | "ipv4" | "ipv6" | "uuid" | "password"
        | "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" => 2,
        "int64" | "uint64" | "float" | "double" => 1,
        _ => 0,
    }
}

/// The values of both lists, with the names and descriptions of both; the second list if they have none in common.
fn intersection(
    one: Vec<Listed<Value>>,
    two: Vec<Listed<Value>>,
) -> Result<Vec<Listed<Value>>, Vec<Listed<Value>>> {
    let keys = |list: &[Listed<Value>]| -> HashSet<String> {
        list.iter().map(|listed| key(&listed.value)).collect()
    };
    let in_two = keys(&two);
    if !one
        .iter()
        .any(|listed| in_two.contains(&key(&listed.value)))
    {
        return Err(two);
    }
    // The order of the shorter list, which is often written for this purpose.
    let (mut kept, named) = if one.len() < two.len() {
        (one, two)
    } else {
        (two, one)
    };
    let mut by_key: HashMap<String, &Listed<Value>> = HashMap::new();
    for listed in &named {
        by_key.entry(key(&listed.value)).or_insert(listed);
    }
    kept.retain_mut(|listed| {
        let Some(known) = by_key.get(&key(&listed.value)) else {
            return false;
        };
        if listed.name.is_none() {
            listed.name.clone_from(&known.name);
            if known.docs != Docs::default() {
                listed.docs = known.docs.clone();
            }
        }
        true
    });
    Ok(kept)
}

/// The same string for equal JSON values; `1` and `1.0` are equal.
fn key(value: &Value) -> String {
    match value.as_f64() {
        // Zero has no sign.
        Some(number) => (number + 0.0).to_string(),
        None => value.to_string(),
    }
}
