//! Which bytes of a file does a node stand in: the positions that the fast parsers do not keep.
//!
//! Built only for a file that a complaint is about. A file that stops making sense halfway has the positions of the
//! part before that.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostic::Part;
use crate::pointer;

/// The nodes of one file, each with its place.
#[derive(Debug, Default)]
pub(super) struct Positions {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    span: Range<usize>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Scalar,
    List(Vec<NodeIndex>),
    /// In a box: most nodes are scalars, and each is as large as the largest.
    Map(Box<Members>),
}

/// The members of an object, in the order of the file.
#[derive(Debug, Default)]
struct Members {
    all: Vec<Member>,
    /// The last member of each name, for an object that is too large to search for each of a thousand complaints.
    by_name: HashMap<String, usize>,
}

impl Members {
    /// How many members are searched one by one.
    const FEW: usize = 32;

    fn push(&mut self, member: Member) {
        if self.all.len() == Self::FEW {
            let names = self
                .all
                .iter()
                .enumerate()
                .map(|(index, member)| (member.name.clone(), index));
            self.by_name = names.collect();
        }
        if self.all.len() >= Self::FEW {
            self.by_name.insert(member.name.clone(), self.all.len());
        }
        self.all.push(member);
    }

    /// The last of that name, whose value counts.
    fn get(&self, name: &str) -> Option<&Member> {
        if self.all.len() > Self::FEW {
            return self
                .by_name
                .get(name)
                .and_then(|index| self.all.get(*index));
        }
        self.all.iter().rev().find(|member| member.name == name)
    }
}

#[derive(Debug)]
struct Member {
    name: String,
    span: Range<usize>,
    value: NodeIndex,
}

type NodeIndex = usize;

/// A name that stands more than once in one object: its first place and a later one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub(super) name: String,
    pub(super) first: Range<usize>,
    pub(super) again: Range<usize>,
}

