//! The part of a file that a diagnostic shows: one line, or a part of a long line.

use std::ops::Range;

use crate::visible::push_visible;

/// The maximum length of a line shown in full, in bytes: a minified document is one line of megabytes.
const LONG_LINE: usize = 2000;
/// The length of a long line shown on either side of the marked range, in bytes.
const MARGIN: usize = 40;
/// The length of a marked range shown in a long line, in bytes.
const MARKED: usize = 50;

/// A range of a file's text, with its line.
pub(crate) struct Excerpt {
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The column where the range starts, counted from 1 in characters.
    pub(crate) column: usize,
    /// The column after the last character of the range, on the same line.
    pub(crate) end_column: usize,
    /// The line, or the part of it around the marked range.
    pub(super) text: String,
    /// Whether `text` is only a part of the line.
    pub(super) cut: bool,
    /// The bytes of `text` to mark.
    pub(super) mark: Range<usize>,
}

impl Excerpt {
    /// Creates the excerpt for a range of bytes.
    pub(super) fn in_text(text: &str, range: Range<usize>) -> Option<Self> {
        let before = text.get(..range.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.chars().count()
            - before
                .get(..line_start)
                .map_or(0, |lines| lines.chars().count())
            + 1;
        let position = (before.matches('\n').count() + 1, column);
        let after = text.get(line_start..).unwrap_or_default();
        let line_end = line_start + after.find('\n').unwrap_or(after.len());
        Self::of(text, &(line_start..line_end), range, position)
    }

    /// Creates the excerpt of the line in which `range` starts. A range of several lines is marked to the end of the
    /// first.
    pub(super) fn of(
        text: &str,
        line: &Range<usize>,
        range: Range<usize>,
        (line_number, column): (usize, usize),
    ) -> Option<Self> {
        let line_start = line.start;
        let line = text.get(line.clone())?.trim_end_matches('\r');
        let start = line.len().min(range.start.checked_sub(line_start)?);
        let end = range
            .end
            .saturating_sub(line_start)
            .clamp(start, line.len());
        let end_column = column
            + line
                .get(start..end)
                .map_or(0, |marked| marked.chars().count());
        if line.len() <= LONG_LINE {
            return Some(Self {
                line: line_number,
                column,
                end_column,
                text: line.to_owned(),
                cut: false,
                mark: start..end,
            });
        }
        let end = boundary(line, end.min(start + MARKED));
        let (from, to) = (
            boundary(line, start.saturating_sub(MARGIN)),
            boundary(line, end + MARGIN),
        );
        let ellipsis = |cut: bool| if cut { "…" } else { "" };
        let (left, right) = (ellipsis(from > 0), ellipsis(to < line.len()));
        let shift = |at: usize| at + left.len() - from;
        let text = format!("{left}{}{right}", line.get(from..to)?);
        Some(Self {
            line: line_number,
            column,
            end_column,
            text,
            cut: true,
            mark: shift(start)..shift(end),
        })
    }

    /// The text with its invisible characters escaped, and the bytes of it to mark.
    pub(super) fn visible(&self) -> (String, Range<usize>) {
        let mut visible = String::with_capacity(self.text.len());
        let mut mark = 0..0;
        let ends = [(self.text.len(), None)];
        for (at, c) in self
            .text
            .char_indices()
            .map(|(at, c)| (at, Some(c)))
            .chain(ends)
        {
            if at == self.mark.start {
                mark.start = visible.len();
            }
            if at == self.mark.end {
                mark.end = visible.len();
            }
            match c {
                // The renderer expands tabs.
                Some('\t') => visible.push('\t'),
                Some(c) => push_visible(&mut visible, c),
                None => {}
            }
        }
        (visible, mark)
    }
}

/// The nearest character boundary at or before `at`.
fn boundary(line: &str, at: usize) -> usize {
    (0..=at.min(line.len()))
        .rev()
        .find(|&at| line.is_char_boundary(at))
        .unwrap_or(0)
}
