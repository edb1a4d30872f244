//! Which nodes of a tree does an overlay's `target` select: `JSONPath` (RFC 9535) without its functions.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use crate::pointer::escape;

/// A parsed `JSONPath`.
#[derive(Debug, PartialEq)]
pub(super) struct JsonPath(Vec<Segment>);

#[derive(Debug, PartialEq)]
struct Segment {
    /// `..`: the selectors apply to every node below as well.
    descendants: bool,
    selectors: Vec<Selector>,
}

#[derive(Debug, PartialEq)]
enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Condition),
}

#[derive(Debug, PartialEq)]
enum Condition {
    Or(Vec<Condition>),
    And(Vec<Condition>),
    Not(Box<Condition>),
    Exists(Query),
    Compare(Operand, Comparison, Operand),
}

#[derive(Debug, PartialEq)]
enum Operand {
    Literal(Value),
    Query(Query),
}

/// A path inside a filter.
#[derive(Debug, PartialEq)]
struct Query {
    /// From the whole document (`$`) rather than from the node that is filtered (`@`).
    from_root: bool,
    path: JsonPath,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl JsonPath {
    /// Reads a path; an error says what was expected, and at which character (counted from 1).
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
        };
        if !parser.eat("$") {
            return Err("a target starts with `$`".to_owned());
        }
        let path = parser.segments()?;
        if parser.rest().is_empty() {
            Ok(path)
        } else {
            Err(parser.expected("`.`, `..` or `[`"))
        }
    }

    /// The JSON pointers of the selected nodes, each once, in the order they are found.
    pub(super) fn select(&self, root: &Value) -> Vec<String> {
        let start = Node {
            value: root,
            pointer: String::new(),
        };
        self.apply(root, start)
            .into_iter()
            .map(|node| node.pointer)
            .collect()
    }

    fn apply<'v>(&self, root: &'v Value, start: Node<'v>) -> Vec<Node<'v>> {
        self.0.iter().fold(vec![start], |nodes, segment| {
            let mut selected = Vec::new();
            for node in nodes {
                if segment.descendants {
                    for node in node.with_descendants() {
                        segment.select(root, &node, &mut selected);
                    }
                } else {
                    segment.select(root, &node, &mut selected);
                }
            }
            // A node can be reached in more than one way; kept twice, `..` upon `..` would have no end of them.
            let mut seen = HashSet::new();
            selected.retain(|node: &Node<'v>| seen.insert(node.pointer.clone()));
            selected
        })
    }
}

#[derive(Clone, Debug)]
struct Node<'v> {
    value: &'v Value,
    pointer: String,
}

impl<'v> Node<'v> {
    fn member(&self, name: &str, value: &'v Value) -> Self {
        Self {
            value,
            pointer: format!("{}/{}", self.pointer, escape(name)),
        }
    }

    fn element(&self, index: usize, value: &'v Value) -> Self {
        Self {
            value,
            pointer: format!("{}/{index}", self.pointer),
        }
    }

    fn children(&self) -> Vec<Self> {
        match self.value {
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| self.member(name, value))
                .collect(),
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .map(|(index, value)| self.element(index, value))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// This node and every node below it, each before its own children.
    fn with_descendants(self) -> Vec<Self> {
        let mut pending = vec![self];
        let mut found = Vec::new();
        while let Some(node) = pending.pop() {
            pending.extend(node.children().into_iter().rev());
            found.push(node);
        }
        found
    }
}

impl Segment {
    fn select<'v>(&self, root: &'v Value, node: &Node<'v>, selected: &mut Vec<Node<'v>>) {
        for selector in &self.selectors {
            match (selector, node.value) {
                (Selector::Name(name), Value::Object(members)) => {
                    selected.extend(members.get(name).map(|value| node.member(name, value)));
                }
                (Selector::Wildcard, _) => selected.extend(node.children()),
                (Selector::Index(index), Value::Array(elements)) => {
                    let index = from_end(*index, elements.len());
                    selected.extend(
                        index.and_then(|index| Some(node.element(index, elements.get(index)?))),
                    );
                }
                (Selector::Slice { start, end, step }, Value::Array(elements)) => {
                    let indices = slice(*start, *end, *step, elements.len());
                    let node = |index| Some(node.element(index, elements.get(index)?));
                    selected.extend(indices.into_iter().filter_map(node));
                }
                (Selector::Filter(condition), _) => {
                    selected.extend(
                        node.children()
                            .into_iter()
                            .filter(|child| condition.holds(root, child.value)),
                    );
                }
                (Selector::Name(_) | Selector::Index(_) | Selector::Slice { .. }, _) => {}
            }
        }
    }
}

