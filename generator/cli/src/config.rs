//! The settings in `codegen.toml`.

pub(crate) mod checked;
mod conflict;
mod file;
mod hints;
mod message;
mod places;
mod settings;

use std::io::ErrorKind;
use std::ops::Range;

use openapi_crate::file_system::{FileSystem, join, root};
use openapi_crate::{Files, Input, Layout, Metadata, Runtime, SettingsFile, Target};

use self::conflict::{Client, conflict};
use self::file::File;
use self::message::{missing, reword};
use self::places::Places;
pub(crate) use self::settings::OperationNames;
use self::settings::Settings;
use crate::diagnostic::Diagnostic;
use crate::file_system::{check_to_write, reason};
use crate::{package_name, shell, spdx};

/// A client that the settings describe. Names are relative to the same folder as the name of the settings.
pub(crate) struct Config {
    /// The generator's input.
    pub(crate) input: Input,
    /// The folder of the generated crate or module.
    pub(crate) output: String,
}

/// Reads the settings file `name`. Names in it are relative to its folder, which is that of the working tree even if
/// the file is from a revision.
pub(crate) fn read(
    name: &str,
    files: &dyn Files,
    working_tree: &FileSystem,
) -> Result<Vec<Config>, Diagnostic> {
    let bytes = files.read(name).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound => {
                "create it with `document`, `output` and `package`, and optionally `overlays`"
            }
            _ => "name a settings file that can be read, such as `codegen.toml`",
        };
        let why = reason(&error);
        Diagnostic::error("unreadable-file", format!("`{name}` cannot be read: {why}"))
            .file(name)
            .help(help)
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
            return Err(file.wrong(nested.span(), "a client must not contain clients"));
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
            .find_map(|other| conflict(&client(config), &client(other), working_tree))
        {
            let places = config.input.settings.as_ref().map(|file| &file.places);
            let span = places.and_then(|places| places.get(setting)).cloned();
            return Err(file.wrong(span.unwrap_or_default(), &why));
        }
    }
    Ok(configs)
}

fn client(config: &Config) -> Client<'_> {
    Client {
        input: &config.input,
        output: &config.output,
    }
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
    check_to_write(output.get_ref(), "folder").map_err(|why| file.wrong(output.span(), &why))?;
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
            .unwrap_or_else(|| default_command(file.name)),
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

/// The command in the first line of each file, if the settings have none. It has the settings file without its folder:
/// the path, and so the output, would depend on the folder of the run.
pub(crate) fn default_command(settings: &str) -> String {
    generate_with(settings.rsplit('/').next().unwrap_or(settings))
}

/// The command that generates all clients of a settings file.
pub(crate) fn generate_with(settings: &str) -> String {
    shell::line(&["openapi-crate", "generate", "--config", settings])
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

fn what(name: &str) -> &'static str {
    if name == "document" {
        "file"
    } else {
        "dedicated folder, since the generator owns its `src`"
    }
}
