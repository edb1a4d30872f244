//! A property of a JSON text that is read or replaced, with the rest of the text as it is.

use std::borrow::Cow;
use std::ops::Range;

/// The place of a property.
struct Found<'a> {
    /// The value, or the empty range where the property is missing.
    range: Range<usize>,
    /// The names from the last object that exists to the property.
    missing: &'a [&'a str],
    /// Whether the object has a property before the missing one.
    follows: bool,
}

/// Returns the text of the value at a path of property names. The whole text must be valid JSON.
pub(crate) fn property_text<'t>(text: &'t str, path: &[&str]) -> Option<&'t str> {
    let found = find(text, path)?;
    text.get(found.range).filter(|_| found.missing.is_empty())
}

/// Replaces the value at a path of property names, or adds it. Returns `None` if there is no object for it.
pub(crate) fn with_property(text: &str, path: &[&str], value: &str) -> Option<String> {
    let found = find(text, path)?;
    let mut written = Cow::Borrowed(value);
    for (index, name) in found.missing.iter().enumerate().rev() {
        let name = serde_json::Value::from(*name);
        let separator = if found.follows && index == 0 { "," } else { "" };
        written = match index {
            0 if found.range.is_empty() => format!("{separator}{name}:{written}"),
            _ => format!("{{{name}:{written}}}"),
        }
        .into();
    }
    let (before, after) = (text.get(..found.range.start)?, text.get(found.range.end..)?);
    Some([before, &written, after].concat())
}

fn find<'a>(text: &str, path: &'a [&'a str]) -> Option<Found<'a>> {
    let bytes = text.as_bytes();
    let mut at = after_space(bytes, 0);
    for (index, name) in path.iter().enumerate() {
        if bytes.get(at..)?.starts_with(b"null") {
            return Some(Found {
                range: at..at + 4,
                missing: path.get(index..)?,
                follows: false,
            });
        }
        at = after_space(bytes, expected(bytes, at, b'{')?);
        let mut follows = false;
        at = loop {
            if bytes.get(at) == Some(&b'}') {
                return Some(Found {
                    range: at..at,
                    missing: path.get(index..)?,
                    follows,
                });
            }
            let end = after_value(bytes, at)?;
            let key: String = serde_json::from_str(text.get(at..end)?).ok()?;
            let value = after_space(bytes, expected(bytes, after_space(bytes, end), b':')?);
            if key == *name {
                break value;
            }
            at = after_space(bytes, after_value(bytes, value)?);
            if bytes.get(at) == Some(&b',') {
                at = after_space(bytes, at + 1);
            }
            follows = true;
        };
    }
    Some(Found {
        range: at..after_value(bytes, at)?,
        missing: &[],
        follows: false,
    })
}

fn expected(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    (bytes.get(at) == Some(&byte)).then_some(at + 1)
}

fn after_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// Returns the end of the value that starts at an index.
fn after_value(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => at = after_string(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            _ if depth == 0 => {
                let ends =
                    |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
                let length = bytes.get(at..)?.iter().position(ends);
                at = length.map_or(bytes.len(), |length| at + length);
            }
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

fn after_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_replaced_and_the_rest_is_unchanged() {
        for (text, path, expected) in [
            (
                r#"{"b":1.50,"a":2,"c":[1,{"a":3}]}"#,
                &["a"][..],
                r#"{"b":1.50,"a":9,"c":[1,{"a":3}]}"#,
            ),
            (
                r#"{"b":{"a":7},"a":"x\"}"}"#,
                &["a"],
                r#"{"b":{"a":7},"a":9}"#,
            ),
            (
                r#"{"\u0061":{"x":[]}}"#,
                &["a", "x"],
                r#"{"\u0061":{"x":9}}"#,
            ),
            (r#" { "a" : [ 1 , "]" ] } "#, &["a"], r#" { "a" : 9 } "#),
            ("{}", &["a"], r#"{"a":9}"#),
            ("{}", &["a", "b\"c"], r#"{"a":{"b\"c":9}}"#),
            (
                r#"{"z":12345678901234567890123}"#,
                &["a", "b"],
                r#"{"z":12345678901234567890123,"a":{"b":9}}"#,
            ),
            (
                r#"{"a":null,"z":1}"#,
                &["a", "b", "c"],
                r#"{"a":{"b":{"c":9}},"z":1}"#,
            ),
            (r#"{"a":{"x":1}}"#, &["a", "b"], r#"{"a":{"x":1,"b":9}}"#),
            ("null", &["a"], r#"{"a":9}"#),
        ] {
            assert_eq!(
                with_property(text, path, "9").as_deref(),
                Some(expected),
                "{text}"
            );
            assert_eq!(property_text(expected, path), Some("9"), "{text}");
        }
    }

    #[test]
    fn a_value_that_is_not_an_object_has_no_property() {
        for text in [
            "",
            "1",
            "[]",
            "\"a\"",
            r#"{"a":1}"#,
            r#"{"a":[]}"#,
            "{",
            r#"{"a"#,
        ] {
            assert_eq!(with_property(text, &["a", "b"], "9"), None, "{text}");
            assert_eq!(property_text(text, &["a", "b"]), None, "{text}");
        }
    }
}
