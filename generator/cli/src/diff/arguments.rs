//! The arguments of the command `diff`.

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, ValueEnum};

/// What a document is compared with unless something else is named.
pub(super) const HEAD: &str = "HEAD";

/// Says what a change of a document does to the Rust API, and which version the crate needs.
///
/// With OLD and NEW: compares these documents. Otherwise: compares the document that the settings or --spec name with the
/// same document in a revision, or with another file. Operations, arguments, types, fields, errors, defaults and the wire
/// format are compared.
///
/// Exit codes: 0 done, 1 the input failed or --fail-on applies, 2 wrong usage.
#[derive(Args)]
#[command(group = ArgGroup::new("any-document").args(["old", "spec"]))]
pub(crate) struct Diff {
    /// The OpenAPI document as it was
    #[arg(value_name = "OLD", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "new", conflicts_with_all = ["base", "spec", "config"])]
    pub(super) old: Option<String>,

    /// The OpenAPI document as it is
    #[arg(value_name = "NEW", value_parser = NonEmptyStringValueParser::new())]
    pub(super) new: Option<String>,

    /// A revision, or another file with the document as it was; a file of that name goes first
    #[arg(long, value_name = "REV-OR-FILE", value_parser = NonEmptyStringValueParser::new(), default_value = HEAD)]
    pub(super) base: String,

    /// An overlay for OLD, or for a --base that is a file, instead of those in the settings; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) base_overlay: Vec<String>,

    /// The format of the result
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,

    /// Exit with 1 if there is such a change
    #[arg(long, value_enum, value_name = "EFFECT")]
    pub(super) fail_on: Option<FailOn>,

    /// The settings; the names in them are relative to their folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with = "spec")]
    pub(super) config: Option<String>,

    /// The OpenAPI document
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(help_heading = "Any document")]
    pub(super) spec: Option<String>,

    /// An OpenAPI Overlay document to apply first to the new document; may be given more than once
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new(), requires = "any-document")]
    #[arg(help_heading = "Any document")]
    pub(super) overlay: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For a terminal
    Table,
    /// For a pull request
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// One that breaks callers
    Breaking,
}