/// An index as written, where a negative one counts from the end, as an index of an array of `length` elements.
fn from_end(index: i64, length: usize) -> Option<usize> {
    if index < 0 {
        length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)
    } else {
        usize::try_from(index).ok()
    }
}

/// The indices of `[start:end:step]` (RFC 9535, section 2.3.4.2).
fn slice(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let normal = |index: i64| {
        if index < 0 {
            index.saturating_add(length)
        } else {
            index
        }
    };
    let forward = step > 0;
    let (lowest, highest) = if forward {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let (first, last) = if forward {
        (0, length)
    } else {
        (length - 1, -1)
    };
    let first = start.map_or(first, |index| normal(index).clamp(lowest, highest));
    let last = end.map_or(last, |index| normal(index).clamp(lowest, highest));
    let mut indices = Vec::new();
    let mut next = first;
    while step != 0 && (if forward { next < last } else { next > last }) {
        indices.extend(usize::try_from(next));
        next = next.saturating_add(step);
    }
    indices
}

impl Condition {
    fn holds(&self, root: &Value, current: &Value) -> bool {
        match self {
            Self::Or(conditions) => conditions
                .iter()
                .any(|condition| condition.holds(root, current)),
            Self::And(conditions) => conditions
                .iter()
                .all(|condition| condition.holds(root, current)),
            Self::Not(condition) => !condition.holds(root, current),
            Self::Exists(query) => !query.values(root, current).is_empty(),
            Self::Compare(left, comparison, right) => {
                comparison.holds(left.value(root, current), right.value(root, current))
            }
        }
    }
}

impl Operand {
    /// The value to compare; a query that selects nothing has none.
    fn value<'v>(&'v self, root: &'v Value, current: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Literal(value) => Some(value),
            Self::Query(query) => query.values(root, current).first().copied(),
        }
    }
}

impl Query {
    fn values<'v>(&self, root: &'v Value, current: &'v Value) -> Vec<&'v Value> {
        let value = if self.from_root { root } else { current };
        let start = Node {
            value,
            pointer: String::new(),
        };
        self.path
            .apply(root, start)
            .into_iter()
            .map(|node| node.value)
            .collect()
    }
}

impl Comparison {
    fn holds(self, left: Option<&Value>, right: Option<&Value>) -> bool {
        let equal = match (left, right) {
            (Some(Value::Number(left)), Some(Value::Number(right))) => {
                left.as_f64() == right.as_f64()
            }
            _ => left == right,
        };
        let order = match (left, right) {
            (Some(Value::Number(left)), Some(Value::Number(right))) => {
                left.as_f64().partial_cmp(&right.as_f64())
            }
            (Some(Value::String(left)), Some(Value::String(right))) => Some(left.cmp(right)),
            _ => None,
        };
        match self {
            Self::Equal => equal,
            Self::NotEqual => !equal,
            Self::Less => order == Some(Ordering::Less),
            Self::Greater => order == Some(Ordering::Greater),
            Self::LessOrEqual => equal || order == Some(Ordering::Less),
            Self::GreaterOrEqual => equal || order == Some(Ordering::Greater),
        }
    }
}

