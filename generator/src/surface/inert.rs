//! Checks that Markdown is only read: that `rustdoc` runs no code of it, and that it has no HTML and no live link to
//! anything but a page.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

/// The info strings of code blocks that are kept: one word that is the name of a language other than Rust. `rustdoc`
/// runs a block with any other info string, or may do so in a later version.
const LANGUAGES: &str = "\
    bash c console cpp csharp css csv curl diff go graphql html http ini java javascript js json json5 \
    jsonc jsonl kotlin markdown md none php plaintext powershell python ruby sh shell sql swift text \
    toml ts txt typescript xml yaml yml";

/// The options with which `rustdoc` reads comments.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Whether `rustdoc` does not run a code block with this info string.
pub(super) fn is_language(info: &str) -> bool {
    LANGUAGES.split(' ').any(|language| language == info)
}

/// Whether a comment runs only these programs, given by their ranges, and has no HTML. The comment of an item is
/// composed of several parts, so that it has to be checked as a whole.
pub(crate) fn runs_only(comment: &str, programs: &[Range<usize>]) -> bool {
    // Rustdoc looks for code without any extension. Only footnotes and tables make a difference.
    let all = [RUSTDOC, Options::empty()];
    let passes = if comment.contains("[^") || comment.contains('|') {
        &all[..]
    } else {
        &all[..1]
    };
    passes.iter().all(|&options| {
        let mut expected = programs.iter();
        for (event, range) in Parser::new_ext(comment, options).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) if is_run(&kind) => {
                    let is_expected = expected
                        .next()
                        .is_some_and(|one| one.start == range.start && one.end == range.end);
                    if !is_expected {
                        return false;
                    }
                }
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                    return false;
                }
                _ => {}
            }
        }
        expected.next().is_none()
    })
}

/// Whether Markdown can have code blocks or HTML at all; without, it needs no check.
pub(crate) fn is_suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.contains("```")
        || text.contains("~~~")
        || text.contains("    ")
        || text.contains('\t')
        || text.match_indices('<').any(|(at, _)| {
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            (next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
                && !text[at..].starts_with("<http")
        })
}

/// Whether Markdown of a document is complete by itself and only read: it runs nothing, has no HTML, links only to
/// pages, and leaves no block open that would take in what follows.
pub(super) fn is_inert(text: &str) -> bool {
    const NEXT: &str = "\n\nnext";
    let followed = format!("{text}{NEXT}");
    let is_inert = |options: Options| {
        let mut is_broken = false;
        let callback = |_: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            is_broken = true;
            None
        };
        let parser = Parser::new_with_broken_link_callback(&followed, options, Some(callback));
        if parser.reference_definitions().iter().next().is_some() {
            return false;
        }
        let mut depth = 0_usize;
        let mut is_followed = false;
        for (event, range) in parser.into_offset_iter() {
            match &event {
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                    return false;
                }
                Event::Start(Tag::CodeBlock(kind)) if is_run(kind) => return false,
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
                ) if !is_harmless(*link_type, dest_url) => return false,
                Event::Start(Tag::Paragraph) if depth == 0 => {
                    is_followed = range.start == text.len() + 2;
                }
                _ => {}
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        is_followed && !is_broken
    };
    is_inert(RUSTDOC) && (!text.contains("[^") || is_inert(Options::empty()))
}

fn is_run(kind: &CodeBlockKind<'_>) -> bool {
    match kind {
        CodeBlockKind::Indented => true,
        CodeBlockKind::Fenced(info) => !is_language(info),
    }
}

fn is_harmless(kind: LinkType, target: &str) -> bool {
    match kind {
        LinkType::Email => true,
        LinkType::Inline | LinkType::Autolink => is_page(target),
        _ => false,
    }
}

/// Whether the target of a link is a page: `http`, `https`, `mailto` or relative, and not an item to `rustdoc`.
pub(super) fn is_page(target: &str) -> bool {
    let compact: String = target
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    let before_path = compact.find(['/', '?', '#']).unwrap_or(compact.len());
    match compact[..before_path].split_once(':') {
        Some((scheme, _)) => {
            ["http", "https", "mailto"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
                && compact.len() > scheme.len() + 1
                && !is_item(target)
        }
        None => !is_item(target),
    }
}

/// Whether `rustdoc` would resolve the target of a link as an item.
fn is_item(target: &str) -> bool {
    if target.starts_with('#') || target.contains('/') {
        return false;
    }
    // A path with several anchors is always an error to rustdoc.
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    anchor.contains('#')
        || path
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || "`:_<>, !*&;@()".contains(c))
}

/// The text of Markdown with all of its markup escaped, in the same paragraphs.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 5 / 4);
    for line in text.lines() {
        for c in line.trim().chars() {
            if c.is_ascii_punctuation() {
                escaped.push('\\');
            }
            escaped.push(if c == '\t' { ' ' } else { c });
        }
        escaped.push('\n');
    }
    escaped.truncate(escaped.trim_end().len());
    escaped
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    #[test]
    fn only_the_programs_of_the_generator_run() {
        let program = "```no_run\nx\n```";
        let comment = format!("Text.\n\n{program}");
        assert!(runs_only(
            &comment,
            slice::from_ref(&(7..7 + program.len()))
        ));
        assert!(!runs_only(&comment, &[]));
        assert!(!runs_only("Text.", slice::from_ref(&(0..5))));
        for text in [
            "    x",
            "```\nx\n```",
            "```(json)\nx\n```",
            "<b>x</b>",
            "- a\n\n      x",
        ] {
            assert!(!runs_only(text, &[]), "{text}");
            assert!(is_suspicious(text), "{text}");
        }
        // With and without footnotes.
        assert!(!runs_only("[^1]: x\n\n    y", &[]));
    }

    #[test]
    fn markdown_is_inert_if_it_is_complete_and_links_to_pages_only() {
        for text in [
            "A *b* `c`.",
            "```json\n{}\n```",
            "<https://a.test>",
            "[a](b/c) <a@b.test> [a](mailto:a@b.test) [a](#b)",
            "- a\n\n  ```text\n  b\n  ```",
        ] {
            assert!(is_inert(text), "{text}");
        }
        for text in [
            "[Store]",
            "[a](Store)",
            "[a](`Store`)",
            "[a](Store#a.b)",
            "[a](b.html#c#d)",
            "[a](javascript:alert(1))",
            "[a](java&#10;script:alert(1))",
            "<data:text/html,x>",
            "![a](file:///etc)",
            "[a]: https://a.test",
            "[a][b]\n\n[b]: https://a.test",
            "```json\n{}",
            "```rust\na\n```",
            "```(json)\na\n```",
            "    a",
            "~~~~",
            "<!-- a",
            "<b>",
        ] {
            assert!(!is_inert(text), "{text}");
        }
    }

    #[test]
    fn an_escaped_text_is_inert() {
        let text = "# a\n\n    b\n```\n<b> [c] 1. d\n\n1. x\n- y\n> z\n===\n\ta\\";
        assert!(is_inert(&escaped(text)), "{}", escaped(text));
        assert_eq!(escaped("  a\n\n1. b"), "a\n\n1\\. b");
    }
}
