//! Makes text safe to show: control characters become visible escapes, and no line is a command of a CI runner.
//!
//! Documents, file names and arguments can contain anything: escape sequences that rewrite the terminal, marks that
//! reverse the order of the text, or lines that a runner such as GitHub Actions executes. [`Text`] is the only type
//! that the reporter writes to a terminal, and everything in it has passed through its method `put`.

use std::fmt::Write as _;

use annotate_snippets::renderer::Style;

/// Text for people, in which every character is visible.
///
/// Colours are escape sequences, which the writer strips if they are not wanted. They are only in the text if they were
/// added as styles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    text: String,
    /// The state of the current line, without its styles.
    line: Line,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Line {
    /// Whether it has more than white space.
    started: bool,
    /// The part of `##[` or `##name[` that precedes.
    hashes: Hashes,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Hashes {
    #[default]
    None,
    One,
    /// Two, and the letters of a name.
    Two,
}

impl Text {
    /// Adds a value or a part of a line. Line breaks and tabs in it are escaped too.
    pub(crate) fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.put(c, c.is_control());
        }
    }

    /// Adds a line, or the rest of one.
    pub(crate) fn line(&mut self, line: &str) {
        self.push(line);
        self.end_line();
    }

    /// Adds a value with a style.
    pub(crate) fn styled(&mut self, style: Style, text: &str) {
        let _ = write!(self.text, "{style}");
        self.push(text);
        let _ = write!(self.text, "{style:#}");
    }

    /// Adds a line of a file with a style. Tabs in it are kept.
    pub(crate) fn source_line(&mut self, style: Style, line: &str) {
        let _ = write!(self.text, "{style}");
        for c in line.chars() {
            self.put(c, c.is_control() && c != '\t');
        }
        let _ = write!(self.text, "{style:#}");
        self.end_line();
    }

    /// Adds a line break.
    pub(crate) fn end_line(&mut self) {
        self.put('\n', false);
    }

    /// Adds lines with styles that a library rendered from values that [`value`] had escaped.
    pub(crate) fn rendered(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(style) = style(rest) {
                self.text.push_str(style);
                rest = rest.get(style.len()..).unwrap_or_default();
            } else {
                self.put(c, c.is_control() && c != '\n');
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }

    /// The text with escape sequences for its styles.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Adds a character, escaped if it is a control character to escape, invisible, or the start of a command.
    fn put(&mut self, c: char, control: bool) {
        let starts_command = self.line.read(c);
        if control || starts_command || is_invisible(c) {
            push_escape(&mut self.text, c);
            // An escape is visible, and ends what could become a command.
            self.line = Line {
                started: true,
                hashes: Hashes::None,
            };
        } else {
            self.text.push(c);
        }
    }
}

impl Line {
    /// Reads a character. Returns whether it completes the start of a command of a runner.
    ///
    /// GitHub Actions executes a line that starts with `::` after white space, and a line with `##[` anywhere. Other
    /// runners execute lines with `##vso[` or `##teamcity[`.
    fn read(&mut self, c: char) -> bool {
        let before = *self;
        if c == '\n' {
            *self = Self::default();
            return false;
        }
        self.started |= !c.is_whitespace();
        self.hashes = match (c, before.hashes) {
            ('#', Hashes::None) => Hashes::One,
            ('#', Hashes::One | Hashes::Two) => Hashes::Two,
            (c, Hashes::Two) if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') => Hashes::Two,
            _ => Hashes::None,
        };
        match c {
            // A second colon may follow.
            ':' => !before.started,
            '[' => before.hashes == Hashes::Two,
            _ => false,
        }
    }
}

/// The sequence for a style (SGR of ECMA-48) that `text` starts with.
fn style(text: &str) -> Option<&str> {
    let parameters = text.strip_prefix("\x1b[")?;
    let length = parameters.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    parameters.get(length..)?.starts_with('m').then_some(())?;
    text.get(..2 + length + 1)
}

/// Escapes the invisible characters of a value, including line breaks and tabs.
pub(crate) fn value(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        push_visible(&mut visible, c);
    }
    visible
}

