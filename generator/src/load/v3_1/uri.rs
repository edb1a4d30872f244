//! Resolves URI references (RFC 3986, section 5.2).

/// Resolves a reference without a fragment against a base URI, which may be relative itself.
pub(in crate::load) fn join(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let (start, rest) = match scheme(base) {
        Some(name) => base.split_at(name.len() + 1),
        None => ("", base),
    };
    if reference.starts_with("//") {
        return format!("{start}{reference}");
    }
    let authority = match rest.strip_prefix("//") {
        Some(after) => 2 + after.find(['/', '?']).unwrap_or(after.len()),
        // A base such as `urn:example:a` has no path to be relative to.
        None if !start.is_empty() && !rest.starts_with('/') => return reference.to_owned(),
        None => 0,
    };
    let (authority, path) = rest.split_at(authority);
    if reference.starts_with('?') {
        let path = path.split('?').next().unwrap_or_default();
        return format!("{start}{authority}{path}{reference}");
    }
    if reference.starts_with('/') {
        return format!("{start}{authority}{}", without_dots(reference));
    }
    let folder = path
        .split('?')
        .next()
        .and_then(|path| path.rfind('/').and_then(|end| path.get(..=end)));
    let folder = folder.unwrap_or(if authority.is_empty() { "" } else { "/" });
    format!(
        "{start}{authority}{}",
        without_dots(&format!("{folder}{reference}"))
    )
}

/// The scheme of an absolute URI.
fn scheme(uri: &str) -> Option<&str> {
    let (name, _) = uri.split_once(':')?;
    let is_scheme = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(name)
}

/// Removes the segments `.` and `..` of a path.
fn without_dots(path: &str) -> String {
    let (path, query) = path
        .split_once('?')
        .map_or((path, None), |(path, query)| (path, Some(query)));
    let mut kept: Vec<&str> = Vec::new();
    let count = path.split('/').count();
    for (index, segment) in path.split('/').enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." && kept.last().is_some_and(|last| !last.is_empty()) {
                    kept.pop();
                }
                if index + 1 == count {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    format!("{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_relative_to_the_base() {
        let base = "https://example.com/schemas/a/order.json";
        for (reference, expected) in [
            ("item.json", "https://example.com/schemas/a/item.json"),
            ("./item.json", "https://example.com/schemas/a/item.json"),
            ("../item.json", "https://example.com/schemas/item.json"),
            ("/item.json", "https://example.com/item.json"),
            ("//example.org/item", "https://example.org/item"),
            ("urn:example:item", "urn:example:item"),
            ("?v=2", "https://example.com/schemas/a/order.json?v=2"),
            ("", base),
        ] {
            assert_eq!(join(base, reference), expected, "{reference}");
        }
        assert_eq!(
            join("https://example.com", "item"),
            "https://example.com/item"
        );
        assert_eq!(join("schemas/order", "item"), "schemas/item");
        assert_eq!(join("", "item"), "item");
        assert_eq!(join("urn:example:a", "b"), "b");
    }
}
