//! The settings in `codegen.toml`.

pub(crate) mod checked;
mod hints;
mod message;
mod places;

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use clap::ValueEnum;
use openapi_crate::file_system::{FileSystem, join, relative, root};
use openapi_crate::{Files, Input, Layout, Metadata, Runtime, SettingsFile, Target};
use serde::Deserialize;

use self::message::{missing, reword};
use self::places::Places;
use crate::diagnostic::Diagnostic;
use crate::{package_name, shell, spdx};

/// A client that the settings describe. Names are relative to the same folder as the name of the settings.
pub(crate) struct Config {
    /// The generator's input.
    pub(crate) input: Input,
    /// The folder of the generated crate or module.
    pub(crate) output: String,
}

/// The settings of one client, or those that several share.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    document: Option<toml::Spanned<String>>,
    root: Option<String>,
    overlays: Option<Vec<String>>,
    output: Option<toml::Spanned<String>>,
    package: Option<toml::Spanned<String>>,
    regenerate: Option<toml::Spanned<String>>,
    #[serde(default)]
    credentials: BTreeMap<String, Credential>,
    include: Option<Vec<toml::Spanned<String>>>,
    exclude: Option<Vec<toml::Spanned<String>>>,
    layout: Option<toml::Spanned<String>>,
    runtime: Option<toml::Spanned<String>>,
    features: Option<Vec<toml::Spanned<String>>>,
    version: Option<toml::Spanned<String>>,
    description: Option<toml::Spanned<String>>,
    license: Option<toml::Spanned<String>>,
    repository: Option<toml::Spanned<String>>,
    operation_names: Option<OperationNames>,
    #[serde(default)]
    types: hints::Targets,
    derive: Option<toml::Value>,
    #[serde(default)]
    rename: hints::Targets,
    #[serde(default)]
    client: Vec<toml::Spanned<Settings>>,
}

/// The names of the methods of operations.
#[derive(Clone, Copy, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OperationNames {
    /// Without the words of the tag that the `operationId` starts with
    Short,
    /// All words of the `operationId`
    Full,
}

impl From<OperationNames> for openapi_crate::OperationNames {
    fn from(names: OperationNames) -> Self {
        match names {
            OperationNames::Short => Self::Short,
            OperationNames::Full => Self::Full,
        }
    }
}

/// The settings of a security scheme.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Credential {
    variable: toml::Spanned<String>,
}

/// The settings file, for diagnostics.
struct File<'a> {
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn wrong(&self, range: Range<usize>, message: &str) -> Diagnostic {
        Diagnostic::error("invalid-config", message).range(self.name, self.text, range)
    }

    fn parsed<T: FromStr<Err = String>>(
        &self,
        text: &toml::Spanned<String>,
    ) -> Result<T, Diagnostic> {
        let parsed = text.get_ref().parse();
        parsed.map_err(|why: String| self.wrong(text.span(), &why))
    }

    /// The text of a setting that passes a check.
    fn checked(
        &self,
        text: Option<&toml::Spanned<String>>,
        check: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<Option<String>, Diagnostic> {
        let Some(text) = text else {
            return Ok(None);
        };
        check(text.get_ref()).map_err(|why| self.wrong(text.span(), &why))?;
        Ok(Some(text.get_ref().clone()))
    }

    fn all_parsed<T: FromStr<Err = String>>(
        &self,
        texts: Option<&Vec<toml::Spanned<String>>>,
    ) -> Result<Vec<T>, Diagnostic> {
        texts
            .into_iter()
            .flatten()
            .map(|text| self.parsed(text))
            .collect()
    }
}

