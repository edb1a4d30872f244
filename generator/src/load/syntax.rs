//! What value do the bytes of a file spell: YAML and JSON become the same kind of tree.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::origin::FileIndex;
use super::parser_message::{
    EXPANSION, MARK, NAME, NESTING, SIZE, Words, in_our_words, of_context,
};
use super::position::Positions;
use super::source::{SourceMap, Syntax, offset};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};

/// How deeply objects and arrays may nest: three times what real documents do, and little enough for every walk over
/// them to recurse.
pub(super) const DEPTH: usize = 64;

/// How many values a file may hold; the largest OpenAPI documents known have about one million.
const VALUES: usize = 4_000_000;

/// How many marks of YAML's syntax a file may hold: its parser keeps an event of some 150 bytes for each before the
/// first value is read, so a small file can take gigabytes. Twice the number of values, for the commas in descriptions.
const TOKENS: usize = 2 * VALUES;

/// Reads a file's bytes into a tree, and keeps its text in `sources`; `None` where a complaint was made instead.
pub(super) fn parse(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> (FileIndex, Option<Value>) {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(Undecodable {
            lossy,
            offset,
            message,
            help,
        }) => {
            let file = sources.add(name, lossy, Syntax::Yaml);
            let place = Place::Offset {
                file: name.to_owned(),
                offset,
            };
            diagnostics.push(Diagnostic::error(Code::InvalidSyntax, place, message).help(help));
            return (file, None);
        }
    };
    if text.trim().is_empty() {
        let place = Place::File(name.to_owned());
        diagnostics.push(Diagnostic::error(Code::InvalidSyntax, place, format!("`{name}` is empty")).help(
            "a document starts with its version: `openapi: 3.0.3`, or `overlay: 1.0.0` for an overlay",
        ));
        return (sources.add(name, text, Syntax::Yaml), None);
    }
    match read(name, &text) {
        Ok((syntax, value, duplicates)) => {
            let file = sources.add(name, text, syntax);
            if duplicates.is_empty() {
                return (file, Some(value));
            }
            complain_of_duplicates(file, &duplicates, sources, diagnostics);
            (file, None)
        }
        Err((syntax, failure)) => {
            let diagnostic = failure.diagnostic(name, &text, syntax);
            diagnostics.push(diagnostic);
            (sources.add(name, text, syntax), None)
        }
    }
}

struct Undecodable {
    lossy: String,
    offset: usize,
    message: &'static str,
    help: &'static str,
}

fn decode(mut bytes: Vec<u8>) -> Result<String, Undecodable> {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    String::from_utf8(bytes).map_err(|error| Undecodable {
        offset: error.utf8_error().valid_up_to(),
        lossy: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        message: if utf16 {
            "this file is UTF-16, not UTF-8"
        } else {
            "this byte is not valid UTF-8"
        },
        help: "save the file as UTF-8",
    })
}

fn complain_of_duplicates(
    file: FileIndex,
    names: &[String],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let name = sources.name(file).to_owned();
    let found = sources
        .positions(file)
        .map(Positions::duplicates)
        .unwrap_or_default();
    for duplicate in &found {
        let place = |offset| Place::Offset {
            file: name.clone(),
            offset,
        };
        diagnostics.push(
            Diagnostic::error(
                Code::DuplicateKey,
                place(duplicate.again.start),
                format!("`{}` stands twice in the same object", duplicate.name),
            )
            .help("rename one of them, or remove the one that is not meant")
            .related(place(duplicate.first.start), "first defined here"),
        );
    }
    // The parser that keeps positions gave up before it came there.
    for duplicate in names
        .iter()
        .filter(|name| found.iter().all(|found| found.name != **name))
    {
        let message = format!("`{duplicate}` stands twice in the same object");
        diagnostics.push(Diagnostic::error(
            Code::DuplicateKey,
            Place::File(name.clone()),
            message,
        ));
    }
}

/// What a parser could not read.
struct Failure {
    words: Words,
    /// A byte offset.
    at: Option<usize>,
    /// What the parser was in the middle of, and where that began.
    context: Option<(String, usize)>,
}

