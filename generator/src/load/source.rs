//! The files of a run, and the line and column of each node of the resolved document.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use super::origin::{FileIndex, MAIN, Origin, Origins};
use super::position::{Positions, first_line};
use crate::diagnostic::{Diagnostic, Part, Place};
use crate::input::SettingsFile;

/// The files of a run, and the origin of each node of the resolved document.
///
/// Positions in a file are computed only when a diagnostic in it is located, so a clean run pays nothing for them.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<Source>,
    /// The first file of each name.
    by_name: HashMap<String, FileIndex>,
    /// The origins of the nodes of the resolved document. Those in the main file are nodes of its tree with its overlays
    /// applied, once [`overlays_applied`](Self::overlays_applied) was called.
    pub(super) origins: Origins,
    /// The origins of the nodes of that tree.
    overlaid: Origins,
    settings: Option<FileIndex>,
}

#[derive(Debug)]
struct Source {
    name: String,
    text: String,
    syntax: Syntax,
    /// The byte offset at which each line starts.
    lines: OnceLock<Vec<usize>>,
    /// The number of characters before each block of [`BLOCK`] bytes: a minified document is one line.
    characters: OnceLock<Vec<usize>>,
    positions: OnceLock<Positions>,
    /// The places of values, in a file that is not parsed here.
    places: BTreeMap<String, Range<usize>>,
    /// The places of the names of these values.
    names: BTreeMap<String, Range<usize>>,
}

/// The number of bytes in a block whose characters are counted at once.
const BLOCK: usize = 1024;

/// The syntax of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Json,
    Yaml,
    /// No syntax: the file is one string.
    Text,
}

/// A place in a file, with its line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file's name.
    pub file: String,
    /// The bytes of [`SourceMap::text`] to mark, always on one line; `None` for a whole file.
    pub range: Option<Range<usize>>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The bytes of that line in [`SourceMap::text`], without the line ending; empty for a whole file.
    pub line_range: Range<usize>,
}

