//! The version of a crate, from its manifest.

use openapi_crate::Files;
use openapi_crate::file_system::join;

/// Returns the version in the manifest of the crate in `folder`, or in that of its workspace if it is inherited.
pub(crate) fn read(folder: &str, files: &dyn Files) -> Option<String> {
    let manifest_of_crate = manifest(folder, files)?;
    let version = manifest_of_crate.get("package")?.get("version")?;
    match version {
        toml::Value::String(version) => Some(version.clone()),
        // `version.workspace = true`: look in the nearest workspace manifest above.
        _ => {
            let workspace = above(folder).find_map(|above| {
                manifest(above, files).and_then(|manifest| manifest.get("workspace").cloned())
            });
            let version = workspace?
                .get("package")?
                .get("version")?
                .as_str()?
                .to_owned();
            Some(version)
        }
    }
}

/// The folders above `folder`, the nearest first, as far as their names are known: up to `""`, the folder that names
/// are relative to, a `..` above that, or the root.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(folder), |folder| parent(folder))
}

fn parent(folder: &str) -> Option<&str> {
    if folder.is_empty() || folder.ends_with("..") {
        return None;
    }
    match folder.rsplit_once('/') {
        Some(("", _)) => None,
        Some((parent, _)) => Some(parent),
        None => Some(""),
    }
}

fn manifest(folder: &str, files: &dyn Files) -> Option<toml::Table> {
    let bytes = files.read(&join(folder, "Cargo.toml")).ok()?;
    let manifest: toml::Table = toml::from_str(std::str::from_utf8(&bytes).ok()?).ok()?;
    (manifest.contains_key("package") || manifest.contains_key("workspace")).then_some(manifest)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::io;

    use super::*;

    struct Manifests(HashMap<&'static str, &'static str>);

    impl Files for Manifests {
        fn read(&self, name: &str) -> io::Result<Vec<u8>> {
            self.0
                .get(name)
                .map(|text| text.as_bytes().to_vec())
                .ok_or(io::ErrorKind::NotFound.into())
        }
    }

    fn version(manifests: &[(&'static str, &'static str)]) -> Option<String> {
        read(
            "client/generated",
            &Manifests(manifests.iter().copied().collect()),
        )
    }

    #[test]
    fn a_crate_has_the_version_of_its_manifest() {
        let own = (
            "client/generated/Cargo.toml",
            "[package]\nversion = \"1.2.3\"",
        );
        assert_eq!(version(&[own]).as_deref(), Some("1.2.3"));
    }

    #[test]
    fn a_crate_may_have_the_version_of_its_workspace() {
        let own = (
            "client/generated/Cargo.toml",
            "[package]\nversion.workspace = true",
        );
        let workspace = ("Cargo.toml", "[workspace.package]\nversion = \"0.4.0\"");
        assert_eq!(version(&[own, workspace]).as_deref(), Some("0.4.0"));
        assert_eq!(version(&[own]), None);
    }

    #[test]
    fn parent_folders_are_found_as_far_as_their_names_are_known() {
        let above = |folder| above(folder).collect::<Vec<_>>();
        assert_eq!(above("client/generated"), ["client", ""]);
        assert_eq!(above("../generated"), [".."]);
        assert_eq!(above("/home/me/api"), ["/home/me", "/home"]);
        assert_eq!(above("api"), [""]);
    }

    #[test]
    fn an_invalid_manifest_has_no_version() {
        for text in ["", "# by hand\n", "[package", "[package]\nname = \"a\""] {
            assert_eq!(
                version(&[("client/generated/Cargo.toml", text)]),
                None,
                "{text:?}"
            );
        }
    }
}
