//! Lists of values in a description: "One of: `a`, `b` or `c`.".

use crate::model::name::snake;

/// The values that a description lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) values: Vec<String>,
    /// Whether each value is in backticks or quotes.
    pub(super) quoted: bool,
}

/// The words before a list of all values.
const HEADS: [&str; 13] = [
    "one of the following values",
    "one of the following",
    "one of these values",
    "one of these",
    "one of",
    "possible values are",
    "possible values",
    "allowed values are",
    "allowed values",
    "valid values are",
    "valid values",
    "accepted values",
    "supported values",
];

/// Words of a description whose list may be incomplete, or whose values are not single values of the list.
const DOUBTS: [&str; 93] = [
    "for example",
    "for instance",
    "e.g",
    "eg.",
    "i.e",
    "such as",
    "etc",
    "and more",
    "among others",
    "including",
    "includes",
    "include",
    "not limited",
    "...",
    "…",
    "in the future",
    "added",
    "may change",
    "subject to change",
    "currently",
    "previously",
    "formerly",
    "used to be",
    "no longer",
    "typically",
    "usually",
    "often",
    "commonly",
    "most common",
    "mostly",
    "generally",
    "normally",
    "known",
    "suggested",
    "recommended",
    "at least",
    "extensible",
    "custom",
    "free-form",
    "freeform",
    "arbitrary",
    "any string",
    "any value",
    "or any",
    "any other",
    "anything",
    "other",
    "also",
    "additional",
    "depend",
    "varies",
    "vary",
    "otherwise",
    "empty",
    "blank",
    "comma",
    "separated",
    "delimited",
    "list of",
    "multiple",
    "one or more",
    "combination",
    "combine",
    "combined",
    "array",
    "prefix",
    "suffix",
    "start with",
    "starts with",
    "begins with",
    "ends with",
    "followed by",
    "wildcard",
    "regular expression",
    "regex",
    "pattern",
    "template",
    "format",
    "case-insensitive",
    "case insensitive",
    "deprecated",
    "expression",
    "id of",
    "ignored",
    "instead",
    "iso",
    "number and",
    "to expand",
    "to return",
    "prepend",
    "reserved",
    "unless",
    "uuid",
];

/// Words before a list, in the same sentence, that reverse its meaning, or that list names of fields: "exactly one of".
const OTHER_MEANINGS: [&str; 38] = [
    "not", "cannot", "can't", "isn't", "never", "no", "neither", "nor", "except", "without",
    "unlike", "than", "exactly", "only", "least", "most", "just", "either", "any", "each", "every",
    "specify", "provide", "pass", "supply", "requires", "require", "required", "set", "use",
    "with", "if", "when", "where", "whose", "contains", "unless", "or",
];

/// Words before a list, in the same sentence, that only introduce the list of the values. The words of
/// the name are such words too: "the state must be one of".
const NEUTRAL: [&str; 21] = [
    "a",
    "an",
    "are",
    "be",
    "can",
    "could",
    "field",
    "has",
    "is",
    "it",
    "its",
    "may",
    "must",
    "parameter",
    "property",
    "shall",
    "should",
    "the",
    "this",
    "value",
    "will",
];

/// The longest description that is searched, in bytes.
const LONGEST: usize = 4_000;

/// Parts of values that stand for something else.
const PLACEHOLDERS: [&str; 8] = ["YYYY", "yyyy", "HH:", "hh:", "MM-", "XXX", "xxx", "NNN"];

/// The longest value, in characters.
const LONGEST_VALUE: usize = 64;

