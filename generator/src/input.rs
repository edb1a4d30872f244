//! What a run is given: its [`Input`], the [`Files`] that it reads from, and the [`Selector`]s of operations.

use std::fmt;
use std::io;
use std::str::FromStr;

/// Where documents come from: the file system for the command line, a map for tests.
pub trait Files {
    /// The bytes of the file of that name.
    ///
    /// Names are as the caller wrote them in [`Input`], or, for a `$ref` to another file, that reference joined to the
    /// folder of the file it is in, with `/` between the parts.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What one run is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The OpenAPI document's name.
    pub document: String,
    /// The overlays' names, applied in this order.
    pub overlays: Vec<String>,
    /// The name of the generated package, in kebab case.
    pub package: String,
    /// The command that the first line of each generated file names as the way to regenerate it; none where this is
    /// empty.
    pub regenerate: String,
    /// The operations to generate, with the types that they need; all where this is empty.
    pub include: Vec<Selector>,
    /// The operations to leave out, even of those included.
    pub exclude: Vec<Selector>,
    /// Whether an operation or a schema that is wrong is left out, with a warning, instead of being an error.
    pub keep_going: bool,
}

/// Names operations, by what the document says of them.
///
/// It is written `tag:store`, `path:/stores/*` or `operation:get-store`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector {
    /// Those with this tag, whichever of their tags it is.
    Tag(String),
    /// Those of the paths that match this pattern, in which `*` matches any characters, slashes included.
    Path(String),
    /// The one with this `operationId`.
    Operation(String),
}

impl Selector {
    /// Whether it names an operation of `path`, with these tags and this id.
    pub fn matches<'t>(
        &self,
        path: &str,
        mut tags: impl Iterator<Item = &'t str>,
        id: Option<&str>,
    ) -> bool {
        match self {
            Self::Tag(tag) => tags.any(|one| one == tag),
            Self::Path(pattern) => matches(pattern, path),
            Self::Operation(wanted) => id == Some(wanted),
        }
    }

    /// What it is compared with.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Tag(text) | Self::Path(text) | Self::Operation(text) => text,
        }
    }

    /// The same kind of selector for another text.
    pub(crate) fn with_text(&self, text: &str) -> Self {
        let text = text.to_owned();
        match self {
            Self::Tag(_) => Self::Tag(text),
            Self::Path(_) => Self::Path(text),
            Self::Operation(_) => Self::Operation(text),
        }
    }
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, name) = text.split_once(':').unwrap_or((text, ""));
        let selector = match kind {
            "tag" => Self::Tag(name.to_owned()),
            "path" if name.starts_with(['/', '*']) => Self::Path(name.to_owned()),
            "path" => {
                return Err(format!(
                    "`{text}` is no selector: a path starts with `/` or `*`"
                ));
            }
            "operation" => Self::Operation(name.to_owned()),
            _ => {
                return Err(format!(
                    "`{text}` is no selector: write `tag:NAME`, `path:PATTERN` or `operation:ID`"
                ));
            }
        };
        if name.is_empty() {
            Err(format!("`{text}` is no selector: `{kind}:` names nothing"))
        } else {
            Ok(selector)
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Tag(_) => "tag",
            Self::Path(_) => "path",
            Self::Operation(_) => "operation",
        };
        write!(f, "{kind}:{}", self.text())
    }
}

/// Whether a pattern with any number of `*` matches a text.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else {
        return false;
    };
    let Some(end) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        // The first place is the best: it leaves the most for the parts that follow.
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
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

    #[test]
    fn a_selector_is_shown_as_it_is_written() {
        for text in ["tag:a:b", "path:/a/*", "operation:get a"] {
            assert_eq!(
                text.parse::<Selector>()
                    .map(|selector| selector.to_string())
                    .as_deref(),
                Ok(text)
            );
        }
    }

    #[test]
    fn what_is_no_selector_is_refused_with_a_reason() {
        for (text, reason) in [
            ("stores", "write `tag:"),
            ("tag:", "names nothing"),
            ("path:a", "starts with `/`"),
        ] {
            assert!(
                text.parse::<Selector>().expect_err(text).contains(reason),
                "{text}"
            );
        }
    }
}