impl Failure {
    fn diagnostic(self, name: &str, text: &str, syntax: Syntax) -> Diagnostic {
        let place = |offset| Place::Offset {
            file: name.to_owned(),
            offset,
        };
        let language = match syntax {
            Syntax::Json => "JSON",
            Syntax::Yaml => "YAML",
        };
        let at = self.at.map_or_else(|| Place::File(name.to_owned()), place);
        let tab = matches!(&at, Place::Offset { offset, .. }
            if text.get(*offset..).is_some_and(|rest| rest.starts_with('\t')));
        let Words { problem, help } = match &self.words {
            _ if tab && syntax == Syntax::Yaml => in_our_words("found a tab character"),
            words => words.clone(),
        };
        let message = if [NESTING, SIZE, EXPANSION].contains(&problem.as_str()) {
            format!("this file cannot be read: {problem}")
        } else {
            format!("this is not valid {language}: {problem}")
        };
        let mut diagnostic = Diagnostic::error(Code::InvalidSyntax, at, message);
        diagnostic.help = help.map(str::to_owned);
        match self.context {
            Some((context, at)) => diagnostic.related(place(at), context),
            None => diagnostic,
        }
    }
}

type Reading = (Syntax, Value, Vec<String>);

/// Tries JSON where the text looks like it, and YAML otherwise, or where the name does not insist on JSON.
fn read(name: &str, text: &str) -> Result<Reading, (Syntax, Failure)> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !text.trim_start().starts_with('{') && !extension.eq_ignore_ascii_case("json") {
        return read_yaml(text);
    }
    match read_json(text) {
        Err(failure) if !extension.eq_ignore_ascii_case("json") => {
            read_yaml(text).map_err(|yaml| {
                let yaml_by_name = ["yaml", "yml"]
                    .iter()
                    .any(|yaml| extension.eq_ignore_ascii_case(yaml));
                if yaml_by_name { yaml } else { failure }
            })
        }
        result => result,
    }
}

fn read_json(text: &str) -> Result<Reading, (Syntax, Failure)> {
    let reader = Reader::new(text, Syntax::Json);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reader
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(value) => Ok((Syntax::Json, value, reader.duplicates.into_inner())),
        Err(error) => {
            let message = error.to_string();
            let problem = message
                .rsplit_once(" at line ")
                .map_or(message.as_str(), |(problem, _)| problem);
            // The parser counts bytes, and the last one it read as 1.
            let start = offset(text, error.line(), 1);
            let mut at = (start + error.column()).saturating_sub(1).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            // It says so at what follows.
            if problem == "trailing comma" {
                at = text
                    .get(..at)
                    .and_then(|before| before.rfind(','))
                    .unwrap_or(at);
            }
            Err((
                Syntax::Json,
                Failure {
                    words: in_our_words(problem),
                    at: Some(at),
                    context: None,
                },
            ))
        }
    }
}

fn read_yaml(text: &str) -> Result<Reading, (Syntax, Failure)> {
    if text.len() > TOKENS && tokens(text) > TOKENS {
        return Err((
            Syntax::Yaml,
            Failure {
                words: in_our_words(&format!("{MARK}{SIZE}")),
                at: None,
                context: None,
            },
        ));
    }
    let reader = Reader::new(text, Syntax::Yaml);
    match reader
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text))
    {
        Ok(value) => Ok((Syntax::Yaml, value, reader.duplicates.into_inner())),
        Err(error) => {
            let at = error
                .location()
                .map(|location| offset(text, location.line(), location.column()));
            let message = error.to_string();
            let (problem, context) = match message.split_once(", while ") {
                Some((problem, context)) => (problem, Some(context)),
                None => (message.as_str(), None),
            };
            let context = context.and_then(without_mark).and_then(|(context, mark)| {
                let (line, column) = mark.split_once(" column ")?;
                Some((
                    of_context(context),
                    offset(text, line.parse().ok()?, column.parse().ok()?),
                ))
            });
            let problem = without_mark(problem).map_or(problem, |(problem, _)| problem);
            // To the parser, a line that starts further left than the first begins another document.
            if problem.contains("more than one document") && !separated(text) {
                let words = in_our_words("did not find expected <document start>");
                return Err((
                    Syntax::Yaml,
                    Failure {
                        words,
                        at: further_left(text),
                        context: None,
                    },
                ));
            }
            // Where the file ends says nothing: the text that goes on until there is to be looked at.
            if problem.starts_with("found unexpected end of stream")
                && let Some((_, start)) = context
            {
                let words = in_our_words(problem);
                return Err((
                    Syntax::Yaml,
                    Failure {
                        words,
                        at: Some(start),
                        context: None,
                    },
                ));
            }
            Err((
                Syntax::Yaml,
                Failure {
                    words: in_our_words(problem),
                    at,
                    context,
                },
            ))
        }
    }
}

