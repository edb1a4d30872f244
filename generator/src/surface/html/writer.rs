//! The text between tags, and the tags that Markdown has a short form for.

use std::collections::HashMap;
use std::ops::Range;

use super::tag::{HtmlTag, without_tags};
use crate::model::code_span;
use crate::surface::inert;

/// The longest text of a link or of emphasis, in bytes. Without a limit, the search for their ends could take quadratic
/// time.
const LONGEST: usize = 2000;

/// Where a piece of HTML is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// In a block of HTML, in which Markdown has no meaning.
    Block,
    /// In a paragraph.
    Paragraph,
    /// In a heading or in the cell of a table, which cannot have a second line.
    OneLine,
}

/// A list that is being written.
pub(super) struct List {
    /// The start of each line of the list.
    pub(super) prefix: String,
    /// The number of the next item, if the list is numbered.
    pub(super) next: Option<u32>,
}

/// Writes Markdown.
pub(super) struct Writer<'a> {
    pub(super) source: &'a str,
    /// The length of the source that is written.
    pub(super) at: usize,
    pub(super) out: String,
    pub(super) lists: Vec<List>,
    /// The places of the closing tags of each name, in order.
    closing: HashMap<String, Vec<Range<usize>>>,
    /// The replacements of the closing tags at these places.
    replaced: HashMap<usize, String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut closing: HashMap<String, Vec<Range<usize>>> = HashMap::new();
        for (start, _) in source.match_indices("</") {
            if let Some(tag) = HtmlTag::at(&source[start..]) {
                let range = start..start + tag.length;
                closing.entry(tag.name).or_default().push(range);
            }
        }
        Self {
            source,
            at: 0,
            out: String::with_capacity(source.len()),
            lists: Vec::new(),
            closing,
            replaced: HashMap::new(),
        }
    }

    pub(super) fn copy_to(&mut self, end: usize) {
        if self.at < end {
            self.out.push_str(&self.source[self.at..end]);
            self.at = end;
        }
    }

    /// Writes HTML up to a place.
    pub(super) fn span(&mut self, end: usize, place: Place) {
        while self.at < end {
            let rest = &self.source[self.at..end];
            let start = rest.find('<').unwrap_or(rest.len());
            self.text(start, place);
            if self.at >= end {
                break;
            }
            let rest = &self.source[self.at..];
            if rest.starts_with("<!--") {
                // A comment that does not end takes in all of the text, which is shown.
                match rest.find("-->") {
                    Some(length) => {
                        self.at += length + "-->".len();
                        if place == Place::Block {
                            self.break_paragraph();
                        }
                    }
                    None => self.copy_to(self.at + 1),
                }
                continue;
            }
            match HtmlTag::at(rest) {
                Some(tag) if tag.is_known() => self.tag(&tag, place),
                _ => self.copy_to(self.at + 1),
            }
        }
    }

    /// Writes text between tags. The indentation of HTML has no meaning; in Markdown it would have one.
    fn text(&mut self, length: usize, place: Place) {
        let end = self.at + length;
        if place != Place::Block {
            self.copy_to(end);
            return;
        }
        let text = &self.source[self.at..end];
        self.at = end;
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let is_start = index > 0 || self.is_at_start_of_line();
            let line = if is_start { line.trim_start() } else { line };
            if index > 0 && !line.is_empty() {
                let prefix = self.list_prefix();
                self.out.push_str(&prefix);
            }
            self.out.push_str(line);
        }
    }

    fn tag(&mut self, tag: &HtmlTag<'_>, place: Place) {
        let start = self.at;
        self.at += tag.length;
        match tag.name.as_str() {
            "b" | "strong" => self.pair(tag, start, place, "**"),
            "i" | "em" => self.pair(tag, start, place, "*"),
            "a" => self.pair(tag, start, place, ""),
            "code" | "tt" | "kbd" | "samp" => self.code(tag),
            "pre" if place != Place::OneLine => self.preformatted(tag),
            "table" if place != Place::OneLine && !tag.is_closing => self.table(),
            "br" => self.line_break(place),
            "img" => {
                let alternative = tag.attribute("alt").unwrap_or_default();
                self.out.push_str(&alternative);
            }
            _ if place == Place::OneLine => self.space(),
            "ul" | "ol" => self.list(tag),
            "li" if !tag.is_closing => self.item(),
            "li" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.break_paragraph();
                if !tag.is_closing {
                    let level = tag.name[1..].parse().unwrap_or(6);
                    self.out.push_str(&"#".repeat(level));
                    self.out.push(' ');
                }
            }
            "hr" => {
                self.break_paragraph();
                self.out.push_str("***");
                self.break_paragraph();
            }
            _ if tag.is_block() => self.break_paragraph(),
            "td" | "th" | "tr" => self.space(),
            _ => {}
        }
    }

    /// Emphasis or a link, where the closing tag is in the same paragraph.
    fn pair(&mut self, tag: &HtmlTag<'_>, start: usize, place: Place, marker: &str) {
        if tag.is_closing {
            if let Some(end) = self.replaced.remove(&start) {
                self.out.push_str(&end);
            }
            return;
        }
        let Some(close) = self.next_closing(&tag.name) else {
            return;
        };
        if close.start - self.at > LONGEST || self.replaced.contains_key(&close.start) {
            return;
        }
        let inner = &self.source[self.at..close.start];
        if inner.trim().is_empty() || inner.contains("\n\n") {
            return;
        }
        if marker.is_empty() {
            let target = tag.attribute("href").unwrap_or_default();
            let is_plain = !target.contains(|c: char| c.is_whitespace() || "<>`\\".contains(c));
            if is_plain && !target.is_empty() && inert::is_page(&target) {
                self.out.push('[');
                self.replaced.insert(close.start, format!("](<{target}>)"));
            }
            return;
        }
        let is_tight =
            !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        let touches_word = self.out.ends_with(char::is_alphanumeric)
            || self.source[close.end..].starts_with(char::is_alphanumeric);
        let is_word =
            inner.starts_with(char::is_alphanumeric) && inner.ends_with(char::is_alphanumeric);
        if is_tight
            && (is_word || !touches_word)
            && !(place == Place::Block && inner.contains("<p"))
        {
            self.out.push_str(marker);
            self.replaced.insert(close.start, marker.to_owned());
        }
    }

    fn code(&mut self, tag: &HtmlTag<'_>) {
        if tag.is_closing {
            return;
        }
        let Some(close) = self.next_closing(&tag.name) else {
            return;
        };
        let inner = without_tags(&self.source[self.at..close.start]);
        let words: Vec<&str> = inner.split_whitespace().collect();
        if !words.is_empty() {
            self.out.push_str(&code_span(&words.join(" ")));
        }
        self.at = close.end;
    }

    fn preformatted(&mut self, tag: &HtmlTag<'_>) {
        if tag.is_closing {
            self.break_paragraph();
            return;
        }
        let Some(close) = self.next_closing(&tag.name) else {
            self.break_paragraph();
            return;
        };
        let inner = without_tags(&self.source[self.at..close.start]);
        let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.break_paragraph();
        let prefix = self.prefix();
        self.out.push_str(&format!("{fence}text\n"));
        for line in inner.trim_matches('\n').trim_end().lines() {
            self.out.push_str(&format!("{prefix}{}\n", line.trim_end()));
        }
        self.out.push_str(&format!("{prefix}{fence}"));
        self.at = close.end;
        self.break_paragraph();
    }

    /// A line break, or a new paragraph for two.
    fn line_break(&mut self, place: Place) {
        if place == Place::OneLine {
            self.space();
            return;
        }
        let rest = &self.source[self.at..];
        let skipped = rest.len() - rest.trim_start().len();
        let (space, next) = rest.split_at(skipped);
        let is_next = HtmlTag::at(next).is_some_and(|tag| tag.name == "br");
        if self.is_at_start_of_line() || next.is_empty() || space.matches('\n').count() > 1 {
            return;
        }
        if is_next {
            self.break_paragraph();
            return;
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if space.contains('\n') {
            self.out.push('\\');
        } else {
            let prefix = self.prefix();
            self.out.push_str(&format!("\\\n{prefix}"));
            self.at += skipped;
        }
    }

    pub(super) fn break_paragraph(&mut self) {
        let prefix = self.prefix();
        self.trim_end();
        if !self.out.is_empty() {
            self.out
                .push_str(&format!("\n{}\n{prefix}", prefix.trim_end()));
        }
        self.skip_space();
    }

    pub(super) fn space(&mut self) {
        if !self.out.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    pub(super) fn trim_end(&mut self) {
        self.out.truncate(self.out.trim_end().len());
    }

    pub(super) fn skip_space(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The next closing tag.
    pub(super) fn next_closing(&self, name: &str) -> Option<Range<usize>> {
        let all = self.closing.get(name)?;
        let next = all.partition_point(|range| range.start < self.at);
        all.get(next).cloned()
    }

    pub(super) fn line(&self) -> &str {
        let start = self.out.rfind('\n').map_or(0, |newline| newline + 1);
        &self.out[start..]
    }

    pub(super) fn is_at_start_of_line(&self) -> bool {
        // Without a search for the start of the line, which can be as long as the text.
        let before = self.out.trim_end_matches([' ', '>']);
        before.is_empty() || before.ends_with('\n')
    }

    /// The start of a line that continues the list or quotation of this line.
    pub(super) fn prefix(&self) -> String {
        let line = self.line();
        let mut prefix = String::new();
        let mut rest = line;
        while prefix.len() < 40 {
            let marker = marker_length(rest);
            match rest.chars().next() {
                Some(c @ (' ' | '>')) => {
                    prefix.push(c);
                    rest = &rest[1..];
                }
                Some(_) if marker > 0 => {
                    prefix.push_str(&" ".repeat(marker));
                    rest = &rest[marker..];
                }
                _ => break,
            }
        }
        prefix
    }
}

/// The length of the marker of a list item, with the space after it; 0 where there is none.
fn marker_length(line: &str) -> usize {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &line[digits..];
    let is_marker = match digits {
        0 => after.starts_with("- ") || after.starts_with("* ") || after.starts_with("+ "),
        1..=9 => after.starts_with(". ") || after.starts_with(") "),
        _ => false,
    };
    if is_marker { digits + 2 } else { 0 }
}