impl Positions {
    /// The positions in a JSON text.
    pub(super) fn of_json(text: &str) -> Self {
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
    pub(super) fn of_yaml(text: &str) -> Self {
        let mut offsets = Offsets::of(text);
        let mut builder = Builder::default();
        let mut anchors = HashMap::new();
        let mut parser = Parser::new_from_str(text);
        // An error ends it: what was read up to there is still worth pointing at.
        while let Some(Ok((event, span))) = parser.next_event() {
            let span = offsets.bytes(span);
            let next = builder.nodes.len();
            match event {
                Event::Scalar(value, style, anchor, _) => {
                    // The parser counts a remark behind a quoted scalar as part of it.
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

    /// The bytes to mark for the node at `pointer`, or for the nearest node around it that is there.
    ///
    /// An object or array that has a name is marked by it: its own bytes would be many lines.
    pub(super) fn find(&self, pointer: &str, part: Part) -> Option<Range<usize>> {
        let mut node = self.nodes.first()?;
        let mut name = None;
        for step in pointer::steps(pointer) {
            let Some((next, key)) = self.child(node, &step) else {
                return Some(name.unwrap_or_else(|| self.span(node)));
            };
            (node, name) = (next, key);
        }
        let by_name =
            part == Part::Key || !matches!(node.content, Content::Scalar) || node.span.is_empty();
        Some(name.filter(|_| by_name).unwrap_or_else(|| self.span(node)))
    }

    /// The bytes of a node; an object or array in block style has none of its own but those of its first member.
    fn span(&self, node: &Node) -> Range<usize> {
        let mut node = node;
        while node.span.is_empty() {
            match &node.content {
                Content::Map(members) => match members.all.first() {
                    Some(member) => return member.span.clone(),
                    None => break,
                },
                Content::List(elements) => {
                    match elements
                        .first()
                        .and_then(|element| self.nodes.get(*element))
                    {
                        Some(first) => node = first,
                        None => break,
                    }
                }
                Content::Scalar => break,
            }
        }
        node.span.clone()
    }

    fn child(&self, node: &Node, step: &str) -> Option<(&Node, Option<Range<usize>>)> {
        match &node.content {
            Content::Scalar => None,
            Content::List(elements) => {
                let element = elements.get(step.parse::<usize>().ok()?)?;
                Some((self.nodes.get(*element)?, None))
            }
            Content::Map(members) => {
                if let Some(member) = members.get(step) {
                    return Some((self.nodes.get(member.value)?, Some(member.span.clone())));
                }
                let merged = members.get("<<")?;
                let source = self.nodes.get(merged.value)?;
                match &source.content {
                    Content::List(sources) => sources
                        .iter()
                        .filter_map(|source| self.nodes.get(*source))
                        .find_map(|source| self.member(source, step)),
                    _ => self.member(source, step),
                }
            }
        }
    }

    fn member(&self, node: &Node, name: &str) -> Option<(&Node, Option<Range<usize>>)> {
        let Content::Map(members) = &node.content else {
            return None;
        };
        let member = members.get(name)?;
        Some((self.nodes.get(member.value)?, Some(member.span.clone())))
    }

    /// Every name that stands again in the same object, in the order of the file.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for node in &self.nodes {
            let Content::Map(members) = &node.content else {
                continue;
            };
            let mut first = HashMap::new();
            for member in &members.all {
                if let Some(earlier) = first.insert(&member.name, &member.span) {
                    found.push(Duplicate {
                        name: member.name.clone(),
                        first: earlier.clone(),
                        again: member.span.clone(),
                    });
                    first.insert(&member.name, earlier);
                }
            }
        }
        found
    }
}

/// Puts nodes together from what a parser reports in the order of the file; keeps its own stack, so depth is no danger.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
}

struct Open {
    node: NodeIndex,
    /// The name whose value comes next.
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

    /// Makes a node the next value of the innermost open object or array.
    fn attach(&mut self, value: NodeIndex, span: Range<usize>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        match self.nodes.get_mut(open.node).map(|node| &mut node.content) {
            Some(Content::List(elements)) => elements.push(value),
            Some(Content::Map(members)) => match open.name.take() {
                Some((name, span)) => members.push(Member { name, span, value }),
                // An object, an array or an alias as a name: nothing is found by it.
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

/// Turns a count of characters, which the YAML parser reports, into a count of bytes.
///
/// What it reports is near what it reported before: a walk from there needs no table of all characters.
struct Offsets<'t> {
    text: &'t str,
    character: usize,
    byte: usize,
}

impl<'t> Offsets<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            character: 0,
            byte: 0,
        }
    }

    fn bytes(&mut self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }

    fn byte(&mut self, character: usize) -> usize {
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

/// The part of `span` on its first line, without the white space around it; what a complaint marks.
pub(super) fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let marked = text.get(span.clone()).unwrap_or_default();
    let line = marked
        .split(['\n', '\r'])
        .next()
        .unwrap_or_default()
        .trim_end();
    span.start..span.start + line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'t>(text: &'t str, positions: &Positions, pointer: &str, part: Part) -> &'t str {
        let span = positions.find(pointer, part).expect("the file has nodes");
        &text[first_line(text, span)]
    }

    #[test]
    fn json_with_tabs_escapes_and_long_names_has_positions() {
        let long = "k".repeat(2000);
        let text = format!(
            "{{\r\n\t\"a\\u0062 \\ud83d\\ude00\": [1, {{\"ö\": true}}],\r\n\t\"{long}\": \"x\\\"y\"\n}}"
        );
        let positions = Positions::of_json(&text);
        assert_eq!(marked(&text, &positions, "/ab 😀/0", Part::Value), "1");
        assert_eq!(marked(&text, &positions, "/ab 😀/1/ö", Part::Value), "true");
        assert_eq!(marked(&text, &positions, "/ab 😀/1/ö", Part::Key), "\"ö\"");
        assert_eq!(
            marked(&text, &positions, &format!("/{long}"), Part::Value),
            "\"x\\\"y\""
        );
    }

    #[test]
    fn yaml_has_positions_after_other_scripts_and_with_both_line_ends() {
        let text = "größe: ß\r\nlist:\r\n  - 'x ''y'  # remark\r\n  - k: plain value  # remark\r\n200: |\r\n  text\r\nempty:\r\n";
        let positions = Positions::of_yaml(text);
        assert_eq!(marked(text, &positions, "/größe", Part::Value), "ß");
        assert_eq!(marked(text, &positions, "/list/0", Part::Value), "'x ''y'");
        assert_eq!(
            marked(text, &positions, "/list/1/k", Part::Value),
            "plain value"
        );
        assert_eq!(marked(text, &positions, "/200", Part::Value), "text");
        assert_eq!(marked(text, &positions, "/empty", Part::Value), "empty");
    }

    #[test]
    fn characters_are_bytes_whichever_way_the_walk_goes() {
        let text = "aß😀b";
        let mut offsets = Offsets::of(text);
        let bytes = [3, 1, 2, 0, 4, 9, 2].map(|character| offsets.byte(character));
        assert_eq!(bytes, [7, 1, 3, 0, 8, 8, 3]);
    }

    #[test]
    fn an_object_is_marked_by_its_name_and_a_missing_node_by_the_one_around_it() {
        let text = "info:\n  title: T\nlist:\n  - - k: v\n";
        let positions = Positions::of_yaml(text);
        assert_eq!(marked(text, &positions, "/info", Part::Value), "info");
        assert_eq!(
            marked(text, &positions, "/info/version", Part::Value),
            "info"
        );
        assert_eq!(marked(text, &positions, "/list/0/0", Part::Value), "k");
        assert_eq!(marked(text, &positions, "/list/0", Part::Value), "k");
    }

    #[test]
    fn aliases_and_merge_keys_lead_to_where_the_value_is_written() {
        let text = "base: &b {type: text}\none: *b\ntwo:\n  <<: *b\nthree:\n  <<: [*b]\n";
        let positions = Positions::of_yaml(text);
        for pointer in ["/one/type", "/two/type", "/three/type"] {
            assert_eq!(
                positions.find(pointer, Part::Value),
                positions.find("/base/type", Part::Value)
            );
        }
    }

    #[test]
    fn the_part_before_a_yaml_error_has_positions() {
        let text = "a: 1\nb: [1, 2\nc: }\n";
        assert_eq!(
            marked(text, &Positions::of_yaml(text), "/a", Part::Value),
            "1"
        );
    }

    #[test]
    fn members_of_a_large_object_are_found_as_those_of_a_small_one() {
        for count in [1, 31, 32, 33, 100] {
            let members: String = (0..count).map(|n| format!("m{n}: {n}\n")).collect();
            let text = format!("{members}m0: again\n");
            let positions = Positions::of_yaml(&text);
            assert_eq!(
                marked(&text, &positions, "/m0", Part::Value),
                "again",
                "{count}"
            );
            let last = count - 1;
            let expected = if last == 0 {
                "again".to_owned()
            } else {
                last.to_string()
            };
            assert_eq!(
                marked(&text, &positions, &format!("/m{last}"), Part::Value),
                expected
            );
        }
    }

    #[test]
    fn duplicates_are_found_with_both_places() {
        let text = "{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}";
        let [duplicate] = &Positions::of_json(text).duplicates()[..] else {
            panic!("one name is there twice")
        };
        assert_eq!(
            (
                duplicate.name.as_str(),
                duplicate.first.start,
                duplicate.again.start
            ),
            ("c", 15, 23)
        );
    }
}
