//! The HTML that descriptions are commonly written in, as Markdown.
//!
//! Only the tags of a closed list have a meaning; all others stay, and are escaped later. This is not a browser: HTML that
//! it does not know is shown as text.

mod document;
mod tag;
mod text;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown};

pub(super) use self::text::url_length;
use super::inert;

thread_local! {
    static CONVERTER: HtmlToMarkdown = converter();
}

/// Replaces the HTML of a Markdown text.
pub(super) fn to_markdown(source: &str) -> String {
    let Some(html) = document::document(source) else {
        return source.to_owned();
    };
    match CONVERTER.with(|converter| converter.convert(&html)) {
        // In code, only this escape is one.
        Ok(markdown) if html.contains("<table") => markdown.replace("&#124;", "\\|"),
        Ok(markdown) => markdown,
        Err(_) => source.to_owned(),
    }
}

fn converter() -> HtmlToMarkdown {
    let options = Options {
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        hr_style: HrStyle::Asterisks,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .add_handler(vec!["a"], link)
        .add_handler(vec!["b", "strong", "em", "del"], emphasis)
        .add_handler(vec!["bdi"], |_: &dyn Handlers, _: Element<'_>| {
            Some("\\&".into())
        })
        .add_handler(vec!["wbr"], |_: &dyn Handlers, _: Element<'_>| {
            Some("\n".into())
        })
        .build()
}

/// A link to a page; of any other link only its text.
#[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps)]
fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let text = handlers.walk_children(element.node).content;
    let target = element.attrs.iter().find(|one| &*one.name.local == "href");
    let target = target.map(|one| one.value.to_string()).unwrap_or_default();
    let target = target.trim();
    let is_plain = !target.contains(|c: char| c.is_whitespace() || "<>`\\".contains(c));
    let is_link = is_plain && !target.is_empty() && inert::is_page(target);
    let inner = text.trim();
    Some(if !is_link || inner.is_empty() || inner.contains("\n\n") {
        text.into()
    } else if inner.replace('\\', "") == target {
        format!("<{target}>").into()
    } else {
        let (before, after) = around(&text);
        let target = if target.contains(['(', ')']) {
            format!("<{target}>")
        } else {
            target.to_owned()
        };
        format!("{before}[{inner}]({target}){after}").into()
    })
}

/// Emphasis, which cannot have more than one paragraph.
#[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps)]
fn emphasis(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let marker = match element.tag {
        "em" => "*",
        "del" => "~~",
        _ => "**",
    };
    let text = handlers.walk_children(element.node).content;
    let inner = text.trim();
    if inner.is_empty() || inner.contains("\n\n") {
        return Some(text.into());
    }
    let (before, after) = around(&text);
    Some(format!("{before}{marker}{inner}{marker}{after}").into())
}

/// The white space around a string that has more than white space.
fn around(text: &str) -> (&str, &str) {
    (
        &text[..text.len() - text.trim_start().len()],
        &text[text.trim_end().len()..],
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

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
                "see [the **page**](https://a.test/x?a=1&b=2).",
            ),
            ("<a href='javascript:alert(1)'>a</a>", "a"),
            ("<a href=\"Store\">a</a>", "a"),
            ("a <b>b</b> and <i>i</i>", "a **b** and *i*"),
            ("a <b> b </b>", "a **b**"),
            (
                "<code>&rarr; &#96;&#x61;&amp;lt; &no; & *b*;</code>",
                "``→ `a&lt; &no; & *b*;``",
            ),
            (
                "<pre>&#10;&#96;&#96;&#96;&#10;a</pre>",
                "````text\n\n```\na\n````",
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
                "1. a\n   - b\n2. c",
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
                "| A   | B   |\n| --- | --- |\n| a\\|b | `c` |",
            ),
            ("<h2>Title</h2>text", "## Title\n\ntext"),
            ("a <!-- b --> c", "a c"),
            ("<div>\n\n```rust\nx\n```\n\n</div>", "```text\nx\n```"),
            ("# a &amp;lt; b<br>", "# a \\&lt; b"),
            (
                "<p>a<br></p>\n<p><br>b*c* &amp;lt;</p>",
                "a\n\nb\\*c\\* \\&lt;",
            ),
            (
                "<b>Note:</b>text (<b>b</b>)<b>.c</b>",
                "**Note:** text (**b**)**.c**",
            ),
            ("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
            (
                "a<br>https://a.test/b_c_d?x=1&y=2.",
                "a\\\n<https://a.test/b_c_d?x=1&y=2>.",
            ),
            ("a <del>b</del>\n<br>\n`c`", "a ~~b~~\\\n`c`"),
            (
                "<b>a</b>\nb\n- [x](https://a.test/b_c)",
                "**a**\nb\n\n- [x](https://a.test/b_c)",
            ),
            (
                "<table><tr><td>a<br>b</td><td><p>c</p></td></tr><tr><td><code>d|e</code></table>",
                "| a b   | c |\n| ----- | - |\n| `d\\|e` |   |",
            ),
            ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n\n- c"),
            ("<dl><dt>a<dd>b</dl>", "a\n\nb"),
            ("<blockquote>a<br>b</blockquote>c", "> a\\\n> b\n\nc"),
            ("<p class='a\n'>a</p\n>b", "a\n\nb"),
            ("<i>a <i>b</i></i></p> </ul> c </td>", "*a b* c"),
            (
                "a <id> and <script>x</script>",
                "a \\<id> and \\<script>x\\</script>",
            ),
        ] {
            assert_eq!(markdown(html), expected, "{html}");
        }
    }

    /// HTML that would take a parser or a converter long, or that would overflow the stack.
    #[test]
    fn large_and_deep_html_takes_little_time() {
        for piece in [
            "<b>",
            "<b>x</b>",
            "<div>",
            "<ul><li>",
            "<li>x",
            "<table><tr><td>",
            "<p><b>",
            "<br>a\n",
            "<pre>",
            "<blockquote>",
            "<!-- -->",
            "<p><a href=b>",
            "> <b>",
            "- <b>\n  ",
            "<p>\n\n    a\n",
            "<p><",
            "</p>",
            "<b '",
        ] {
            for start in ["<p>", "<b>a</b>\n\n"] {
                let text = format!("{start}{}", piece.repeat(500_000 / piece.len()));
                let before = Instant::now();
                super::to_markdown(&text);
                let took = before.elapsed();
                assert!(
                    took < Duration::from_secs(5),
                    "{start:?} {piece:?} {took:?}"
                );
            }
        }
    }
}
