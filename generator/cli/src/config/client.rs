//! A client that the settings describe.

use openapi_crate::Input;

/// A client that the settings describe. Names are relative to the same folder as the name of the settings.
pub(crate) struct Config {
    /// The generator's input.
    pub(crate) input: Input,
    /// The folder of the generated crate or module.
    pub(crate) output: String,
}
