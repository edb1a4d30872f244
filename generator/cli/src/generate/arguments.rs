//! The arguments of the command `generate`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use openapi_crate::Selector;

use crate::package_name;
use crate::reporter::MessageFormat;

/// Writes the client crate of an OpenAPI document.
///
/// With --spec, --out and --name: the crate of any document. With --config: the crate that settings name, a file of TOML
/// with `document`, `overlays`, `output`, `package`, `include`, `exclude` and `regenerate`.
///
/// The generator owns the crate's `src/`. A Cargo.toml is written where there is none. Files are written only where their
/// content changes, and all or none: a run that fails leaves everything as it was.
///
/// Exit codes: 0 done, 1 the check or the input failed, 2 wrong usage.
#[derive(Args)]
pub(crate) struct Generate {
    /// Write nothing; print a unified diff and exit with 1 if the crate is stale
    #[arg(long)]
    pub(super) check: bool,

    /// Treat warnings as errors
    #[arg(long)]
    pub(super) deny_warnings: bool,

    /// Leave out operations and schemas that are wrong, with a warning, instead of failing
    #[arg(long)]
    pub(super) keep_going: bool,

    /// The format of diagnostics
    ///
    /// For people they go to standard error, and the result to standard output. With `json` and `github`, they go to
    /// standard output, and nothing else does: the result, the counts and the diff of --check go to standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(super) message_format: MessageFormat,

    /// The settings; the names in them are relative to their folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with_all = ["spec", "out", "name", "overlay"])]
    pub(super) config: Option<String>,

    #[command(flatten)]
    pub(super) selection: Selection,

    #[command(flatten)]
    pub(super) any_document: AnyDocument,
}

/// Selectors that are added to those of the settings.
#[derive(Args)]
#[command(next_help_heading = "Selecting operations")]
pub(super) struct Selection {
    /// Generate these operations alone: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches any characters;
    /// may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    pub(super) include: Vec<Selector>,

    /// Leave these operations out, even of those included; may be given more than once
    #[arg(long, value_name = "SELECTOR")]
    pub(super) exclude: Vec<Selector>,
}

/// A document, and what else the settings would name.
#[derive(Args)]
#[command(next_help_heading = "Any document")]
pub(super) struct AnyDocument {
    /// The OpenAPI document
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "out", requires = "name")]
    pub(super) spec: Option<String>,

    /// The folder of the crate; a Cargo.toml that it has is kept
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "spec")]
    pub(super) out: Option<String>,

    /// The crate's name
    #[arg(long, value_name = "PACKAGE", value_parser = package_name::parse)]
    #[arg(requires = "spec")]
    pub(super) name: Option<String>,

    /// An OpenAPI Overlay document to apply first; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "spec")]
    pub(super) overlay: Vec<String>,
}