/// Reads the settings file `name`. Names in it are relative to its folder, which is that of the working tree even if
/// the file is from a revision.
pub(crate) fn read(
    name: &str,
    files: &dyn Files,
    working_tree: &FileSystem,
) -> Result<Vec<Config>, Diagnostic> {
    let bytes = files.read(name).map_err(|error| {
        Diagnostic::error(
            "unreadable-file",
            format!("`{name}` cannot be read: {error}"),
        )
        .file(name)
        .help("create it with `document`, `output` and `package`, and optionally `overlays`")
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("invalid-config", format!("`{name}` must be UTF-8"))
            .file(name)
            .help("save the file as UTF-8")
    })?;
    let file = File { name, text: &text };
    let mut settings: Settings = toml::from_str(&text).map_err(|error| {
        let (message, help) = reword(error.message().trim_end());
        file.wrong(error.span().unwrap_or_default(), &message)
            .help(help)
    })?;
    let clients = std::mem::take(&mut settings.client);
    if clients.is_empty() {
        let places = places::of_file(&text);
        return Ok(vec![config(&file, settings, (0..0, places), working_tree)?]);
    }
    for (name, own) in [
        ("document", &settings.document),
        ("output", &settings.output),
        ("package", &settings.package),
    ] {
        if let Some(own) = own {
            let message = format!("`{name}` must be in each `[[client]]`, not before them");
            return Err(file.wrong(own.span(), &message));
        }
    }
    let mut configs = Vec::new();
    for (index, client) in clients.into_iter().enumerate() {
        let span = client.span();
        let client = client.into_inner();
        if let Some(nested) = client.client.first() {
            return Err(file.wrong(nested.span(), "a client has no clients"));
        }
        configs.push(config(
            &file,
            client.or(&settings),
            (span, places::of_client(&text, index)),
            working_tree,
        )?);
    }
    for (at, config) in configs.iter().enumerate() {
        if let Some((setting, why)) = configs[..at]
            .iter()
            .find_map(|other| conflict(config, other, working_tree))
        {
            let places = config.input.settings.as_ref().map(|file| &file.places);
            let span = places.and_then(|places| places.get(setting)).cloned();
            return Err(file.wrong(span.unwrap_or_default(), &why));
        }
    }
    Ok(configs)
}

/// Reads the settings of one client: the one of this package, or the only one.
pub(crate) fn read_one(
    name: &str,
    package: Option<&str>,
    files: &dyn Files,
    working_tree: &FileSystem,
) -> Result<Config, Diagnostic> {
    let mut configs = read(name, files, working_tree)?;
    let packages: Vec<String> = configs
        .iter()
        .map(|config| format!("`{}`", config.input.package))
        .collect();
    let found = match package {
        Some(package) => configs
            .iter()
            .position(|config| config.input.package == package),
        None if configs.len() == 1 => Some(0),
        None => None,
    };
    let message = match package {
        Some(package) => format!("`{name}` has no client with the package `{package}`"),
        None => format!("`{name}` has several clients"),
    };
    found
        .map(|found| configs.swap_remove(found))
        .ok_or_else(|| {
            Diagnostic::error("invalid-config", message)
                .file(name)
                .help(format!(
                    "name one with `--package`: {}",
                    packages.join(", ")
                ))
        })
}

impl Settings {
    /// The settings of a client, with the shared ones where it has none.
    fn or(self, shared: &Self) -> Self {
        let mut credentials = shared.credentials.clone();
        credentials.extend(self.credentials);
        Self {
            document: self.document,
            output: self.output,
            package: self.package,
            root: self.root.or_else(|| shared.root.clone()),
            overlays: self.overlays.or_else(|| shared.overlays.clone()),
            regenerate: self.regenerate.or_else(|| shared.regenerate.clone()),
            credentials,
            include: self.include.or_else(|| shared.include.clone()),
            exclude: self.exclude.or_else(|| shared.exclude.clone()),
            operation_names: self.operation_names.or(shared.operation_names),
            layout: self.layout.or_else(|| shared.layout.clone()),
            runtime: self.runtime.or_else(|| shared.runtime.clone()),
            features: self.features.or_else(|| shared.features.clone()),
            version: self.version.or_else(|| shared.version.clone()),
            description: self.description.or_else(|| shared.description.clone()),
            license: self.license.or_else(|| shared.license.clone()),
            repository: self.repository.or_else(|| shared.repository.clone()),
            types: hints::or(self.types, &shared.types),
            derive: self.derive.or_else(|| shared.derive.clone()),
            rename: hints::or(self.rename, &shared.rename),
            client: Vec::new(),
        }
    }
}

