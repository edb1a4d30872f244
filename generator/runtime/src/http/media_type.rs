//! Media types: their comparison, which ignores case and parameters (RFC 9110, section 8.3.1), and their parameters.

/// Returns a media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns the parameters of a media type or a disposition, without quotes and escapes.
pub(crate) fn parameters(header: &str) -> Vec<(&str, String)> {
    let mut parameters = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (value, end) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (
                    after.get(..end).unwrap_or_default().trim().to_owned(),
                    after.get(end..).unwrap_or_default(),
                )
            }
        };
        parameters.push((name.trim(), value));
        rest = end.split_once(';').map_or("", |(_, rest)| rest);
    }
    parameters
}

/// Returns the string up to the closing quote, and the rest after it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

/// Returns the boundary of a multipart media type, if it is valid (RFC 2046, section 5.1.1).
pub(crate) fn boundary(media_type: &str) -> Option<String> {
    let is_multipart = essence(media_type)
        .to_ascii_lowercase()
        .starts_with("multipart/");
    let found = parameters(media_type).into_iter().filter(|_| is_multipart);
    let (_, boundary) = found
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "'()+_,-./:=? ".contains(c);
    let is_valid = (1..=70).contains(&boundary.len())
        && boundary.chars().all(is_allowed)
        && !boundary.ends_with(' ');
    is_valid.then_some(boundary)
}

/// Returns whether a media type is JSON, or has a structure that is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Returns whether a media type is XML (RFC 7303, section 4.2).
pub(crate) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Returns whether a media type is a sequence of JSON values that each start with a record separator (RFC 7464).
pub(crate) fn is_json_sequence(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

#[cfg(test)]
mod tests {
    use super::{boundary, is_json, is_json_sequence, parameters};

    #[test]
    fn parameters_may_be_quoted() {
        let found = parameters(r#"multipart/related; Type="a/b;\"c\""; start=<x>; boundary="""#);
        let expected = [("Type", r#"a/b;"c""#), ("start", "<x>"), ("boundary", "")];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name, value.to_owned()))
        );
        assert!(parameters("a/b").is_empty() && parameters("a/b;").is_empty());
        assert_eq!(parameters("a/b; c=\"d"), [("c", "d".to_owned())]);
        assert_eq!(parameters("a/b; c=\"d\\"), [("c", "d".to_owned())]);
    }

    #[test]
    fn a_boundary_has_1_to_70_characters_of_its_alphabet() {
        for (media_type, expected) in [
            ("multipart/mixed; boundary=a_b", Some("a_b")),
            (
                "Multipart/ByteRanges; charset=x; BOUNDARY=\"a b:c\"",
                Some("a b:c"),
            ),
            ("multipart/mixed; boundary=\"a \"", None),
            ("multipart/mixed; boundary=\"\"", None),
            ("multipart/mixed; boundary=\"a\u{e9}\"", None),
            ("multipart/mixed; boundary=\"a\\\r\\\nb\"", None),
            ("multipart/mixed", None),
            ("text/plain; boundary=a", None),
        ] {
            assert_eq!(boundary(media_type).as_deref(), expected, "{media_type}");
        }
        let longest = "x".repeat(70);
        let of = |boundary: &str| super::boundary(&format!("multipart/mixed; boundary={boundary}"));
        assert_eq!(of(&longest).as_deref(), Some(&*longest));
        assert_eq!(of(&format!("{longest}x")), None);
    }

    #[test]
    fn a_json_sequence_is_not_json() {
        for sequence in ["application/json-seq", "Application/GEO+JSON-seq; v=1"] {
            assert!(
                is_json_sequence(sequence) && !is_json(sequence),
                "{sequence}"
            );
        }
        assert!(!is_json_sequence("application/jsonl"));
    }

    #[test]
    fn parameters_and_case_are_ignored() {
        for json in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json ;charset=utf-8",
            "text/json",
            "application/vnd.x+json; v=1",
            "application/Problem+JSON",
        ] {
            assert!(is_json(json), "{json}");
        }
        for other in [
            "",
            "text/plain",
            "text/plain; of=application/json",
            "application/x-ndjson",
            "application/notjson",
        ] {
            assert!(!is_json(other), "{other}");
        }
    }
}
