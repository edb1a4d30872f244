//! Renders a diagnostic for people, in the style of `rustc`: the level and the code, the place, the line with the range
//! marked, and the help.

use annotate_snippets::{
    AnnotationKind, Group, Level as Style, Message, Origin, Renderer, Snippet,
};
use openapi_crate::diagnostic::Level;

use super::{Diagnostic, Shown};
use crate::visible::value;

impl Diagnostic {
    /// Renders the diagnostic with colours, which the caller strips if they are not wanted.
    ///
    /// The only escape sequences are those of the colours.
    pub(crate) fn render(&self) -> String {
        let style = match self.level {
            Level::Error => Style::ERROR,
            Level::Warning => Style::WARNING,
        };
        let title = Group::with_title(style.primary_title(value(&self.message)).id(self.code));
        let help = self
            .help
            .as_deref()
            .map(|help| Style::HELP.message(value(help)));
        let mut places = self.places.iter();
        let mut report = match places.next() {
            Some((place, label)) => place.add_to(title, label, help),
            None => vec![title.elements(help)],
        };
        for (place, remark) in places {
            report.extend(place.add_to(
                Group::with_title(Style::NOTE.secondary_title(value(remark))),
                "",
                None,
            ));
        }
        let text = Renderer::styled().render(&report);
        // The renderer indents arrows by the width of the line numbers, of which there are none here.
        let numbered = self.places.iter().any(|(place, _)| place.excerpt.is_some());
        if numbered {
            text
        } else {
            text.replace('\n', "\n ")
        }
    }
}

impl Shown {
    /// Adds the place and the help to `report`. The shown part of a long line becomes a separate group.
    fn add_to<'a>(
        &self,
        group: Group<'a>,
        label: &str,
        help: Option<Message<'a>>,
    ) -> Vec<Group<'a>> {
        let path = value(&self.file);
        let Some(excerpt) = &self.excerpt else {
            return vec![group.element(Origin::path(path)).elements(help)];
        };
        let label = (!label.is_empty()).then(|| value(label));
        let (text, mark) = excerpt.visible();
        let same = text == excerpt.text;
        let snippet = Snippet::source(text)
            .line_start(excerpt.line)
            .annotation(AnnotationKind::Primary.span(mark).label(label));
        if excerpt.cut || !same {
            let place = Origin::path(path)
                .line(excerpt.line)
                .char_column(excerpt.column);
            let remark = Style::NOTE.secondary_title(if excerpt.cut {
                "part of the long line, around that column"
            } else {
                "the line, with its invisible characters escaped"
            });
            vec![group.element(place).elements(help), remark.element(snippet)]
        } else {
            // The renderer computes line and column.
            vec![group.element(snippet.path(path)).elements(help)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostic;

    fn plain(diagnostic: &Diagnostic) -> String {
        anstream::adapter::strip_str(&diagnostic.render()).to_string()
    }

    #[test]
    fn a_range_is_marked_in_its_line() {
        let text = "a: 1\nbéb: [\nc: 3\n";
        let diagnostic = Diagnostic::error("invalid-syntax", "what is this?")
            .range("a.yaml", text, 5..9)
            .help("close it");
        insta::assert_snapshot!(plain(&diagnostic), @r"
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
        let diagnostic = Diagnostic::error("invalid-document", "too long").range(
            "a.yaml",
            "a:\r\n  b: 1\r\n  c: 2\r\n",
            0..18,
        );
        insta::assert_snapshot!(plain(&diagnostic), @r"
        error[invalid-document]: too long
         --> a.yaml:1:1
          |
        1 | a:
          | ^^
        ");
    }

    #[test]
    fn the_end_of_a_file_can_be_marked() {
        let diagnostic =
            Diagnostic::error("invalid-syntax", "it is empty").range("a.yaml", "", 0..0);
        insta::assert_snapshot!(plain(&diagnostic), @r"
        error[invalid-syntax]: it is empty
         --> a.yaml:1:1
          |
        1 |
          | ^
        ");
    }

    #[test]
    fn the_end_of_a_line_can_be_marked() {
        let diagnostic = Diagnostic::error("invalid-syntax", "it goes on").range(
            "a.yaml",
            "a:\r\nb: 1\r\n",
            3..4,
        );
        insta::assert_snapshot!(plain(&diagnostic), @r"
        error[invalid-syntax]: it goes on
         --> a.yaml:1:3
          |
        1 | a:
          |   ^
        ");
    }

    #[test]
    fn invisible_characters_are_escaped() {
        let text = "a: \u{1b}[31m\u{202e}bc";
        let mut diagnostic = Diagnostic::error("invalid-document", "no \u{1b}[2J\n::error::x")
            .range("a\u{7}.yaml", text, 11..13)
            .file("b\u{1b}[8m.yaml")
            .help("not \u{9b}");
        for (_, note) in &mut diagnostic.places {
            *note = "hidden \u{1b}[8m".to_owned();
        }
        insta::assert_snapshot!(plain(&diagnostic), @r"
        error[invalid-document]: no \u{1b}[2J\n::error::x
         --> a\u{7}.yaml:1:10
          = help: not \u{9b}
        note: the line, with its invisible characters escaped
          |
        1 | a: \u{1b}[31m\u{202e}bc
          |                      ^^ hidden \u{1b}[8m
        note: hidden \u{1b}[8m
         --> b\u{1b}[8m.yaml
        ");
    }

    #[test]
    fn only_the_part_of_a_long_line_around_the_range_is_shown() {
        let filler = "\"é\",".repeat(1_000_000);
        let text = format!("[{filler}\"wrong\",{filler}1]");
        let start = 1 + filler.len();
        let diagnostic = Diagnostic::error("invalid-document", "not a number").range(
            "a.json",
            &text,
            start..start + 7,
        );
        insta::assert_snapshot!(plain(&diagnostic), @r#"
        error[invalid-document]: not a number
         --> a.json:1:4000002
          |
        note: part of the long line, around that column
          |
        1 | …"é","é","é","é","é","é","é","é","wrong","é","é","é","é","é","é","é","é"…
          |                                  ^^^^^^^
        "#);
    }

    #[test]
    fn only_the_start_of_a_long_range_is_marked() {
        let text = "é".repeat(1_000_000);
        let diagnostic = Diagnostic::error("invalid-document", "not a number").range(
            "a.json",
            &text,
            0..text.len(),
        );
        insta::assert_snapshot!(plain(&diagnostic), @r"
        error[invalid-document]: not a number
         --> a.json:1:1
          |
        note: part of the long line, around that column
          |
        1 | ééééééééééééééééééééééééééééééééééééééééééééé…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
    }
}
