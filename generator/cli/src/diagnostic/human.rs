//! A diagnostic as people read it, in the form that `rustc` uses: the level and the stable code, the place, the line
//! with the range marked, and what to do.

use annotate_snippets::{
    AnnotationKind, Group, Level as Style, Message, Origin, Renderer, Snippet,
};
use openapi_crate::diagnostic::Level;

use super::{Diagnostic, Shown};

impl Diagnostic {
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
    fn of_a_line_of_megabytes_only_the_part_around_the_range_is_shown() {
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
        note: the line is long; around that column it reads
          |
        1 | …"é","é","é","é","é","é","é","é","wrong","é","é","é","é","é","é","é","é"…
          |                                  ^^^^^^^
        "#);
    }

    #[test]
    fn of_a_range_of_megabytes_only_the_start_is_marked() {
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
        note: the line is long; around that column it reads
          |
        1 | ééééééééééééééééééééééééééééééééééééééééééééé…
          | ^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
    }
}
