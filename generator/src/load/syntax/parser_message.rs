//! The messages of the parsers of YAML and JSON, in the words of those who write documents.

/// Starts the messages of our own, to find them again inside a parser's.
pub(super) const MARK: &str = "\u{1}";
pub(super) const NAME: &str = "the name of a member";
pub(super) const SIZE: &str = "it holds more than 4 million values";
pub(super) const NESTING: &str = "objects and arrays nest more than 64 levels deep";
pub(super) const EXPANSION: &str = "the aliases expand to far more than the file holds";

/// What is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) problem: String,
    pub(super) help: Option<&'static str>,
}

/// A parser's message, less its place, in our words.
pub(super) fn in_our_words(message: &str) -> Words {
    let ours = |problem: &str, help| Words {
        problem: problem.to_owned(),
        help,
    };
    for (part, problem, help) in OURS {
        if message.contains(part) {
            return ours(problem, Some(help));
        }
    }
    // A message made while the tree is built comes with a path in the parser's own notation.
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

/// What a YAML parser was in the middle of, such as `while parsing a block mapping`.
pub(super) fn of_context(context: &str) -> String {
    let text = match context {
        "parsing a block mapping" => "in the object that starts here",
        "parsing a flow mapping" => "in the `{` that starts here",
        "parsing a flow sequence" => "in the `[` that starts here",
        "parsing a block collection" => "in the list that starts here",
        "scanning a quoted scalar" => "in the quoted text that starts here",
        "scanning a simple key" => "in the name that starts here",
        "scanning a plain scalar" => "in the text that starts here",
        "scanning a block scalar" => "in the block of text that starts here",
        "scanning an anchor" => "in the anchor that starts here",
        "scanning an alias" => "in the alias that starts here",
        _ => "in what starts here",
    };
    text.to_owned()
}

/// What to do about a file that is beyond a limit of ours.
const LIMITS: [(&str, &str); 3] = [
    (
        SIZE,
        "split the document into files that refer to one another",
    ),
    (NESTING, DEEP),
    (EXPANSION, EXPANDING),
];

const DEEP: &str = "put the inner parts into `components` and refer to them";
const EXPANDING: &str = "use `$ref` in place of aliases, which are copied each time";

/// A part of a message, what is wrong and what to do.
type Translation = (&'static str, &'static str, &'static str);

/// Messages that are recognised anywhere in a parser's message.
const OURS: [Translation; 6] = [
    ("recursion limit exceeded", NESTING, DEEP),
    ("repetition limit exceeded", EXPANSION, EXPANDING),
    (
        "more than one document",
        "there is more than one document in the file, separated by `---`",
        "keep one of them",
    ),
    (
        NAME,
        "an object or an array cannot be the name of a member",
        "put the name in quotes if it is a text",
    ),
    (
        "unknown anchor",
        "the alias names an anchor that is not defined before it",
        "define it, as `&name`, further up",
    ),
    (
        "unexpected tagged value in merge",
        "the merge key `<<` cannot take a value with a tag",
        "leave the tag out",
    ),
];

const INDENT: &str =
    "the members of an object are written `name: value`, all with the same indentation";
const QUOTE: &str =
    "put a text in quotes that starts with one of `@ % & * ! | > [ ] { }` or a backtick";
const SPACES: &str = "indent with spaces; YAML does not allow a tab here";
const CLOSE: &str = "close it with the same quote";
const ESCAPE: &str = "a backslash is written `\\\\`; a text in single quotes may hold it as it is";

/// How messages of the parsers start.
const THEIRS: [Translation; 36] = [
    (
        "did not find expected key",
        "a member of an object is expected here",
        INDENT,
    ),
    (
        "mapping values are not allowed",
        "a `:` cannot stand here",
        "put a text with `: ` in it in quotes, or correct the indentation",
    ),
    (
        "mapping keys are not allowed",
        "a `?` cannot stand here",
        "put the text in quotes",
    ),
    (
        "did not find expected ',' or ']'",
        "a `,` or the `]` of the list is expected here",
        "close the list, or put a text with `[`, `]` or `,` in it in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "a `,` or the `}` of the object is expected here",
        "close the object, or put a text with `{`, `}` or `,` in it in quotes",
    ),
    (
        "did not find expected '-' indicator",
        "an element of the list is expected here",
        "each element of a list starts with `- `, all with the same indentation",
    ),
    (
        "could not find expected ':'",
        "a `:` is expected behind the name",
        INDENT,
    ),
    (
        "found character that cannot start any token",
        "no value starts with this character",
        QUOTE,
    ),
    (
        "found a tab character",
        "a tab stands in the indentation",
        SPACES,
    ),
    (
        "found unexpected end of stream",
        "this text in quotes goes on to the end of the file",
        CLOSE,
    ),
    (
        "found unexpected document indicator",
        "a `---` or `...` stands inside of a text in quotes",
        CLOSE,
    ),
    (
        "found unexpected ':'",
        "a `:` cannot stand here",
        "put the text in quotes",
    ),
    (
        "found unknown escape character",
        "there is no such escape in a text in double quotes",
        ESCAPE,
    ),
    (
        "did not find expected hexadecimal number",
        "this escape needs more hexadecimal digits",
        ESCAPE,
    ),
    (
        "found invalid Unicode character escape",
        "this escape is no character",
        ESCAPE,
    ),
    (
        "did not find expected node content",
        "a value is expected here",
        "put a text with `,`, `[` or `{` in it in quotes",
    ),
    (
        "did not find expected <document start>",
        "the document has ended before this",
        "correct the indentation: what belongs to the document's object starts in its first column",
    ),
    (
        "block sequence entries are not allowed",
        "an element of a list cannot start here",
        "start the list on a line of its own, or put a text that starts with `- ` in quotes",
    ),
    (
        "did not find expected alphabetic or numeric",
        "an anchor or alias needs a name of letters and digits",
        "put a text that starts with `*` or `&` in quotes",
    ),
    (
        "found undefined tag handle",
        "this tag has no meaning",
        "put a text that starts with `!` in quotes",
    ),
    (
        "did not find expected comment",
        "only a remark can follow here",
        "start the text on the next line",
    ),
    (
        "control characters are not allowed",
        "this control character cannot stand in YAML",
        "remove it",
    ),
    (
        "found duplicate anchor",
        "an anchor of that name is defined before",
        "give one of them another name",
    ),
    (
        "empty YAML tag",
        "a `!` alone is no tag",
        "put a text that starts with `!` in quotes",
    ),
    (
        "EOF while parsing",
        "the file ends before everything is closed",
        "close each `{`, `[` and `\"`",
    ),
    (
        "expected `,` or `}`",
        "a `,` or the `}` of the object is expected here",
        "put a `,` between two members",
    ),
    (
        "expected `,` or `]`",
        "a `,` or the `]` of the list is expected here",
        "put a `,` between two elements",
    ),
    (
        "expected `:`",
        "a `:` is expected behind the name",
        "a member is written `\"name\": value`",
    ),
    (
        "key must be a string",
        "the name of a member is expected here, in double quotes",
        "write `\"name\": value`",
    ),
    (
        "expected value",
        "a value is expected here",
        "a text stands in double quotes",
    ),
    (
        "expected ident",
        "expected `true`, `false` or `null`",
        "a text stands in double quotes",
    ),
    ("trailing comma", "nothing follows this `,`", "remove it"),
    (
        "trailing characters",
        "the document has ended before this",
        "remove what follows, or the `}` too many",
    ),
    (
        "control character",
        "a line break or tab cannot stand in a text as it is",
        "write `\\n` or `\\t`",
    ),
    (
        "invalid escape",
        "there is no such escape in a text",
        "a backslash is written `\\\\`",
    ),
    (
        "number out of range",
        "this number is too large for JSON",
        "write a smaller one",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_our_own_is_found_inside_a_parser_s() {
        let words = in_our_words(&format!("components.schemas: {MARK}{SIZE}"));
        assert_eq!(words.problem, SIZE);
        assert!(words.help.is_some());
    }

    #[test]
    fn no_translation_hides_another() {
        for (index, (start, ..)) in THEIRS.iter().enumerate() {
            let hidden = THEIRS[..index]
                .iter()
                .find(|(earlier, ..)| start.starts_with(earlier));
            assert_eq!(hidden, None, "{start}");
        }
    }
}
