//! Which version does a crate have?

use openapi_crate::Files;

use crate::file_system::join;

/// The version in the manifest of the crate in `folder`, or in that of the workspace where the crate takes it from there;
/// `None` where no manifest says.
pub(crate) fn read(folder: &str, files: &dyn Files) -> Option<String> {
    let manifest_of_crate = manifest(folder, files)?;
    let version = manifest_of_crate.get("package")?.get("version")?;
    match version {
        toml::Value::String(version) => Some(version.clone()),
        // `version.workspace = true`: the nearest manifest above that is a workspace's.
        _ => {
            let mut above = folder;
            while !above.is_empty() {
                above = above.rsplit_once('/').map_or("", |(parent, _)| parent);
                let workspace =
                    manifest(above, files).and_then(|manifest| manifest.get("workspace").cloned());
                if let Some(workspace) = workspace {
                    let version = workspace.get("package")?.get("version")?.as_str()?;
                    return Some(version.to_owned());
                }
            }
            None
        }
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
    fn what_is_no_manifest_has_no_version() {
        for text in ["", "# by hand\n", "[package", "[package]\nname = \"a\""] {
            assert_eq!(
                version(&[("client/generated/Cargo.toml", text)]),
                None,
                "{text:?}"
            );
        }
    }
}
