//! The subset of `JSONPath` (RFC 9535) that overlay targets support.
//!
//! A path has names, lists of names, indices, `*`, `..` and filters. A filter combines tests with `&&`, `||`, `!` and
//! parentheses. A test is a path without `..` that starts with `@`, alone or with `==` or `!=` and a literal. Unlike in the
//! RFC, names without quotes may contain `-`, and `@.tags[*] == 'a'` holds if any of the tags is `a`.

use std::collections::HashSet;
use std::fmt::Display;

use indexmap::IndexSet;
use serde_json::Value;
use serde_json::value::Index;

use crate::pointer::escape;

/// A parsed path.
pub(super) struct JsonPath<'t>(Vec<Step<'t>>);

enum Step<'t> {
    /// `..`: the next step selects from all descendants as well.
    Descendants,
    Names(IndexSet<&'t str>),
    /// A negative index counts from the end.
    Index(isize),
    Wildcard,
    Filter(Condition<'t>),
}

type Condition<'t> = Box<dyn Fn(&Value) -> bool + 't>;

/// A node with its JSON pointer.
type Node<'v> = (String, &'v Value);

impl JsonPath<'_> {
    /// Returns the JSON pointers of the selected nodes, without duplicates: each before its descendants, elements in order.
    pub(super) fn select(&self, root: &Value) -> Vec<String> {
        self.select_counted(root, &mut 0)
    }

    /// Does the same, and adds the number of nodes visited to `visited`.
    pub(super) fn select_counted(&self, root: &Value, visited: &mut usize) -> Vec<String> {
        let nodes = self.nodes(root, visited).into_iter();
        nodes.map(|(pointer, _)| pointer).collect()
    }

    fn nodes<'v>(&self, start: &'v Value, visited: &mut usize) -> Vec<Node<'v>> {
        let start = vec![(String::new(), start)];
        self.0.iter().fold(start, |nodes, step| {
            let children = |(_, value): &Node<'_>| match value {
                Value::Object(members) => members.len(),
                Value::Array(elements) => elements.len(),
                _ => 0,
            };
            *visited += match step {
                Step::Names(_) | Step::Index(_) => nodes.len(),
                Step::Wildcard | Step::Filter(_) => nodes.iter().map(children).sum(),
                Step::Descendants => 0,
            };
            let selected = step.select(nodes);
            if matches!(step, Step::Descendants) {
                *visited += selected.len();
            }
            selected
        })
    }
}

impl Step<'_> {
    fn select<'v>(&self, nodes: Vec<Node<'v>>) -> Vec<Node<'v>> {
        let children = nodes.iter().flat_map(children);
        match self {
            Self::Descendants => with_descendants(nodes),
            Self::Names(names) => nodes.iter().flat_map(|node| members(node, names)).collect(),
            Self::Index(at) => nodes.iter().filter_map(|node| element(node, *at)).collect(),
            Self::Wildcard => children.collect(),
            Self::Filter(holds) => children.filter(|(_, child)| holds(child)).collect(),
        }
    }
}

/// Returns the nodes and their descendants in preorder, without duplicates.
fn with_descendants(mut pending: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let (mut nodes, mut seen) = (Vec::new(), HashSet::new());
    pending.reverse();
    while let Some(node) = pending.pop() {
        if seen.insert(std::ptr::from_ref(node.1)) {
            pending.extend(children(&node).into_iter().rev());
            nodes.push(node);
        }
    }
    nodes
}

fn children<'v>(node: &Node<'v>) -> Vec<Node<'v>> {
    let member = |name: &String| child(node, name, escape(name));
    let element = |index| child(node, index, index);
    match node.1 {
        Value::Object(members) => members.keys().filter_map(member).collect(),
        Value::Array(elements) => (0..elements.len()).filter_map(element).collect(),
        _ => Vec::new(),
    }
}

fn members<'v>(node: &Node<'v>, names: &IndexSet<&str>) -> Vec<Node<'v>> {
    let member = |name: &&str| child(node, *name, escape(name));
    names.iter().filter_map(member).collect()
}

fn element<'v>(node: &Node<'v>, index: isize) -> Option<Node<'v>> {
    let from_end = || node.1.as_array()?.len().checked_sub(index.unsigned_abs());
    let index = usize::try_from(index).ok().or_else(from_end)?;
    child(node, index, index)
}

fn child<'v>((pointer, value): &Node<'v>, key: impl Index, step: impl Display) -> Option<Node<'v>> {
    Some((format!("{pointer}/{step}"), value.get(key)?))
}

/// A parsed part of a target, or the part that is not supported and the supported syntax.
type Parsed<'t, T> = Result<T, (&'t str, &'static str)>;

/// Parses a path. An error says what was expected, and at which character (counted from 1).
pub(super) fn parse(target: &str) -> Result<JsonPath<'_>, String> {
    let steps = target.strip_prefix('$').ok_or("it must start with `$`")?;
    path(steps, "`.name`, `..name` or `[…]`").map_err(|(part, expected)| {
        // The part is a slice of the target.
        let before = part.as_ptr().addr() - target.as_ptr().addr();
        let column = target.get(..before).unwrap_or_default().chars().count() + 1;
        match part {
            "" => format!("expected {expected} at character {column}"),
            _ => format!("expected {expected} at character {column}, found `{part}`"),
        }
    })
}

