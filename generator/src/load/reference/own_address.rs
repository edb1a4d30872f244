//! `$self`: the address of a document, against which its references are resolved (OpenAPI 3.2).
//!
//! Documents are files, so a reference to an address is a reference to the file that has the address, or to a file in the
//! same folder as the document, as far as the addresses tell.

use std::borrow::Cow;

use serde_json::Value;

use super::resolver::{Resolver, Target};
use crate::load::origin::FileIndex;
use crate::load::v3_1::join;
use crate::load::version::Version;

/// The target of a reference.
pub(super) enum Addressed<'r> {
    /// A file that was read before, with the fragment.
    File(FileIndex, &'r str),
    /// A reference that is relative to the file with the reference.
    Reference(Cow<'r, str>),
}

impl Resolver<'_> {
    /// Resolves a reference against the address of the file with it.
    pub(super) fn addressed<'r>(&self, reference: &'r str, from: &Target) -> Addressed<'r> {
        let unchanged = Addressed::Reference(Cow::Borrowed(reference));
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.is_empty() || self.version < Version::V3_2 {
            return unchanged;
        }
        let own = self.own_address(from.file);
        if own.is_none() && !is_absolute(path) {
            return unchanged;
        }
        let target = join(own.unwrap_or_default(), path);
        let mut files: Vec<&FileIndex> = self.trees.keys().collect();
        files.sort();
        let same = |file: &&&FileIndex| self.own_address(***file) == Some(target.as_str());
        if let Some(file) = files.iter().find(same) {
            return Addressed::File(**file, fragment);
        }
        let Some(own) = own else {
            return unchanged;
        };
        if is_absolute(own) {
            // The files of a folder keep their relative addresses.
            let folder = own
                .rfind('/')
                .and_then(|end| own.get(..=end))
                .unwrap_or(own);
            return match target.strip_prefix(folder) {
                Some(inside) if !inside.is_empty() && is_absolute(path) => {
                    Addressed::Reference(Cow::Owned(format!("{inside}#{fragment}")))
                }
                _ => unchanged,
            };
        }
        if is_absolute(path) {
            return unchanged;
        }
        Addressed::Reference(Cow::Owned(format!("{target}#{fragment}")))
    }

    /// The `$self` of a file.
    fn own_address(&self, file: FileIndex) -> Option<&str> {
        let address = self
            .trees
            .get(&file)?
            .get("$self")
            .and_then(Value::as_str)?;
        (!address.is_empty() && !address.contains('#')).then_some(address)
    }
}

/// Whether a URI reference does not depend on the folder of its document.
fn is_absolute(uri: &str) -> bool {
    let first = uri.split('/').next().unwrap_or_default();
    first.contains(':') || uri.starts_with('/')
}
