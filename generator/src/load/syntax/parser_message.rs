//! Rewords the messages of the YAML and JSON parsers for authors of documents.

/// Marks the generator's own messages, to find them inside a parser's.
pub(super) const MARK: &str = "\u{1}";
pub(super) const NAME: &str = "a key";
pub(super) const SIZE: &str = "it has more than 4 million values";
pub(super) const NESTING: &str = "objects and arrays nest more than 64 levels deep";
pub(super) const EXPANSION: &str = "the aliases expand to far more than the size of the file";

/// A reworded message, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wording {
    pub(super) problem: String,
    pub(super) help: Option<&'static str>,
}

/// Rewords a parser's message, given without its place.
pub(super) fn reword(message: &str) -> Wording {
    let ours = |problem: &str, help| Wording {
        problem: problem.to_owned(),
        help,
    };
    for (part, problem, help) in OURS {
        if message.contains(part) {
            return ours(problem, Some(help));
        }
    }
    // A message created while the tree is built has a path in the parser's notation.
    if let Some(at) = message.find(MARK) {
        let problem = message.get(at + MARK.len()..).unwrap_or_default();
        let limit = LIMITS.iter().find(|(limit, _)| *limit == problem);
        return ours(problem, limit.map(|(_, help)| *help));
    }
    for (start, problem, help) in THEIRS {
        if message.starts_with(start) {
            return ours(problem, Some(help));
        }
    }
    ours(message, None)
}

/// Rewords the context of a YAML parser's message, such as `while parsing a block mapping`.
pub(super) fn of_context(context: &str) -> String {
    let text = match context {
        "parsing a block mapping" => "in the object that starts here",
        "parsing a flow mapping" => "in the `{` that starts here",
        "parsing a flow sequence" => "in the `[` that starts here",
        "parsing a block collection" => "in the array that starts here",
        "scanning a quoted scalar" => "in the quoted string that starts here",
        "scanning a simple key" => "in the key that starts here",
        "scanning a plain scalar" => "in the string that starts here",
        "scanning a block scalar" => "in the block string that starts here",
        "scanning an anchor" => "in the anchor that starts here",
        "scanning an alias" => "in the alias that starts here",
        _ => "in the node that starts here",
    };
    text.to_owned()
}

/// The help for each of the generator's limits.
const LIMITS: [(&str, &str); 3] = [
    (
        SIZE,
        "split the document into files that refer to each other",
    ),
    (NESTING, DEEP),
    (EXPANSION, EXPANDING),
];

const DEEP: &str = "move the inner parts to `components` and refer to them";
const EXPANDING: &str = "use `$ref` instead of aliases, which are copied each time";

