//! Documentation comments: the document's descriptions, and sentences that the generator adds.

use super::example::Example;
use super::markdown::{markdown, part};
use super::scene::Scene;
use super::sentence;
use crate::model::types::{Type, TypeDefinition, Types};
use crate::model::{Docs, code_span, visible};

/// A documentation comment: blocks of Markdown in their final form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Comment(pub(crate) Vec<Block>);

/// A part of a comment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Text(String),
    Example(Box<Example>),
    Scene(Box<Scene>),
    /// A code block with a program of the generator's own.
    Program(String),
}

/// The documentation of an item, and the note of its `#[deprecated]` attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct About {
    pub(crate) comment: Comment,
    pub(crate) deprecated: Option<String>,
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

    /// Adds a program of the front page.
    pub(crate) fn with_scene(mut self, scene: Option<Scene>) -> Self {
        self.0.extend(scene.map(Box::new).map(Block::Scene));
        self
    }

    /// Adds paragraphs.
    pub(crate) fn with_text(mut self, text: String) -> Self {
        self.0.push(Block::Text(text));
        self
    }
}

impl About {
    /// The document's documentation of an item; `fallback` where it has no description.
    pub(crate) fn of(docs: &Docs, fallback: &str) -> Self {
        Self {
            comment: text(docs, fallback).into(),
            deprecated: sentence::deprecation(docs),
        }
    }

    /// Like [`of`](Self::of), with a fallback that is computed only where it is needed.
    pub(crate) fn of_or_else(docs: &Docs, fallback: impl FnOnce() -> String) -> Self {
        let is_undescribed = non_blank(docs.summary.as_ref()).is_none() && !has_description(docs);
        Self::of(docs, &is_undescribed.then(fallback).unwrap_or_default())
    }

    /// The document's documentation of an item, and a last paragraph of the generator's own.
    pub(crate) fn followed_by(docs: &Docs, paragraph: Option<String>) -> Self {
        let mut about = Self::of(docs, "");
        if let Some(paragraph) = paragraph {
            about.comment = about.comment.with_text(paragraph);
        }
        about
    }

    /// The document's documentation of an item, and a paragraph of the generator's own before the limits and the link.
    pub(crate) fn with_paragraph(docs: &Docs, paragraph: &str) -> Self {
        let mut paragraphs = document_paragraphs(docs);
        paragraphs.push(paragraph.to_owned());
        push_notes_and_link(&mut paragraphs, docs);
        Self {
            comment: paragraphs.join("\n\n").into(),
            deprecated: sentence::deprecation(docs),
        }
    }

    /// A comment of the generator's own.
    pub(crate) fn ours(comment: impl Into<Comment>) -> Self {
        Self {
            comment: comment.into(),
            deprecated: None,
        }
    }

    /// Removes the comment; a deprecated item is still deprecated.
    pub(crate) fn clear_texts(&mut self) {
        self.comment = Comment::default();
        self.deprecated = self.deprecated.take().map(|_| String::new());
    }
}

/// Traits whose names are derive macros too, which every module has.
const DERIVED: [&str; 9] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// A link to a type of the same module. Without a target, since rustdoc calls one redundant, unless the name alone would
/// be ambiguous.
pub(crate) fn link_to_type(name: &str) -> String {
    if DERIVED.contains(&name) {
        format!("[`{name}`](type@{name})")
    } else {
        format!("[`{name}`]")
    }
}

/// The documentation of an item, as paragraphs; `fallback` where the document has no description.
pub(crate) fn text(docs: &Docs, fallback: &str) -> String {
    let mut paragraphs = document_paragraphs(docs);
    if paragraphs.is_empty() && !fallback.is_empty() {
        paragraphs.push(fallback.to_owned());
    }
    push_notes_and_link(&mut paragraphs, docs);
    paragraphs.join("\n\n")
}

/// The summary and the description.
fn document_paragraphs(docs: &Docs) -> Vec<String> {
    let texts = [non_blank(docs.summary.as_ref()), description(docs)];
    texts.into_iter().flatten().map(markdown).collect()
}

