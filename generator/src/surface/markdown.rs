//! `CommonMark` of a document, escaped where `rustdoc` would interpret it in its own way.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use super::{html, inert};
use crate::model::visible;

/// The number of edits after which a description is escaped instead: an edit can show Markdown that was part of HTML.
const MOST_EDITS: usize = 4;

/// Returns a document's `CommonMark` as text that is only read. HTML becomes Markdown, code blocks are not compiled,
/// links lead to pages, and nothing is resolved as an item.
pub(crate) fn markdown(source: &str) -> String {
    let mut text = visible(source.trim()).into_owned();
    if is_plain(&text) {
        return text;
    }
    for _ in 0..MOST_EDITS {
        if text.contains('<') {
            text = html::to_markdown(&text);
        }
        let (edited, is_edited) = edited(&text);
        // Without an edit, all links lead to pages.
        if !is_edited && !inert::is_suspicious(&edited) {
            return edited;
        }
        if inert::is_inert(&edited) {
            return edited;
        }
        text = edited;
    }
    inert::escaped(&text)
}

/// Whether Markdown has no character that an edit or a check depends on: no link, URL, code block or HTML. Most
/// descriptions are plain, and are not parsed.
fn is_plain(text: &str) -> bool {
    !text.contains(['[', ']', '<', '\t'])
        && !["://", "```", "~~~", "    "]
            .iter()
            .any(|special| text.contains(special))
}

/// A part that was cut out of a document's Markdown: escaped where it is not complete.
pub(super) fn part(text: String) -> String {
    if inert::is_suspicious(&text) && !inert::is_inert(&text) {
        return inert::escaped(&text);
    }
    text
}

/// Escapes the parts of Markdown that `rustdoc` would interpret in its own way, and returns whether there are any.
fn edited(source: &str) -> (String, bool) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let parser = Parser::new_ext(source, options);
    // The generator's own links could refer to a definition, so links get their targets instead.
    for (_, definition) in parser.reference_definitions().iter() {
        if inert::is_page(&definition.dest) {
            edits.push((definition.span.clone(), String::new()));
        } else {
            edits.push((
                definition.span.start..definition.span.start,
                "\\".to_owned(),
            ));
        }
    }
    let (mut in_code, mut in_link) = (0, 0);
    for (event, range) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code += 1;
                match kind {
                    CodeBlockKind::Indented => edits.push(fence_indented(source, &range)),
                    CodeBlockKind::Fenced(info) => fix_fenced(source, &range, &info, &mut edits),
                }
            }
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            ) => {
                in_link += 1;
                fix_link(source, &range, link_type, &dest_url, &mut edits);
            }
            Event::End(TagEnd::CodeBlock) => in_code -= 1,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link -= 1,
            // Those that have a meaning in Markdown are replaced already; the text between the others is ordinary text.
            Event::Html(_) | Event::InlineHtml(_) => {
                fix_text(source, &range, in_link > 0, &['<', '[', ']'], &mut edits);
            }
            Event::Text(_) if in_code == 0 => {
                fix_text(source, &range, in_link > 0, &['[', ']'], &mut edits);
            }
            _ => {}
        }
    }
    let is_edited = !edits.is_empty();
    (apply(source, edits), is_edited)
}

