//! The words of messages for what the specification expects and for what a document has instead.

use serde_json::Value;

use super::specification::Kind;

/// What a value must be, to complete "… must be ".
pub(super) fn expected(kind: Kind) -> String {
    match kind {
        Kind::Any => "a value".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Natural => "a whole number, 0 or more".to_owned(),
        Kind::Word([word]) => format!("`{word}`"),
        Kind::Word(words) => format!("one of `{}`", words.join("`, `")),
        Kind::Object(object) => format!("{} (an object)", object.name()),
        Kind::Reference(object) => format!("{} or a reference to one", object.name()),
        Kind::FlagOrReference(object) => format!("`true`, `false` or {}", object.name()),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "an object".to_owned(),
    }
}

/// What a document has, to complete "…, not ".
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() > 40 => {
            format!(
                "the text `{}…`",
                text.chars().take(40).collect::<String>().escape_debug()
            )
        }
        Value::String(text) => format!("the text `{}`", text.escape_debug()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// What to do about a value that is not of the expected kind, where the message does not say it already.
pub(super) fn instead_of(kind: Kind, value: &Value) -> Option<&'static str> {
    match (kind, value) {
        (Kind::Flag, Value::String(text))
            if matches!(text.as_str(), "yes" | "on" | "True" | "1") =>
        {
            Some("write `true`")
        }
        (Kind::Flag, Value::String(text))
            if matches!(text.as_str(), "no" | "off" | "False" | "0") =>
        {
            Some("write `false`")
        }
        (Kind::Word(_), _) => None,
        (_, Value::Null) => Some("fill it in, or remove it"),
        (Kind::Text | Kind::Flag | Kind::Number | Kind::Natural, _) => None,
        (Kind::List(_), Value::Object(_)) => Some("each element of a list starts with `- `"),
        (Kind::List(_), _) => Some("put it in brackets, `[…]`, or on a line that starts with `- `"),
        (_, Value::Array(_)) => Some("an object is written `name: value`, without `- `"),
        _ => Some("an object is written `name: value`, one member a line"),
    }
}

/// What to write instead of a word that was right in an earlier version or in another language.
pub(super) fn outdated_word(words: &[&str], word: &str) -> Option<&'static str> {
    match word {
        "body" | "formData" if words.contains(&"query") => {
            Some("OpenAPI 3 has `requestBody` for this")
        }
        "file" if words.contains(&"string") => Some("write `type: string` with `format: binary`"),
        "basic" if words.contains(&"http") => Some("write `type: http` with `scheme: basic`"),
        "null" if words.contains(&"string") => Some("OpenAPI 3.0 has `nullable: true` for this"),
        "int" | "int32" | "int64" | "long" if words.contains(&"integer") => {
            Some("write `type: integer`")
        }
        "float" | "double" if words.contains(&"number") => Some("write `type: number`"),
        "date" | "date-time" | "uuid" if words.contains(&"string") => {
            Some("write `type: string` with this as its `format`")
        }
        _ => None,
    }
}
