//! The settings in `codegen.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use openapi_crate::file_system::{FileSystem, join, root};
use openapi_crate::{Files, Input, Selector, Target};
use serde::Deserialize;

use crate::diagnostic::Diagnostic;

use crate::{package_name, shell};

/// The run that the settings describe. Names are relative to the same folder as the name of the settings.
pub(crate) struct Config {
    /// The generator's input.
    pub(crate) input: Input,
    /// The folder of the generated crate.
    pub(crate) output: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    document: toml::Spanned<String>,
    root: Option<String>,
    #[serde(default)]
    overlays: Vec<String>,
    output: toml::Spanned<String>,
    package: toml::Spanned<String>,
    regenerate: Option<String>,
    #[serde(default)]
    credentials: BTreeMap<String, Credential>,
    #[serde(default)]
    include: Vec<toml::Spanned<String>>,
    #[serde(default)]
    exclude: Vec<toml::Spanned<String>>,
}

/// The settings of a security scheme.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credential {
    variable: toml::Spanned<String>,
}

/// Reads the settings file `name`. Names in it are relative to its folder, which is that of the working tree even if
/// the file is from a revision.
pub(crate) fn read(
    name: &str,
    files: &dyn Files,
    working_tree: &FileSystem,
) -> Result<Config, Diagnostic> {
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
    let wrong = |range: Range<usize>, message: &str| {
        Diagnostic::error("invalid-config", message).range(name, &text, range)
    };
    let settings: Settings = toml::from_str(&text).map_err(|error| {
        let (message, help) = reword(error.message().trim_end());
        wrong(error.span().unwrap_or_default(), &message).help(help)
    })?;
    for (name, value) in [
        ("document", &settings.document),
        ("output", &settings.output),
    ] {
        if matches!(value.get_ref().trim(), "" | ".") {
            return Err(wrong(
                value.span(),
                &format!("`{name}` must name a {}", what(name)),
            ));
        }
    }
    package_name::check(settings.package.get_ref())
        .map_err(|why| wrong(settings.package.span(), &why))?;

    let selectors = |texts: &[toml::Spanned<String>]| {
        let parsed = texts.iter().map(|text| {
            text.get_ref()
                .parse::<Selector>()
                .map_err(|why| wrong(text.span(), &why))
        });
        parsed.collect::<Result<Vec<_>, _>>()
    };

    for credential in settings.credentials.values() {
        let variable = credential.variable.get_ref();
        if variable.is_empty() || variable.contains(['=', '\0']) {
            let message = "`variable` must be the name of an environment variable";
            return Err(wrong(credential.variable.span(), message));
        }
    }
    let credentials = settings.credentials.into_iter();
    let credentials = credentials.map(|(scheme, one)| (scheme, one.variable.into_inner()));

    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut input = Input {
        document: join(folder, settings.document.get_ref()),
        root: None,
        overlays: settings
            .overlays
            .iter()
            .map(|overlay| join(folder, overlay))
            .collect(),
        credentials: credentials.collect(),
        package: settings.package.into_inner(),
        regenerate: settings
            .regenerate
            .unwrap_or_else(|| shell::line(&["openapi-crate", "generate", "--config", name])),
        include: selectors(&settings.include)?,
        exclude: selectors(&settings.exclude)?,
        target: Target::default(),
        keep_going: false,
    };
    if let Some(root) = &settings.root {
        root::set(&mut input, &join(folder, root), working_tree);
    }
    Ok(Config {
        input,
        output: join(folder, settings.output.get_ref()),
    })
}

/// Rewords the parser's message, which says "field" and "sequence", and adds what to do.
fn reword(message: &str) -> (String, String) {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let (what, help) = if message.starts_with("missing field") {
        let what = format!("the setting `{}` is missing", quoted());
        (
            what,
            "add it; paths are relative to the folder of this file".to_owned(),
        )
    } else if message.starts_with("unknown field") {
        let known = message
            .split_once("expected one of ")
            .map_or("", |(_, known)| known);
        (
            format!("unknown setting `{}`", quoted()),
            format!("use one of {known}"),
        )
    } else if message.starts_with("invalid type") && message.ends_with("a sequence") {
        (
            "the setting must be an array of strings".to_owned(),
            "write it in brackets: `[\"name\"]`".to_owned(),
        )
    } else if message.ends_with("expected a map") || message.ends_with("struct Credential") {
        (
            "the setting must be a table".to_owned(),
            "write it as `credentials.SCHEME.variable = \"NAME\"`".to_owned(),
        )
    } else if message.starts_with("invalid type") {
        (
            "the setting must be a string".to_owned(),
            "put it in quotes".to_owned(),
        )
    } else {
        (
            format!("invalid TOML: {message}"),
            "write a setting as `name = \"value\"`".to_owned(),
        )
    };
    (what, help)
}

fn what(name: &str) -> &'static str {
    if name == "document" {
        "file"
    } else {
        "dedicated folder, since the generator owns its `src`"
    }
}
