//! Strings that are safe to show: a reader sees every character, and no CI runner executes them.

/// Returns whether every character is visible, and no runner executes the line.
pub(super) fn is_visible(text: &str) -> bool {
    !text.chars().any(is_invisible) && !is_command(text)
}

/// Returns the string on one line, with escapes for invisible characters.
pub(super) fn visible(text: &str) -> String {
    let text = text.replace("##", "# #");
    text.chars().fold(String::new(), |mut shown, c| {
        match c {
            '\n' | '\t' => shown.push(' '),
            c if is_invisible(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
        shown
    })
}

/// Whether a runner executes the line: GitHub Actions one that starts with `::`, or with `##[` anywhere, others one with
/// `##name[`.
fn is_command(line: &str) -> bool {
    let after_hashes = line.split("##").skip(1);
    line.trim_start().starts_with("::")
        || after_hashes
            .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()))
            .any(|rest| rest.starts_with('['))
}

/// Whether a character is a control character, has no width, or changes the direction of the text.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        assert!(is_visible("größe: `a b`"));
        for text in [
            "::error::a",
            "a ##[b]",
            "##vso[a]",
            "a\u{1b}[2J",
            "a\u{202e}b",
            "a\u{200b}",
            "a\nb",
        ] {
            assert!(!is_visible(text), "{text:?}");
            let reason = format!("code: {}", visible(text));
            assert!(is_visible(&reason), "{text:?}");
        }
        assert!(is_visible("## A title\u{20}[a](b)"));
        assert_eq!(visible("a\nb\u{202e}c"), "a b\\u{202e}c");
    }
}