/// Returns the values of a description that plainly lists all values for the given name; `None` in doubt.
pub(super) fn listed_values(description: &str, name: &str) -> Option<Listed> {
    if description.len() > LONGEST {
        return None;
    }
    // ASCII, so that the positions are those of the description.
    let lower = description.to_ascii_lowercase();
    let (at, head) = head(&lower)?;
    if DOUBTS.iter().any(|doubt| has(&lower, doubt)) {
        return None;
    }
    let before = lower.get(..at)?;
    if !is_of_value(before, name) {
        return None;
    }
    let after = description.get(at + head.len()..)?;
    // A second list may be that of a different case.
    if self::head(&after.to_ascii_lowercase()).is_some() {
        return None;
    }
    let (after, colon) = match after.trim_start_matches(['*', '_', ' ']).strip_prefix(':') {
        Some(after) => (after.trim_start_matches(['*', '_', ' ']), true),
        None => (after.trim_start_matches(' '), false),
    };
    let (listed, rest) = if after.trim_start_matches(' ').starts_with(['\n', '\r']) {
        bullets(after)?
    } else {
        in_line(after, colon)?
    };
    // "The default is `d`": a value after the list that is not in it.
    let mentioned = rest.split('`').skip(1).step_by(2);
    if mentioned
        .into_iter()
        .any(|value| !listed.values.iter().any(|known| known == value))
    {
        return None;
    }
    let distinct = |(index, value): (usize, &String)| {
        listed
            .values
            .iter()
            .position(|known| known.eq_ignore_ascii_case(value))
            == Some(index)
    };
    let is_list = listed.values.len() > 1 && listed.values.iter().enumerate().all(distinct);
    is_list.then_some(listed)
}

/// Whether the words before a list, in the same sentence, make it the list of the values for the given name, as
/// opposed to that of something else: "the extension of the file is one of".
fn is_of_value(before: &str, name: &str) -> bool {
    let paragraph = before.rsplit("\n\n").next().unwrap_or_default();
    let sentence = match paragraph.rfind(". ").max(paragraph.rfind(".\n")) {
        Some(end) => paragraph.get(end + 1..).unwrap_or_default(),
        None => paragraph,
    };
    let sentence = sentence.trim_end_matches(|c: char| c.is_whitespace() || "*_".contains(c));
    let is_word = |c: char| c.is_alphanumeric() || c == '\'';
    let mut words = sentence
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty());
    let name = snake(name);
    let is_neutral = |word: &str| NEUTRAL.contains(&word) || name.split('_').any(|own| own == word);
    // A phrase apart from the list says what the value is: "the order, one of".
    let is_apart = sentence.ends_with([',', ':', ';', '(', '-', '–', '—', '>']);
    words.all(|word| !OTHER_MEANINGS.contains(&word) && (is_apart || is_neutral(word)))
}

/// The first of the words before a list, and their position.
fn head(lower: &str) -> Option<(usize, &'static str)> {
    let found = HEADS
        .iter()
        .filter_map(|head| Some((find_word(lower, head)?, *head)));
    // The longest at the first position.
    found.min_by_key(|(at, head)| (*at, usize::MAX - head.len()))
}

/// Whether a description has some words, also with an ending: "comma" finds "commas", and "custom" does not find
/// "customer".
fn has(lower: &str, words: &str) -> bool {
    if !words.starts_with(|c: char| c.is_alphanumeric()) {
        return lower.contains(words);
    }
    lower.match_indices(words).any(|(at, _)| {
        let (before, rest) = lower.split_at(at);
        let after = rest.get(words.len()..).unwrap_or_default();
        let end = after.trim_start_matches(char::is_alphanumeric).len();
        let ending = after.get(..after.len() - end).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric)
            && ["", "s", "d", "ed", "ted", "ing"].contains(&ending)
    })
}

