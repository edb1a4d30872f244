//! What does a complaint look like?
//!
//! As in `rustc`: the level and the stable code, the place, the line itself with the range marked, what to do.

pub(crate) mod json;

use std::iter;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level as Style, Message, Origin, Renderer, Snippet,
};
use openapi_crate::diagnostic::{Diagnostic, Level, Place};
use openapi_crate::load::SourceMap;

/// A longer line, in bytes, is not shown as it stands: a minified document is one line of megabytes.
const LONG_LINE: usize = 2000;
/// How much of a long line is shown on either side of the marked range, in bytes.
const MARGIN: usize = 40;
/// How much of a marked range in a long line is shown, in bytes.
const MARKED: usize = 50;

/// One complaint, with all that is shown of it.
pub(crate) struct Complaint {
    /// Error or warning.
    pub(crate) level: Level,
    /// The stable code.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// What it is about, with a remark on the marked range, and then what explains it, each with its own title.
    pub(crate) places: Vec<(Shown, String)>,
}

/// A place and what stands there.
pub(crate) struct Shown {
    /// The name of the file.
    pub(crate) file: String,
    /// A part of it; `None` where the file as a whole is meant.
    pub(crate) excerpt: Option<Excerpt>,
}

/// A range of a file's text, with the line it stands in.
pub(crate) struct Excerpt {
    /// Counted from 1.
    pub(crate) line: usize,
    /// Where the range starts: counted from 1, in characters.
    pub(crate) column: usize,
    /// Where it ends, on the same line: the column behind its last character.
    pub(crate) end_column: usize,
    /// One line, or the part of it around the marked range.
    text: String,
    /// Whether it is only a part.
    cut: bool,
    /// The bytes of `text` to mark.
    mark: Range<usize>,
}

impl Complaint {
    /// A complaint of the command line itself.
    pub(crate) fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            code,
            message: message.into(),
            help: None,
            places: Vec::new(),
        }
    }

    /// A complaint of the generator.
    pub(crate) fn of(diagnostic: &Diagnostic, sources: &SourceMap) -> Self {
        let shown = |place: &Place| {
            let location = sources.locate(place);
            let position = (location.line, location.column);
            let excerpt = location.range.and_then(|range| {
                Excerpt::of(
                    sources.text(&location.file)?,
                    &location.line_range,
                    range,
                    position,
                )
            });
            Shown {
                file: location.file,
                excerpt,
            }
        };
        let place = (shown(&diagnostic.place), diagnostic.label.clone());
        let related = diagnostic
            .related
            .iter()
            .map(|(place, remark)| (shown(place), remark.clone()));
        Self {
            level: diagnostic.level,
            code: diagnostic.code.as_str(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            places: iter::once(place).chain(related).collect(),
        }
    }

    /// Says which file is meant, as a whole.
    pub(crate) fn file(mut self, file: impl Into<String>) -> Self {
        self.places.push((
            Shown {
                file: file.into(),
                excerpt: None,
            },
            String::new(),
        ));
        self
    }

    /// Says which bytes of a file's text are meant.
    pub(crate) fn range(
        mut self,
        file: impl Into<String>,
        text: &str,
        range: Range<usize>,
    ) -> Self {
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
        let excerpt = Excerpt::of(text, &(line_start..line_end), range, position);
        self.places.push((
            Shown {
                file: file.into(),
                excerpt,
            },
            String::new(),
        ));
        self
    }

    /// Adds what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds to the message which of several inputs it is about.
    pub(crate) fn remark(mut self, remark: &str) -> Self {
        self.message.push_str(&format!(" ({remark})"));
        self
    }

    /// The text, with colours; whoever prints it takes them out where they are not wanted.
    pub(crate) fn render(&self) -> String {
        let style = match self.level {
            Level::Error => Style::ERROR,
            Level::Warning => Style::WARNING,
        };
        let title = Group::with_title(style.primary_title(&*self.message).id(self.code));
        let help = self.help.as_deref().map(|help| Style::HELP.message(help));
        let mut places = self.places.iter();
        let mut report = match places.next() {
            Some((place, label)) => place.add_to(title, label, help),
            None => vec![title.elements(help)],
        };
        for (place, remark) in places {
            report.extend(place.add_to(
                Group::with_title(Style::NOTE.secondary_title(&**remark)),
                "",
                None,
            ));
        }
        let text = Renderer::styled().render(&report);
        // The renderer indents arrows by the width of the line numbers; here there are none.
        let numbered = self.places.iter().any(|(place, _)| place.excerpt.is_some());
        if numbered {
            text
        } else {
            text.replace('\n', "\n ")
        }
    }
}