/// Whether a line of `---` stands between two parts of a YAML text.
fn separated(text: &str) -> bool {
    content_lines(text)
        .skip(1)
        .any(|(_, line)| line.starts_with("---"))
}

/// The offset of the first line that starts further left than the first of all.
fn further_left(text: &str) -> Option<usize> {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = content_lines(text);
    let first = indentation(lines.next()?.1);
    lines
        .find(|(_, line)| indentation(line) < first)
        .map(|(at, line)| at + indentation(line))
}

/// The lines of a YAML text that are not empty and no remarks, each with its offset.
fn content_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    });
    lines.filter(|(_, line)| !matches!(line.trim_start().chars().next(), None | Some('#')))
}

/// At least as many as the values in a YAML text: each of them has one of these beside it.
fn tokens(text: &str) -> usize {
    text.bytes()
        .filter(|byte| b"\n\r,[]{}:-?".contains(byte))
        .count()
}

/// Takes ` at line 3 column 5` off a parser's message.
fn without_mark(message: &str) -> Option<(&str, &str)> {
    message.rsplit_once(" at line ")
}

/// What the nodes of one file share while it is read.
struct Reader {
    syntax: Syntax,
    /// How much the tree may still grow: aliases can make it larger than any file.
    budget: Cell<usize>,
    /// How many values it may still have.
    values: Cell<usize>,
    duplicates: RefCell<Vec<String>>,
}

impl Reader {
    fn new(text: &str, syntax: Syntax) -> Self {
        // No file without aliases costs more than this: a node takes at least one byte of text.
        let budget = text.len() * (Self::NODE + 2) + (32 << 20);
        let values = Cell::new(VALUES);
        Self {
            syntax,
            budget: Cell::new(budget),
            values,
            duplicates: RefCell::default(),
        }
    }

    fn root(&self) -> Node<'_> {
        Node {
            reader: self,
            depth: 0,
        }
    }

    /// What a node costs beside its text.
    const NODE: usize = 16;

    fn spend<E: de::Error>(&self, text: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(Self::NODE + text);
        self.budget
            .set(left.ok_or_else(|| E::custom(format_args!("{MARK}{EXPANSION}")))?);
        let left = self.values.get().checked_sub(1);
        self.values
            .set(left.ok_or_else(|| E::custom(format_args!("{MARK}{SIZE}")))?);
        Ok(())
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
struct Node<'r> {
    reader: &'r Reader,
    /// How many objects and arrays are around it.
    depth: usize,
}

impl Node<'_> {
    /// For what is in this object or array.
    fn below<E: de::Error>(self) -> Result<Self, E> {
        self.reader.spend(0)?;
        if self.depth < DEPTH {
            Ok(Self {
                depth: self.depth + 1,
                ..self
            })
        } else {
            Err(E::custom(format_args!("{MARK}{NESTING}")))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "what JSON does with a number of that size"
    )]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "what JSON does with a number of that size"
    )]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.reader.spend(0)?;
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| {
            E::custom(format_args!(
                "{MARK}`.inf` and `.nan` are not numbers that an OpenAPI document can have"
            ))
        })
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.reader.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.reader.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let element = self.below()?;
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(element)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let member = self.below()?;
        let mut map = Map::new();
        while let Some(name) = members.next_key_seed(Name)? {
            self.reader.spend(name.len())?;
            let value = members.next_value_seed(member)?;
            if map.contains_key(&name) {
                self.reader.duplicates.borrow_mut().push(name);
            } else {
                map.insert(name, value);
            }
        }
        if self.reader.syntax == Syntax::Yaml {
            merge(&mut map)?;
        }
        Ok(Value::Object(map))
    }

    /// A node with a tag of the document's own, such as `!Ref x`: the tag says nothing to OpenAPI.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant_seed(Name)?;
        content.newtype_variant_seed(self)
    }
}