/// The position of some words that start a word and may end within one.
fn find_start(lower: &str, words: &str) -> Option<usize> {
    let is_start = |at: &usize| {
        let before = lower.get(..*at).and_then(|before| before.chars().last());
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    lower.match_indices(words).map(|(at, _)| at).find(is_start)
}

/// The position of some words that do not start or end within a word.
fn find_word(lower: &str, words: &str) -> Option<usize> {
    let at = find_start(lower, words)?;
    let after = lower.get(at + words.len()..)?.chars().next();
    after.is_none_or(|c| !c.is_alphanumeric()).then_some(at)
}

/// A list in a line: "`a`, `b` or `c`", up to the end of the sentence.
fn in_line(text: &str, colon: bool) -> Option<(Listed, &str)> {
    let mut values = Vec::new();
    let mut quoted = None;
    let mut rest = text;
    loop {
        let (value, is_quoted, after) = value(rest)?;
        // Words without quotes are a list only after a colon.
        if quoted.is_some_and(|known| known != is_quoted) || !is_quoted && !colon {
            return None;
        }
        quoted = Some(is_quoted);
        values.push(value);
        match separator(after) {
            Some(next) => rest = next,
            None if is_end(after) => {
                rest = after;
                break;
            }
            None => return None,
        }
    }
    let quoted = quoted?;
    Some((Listed { values, quoted }, rest))
}

/// A list with a line for each value, "- `a`: the first", up to an empty line; and the rest.
fn bullets(text: &str) -> Option<(Listed, &str)> {
    let mut values = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        let line = line.trim();
        if line.is_empty() {
            if values.is_empty() {
                continue;
            }
            break;
        }
        let item = line
            .strip_prefix("- ")
            .or_else(|| line.strip_prefix("* "))?;
        let (value, is_quoted, after) = value(item.trim_start_matches('*'))?;
        let after = after.trim_start_matches('*').trim_start();
        let is_described = after.is_empty() || after.starts_with([':', '-', '–', '—', '=', '(']);
        if !is_quoted || !is_described {
            return None;
        }
        values.push(value);
    }
    let listed = Listed {
        values,
        quoted: true,
    };
    Some((listed, rest))
}

/// The value at the start, whether it is in quotes, and the rest.
fn value(text: &str) -> Option<(String, bool, &str)> {
    let quote = text.chars().next()?;
    let (value, after) = if matches!(quote, '`' | '"' | '\'') {
        text.get(1..)?.split_once(quote)?
    } else {
        let is_in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let end = text.find(|c| !is_in_word(c)).unwrap_or(text.len());
        text.split_at(end)
    };
    let is_quoted = matches!(quote, '`' | '"' | '\'');
    let is_value = !value.is_empty()
        && value.chars().count() <= LONGEST_VALUE
        && value == value.trim()
        && !value.contains(|c: char| c.is_control() || "<>{}[]()*`\"'|,=?&$\\".contains(c))
        && !PLACEHOLDERS
            .iter()
            .any(|placeholder| value.contains(placeholder));
    is_value.then(|| (value.to_owned(), is_quoted, after))
}

/// The text after a separator of two values.
fn separator(text: &str) -> Option<&str> {
    // A line may end between two values.
    const SPACE: [char; 3] = [' ', '\n', '\r'];
    let start = text.trim_start_matches(SPACE);
    let after_comma = start
        .strip_prefix([',', '|', '/'])
        .map(|rest| rest.trim_start_matches(SPACE));
    let rest = after_comma.unwrap_or(start);
    let is_separate = after_comma.is_some() || start.len() < text.len();
    let after_word = ["or", "and"].iter().find_map(|word| {
        let rest = rest.strip_prefix(word).filter(|_| is_separate)?;
        let after = rest.trim_start_matches(SPACE);
        (after.len() < rest.len()).then_some(after)
    });
    after_word.or(after_comma)
}

