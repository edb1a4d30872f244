//! The settings for a manifest, compared with those of an existing one.

use std::ops::Range;

use openapi_crate::diagnostic::Level;
use openapi_crate::{Input, Layout, Metadata};
use toml_edit::{DocumentMut, Item, TomlError, value};

use crate::diagnostic::Diagnostic;

/// An existing manifest with the settings that it lacked.
#[derive(Default)]
pub(super) struct Completed {
    pub(super) contents: String,
    /// The names of the added settings.
    pub(super) added: Vec<&'static str>,
    /// The settings that have no effect.
    pub(super) ignored: Vec<Ignored>,
}

/// A setting that has no effect, such as because the manifest has a different value, which is the user's.
#[derive(Clone)]
pub(super) struct Ignored {
    name: &'static str,
    why: Why,
}

/// Why a setting has no effect.
#[derive(Clone)]
enum Why {
    /// The manifest has this value.
    Different(String),
    /// The manifest has the value of its workspace.
    OfWorkspace,
    /// The manifest names a file in place of a licence.
    LicenseFile,
    /// The manifest is not that of a package.
    NoPackage,
    /// A module has no manifest.
    Module,
}

/// The settings for a manifest that the user wrote, by name.
fn settings(metadata: &Metadata) -> impl Iterator<Item = (&'static str, &String)> {
    let Metadata {
        version,
        description,
        license,
        repository,
    } = metadata;
    [
        ("version", version),
        ("description", description),
        ("license", license),
        ("repository", repository),
    ]
    .into_iter()
    .filter_map(|(name, setting)| Some((name, setting.as_ref()?)))
}

/// Adds the settings that the package of an existing manifest lacks, and changes nothing else.
pub(super) fn complete(existing: &str, metadata: &Metadata) -> Result<Completed, TomlError> {
    let mut manifest: DocumentMut = existing.parse()?;
    let mut completed = Completed::default();
    let mut package = manifest
        .get_mut("package")
        .and_then(Item::as_table_like_mut);
    for (name, setting) in settings(metadata) {
        let why = match &mut package {
            None => Some(Why::NoPackage),
            Some(package) => match package.get(name) {
                None if name == "license" && package.contains_key("license-file") => {
                    Some(Why::LicenseFile)
                }
                None => {
                    package.insert(name, value(setting));
                    completed.added.push(name);
                    None
                }
                Some(found) => match found.as_str() {
                    Some(found) => (found != setting).then(|| Why::Different(found.to_owned())),
                    None => Some(Why::OfWorkspace),
                },
            },
        };
        completed
            .ignored
            .extend(why.map(|why| Ignored { name, why }));
    }
    completed.contents = manifest.to_string();
    Ok(completed)
}

/// The settings for a manifest that a module does not have. Those that several clients share may be for the others.
pub(super) fn of_module(input: &Input) -> Vec<Ignored> {
    if input.target.layout == Layout::Crate {
        return Vec::new();
    }
    settings(&input.target.metadata)
        .map(|(name, _)| Ignored {
            name,
            why: Why::Module,
        })
        .collect()
}

impl Ignored {
    /// The warning. `manifest` is the name of the existing manifest.
    pub(super) fn warning(&self, input: &Input, manifest: &str) -> Diagnostic {
        let name = self.name;
        let metadata = &input.target.metadata;
        let setting = settings(metadata).find(|(other, _)| *other == name);
        let setting = setting.map_or("", |(_, setting)| setting);
        let file = input.settings.as_ref();
        let (given, remove) = match file {
            Some(_) => (format!("`{name}`"), "remove the setting".to_owned()),
            None => (format!("`--{name}`"), "leave out the option".to_owned()),
        };
        let (message, help) = match &self.why {
            Why::Different(found) => (
                format!("{given} is `{setting}`, but `{manifest}` has `{found}`, which is kept"),
                format!("change it in `{manifest}`, or {remove}"),
            ),
            Why::OfWorkspace => (
                format!("{given} has no effect: `{manifest}` has that of its workspace"),
                format!("change it in the workspace, or {remove}"),
            ),
            Why::LicenseFile => (
                format!("{given} has no effect: `{manifest}` has a `license-file`"),
                format!("replace it in `{manifest}`, or {remove}"),
            ),
            Why::NoPackage => (
                format!("{given} has no effect: `{manifest}` has no `[package]`"),
                format!("add one to `{manifest}`, or {remove}"),
            ),
            Why::Module => (
                format!("{given} has no effect: a module has no `Cargo.toml`"),
                remove,
            ),
        };
        let warning = Diagnostic {
            level: Level::Warning,
            ..Diagnostic::error("unused-setting", message)
        };
        let place = file.and_then(|file| Some((file, self.place(input)?)));
        match place {
            Some((file, range)) => warning.range(&file.name, &file.text, range.clone()),
            None if matches!(self.why, Why::Module) => warning,
            None => warning.file(manifest),
        }
        .help(help)
    }

    /// Whether a different client of the same settings file has the setting from the same place.
    pub(super) fn is_shared(&self, input: &Input, other: &Input) -> bool {
        self.place(input)
            .is_some_and(|place| self.place(other) == Some(place))
    }

    /// The place of the setting in the settings file.
    fn place<'i>(&self, input: &'i Input) -> Option<&'i Range<usize>> {
        let file = input.settings.as_ref()?;
        file.places.get(&format!("/{}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        Metadata {
            version: Some("1.2.0".to_owned()),
            license: Some("MIT".to_owned()),
            ..Metadata::default()
        }
    }

    #[test]
    fn a_setting_that_the_package_lacks_is_added() {
        let existing = "# Mine.\n[package]\nname='a' # odd\nversion = \"1.2.0\"\n\n[package.metadata.x]\na = 1\n\n[dependencies]\n";
        let completed = complete(existing, &metadata()).unwrap();
        let expected = existing.replace("\"1.2.0\"\n", "\"1.2.0\"\nlicense = \"MIT\"\n");
        assert_eq!(completed.contents, expected);
        assert_eq!(completed.added, ["license"]);
        assert!(completed.ignored.is_empty());
        let again = complete(&completed.contents, &metadata()).unwrap();
        assert!(again.added.is_empty() && again.contents == expected);
    }

    #[test]
    fn a_value_of_the_user_is_kept() {
        for (existing, message) in [
            (
                "[package]\nversion = '2.0.0'\nlicense = 'MIT'\n",
                "`--version` is `1.2.0`, but `Cargo.toml` has `2.0.0`",
            ),
            (
                "[package]\nversion = '1.2.0'\nlicense.workspace = true\n",
                "has that of its workspace",
            ),
            (
                "[package]\nversion = '1.2.0'\nlicense-file = 'L'\n",
                "has a `license-file`",
            ),
            ("# mine\n", "has no `[package]`"),
        ] {
            let completed = complete(existing, &metadata()).unwrap();
            assert_eq!(completed.contents, existing);
            let mut input = Input::default();
            input.target.metadata = metadata();
            let warning = completed.ignored[0].warning(&input, "Cargo.toml");
            assert!(warning.message.contains(message), "{}", warning.message);
        }
    }

    #[test]
    fn without_settings_nothing_is_added() {
        let completed = complete("[package]\n", &Metadata::default()).unwrap();
        assert_eq!(completed.contents, "[package]\n");
        assert!(completed.ignored.is_empty());
    }
}
