//! A tag of HTML.

/// The longest tag, in bytes. Without a limit, the search for its end could take quadratic time. A longer one is shown as
/// text.
const LONGEST: usize = 2000;

/// The meaning of a tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A block with this name.
    Block(&'static str),
    /// An element in a line, with this name.
    Inline(&'static str),
    Break,
    Rule,
    /// An image, whose attributes are kept.
    Image,
    /// Nothing: only the content is shown.
    None,
}

/// A tag with a meaning.
pub(super) struct HtmlTag {
    pub(super) meaning: Meaning,
    pub(super) is_closing: bool,
    pub(super) length: usize,
}

impl HtmlTag {
    /// The tag at the start of a string, which starts with `<`.
    pub(super) fn at(text: &str) -> Option<Self> {
        let rest = &text[1..];
        let is_closing = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let (name, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphanumeric())?);
        if !after.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')) {
            return None;
        }
        let meaning = meaning(&name.to_ascii_lowercase())?;
        // Also in quotes, so that a tag has the same end for each parser.
        let end = after
            .bytes()
            .take(LONGEST)
            .position(|c| matches!(c, b'<' | b'>'))
            .filter(|&end| after[end..].starts_with('>'))?;
        Some(Self {
            meaning,
            is_closing,
            length: text.len() - after.len() + end + 1,
        })
    }
}

/// The meaning of the tags that have one, or that can be left out.
fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "blockquote" => Meaning::Block("blockquote"),
        "h1" => Meaning::Block("h1"),
        "h2" => Meaning::Block("h2"),
        "h3" => Meaning::Block("h3"),
        "h4" => Meaning::Block("h4"),
        "h5" => Meaning::Block("h5"),
        "h6" => Meaning::Block("h6"),
        "li" => Meaning::Block("li"),
        "ol" => Meaning::Block("ol"),
        "p" => Meaning::Block("p"),
        "pre" => Meaning::Block("pre"),
        "table" => Meaning::Block("table"),
        "td" => Meaning::Block("td"),
        "th" => Meaning::Block("th"),
        "tr" => Meaning::Block("tr"),
        "ul" => Meaning::Block("ul"),
        "address" | "article" | "aside" | "caption" | "center" | "dd" | "details" | "div"
        | "dl" | "dt" | "figure" | "footer" | "header" | "main" | "nav" | "section" | "summary" => {
            Meaning::Block("div")
        }
        "a" => Meaning::Inline("a"),
        "b" | "strong" => Meaning::Inline("b"),
        "code" | "kbd" | "samp" | "tt" => Meaning::Inline("code"),
        "del" | "s" | "strike" => Meaning::Inline("del"),
        "em" | "i" => Meaning::Inline("em"),
        "br" => Meaning::Break,
        "hr" => Meaning::Rule,
        "img" => Meaning::Image,
        "abbr" | "big" | "cite" | "font" | "ins" | "mark" | "small" | "span" | "sub" | "sup"
        | "tbody" | "tfoot" | "thead" | "u" => Meaning::None,
        _ => return None,
    })
}
