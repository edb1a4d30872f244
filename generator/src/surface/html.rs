//! The HTML that descriptions are commonly written in, as Markdown.
//!
//! Only the tags of a closed list have a meaning; all others stay, and are escaped later. This is not a browser: HTML that
//! it does not know is shown as text.

mod list;
mod table;
mod tag;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use self::writer::{Place, Writer};

/// Replaces the HTML of a Markdown text.
pub(super) fn to_markdown(source: &str) -> String {
    let spans = spans(source);
    if spans.is_empty() {
        return source.to_owned();
    }
    let mut writer = Writer::new(source);
    for (span, place) in spans {
        writer.copy_to(span.start);
        writer.span(span.end, place);
    }
    writer.copy_to(source.len());
    writer.out.trim().to_owned()
}

/// The places of HTML.
fn spans(source: &str) -> Vec<(Range<usize>, Place)> {
    let mut spans = Vec::new();
    let mut one_line = 0_usize;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_) | Tag::Heading { .. }) => one_line += 1,
            Event::End(TagEnd::Table | TagEnd::Heading(_)) => one_line -= 1,
            Event::Html(_) => spans.push((range, Place::Block)),
            Event::InlineHtml(_) if one_line > 0 => spans.push((range, Place::OneLine)),
            Event::InlineHtml(_) => spans.push((range, Place::Paragraph)),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::super::markdown::markdown;

    #[test]
    fn common_html_becomes_markdown() {
        for (html, expected) in [
            ("a<br>b", "a\\\nb"),
            ("a<br/><br/>b", "a\n\nb"),
            ("a<br />\nb", "a\\\nb"),
            ("a<br>", "a"),
            ("# a<br>b", "# a b"),
            ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
            ("<P>One.</P>", "One."),
            (
                "see <a href=\"https://a.test/x?a=1&amp;b=2\">the <b>page</b></a>.",
                "see [the **page**](<https://a.test/x?a=1&b=2>).",
            ),
            ("<a href='javascript:alert(1)'>a</a>", "a"),
            ("<a href=\"Store\">a</a>", "a"),
            ("a <b>b</b> and <i>i</i>", "a **b** and *i*"),
            ("a <b> b </b>", "a  b"),
            (
                "<code>&rarr; &#96;&#x61;&amp;lt; &no; & *b*;</code>",
                "``→ `a&lt; &no; & *b*;``",
            ),
            (
                "<pre>&#10;&#96;&#96;&#96;&#10;a</pre>",
                "````text\n```\na\n````",
            ),
            ("<a href='https://a.test/&#10;b'>a</a>", "a"),
            ("<a href='java&Tab;script&colon;b'>a</a>", "a"),
            ("<code>a &lt; `b` [c]</code>", "``a < `b` [c]``"),
            (
                "x\n<ul>\n    <li>a\n    <li>b <b>c</b></li>\n</ul>\ny",
                "x\n\n- a\n- b **c**\n\ny",
            ),
            (
                "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
                "1. a\n   - b\n\n2. c",
            ),
            (
                "<pre>\nfn x() {\n    y\n}\n</pre>",
                "```text\nfn x() {\n    y\n}\n```",
            ),
            (
                "<pre><code>a\n\nb```\n</code></pre>z",
                "````text\na\n\nb```\n````\n\nz",
            ),
            (
                "<table><tr><th>A</th><th>B</th></tr>\n<tr><td>a|b</td><td><code>c</code></td></tr></table>",
                "| A | B |\n| --- | --- |\n| a\\|b | `c` |",
            ),
            ("<h2>Title</h2>text", "## Title\n\ntext"),
            ("a <!-- b --> c", "a  c"),
            ("<div>\n\n```rust\nx\n```\n\n</div>", "```text\nx\n```"),
            (
                "a <id> and <script>x</script>",
                "a \\<id> and \\<script>x\\</script>",
            ),
        ] {
            assert_eq!(markdown(html), expected, "{html}");
        }
    }
}