impl Shown {
    /// What is said of this place, and what to do; the part of a long line that is shown makes a group of its own.
    fn add_to<'a>(
        &'a self,
        group: Group<'a>,
        label: &'a str,
        help: Option<Message<'a>>,
    ) -> Vec<Group<'a>> {
        let Some(excerpt) = &self.excerpt else {
            return vec![group.element(Origin::path(&*self.file)).elements(help)];
        };
        let label = (!label.is_empty()).then_some(label);
        let snippet = Snippet::source(&*excerpt.text)
            .line_start(excerpt.line)
            .annotation(
                AnnotationKind::Primary
                    .span(excerpt.mark.clone())
                    .label(label),
            );
        if excerpt.cut {
            let place = Origin::path(&*self.file)
                .line(excerpt.line)
                .char_column(excerpt.column);
            let remark =
                Style::NOTE.secondary_title("the line is long; around that column it reads");
            vec![group.element(place).elements(help), remark.element(snippet)]
        } else {
            // The renderer finds line and column by itself.
            vec![group.element(snippet.path(&*self.file)).elements(help)]
        }
    }
}

impl Excerpt {
    /// The line in which `range` starts, cut to what can be shown; a range that goes on is marked to that line's end.
    fn of(
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

#[cfg(test)]
mod tests {
    use super::Complaint;

    fn plain(complaint: &Complaint) -> String {
        anstream::adapter::strip_str(&complaint.render()).to_string()
    }

    #[test]
    fn a_range_is_marked_in_its_line() {
        let text = "a: 1\nbéb: [\nc: 3\n";
        let complaint = Complaint::error("invalid-syntax", "what is this?")
            .range("a.yaml", text, 5..9)
            .help("close it");
        insta::assert_snapshot!(plain(&complaint), @r"
        error[invalid-syntax]: what is this?
         --> a.yaml:2:1
          |
        2 | béb: [
          | ^^^
          |
          = help: close it
        ");
    }

    #[test]
    fn a_range_of_several_lines_is_marked_in_its_first() {
        let complaint = Complaint::error("invalid-document", "too long").range(
            "a.yaml",
            "a:\r\n  b: 1\r\n  c: 2\r\n",
            0..18,
        );
        insta::assert_snapshot!(plain(&complaint), @r"
        error[invalid-document]: too long
         --> a.yaml:1:1
          |
        1 | a:
          | ^^
        ");
    }

    #[test]
    fn the_end_of_a_file_can_be_marked() {
        let complaint = Complaint::error("invalid-syntax", "it is empty").range("a.yaml", "", 0..0);
        insta::assert_snapshot!(plain(&complaint), @r"
        error[invalid-syntax]: it is empty
         --> a.yaml:1:1
          |
        1 |
          | ^
        ");
    }

    #[test]
    fn the_end_of_a_line_can_be_marked() {
        let complaint = Complaint::error("invalid-syntax", "it goes on").range(
            "a.yaml",
            "a:\r\nb: 1\r\n",
            3..4,
        );
        insta::assert_snapshot!(plain(&complaint), @r"
        error[invalid-syntax]: it goes on
         --> a.yaml:1:3
          |
        1 | a:
          |   ^
        ");
    }

    #[test]
    fn of_a_line_of_megabytes_only_the_part_around_the_range_is_shown() {
        let filler = "\"é\",".repeat(1_000_000);
        let text = format!("[{filler}\"wrong\",{filler}1]");
        let start = 1 + filler.len();
        let complaint = Complaint::error("invalid-document", "not a number").range(
            "a.json",
            &text,
            start..start + 7,
        );
        insta::assert_snapshot!(plain(&complaint), @r#"
        error[invalid-document]: not a number
         --> a.json:1:4000002
          |
        note: the line is long; around that column it reads
          |
        1 | …"é","é","é","é","é","é","é","é","wrong","é","é","é","é","é","é","é","é"…
          |                                  ^^^^^^^
        "#);
    }

    #[test]
    fn of_a_range_of_megabytes_only_the_start_is_marked() {
        let text = "é".repeat(1_000_000);
        let complaint = Complaint::error("invalid-document", "not a number").range(
            "a.json",
            &text,
            0..text.len(),
        );
        insta::assert_snapshot!(plain(&complaint), @r"
        error[invalid-document]: not a number
         --> a.json:1:1
          |
        note: the line is long; around that column it reads
          |
        1 | ééééééééééééééééééééééééééééééééééééééééééééé…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
    }
}
