//! A decoder of requests that follows the specifications.
//!
//! The rules are those of "Style Examples" in OpenAPI 3.0.4 and its references. Like a real server, the decoder knows
//! whether a parameter is a primitive, an array or an object.

use openapi_crate_runtime::{Location, Parameter, Style};

use crate::server::Request;
use crate::value::{Kind, Value};

/// A decoded value: every primitive in it, with its path. An empty array or object is equivalent to an absent value,
/// because it contains no primitive that could be written.
pub(crate) type Leaves = Vec<(Vec<String>, String)>;

/// Returns the value that the server must decode.
pub(crate) fn expected(parameter: &Parameter, value: &Value) -> Leaves {
    if parameter.style == Style::Json {
        let json = serde_json::to_value(value).unwrap();
        return if json.is_null() {
            Vec::new()
        } else {
            vec![(Vec::new(), json.to_string())]
        };
    }
    let mut leaves = Vec::new();
    collect(value, &mut Vec::new(), &mut leaves);
    leaves
}

fn collect(value: &Value, place: &mut Vec<String>, leaves: &mut Leaves) {
    let mut inside = |step: String, value| {
        place.push(step);
        collect(value, place, leaves);
        place.pop();
    };
    match value {
        Value::Absent => {}
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| inside(index.to_string(), item));
        }
        Value::Object(properties) => properties
            .iter()
            .for_each(|(name, value)| inside(name.clone(), value)),
        Value::Text(_) | Value::Integer(_) | Value::Boolean(_) => {
            leaves.push((place.clone(), text(value)));
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Absent | Value::Array(_) | Value::Object(_) => panic!("not a primitive: {value:?}"),
    }
}

/// Returns whether the style has no unambiguous encoding of the value.
pub(crate) fn has_no_form(parameter: &Parameter, value: &Value) -> bool {
    let names = names(value);
    let parts = expected(parameter, value)
        .into_iter()
        .map(|(_, text)| text)
        .collect::<Vec<_>>();
    let single = value.kind() == Kind::Primitive || parameter.style == Style::Json;
    let any = |is: &dyn Fn(&str) -> bool| names.iter().chain(&parts).any(|text| is(text));
    let separated_by = |separator: char| !single && any(&|text| text.contains(separator));
    match (parameter.location, parameter.style) {
        (Location::Path, _) => parts.is_empty() || is_dot_segment(parameter, value, &parts),
        (Location::Header, Style::Json) => parts.iter().any(|text| !is_field_value(text)),
        (Location::Header, _) => {
            let ends_name = parameter.explode && names.iter().any(|name| name.contains('='));
            any(&|text| !is_field_value(text)) || separated_by(',') || ends_name
        }
        (Location::Query, Style::SpaceDelimited) if !parameter.explode => separated_by(' '),
        (Location::Query, Style::PipeDelimited) if !parameter.explode => separated_by('|'),
        (Location::Query, Style::DeepObject) => names.iter().any(|name| name.contains(['[', ']'])),
        (Location::Query | Location::Querystring | Location::Cookie, _) => false,
    }
}

/// Returns the names of all properties.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(properties) => properties
            .iter()
            .flat_map(|(name, value)| [vec![name.clone()], names(value)].concat())
            .collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Absent | Value::Text(_) | Value::Integer(_) | Value::Boolean(_) => Vec::new(),
    }
}

/// Returns whether the path segment would be empty, `.` or `..`, in any escaped form (RFC 3986, section 5.2.4).
fn is_dot_segment(parameter: &Parameter, value: &Value, parts: &[String]) -> bool {
    let separator = if parameter.style == Style::Label && parameter.explode {
        "."
    } else {
        ","
    };
    let unnamed = parts.join(separator);
    let segment = match parameter.style {
        // These always contain a name, quotes or brackets.
        Style::Matrix | Style::Json => return false,
        _ if value.kind() == Kind::Object => return false,
        Style::Label => format!(".{unnamed}"),
        _ => unnamed,
    };
    ["", ".", ".."].contains(&segment.as_str())
}

/// Returns whether a string is a field value: no controls except tabs, no surrounding whitespace (RFC 9110, section
/// 5.5).
fn is_field_value(text: &str) -> bool {
    let control = |c: char| c != '\t' && (c < ' ' || c == '\u{7f}');
    !text.contains(control) && text.trim_matches([' ', '\t']) == text
}

/// Decodes the value in a request.
pub(crate) fn decode(
    request: &Request,
    parameter: &Parameter,
    kind: Kind,
) -> Result<Leaves, String> {
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (request.target.as_str(), None),
    };
    match parameter.location {
        Location::Path => {
            let segments = path.split('/').collect::<Vec<_>>();
            let ["", "a", segment, "b"] = segments[..] else {
                return Err(format!("another path: {path}"));
            };
            in_path(segment, parameter, kind)
        }
        // Form decoders read `+` as a space, URL decoders do not.
        Location::Query if query.is_some_and(|query| query.contains('+')) => {
            Err("a bare `+`".to_owned())
        }
        Location::Query | Location::Querystring => in_pairs(&pairs(query, "&"), parameter, kind),
        Location::Cookie => in_pairs(&pairs(request.header("cookie"), "; "), parameter, kind),
        Location::Header => match request.header(parameter.name) {
            None => Ok(Vec::new()),
            Some(text) => value(text, parameter, kind, ",", &|text| Ok(text.to_owned())),
        },
    }
}