impl SourceMap {
    /// Returns the text of a file, without a byte order mark.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.named(file).map(|source| source.text.as_str())
    }

    /// Returns the name and text of every file: the document, its overlays, and the files they refer to.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|source| (source.name.as_str(), source.text.as_str()))
    }

    /// Returns the file, line and column of a place.
    pub fn locate(&self, place: &Place) -> Location {
        let (source, range) = self.find(place);
        let file = match (source, place) {
            (Some(source), _) => source.name.clone(),
            (None, Place::File(file) | Place::Offset { file, .. } | Place::Node { file, .. }) => {
                file.clone()
            }
            (None, Place::Resolved { .. } | Place::Setting { .. }) => String::new(),
        };
        let (line, column, line_range) = match (source, &range) {
            (Some(source), Some(range)) => {
                let (line, column) = source.line_and_column(range.start);
                (line, column, source.line(line))
            }
            _ => (1, 1, 0..0),
        };
        Location {
            file,
            range,
            line,
            column,
            line_range,
        }
    }

    /// Returns the location of a node of the resolved document, or of its nearest ancestor that is in a file.
    pub fn locate_nearest(&self, pointer: &str) -> Location {
        let mut pointer = pointer;
        loop {
            let location = self.locate(&Place::Resolved {
                pointer: pointer.to_owned(),
                part: Part::Key,
            });
            match pointer.rfind('/') {
                Some(parent) if location.range.is_none() => {
                    pointer = pointer.get(..parent).unwrap_or_default();
                }
                _ => return location,
            }
        }
    }

    /// Computes the positions of these places in advance.
    pub(crate) fn look_up(&self, places: Vec<Place>) {
        for place in places {
            self.find(&place);
        }
    }

    /// Sorts diagnostics by file, the main document first, and by position in the file.
    pub fn sort(&self, diagnostics: &mut [Diagnostic]) {
        diagnostics.sort_by_cached_key(|diagnostic| {
            let (source, range) = self.find(&diagnostic.place);
            let file = source
                .and_then(|source| self.index(&source.name))
                .unwrap_or(self.files.len());
            (file, range.map_or(0, |range| range.start))
        });
    }

    pub(super) fn add(&mut self, name: &str, text: String, syntax: Syntax) -> FileIndex {
        let name = name.to_owned();
        let next = self.files.len();
        self.by_name.entry(name.clone()).or_insert(next);
        self.files.push(Source {
            name,
            text,
            syntax,
            lines: OnceLock::new(),
            characters: OnceLock::new(),
            positions: OnceLock::new(),
            places: BTreeMap::new(),
            names: BTreeMap::new(),
        });
        self.files.len() - 1
    }

    /// Adds a file with settings.
    pub(super) fn add_settings(&mut self, settings: &SettingsFile) {
        let file = self.add(&settings.name, settings.text.clone(), Syntax::Text);
        if let Some(source) = self.files.get_mut(file) {
            source.places.clone_from(&settings.places);
            source.names.clone_from(&settings.names);
        }
        self.settings = Some(file);
    }

    /// The file with settings, if there is one.
    pub(super) fn settings(&self) -> Option<FileIndex> {
        self.settings
    }

    pub(super) fn index(&self, name: &str) -> Option<FileIndex> {
        self.by_name.get(name).copied()
    }

    fn named(&self, name: &str) -> Option<&Source> {
        self.files.get(self.index(name)?)
    }

    pub(super) fn name(&self, file: FileIndex) -> &str {
        self.files
            .get(file)
            .map_or("", |source| source.name.as_str())
    }

    /// Ends the changes by overlays: from now on, origins are nodes of the resulting tree.
    pub(super) fn overlays_applied(&mut self) {
        self.overlaid = std::mem::take(&mut self.origins);
    }

    /// The node of a file that a node of the main file's tree with its overlays, or of a different file, comes from.
    pub(super) fn written(&self, origin: Origin) -> Origin {
        match origin.file {
            MAIN => self.overlaid.of(&origin.pointer),
            _ => origin,
        }
    }

    /// The node of a file that a node of the resolved document comes from.
    pub(super) fn origin_of(&self, pointer: &str) -> Origin {
        self.written(self.origins.of(pointer))
    }

    /// The place in a file that a node of the resolved document comes from.
    pub(super) fn origin(&self, pointer: &str, part: Part) -> Place {
        let origin = self.origin_of(pointer);
        Place::Node {
            file: self.name(origin.file).to_owned(),
            pointer: origin.pointer,
            part,
        }
    }

    /// The pointer of a node of the resolved document in the main file's tree with its overlays applied; `None` if it
    /// comes from a different file.
    pub(crate) fn address(&self, pointer: &str) -> Option<String> {
        let origin = self.origins.of(pointer);
        (origin.file == MAIN).then_some(origin.pointer)
    }

    /// A scalar as it is written in its file: `1.10` for the number 1.1.
    pub(super) fn verbatim(&self, place: &Place) -> Option<&str> {
        let (source, range) = self.find(place);
        source?.text.get(range?)
    }

    /// The positions of the nodes in a file.
    pub(super) fn positions(&self, file: FileIndex) -> Option<&Positions> {
        self.files.get(file).map(Source::positions)
    }

    fn find(&self, place: &Place) -> (Option<&Source>, Option<Range<usize>>) {
        let source = |name: &str| self.named(name);
        match place {
            Place::File(file) => (source(file), None),
            Place::Offset { file, offset } => {
                let source = source(file);
                (source, source.map(|source| source.token(*offset)))
            }
            Place::Node {
                file,
                pointer,
                part,
            } => {
                let source = source(file);
                (
                    source,
                    source.and_then(|source| source.node(pointer, *part)),
                )
            }
            Place::Setting { pointer, part } => {
                let source = self.settings.and_then(|file| self.files.get(file));
                (
                    source,
                    source.and_then(|source| source.node(pointer, *part)),
                )
            }
            Place::Resolved { pointer, part } => {
                let origin = self.origin_of(pointer);
                let source = self.files.get(origin.file);
                (
                    source,
                    source.and_then(|source| source.node(&origin.pointer, *part)),
                )
            }
        }
    }
}

