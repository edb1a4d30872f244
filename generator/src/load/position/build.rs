//! Builds the positions in a file from parser events.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::nodes::{Content, Member, Node, NodeIndex, Positions};

impl Positions {
    /// The positions in a JSON text.
    pub(in crate::load) fn of_json(text: &str) -> Self {
        let mut builder = Builder::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let end = match byte {
                b'"' => string_end(bytes, at),
                b'{' | b'[' | b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => at + 1,
                _ => literal_end(bytes, at),
            };
            match byte {
                b'{' => builder.open(at..end, Content::Map(Box::default())),
                b'[' => builder.open(at..end, Content::List(Vec::new())),
                b'}' | b']' => builder.close(),
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => {
                    let token = text.get(at..end).unwrap_or_default();
                    builder.scalar(at..end, || serde_json::from_str(token).unwrap_or_default());
                }
            }
            at = end;
        }
        builder.finish()
    }

    /// The positions in the first document of a YAML text.
    pub(in crate::load) fn of_yaml(text: &str) -> Self {
        let mut offsets = Offsets::of(text);
        let mut builder = Builder::default();
        let mut anchors = HashMap::new();
        let mut parser = Parser::new_from_str(text);
        // Stop at an error: the positions before it are still useful.
        while let Some(Ok((event, span))) = parser.next_event() {
            let span = offsets.bytes(span);
            let next = builder.nodes.len();
            match event {
                Event::Scalar(value, style, anchor, _) => {
                    // The parser counts a comment after a quoted scalar as part of it.
                    let end = match style {
                        ScalarStyle::DoubleQuoted => string_end(text.as_bytes(), span.start),
                        ScalarStyle::SingleQuoted => single_quoted_end(text.as_bytes(), span.start),
                        _ => span.end,
                    };
                    let span = span.start..end.min(span.end);
                    anchors.insert(anchor, next);
                    builder.scalar(span, || value.into_owned());
                }
                Event::SequenceStart(anchor, _) => {
                    anchors.insert(anchor, next);
                    builder.open(span, Content::List(Vec::new()));
                }
                Event::MappingStart(anchor, _) => {
                    anchors.insert(anchor, next);
                    builder.open(span, Content::Map(Box::default()));
                }
                Event::SequenceEnd | Event::MappingEnd => builder.close(),
                Event::Alias(anchor) => match anchors.get(&anchor) {
                    Some(&node) => builder.attach(node, span),
                    None => builder.scalar(span, String::new),
                },
                Event::DocumentEnd => break,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
        }
        builder.finish()
    }
}

/// Builds nodes from parser events, in the order of the file. Uses its own stack, so it does not overflow.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
}

struct Open {
    node: NodeIndex,
    /// The name of the next value.
    name: Option<(String, Range<usize>)>,
}

impl Builder {
    fn scalar(&mut self, span: Range<usize>, name: impl FnOnce() -> String) {
        if let Some(open) = self.open.last_mut()
            && open.name.is_none()
            && matches!(
                self.nodes.get(open.node),
                Some(Node {
                    content: Content::Map(_),
                    ..
                })
            )
        {
            open.name = Some((name(), span));
            return;
        }
        self.add(span, Content::Scalar);
    }

    fn open(&mut self, span: Range<usize>, content: Content) {
        let node = self.add(span, content);
        self.open.push(Open { node, name: None });
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn add(&mut self, span: Range<usize>, content: Content) -> NodeIndex {
        let node = self.nodes.len();
        self.nodes.push(Node {
            span: span.clone(),
            content,
        });
        self.attach(node, span);
        node
    }

    /// Adds a node as the next value of the innermost open object or array.
    fn attach(&mut self, value: NodeIndex, span: Range<usize>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        match self.nodes.get_mut(open.node).map(|node| &mut node.content) {
            Some(Content::List(elements)) => elements.push(value),
            Some(Content::Map(members)) => match open.name.take() {
                Some((name, span)) => members.push(Member { name, span, value }),
                // An object, an array or an alias as a key is never looked up.
                None => open.name = Some((String::new(), span)),
            },
            Some(Content::Scalar) | None => {}
        }
    }

    fn finish(self) -> Positions {
        Positions { nodes: self.nodes }
    }
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn single_quoted_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'\'', Some(b'\'')) => at += 2,
            (b'\'', _) => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn literal_end(bytes: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:{}[]\"".contains(byte);
    bytes
        .iter()
        .skip(start)
        .position(ends)
        .map_or(bytes.len(), |length| start + length.max(1))
}

/// Converts the character offsets of the YAML parser to byte offsets.
///
/// Consecutive offsets are close to each other, so a walk from the last one needs no table of all characters.
pub(super) struct Offsets<'t> {
    text: &'t str,
    character: usize,
    byte: usize,
}

impl<'t> Offsets<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            character: 0,
            byte: 0,
        }
    }

    fn bytes(&mut self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }

    pub(super) fn byte(&mut self, character: usize) -> usize {
        let (before, after) = self.text.split_at(self.byte);
        if let Some(back) = self
            .character
            .checked_sub(character)
            .filter(|back| *back > 0)
        {
            self.byte = before
                .char_indices()
                .nth_back(back - 1)
                .map_or(0, |(at, _)| at);
            self.character = character;
        } else {
            let ahead = after.char_indices().take(character - self.character);
            for (at, read) in ahead {
                (self.byte, self.character) =
                    (before.len() + at + read.len_utf8(), self.character + 1);
            }
        }
        self.byte
    }
}
