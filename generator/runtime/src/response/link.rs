//! The `link` header (RFC 8288).

use http::HeaderMap;
use http::header::LINK;

/// Returns the target of the first link with a relation type. A link with a different context (`anchor`) is ignored.
pub(crate) fn link<'a>(headers: &'a HeaderMap, relation: &str) -> Option<&'a str> {
    let values = headers.get_all(LINK).iter();
    let mut texts = values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
    texts.find_map(|text| {
        let mut links = Links(text);
        links.find_map(|link| link.has(relation).then_some(link.target))
    })
}

/// The links of a header value.
struct Links<'a>(&'a str);

struct Link<'a> {
    target: &'a str,
    relations: Option<String>,
    has_anchor: bool,
}

impl Link<'_> {
    fn has(&self, relation: &str) -> bool {
        let mut relations = self.relations.iter().flat_map(|all| all.split_whitespace());
        !self.has_anchor && relations.any(|one| one.eq_ignore_ascii_case(relation))
    }
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    /// Reads a link as in RFC 8288, appendix B.2. Text that is not a link ends the list.
    fn next(&mut self) -> Option<Link<'a>> {
        let text = self.0.trim_start_matches([' ', '\t', ',']);
        let (target, rest) = text.strip_prefix('<')?.split_once('>')?;
        let mut link = Link {
            target,
            relations: None,
            has_anchor: false,
        };
        let mut rest = rest.trim_start_matches([' ', '\t']);
        while let Some(parameter) = rest.strip_prefix(';') {
            let parameter = parameter.trim_start_matches([' ', '\t']);
            let end = parameter
                .find(['=', ';', ',', ' ', '\t'])
                .unwrap_or(parameter.len());
            let (name, after) = parameter.split_at(end);
            let mut value = String::new();
            rest = after.trim_start_matches([' ', '\t']);
            if let Some(after) = rest.strip_prefix('=') {
                (value, rest) = parameter_value(after.trim_start_matches([' ', '\t']));
            }
            if name.eq_ignore_ascii_case("rel") {
                // Only the first counts (RFC 8288, section 3.3).
                link.relations.get_or_insert(value);
            } else if name.eq_ignore_ascii_case("anchor") {
                link.has_anchor = true;
            }
            rest = rest.trim_start_matches([' ', '\t']);
        }
        self.0 = rest;
        Some(link)
    }
}

/// Returns a token or a quoted string, and the rest of the text.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',', ' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, value.parse().expect("it is a header value"));
        }
        link(&headers, "next").map(str::to_owned)
    }

    #[test]
    fn the_link_with_the_relation_is_found() {
        for text in [
            "<a>; rel=next",
            "<a>;rel=\"next\"",
            "<b>; rel=prev, <a>; rel=next",
            "<b>; rel=\"prev\" , , <a> ; title=\"x, <y>; rel=prev\" ; REL = \"last NEXT\"",
            "<b,;>; rel=last, <a>; rel=\"next\"; rel=\"prev\"",
            "<b>; title=\"\\\"; rel=next\", <a>; rel=next",
            "<b>; flag; rel=prev,<a>; flag; rel=next",
            "<b>; rel=next; anchor=\"#x\", <a>; rel=next",
        ] {
            assert_eq!(next(&[text]).as_deref(), Some("a"), "{text}");
        }
        assert_eq!(
            next(&["<b>; rel=prev", "<a>; rel=next"]).as_deref(),
            Some("a")
        );
    }

    #[test]
    fn other_text_has_no_such_link() {
        for text in [
            "",
            "<a>",
            "<a>; rel=nextpage",
            "<a>; rel=\"prev\"; rel=\"next\"",
            "<a; rel=next",
            "a; rel=next",
            "<a>; title=\"; rel=next",
            "<a>; rel",
            "x, <a>; rel=next",
        ] {
            assert_eq!(next(&[text]), None, "{text}");
        }
    }
}
