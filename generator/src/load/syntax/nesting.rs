//! The depth of `[` and `{` in YAML text, found before the text is parsed.
//!
//! The parser takes time proportional to the depth for every token, so deep text has to be refused before it. Like the
//! parser, this tells brackets from those in strings, comments and block scalars.

/// Returns the offset of the first bracket that opens more than `limit` levels.
pub(super) fn deeper_than(limit: usize, text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let brackets = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{'));
    if brackets.count() <= limit {
        return None;
    }
    let mut scan = Scan {
        bytes,
        at: 0,
        line: 0,
        levels: 0,
        indents: Vec::new(),
        key: 0,
    };
    while scan.at < bytes.len() {
        scan.token();
        if scan.levels > limit {
            return Some(scan.at - 1);
        }
    }
    None
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The offset of the current line.
    line: usize,
    /// The number of open brackets.
    levels: usize,
    /// The columns of the enclosing block collections.
    indents: Vec<usize>,
    /// The column of the last token, which is a key if `:` follows.
    key: usize,
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    /// The length of the line break at an offset; 0 if there is none.
    fn line_break(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\n' | b'\r' => 1,
            // YAML 1.1 has more line breaks: U+0085, U+2028 and U+2029.
            0xC2 if self.byte(at + 1) == 0x85 => 2,
            0xE2 if self.byte(at + 1) == 0x80 && matches!(self.byte(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    /// Whether white space or the end of the text is at an offset.
    fn is_blank(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t') || self.line_break(at) > 0
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    /// Whether a column is inside the enclosing block collection.
    fn is_inside(&self, column: usize) -> bool {
        self.indents.last().is_none_or(|indent| column > *indent)
    }

    fn enter(&mut self, column: usize) {
        if self.is_inside(column) {
            self.indents.push(column);
        }
    }

    /// Passes one token, or one character between tokens.
    fn token(&mut self) {
        let length = self.line_break(self.at);
        if length > 0 {
            self.at += length;
            self.line = self.at;
            return;
        }
        let byte = self.byte(self.at);
        if matches!(byte, b' ' | b'\t') {
            self.at += 1;
            return;
        }
        let column = self.column();
        if self.levels == 0 {
            while self.indents.last().is_some_and(|indent| *indent > column) {
                self.indents.pop();
            }
        }
        if self.is_document_marker() {
            self.indents.clear();
            self.at += 3;
            return;
        }
        let blank_follows = self.is_blank(self.at + 1);
        match byte {
            b'#' => self.pass_line(),
            b'[' | b'{' => {
                if self.levels == 0 {
                    self.key = column;
                }
                self.levels += 1;
                self.at += 1;
            }
            b']' | b'}' if self.levels > 0 => {
                self.levels -= 1;
                self.at += 1;
            }
            b',' | b':' if self.levels > 0 => self.at += 1,
            b':' if blank_follows => {
                self.enter(self.key);
                self.at += 1;
            }
            b'-' | b'?' if blank_follows => {
                if self.levels == 0 {
                    self.enter(column);
                }
                self.at += 1;
                self.key = self.column();
            }
            b'"' | b'\'' => {
                self.key = column;
                self.pass_quoted(byte);
            }
            b'&' | b'*' | b'!' => {
                self.key = column;
                self.pass_property();
            }
            b'|' | b'>' if self.levels == 0 => self.pass_block_scalar(),
            _ => {
                self.key = column;
                self.pass_plain();
            }
        }
    }

    /// Whether `---` or `...` is at the start of a line.
    fn is_document_marker(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at == self.line
            && (rest.starts_with(b"---") || rest.starts_with(b"..."))
            && self.is_blank(self.at + 3)
    }

    fn pass_line(&mut self) {
        while self.at < self.bytes.len() && self.line_break(self.at) == 0 {
            self.at += 1;
        }
    }

    fn pass_quoted(&mut self, quote: u8) {
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.byte(self.at);
            let length = self.line_break(self.at);
            if quote == b'"' && byte == b'\\'
                || byte == quote && quote == b'\'' && self.byte(self.at + 1) == quote
            {
                self.at += 2;
            } else if byte == quote {
                self.at += 1;
                return;
            } else if length > 0 {
                self.at += length;
                self.line = self.at;
            } else {
                self.at += 1;
            }
        }
    }

    /// Passes an anchor, an alias or a tag.
    fn pass_property(&mut self) {
        let verbatim = self.byte(self.at) == b'!' && self.byte(self.at + 1) == b'<';
        self.at += 1;
        while !self.is_blank(self.at) {
            match self.byte(self.at) {
                b'>' if verbatim => return,
                b',' | b'[' | b']' | b'{' | b'}' if self.levels > 0 && !verbatim => return,
                _ => self.at += 1,
            }
        }
    }

    /// Passes a plain scalar, which may go on in lines that are indented.
    fn pass_plain(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.byte(self.at);
            let length = self.line_break(self.at);
            if length > 0 {
                if !self.pass_to_next_line_of_plain() {
                    return;
                }
                continue;
            }
            let ends = match byte {
                b':' if self.is_blank(self.at + 1) => true,
                b':' if self.levels > 0 => matches!(
                    self.byte(self.at + 1),
                    b',' | b'?' | b'[' | b']' | b'{' | b'}'
                ),
                b',' | b'[' | b']' | b'{' | b'}' => self.levels > 0,
                b'#' => self.is_blank(self.at - 1),
                _ => false,
            };
            if ends {
                return;
            }
            self.at += 1;
        }
    }

    /// Passes the line breaks after a line of a plain scalar. Returns whether the scalar goes on.
    fn pass_to_next_line_of_plain(&mut self) -> bool {
        loop {
            let length = self.line_break(self.at);
            if self.at >= self.bytes.len() {
                return false;
            } else if length > 0 {
                self.at += length;
                self.line = self.at;
            } else if matches!(self.byte(self.at), b' ' | b'\t') {
                self.at += 1;
            } else {
                let goes_on = self.levels > 0 || self.is_inside(self.column());
                return goes_on && self.byte(self.at) != b'#' && !self.is_document_marker();
            }
        }
    }

    /// Passes a literal or folded block scalar.
    fn pass_block_scalar(&mut self) {
        let parent = self.indents.last().map_or(0, |indent| indent + 1);
        self.at += 1;
        let mut indent = None;
        while matches!(self.byte(self.at), b'+' | b'-' | b'1'..=b'9') {
            let digit = self.byte(self.at);
            if digit.is_ascii_digit() {
                let base = self.indents.last().copied().unwrap_or(0);
                indent = Some(base + usize::from(digit - b'0'));
            }
            self.at += 1;
        }
        self.pass_line();
        while self.at < self.bytes.len() {
            self.at += self.line_break(self.at);
            self.line = self.at;
            while self.byte(self.at) == b' ' && indent.is_none_or(|indent| self.column() < indent) {
                self.at += 1;
            }
            if self.at < self.bytes.len() && self.line_break(self.at) > 0 {
                continue;
            }
            let column = self.column();
            if column < *indent.get_or_insert(column.max(parent)) || self.is_document_marker() {
                // Back to the start of the line, which is not part of the scalar.
                self.at = self.line;
                return;
            }
            self.pass_line();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_deep(text: &str) -> bool {
        deeper_than(3, text).is_some()
    }

    #[test]
    fn open_brackets_are_counted() {
        for deep in [
            "[[[[",
            "a: [{b: [{",
            "- - {a: {b: {c: {d: 1}}}}",
            "a: x\n  y\nb: [[[[",
            "a: |\n  x\nb: [[[[",
            "- a: |\n    x\n  b: [[[[",
            "- a: |2\n    x\n  b: [[[[",
            "a: >-\n\n  x\n\n   y\nb: [[[[",
            "a: '''['\nb: [[[[",
            "a: \"\\\"\"\nb: [[[[",
            "[a: 'x', \"y\":'z]', [[[",
            "[!<]> [!<]> [!<]> [1",
            "[!a [&b [!c [1",
            "a: b # '\nc: [[[[",
            "# \u{2028}a: [[[[",
            "# \ra: [[[[",
            "a: x\n  \"\nb: [[[[",
            "a:\n  x\n  '\nb: [[[[",
            "? a\n: [[[[",
            "'a': [[[[",
            "[a]: [[[[",
            "--- |\n x\n--- [[[[",
            "a: [don't, [don't, [don't, [",
        ] {
            assert!(is_deep(deep), "{deep}");
        }
    }

    #[test]
    fn brackets_in_strings_comments_and_block_scalars_are_not_counted() {
        for flat in [
            "a: '[[[['\nb: \"[[[[\"",
            "a: x[[[[\nb: 1",
            "a: x\n  [[[[\nb: 1",
            "a:\n  x\n  [[[[\nb: 1",
            "# [[[[",
            "a: 1 # [[[[",
            "a: |\n  [[[[\n  {{{{\nb: 1",
            "a: |\n\n  [[[[\n   [[\nb: 1",
            "- a: >2-\n    [[[[\n  b: 1",
            "- |\n [[[[",
            "a:\n- |\n  [[[[\n- 1",
            "[[], [], [[]], {}, [[1]], [\"[[[\"]]",
            "[a, b[c]]",
            "!a[[[[ b",
        ] {
            assert!(!is_deep(flat), "{flat}");
        }
    }
}
