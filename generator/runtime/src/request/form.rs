//! Forms, made from the properties of an object.

use serde::Serialize;
use serde_json::Value;

use super::argument::{Argument, NotAnArgument};
use super::percent::pair;
use super::spec::{Parameter, Style};
use super::style::query;

/// A form field without a style. Scalars are strings, arrays are repeated fields, and objects are JSON: without
/// `style`, `explode` and `allowReserved`, the content type decides (OpenAPI 3.0.4, "Encoding Object").
#[derive(Debug, PartialEq)]
pub(crate) enum Field {
    Text(String),
    Json(String),
}

/// Returns the fields of a value: none if it is absent, several if it is an array.
pub(crate) fn fields<V: Serialize + ?Sized>(value: &V) -> Result<Vec<Field>, NotAnArgument> {
    match Argument::of(value)? {
        None => Ok(Vec::new()),
        Some(argument) => {
            let json = if is_flat(&argument) {
                Value::Null
            } else {
                json(value)?
            };
            Ok(unstyled(argument, &json))
        }
    }
}

/// Encodes an object as `application/x-www-form-urlencoded`. `styled` lists the fields that have a style.
pub(crate) fn urlencoded<V: Serialize + ?Sized>(
    value: &V,
    styled: &[Parameter],
) -> Result<String, NotAnArgument> {
    let properties = properties(value)?;
    // Arrays and objects are taken from the JSON, because an argument does not record which primitives were strings.
    let style_of = |name: &str| styled.iter().find(|parameter| parameter.name == name);
    let is_json =
        |name: &str| style_of(name).is_some_and(|parameter| parameter.style == Style::Json);
    let is_text = |(name, value): &(String, Argument)| is_flat(value) && !is_json(name);
    let whole = if properties.iter().all(is_text) {
        Value::Null
    } else {
        json(value)?
    };
    let mut pairs = Vec::with_capacity(properties.len());
    for (name, argument) in properties {
        match style_of(&name) {
            Some(Parameter {
                style: Style::Json, ..
            }) => {
                pairs.extend(
                    whole
                        .get(&name)
                        .map(|value| pair(&name, &value.to_string())),
                );
            }
            Some(parameter) => pairs.extend(query(parameter, &argument)?),
            None => {
                let json = whole.get(&name).unwrap_or(&Value::Null);
                pairs.extend(
                    unstyled(argument, json)
                        .into_iter()
                        .map(|field| match field {
                            Field::Text(text) | Field::Json(text) => pair(&name, &text),
                        }),
                );
            }
        }
    }
    Ok(pairs.join("&"))
}

impl Argument {
    /// Encodes an object as a form that is the whole query string, or returns `None` if it is absent.
    pub(crate) fn form<V: Serialize + ?Sized>(value: &V) -> Result<Option<Self>, NotAnArgument> {
        match Self::of(value)? {
            None => Ok(None),
            // A string is the encoded form.
            Some(Self::Primitive(text)) => Ok(Some(Self::Primitive(text))),
            Some(_) => Ok(Some(Self::Primitive(urlencoded(value, &[])?))),
        }
    }
}

/// Returns the named fields of a form without styles.
pub(crate) fn named_fields<V: Serialize + ?Sized>(
    value: &V,
) -> Result<Vec<(String, Field)>, NotAnArgument> {
    let properties = properties(value)?;
    let is_text = properties.iter().all(|(_, value)| is_flat(value));
    let whole = if is_text { Value::Null } else { json(value)? };
    let mut named = Vec::with_capacity(properties.len());
    for (name, argument) in properties {
        let fields = unstyled(argument, whole.get(&name).unwrap_or(&Value::Null));
        named.extend(fields.into_iter().map(|field| (name.clone(), field)));
    }
    Ok(named)
}

fn properties<V: Serialize + ?Sized>(value: &V) -> Result<Vec<(String, Argument)>, NotAnArgument> {
    match Argument::of(value)? {
        None => Ok(Vec::new()),
        Some(Argument::Object(properties)) => Ok(properties),
        Some(Argument::Primitive(_) | Argument::Array(_)) => Err(NotAnArgument(
            "must be an object, whose properties become the form's fields".into(),
        )),
    }
}

/// Returns whether the value can be written without JSON.
fn is_flat(argument: &Argument) -> bool {
    match argument {
        Argument::Primitive(_) => true,
        Argument::Array(items) => items
            .iter()
            .all(|item| matches!(item, Argument::Primitive(_))),
        Argument::Object(_) => false,
    }
}

fn json<V: Serialize + ?Sized>(value: &V) -> Result<Value, NotAnArgument> {
    serde_json::to_value(value).map_err(|error| NotAnArgument(error.to_string()))
}

fn unstyled(argument: Argument, json: &Value) -> Vec<Field> {
    match (argument, json) {
        (Argument::Primitive(text), _) => vec![Field::Text(text)],
        (Argument::Array(_), Value::Array(elements)) => elements
            .iter()
            .filter(|element| !element.is_null())
            .map(|element| match element {
                Value::String(text) => Field::Text(text.clone()),
                Value::Array(_) | Value::Object(_) => Field::Json(element.to_string()),
                other => Field::Text(other.to_string()),
            })
            .collect(),
        (Argument::Array(items), _) => items
            .into_iter()
            .filter_map(|item| match item {
                Argument::Primitive(text) => Some(Field::Text(text)),
                Argument::Array(_) | Argument::Object(_) => None,
            })
            .collect(),
        (Argument::Object(_), json) => vec![Field::Json(json.to_string())],
    }
}