impl Source {
    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| match self.syntax {
            Syntax::Json => Positions::of_json(&self.text),
            Syntax::Yaml => Positions::of_yaml(&self.text),
            Syntax::Text => Positions::default(),
        })
    }

    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            [0].into_iter().chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// The bytes of a line, counted from 1.
    fn line(&self, number: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts
            .get(number.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let end = starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    }

    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|line| starts.get(line))
            .copied()
            .unwrap_or_default();
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        (line, column)
    }

    /// The number of characters that start before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let before = self.characters.get_or_init(|| {
            let mut total = 0;
            let blocks = bytes.chunks(BLOCK).map(|block| {
                total += count(block);
                total
            });
            [0].into_iter().chain(blocks.collect::<Vec<_>>()).collect()
        });
        let block = offset / BLOCK;
        let rest = bytes.get(block * BLOCK..offset).unwrap_or_default();
        before.get(block).copied().unwrap_or_default() + count(rest)
    }

    fn node(&self, pointer: &str, part: Part) -> Option<Range<usize>> {
        let name = self.names.get(pointer).filter(|_| part == Part::Key);
        if let Some(place) = name.or_else(|| self.places.get(pointer)) {
            return Some(first_line(&self.text, place.clone()));
        }
        self.positions()
            .find(pointer, part)
            .map(|span| first_line(&self.text, span))
    }

    /// The token at `offset`, up to white space or punctuation, at least one character.
    fn token(&self, offset: usize) -> Range<usize> {
        let start = (0..=offset.min(self.text.len()))
            .rev()
            .find(|at| self.text.is_char_boundary(*at));
        let start = start.unwrap_or_default();
        let rest = self.text.get(start..).unwrap_or_default();
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$');
        let length = match rest.strip_prefix('"').and_then(|string| string.find('"')) {
            Some(length) => length + 2,
            None => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        };
        let first = rest
            .chars()
            .next()
            .filter(|c| !matches!(c, '\n' | '\r'))
            .map_or(0, char::len_utf8);
        first_line(&self.text, start..start + length.max(first))
    }
}

/// Returns the byte offset of a line and a column, both counted from 1, the column in characters.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(start..).unwrap_or_default();
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn sources() -> SourceMap {
        let mut sources = SourceMap::default();
        sources.add(
            "api.yaml",
            "info:\n  title: ä\n  # é\n  version: 1.10\n".to_owned(),
            Syntax::Yaml,
        );
        sources.add("more.json", "{\"x\": {\"y\": 1}}".to_owned(), Syntax::Json);
        sources.origins.set(
            "/components",
            Origin {
                file: 1,
                pointer: "/x".to_owned(),
            },
        );
        sources
    }

    fn resolved(pointer: &str) -> Place {
        Place::Resolved {
            pointer: pointer.to_owned(),
            part: Part::Value,
        }
    }

    #[test]
    fn a_node_is_located_in_the_file_it_comes_from() {
        let sources = sources();
        let version = sources.locate(&resolved("/info/version"));
        assert_eq!(
            (version.file.as_str(), version.line, version.column),
            ("api.yaml", 4, 12)
        );
        let y = sources.locate(&resolved("/components/y"));
        assert_eq!(
            (y.file.as_str(), y.line, y.column, y.range),
            ("more.json", 1, 13, Some(12..13))
        );
    }

    #[test]
    fn a_place_in_an_unreadable_file_is_the_whole_file() {
        let location = sources().locate(&Place::File("missing.yaml".to_owned()));
        assert_eq!(location.file, "missing.yaml");
        assert_eq!(location.range, None);
    }

    #[test]
    fn a_scalar_is_returned_as_it_is_written() {
        assert_eq!(sources().verbatim(&resolved("/info/version")), Some("1.10"));
    }

    #[test]
    fn diagnostics_are_sorted_by_file_and_position() {
        let places = ["/components/y", "/info/version", "/info/title"].map(resolved);
        let mut diagnostics: Vec<_> = places
            .into_iter()
            .chain([Place::File("missing.yaml".to_owned())])
            .map(|place| Diagnostic::error(Code::InvalidDocument, place, ""))
            .collect();
        diagnostics.reverse();
        let sources = sources();
        sources.sort(&mut diagnostics);
        let found: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| sources.locate(&diagnostic.place))
            .map(|location| (location.file, location.line))
            .collect();
        let expected = [
            ("api.yaml", 2),
            ("api.yaml", 4),
            ("more.json", 1),
            ("missing.yaml", 1),
        ];
        assert_eq!(found, expected.map(|(file, line)| (file.to_owned(), line)));
    }

    #[test]
    fn line_and_column_convert_to_an_offset_and_back() {
        let text = "a\näöü b\n";
        assert_eq!(offset(text, 2, 5), 9);
        assert_eq!(offset(text, 9, 9), text.len());
        let mut sources = SourceMap::default();
        sources.add("api.yaml", text.to_owned(), Syntax::Yaml);
        let location = sources.locate(&Place::Offset {
            file: "api.yaml".to_owned(),
            offset: 9,
        });
        assert_eq!(
            (location.line, location.column, location.line_range),
            (2, 5, 2..10)
        );
    }
}
