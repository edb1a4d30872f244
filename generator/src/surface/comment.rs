//! Documentation comments: what the document says of a thing, and what the generator adds.

use super::example::Example;
use super::markdown::markdown;
use crate::model::Docs;
use crate::model::types::{Direction, TypeDefinition};

/// A documentation comment: blocks of Markdown, each of which is as it will be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Comment(pub(crate) Vec<Block>);

/// A part of a comment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Text(String),
    Example(Box<Example>),
}

/// Documentation, and whether the document advises against the item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct About {
    pub(crate) comment: Comment,
    pub(crate) deprecated: bool,
}

impl From<String> for Comment {
    fn from(text: String) -> Self {
        Self(vec![Block::Text(text)])
    }
}

impl From<&str> for Comment {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Comment {
    /// Adds a section with an example.
    pub(crate) fn with_example(mut self, title: &str, example: Option<Example>) -> Self {
        if let Some(example) = example {
            self.0.push(Block::Text(format!("# {title}")));
            self.0.push(Block::Example(Box::new(example)));
        }
        self
    }

    /// Adds paragraphs.
    pub(crate) fn with_text(mut self, text: String) -> Self {
        self.0.push(Block::Text(text));
        self
    }
}

impl About {
    /// What the document says of a thing; `fallback` where it says nothing.
    pub(crate) fn of(docs: &Docs, fallback: &str) -> Self {
        Self {
            comment: text(docs, fallback).into(),
            deprecated: docs.deprecated,
        }
    }

    /// What the document says of a type.
    pub(crate) fn of_type(definition: &TypeDefinition) -> Self {
        let way = match definition.direction {
            Direction {
                request: true,
                response: false,
            } => "Part of a request.",
            Direction {
                request: false,
                response: true,
            } => "Part of a response.",
            Direction {
                request: true,
                response: true,
            } => "Part of requests and responses.",
            Direction {
                request: false,
                response: false,
            } => "Described in the API's document, and used by no operation.",
        };
        Self::of(&definition.docs, way)
    }

    /// A comment of the generator's own.
    pub(crate) fn ours(comment: impl Into<Comment>) -> Self {
        Self {
            comment: comment.into(),
            deprecated: false,
        }
    }
}

/// Everything a document says of a thing, as paragraphs.
pub(crate) fn text(docs: &Docs, fallback: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs.extend(said(docs.summary.as_ref()).map(markdown));
    // Some documents say the same thing twice.
    let description = docs
        .description
        .as_ref()
        .filter(|_| docs.summary != docs.description);
    paragraphs.extend(said(description).map(markdown));
    if paragraphs.is_empty() && !fallback.is_empty() {
        paragraphs.push(fallback.to_owned());
    }
    if !docs.notes.is_empty() {
        let notes = docs
            .notes
            .iter()
            .map(|note| note.replace('\n', " "))
            .collect::<Vec<_>>()
            .join(" ");
        match paragraphs
            .last_mut()
            .filter(|paragraph| is_sentence(paragraph))
        {
            Some(sentence) => {
                let end = if sentence.ends_with(['.', '!', '?', ':']) {
                    ""
                } else {
                    "."
                };
                sentence.push_str(&format!("{end} {notes}"));
            }
            None => paragraphs.push(notes),
        }
    }
    if let Some(link) = &docs.link {
        let description = link
            .description
            .as_deref()
            .map_or_else(|| "More".to_owned(), markdown);
        paragraphs.push(format!(
            "{}: <{}>",
            description.trim_end_matches('.'),
            link.url
        ));
    }
    paragraphs.join("\n\n")
}

/// Whether a document says nothing of a thing, so that [`text`] is its fallback.
pub(crate) fn say_nothing(docs: &Docs) -> bool {
    let texts = [&docs.summary, &docs.description];
    texts.iter().all(|text| said(text.as_ref()).is_none())
        && docs.notes.is_empty()
        && docs.link.is_none()
}

fn said(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str)
        .filter(|text| !text.trim().is_empty())
}

/// Whether a paragraph is one line of prose, which more can be said behind.
fn is_sentence(paragraph: &str) -> bool {
    !paragraph.contains('\n')
        && paragraph.starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '\'' | '"' | '('))
        && !paragraph.starts_with("```")
}

/// The first thing that a document says of a thing.
pub(crate) fn first_paragraph(docs: &Docs) -> Option<String> {
    let text = docs
        .summary
        .as_deref()
        .or(docs.description.as_deref())
        .map(markdown)?;
    text.split("\n\n").next().map(str::to_owned)
}

/// A paragraph or more as an element of a list.
pub(crate) fn list_item(text: &str) -> String {
    let mut lines = text.trim().lines();
    let mut item = format!("- {}", lines.next().unwrap_or_default());
    for line in lines {
        item.push('\n');
        if !line.trim().is_empty() {
            item.push_str("  ");
            item.push_str(line);
        }
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_text_says_nothing() {
        let blank = Docs {
            description: Some(" \n".to_owned()),
            ..Docs::default()
        };
        assert!(say_nothing(&blank));
        assert_eq!(text(&blank, "The fallback."), "The fallback.");
        let said = Docs {
            description: Some("Said.".to_owned()),
            ..Docs::default()
        };
        assert!(!say_nothing(&said));
    }

    #[test]
    fn a_second_paragraph_of_a_list_item_is_indented() {
        assert_eq!(list_item("one\n\ntwo\nthree"), "- one\n\n  two\n  three");
    }
}
