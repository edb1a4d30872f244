//! Visible escapes for characters that change how a terminal or a log shows a message.

use std::fmt::{self, Write};

/// A writer that replaces control and bidirectional formatting characters with escapes, such as `\u{1b}`.
///
/// All messages of errors are written through it, because they contain text from the server.
pub(crate) struct Escaping<'w>(&'w mut dyn Write);

impl<'w> Escaping<'w> {
    pub(crate) fn new(writer: &'w mut dyn Write) -> Self {
        Self(writer)
    }
}

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (shown, from) = rest.split_at(at);
            self.0.write_str(shown)?;
            write!(self.0, "{}", hidden.escape_unicode())?;
            rest = from.get(hidden.len_utf8()..).unwrap_or_default();
        }
        self.0.write_str(rest)
    }
}

/// Returns text without control and bidirectional formatting characters.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = Escaping::new(&mut escaped).write_str(text);
    escaped
}

/// Returns whether a character is a control character, a line or paragraph separator, a bidirectional mark, embedding,
/// override or isolate, or a byte order mark.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}
