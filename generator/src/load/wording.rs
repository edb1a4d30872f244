//! The phrases that messages use for expected and found values.

use serde_json::Value;

use super::specification::Kind;

/// The expected value, to complete "… must be ".
pub(super) fn expected(kind: Kind) -> String {
    match kind {
        Kind::Any => "a value".to_owned(),
        Kind::String => "a string".to_owned(),
        Kind::Boolean => "`true` or `false`".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Natural => "a non-negative integer".to_owned(),
        Kind::OneOf([word]) => format!("`{word}`"),
        Kind::OneOf(words) => format!("one of `{}`", words.join("`, `")),
        Kind::Object(_) | Kind::Map(_) => "an object".to_owned(),
        Kind::Reference(object) => format!("{} or a reference to one", object.name()),
        Kind::BooleanOrReference(object) => format!("`true`, `false` or {}", object.name()),
        Kind::Array(_) => "an array".to_owned(),
    }
}

/// The name of a `type`, with an article.
pub(super) fn of_type(name: &str) -> String {
    let article = if name.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// The value in the document, to complete "…, found ".
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.chars().count() > 40 => {
            format!(
                "the string `{}…`",
                text.chars().take(40).collect::<String>().escape_debug()
            )
        }
        Value::String(text) => format!("the string `{}`", text.escape_debug()),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// The help for a value of the wrong kind, unless the message says what to do.
pub(super) fn instead_of(kind: Kind, value: &Value) -> Option<&'static str> {
    match (kind, value) {
        (Kind::Boolean, Value::String(text))
            if matches!(text.as_str(), "yes" | "on" | "True" | "1") =>
        {
            Some("write `true`")
        }
        (Kind::Boolean, Value::String(text))
            if matches!(text.as_str(), "no" | "off" | "False" | "0") =>
        {
            Some("write `false`")
        }
        (Kind::OneOf(_), _) => None,
        (_, Value::Null) => Some("add a value, or remove the keyword"),
        (Kind::String | Kind::Boolean | Kind::Number | Kind::Natural, _) => None,
        (Kind::Array(_), Value::Object(_)) => Some("start each item of the array with `- `"),
        (Kind::Array(_), _) => Some("write it in brackets, `[…]`, or start the line with `- `"),
        (_, Value::Array(_)) => Some("write an object as `name: value`, without `- `"),
        _ => Some("write an object as `name: value`, one member per line"),
    }
}

/// The value that is plainly meant by one of the wrong kind.
pub(super) fn meant(kind: Kind, value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    match kind {
        Kind::Boolean => match text {
            "yes" | "on" | "true" | "True" | "1" => Some(Value::Bool(true)),
            "no" | "off" | "false" | "False" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Natural => text.parse::<u64>().ok().map(Value::from),
        Kind::Array(Kind::String) => Some(Value::Array(vec![value.clone()])),
        _ => None,
    }
}

/// The members that say the same as a word from an earlier version of OpenAPI or from a programming language.
pub(super) fn current_words<'w>(
    words: &[&str],
    word: &'w str,
) -> Option<Vec<(&'static str, &'w str)>> {
    let is_type = words.contains(&"string");
    let with_format = |name, format| Some(vec![("type", name), ("format", format)]);
    match word {
        "file" if is_type => with_format("string", "binary"),
        "date" | "date-time" | "uuid" if is_type => with_format("string", word),
        "int" | "long" if is_type => Some(vec![("type", "integer")]),
        "int32" | "int64" if is_type => with_format("integer", word),
        "float" | "double" if is_type => with_format("number", word),
        "basic" if words.contains(&"http") => Some(vec![("type", "http"), ("scheme", "basic")]),
        _ => None,
    }
}

/// The help for a word from an earlier version of OpenAPI or from a programming language.
pub(super) fn outdated_word(words: &[&str], word: &str) -> Option<&'static str> {
    match word {
        "body" | "formData" if words.contains(&"query") => Some("use `requestBody`"),
        "file" if words.contains(&"string") => Some("write `type: string` with `format: binary`"),
        "basic" if words.contains(&"http") => Some("write `type: http` with `scheme: basic`"),
        "null" if words.contains(&"string") => Some("write `nullable: true`"),
        "int" | "int32" | "int64" | "long" if words.contains(&"integer") => {
            Some("write `type: integer`")
        }
        "float" | "double" if words.contains(&"number") => Some("write `type: number`"),
        "date" | "date-time" | "uuid" if words.contains(&"string") => {
            Some("write `type: string` with this `format`")
        }
        _ => None,
    }
}
