//! Which documents, and which generator, is a crate made from?

use sha2::{Digest as _, Sha256};

use crate::load::SourceMap;

/// What it takes to make the same crate again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Each file that was read: its name, and the SHA-256 of its text.
    files: Vec<(String, String)>,
}

impl Provenance {
    /// Of what a run has read; the first file is the document.
    ///
    /// Names are relative to the document's folder, and lines end in LF for the hash, so that it is the same wherever a
    /// checkout lies and whatever its line ends are.
    pub fn of(sources: &SourceMap) -> Self {
        let document = sources.files().next().map_or("", |(name, _)| name);
        let folder = document
            .rfind('/')
            .map_or("", |slash| document.get(..=slash).unwrap_or_default());
        let files = sources
            .files()
            .map(|(name, text)| (relative(name, folder), sha256(text)));
        Self {
            files: files.collect(),
        }
    }

    /// The lines for the head of a file.
    pub(super) fn comment(&self) -> String {
        let mut comment = format!("// By openapi-crate {}, from:\n", env!("CARGO_PKG_VERSION"));
        for (name, hash) in &self.files {
            comment.push_str(&format!("// - {name}, SHA-256 {hash}\n"));
        }
        comment
    }
}

/// The name from the document's folder, or the last part of one that is elsewhere.
fn relative(name: &str, folder: &str) -> String {
    let name = match name.strip_prefix(folder) {
        Some(inside) if !inside.starts_with('/') => inside,
        _ => name.rsplit('/').next().unwrap_or(name),
    };
    // A name may hold what would end the comment's line.
    name.escape_debug().to_string()
}

fn sha256(text: &str) -> String {
    let hash = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_text_with_unix_line_ends() {
        let of_empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(""), of_empty);
        assert_eq!(sha256("a: 1\r\nb: 2\r\n"), sha256("a: 1\nb: 2\n"));
        assert_ne!(sha256("a: 1\n"), sha256("a: 2\n"));
    }

    #[test]
    fn a_name_says_nothing_of_the_machine() {
        assert_eq!(
            relative("/home/me/spec/api.yaml", "/home/me/spec/"),
            "api.yaml"
        );
        assert_eq!(relative("spec/parts/book.yaml", "spec/"), "parts/book.yaml");
        assert_eq!(
            relative("/home/me/hints.yaml", "/home/me/spec/"),
            "hints.yaml"
        );
        assert_eq!(relative("api.yaml", ""), "api.yaml");
        assert_eq!(relative("/home/me/hints.yaml", ""), "hints.yaml");
        assert_eq!(relative("spec/a\nb.yaml", "spec/"), "a\\nb.yaml");
    }
}
