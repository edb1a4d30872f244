//! The arguments of the command `generate`.

use std::str::FromStr;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args};
use openapi_crate::{Layout, Metadata, Runtime, Selector, Target};

use crate::any_document::{self, AnyDocument};
use crate::config::{OperationNames, checked};
use crate::file_system::folder_to_write;
use crate::package_name;
use crate::reporter::MessageFormat;
use crate::spdx;

/// Generate a client crate from an OpenAPI document.
///
/// With --spec, --out and --name, generates a crate from any document. With --config, reads these from a TOML file with
/// `document`, `root`, `overlays`, `credentials`, `output`, `package`, `include`, `exclude`, `operation_names`,
/// `layout`, `runtime`, `features`, `types`, `derive`, `rename`, `version`, `description`, `license`, `repository` and
/// `regenerate`. With several documents, each has a table `[[client]]`; the settings before the tables are shared.
///
/// The generator owns the crate's `src/`. A new crate also gets Cargo.toml and README.md, which are then the user's: later
/// runs only add the settings, dependencies and features that Cargo.toml lacks. Only files whose contents change are
/// written, and a failed run changes nothing.
///
/// Exit codes: 0 success, 1 check failed or invalid input, 2 usage error.
#[derive(Args)]
#[command(group = ArgGroup::new(any_document::GROUP).arg("spec").requires_all(["out", "name"]))]
pub(crate) struct Generate {
    /// Write nothing; print a unified diff and exit with 1 if the crate is stale
    #[arg(long)]
    pub(super) check: bool,

    /// Treat warnings as errors
    #[arg(long)]
    pub(super) deny_warnings: bool,

    /// Leave out invalid operations and schemas with a warning instead of failing
    #[arg(long)]
    pub(super) keep_going: bool,

    /// Format of diagnostics
    ///
    /// With `human`, diagnostics are written to standard error and the result to standard output. With `json` and
    /// `github`, only diagnostics are written to standard output; the result, the counts and the diff of --check are
    /// written to standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: MessageFormat,

    /// Settings file; names in it are relative to its folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with_all = ["spec", "out", "name", "overlay", "root", "layout", "runtime", "license", "description", "repository"])]
    pub(super) config: Option<String>,

    /// Names of the methods of operations; by default those of the settings, or `short`
    #[arg(long, value_name = "NAMES", value_enum)]
    pub(super) operation_names: Option<OperationNames>,

    #[command(flatten)]
    pub(super) selection: Selection,

    #[command(flatten)]
    pub(super) any_document: OfAnyDocument,
}

/// Selectors in addition to those of the settings.
#[derive(Args)]
#[command(next_help_heading = "Selecting operations")]
pub(super) struct Selection {
    /// Generate only these operations: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches any characters;
    /// may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) include: Vec<Selector>,

    /// Leave out these operations, even if included; may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) exclude: Vec<Selector>,
}

/// A document and its output, in place of the settings.
#[derive(Args)]
#[command(next_help_heading = "Any document")]
pub(super) struct OfAnyDocument {
    #[command(flatten)]
    pub(super) document: AnyDocument,

    /// Folder of the crate; an existing Cargo.toml only gets what it lacks
    #[arg(long, value_name = "FOLDER", value_parser = folder)]
    #[arg(requires = "spec")]
    pub(super) out: Option<String>,

    /// Name of the crate
    #[arg(long, value_name = "PACKAGE", value_parser = package_name::parse)]
    #[arg(requires = "spec")]
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) form: Form,
}

/// Parses one of several names, which completions and help list.
fn named<T>(names: impl Iterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = String> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse::<T>())
}

/// Parses the output folder.
fn folder(text: &str) -> Result<String, String> {
    match text {
        "-" => Err(
            "a crate has several files, so it cannot be written to standard output; name a folder"
                .to_owned(),
        ),
        _ => folder_to_write(text),
    }
}

/// The form of the generated code.
#[derive(Args)]
pub(super) struct Form {
    /// `crate`, or `module` for a folder that any crate can have as a module
    #[arg(long, requires = "spec", value_parser = named::<Layout>(Layout::ALL.iter().map(|one| one.as_str())), default_value_t = Layout::Crate)]
    layout: Layout,

    /// `embedded` for a copy of the runtime, or `crate` to depend on `openapi-crate-runtime`
    #[arg(long, requires = "spec", value_parser = named::<Runtime>(Runtime::ALL.iter().map(|one| one.as_str())), default_value_t = Runtime::Embedded)]
    runtime: Runtime,

    /// Licence of the crate, such as `MIT OR Apache-2.0`, unless its Cargo.toml has one
    #[arg(long, value_name = "SPDX", requires = "spec", value_parser = spdx::parse)]
    license: Option<String>,

    /// Description of the crate, unless its Cargo.toml has one; by default, that of a new crate is `Client for` and the
    /// title of the document
    #[arg(long, value_name = "TEXT", requires = "spec", value_parser = NonEmptyStringValueParser::new())]
    description: Option<String>,

    /// URL of the crate's source code, unless its Cargo.toml has one
    #[arg(long, value_name = "URL", requires = "spec", value_parser = checked::parse_repository)]
    repository: Option<String>,
}

impl Form {
    /// The form as input of the generator.
    pub(super) fn target(&self) -> Target {
        Target {
            layout: self.layout,
            runtime: self.runtime,
            metadata: Metadata {
                description: self.description.clone(),
                license: self.license.clone(),
                repository: self.repository.clone(),
                ..Metadata::default()
            },
            ..Target::default()
        }
    }
}
