//! Path templates: literal text, parameters, and the query string that some documents include.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that a path or a query cannot contain (RFC 3986, sections 3.3 and 3.4). Escapes are kept as they are.
const NOT_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'%')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A parsed path template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathTemplate<'p> {
    /// The path: literal text and parameters.
    pub(crate) segments: Vec<Segment<'p>>,
    /// The names of the parameters in the path, in order.
    pub(crate) names: Vec<&'p str>,
    /// The query pairs whose value is a name in braces: `limit={n}` is `("limit", "n")`.
    pub(crate) query: Vec<(&'p str, &'p str)>,
    /// The other query pairs, if there are any.
    pub(crate) fixed_query: Option<String>,
}

/// A piece of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'p> {
    /// Literal text.
    Literal(&'p str),
    /// A name in braces.
    Parameter(&'p str),
}

impl<'p> PathTemplate<'p> {
    /// Parses a template. The error is a message and a help text.
    pub(crate) fn parse(template: &'p str) -> Result<Self, (String, &'static str)> {
        let (path, query) = split_query(template);
        let mut segments = Vec::new();
        let mut names = Vec::new();
        let mut rest = path;
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| {
                let message = format!("unclosed `{{` in the path `{template}`");
                (
                    message,
                    "close the parameter with `}`: `/stores/{store_id}`",
                )
            })?;
            if name.is_empty() || name.starts_with(['?', '&', '#']) {
                let message =
                    format!("`{{{name}}}` in the path `{template}` is not a parameter name");
                return Err((
                    message,
                    "declare query parameters in `parameters`, not in the path",
                ));
            }
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal));
            }
            segments.push(Segment::Parameter(name));
            names.push(name);
            rest = after;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(rest));
        }
        let query_parameters = query.into_iter().flat_map(|query| query.split('&'));
        let query_parameters = query_parameters
            .filter(|pair| pair.contains('{'))
            .map(|pair| query_parameter(pair, template))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            segments,
            names,
            query: query_parameters,
            fixed_query: query.and_then(fixed),
        })
    }
}

/// The key and the parameter name of a query pair.
fn query_parameter<'p>(
    pair: &'p str,
    template: &str,
) -> Result<(&'p str, &'p str), (String, &'static str)> {
    let (key, value) = pair.split_once('=').unwrap_or_default();
    let name_of = |text: &'p str| {
        text.strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
    };
    // `{kind}=book` is a parameter name with an example value.
    let (key, name) = match (name_of(key), name_of(value)) {
        (Some(name), _) => (name, name),
        (None, Some(name)) => (key, name),
        (None, None) => ("", ""),
    };
    if key.is_empty() || name.is_empty() || [key, name].iter().any(|part| part.contains(['{', '}']))
    {
        let message = format!("`{pair}` in the path `{template}` is not a valid query parameter");
        return Err((
            message,
            "end the path before the `?` and declare the query parameters in `parameters`",
        ));
    }
    Ok((key, name))
}

/// The template without the query pairs that contain a parameter.
pub(crate) fn without_query_parameters(template: &str) -> Cow<'_, str> {
    let (path, query) = split_query(template);
    match query.filter(|query| query.contains('{')) {
        None => Cow::Borrowed(template),
        Some(query) => match fixed(query) {
            None => Cow::Borrowed(path),
            Some(fixed) => Cow::Owned(format!("{path}?{fixed}")),
        },
    }
}

/// Percent-encodes literal text of a path or a query.
pub(crate) fn on_the_wire(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

/// The query pairs without a parameter.
fn fixed(query: &str) -> Option<String> {
    let pairs: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.contains('{'))
        .collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// Splits off the query. A fragment is dropped, since it is never sent. A `?` or `#` in a name is part of the name.
fn split_query(template: &str) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    let end = template.find(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(character, '?' | '#')
    });
    let Some((path, rest)) = end.and_then(|end| template.split_at_checked(end)) else {
        return (template, None);
    };
    let query = rest
        .strip_prefix('?')
        .map(|query| query.split_once('#').map_or(query, |(query, _)| query));
    (path, query)
}

/// Returns the names in braces in the URL of a server.
pub(crate) fn server_variables(url: &str) -> impl Iterator<Item = &str> {
    let names = url.split('{').skip(1);
    let names = names.filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parts<'p>(template: &'p str, names: &[&'p str], query: &[(&'p str, &'p str)]) {
        let parsed = PathTemplate::parse(template).expect("it is a template");
        assert_eq!(
            (&*parsed.names, &*parsed.query),
            (names, query),
            "{template}"
        );
    }

    /// Asserts the segments of a template, with names in braces, and its fixed query.
    #[track_caller]
    fn pieces(template: &str, segments: &[&str], fixed_query: Option<&str>) {
        let parsed = PathTemplate::parse(template).expect("it is a template");
        let written: Vec<String> = parsed
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => (*text).to_owned(),
                Segment::Parameter(name) => format!("{{{name}}}"),
            })
            .collect();
        assert_eq!(written, segments, "{template}");
        assert_eq!(parsed.fixed_query.as_deref(), fixed_query, "{template}");
    }

    #[test]
    fn a_template_is_literals_and_parameters() {
        pieces("/", &["/"], None);
        pieces(
            "/a/{b}/c.{d}{e}/f",
            &["/a/", "{b}", "/c.", "{d}", "{e}", "/f"],
            None,
        );
        pieces("/a/{b}?c=1&d={e}#{f}", &["/a/", "{b}"], Some("c=1"));
        pieces("/a?", &["/a"], Some(""));
        pieces("/a#b?c", &["/a"], None);
    }

    #[test]
    fn a_name_may_contain_question_marks_and_hashes() {
        pieces("/e/{f#g}/h", &["/e/", "{f#g}", "/h"], None);
        pieces("/e/{f?g=h}/i?j=1", &["/e/", "{f?g=h}", "/i"], Some("j=1"));
        pieces("/e/{f g}", &["/e/", "{f g}"], None);
        parts("/e/{f#g}/{h?}", &["f#g", "h?"], &[]);
    }

    #[test]
    fn characters_not_allowed_in_a_path_are_percent_encoded() {
        assert_eq!(on_the_wire("/a b/ä%20\"<>"), "/a%20b/%C3%A4%20%22%3C%3E");
        let kept = "/-._~%41:@!$&'()*+,;=";
        assert_eq!(on_the_wire(kept), kept);
    }

    #[test]
    fn names_are_in_braces() {
        parts("/a/{b}/c.{d}{e}/f", &["b", "d", "e"], &[]);
        parts("/a/{b}#c={d}", &["b"], &[]);
        parts("/a/{b}?c=1&d={e}#{f}", &["b"], &[("d", "e")]);
        parts("/a?{b}=1", &[], &[("b", "b")]);
    }

    #[test]
    fn a_malformed_template_is_an_error() {
        for template in [
            "/a/{b",
            "/a/{}",
            "/a{?b,c}",
            "/a?b={c}{d}",
            "/a?{b}",
            "/a?b={c",
        ] {
            assert!(PathTemplate::parse(template).is_err(), "{template}");
        }
    }

    #[test]
    fn a_query_keeps_the_pairs_without_a_parameter() {
        for (template, expected) in [
            ("/a/{b}", "/a/{b}"),
            ("/a?b=1", "/a?b=1"),
            ("/a?b={c}", "/a"),
            ("/a/{x}?b={c}&d=1&e={f}", "/a/{x}?d=1"),
        ] {
            assert_eq!(without_query_parameters(template), expected);
        }
    }
}