fn path<'t>(text: &'t str, expected: &'static str) -> Parsed<'t, JsonPath<'t>> {
    let is_in_name = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c) || !c.is_ascii();
    let mut steps = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let error = (rest, expected);
        let descendants = rest.strip_prefix("..");
        steps.extend(descendants.map(|_| Step::Descendants));
        let (step, after) = if let Some(inside) = descendants.unwrap_or(rest).strip_prefix('[') {
            let unbalanced = (rest, "matching quotes, brackets and parentheses");
            let (inside, after) = split_once(inside, "]").ok_or(unbalanced)?;
            (selector(inside.trim())?, after)
        } else {
            let name = descendants.or(rest.strip_prefix('.')).ok_or(error)?;
            let after = name.trim_start_matches(is_in_name);
            match name.strip_suffix(after) {
                Some(name) if !name.is_empty() => (Step::Names([name].into()), after),
                _ => (Step::Wildcard, after.strip_prefix('*').ok_or(error)?),
            }
        };
        steps.push(step);
        rest = after.trim_start();
    }
    Ok(JsonPath(steps))
}

fn selector(text: &str) -> Parsed<'_, Step<'_>> {
    if text == "*" {
        Ok(Step::Wildcard)
    } else if let Some(filter) = text.strip_prefix('?') {
        condition(filter).map(Step::Filter)
    } else if let Ok(index) = text.parse() {
        Ok(Step::Index(index))
    } else {
        let names: Option<IndexSet<_>> = split(text, ",").map(string).collect();
        let expected = "names in quotes without `\\`, an index, `*` or `?` with a filter";
        names.map(Step::Names).ok_or((text, expected))
    }
}

fn condition(text: &str) -> Parsed<'_, Condition<'_>> {
    let all = |text| split(text, "&&").map(test).collect();
    let any: Vec<Vec<_>> = split(text, "||").map(all).collect::<Result<_, _>>()?;
    let holds = move |node: &Value| any.iter().any(|all| all.iter().all(|test| test(node)));
    Ok(Box::new(holds))
}

fn test(text: &str) -> Parsed<'_, Condition<'_>> {
    let text = text.trim();
    let (term, literal, negated) = if let Some((path, literal)) = split_once(text, "==") {
        (path.trim(), Some(literal), false)
    } else if let Some((path, literal)) = split_once(text, "!=") {
        (path.trim(), Some(literal), true)
    } else if let Some(term) = text.strip_prefix('!') {
        (term.trim(), None, true)
    } else {
        (text, None, false)
    };
    let group = term.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let holds = match (group, literal) {
        (Some(group), None) => condition(group)?,
        _ => path_test(term, literal)?,
    };
    Ok(Box::new(move |node| holds(node) != negated))
}

fn path_test<'t>(text: &'t str, literal: Option<&'t str>) -> Parsed<'t, Condition<'t>> {
    let steps = text.strip_prefix('@').ok_or((text, "a path from `@`"))?;
    let path = path(steps, "`.name`, `[…]`, `==`, `!=`, `&&` or `||`")?;
    // With `..` in filters, selecting would no longer be linear in the size of the document.
    if path.0.iter().any(|step| matches!(step, Step::Descendants)) {
        return Err((text, "a path without `..`"));
    }
    let literal = literal.map(self::literal).transpose()?;
    let holds = move |node: &Value| literal.as_ref().is_none_or(|literal| equal(node, literal));
    let any = move |node: &Value| path.nodes(node, &mut 0).iter().any(|(_, node)| holds(node));
    Ok(Box::new(any))
}

fn literal(text: &str) -> Parsed<'_, Value> {
    let value = string(text).map(Value::from).or_else(|| text.parse().ok());
    let expected = "a string in quotes without `\\`, a number, `true`, `false` or `null`";
    value.ok_or((text.trim(), expected))
}

/// Returns the contents of a string in quotes.
fn string(text: &str) -> Option<&str> {
    let text = text.trim();
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let contents = text.strip_prefix(quote)?.strip_suffix(quote)?;
    Some(contents).filter(|contents| !contents.contains(['\\', quote]))
}

/// Compares numbers by value, so that 2 and 2.0 are equal.
fn equal(left: &Value, right: &Value) -> bool {
    left == right || left.is_number() && left.as_f64() == right.as_f64()
}

fn split<'t>(mut text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let mut parts = Vec::new();
    while let Some((part, rest)) = split_once(text, separator) {
        parts.push(part);
        text = rest;
    }
    parts.push(text);
    parts.into_iter()
}

/// Splits a string at the first separator outside of quotes, brackets and parentheses, which nest at most 32 levels deep.
fn split_once<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let (mut depth, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        let (before, after) = text.split_at(at);
        match (quote, after.strip_prefix(separator)) {
            (Some(_), _) => quote = quote.filter(|open| *open != c),
            (None, Some(after)) if depth == 0 => return Some((before, after)),
            _ if matches!(c, '\'' | '"') => quote = Some(c),
            _ if depth > 32 => return None,
            _ => depth += i32::from("[(".contains(c)) - i32::from("])".contains(c)),
        }
    }
    None
}
