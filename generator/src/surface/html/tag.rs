//! A tag of HTML.

use pulldown_cmark::{Event, Parser};

/// The longest tag, in bytes. Without a limit, the search for its end could take quadratic time. A longer one is shown as
/// text.
const LONGEST: usize = 2000;

/// The longest closing tag, which has no attributes.
const LONGEST_CLOSING: usize = 100;

/// The longest entity, in bytes: `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 33;

/// Tags that start a new paragraph.
const BLOCKS: &str = "\
    address article aside blockquote caption center dd details div dl dt figure footer header main nav p \
    pre section summary table";

/// The other tags that are not shown.
const KNOWN: &str = "\
    abbr a b big br cite code del em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol s samp small \
    span strike strong sub sup tbody td tfoot th thead tr tt u ul";

/// A tag.
pub(super) struct HtmlTag<'a> {
    /// In lowercase.
    pub(super) name: String,
    pub(super) is_closing: bool,
    attributes: &'a str,
    pub(super) length: usize,
}

impl<'a> HtmlTag<'a> {
    /// The tag at the start of a string.
    pub(super) fn at(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix('<')?;
        let is_closing = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name_length = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .filter(|&length| (1..=16).contains(&length))?;
        let (name, after) = rest.split_at(name_length);
        let first = after.chars().next()?;
        if !(first.is_whitespace() || matches!(first, '>' | '/'))
            || !name.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return None;
        }
        let mut quote = None;
        let longest = if is_closing { LONGEST_CLOSING } else { LONGEST };
        let end = after.bytes().take(longest).position(|c| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None if matches!(c, b'"' | b'\'') => {
                quote = Some(c);
                false
            }
            None => c == b'>',
        })?;
        Some(Self {
            name: name.to_ascii_lowercase(),
            is_closing,
            attributes: &after[..end],
            length: text.len() - after.len() + end + 1,
        })
    }

    /// Whether the tag starts or ends a paragraph.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.split(' ').any(|name| name == self.name)
    }

    /// Whether the tag has a meaning in Markdown, or can be left out.
    pub(super) fn is_known(&self) -> bool {
        self.is_block() || KNOWN.split(' ').any(|name| name == self.name)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let (before, after) = rest.split_once('=')?;
            let is_named = before
                .split_whitespace()
                .next_back()
                .is_some_and(|word| word.eq_ignore_ascii_case(name));
            let after = after.trim_start();
            let (value, next) = match after.chars().next()? {
                quote @ ('"' | '\'') => after[1..].split_once(quote)?,
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if is_named {
                return Some(decoded(value.trim()));
            }
            rest = next;
        }
    }
}

/// The string with the characters of its entities.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let name = rest[1..].bytes().take(LONGEST_ENTITY);
        let length = name
            .take_while(|&c| c == b'#' || c.is_ascii_alphanumeric())
            .count();
        let end = 1 + length + usize::from(rest[1 + length..].starts_with(';'));
        let entity = &rest[..end];
        // Entities of Markdown are those of HTML.
        let characters = Parser::new(entity).find_map(|event| match event {
            Event::Text(text) => Some(text),
            _ => None,
        });
        decoded.push_str(characters.as_deref().unwrap_or(entity));
        rest = &rest[entity.len()..];
    }
    decoded + rest
}

/// The text of HTML, with the characters of its entities.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = match HtmlTag::at(rest).filter(HtmlTag::is_known) {
            Some(tag) => {
                if tag.name == "br" {
                    text.push('\n');
                }
                tag.length
            }
            None => {
                text.push('<');
                1
            }
        };
        rest = &rest[length..];
    }
    text.push_str(rest);
    decoded(&text)
}
