//! `CommonMark` of a document, escaped where `rustdoc` would interpret it in its own way.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

/// Escapes the parts of a document's `CommonMark` that `rustdoc` would interpret in its own way: code that it would
/// compile, brackets that it would resolve as items, and URLs and tags that it would warn about.
pub(crate) fn markdown(source: &str) -> String {
    let source = source.trim().replace("\r\n", "\n");
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let parser = Parser::new_ext(&source, options);
    // rustdoc resolves a definition even if no link uses it.
    for (_, definition) in parser.reference_definitions().iter() {
        if is_resolved_by_rustdoc(&definition.dest) {
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
                    CodeBlockKind::Indented => edits.push(fence_indented(&source, &range)),
                    CodeBlockKind::Fenced(info) => fix_fenced(&source, &range, &info, &mut edits),
                }
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                in_link += 1;
                if link_type == LinkType::Inline && is_resolved_by_rustdoc(&dest_url) {
                    edits.push((range.start..range.start, "\\".to_owned()));
                }
            }
            Event::Start(Tag::Image { .. }) => in_link += 1,
            Event::End(TagEnd::CodeBlock) => in_code -= 1,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link -= 1,
            // The tags are escaped, so the text between them is ordinary text.
            Event::Html(_) | Event::InlineHtml(_) => {
                fix_text(&source, &range, in_link > 0, &['<', '[', ']'], &mut edits);
            }
            Event::Text(_) if in_code == 0 => {
                fix_text(&source, &range, in_link > 0, &['[', ']'], &mut edits);
            }
            _ => {}
        }
    }
    apply(&source, edits)
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
    while at < range.end {
        let rest = &source[at..range.end];
        let Some(first) = rest.chars().next() else {
            break;
        };
        if !in_link && (rest.starts_with("https://") || rest.starts_with("http://")) {
            let end = at + url_length(rest);
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

/// The length of a URL in running text: up to white space, without the punctuation of the sentence.
fn url_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`'))
        .unwrap_or(text.len());
    let mut url = &text[..end];
    while let Some(last) = url.chars().next_back() {
        let unmatched = last == ')' && !url.contains('(');
        if !(unmatched
            || matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '_'
            ))
        {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len()
}

/// Whether `rustdoc` would resolve the target of a link as an item.
fn is_resolved_by_rustdoc(target: &str) -> bool {
    !target.starts_with('#')
        && target
            .chars()
            .all(|c| c.is_alphanumeric() || "#:_<>, !*&;@()".contains(c))
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

/// Labels a fenced block as text where `rustdoc` would compile it, and closes it where it is not closed.
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
    if would_be_compiled(info) {
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

/// Whether `rustdoc` would compile a fenced block: its info string is empty or has a word of rustdoc's.
fn would_be_compiled(info: &str) -> bool {
    let words = info
        .split([',', ' ', '\t', '{', '}'])
        .map(|word| word.trim_start_matches('.'));
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    words.peek().is_none()
        || words.any(|word| {
            matches!(
                word,
                "rust"
                    | "ignore"
                    | "should_panic"
                    | "no_run"
                    | "compile_fail"
                    | "test_harness"
                    | "standalone_crate"
            ) || word.starts_with("edition")
                || word.starts_with("ignore-")
        })
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
        assert_eq!(markdown("a <id> of <b>b</b>"), "a \\<id> of \\<b>b\\</b>");
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
            markdown("<p>[b]\nhttps://c.test\n</p>"),
            "\\<p>\\[b\\]\n<https://c.test>\n\\</p>"
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
}
