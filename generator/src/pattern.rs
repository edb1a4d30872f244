//! Patterns for names, in which `*` is any characters.

/// Returns whether a pattern with any number of `*` matches a string.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else {
        return false;
    };
    let Some(end) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        // The first match is the best: it leaves the most for the parts that follow.
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_matches_any_characters() {
        for (pattern, text) in [
            ("/a/b", "/a/b"),
            ("/a/*", "/a/b/c"),
            ("*", "/a"),
            ("*/keys/*", "/a/keys/b"),
            ("/a*b*c", "/abbc"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("/a", "/a/b"),
            ("/a/*", "/a"),
            ("/a*a", "/a"),
            ("*x", "/a"),
            ("/b*", "/ab"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
