//! The arguments of the command `suggest`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use openapi_crate::Selector;

use crate::file_system::file_to_write;

const EXAMPLES: &str = "\
Examples:
  openapi-crate suggest --spec api.yaml --overlay-out api.overlay.yaml
  openapi-crate suggest --spec api.yaml --overlay own.yaml --include tag:store --overlay-out -";

/// Suggest an overlay that fixes an OpenAPI document.
///
/// Writes an overlay with an action for each diagnostic that a rule can fix with certainty, and for pages and enums
/// that the document describes only in words. Each action has a description with its reason and its effect on the
/// API. The API is read with and without each action, and an action with any other effect is not suggested.
///
/// A summary on standard error counts the diagnostics that are left. Nothing is written if there is nothing to suggest.
///
/// Exit codes: 0 success, 1 invalid input that no action fixes, 2 usage error.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Suggest {
    /// OpenAPI document; `-` reads it from standard input
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) spec: Option<String>,

    /// Settings file; names in it are relative to its folder
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with_all = ["spec", "root"])]
    pub(super) config: Option<String>,

    /// Package of the client, if the settings have several
    #[arg(long, value_name = "PACKAGE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(conflicts_with = "spec")]
    pub(super) package: Option<String>,

    /// Overlay to write; `-` is standard output
    #[arg(long, value_name = "FILE", required = true)]
    #[arg(value_parser = file_to_write)]
    pub(super) overlay_out: String,

    /// Replace a file with different contents
    #[arg(long)]
    pub(super) force: bool,

    /// Overlay to apply before the suggested one, after those of the settings; may be repeated
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) overlay: Vec<String>,

    /// Folder whose files the document may refer to, if not only its own; contains the document
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    #[arg(requires = "spec")]
    pub(super) root: Option<String>,

    /// Fix only these operations: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches any characters; may be
    /// repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) include: Vec<Selector>,

    /// Leave out these operations, even if included; may be repeated
    #[arg(long, value_name = "SELECTOR")]
    pub(super) exclude: Vec<Selector>,
}
