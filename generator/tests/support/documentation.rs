//! The effects of `rustdoc` on the comments of a generated file: the code that it runs, HTML, and links.

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

/// Targets of links to items in the attacks; the generator's own links have none of them.
const ITEMS: &[&str] = &["evil::", "hostile#", "@hostile"];

/// Returns the faults in the documentation of a generated file.
pub(crate) fn faults(contents: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(c) = contents.chars().find(|&c| is_denied(c)) {
        faults.push(format!("a control character: {c:?}"));
    }
    for text in texts(contents) {
        for code in run(&text) {
            if !is_of_generator(&code) {
                faults.push(format!("rustdoc runs {code:?} in {text:?}"));
            }
        }
        faults.extend(markup(&text));
    }
    faults
}

/// The code that `rustdoc` runs in the documentation of a generated file.
pub(crate) fn programs(contents: &str) -> Vec<String> {
    texts(contents).iter().flat_map(|text| run(text)).collect()
}

/// Whether the compiler rejects or denies a character in source text.
fn is_denied(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The Markdown that `rustdoc` shows for a file: its comments, and the notes of its `#[deprecated]` attributes.
pub(crate) fn texts(contents: &str) -> Vec<String> {
    let mut texts = Vec::new();
    if let Ok(tokens) = contents.parse::<TokenStream>() {
        collect(tokens, &mut texts);
    }
    texts
}

fn collect(tokens: TokenStream, texts: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut comment: Vec<String> = Vec::new();
    let mut was_inner = false;
    while let Some(token) = tokens.next() {
        let is_attribute = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if is_attribute {
            let inner = tokens.next_if(
                |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!'),
            );
            if let Some(TokenTree::Group(group)) = tokens.next() {
                if inner.is_some() != was_inner {
                    flush(&mut comment, texts);
                }
                was_inner = inner.is_some();
                let mut parts = group.stream().into_iter();
                let name = parts.next().map(|name| name.to_string());
                match (name.as_deref(), parts.find_map(string)) {
                    (Some("doc"), Some(line)) => comment.push(line),
                    (Some("deprecated"), Some(note)) => texts.push(note),
                    _ => {}
                }
            }
            continue;
        }
        flush(&mut comment, texts);
        if let TokenTree::Group(group) = token {
            collect(group.stream(), texts);
        }
    }
}

fn flush(comment: &mut Vec<String>, texts: &mut Vec<String>) {
    if !comment.is_empty() {
        let lines: Vec<&str> = comment
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        texts.push(lines.join("\n"));
        comment.clear();
    }
}

fn string(token: TokenTree) -> Option<String> {
    match syn::parse2::<syn::Lit>(token.into()) {
        Ok(syn::Lit::Str(text)) => Some(text.value()),
        _ => None,
    }
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
    let [mut all, others] = [options(), Options::empty()].map(|options| run_with(comment, options));
    let others: Vec<String> = others
        .into_iter()
        .filter(|code| !all.contains(code))
        .collect();
    all.extend(others);
    all
}

/// The code blocks that `rustdoc` runs if it reads a comment with these options.
fn run_with(comment: &str, options: Options) -> Vec<String> {
    let mut all = Vec::new();
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
pub(crate) fn is_of_generator(code: &str) -> bool {
    let is_framed = code.starts_with("# async fn example(client: fuzzed::Client)")
        || code.starts_with("use fuzzed::")
        || code.starts_with("# #[cfg(feature = \"testing\")] mod test {\nuse fuzzed::")
        || code.starts_with("use std::future::Future;");
    let visible: String = code
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n");
    is_framed && syn::parse_str::<syn::File>(&format!("fn all() {{\n{visible}\n}}")).is_ok()
}

/// Whether the target of a link is an item that the document chose: `rustdoc` does not resolve other characters. The
/// generator's own links have a path, such as `Self::hostile`.
fn is_item(target: &str) -> bool {
    let anchors = target.matches('#').count();
    if target.starts_with('#') || target.contains('/') {
        return false;
    }
    let path = target.split('#').next().unwrap_or_default();
    let is_resolved = path
        .chars()
        .all(|c| c.is_alphanumeric() || c.is_whitespace() || "`:_<>, !*&;@()".contains(c));
    let is_of_document = path == "hostile" || ITEMS.iter().any(|item| target.contains(item));
    anchors > 1 || (is_resolved && is_of_document)
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
                if !is_page || is_item(&dest_url) {
                    faults.push(format!("the link {:?} in {comment:?}", &comment[range]));
                }
            }
            _ => {}
        }
    }
    for label in unresolved {
        if is_item(&label) {
            faults.push(format!("the link to the item {label:?} in {comment:?}"));
        }
    }
    faults
}
