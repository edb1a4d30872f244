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

/// The help for a reference to a file outside the document's folder.
const OUTSIDE: &str = "copy the file into the folder, or name a folder that contains both with `--root`, or `root` in the settings";

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
    if has_drive(path) {
        return Err(not_relative(reference));
    }
    // `https:`.
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

/// Whether a path starts with a drive of Windows, `C:`.
fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn not_relative(path: &str) -> Refusal {
    let help = if path.contains('\\') && !has_drive(path) {
        "write `/` in place of each `\\`"
    } else {
        "write the path relative to the folder of this file"
    };
    Refusal::new(
        format!("`{path}` is not a relative path separated by `/`"),
        help,
    )
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
    /// Creates the folder of the main document of that name, or a folder around it.
    pub(super) fn of(main: &str, root: Option<&str>) -> Self {
        let own = main.rfind(std::path::is_separator).map_or(0, |at| at + 1);
        let start = root.and_then(|root| end_of_root(main, root)).unwrap_or(own);
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
            return Err(not_relative(path));
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
                            OUTSIDE,
                        ));
                    }
                }
                _ => parts.push(part),
            }
        }
        Ok(parts.join("/"))
    }

    /// The name of the folder, empty or ending in a separator.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn file(&self, path: &str) -> Option<FileIndex> {
        self.files.get(path).copied()
    }

    pub(super) fn name(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The path of a file relative to the folder of another one.
    pub(super) fn relative_to(&self, from: FileIndex, file: FileIndex) -> Option<String> {
        let up = self.paths.get(&from)?.matches('/').count();
        Some("../".repeat(up) + self.paths.get(&file)?)
    }

    pub(super) fn add(&mut self, path: String, file: FileIndex) {
        self.paths.insert(file, path.clone());
        self.files.insert(path, file);
    }

    pub(super) fn unreadable(&mut self, path: String) {
        self.files.insert(path, UNREADABLE);
    }
}

/// The length of the part of a name that names the folder `root`; `None` if it is not in that folder.
pub(in crate::load) fn end_of_root(main: &str, root: &str) -> Option<usize> {
    if root == "/" {
        let inside = main.starts_with('/') && !main.split('/').any(|part| part == "..");
        return inside.then_some(1);
    }
    let root = root.trim_end_matches(std::path::is_separator);
    if matches!(root, "" | ".") {
        return (!main.starts_with('/') && !main.starts_with("../")).then_some(0);
    }
    let rest = main.strip_prefix(root)?;
    let inside = rest.starts_with(std::path::is_separator)
        && !rest.split(std::path::is_separator).any(|part| part == "..");
    inside.then_some(root.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_a_folder_around_the_document() {
        assert_eq!(end_of_root("spec/a/api.yaml", "spec/"), Some(5));
        assert_eq!(end_of_root("spec/api.yaml", "."), Some(0));
        assert_eq!(end_of_root("../x/api.yaml", ".."), Some(3));
        assert_eq!(end_of_root("/x/api.yaml", "/"), Some(1));
        for (main, root) in [
            ("spec/api.yaml", "other"),
            ("spec/api.yaml", "sp"),
            ("../api.yaml", "."),
            ("../../api.yaml", ".."),
            ("/api.yaml", ""),
        ] {
            assert_eq!(end_of_root(main, root), None, "{main} {root}");
        }
        let folder = Folder::of("spec/a/api.yaml", Some("spec"));
        assert_eq!(folder.join(MAIN, "../b.yaml").as_deref(), Ok("b.yaml"));
        assert!(folder.join(MAIN, "../../b.yaml").is_err());
    }

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
            "//host/a.yaml",
        ] {
            assert!(message(url).contains("URLs are not supported"), "{url}");
        }
        for path in ["C:/a.yaml", "c:\\a.yaml#/x"] {
            assert!(message(path).contains("not a relative path"), "{path}");
        }
        assert!(message("#Store").contains("JSON pointer"));
        assert!(message("%ff").contains("UTF-8"));
    }

    #[test]
    fn paths_are_relative_to_the_folder_of_the_referring_file() {
        let mut folder = Folder::of("spec/api.yaml", None);
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
        let mut folder = Folder::of("/spec/api.yaml", None);
        folder.add("a/b.yaml".to_owned(), 1);
        for (file, path) in [
            (MAIN, "../x.yaml"),
            (1, "../../x.yaml"),
            (MAIN, "/etc/passwd"),
            (MAIN, "..\\x.yaml"),
        ] {
            assert!(folder.join(file, path).is_err(), "{path}");
        }
        let refusal = folder.join(MAIN, "x\\y.yaml").expect_err("no such path");
        assert_eq!(refusal.help, "write `/` in place of each `\\`");
    }
}
