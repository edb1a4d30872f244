//! The arguments for a document in place of the settings, which several commands have.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

/// The group of the arguments that name a document, which each command defines.
pub(crate) const GROUP: &str = "any-document";

/// A document in place of the settings.
#[derive(Args)]
pub(crate) struct AnyDocument {
    /// OpenAPI document; `-` reads it from standard input
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    #[arg(help_heading = "Any document")]
    pub(crate) spec: Option<String>,

    /// Folder whose files the document may refer to, if not only its own; contains the document
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new(), requires = GROUP)]
    #[arg(help_heading = "Any document")]
    pub(crate) root: Option<String>,

    /// Overlay to apply to the document; may be repeated
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new(), requires = GROUP)]
    #[arg(help_heading = "Any document")]
    pub(crate) overlay: Vec<String>,
}