/// Whether a list ends here: at the end of the text, of the sentence or of the paragraph.
fn is_end(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    text.is_empty()
        || text == ")"
        || text.starts_with('\n')
        || text.starts_with("\r\n")
        || text
            .strip_prefix(").")
            .or_else(|| text.strip_prefix('.'))
            .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(description: &str) -> Option<Vec<String>> {
        listed_values(description, "sortOrder").map(|listed| listed.values)
    }

    #[test]
    fn plain_lists_are_read() {
        for description in [
            "One of: `a`, `b`, `c`",
            "One of `a`, `b`, or `c`.",
            "one of \"a\", \"b\" or \"c\"",
            "The order. Possible values: 'a', 'b', 'c'. The first is the default.",
            "The order (one of `a`, `b`, `c`).",
            "Valid values are `a` | `b` | `c`",
            "**Possible values:** `a`, `b` and `c`",
            "Must be one of the following:\n\n- `a`: the first\n- `b`\n* `c` - the last\n\nMore text.",
            "Allowed values: a, b, c",
            "Possible values: `a`/`b`/`c`",
            "How the customer pays. One of `a`, `b`, `c`.",
            "One of `a`, `b`, `c`. The default is `a`.",
            "One of `a`,\n`b`\nor `c`\nThe first is the default.",
            "The sort order must be one of `a`, `b`, `c`.",
            "The way of the customer: one of `a`, `b`, `c`",
            "Version 1.2 of\nthe order, one of `a`, `b`, `c`",
        ] {
            let expected = ["a", "b", "c"].map(str::to_owned);
            assert_eq!(values(description), Some(expected.into()), "{description}");
        }
    }

    #[test]
    fn a_list_in_doubt_is_ignored() {
        for description in [
            "",
            "A name.",
            "One of: `a`",
            "One of: `a`, `a`",
            "One of: `a`, `A`",
            "One of: `a`, `b`, etc.",
            "One of: `a`, `b`, and more.",
            "One of: `a`, `b`, …",
            "One of `a`, `b` for example.",
            "One of `a`, `b`, such as in the list",
            "Possible values include `a`, `b`",
            "One of `a`, `b`. More values may be added.",
            "Must not be one of `a`, `b`",
            "Cannot be one of `a`, `b`",
            "One of `a`, `b` or a custom name",
            "One of `a`, `b`, or the id of a user",
            "One of `a` or any string",
            "A comma-separated list of one of `a`, `b`",
            "One or more of: `a`, `b`",
            "One of `a`, `b` is returned",
            "One of the stores, `a` or `b`",
            "One of a, b",
            "One of `a`, b",
            "One of `a*`, `b*`",
            "One of `<id>`, `b`",
            "One of `a`, `b`. With a filter one of `c`, `d`.",
            "Someone of `a`, `b`",
            "Possible values: `a` (the first), `b`",
            "Possible values: the name, the id",
            "Currently one of `a`, `b`",
            "Exactly one of `a` or `b`.",
            "At least one of `a`, `b`",
            "Specify one of `a`, `b`.",
            "If given, one of `a`, `b`.",
            "One of `a`, `b`. The default is `c`.",
            "One of `a`, `b`. An empty string selects both.",
            "One of `YYYY-MM`, `YYYY-MM-DD`",
            "One of `sort=a`, `sort=b`",
            "One of `a`, `b`. It may also be the id of a store.",
            "Usually one of `a`, `b`.",
            "Possible values:\n- `a`: the first\n- anything else",
            "ISO date or one of `a`, `b`.",
            "A date or\none of `a`, `b`.",
            "Path of the file. The extension is one of `a`, `b`.",
            "The name. The resource's status must be one of `a`, `b`.",
            "Filter expression. The operator must be one of `a`, `b`",
            "Ids of the order. Deprecated values: one of `a`, `b`.",
            "Relations to expand. One of `a`, `b`.",
            "Reserved names: one of `a`, `b`.",
            "Contains one of `a`, `b`.",
            "Hostname in one of `a`, `b`.",
            "Message. Shown for one of `a`, `b`.",
            "Sort by one of `a`, `b`. Prepend `-` to reverse.",
            "Duration: number and unit. Valid values are `a`, `b`.",
            "Id of the user. One of `a`, `b`.",
            "Required when the type, one of `a`, `b`",
        ] {
            assert_eq!(values(description), None, "{description}");
        }
    }
}
