//! The wire format of a type: its `type` and `format` in OpenAPI.

use super::wording::shown;
use crate::model::types::{Integer, ResponseBody, Type, Types};

/// A type: its `type` and `format` in OpenAPI, or its name.
pub(super) fn words(types: &Types, ty: &Type) -> String {
    match ty {
        Type::Named(id) => types[*id].name.clone(),
        Type::String => "string".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Integer(Integer::I32) => "integer int32".to_owned(),
        Type::Integer(Integer::I64) => "integer int64".to_owned(),
        Type::Integer(Integer::U32) => "unsigned integer int32".to_owned(),
        Type::Integer(Integer::U64) => "unsigned integer int64".to_owned(),
        Type::Float => "number float".to_owned(),
        Type::Double => "number double".to_owned(),
        Type::Base64 => "string byte".to_owned(),
        Type::Timestamp => "string date-time".to_owned(),
        Type::Date => "string date".to_owned(),
        Type::Ipv4 => "string ipv4".to_owned(),
        Type::Ipv6 => "string ipv6".to_owned(),
        Type::Uuid => "string uuid".to_owned(),
        Type::Secret => "string password".to_owned(),
        Type::Nullable(inner) => format!("null or {}", words(types, inner)),
        Type::Array(inner) => format!("array of {}", element(types, inner)),
        Type::Map(inner) => format!("map of {}", element(types, inner)),
        Type::Untyped => "any JSON".to_owned(),
        Type::Custom(custom) if custom.is_text() => format!("string of {}", custom.path),
        Type::Custom(custom) => format!("JSON of {}", custom.path),
    }
}

/// The type of each element, in parentheses where it has alternatives.
fn element(types: &Types, ty: &Type) -> String {
    let words = words(types, ty);
    match ty {
        Type::Nullable(_) => format!("({words})"),
        _ => words,
    }
}

/// The type of a response body.
pub(super) fn response_body(types: &Types, body: &ResponseBody) -> String {
    match body {
        ResponseBody::Empty => "ignored".to_owned(),
        ResponseBody::Json(ty) => words(types, ty),
        ResponseBody::Text => "text".to_owned(),
        ResponseBody::Bytes => "bytes".to_owned(),
        ResponseBody::JsonLines(ty) => format!("lines of {}", words(types, ty)),
        ResponseBody::Events(None) => "events of text".to_owned(),
        ResponseBody::Events(Some(ty)) => format!("events of {}", words(types, ty)),
        ResponseBody::ByStatus(_) => "by status".to_owned(),
    }
}

/// A list of allowed values; any string if there are none.
pub(super) fn values(values: &[String]) -> String {
    match values {
        [] => "string".to_owned(),
        values => {
            let values: Vec<String> = values.iter().map(|value| shown(value)).collect();
            format!("one of {}", values.join(", "))
        }
    }
}
