//! Renders a diagnostic as an annotation of a pull request: a workflow command of GitHub Actions.

use std::borrow::Cow;

use openapi_crate::diagnostic::Level;

use super::Diagnostic;
use crate::visible::value;

/// Renders a workflow command of GitHub Actions, without a line ending.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let mut properties = String::new();
    let mut text = value(&diagnostic.message);
    if let Some((shown, label)) = diagnostic.places.first() {
        properties = format!("file={},", property(&value(&shown.file)));
        if let Some(excerpt) = &shown.excerpt {
            let (line, column, end) = (excerpt.line, excerpt.column, excerpt.end_column);
            properties += &format!("line={line},endLine={line},col={column},endColumn={end},");
        }
        if !label.is_empty() {
            text += &format!("\n{}", value(label));
        }
    }
    for (shown, remark) in diagnostic.places.iter().skip(1) {
        let line = shown
            .excerpt
            .as_ref()
            .map(|excerpt| format!(":{}:{}", excerpt.line, excerpt.column));
        text += &format!(
            "\n{}: {}{}",
            value(remark),
            value(&shown.file),
            line.unwrap_or_default()
        );
    }
    if let Some(help) = &diagnostic.help {
        text += &format!("\nhelp: {}", value(help));
    }
    format!(
        "::{command} {properties}title={}::{}",
        property(diagnostic.code),
        data(&text)
    )
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> Cow<'_, str> {
    if text.contains(['%', '\r', '\n']) {
        Cow::Owned(
            text.replace('%', "%25")
                .replace('\r', "%0D")
                .replace('\n', "%0A"),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// Escapes the value of a workflow command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_is_one_workflow_command() {
        let diagnostic = Diagnostic::error("invalid-syntax", "100 %: a,\r\nb")
            .range("a,b:c%.yaml", "x: 1\n", 3..4)
            .help("remove it");
        assert_eq!(
            line(&diagnostic),
            "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=invalid-syntax::100 %25: a,\\r\\nb%0Ahelp: remove it"
        );
        assert_eq!(line(&Diagnostic::error("a", "b")), "::error title=a::b");
    }

    #[test]
    fn text_from_a_document_cannot_start_a_command() {
        let diagnostic =
            Diagnostic::error("invalid-document", "not `\n::error::x`").file("a\n::error::y\u{1b}");
        assert_eq!(
            line(&diagnostic),
            r"::error file=a\n%3A%3Aerror%3A%3Ay\u{1b},title=invalid-document::not `\n::error::x`"
        );
    }
}