/// Escapes a link that does not lead to a page, and sets the target of a link to that of its definition.
fn fix_link(
    source: &str,
    range: &Range<usize>,
    kind: LinkType,
    target: &str,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let link = &source[range.clone()];
    if kind != LinkType::Email && !inert::is_page(target) {
        // A link starts with `[` or `<`, an image with `![`.
        let start = range.start + usize::from(link.starts_with('!'));
        edits.push((start..start, "\\".to_owned()));
        return;
    }
    let end = match kind {
        LinkType::Collapsed if link.ends_with("[]") => range.end - 2,
        // The parser leaves out the empty label.
        LinkType::Collapsed | LinkType::Shortcut => range.end,
        LinkType::Reference => match link.rfind('[') {
            Some(label) => range.start + label,
            None => return,
        },
        _ => return,
    };
    let target: String = target
        .chars()
        .map(|c| match c {
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            '\\' => "%5C".to_owned(),
            c if c.is_whitespace() => "%20".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let label = source[range.end..].strip_prefix("[]");
    let is_left_out = kind == LinkType::Collapsed && end == range.end && label.is_some();
    let label_end = range.end + if is_left_out { 2 } else { 0 };
    edits.push((end..label_end, format!("(<{target}>)")));
}

/// Escapes brackets, which `rustdoc` would resolve as items, and turns URLs into links.
fn fix_text(
    source: &str,
    range: &Range<usize>,
    in_link: bool,
    escaped: &[char],
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let mut at = range.start;
    // The text after a backslash starts with the character that it escapes.
    let before = &source[..at];
    if (before.len() - before.trim_end_matches('\\').len()) % 2 == 1 {
        at += source[at..].chars().next().map_or(0, char::len_utf8);
    }
    while at < range.end {
        let rest = &source[at..range.end];
        let Some(first) = rest.chars().next() else {
            break;
        };
        if !in_link && (rest.starts_with("https://") || rest.starts_with("http://")) {
            let end = at + html::url_length(rest);
            edits.push((at..at, "<".to_owned()));
            edits.push((end..end, ">".to_owned()));
            at = end;
            continue;
        }
        match first {
            // The character after a backslash is escaped already.
            '\\' => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ if escaped.contains(&first) => {
                edits.push((at..at, "\\".to_owned()));
                at += 1;
            }
            other => at += other.len_utf8(),
        }
    }
}

/// Replaces an indented block, which `rustdoc` would compile, by a fenced block of text.
fn fence_indented(source: &str, range: &Range<usize>) -> (Range<usize>, String) {
    let start = source[..range.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line = source[start..range.end].lines().next().unwrap_or_default();
    let prefix = &line[..line.len() - line.trim_start_matches([' ', '>']).len()];
    // The rest of the indentation is that of an enclosing list or quotation.
    let base = prefix.strip_suffix("    ").unwrap_or("");
    let mut fenced = format!("{base}```text\n");
    for line in source[start..range.end].trim_end().lines() {
        let content = line.strip_prefix(base).unwrap_or(line);
        let content = content
            .strip_prefix("    ")
            .or_else(|| content.strip_prefix('\t'))
            .unwrap_or(content);
        fenced.push_str(base);
        fenced.push_str(content);
        fenced.push('\n');
    }
    fenced.push_str(base);
    fenced.push_str("```\n");
    (start..range.end, fenced)
}

/// Labels a fenced block as text where it is not in a known language, and closes it where it is not closed.
fn fix_fenced(
    source: &str,
    range: &Range<usize>,
    info: &str,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let block = &source[range.clone()];
    let fence: String = match block.chars().next() {
        Some(first) => block.chars().take_while(|&c| c == first).collect(),
        None => return,
    };
    let first_line = block.lines().next().unwrap_or_default();
    if !inert::is_language(info) {
        edits.push((
            range.start + fence.len()..range.start + first_line.len(),
            "text".to_owned(),
        ));
    }
    let closed = block
        .lines()
        .skip(1)
        .last()
        .is_some_and(|line| line.trim_end().ends_with(&fence));
    if !closed {
        edits.push((range.end..range.end, format!("\n{fence}\n")));
    }
}

/// Applies the edits; of overlapping edits, only the first.
fn apply(source: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.len() + edits.len() * 2);
    let mut end = 0;
    for (range, replacement) in edits {
        if range.start < end {
            continue;
        }
        text.push_str(&source[end..range.start]);
        text.push_str(&replacement);
        end = range.end;
    }
    text.push_str(&source[end..]);
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_unchanged() {
        let text = "A *store* of `keys`, see [the page](https://example.com/a_b).\n\n- one\n- two";
        assert_eq!(markdown(text), text);
    }

    #[test]
    fn brackets_are_escaped() {
        assert_eq!(
            markdown("an array [String] of `[u8]`"),
            "an array \\[String\\] of `[u8]`"
        );
        assert_eq!(markdown("already \\[escaped\\]"), "already \\[escaped\\]");
        assert_eq!(markdown("\\[escaped] a"), "\\[escaped\\] a");
        assert_eq!(markdown("\\\\[a]"), "\\\\\\[a\\]");
        assert_eq!(
            markdown("[a type](Store) and [a page](page.html)"),
            "\\[a type](Store) and [a page](page.html)"
        );
    }

    #[test]
    fn bare_urls_become_links() {
        assert_eq!(
            markdown("See https://example.com/a_b(c). Or (http://x.test/)"),
            "See <https://example.com/a_b(c)>. Or (<http://x.test/>)"
        );
    }

    #[test]
    fn tags_are_escaped() {
        assert_eq!(
            markdown("a <id> of <b-c>b</b-c>"),
            "a \\<id> of \\<b-c>b\\</b-c>"
        );
    }

    #[test]
    fn code_of_the_document_is_not_compiled() {
        assert_eq!(markdown("```\nlet x;\n```"), "```text\nlet x;\n```");
        assert_eq!(markdown("```rust,no_run\nx\n```"), "```text\nx\n```");
        assert_eq!(markdown("```rust,foo\nx\n```"), "```text\nx\n```");
        assert_eq!(markdown("```json\n{}\n```"), "```json\n{}\n```");
        assert_eq!(
            markdown("so:\n\n    GET /x\n      y\n\nend"),
            "so:\n\n```text\nGET /x\n  y\n```\n\nend"
        );
        assert_eq!(markdown("```json\n{}"), "```json\n{}\n```");
    }

    #[test]
    fn brackets_in_links_tags_and_definitions_are_escaped() {
        assert_eq!(
            markdown("[a [b]](https://c.test)"),
            "[a \\[b\\]](https://c.test)"
        );
        assert_eq!(
            markdown("<x-p>[b]\nhttps://c.test\n</x-p>"),
            "\\<x-p>\\[b\\]\n<https://c.test>\n\\</x-p>"
        );
        assert_eq!(markdown("[Store]: Store"), "\\[Store]: Store");
        assert_eq!(markdown("[Store]()"), "\\[Store]()");
    }

    #[test]
    fn code_in_quotations_stays_in_them() {
        assert_eq!(
            markdown("> ```\n> a\n> ```\n> b"),
            "> ```text\n> a\n> ```\n> b"
        );
        assert_eq!(markdown("> a\n>\n>     b"), "> a\n>\n> ```text\n> b\n> ```");
    }

    /// Ways in which a document can try to run code, to write HTML, or to link to something other than a page.
    const ATTACKS: &[&str] = &[
        "<pre>\n\n```\nx\n```\n</pre>",
        "<!--\n\n    x\n-->",
        "<!-- a\n```\nx\n```",
        "<div>\n```\nx\n```\n</div>",
        "<div>\n\n    x\n\n</div>",
        "<x-y>\n```\nx\n```\n</x-y>",
        "<script>\n```\nx\n```\n</script>",
        "<![CDATA[\n```\nx\n```\n]]>",
        "<?x\n    y\n\n    z\n?>",
        "```(json)\nx\n```",
        "```(a b),(c)\nx\n```",
        "```{class=foo}\nx\n```",
        "```{.json}\nx\n```",
        "```\u{a0}\nx\n```",
        "```json\u{a0}\nx\n```",
        "```\"rust\"\nx\n```",
        "```E0001\nx\n```",
        "```custom\nx\n```",
        "```edition2099\nx\n```",
        "```json rust\nx\n```",
        "```&#114;ust\nx\n```",
        "> ```text\n> x\n\n```",
        "> ```text\n\tx",
        ">\t```\n>\tx\n>\t```",
        "-\t\tx",
        "- a\n\n\t\tx",
        "1.      x",
        "- - -     x",
        ">     x",
        "[^1]: a\n\n    x",
        "[^1]:\n    ```\n    x",
        "[a]: https://a.test \"b\n\n    x",
        "~~~\nx",
        "```json\r    x\r```",
        "a\r\r    x",
        "| a |\n| - |\n| `b |\n\n    x",
        "[Store] [`Store`] [a][Store] [a](crate::Store) [a](`Store`) [a](struct@Store) [a](Store#b.c)",
        "![a](javascript:x) <javascript:x> [a](data:text/html,x) [a](JaVaScRiPt:x) [a]( javascript:x )",
        "[a](java&#x0a;script:x) [a](<java script:x>) [![a](javascript:x)](vbscript:x)",
        "[`Client`]: https://evil.test\n[Client]: https://evil.test",
        "<a href=\"javascript:x\">a</a> <a href=\"https://a.test\"onclick=x>b</a> <img src=x onerror=y>",
        "<svg/onload=x> <iframe src=\"https://a.test\"></iframe> <b onclick=x>y</b>",
        "<pre>```\nx\n```",
        "<code>a\n\n```\nx\n```</code>",
        "<table><tr><td>\n\n```\nx\n```\n</td></tr></table>",
        "<ul><li>\n\n```\nx\n```\n</li></ul>",
        "<b>\n\n```\nx\n```\n</b>",
        "\\<b>&lt;b>\\\\<b>",
    ];

    #[test]
    fn no_attack_is_more_than_text() {
        for attack in ATTACKS {
            for text in [
                (*attack).to_owned(),
                format!("a\n{attack}"),
                format!("- a\n\n  {}", attack.replace('\n', "\n  ")),
                format!("> {}", attack.replace('\n', "\n> ")),
                format!("```\n{attack}"),
                format!("<p>\n{attack}\n</p>"),
                format!("{attack}\n{attack}"),
            ] {
                let markdown = markdown(&text);
                assert!(inert::is_inert(&markdown), "{text:?}\n{markdown}");
            }
        }
    }

    #[test]
    fn links_have_their_targets_with_them() {
        assert_eq!(
            markdown("[a][x], [x][], [x]\n\n[x]: https://a.test/b"),
            "[a](<https://a.test/b>), [x](<https://a.test/b>), [x](<https://a.test/b>)"
        );
    }
}
