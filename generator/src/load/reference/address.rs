//! Splits references into a file and a pointer. Only files in the main document's folder and below are read.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use crate::load::origin::{FileIndex, MAIN};

/// The reason why a reference is not followed, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Refusal {
    fn new(message: String, help: &'static str) -> Self {
        Self { message, help }
    }
}

const COPY: &str = "save a copy in the document's folder and refer to the copy";

/// Splits a reference into a path, empty for the same file, and a JSON pointer.
pub(super) fn split(reference: &str) -> Result<(String, String), Refusal> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let decode = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map(Cow::into_owned)
            .map_err(|_| {
                Refusal::new(
                    format!("`{reference}` is not UTF-8 after percent decoding"),
                    "percent-encode the bytes of the UTF-8 string",
                )
            })
    };
    let pointer = decode(fragment)?;
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Refusal::new(
            format!("`{reference}` is not a JSON pointer"),
            "write `/` after `#`, as in `#/components/schemas/NAME`",
        ));
    }
    // `https:` or `C:`.
    if path
        .split('/')
        .next()
        .is_some_and(|first| first.contains(':'))
        || path.starts_with("//")
    {
        return Err(Refusal::new(
            format!("references to URLs are not supported, found `{reference}`"),
            COPY,
        ));
    }
    Ok((decode(path)?, pointer))
}

/// The folder of the main document, and the referenced files in it.
#[derive(Debug)]
pub(super) struct Folder {
    /// The prefix of the paths inside the folder: empty, or ending in a separator.
    prefix: String,
    /// The files by their paths inside the folder; `None` for an unreadable file.
    files: HashMap<String, FileIndex>,
    paths: HashMap<FileIndex, String>,
}

/// The index of every unreadable file, for which there is no tree.
const UNREADABLE: FileIndex = FileIndex::MAX;

impl Folder {
    /// Creates the folder of the main document of that name.
    pub(super) fn of(main: &str) -> Self {
        let start = main.rfind(std::path::is_separator).map_or(0, |at| at + 1);
        let (prefix, file) = main.split_at(start);
        Self {
            prefix: prefix.to_owned(),
            files: HashMap::from([(file.to_owned(), MAIN)]),
            paths: HashMap::from([(MAIN, file.to_owned())]),
        }
    }

    /// Resolves `path` in a reference of `file` to a path inside this folder.
    pub(super) fn join(&self, file: FileIndex, path: &str) -> Result<String, Refusal> {
        if path.starts_with('/') || path.contains('\\') || path.contains('\0') {
            return Err(Refusal::new(
                format!("`{path}` is not a relative path separated by `/`"),
                "write the path relative to the folder of this file",
            ));
        }
        let from = self.paths.get(&file).map_or("", String::as_str);
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Err(Refusal::new(
                            format!(
                                "references to files outside the document's folder are not supported, found `{path}`"
                            ),
                            COPY,
                        ));
                    }
                }
                _ => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    pub(super) fn file(&self, path: &str) -> Option<FileIndex> {
        self.files.get(path).copied()
    }

    pub(super) fn name(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    pub(super) fn add(&mut self, path: String, file: FileIndex) {
        self.paths.insert(file, path.clone());
        self.files.insert(path, file);
    }

    pub(super) fn unreadable(&mut self, path: String) {
        self.files.insert(path, UNREADABLE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_split_and_decoded() {
        let split = |reference| split(reference).expect("a reference");
        assert_eq!(split("#/a%20b/~1c"), (String::new(), "/a b/~1c".to_owned()));
        assert_eq!(split("x%2Ey.yaml"), ("x.y.yaml".to_owned(), String::new()));
    }

    #[test]
    fn urls_and_anchors_are_refused_with_a_reason() {
        let message = |reference| split(reference).expect_err(reference).message;
        for url in [
            "https://example.com/a.yaml",
            "file:///etc/passwd",
            "C:/a.yaml",
            "//host/a.yaml",
        ] {
            assert!(message(url).contains("URLs are not supported"), "{url}");
        }
        assert!(message("#Store").contains("JSON pointer"));
        assert!(message("%ff").contains("UTF-8"));
    }

    #[test]
    fn paths_are_relative_to_the_folder_of_the_referring_file() {
        let mut folder = Folder::of("spec/api.yaml");
        folder.add("schemas/store.yaml".to_owned(), 3);
        assert_eq!(
            folder.join(MAIN, "./schemas//store.yaml").as_deref(),
            Ok("schemas/store.yaml")
        );
        assert_eq!(folder.join(3, "../api.yaml").as_deref(), Ok("api.yaml"));
        assert_eq!(folder.file("api.yaml"), Some(MAIN));
        assert_eq!(folder.name("schemas/item.yaml"), "spec/schemas/item.yaml");
    }

    #[test]
    fn paths_outside_the_folder_are_refused() {
        let mut folder = Folder::of("/spec/api.yaml");
        folder.add("a/b.yaml".to_owned(), 1);
        for (file, path) in [
            (MAIN, "../x.yaml"),
            (1, "../../x.yaml"),
            (MAIN, "/etc/passwd"),
            (MAIN, "..\\x.yaml"),
        ] {
            assert!(folder.join(file, path).is_err(), "{path}");
        }
    }
}