/// The documentation of an item as its first paragraph, a sentence where it can be, and the rest.
pub(crate) fn lead_and_rest(docs: &Docs, fallback: &str) -> (String, String) {
    let mut rest = Vec::new();
    let description = description(docs).map(markdown);
    let lead = match (non_blank(docs.summary.as_ref()), description) {
        (Some(summary), description) => {
            rest.extend(description);
            markdown(summary)
        }
        (None, Some(description)) => {
            let (first, others) = sentence::split_first_paragraph(&description);
            rest.extend((!others.is_empty()).then(|| part(others.to_owned())));
            part(first.to_owned())
        }
        (None, None) => fallback.to_owned(),
    };
    push_notes_and_link(&mut rest, docs);
    (sentence::ended(&lead), rest.join("\n\n"))
}

/// The description, unless it repeats the summary.
fn description(docs: &Docs) -> Option<&str> {
    let bare = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let summary = docs.summary.as_deref().map(bare);
    non_blank(docs.description.as_ref()).filter(|text| summary != Some(bare(text)))
}

fn push_notes_and_link(paragraphs: &mut Vec<String>, docs: &Docs) {
    if !docs.notes.is_empty() {
        let notes = docs.notes.iter().map(|note| note.replace('\n', " "));
        sentence::append(paragraphs, &notes.collect::<Vec<_>>().join(" "));
    }
    if let Some(link) = &docs.link {
        let page = page(&link.url);
        paragraphs.push(match link.description.as_deref().map(markdown) {
            Some(description) if sentence::is_one_line_of_prose(&description) => {
                format!("{}: {page}", description.trim_end_matches(['.', ':']))
            }
            Some(description) => format!("{description}\n\nSee {page}."),
            None => format!("See {page}."),
        });
    }
}

