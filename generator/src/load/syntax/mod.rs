//! Parses the bytes of a file, YAML or JSON, into a tree.

mod depth;
mod nesting;
mod parser_message;
mod read;
mod tree;

use serde_json::Value;

pub(super) use self::depth::{DEPTH, depth, too_deep};
use self::read::read;
use super::origin::FileIndex;
use super::position::Positions;
use super::source::{SourceMap, Syntax};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

/// Parses a file into a tree, and adds its text to `sources`. The tree is `None` after reporting a diagnostic.
pub(super) fn parse(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> (FileIndex, Option<Value>) {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(Undecodable {
            lossy,
            offset,
            message,
            help,
        }) => {
            let file = sources.add(name, lossy, Syntax::Yaml);
            let place = Place::Offset {
                file: name.to_owned(),
                offset,
            };
            diagnostics.push(Diagnostic::error(Code::InvalidSyntax, place, message).help(help));
            return (file, None);
        }
    };
    if text.trim().is_empty() {
        let place = Place::File(name.to_owned());
        diagnostics.push(Diagnostic::error(Code::InvalidSyntax, place, format!("`{name}` is empty")).help(
            "start the document with its version: `openapi: 3.0.3`, or `overlay: 1.0.0` for an overlay",
        ));
        return (sources.add(name, text, Syntax::Yaml), None);
    }
    match read(name, &text) {
        Ok((syntax, value, duplicates)) => {
            let file = sources.add(name, text, syntax);
            if duplicates.is_empty() {
                return (file, Some(value));
            }
            report_duplicates(file, &duplicates, sources, diagnostics);
            (file, None)
        }
        Err((syntax, failure)) => {
            let diagnostic = failure.diagnostic(name, &text, syntax);
            diagnostics.push(diagnostic);
            (sources.add(name, text, syntax), None)
        }
    }
}

/// Reads a file of text into a string, and adds it to `sources`.
pub(super) fn text(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> (FileIndex, Option<Value>) {
    match decode(bytes) {
        Ok(text) => {
            let value = Value::String(text.clone());
            (sources.add(name, text, Syntax::Text), Some(value))
        }
        Err(Undecodable {
            lossy,
            offset,
            message,
            help,
        }) => {
            let file = sources.add(name, lossy, Syntax::Text);
            let place = Place::Offset {
                file: name.to_owned(),
                offset,
            };
            diagnostics.push(Diagnostic::error(Code::InvalidSyntax, place, message).help(help));
            (file, None)
        }
    }
}

struct Undecodable {
    lossy: String,
    offset: usize,
    message: &'static str,
    help: &'static str,
}

fn decode(mut bytes: Vec<u8>) -> Result<String, Undecodable> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    String::from_utf8(bytes).map_err(|error| Undecodable {
        offset: error.utf8_error().valid_up_to(),
        lossy: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        message: if utf16 {
            "the file must be UTF-8, found UTF-16"
        } else {
            "the byte is not valid UTF-8"
        },
        help: "save the file as UTF-8",
    })
}