/// How deeply filters may nest.
const DEPTH: usize = 32;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        self.skip_space();
        if self.eat(token) {
            Ok(())
        } else {
            Err(self.expected(&format!("`{token}`")))
        }
    }

    fn expected(&self, what: &str) -> String {
        let column = self.text.get(..self.at).unwrap_or_default().chars().count() + 1;
        match self.rest().chars().next() {
            Some(found) => format!("expected {what} at character {column}, found `{found}`"),
            None => format!("expected {what} at the end"),
        }
    }

    fn segments(&mut self) -> Result<JsonPath, String> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.skip_space();
            let descendants = self.eat("..");
            let selectors = if self.eat("[") {
                self.bracketed()?
            } else if descendants || self.eat(".") {
                vec![self.shorthand()?]
            } else {
                self.at = before;
                return Ok(JsonPath(segments));
            };
            segments.push(Segment {
                descendants,
                selectors,
            });
        }
    }

    fn shorthand(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        // More than the RFC allows: `-` is common in the names of OpenAPI extensions.
        let name_ends =
            |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-' || !c.is_ascii());
        let rest = self.rest();
        let length = rest.find(name_ends).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.expected("a name or `*`"));
        }
        let name = rest.get(..length).unwrap_or_default().to_owned();
        self.at += length;
        if self.rest().starts_with('(') {
            return Err("functions are not supported in a target".to_owned());
        }
        Ok(Selector::Name(name))
    }

    fn bracketed(&mut self) -> Result<Vec<Selector>, String> {
        let mut selectors = Vec::new();
        loop {
            self.skip_space();
            selectors.push(self.selector()?);
            self.skip_space();
            if !self.eat(",") {
                self.expect("]")?;
                return Ok(selectors);
            }
        }
    }

    fn selector(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        if self.eat("?") {
            return self.condition().map(Selector::Filter);
        }
        if self.rest().starts_with(['\'', '"']) {
            return self.string().map(Selector::Name);
        }
        let start = self.integer();
        self.skip_space();
        if !self.eat(":") {
            return start
                .map(Selector::Index)
                .ok_or_else(|| self.expected("a name in quotes, an index, `*` or `?`"));
        }
        self.skip_space();
        let end = self.integer();
        self.skip_space();
        let step = if self.eat(":") {
            self.skip_space();
            self.integer().unwrap_or(1)
        } else {
            1
        };
        Ok(Selector::Slice { start, end, step })
    }

    fn integer(&mut self) -> Option<i64> {
        let rest = self.rest();
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let sign = rest.len() - digits.len();
        let length = sign
            + digits
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(digits.len());
        let integer = rest.get(..length)?.parse().ok()?;
        self.at += length;
        Some(integer)
    }

    fn string(&mut self) -> Result<String, String> {
        let start = self.at;
        let mut characters = self.rest().char_indices();
        let quote = characters.next().map_or('"', |(_, quote)| quote);
        let mut escaped = false;
        // Rewritten as a JSON string, whose escapes are the same but for the quotes.
        let mut json = String::from('"');
        for (at, character) in characters {
            match character {
                _ if escaped => {
                    escaped = false;
                    if character == '\'' {
                        json.pop();
                    }
                    json.push(character);
                }
                '\\' => {
                    escaped = true;
                    json.push('\\');
                }
                _ if character == quote => {
                    self.at += at + quote.len_utf8();
                    json.push('"');
                    return serde_json::from_str(&json).map_err(|_| {
                        let written = self.text.get(start..self.at).unwrap_or_default();
                        format!("{written} has an escape that JSON does not know")
                    });
                }
                '"' => json.push_str("\\\""),
                _ => json.push(character),
            }
        }
        self.at = self.text.len();
        Err(self.expected(&format!("a closing {quote}")))
    }

    fn condition(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("filters nest too deeply".to_owned());
        }
        let mut either = vec![self.conjunction()?];
        while self.eat_spaced("||") {
            either.push(self.conjunction()?);
        }
        self.depth -= 1;
        Ok(one_or(either, Condition::Or))
    }

    fn conjunction(&mut self) -> Result<Condition, String> {
        let mut all = vec![self.term()?];
        while self.eat_spaced("&&") {
            all.push(self.term()?);
        }
        Ok(one_or(all, Condition::And))
    }

    fn term(&mut self) -> Result<Condition, String> {
        let negated = self.eat_spaced("!");
        self.skip_space();
        let term = if self.eat("(") {
            let condition = self.condition()?;
            self.expect(")")?;
            condition
        } else {
            let left = self.operand()?;
            match (self.comparison(), left) {
                (Some(_), _) if negated => {
                    return Err("`!` takes a path or parentheses behind it".to_owned());
                }
                (Some(comparison), left) => Condition::Compare(left, comparison, self.operand()?),
                (None, Operand::Query(query)) => Condition::Exists(query),
                (None, Operand::Literal(_)) => {
                    return Err(self.expected("a comparison such as `==`"));
                }
            }
        };
        Ok(if negated {
            Condition::Not(Box::new(term))
        } else {
            term
        })
    }

    fn operand(&mut self) -> Result<Operand, String> {
        self.skip_space();
        let from_root = self.rest().starts_with('$');
        if self.eat("@") || self.eat("$") {
            self.depth += 1;
            if self.depth > DEPTH {
                return Err("filters nest too deeply".to_owned());
            }
            let path = self.segments()?;
            self.depth -= 1;
            return Ok(Operand::Query(Query { from_root, path }));
        }
        if self.rest().starts_with(['\'', '"']) {
            return Ok(Operand::Literal(Value::String(self.string()?)));
        }
        let rest = self.rest();
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
            .unwrap_or(rest.len());
        match rest
            .get(..length)
            .and_then(|literal| serde_json::from_str(literal).ok())
        {
            Some(literal) => {
                self.at += length;
                Ok(Operand::Literal(literal))
            }
            None if rest.get(length..).is_some_and(|rest| rest.starts_with('(')) => {
                Err("functions are not supported in a target".to_owned())
            }
            None => {
                Err(self
                    .expected("`@`, `$`, a text in quotes, a number, `true`, `false` or `null`"))
            }
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        self.skip_space();
        let all = [
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        all.into_iter()
            .find(|(token, _)| self.eat(token))
            .map(|(_, comparison)| comparison)
    }

    fn eat_spaced(&mut self, token: &str) -> bool {
        self.skip_space();
        self.eat(token)
    }
}

fn one_or(mut conditions: Vec<Condition>, combine: fn(Vec<Condition>) -> Condition) -> Condition {
    match conditions.pop() {
        Some(only) if conditions.is_empty() => only,
        Some(last) => {
            conditions.push(last);
            combine(conditions)
        }
        None => combine(conditions),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn select(path: &str) -> Vec<String> {
        let document = json!({
            "paths": {"/a": {"get": {"tags": ["x", "y", "z"]}}, "/b": {"get": {"operationId": "list", "n": 2}}},
            "it's": {"name": 1, "x-a": {"name": 2}},
        });
        JsonPath::parse(path)
            .unwrap_or_else(|error| panic!("{path}: {error}"))
            .select(&document)
    }

    #[test]
    fn names_select_members() {
        assert_eq!(select("$"), [""]);
        assert_eq!(select("$.paths['/a'].get"), ["/paths/~1a/get"]);
        assert_eq!(
            select("$[\"paths\"]['/a','/b']"),
            ["/paths/~1a", "/paths/~1b"]
        );
        assert_eq!(select(r"$['it\'s'].x-a.name"), ["/it's/x-a/name"]);
        assert!(select("$.paths.missing").is_empty());
    }

    #[test]
    fn wildcards_and_descendants_select_many() {
        assert_eq!(
            select("$.paths.*.get"),
            ["/paths/~1a/get", "/paths/~1b/get"]
        );
        assert_eq!(select("$.paths[*][*].n"), ["/paths/~1b/get/n"]);
        assert_eq!(select("$..name"), ["/it's/name", "/it's/x-a/name"]);
        assert_eq!(select("$..['tags'][0]"), ["/paths/~1a/get/tags/0"]);
    }

    #[test]
    fn indices_and_slices_select_elements() {
        assert_eq!(
            select("$.paths['/a'].get.tags[-1]"),
            ["/paths/~1a/get/tags/2"]
        );
        assert_eq!(
            select("$..tags[0:2]"),
            ["/paths/~1a/get/tags/0", "/paths/~1a/get/tags/1"]
        );
        assert_eq!(
            select("$..tags[::-2]"),
            ["/paths/~1a/get/tags/2", "/paths/~1a/get/tags/0"]
        );
        assert!(select("$..tags[7]").is_empty());
    }

    #[test]
    fn filters_select_the_children_they_hold_for() {
        for path in [
            "$.paths[?(@.get.operationId == 'list')]",
            "$.paths[?@.get.operationId]",
            "$.paths[?!@.get.tags]",
            "$.paths[?@.get.n >= 2 && (@.get.n < 3 || @.get.tags)]",
            "$.paths[?@.get.operationId != @.get.n && @.get.n == 2.0]",
            "$.paths[?$.paths['/a'].get && @.get.n]",
        ] {
            assert_eq!(select(path), ["/paths/~1b"], "{path}");
        }
        assert_eq!(select("$..tags[?@ == 'y']"), ["/paths/~1a/get/tags/1"]);
    }

    #[test]
    fn a_wrong_path_says_what_was_expected_and_where() {
        let error = |path: &str| JsonPath::parse(path).expect_err(path);
        assert_eq!(error("paths"), "a target starts with `$`");
        assert_eq!(
            error("$.paths["),
            "expected a name in quotes, an index, `*` or `?` at the end"
        );
        assert_eq!(
            error("$.paths['/a']get"),
            "expected `.`, `..` or `[` at character 14, found `g`"
        );
        assert_eq!(error("$.a['b"), "expected a closing ' at the end");
        assert_eq!(
            error("$[?@.a == b]"),
            "expected `@`, `$`, a text in quotes, a number, `true`, `false` or `null` at character 11, found `b`"
        );
        assert_eq!(
            error("$[?length(@.a) > 1]"),
            "functions are not supported in a target"
        );
        assert_eq!(
            error(&format!("$[?{}", "(".repeat(10_000))),
            "filters nest too deeply"
        );
        assert_eq!(
            error(&format!("${}", "[?@".repeat(10_000))),
            "filters nest too deeply"
        );
    }
}
