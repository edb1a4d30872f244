//! Assertions that output for people, runners and comments is only text.

use pulldown_cmark::{Event, Options, Parser, Tag};

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Asserts that text for people has no raw control character, and that a runner executes none of its lines.
pub(crate) fn assert_visible(bytes: &[u8], allowed: &[char]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for line in text.split('\n') {
        let raw = line
            .chars()
            .find(|c| is_invisible(*c) && !allowed.contains(c));
        assert_eq!(raw, None, "{line:?}");
        assert!(!line.trim().starts_with("::"), "{line:?}");
        for command in ["##[", "##vso["] {
            assert!(!line.contains(command), "{line:?}");
        }
    }
}

/// Asserts that each line is an annotation, and that nothing else could be read as a command.
pub(crate) fn assert_annotations(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for line in text.lines() {
        assert!(
            line.starts_with("::error ") || line.starts_with("::warning "),
            "{line:?}"
        );
        assert_eq!(line.chars().find(|c| is_invisible(*c)), None, "{line:?}");
        let (properties, _) = line[2..].split_once("::").unwrap();
        let (_, properties) = properties.split_once(' ').unwrap();
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(
                name.chars().all(char::is_alphabetic) && !value.contains(':'),
                "{line:?}"
            );
        }
    }
}

/// Asserts that Markdown has nothing live: only text of the generator, code spans, and its own table and summary.
pub(crate) fn assert_inert(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => assert!(
                [
                    "<details><summary>Documentation changed</summary>\n",
                    "</details>\n"
                ]
                .contains(&&*html),
                "{html:?} in\n{text}"
            ),
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::Emphasis
                | Tag::Strong,
            ) => {
                panic!("{event:?} in\n{text}")
            }
            Event::Text(words) => {
                for live in ["@", "#", "GH-", "www", "evil", "|", "`", "<", "::"] {
                    assert!(!words.contains(live), "{words:?} in\n{text}");
                }
            }
            _ => {}
        }
    }
    for row in text.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(cells(row), 5, "{row}");
    }
}

/// The number of cells of a row, as GitHub splits it: a backslash escapes the character after it.
fn cells(row: &str) -> usize {
    let mut bars = 0;
    let mut escaped = false;
    for c in row.chars() {
        bars += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    bars - 1
}