fn report_duplicates(
    file: FileIndex,
    names: &[String],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let name = sources.name(file).to_owned();
    let found = sources
        .positions(file)
        .map(Positions::duplicates)
        .unwrap_or_default();
    for duplicate in &found {
        let place = |offset| Place::Offset {
            file: name.clone(),
            offset,
        };
        diagnostics.push(
            Diagnostic::error(
                Code::DuplicateKey,
                place(duplicate.again.start),
                format!("`{}` is defined twice in the same object", duplicate.name),
            )
            .help("rename or remove one of them")
            .related(place(duplicate.first.start), "first defined here"),
        );
    }
    // The parser that records positions stopped before these.
    for duplicate in names
        .iter()
        .filter(|name| found.iter().all(|found| found.name != **name))
    {
        let message = format!("`{duplicate}` is defined twice in the same object");
        diagnostics.push(Diagnostic::error(
            Code::DuplicateKey,
            Place::File(name.clone()),
            message,
        ));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde::de::DeserializeSeed as _;

    use super::read::TOKENS;
    use super::tree::Reader;
    use super::*;
    use serde_json::json;

    fn value(name: &str, text: &str) -> Value {
        let mut diagnostics = Diagnostics::default();
        let (_, value) = parse(
            name,
            text.into(),
            &mut SourceMap::default(),
            &mut diagnostics,
        );
        value.unwrap_or_else(|| panic!("{:?}", diagnostics.into_vec()))
    }

    /// The first diagnostic as `code file:line:column message`.
    fn first_diagnostic(name: &str, bytes: &[u8]) -> String {
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
        let (_, value) = parse(name, bytes.to_vec(), &mut sources, &mut diagnostics);
        assert_eq!(value, None);
        let diagnostics = diagnostics.into_vec();
        let first = diagnostics.first().expect("a diagnostic");
        let at = sources.locate(&first.place);
        format!(
            "{} {}:{}:{} {}",
            first.code, at.file, at.line, at.column, first.message
        )
    }

    #[test]
    fn yaml_and_json_spell_the_same_tree_in_the_same_order() {
        let expected =
            json!({"b": 1, "a": [true, null, "x", 1.5, -3], "200": {"1.10": "2020-01-01"}});
        let yaml = "\u{feff}b: 1\na: [true, ~, x, 1.5, -3]\n200:\n  1.10: 2020-01-01\n";
        assert_eq!(value("a.yaml", yaml).to_string(), expected.to_string());
        assert_eq!(
            value("a.json", &expected.to_string()).to_string(),
            expected.to_string()
        );
    }

    #[test]
    fn json_is_read_from_any_name_and_flow_yaml_from_any_but_json() {
        assert_eq!(
            value("a.yaml", " {\"a\": \"\\ud83d\\ude00\"}"),
            json!({"a": "😀"})
        );
        assert_eq!(value("a", "{a: b}"), json!({"a": "b"}));
        assert!(
            first_diagnostic("a.json", b"{a: b}")
                .starts_with("invalid-syntax a.json:1:2 invalid JSON: ")
        );
    }

    #[test]
    fn tags_are_dropped_and_merge_keys_add_missing_members() {
        let yaml = "base: &b {a: 1, b: 2}\nown: {<<: *b, b: 3}\nlist: {<<: [*b, {c: 4}]}\ntag: !x [!y 1]\ns: !!str 7\n";
        assert_eq!(
            value("a.yaml", yaml),
            json!({"base": {"a": 1, "b": 2}, "own": {"b": 3, "a": 1}, "list": {"a": 1, "b": 2, "c": 4}, "tag": [1], "s": "7"})
        );
    }

    #[test]
    fn a_duplicate_key_is_reported_at_its_second_place() {
        let expected = "duplicate-key a.yaml:3:3 `x` is defined twice in the same object";
        assert_eq!(
            first_diagnostic("a.yaml", b"a:\n  x: 1\n  x: 2\n"),
            expected
        );
        assert!(
            first_diagnostic("a.json", b"{\"a\": 1,\n \"a\": 2}")
                .starts_with("duplicate-key a.json:2:2 ")
        );
    }

    #[test]
    fn a_syntax_error_is_reported_at_its_place() {
        assert_eq!(
            first_diagnostic("a.yaml", b"a:\n  - b\n c: d\n"),
            "invalid-syntax a.yaml:3:2 invalid YAML: expected a member of an object"
        );
        assert_eq!(
            first_diagnostic("a.json", "{\n \"ä\": tru\n}".as_bytes()),
            "invalid-syntax a.json:2:10 invalid JSON: expected `true`, `false` or `null`"
        );
        assert!(first_diagnostic("a.yaml", b"a: *b\n").ends_with("refers to an undefined anchor"));
        assert!(first_diagnostic("a.yaml", b"? {a: b}\n: c\n").ends_with("cannot be a key"));
        assert!(
            first_diagnostic("a.yaml", b"a: 1\n---\nb: 1\n").contains("more than one document")
        );
        assert!(first_diagnostic("a.yaml", b"a: .nan\n").starts_with("invalid-syntax a.yaml:1:4 "));
        assert!(first_diagnostic("a.yaml", b"a:\n  <<: 1\n").contains("merge key"));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_reported() {
        assert_eq!(
            first_diagnostic("a.yaml", b"a: b\nc: \xff\n"),
            "invalid-syntax a.yaml:2:4 the byte is not valid UTF-8"
        );
        assert!(first_diagnostic("a.yaml", &[0xFF, 0xFE, b'a', 0]).contains("UTF-16"));
        assert!(first_diagnostic("a.yaml", b" \n").ends_with("`a.yaml` is empty"));
    }

    #[test]
    fn excessive_nesting_and_aliases_are_refused() {
        for deep in [
            "[".repeat(10_000),
            "{\"a\":".repeat(10_000),
            "- ".repeat(10_000),
        ] {
            for name in ["a.yaml", "a.json", "a"] {
                first_diagnostic(name, deep.as_bytes());
            }
        }
        assert!(
            first_diagnostic("a.json", "[".repeat(200).as_bytes()).contains("more than 64 levels")
        );
        assert!(
            first_diagnostic("a.json", "[".repeat(DEPTH + 1).as_bytes())
                .contains(&format!("{DEPTH} levels"))
        );
        value(
            "a.json",
            &format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH)),
        );
        let start = Instant::now();
        for open in ["[", "{a: "] {
            let deep = format!("a: {}", open.repeat(60_000));
            let found = first_diagnostic("a.yaml", deep.as_bytes());
            assert!(found.contains("more than 64 levels"), "{found}");
        }
        // The parser takes a minute.
        assert!(start.elapsed() < Duration::from_secs(5));
        let mut laughs = String::from("a0: &a0 x\n");
        for n in 1..20 {
            let ten = vec![format!("*a{}", n - 1); 10].join(",");
            laughs = format!("{laughs}a{n}: &a{n} [{ten}]\n");
        }
        assert!(first_diagnostic("a.yaml", laughs.as_bytes()).contains("aliases expand"));
        let long = format!(
            "a: &a '{}'\nb: [{}]\n",
            "x".repeat(100_000),
            vec!["*a"; 10_000].join(",")
        );
        assert!(first_diagnostic("a.yaml", long.as_bytes()).contains("aliases expand"));
    }

    #[test]
    fn files_with_too_many_values_are_refused() {
        let text = format!("a: [{}", ",".repeat(TOKENS));
        assert!(first_diagnostic("a.yaml", text.as_bytes()).contains("more than 4 million values"));
        let reader = Reader::new("[1,1,1]", Syntax::Json);
        reader.values.set(3);
        let value = reader
            .root()
            .deserialize(&mut serde_json::Deserializer::from_str("[1,1,1]"));
        assert!(value.is_err_and(|error| error.to_string().contains("more than 4 million values")));
    }

    /// The message of the first diagnostic about a file, and whether it has a help.
    fn message(name: &str, text: &str) -> (String, bool) {
        let mut diagnostics = Diagnostics::default();
        parse(
            name,
            text.into(),
            &mut SourceMap::default(),
            &mut diagnostics,
        );
        let found = diagnostics.into_vec();
        let first = found.first().unwrap_or_else(|| panic!("{text:?} is fine"));
        (first.message.clone(), first.help.is_some())
    }

    #[test]
    fn yaml_errors_are_reworded() {
        for (text, words) in [
            ("a: 1\n b: 2", "unexpected `:`"),
            ("a:\n  b: 1\n c: 2", "expected a member of an object"),
            ("a: ? b", "unexpected `?`"),
            ("a: [b: [1}", "`,` or the `]`"),
            ("a: {b: 1]", "`,` or the `}`"),
            ("- a\nb: 1", "expected an item of the array"),
            ("a: 1\nb\nc: 1", "expected `:` after the key"),
            ("a: @b", "a value cannot start with this character"),
            ("a: `b`", "a value cannot start with this character"),
            ("a: \"b", "the quoted string is not closed"),
            ("a: \"b\n--- c\"", "inside a quoted string"),
            ("a: \"\\q\"", "unknown escape"),
            ("a: \"\\xq\"", "more hexadecimal digits"),
            ("a: {b: c, d: ]}", "expected a value"),
            ("a\nb: 1", "unexpected `:`"),
            (" a: 1\nb: 2", "after the end of the document"),
            ("a: - b", "an array item cannot start here"),
            ("a: *", "must have a name of letters and digits"),
            ("a: !x!y b", "unknown tag"),
            ("a: | b", "only a comment can follow"),
            ("a: \u{1}", "control character"),
            ("a: b\n\tc: d", "a tab in the indentation"),
        ] {
            let (found, helps) = message("a.yaml", text);
            assert!(found.contains(words) && helps, "{text:?}: {found}");
        }
    }

    #[test]
    fn json_errors_are_reworded() {
        for (text, words) in [
            ("{\"a\": 1", "unexpected end of file"),
            ("{\"a\": 1 \"b\"", "`,` or the `}`"),
            ("{\"a\": [1 2]}", "`,` or the `]`"),
            ("{\"a\" 1}", "expected `:` after the key"),
            ("{a: 1}", "expected a key"),
            ("{\"a\": b}", "expected a value"),
            ("{\"a\": trve}", "`true`, `false` or `null`"),
            ("{\"a\": 1,}", "trailing `,`"),
            ("{}}", "after the end of the document"),
            ("{\"a\": \"\n\"}", "must be escaped in a string"),
            ("{\"a\": \"\\q\"}", "unknown escape"),
            ("{\"a\": 1e999}", "too large for JSON"),
        ] {
            let (found, helps) = message("a.json", text);
            assert!(found.contains(words) && helps, "{text:?}: {found}");
        }
    }
}