/// Does what YAML 1.1's merge key says: `<<: *defaults` fills in the members that the object does not have itself.
fn merge<E: de::Error>(map: &mut Map<String, Value>) -> Result<(), E> {
    let wrong = || {
        E::custom(format_args!(
            "{MARK}the merge key `<<` takes an object or a list of objects"
        ))
    };
    let Some(merged) = map.shift_remove("<<") else {
        return Ok(());
    };
    let sources = match merged {
        Value::Array(sources) => sources,
        source => vec![source],
    };
    for source in sources {
        let Value::Object(source) = source else {
            return Err(wrong());
        };
        for (name, value) in source {
            map.entry(name).or_insert(value);
        }
    }
    Ok(())
}

/// Reads the name of a member, as it is written: `200` and `1.10` are names too.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<String, E> {
        Ok(name.to_owned())
    }

    fn visit_string<E: de::Error>(self, name: String) -> Result<String, E> {
        Ok(name)
    }
}

/// Whether a tree nests more deeply than a parser would have let it: what references put together.
pub(super) fn too_deep(value: &Value) -> bool {
    depth(value) > DEPTH
}

/// How many levels of objects and arrays there are in a tree.
pub(super) fn depth(value: &Value) -> usize {
    let (mut pending, mut deepest) = (vec![(value, 0)], 0);
    while let Some((value, depth)) = pending.pop() {
        deepest = deepest.max(depth);
        match value {
            Value::Array(elements) => {
                pending.extend(elements.iter().map(|element| (element, depth + 1)));
            }
            Value::Object(members) => {
                pending.extend(members.values().map(|member| (member, depth + 1)));
            }
            _ => {}
        }
    }
    deepest
}

