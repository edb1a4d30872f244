//! The part of a file's text that a diagnostic shows: one line, or a piece of one that is too long.

use std::ops::Range;

/// A longer line, in bytes, is not shown as it stands: a minified document is one line of megabytes.
const LONG_LINE: usize = 2000;
/// How much of a long line is shown on either side of the marked range, in bytes.
const MARGIN: usize = 40;
/// How much of a marked range in a long line is shown, in bytes.
const MARKED: usize = 50;

/// A range of a file's text, with the line that it is in.
pub(crate) struct Excerpt {
    /// Counted from 1.
    pub(crate) line: usize,
    /// Where the range starts: counted from 1, in characters.
    pub(crate) column: usize,
    /// Where it ends, on the same line: the column behind its last character.
    pub(crate) end_column: usize,
    /// One line, or the part of it around the marked range.
    pub(super) text: String,
    /// Whether it is only a part.
    pub(super) cut: bool,
    /// The bytes of `text` to mark.
    pub(super) mark: Range<usize>,
}

impl Excerpt {
    /// A range of bytes of a text.
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

    /// The line in which `range` starts, cut to what can be shown; a range that goes on is marked to that line's end.
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
}

/// The nearest place at or before `at` where a character starts.
fn boundary(line: &str, at: usize) -> usize {
    (0..=at.min(line.len()))
        .rev()
        .find(|&at| line.is_char_boundary(at))
        .unwrap_or(0)
}