/// The client of these settings, which are at `span` in the file.
fn config(
    file: &File<'_>,
    settings: Settings,
    (span, places): (Range<usize>, Places),
    working_tree: &FileSystem,
) -> Result<Config, Diagnostic> {
    let required = |name: &str, value: Option<toml::Spanned<String>>| {
        value.ok_or_else(|| {
            let (message, help) = missing(name);
            file.wrong(span.clone(), &message).help(help)
        })
    };
    let target = target(file, &settings)?;
    let derive = settings.derive.as_ref();
    let hints = hints::hints(&settings.types, derive, &settings.rename, &places)
        .map_err(|(span, why)| file.wrong(span, &why))?;
    let document = required("document", settings.document)?;
    let output = required("output", settings.output)?;
    let package = required("package", settings.package)?;
    for (name, value) in [("document", &document), ("output", &output)] {
        if join("", value.get_ref().trim()) == "." {
            let message = format!("`{name}` must name a {}", what(name));
            return Err(file.wrong(value.span(), &message));
        }
    }
    package_name::check(package.get_ref()).map_err(|why| file.wrong(package.span(), &why))?;
    for credential in settings.credentials.values() {
        let variable = credential.variable.get_ref();
        if variable.is_empty() || variable.contains(['=', '\0']) {
            let message = "`variable` must be the name of an environment variable";
            return Err(file.wrong(credential.variable.span(), message));
        }
    }
    let credentials = settings.credentials.into_iter();
    let credentials = credentials.map(|(scheme, one)| (scheme, one.variable.into_inner()));
    let folder = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let overlays = settings.overlays.unwrap_or_default();
    let mut input = Input {
        document: join(folder, document.get_ref()),
        root: None,
        overlays: overlays
            .iter()
            .map(|overlay| join(folder, overlay))
            .collect(),
        credentials: credentials.collect(),
        hints,
        package: package.into_inner(),
        regenerate: file
            .checked(settings.regenerate.as_ref(), checked::regenerate)?
            .unwrap_or_else(|| {
                shell::line(&[
                    "openapi-crate",
                    "generate",
                    "--config",
                    &relative(file.name),
                ])
            }),
        include: file.all_parsed(settings.include.as_ref())?,
        exclude: file.all_parsed(settings.exclude.as_ref())?,
        target,
        keep_going: false,
        operation_names: settings.operation_names.map(Into::into).unwrap_or_default(),
        settings: Some(SettingsFile {
            name: file.name.to_owned(),
            text: file.text.to_owned(),
            places: places.values,
            names: places.names,
        }),
    };
    if let Some(root) = &settings.root {
        root::set(&mut input, &join(folder, root), working_tree);
    }
    Ok(Config {
        input,
        output: join(folder, output.get_ref()),
    })
}

/// The form of the generated code.
fn target(file: &File<'_>, settings: &Settings) -> Result<Target, Diagnostic> {
    let layout = settings.layout.as_ref();
    let layout = layout.map_or(Ok(Layout::Crate), |layout| file.parsed(layout))?;
    let runtime = settings.runtime.as_ref();
    let runtime = runtime.map_or(Ok(Runtime::Embedded), |runtime| file.parsed(runtime))?;
    let mut target = Target {
        layout,
        runtime,
        metadata: Metadata {
            version: file.checked(settings.version.as_ref(), checked::version)?,
            description: file.checked(settings.description.as_ref(), checked::description)?,
            license: file.checked(settings.license.as_ref(), |license| {
                spdx::parse(license).map(drop)
            })?,
            repository: file.checked(settings.repository.as_ref(), checked::repository)?,
        },
        ..Target::default()
    };
    if let Some(features) = &settings.features {
        if layout == Layout::Crate {
            let span = features.first().map_or(0..0, toml::Spanned::span);
            let message = "`features` is only for `layout = \"module\"`: a crate has all features";
            return Err(file.wrong(span, message));
        }
        target.features = file.all_parsed(Some(features))?;
    }
    Ok(target)
}

/// The setting because of which two clients cannot both be generated, and the reason.
fn conflict(one: &Config, other: &Config, files: &FileSystem) -> Option<(&'static str, String)> {
    let package = &one.input.package;
    let in_code = |package: &str| package.replace('-', "_");
    if in_code(package) == in_code(&other.input.package) {
        let message =
            format!("two clients have the package `{package}`, or one of the same name in code");
        return Some(("/package", message));
    }
    // Two spellings of a folder, one of which may be absolute.
    let folder = |config: &Config| {
        let path = files.path(&config.output);
        let path = std::path::absolute(&path).unwrap_or(path);
        join("", &path.to_string_lossy())
    };
    let owned = |config: &Config| match config.input.target.layout {
        Layout::Crate => format!("{}/src/", folder(config)),
        Layout::Module => format!("{}/", folder(config)),
    };
    let (mine, others) = (owned(one), owned(other));
    let overlap =
        folder(one) == folder(other) || mine.starts_with(&others) || others.starts_with(&mine);
    overlap.then(|| {
        let (mine, others) = (&one.output, &other.output);
        let message = format!("the output `{mine}` overlaps with `{others}` of a different client");
        ("/output", message)
    })
}

fn what(name: &str) -> &'static str {
    if name == "document" {
        "file"
    } else {
        "dedicated folder, since the generator owns its `src`"
    }
}