/// The place of a node of one file, for a stage that works on that file alone.
pub(super) fn node(file: &str, pointer: impl fmt::Display, part: Part) -> Place {
    Place::Node {
        file: file.to_owned(),
        pointer: pointer.to_string(),
        part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(name: &str, text: &str) -> Value {
        let mut diagnostics = Diagnostics::default();
        let (_, value) = parse(
            name,
            text.into(),
            &mut SourceMap::default(),
            &mut diagnostics,
        );
        value.unwrap_or_else(|| panic!("{:?}", diagnostics.into_vec()))
    }

    /// The first complaint as `code file:line:column message`.
    fn complaint(name: &str, bytes: &[u8]) -> String {
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
        let (_, value) = parse(name, bytes.to_vec(), &mut sources, &mut diagnostics);
        assert_eq!(value, None);
        let diagnostics = diagnostics.into_vec();
        let first = diagnostics.first().expect("a complaint");
        let at = sources.locate(&first.place);
        format!(
            "{} {}:{}:{} {}",
            first.code, at.file, at.line, at.column, first.message
        )
    }

    #[test]
    fn yaml_and_json_spell_the_same_tree_in_the_same_order() {
        let expected =
            json!({"b": 1, "a": [true, null, "x", 1.5, -3], "200": {"1.10": "2020-01-01"}});
        let yaml = "\u{feff}b: 1\na: [true, ~, x, 1.5, -3]\n200:\n  1.10: 2020-01-01\n";
        assert_eq!(value("a.yaml", yaml).to_string(), expected.to_string());
        assert_eq!(
            value("a.json", &expected.to_string()).to_string(),
            expected.to_string()
        );
    }

    #[test]
    fn json_is_read_from_any_name_and_flow_yaml_from_any_but_json() {
        assert_eq!(
            value("a.yaml", " {\"a\": \"\\ud83d\\ude00\"}"),
            json!({"a": "😀"})
        );
        assert_eq!(value("a", "{a: b}"), json!({"a": "b"}));
        assert!(
            complaint("a.json", b"{a: b}")
                .starts_with("invalid-syntax a.json:1:2 this is not valid JSON: ")
        );
    }

    #[test]
    fn tags_are_dropped_and_merge_keys_fill_in_what_is_missing() {
        let yaml = "base: &b {a: 1, b: 2}\nown: {<<: *b, b: 3}\nlist: {<<: [*b, {c: 4}]}\ntag: !x [!y 1]\ns: !!str 7\n";
        assert_eq!(
            value("a.yaml", yaml),
            json!({"base": {"a": 1, "b": 2}, "own": {"b": 3, "a": 1}, "list": {"a": 1, "b": 2, "c": 4}, "tag": [1], "s": "7"})
        );
    }

    #[test]
    fn a_name_that_stands_twice_is_complained_of_at_its_second_place() {
        let expected = "duplicate-key a.yaml:3:3 `x` stands twice in the same object";
        assert_eq!(complaint("a.yaml", b"a:\n  x: 1\n  x: 2\n"), expected);
        assert!(
            complaint("a.json", b"{\"a\": 1,\n \"a\": 2}").starts_with("duplicate-key a.json:2:2 ")
        );
    }

    #[test]
    fn broken_text_is_complained_of_where_it_breaks() {
        assert_eq!(
            complaint("a.yaml", b"a:\n  - b\n c: d\n"),
            "invalid-syntax a.yaml:3:2 this is not valid YAML: a member of an object is expected here"
        );
        assert_eq!(
            complaint("a.json", "{\n \"ä\": tru\n}".as_bytes()),
            "invalid-syntax a.json:2:10 this is not valid JSON: expected `true`, `false` or `null`"
        );
        assert!(complaint("a.yaml", b"a: *b\n").ends_with("is not defined before it"));
        assert!(
            complaint("a.yaml", b"? {a: b}\n: c\n").ends_with("cannot be the name of a member")
        );
        assert!(complaint("a.yaml", b"a: 1\n---\nb: 1\n").contains("more than one document"));
        assert!(complaint("a.yaml", b"a: .nan\n").starts_with("invalid-syntax a.yaml:1:4 "));
        assert!(complaint("a.yaml", b"a:\n  <<: 1\n").contains("merge key"));
    }

    #[test]
    fn bytes_that_are_no_text_are_complained_of() {
        assert_eq!(
            complaint("a.yaml", b"a: b\nc: \xff\n"),
            "invalid-syntax a.yaml:2:4 this byte is not valid UTF-8"
        );
        assert!(complaint("a.yaml", &[0xFF, 0xFE, b'a', 0]).contains("UTF-16"));
        assert!(complaint("a.yaml", b" \n").ends_with("`a.yaml` is empty"));
    }

    #[test]
    fn nesting_and_aliases_without_end_are_refused() {
        for deep in [
            "[".repeat(10_000),
            "{\"a\":".repeat(10_000),
            "- ".repeat(10_000),
        ] {
            for name in ["a.yaml", "a.json", "a"] {
                complaint(name, deep.as_bytes());
            }
        }
        assert!(complaint("a.json", "[".repeat(200).as_bytes()).contains("more than 64 levels"));
        assert!(
            complaint("a.json", "[".repeat(DEPTH + 1).as_bytes())
                .contains(&format!("{DEPTH} levels"))
        );
        value(
            "a.json",
            &format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH)),
        );
        let mut laughs = String::from("a0: &a0 x\n");
        for n in 1..20 {
            let ten = vec![format!("*a{}", n - 1); 10].join(",");
            laughs = format!("{laughs}a{n}: &a{n} [{ten}]\n");
        }
        assert!(complaint("a.yaml", laughs.as_bytes()).contains("aliases expand"));
        let long = format!(
            "a: &a '{}'\nb: [{}]\n",
            "x".repeat(100_000),
            vec!["*a"; 10_000].join(",")
        );
        assert!(complaint("a.yaml", long.as_bytes()).contains("aliases expand"));
    }

    #[test]
    fn files_with_values_without_end_are_refused() {
        let text = format!("a: [{}", ",".repeat(TOKENS));
        assert!(complaint("a.yaml", text.as_bytes()).contains("more than 4 million values"));
        let reader = Reader::new("[1,1,1]", Syntax::Json);
        reader.values.set(3);
        let value = reader
            .root()
            .deserialize(&mut serde_json::Deserializer::from_str("[1,1,1]"));
        assert!(value.is_err_and(|error| error.to_string().contains("more than 4 million values")));
    }
}
