//! The Cargo workspace around a new crate, in which a member cannot be a separate workspace.

use std::fs;

use openapi_crate::file_system::{FileSystem, relative};
use openapi_crate::pattern::matches;
use toml_edit::DocumentMut;

use super::dependency::strings;

/// The workspace around a folder, which does not exclude it.
pub(super) struct Workspace {
    /// The name of its manifest.
    pub(super) manifest: String,
    /// The folder relative to the workspace, as in `members`.
    pub(super) member: String,
    /// Whether `members` lists the folder.
    pub(super) is_member: bool,
}

impl Workspace {
    /// Finds the nearest workspace around a folder.
    pub(super) fn around(files: &FileSystem, folder: &str) -> Option<Self> {
        let folder = std::path::absolute(files.path(folder)).ok()?;
        let (root, workspace) = folder.ancestors().skip(1).find_map(|root| {
            let text = fs::read_to_string(root.join("Cargo.toml")).ok()?;
            let manifest: DocumentMut = text.parse().ok()?;
            Some((root, manifest.get("workspace")?.clone()))
        })?;
        let below = folder.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        let parts = parts?;
        let has = |list: &str, covers: fn(&str, &[&str]) -> bool| {
            let patterns = strings(workspace.get(list));
            patterns.iter().any(|pattern| covers(pattern, &parts))
        };
        let is_member = has("members", is_folder);
        if !is_member && has("exclude", is_around) {
            return None;
        }
        Some(Self {
            manifest: relative(root.join("Cargo.toml").to_str()?),
            member: parts.join("/"),
            is_member,
        })
    }
}

/// The manifest of a new crate without its own workspace.
pub(super) fn without_workspace(manifest: &str) -> String {
    let Ok(mut without) = manifest.parse::<DocumentMut>() else {
        return manifest.to_owned();
    };
    without.remove("workspace");
    without.to_string()
}

/// Whether a pattern of `members` matches a folder, part by part.
fn is_folder(pattern: &str, folder: &[&str]) -> bool {
    let pattern = parts(pattern);
    pattern.len() == folder.len()
        && pattern
            .iter()
            .zip(folder)
            .all(|(one, part)| matches(one, part))
}

/// Whether an entry of `exclude` is a folder or one around it.
fn is_around(entry: &str, folder: &[&str]) -> bool {
    folder.starts_with(&parts(entry))
}

fn parts(path: &str) -> Vec<&str> {
    let parts = path.split('/');
    parts.filter(|part| !matches!(*part, "" | ".")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(manifest: &str, folder: &str) -> Option<(String, bool)> {
        let root = tempfile::TempDir::new().unwrap();
        fs::write(root.path().join("Cargo.toml"), manifest).unwrap();
        let found = Workspace::around(&FileSystem::new(root.path()), folder)?;
        assert!(found.manifest.ends_with("Cargo.toml"));
        Some((found.member, found.is_member))
    }

    #[test]
    fn a_workspace_lists_its_members() {
        for (members, is_member) in [
            ("\"crates/*\"", true),
            ("\"./crates/api\"", true),
            ("\"crates/a*i\"", true),
            ("\"crates\"", false),
            ("\"*\"", false),
            ("\"crates/app\", \"crates/b*\"", false),
            ("", false),
        ] {
            let manifest = format!("[workspace]\nmembers = [{members}]\n");
            let expected = Some(("crates/api".to_owned(), is_member));
            assert_eq!(around(&manifest, "crates/api"), expected, "{members}");
        }
    }

    #[test]
    fn a_package_or_an_excluded_folder_is_in_no_workspace() {
        assert_eq!(around("[package]\nname = 'a'\n", "api"), None);
        assert_eq!(
            around("[workspace]\nexclude = ['build']\n", "build/api"),
            None
        );
        assert_eq!(around("[workspace", "api"), None);
    }

    #[test]
    fn only_the_workspace_is_removed() {
        let manifest = "[package]\nname = \"a\"\n\n# Why.\n[workspace]\n";
        assert_eq!(without_workspace(manifest), "[package]\nname = \"a\"\n");
    }
}
