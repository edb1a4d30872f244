//! The arguments of the command `diff`.

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, ValueEnum};
use openapi_crate::Selector;

use crate::any_document::{self, AnyDocument};
use crate::config::OperationNames;

/// The default base.
pub(super) const HEAD: &str = "HEAD";

/// Show how a document change affects the Rust API, and the version bump it requires.
///
/// With OLD and NEW, compares these documents. Otherwise, compares the document in the settings or --spec with the same
/// document in a git revision, or with a different file. Compares operations, arguments, types, fields, errors,
/// defaults and the wire format.
///
/// Exit codes: 0 success, 1 invalid input or --fail-on applies, 2 usage error.
#[derive(Args)]
#[command(group = ArgGroup::new(any_document::GROUP).args(["old", "spec"]))]
pub(crate) struct Diff {
    /// Old OpenAPI document; `-` reads it from standard input
    #[arg(value_name = "OLD", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "new", conflicts_with_all = ["base", "spec", "config"])]
    pub(super) old: Option<String>,

    /// New OpenAPI document; `-` reads it from standard input
    #[arg(value_name = "NEW", value_parser = NonEmptyStringValueParser::new())]
    pub(super) new: Option<String>,

    /// Git revision or file to compare with; a file takes precedence
    #[arg(long, value_name = "REV-OR-FILE", value_parser = NonEmptyStringValueParser::new(), default_value = HEAD)]
    pub(super) base: String,

    /// Overlay for OLD, or for a --base that is a file, instead of those in the settings; may be repeated
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) base_overlay: Vec<String>,

    /// Folder whose files OLD, or a --base that is a file, may refer to; by default that of the new document, if it
    /// contains the old one
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    pub(super) base_root: Option<String>,

    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,

    /// Exit with 1 if there is a change of this kind
    #[arg(long, value_enum, value_name = "EFFECT")]
    pub(super) fail_on: Option<FailOn>,

    /// Settings file; names in it are relative to its folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with = "spec")]
    pub(super) config: Option<String>,

    /// Package of the client to compare, if the settings have several
    #[arg(long, value_name = "PACKAGE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with_all = ["spec", "old"])]
    pub(super) package: Option<String>,

    #[command(flatten)]
    pub(super) selection: Selection,

    #[command(flatten)]
    pub(super) any_document: AnyDocument,

    /// Names of the methods of operations in both versions; by default `short`
    #[arg(long, value_name = "NAMES", value_enum, requires = any_document::GROUP)]
    #[arg(help_heading = "Any document")]
    pub(super) operation_names: Option<OperationNames>,
}

/// Selectors in addition to those of the settings.
#[derive(Args)]
#[command(next_help_heading = "Selecting operations")]
pub(super) struct Selection {
    /// Compare only these operations of both versions: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches
    /// any characters; may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) include: Vec<Selector>,

    /// Leave out these operations of both versions, even if included; may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) exclude: Vec<Selector>,

    /// Select these operations of OLD, or of a --base that is a file, instead of those selected by --include,
    /// --exclude and the settings; may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) base_include: Vec<Selector>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Table for a terminal
    Table,
    /// Markdown for a pull request
    Markdown,
    /// JSON for programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// A change that breaks callers
    Breaking,
}
