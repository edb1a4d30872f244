//! Names a document below the folder `root` that the user chose for its references.

use std::path::Path;

use super::{FileSystem, join};
use crate::input::Input;

/// Sets the root, and names the document so that its name starts with that of the root, as the generator requires:
/// `api.yaml` in `..` becomes `../spec/api.yaml`.
///
/// A document that is not in the root keeps its name, and the generator reports it.
pub fn set(input: &mut Input, root: &str, files: &FileSystem) {
    let root = join("", root);
    if let Some(document) = name_below(&input.document, &root, files) {
        input.document = document;
    }
    input.root = Some(root);
}

/// Like [`set`], but leaves out a root that does not contain the document.
pub fn set_if_inside(input: &mut Input, root: &str, files: &FileSystem) {
    let root = join("", root);
    if name_below(&input.document, &root, files).is_some() {
        set(input, &root, files);
    }
}

/// The name of a document that starts with the name of a folder around it; `None` if it is not below that folder.
fn name_below(document: &str, root: &str, files: &FileSystem) -> Option<String> {
    let document = join("", document);
    let (folder, file) = document.rsplit_once('/').unwrap_or((".", &document));
    let folder = if folder.is_empty() { "/" } else { folder };
    let below = below(&files.path(root), &files.path(folder))?;
    let start = match root {
        "." => String::new(),
        "/" => "/".to_owned(),
        root => format!("{root}/"),
    };
    Some(if below.is_empty() {
        format!("{start}{file}")
    } else {
        format!("{start}{below}/{file}")
    })
}

/// The path of `folder` below `root`, separated by `/`, after links are resolved; `None` if it is not below.
fn below(root: &Path, folder: &Path) -> Option<String> {
    let (root, folder) = (root.canonicalize().ok()?, folder.canonicalize().ok()?);
    let below = folder.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = below
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_below_its_root() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir_all(folder.path().join("docs/spec/v1")).unwrap();
        let files = FileSystem::new(folder.path().join("docs/spec"));
        let named = |document: &str, root: &str| {
            let mut input = Input {
                document: document.to_owned(),
                ..Input::default()
            };
            set(&mut input, root, &files);
            (input.document, input.root.unwrap())
        };
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(named("a.yaml", ".."), pair("../spec/a.yaml", ".."));
        assert_eq!(named("./a.yaml", "../"), pair("../spec/a.yaml", ".."));
        assert_eq!(named("v1/a.yaml", "."), pair("v1/a.yaml", "."));
        assert_eq!(named("./v1/a.yaml", "v1"), pair("v1/a.yaml", "v1"));
        // Not in the root: the name stays, and the generator reports it.
        assert_eq!(named("a.yaml", "v1"), pair("a.yaml", "v1"));
        let absolute = folder.path().to_str().unwrap();
        assert_eq!(
            named("a.yaml", absolute),
            pair(&format!("{absolute}/docs/spec/a.yaml"), absolute)
        );
    }
}