/// A link to a page of the document; code where a browser would not open it, or not as a page.
fn page(url: &str) -> String {
    let is_absolute = ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    let is_plain =
        !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>`".contains(c));
    if is_absolute && is_plain && visible(url) == url {
        format!("<{url}>")
    } else {
        code_span(url)
    }
}

/// A label and a description in one paragraph, or a description that starts with a block, such as code or a list, after the label: the
/// end of code that does not start on its own line would start code.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    if sentence::starts_block(text) {
        format!("{label}:\n\n{text}")
    } else {
        format!("{label}: {text}")
    }
}

/// Whether the document has a description of an item: more than a title.
pub(crate) fn has_description(docs: &Docs) -> bool {
    description(docs).is_some()
}

/// Whether the comment of an item is empty, unless there is a fallback.
pub(crate) fn is_empty(docs: &Docs) -> bool {
    non_blank(docs.summary.as_ref()).is_none()
        && !has_description(docs)
        && docs.notes.is_empty()
        && docs.link.is_none()
}

fn non_blank(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str)
        .filter(|text| !text.trim().is_empty())
}

/// The documentation of a type without descriptions that add nothing: those that repeat its name, and the description of a
/// response that is a formality.
pub(crate) fn type_docs(definition: &TypeDefinition) -> Docs {
    let mut docs = definition.docs.clone();
    let bare = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let name = bare(&definition.name);
    docs.summary.take_if(|title| bare(title) == name);
    docs.description
        .take_if(|text| bare(text) == name || sentence::is_meaningless(text));
    docs
}

/// The first paragraph of the documentation of a type, if it is a named one.
pub(crate) fn first_paragraph(all: &Types, ty: &Type) -> Option<String> {
    let Type::Named(id) = ty else { return None };
    let docs = type_docs(&all[*id]);
    let text = non_blank(docs.summary.as_ref())
        .or(non_blank(docs.description.as_ref()))
        .map(markdown)?;
    text.split("\n\n")
        .next()
        .map(|first| part(first.to_owned()))
}

/// The first sentence of the summary, or else of the description; empty where there is none.
pub(crate) fn first_sentence(docs: &Docs) -> String {
    let text = non_blank(docs.summary.as_ref()).or(non_blank(docs.description.as_ref()));
    text.map(|text| part(sentence::first_sentence(&markdown(text))))
        .unwrap_or_default()
}

/// Paragraphs as an item of a list.
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
    use crate::model::types::{Direction, TypeKind};

    #[test]
    fn a_link_to_a_type_with_the_name_of_a_derive_macro_is_not_ambiguous() {
        assert_eq!(link_to_type("Hash"), "[`Hash`](type@Hash)");
        assert_eq!(link_to_type("HashMap"), "[`HashMap`]");
    }

    #[test]
    fn a_blank_description_is_none() {
        let blank = Docs {
            description: Some(" \n".to_owned()),
            ..Docs::default()
        };
        assert!(is_empty(&blank));
        assert_eq!(text(&blank, "The fallback."), "The fallback.");
        let described = Docs {
            description: Some("Described.".to_owned()),
            ..Docs::default()
        };
        assert!(!is_empty(&described));
    }

    #[test]
    fn a_description_that_repeats_the_summary_is_left_out() {
        let docs = |summary: Option<&str>, description: &str| Docs {
            summary: summary.map(str::to_owned),
            description: Some(description.to_owned()),
            ..Docs::default()
        };
        assert_eq!(text(&docs(Some("A Store"), "A store."), ""), "A Store");
        let split = |docs| lead_and_rest(&docs, "");
        let expected = |lead: &str, rest: &str| (lead.to_owned(), rest.to_owned());
        assert_eq!(split(docs(Some("List"), "list.")), expected("List.", ""));
        assert_eq!(split(docs(None, "List\n\nAll.")), expected("List.", "All."));
        assert_eq!(
            split(docs(None, "- a\n\nAll.")),
            expected("- a\n\nAll.", "")
        );
    }

    #[test]
    fn a_description_that_repeats_the_name_of_a_type_is_left_out() {
        let docs = |title: &str, description: &str| {
            let definition = TypeDefinition {
                derives: Vec::new(),
                name: "FullStore".to_owned(),
                pointer: String::new(),
                docs: Docs {
                    summary: Some(title.to_owned()),
                    description: Some(description.to_owned()),
                    ..Docs::default()
                },
                direction: Direction::default(),
                kind: TypeKind::Alias(Type::String),
            };
            text(&type_docs(&definition), "")
        };
        assert_eq!(docs("Full Store", "full store."), "");
        assert_eq!(docs("Full Store", "OK"), "");
        assert_eq!(docs("FullStore", "All of it."), "All of it.");
        assert_eq!(docs("A store", "All of it."), "A store\n\nAll of it.");
    }

    #[test]
    fn only_a_web_page_is_a_link() {
        assert_eq!(page("https://a.test/b"), "<https://a.test/b>");
        for url in [
            "javascript:x",
            "docs/a",
            "https://a.test/>\n```\nx",
            "data:text/html,<b>",
            "Store",
            "https://a.test/\u{202e}",
        ] {
            assert_eq!(page(url), code_span(url));
        }
    }

    #[test]
    fn a_description_that_starts_with_a_block_follows_its_label() {
        assert_eq!(labelled("`a`", "b"), "`a`: b");
        assert_eq!(labelled("`a`", "1.5 is b"), "`a`: 1.5 is b");
        for text in [
            "```text\nb\n```",
            "~~~",
            "- b",
            "1. b",
            "# b",
            "> b",
            "| b |",
        ] {
            assert_eq!(labelled("`a`", text), format!("`a`:\n\n{text}"));
        }
    }

    #[test]
    fn a_part_of_a_description_is_complete() {
        let docs = Docs {
            description: Some("`` a. B <b> ``\n\nc".to_owned()),
            ..Docs::default()
        };
        assert_eq!(first_sentence(&docs), "`` a. B <b> ``.");
        assert_eq!(part("```text\na".to_owned()), "\\`\\`\\`text\na");
    }

    #[test]
    fn a_second_paragraph_of_a_list_item_is_indented() {
        assert_eq!(list_item("one\n\ntwo\nthree"), "- one\n\n  two\n  three");
    }
}
