//! What stands in a path template: text, the names of parameters, and the query that some documents write into it.

use std::borrow::Cow;

/// A path template, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PathTemplate<'p> {
    /// The names between braces in the path, in its order.
    pub(crate) names: Vec<&'p str>,
    /// The pairs of a query in which a name between braces is the value: `limit={n}` is `("limit", "n")`.
    pub(crate) query: Vec<(&'p str, &'p str)>,
}

impl<'p> PathTemplate<'p> {
    /// Takes a template apart; where it is none, why, and what to do.
    pub(crate) fn parse(template: &'p str) -> Result<Self, (String, &'static str)> {
        let (path, query) = split_query(template);
        let names = names(path).map(|name| {
            let name = name.ok_or_else(|| {
                let message = format!("a `{{` in the path `{template}` is not closed");
                (message, "a template ends with `}`: `/stores/{store_id}`")
            })?;
            if name.is_empty() || name.starts_with(['?', '&', '#']) {
                let message =
                    format!("`{{{name}}}` in the path `{template}` is not the name of a parameter");
                return Err((
                    message,
                    "describe the parameters of the query in `parameters`, not in the path",
                ));
            }
            Ok(name)
        });
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let pairs = query
            .split('&')
            .filter(|pair| pair.contains('{'))
            .map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or_default();
                let name_of = |text: &'p str| {
                    text.strip_prefix('{')
                        .and_then(|text| text.strip_suffix('}'))
                };
                // `{kind}=book` names a parameter as well, and gives an example of its value.
                let (key, name) = match (name_of(key), name_of(value)) {
                    (Some(name), _) => (name, name),
                    (None, Some(name)) => (key, name),
                    (None, None) => ("", ""),
                };
                if key.is_empty()
                    || name.is_empty()
                    || [key, name].iter().any(|part| part.contains(['{', '}']))
                {
                    let message =
                        format!("`{pair}` in the query of the path `{template}` is not understood");
                    return Err((
                        message,
                        "end the path before the `?`, and describe the parameters of the query",
                    ));
                }
                Ok((key, name))
            });
        let query = pairs.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { names, query })
    }
}

/// The template without the pairs of its query that have a parameter of their own.
pub(crate) fn without_query_parameters(template: &str) -> Cow<'_, str> {
    let (path, query) = split_query(template);
    if !query.contains('{') {
        return Cow::Borrowed(template);
    }
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.contains('{'))
        .collect();
    if kept.is_empty() {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(format!("{path}?{}", kept.join("&")))
    }
}

/// The path, and the query that stands behind it; what follows a `#` never goes over the wire.
fn split_query(template: &str) -> (&str, &str) {
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
        return (template, "");
    };
    let query = rest.strip_prefix('?').unwrap_or_default();
    (
        path,
        query.split_once('#').map_or(query, |(query, _)| query),
    )
}

/// The names between braces; `None` for a brace that is not closed.
fn names(path: &str) -> impl Iterator<Item = Option<&str>> {
    path.split('{')
        .skip(1)
        .map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parts<'p>(template: &'p str, names: &[&'p str], query: &[(&'p str, &'p str)]) {
        let expected = PathTemplate {
            names: names.to_vec(),
            query: query.to_vec(),
        };
        assert_eq!(PathTemplate::parse(template), Ok(expected), "{template}");
    }

    #[test]
    fn names_are_what_stands_between_braces() {
        parts("/a/{b}/c.{d}{e}/f", &["b", "d", "e"], &[]);
        parts("/a/{b}#c={d}", &["b"], &[]);
        parts("/a/{b}?c=1&d={e}#{f}", &["b"], &[("d", "e")]);
        parts("/a?{b}=1", &[], &[("b", "b")]);
    }

    #[test]
    fn what_is_no_template_is_told() {
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
    fn a_query_keeps_what_is_no_parameter() {
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
