//! A source file of a generated crate: what is at its head, and its items, each made when its turn comes.

use super::comment::Comment;
use super::item::Item;

/// Items that belong together. Data of all items at once would take several times the memory of their text.
pub(crate) type Unit<'a> = Box<dyn Fn() -> Vec<Item> + Send + Sync + 'a>;

/// A file of a generated crate.
pub(crate) struct SourceFile<'a> {
    /// Relative to the crate's folder, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) head: Head,
    pub(crate) units: Vec<Unit<'a>>,
}

/// What is above the items of a file, besides the imports that they need.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) comment: Comment,
    /// Inner attributes, as Rust writes them.
    pub(crate) attributes: Vec<&'static str>,
    pub(crate) modules: Vec<Module>,
    /// Names that are imported whatever the items need: a path each.
    pub(crate) uses: Vec<String>,
    /// What the crate's root has of the runtime.
    pub(crate) exports: Vec<&'static str>,
    /// Whether every name of the module above is in scope, as far as one is used.
    pub(crate) uses_parent: bool,
}

/// A module that a file declares.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) is_public: bool,
    /// The name of its file, where the compiler would look for another.
    pub(crate) path: Option<String>,
    /// An outer attribute, as Rust writes it.
    pub(crate) attribute: Option<&'static str>,
    /// Whether everything that it has is re-exported.
    pub(crate) is_reexported: bool,
}

impl Module {
    pub(crate) fn private(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_public: false,
            path: None,
            attribute: None,
            is_reexported: false,
        }
    }
}

impl Head {
    pub(crate) fn titled(title: impl Into<Comment>) -> Self {
        Self {
            comment: title.into(),
            ..Self::default()
        }
    }
}
