//! A source file of a generated crate: its head and its items, which are created on demand.

use super::comment::Comment;
use super::item::Item;
use crate::model::extern_name::{ExternName, Module as Kind};

/// Creates items that belong together. The data of all items at once would take several times the memory of their text.
pub(crate) type Unit<'a> = Box<dyn Fn() -> Vec<Item> + Send + Sync + 'a>;

/// A file of a generated crate.
pub(crate) struct SourceFile<'a> {
    /// Relative to the crate's folder, with `/` as the separator.
    pub(crate) path: String,
    pub(crate) head: Head,
    pub(crate) units: Vec<Unit<'a>>,
}

/// The start of a file, without the imports that its items need.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Head {
    pub(crate) comment: Comment,
    /// Inner attributes, as Rust code.
    pub(crate) attributes: Vec<&'static str>,
    pub(crate) modules: Vec<Module>,
    /// The paths of imports that no item asks for.
    pub(crate) uses: Vec<String>,
    /// The names that the root re-exports, each list with its module.
    pub(crate) exports: Vec<(&'static str, Vec<&'static str>)>,
    /// The crates that the root re-exports.
    pub(crate) crates: Crates,
    /// An outer attribute of the re-exports, as Rust code.
    pub(crate) export_attribute: Option<&'static str>,
    /// Items that no data describes, as Rust code.
    pub(crate) statements: Vec<String>,
    /// The names that the statements define, which the file does not import.
    pub(crate) defines: Vec<ExternName>,
    /// The kind of the module, which decides what its items import.
    pub(crate) kind: Kind,
    /// Whether the file imports all names of its parent module, and nothing else.
    pub(crate) uses_parent: bool,
}

/// The crates that the root re-exports, because their types appear in signatures.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Crates {
    /// The start of their paths: the module that has them and `::`. A module that may have dependencies and other modules
    /// of the same names around it starts with `::`.
    pub(crate) module: &'static str,
    pub(crate) names: Vec<&'static str>,
    /// Items that the root re-exports too, each list with its crate.
    pub(crate) items: Vec<(&'static str, Vec<&'static str>)>,
}

/// The declaration of a module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) is_public: bool,
    /// The path of its file, where it is not the one that the compiler expects.
    pub(crate) path: Option<String>,
    /// An outer attribute, as Rust code.
    pub(crate) attribute: Option<&'static str>,
    /// Whether all of its items are re-exported.
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
