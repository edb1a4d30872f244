//! The input of a run: its [`Input`], the [`Files`] it reads, and the [`Selector`]s of operations.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::ops::Range;
use std::str::FromStr;

use crate::pattern::matches;
use crate::target::Target;

/// A source of documents: the file system for the command line, a map for tests.
pub trait Files {
    /// Returns the bytes of the file of that name.
    ///
    /// Names are as the caller wrote them in [`Input`], or, for a `$ref` to another file, that reference joined to the
    /// folder of the file it is in, with `/` between the parts.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;

    /// Returns the bytes of a file that a document refers to, which must be in `folder` or below.
    ///
    /// The name is below the folder's, but in a file system a link may lead out of it, or to something that is not a
    /// regular file. An implementation must refuse both.
    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        let _ = folder;
        self.read(name)
    }
}

/// Whether a document's name is that of a file. One from elsewhere has a name such as `<stdin>`, which no overlay
/// extends.
pub(crate) fn is_file(document: &str) -> bool {
    !(document.starts_with('<') && document.ends_with('>'))
}

/// The input of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The OpenAPI document's name.
    pub document: String,
    /// The folder whose files the document may refer to, if not only those in its own folder and below. It must contain
    /// the document.
    pub root: Option<String>,
    /// The overlays' names, applied in this order.
    pub overlays: Vec<String>,
    /// The environment variables of credentials: the name of a security scheme, and the variable that the client reads.
    /// They replace those of the overlays. A document cannot name any.
    pub credentials: Vec<(String, String)>,
    /// The user's hints for types, fields and operations.
    pub hints: Hints,
    /// The name of the generated package, in kebab case.
    pub package: String,
    /// The command that regenerates the crate, named in the first line of each generated file; none if empty.
    pub regenerate: String,
    /// The operations to generate, with the types they need; all if empty.
    pub include: Vec<Selector>,
    /// The operations to leave out, even of those included.
    pub exclude: Vec<Selector>,
    /// The form of the generated code.
    pub target: Target,
    /// Whether an invalid operation or schema is left out with a warning instead of being an error.
    pub keep_going: bool,
    /// The names of the methods of operations.
    pub operation_names: OperationNames,
    /// The file that these settings come from, for the places of diagnostics.
    pub settings: Option<SettingsFile>,
}

/// A file with settings, for the places of diagnostics about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFile {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The bytes of each value, by its JSON Pointer, such as `/include/0`, `/types/Store.price`, `/derive/all/0`,
    /// `/derive/Store/0`, `/rename/Store` or `/credentials/token`.
    pub places: BTreeMap<String, Range<usize>>,
    /// The bytes of the name of each of these values, if it has one.
    pub names: BTreeMap<String, Range<usize>>,
}

/// The user's hints for types, fields and operations. They replace the hints of the overlays.
///
/// A target is the name of a schema, `SCHEMA.PROPERTY`, or a JSON Pointer such as
/// `/components/schemas/Store/properties/id`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The Rust type of each target, or of each `format.NAME`.
    pub types: Vec<(String, String)>,
    /// Traits to derive, for each target, or for all types.
    pub derives: Vec<(Option<String>, Vec<String>)>,
    /// The name in Rust of each target, or of the operation with this `operationId`.
    pub names: Vec<(String, String)>,
}

/// The names of the methods of operations. An operation named by `x-rust-name` keeps that name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OperationNames {
    /// Without the words of the tag at the start of the `operationId`: `kv-store-create` of the tag `kv-store` is
    /// `client.kv_store().create()`.
    #[default]
    Short,
    /// All words of the `operationId`: `client.kv_store().kv_store_create()`.
    Full,
}

/// Selects operations by tag, path or id.
///
/// Written as `tag:store`, `path:/stores/*` or `operation:get-store`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector {
    /// The operations that have this tag, first or not.
    Tag(String),
    /// The operations of the paths that match this pattern, in which `*` matches any characters, slashes included.
    Path(String),
    /// The operation with this `operationId`.
    Operation(String),
}

impl Selector {
    /// Returns whether this selects an operation with this path, these tags and this id.
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

    /// The name or pattern after the colon.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Tag(text) | Self::Path(text) | Self::Operation(text) => text,
        }
    }

    /// A selector of the same kind for a different string.
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
                    "`{text}` is not a selector: a path must start with `/` or `*`"
                ));
            }
            "operation" => Self::Operation(name.to_owned()),
            _ => {
                return Err(format!(
                    "`{text}` is not a selector: write `tag:NAME`, `path:PATTERN` or `operation:ID`"
                ));
            }
        };
        if name.is_empty() {
            Err(format!(
                "`{text}` is not a selector: add a name after `{kind}:`"
            ))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_displays_as_it_parses() {
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
    fn an_invalid_selector_is_refused_with_a_reason() {
        for (text, reason) in [
            ("stores", "write `tag:"),
            ("tag:", "add a name after `tag:`"),
            ("path:a", "must start with `/`"),
        ] {
            assert!(
                text.parse::<Selector>().expect_err(text).contains(reason),
                "{text}"
            );
        }
    }
}
