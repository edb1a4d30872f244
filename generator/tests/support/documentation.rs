//! The effects of `rustdoc` on the comments of a generated file: the code that it runs, HTML, and links.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// Strings with which a document can try to leave its text, its code span, its comment or its literal.
pub(crate) const ATTACKS: &[&str] = &[
    "```\nhostile\n```",
    "    hostile",
    "a\n\n    hostile",
    "a\n\n\thostile",
    "<pre>\n\n```\nhostile\n```\n</pre>",
    "<pre>```\nhostile\n```",
    "<!--\n\n    hostile\n-->",
    "<!-- a\n```\nhostile\n```",
    "<div>\n```\nhostile\n```\n</div>",
    "<div>\n\n    hostile\n\n</div>",
    "<table><tr><td>\n\n```\nhostile\n```\n</td></tr></table>",
    "<ul><li>\n\n```\nhostile\n```\n</li></ul>",
    "<code>\n\n```\nhostile\n```\n</code>",
    "<![CDATA[\n```\nhostile\n```\n]]>",
    "```(json)\nhostile\n```",
    "```(a b),(c)\nhostile\n```",
    "```{class=foo}\nhostile\n```",
    "```\u{a0}\nhostile\n```",
    "```\"rust\"\nhostile\n```",
    "```E0001\nhostile\n```",
    "```custom\nhostile\n```",
    "```edition2024\nhostile\n```",
    "```json\nhostile\n```\n",
    "```json\nhostile",
    "~~~text\nhostile",
    "> ```text\n> hostile\n```\nhostile\n```",
    "> ```text\n\thostile",
    "-\t\thostile",
    "1.      hostile",
    "- a\n\n  ```\n  hostile",
    "[^1]: a\n\n    hostile",
    "[hostile]: https://a.test \"b\n\n    hostile",
    "`a\n\n```\nhostile\n```",
    "` <b>hostile</b> `",
    "``\n\n    hostile\n\n``",
    "`](hostile) <b>",
    "[hostile] [a](hostile) [a](crate::evil::x) [`evil::hostile`] [a](hostile#b.c) [a](struct@hostile)",
    "[a](javascript:hostile) ![a](data:text/html,hostile) <javascript:hostile> <vbscript:hostile>",
    "<script>hostile</script> <svg/onload=hostile> <a href=\"javascript:hostile\">a</a>",
    "https://a.test/`<b>hostile",
    "https://a.test/>\n\n```\nhostile\n```",
    "a\rhostile\r\r    hostile\r```\rhostile\r```",
    "a\0b\u{7f}c\u{85}d\u{202e}e\u{2066}f\u{feff}g\u{2028}h\u{2029}i\u{200f}j",
    "a. b <b>hostile</b>. `c. <i>`` d",
    "*/ \"#; fn hostile() {} /*",
    "| a |\n| - |\n| `b |\n\n    hostile",
    "a\n\n# Examples\n\n```no_run\nhostile\n```",
];

/// Targets of links to items in the attacks; the generator's own links have none of them.
const ITEMS: &[&str] = &["evil::", "hostile#", "@hostile"];

/// Returns the faults in the documentation of a generated file.
pub(crate) fn faults(contents: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(c) = contents.chars().find(|&c| is_denied(c)) {
        faults.push(format!("a control character: {c:?}"));
    }
    for comment in comments(contents) {
        for code in run(&comment) {
            if !is_of_generator(&code) {
                faults.push(format!("rustdoc runs {code:?} in {comment:?}"));
            }
        }
        faults.extend(markup(&comment));
    }
    faults
}

/// Whether the compiler rejects or denies a character in source text.
fn is_denied(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The comments of a file: their text without the markers.
fn comments(contents: &str) -> Vec<String> {
    let mut comments: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in contents.lines() {
        let line = line.trim_start();
        match line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        {
            Some(text) => {
                if !is_open {
                    comments.push(String::new());
                }
                let text = text.strip_prefix(' ').unwrap_or(text);
                if let Some(comment) = comments.last_mut() {
                    comment.push_str(text);
                    comment.push('\n');
                }
                is_open = true;
            }
            None => is_open = false,
        }
    }
    comments
}

/// The options with which `rustdoc` reads a comment.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The code blocks that `rustdoc` runs, in either of the ways in which its versions look for them.
pub(crate) fn run(comment: &str) -> Vec<String> {
    let mut all = Vec::new();
    for options in [options(), Options::empty()] {
        let mut code: Option<String> = None;
        for event in Parser::new_ext(comment, options) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let is_run = match kind {
                        CodeBlockKind::Indented => true,
                        CodeBlockKind::Fenced(info) => is_rust(&info),
                    };
                    code = is_run.then(String::new);
                }
                Event::Text(text) => {
                    if let Some(code) = &mut code {
                        code.push_str(&text);
                    }
                }
                Event::End(_) => all.extend(code.take()),
                _ => {}
            }
        }
    }
    all
}

/// Whether `rustdoc` takes a block with this info string for Rust. Where its versions differ, it does.
pub(crate) fn is_rust(info: &str) -> bool {
    let words: Vec<&str> = info
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '(' | ')' | '"'))
        .map(|word| word.trim_start_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_strange =
        info.contains(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#' | '_')));
    let is_of_rustdoc = words.iter().any(|word| {
        let code = word.strip_prefix('E').unwrap_or_default();
        matches!(
            *word,
            "rust"
                | "custom"
                | "should_panic"
                | "no_run"
                | "compile_fail"
                | "test_harness"
                | "standalone"
                | "standalone_crate"
                | "allow_fail"
        ) || word.starts_with("ignore")
            || word.starts_with("edition")
            || (code.len() == 4 && code.chars().all(|c| c.is_ascii_digit()))
    });
    words.is_empty() || is_strange || is_of_rustdoc
}

/// Whether code is one of the generator's examples. Names in it come from the document, in literals.
fn is_of_generator(code: &str) -> bool {
    let is_framed = code.starts_with("# async fn example(client: fuzzed::Client)")
        || code.starts_with("use fuzzed::")
        || code.starts_with("use std::future::Future;");
    let visible: String = code
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n");
    is_framed && syn::parse_str::<syn::File>(&format!("fn all() {{\n{visible}\n}}")).is_ok()
}

/// HTML, links that lead to anything but a page, and links to items that the document chose.
fn markup(comment: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut unresolved = Vec::new();
    let callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        unresolved.push(link.reference.to_string());
        None
    };
    let parser = Parser::new_with_broken_link_callback(comment, options(), Some(callback));
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                faults.push(format!("HTML {html:?} in {comment:?}"));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let scheme = dest_url.split(['/', '#', '?']).next().unwrap_or_default();
                let scheme = scheme
                    .split_once(':')
                    .filter(|(_, rest)| !rest.starts_with(':'));
                let is_page = scheme.is_none_or(|(scheme, _)| {
                    matches!(scheme, "http" | "https" | "mailto") || scheme.contains('@')
                });
                // The generator's own links have a path, such as `Self::hostile`.
                let is_item =
                    &*dest_url == "hostile" || ITEMS.iter().any(|item| dest_url.contains(item));
                if !is_page || is_item {
                    faults.push(format!("the link {:?} in {comment:?}", &comment[range]));
                }
            }
            _ => {}
        }
    }
    for label in unresolved {
        if label == "hostile" || ITEMS.iter().any(|item| label.contains(item)) {
            faults.push(format!("the link to the item {label:?} in {comment:?}"));
        }
    }
    faults
}