/// Adds a character, escaped if it is invisible.
pub(crate) fn push_visible(text: &mut String, c: char) {
    if is_visible(c) {
        text.push(c);
    } else {
        push_escape(text, c);
    }
}

/// Whether a character is neither a control character nor invisible.
pub(crate) fn is_visible(c: char) -> bool {
    !c.is_control() && !is_invisible(c)
}

/// Escapes the invisible characters of JSON as JSON does. Its strings keep their values.
///
/// JSON has such characters, and two `#` in a row, only in strings.
pub(crate) fn json(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut line = Line::default();
    for c in text.chars() {
        let starts_command = line.read(c) && c == '[';
        if starts_command || (c.is_control() && c != '\n') || is_invisible(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(visible, "\\u{unit:04x}");
            }
        } else {
            visible.push(c);
        }
    }
    visible
}

/// Adds the escape that Rust has for a character.
fn push_escape(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        c => {
            let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
        }
    }
}

/// Whether a character that is not a control character changes the order of text, ends a line, or shows nothing.
///
/// The joiners U+200C and U+200D and the variation selectors U+FE00 to U+FE0F are visible by their effect, in Persian
/// and in emoji.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use annotate_snippets::renderer::AnsiColor;

    use super::*;

    fn text(parts: &[&str]) -> String {
        let mut text = Text::default();
        for part in parts {
            text.push(part);
        }
        text.as_str().to_owned()
    }

    #[test]
    fn invisible_characters_are_escaped() {
        let cases = [
            ("a\x1b[31mb", "a\\u{1b}[31mb"),
            ("a\r\nb\tc\0", "a\\r\\nb\\tc\\u{0}"),
            ("\u{7f}\u{9b}", "\\u{7f}\\u{9b}"),
            ("\u{202E}\u{2066}\u{200F}", "\\u{202e}\\u{2066}\\u{200f}"),
            ("\u{2028}\u{FEFF}\u{E0041}", "\\u{2028}\\u{feff}\\u{e0041}"),
            ("größe 👩\u{200D}🔬", "größe 👩\u{200D}🔬"),
        ];
        for (raw, visible) in cases {
            assert_eq!(text(&[raw]), visible);
            assert_eq!(value(raw), visible);
        }
    }

    #[test]
    fn no_line_is_a_command_of_a_runner() {
        let cases: [(&[&str], &str); 8] = [
            (&["::error::x"], "\\u{3a}:error::x"),
            (&[" \u{a0} ", "::error"], " \u{a0} \\u{3a}:error"),
            (&["\u{3000}:", ":error"], "\u{3000}\\u{3a}:error"),
            (&["a ::error"], "a ::error"),
            (&["a ##[error]x"], "a ##\\u{5b}error]x"),
            (&["#", "##", "[error]"], "###\\u{5b}error]"),
            (&["##vso[task.x]"], "##vso\\u{5b}task.x]"),
            (&["#[doc]", " ## [a]"], "#[doc] ## [a]"),
        ];
        for (parts, visible) in cases {
            assert_eq!(text(parts), visible);
        }
    }

    #[test]
    fn each_line_is_checked() {
        let mut text = Text::default();
        text.push("a");
        text.end_line();
        text.source_line(AnsiColor::Red.on_default(), "\t::b\x1b");
        text.rendered("\x1b[1mc\x1b[0m\x1b[2J\n  ::d\n");
        assert_eq!(
            text.as_str(),
            "a\n\x1b[31m\t\\u{3a}:b\\u{1b}\x1b[0m\n\x1b[1mc\x1b[0m\\u{1b}[2J\n  \\u{3a}:d\n"
        );
    }

    #[test]
    fn json_keeps_its_values() {
        let raw = "a\u{7f}\u{85}\u{202e}\u{e0041}##[error]\u{1b}\r\n [1]";
        let written = serde_json::to_string_pretty(&[raw]).unwrap();
        let visible = json(&written);
        assert!(!visible.contains("##["), "{visible}");
        assert!(
            visible
                .chars()
                .all(|c| c == '\n' || !(c.is_control() || is_invisible(c))),
            "{visible}"
        );
        assert_eq!(
            serde_json::from_str::<[String; 1]>(&visible).unwrap(),
            [raw]
        );
    }
}
