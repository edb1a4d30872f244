//! `CommonMark` of a document, changed where `rustdoc` would take it for something else.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

/// `CommonMark` as a document has it, changed where `rustdoc` would take it for something else: code that it would
/// compile, brackets that it would look up, addresses and tags that it would complain about.
pub(crate) fn markdown(source: &str) -> String {
    let source = source.trim().replace("\r\n", "\n");
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let parser = Parser::new_ext(&source, options);
    // A definition that no link uses is an item's name all the same.
    for (_, definition) in parser.reference_definitions().iter() {
        if would_be_looked_up(&definition.dest) {
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
                if link_type == LinkType::Inline && would_be_looked_up(&dest_url) {
                    edits.push((range.start..range.start, "\\".to_owned()));
                }
            }
            Event::Start(Tag::Image { .. }) => in_link += 1,
            Event::End(TagEnd::CodeBlock) => in_code -= 1,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link -= 1,
            // Without its tags, what stood between them is text like any other.
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

/// Brackets get a backslash, lest `rustdoc` look for an item of that name; addresses become links.
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
            let end = at + address_length(rest);
            edits.push((at..at, "<".to_owned()));
            edits.push((end..end, ">".to_owned()));
            at = end;
            continue;
        }
        match first {
            // Whatever stands behind a backslash is escaped already.
            '\\' => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ if escaped.contains(&first) => {
                edits.push((at..at, "\\".to_owned()));
                at += 1;
            }
            other => at += other.len_utf8(),
        }
    }
}

/// How far an address reaches in running text: to blank space, without the punctuation of the sentence around it.
fn address_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`'))
        .unwrap_or(text.len());
    let mut address = &text[..end];
    while let Some(last) = address.chars().next_back() {
        let unmatched = last == ')' && !address.contains('(');
        if !(unmatched
            || matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '_'
            ))
        {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Whether `rustdoc` would take the target of a link for the name of an item.
fn would_be_looked_up(target: &str) -> bool {
    !target.starts_with('#')
        && target
            .chars()
            .all(|c| c.is_alphanumeric() || "#:_<>, !*&;@()".contains(c))
}

/// An indented block, which `rustdoc` would compile, between fences that say it is text.
fn fence_indented(source: &str, range: &Range<usize>) -> (Range<usize>, String) {
    let start = source[..range.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line = source[start..range.end].lines().next().unwrap_or_default();
    let prefix = &line[..line.len() - line.trim_start_matches([' ', '>']).len()];
    // What is left of the indentation belongs to a list or quotation that the block stands in.
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

/// Labels a fenced block that `rustdoc` would compile as text, and closes one that is not closed.
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

/// Whether `rustdoc` takes a fenced block for Rust: one of its words is there, or none at all.
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

/// Makes the changes; where two overlap, the first wins.
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
    fn plain_text_stays_as_it_is() {
        let text = "A *store* of `keys`, see [the page](https://example.com/a_b).\n\n- one\n- two";
        assert_eq!(markdown(text), text);
    }

    #[test]
    fn brackets_are_not_looked_up() {
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
    fn bare_addresses_become_links() {
        assert_eq!(
            markdown("See https://example.com/a_b(c). Or (http://x.test/)"),
            "See <https://example.com/a_b(c)>. Or (<http://x.test/>)"
        );
    }

    #[test]
    fn tags_are_text() {
        assert_eq!(markdown("a <id> of <b>b</b>"), "a \\<id> of \\<b>b\\</b>");
    }

    #[test]
    fn nothing_is_compiled_that_is_no_example_of_ours() {
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
    fn nothing_is_looked_up_inside_links_tags_and_definitions() {
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
    fn code_in_quotations_stays_there() {
        assert_eq!(
            markdown("> ```\n> a\n> ```\n> b"),
            "> ```text\n> a\n> ```\n> b"
        );
        assert_eq!(markdown("> a\n>\n>     b"), "> a\n>\n> ```text\n> b\n> ```");
    }
}