type Unescape<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Decodes escapes, and fails on unescaped characters that are neither reserved nor unreserved (RFC 3986, sections 2.1
/// to 2.3).
fn unescape(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'%' => {
                let digits = after
                    .get(..2)
                    .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                let digits = digits.ok_or_else(|| format!("half an escape in {text:?}"))?;
                rest = &after[2..];
                u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()
            }
            other if other.is_ascii_alphanumeric() => *other,
            other if b"-._~:/?[]@!$&'()*+,;=".contains(other) => *other,
            other => {
                return Err(format!(
                    "{:?} is not escaped in {text:?}",
                    char::from(*other)
                ));
            }
        });
    }
    String::from_utf8(bytes).map_err(|_| format!("not UTF-8: {text:?}"))
}

/// Splits names and values, still escaped.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn pairs<'a>(text: Option<&'a str>, separator: &str) -> Pairs<'a> {
    let pairs = text.into_iter().flat_map(|text| text.split(separator));
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect()
}

fn in_path(segment: &str, parameter: &Parameter, kind: Kind) -> Result<Leaves, String> {
    let prefixed = |prefix| {
        segment
            .strip_prefix(prefix)
            .ok_or_else(|| format!("no {prefix:?}: {segment}"))
    };
    match parameter.style {
        Style::Label => {
            let separator = if parameter.explode { "." } else { "," };
            value(prefixed('.')?, parameter, kind, separator, &unescape)
        }
        Style::Matrix => in_pairs(&pairs(Some(prefixed(';')?), ";"), parameter, kind),
        _ => value(segment, parameter, kind, ",", &unescape),
    }
}

/// Decodes a value written as pairs: one pair per item if exploded, or else a single pair.
fn in_pairs(pairs: &Pairs<'_>, parameter: &Parameter, kind: Kind) -> Result<Leaves, String> {
    if parameter.style == Style::DeepObject {
        return pairs
            .iter()
            .map(|(name, value)| Ok((deep(name)?, unescape(value)?)))
            .collect();
    }
    if kind == Kind::Object && parameter.explode && parameter.style != Style::Json {
        return pairs
            .iter()
            .map(|(name, value)| Ok((vec![unescape(name)?], unescape(value)?)))
            .collect();
    }
    if let Some((name, _)) = pairs.iter().find(|(name, _)| *name != parameter.name) {
        return Err(format!("there is no parameter {name:?}"));
    }
    if kind == Kind::Array && parameter.explode && parameter.style != Style::Json {
        let items = pairs.iter().enumerate();
        return items
            .map(|(index, (_, item))| Ok((vec![index.to_string()], unescape(item)?)))
            .collect();
    }
    let separator = match parameter.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match pairs[..] {
        [] => Ok(Vec::new()),
        [(_, text)] => value(text, parameter, kind, separator, &unescape),
        _ => Err("more than one value".to_owned()),
    }
}

/// Decodes a value written as one string.
fn value(
    text: &str,
    parameter: &Parameter,
    kind: Kind,
    separator: &str,
    unescape: Unescape<'_>,
) -> Result<Leaves, String> {
    if parameter.style == Style::Json {
        let json = serde_json::from_str::<serde_json::Value>(&unescape(text)?);
        return Ok(vec![(
            Vec::new(),
            json.map_err(|error| error.to_string())?.to_string(),
        )]);
    }
    let parts = text.split(separator).collect::<Vec<_>>();
    match kind {
        Kind::Primitive => Ok(vec![(Vec::new(), unescape(text)?)]),
        Kind::Array => {
            let items = parts.iter().enumerate();
            items
                .map(|(index, item)| Ok((vec![index.to_string()], unescape(item)?)))
                .collect()
        }
        Kind::Object if parameter.explode => {
            let pairs = parts.iter().map(|part| {
                let (name, value) = part
                    .split_once('=')
                    .ok_or_else(|| format!("no '=' in {part:?}"))?;
                Ok((vec![unescape(name)?], unescape(value)?))
            });
            pairs.collect()
        }
        Kind::Object if parts.len() % 2 == 1 => Err(format!("a name without a value: {text:?}")),
        Kind::Object => {
            let pairs = parts.chunks(2);
            pairs
                .map(|pair| Ok((vec![unescape(pair[0])?], unescape(pair[1])?)))
                .collect()
        }
    }
}

/// Decodes `color[a][0]`, with brackets escaped as RFC 3986 requires in a query.
fn deep(name: &str) -> Result<Vec<String>, String> {
    let name = unescape(name)?;
    let wrong = || format!("not a name of a deep object: {name:?}");
    let mut rest = name.strip_prefix("color").ok_or_else(wrong)?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = rest
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .ok_or_else(wrong)?;
        steps.push(step.to_owned());
        rest = after;
    }
    Ok(steps)
}