/// A part of a parser's message, the new message, and what to do.
type Translation = (&'static str, &'static str, &'static str);

/// Messages recognised anywhere in a parser's message.
const OURS: [Translation; 6] = [
    ("recursion limit exceeded", NESTING, DEEP),
    ("repetition limit exceeded", EXPANSION, EXPANDING),
    (
        "more than one document",
        "the file has more than one document, separated by `---`",
        "keep one document per file",
    ),
    (
        NAME,
        "an object or an array cannot be a key",
        "put the key in quotes if it is a string",
    ),
    (
        "unknown anchor",
        "the alias refers to an undefined anchor",
        "define the anchor, as `&name`, before the alias",
    ),
    (
        "unexpected tagged value in merge",
        "the value of the merge key `<<` must not have a tag",
        "remove the tag",
    ),
];

const INDENT: &str =
    "write each member of an object as `name: value`, all with the same indentation";
const QUOTE: &str = "quote a string that starts with one of `@ % & * ! | > [ ] { }` or a backtick";
const SPACES: &str = "indent with spaces; YAML does not allow tabs here";
const CLOSE: &str = "close the string with the quote it starts with";
const ESCAPE: &str = "write a backslash as `\\\\`, or put the string in single quotes";

/// Messages recognised by the start of a parser's message.
const THEIRS: [Translation; 36] = [
    (
        "did not find expected key",
        "expected a member of an object",
        INDENT,
    ),
    (
        "mapping values are not allowed",
        "unexpected `:`",
        "quote a string that contains `: `, or correct the indentation",
    ),
    (
        "mapping keys are not allowed",
        "unexpected `?`",
        "quote the string",
    ),
    (
        "did not find expected ',' or ']'",
        "expected `,` or the `]` of the array",
        "close the array, or quote a string that contains `[`, `]` or `,`",
    ),
    (
        "did not find expected ',' or '}'",
        "expected `,` or the `}` of the object",
        "close the object, or quote a string that contains `{`, `}` or `,`",
    ),
    (
        "did not find expected '-' indicator",
        "expected an item of the array",
        "start each item of an array with `- `, all with the same indentation",
    ),
    (
        "could not find expected ':'",
        "expected `:` after the key",
        INDENT,
    ),
    (
        "found character that cannot start any token",
        "a value cannot start with this character",
        QUOTE,
    ),
    (
        "found a tab character",
        "found a tab in the indentation",
        SPACES,
    ),
    (
        "found unexpected end of stream",
        "the quoted string is not closed",
        CLOSE,
    ),
    (
        "found unexpected document indicator",
        "`---` or `...` is inside a quoted string",
        CLOSE,
    ),
    ("found unexpected ':'", "unexpected `:`", "quote the string"),
    (
        "found unknown escape character",
        "unknown escape in a double-quoted string",
        ESCAPE,
    ),
    (
        "did not find expected hexadecimal number",
        "the escape must have more hexadecimal digits",
        ESCAPE,
    ),
    (
        "found invalid Unicode character escape",
        "the escape is not a Unicode character",
        ESCAPE,
    ),
    (
        "did not find expected node content",
        "expected a value",
        "quote a string that contains `,`, `[` or `{`",
    ),
    (
        "did not find expected <document start>",
        "unexpected content after the end of the document",
        "correct the indentation: the members of the document must start in the same column",
    ),
    (
        "block sequence entries are not allowed",
        "an array item cannot start here",
        "start the array on a new line, or quote a string that starts with `- `",
    ),
    (
        "did not find expected alphabetic or numeric",
        "an anchor or alias must have a name of letters and digits",
        "quote a string that starts with `*` or `&`",
    ),
    (
        "found undefined tag handle",
        "unknown tag",
        "quote a string that starts with `!`",
    ),
    (
        "did not find expected comment",
        "only a comment can follow here",
        "start the string on the next line",
    ),
    (
        "control characters are not allowed",
        "YAML does not allow this control character",
        "remove the character",
    ),
    (
        "found duplicate anchor",
        "the anchor is already defined",
        "rename one of the anchors",
    ),
    (
        "empty YAML tag",
        "`!` alone is not a tag",
        "quote a string that starts with `!`",
    ),
    (
        "EOF while parsing",
        "unexpected end of file",
        "close each `{`, `[` and `\"`",
    ),
    (
        "expected `,` or `}`",
        "expected `,` or the `}` of the object",
        "separate the members with `,`",
    ),
    (
        "expected `,` or `]`",
        "expected `,` or the `]` of the array",
        "separate the items with `,`",
    ),
    (
        "expected `:`",
        "expected `:` after the key",
        "write a member as `\"name\": value`",
    ),
    (
        "key must be a string",
        "expected a key in double quotes",
        "write `\"name\": value`",
    ),
    (
        "expected value",
        "expected a value",
        "put a string in double quotes",
    ),
    (
        "expected ident",
        "expected `true`, `false` or `null`",
        "put a string in double quotes",
    ),
    ("trailing comma", "trailing `,`", "remove the `,`"),
    (
        "trailing characters",
        "unexpected content after the end of the document",
        "remove the rest of the file, or the extra `}`",
    ),
    (
        "control character",
        "a line break or tab must be escaped in a string",
        "write `\\n` or `\\t`",
    ),
    (
        "invalid escape",
        "unknown escape in a string",
        "write a backslash as `\\\\`",
    ),
    (
        "number out of range",
        "the number is too large for JSON",
        "write a smaller number",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_message_is_found_inside_a_parser_s() {
        let wording = reword(&format!("components.schemas: {MARK}{SIZE}"));
        assert_eq!(wording.problem, SIZE);
        assert!(wording.help.is_some());
    }

    #[test]
    fn no_translation_shadows_a_later_one() {
        for (index, (start, ..)) in THEIRS.iter().enumerate() {
            let hidden = THEIRS[..index]
                .iter()
                .find(|(earlier, ..)| start.starts_with(earlier));
            assert_eq!(hidden, None, "{start}");
        }
    }
}
