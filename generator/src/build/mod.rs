//! Generates a client in a build script, as a module of the crate that is built.
//!
//! The script needs one dependency, this crate:
//!
//! ```no_run
//! // build.rs
//! use openapi_crate::build::Module;
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     Module::new("api.yaml").write("api")
//! }
//! ```
//!
//! The crate includes the module from Cargo's output folder:
//!
//! ```no_run
//! # #[cfg(any())] // The folder exists only while Cargo builds the crate.
//! pub mod api {
//!     include!(concat!(env!("OUT_DIR"), "/api/mod.rs"));
//! }
//! ```
//!
//! The crate must have the dependencies of the generated code; a warning lists those that it lacks. With
//! [`Runtime::Crate`], the only one is `openapi-crate-runtime`, which several clients share. By default, a copy of the
//! runtime is part of the module, and the file `dependencies.toml` next to `mod.rs` lists its dependencies.
//!
//! This is the only module of the library that writes files and prints: it tells Cargo which files to watch, and shows
//! the warnings of the document.

mod output_folder;
mod recorded;
mod report;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use self::recorded::Recorded;
use self::report::{Failure, cargo_warning};
use crate::dependency;
use crate::diagnostic::Level;
use crate::file_system::{FileSystem, normalized, root};
use crate::input::{Input, Selector};
use crate::rust_path;
use crate::target::{Feature, Layout, Runtime, Target};

/// The manifest of the package.
const MANIFEST: &str = "Cargo.toml";

/// A client to generate as a module. Paths are relative to the folder of the package, which is the working directory of
/// a build script.
///
/// # Examples
///
/// ```no_run
/// use openapi_crate::Runtime;
/// use openapi_crate::build::Module;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// Module::new("spec/api.yaml")
///     .overlay("spec/hints.yaml")
///     .include("tag:stores")
///     .exclude("operation:delete-store")
///     .credential("token", "API_TOKEN")
///     .replace("format.decimal", "rust_decimal::Decimal")
///     .runtime(Runtime::Crate)
///     .write("api")
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is generated until `write` is called"]
pub struct Module {
    input: Input,
    root: Option<String>,
    deny_warnings: bool,
    /// The reason why an argument is invalid, which `write` reports.
    invalid: Vec<String>,
}

impl Module {
    /// Creates a module for an OpenAPI document.
    pub fn new(document: impl AsRef<Path>) -> Self {
        let mut module = Self {
            input: Input {
                target: Target {
                    layout: Layout::Module,
                    ..Target::default()
                },
                ..Input::default()
            },
            root: None,
            deny_warnings: false,
            invalid: Vec::new(),
        };
        module.input.document = module.name(document.as_ref());
        module
    }

    /// Adds an overlay, which is applied after those added before.
    pub fn overlay(mut self, overlay: impl AsRef<Path>) -> Self {
        let overlay = self.name(overlay.as_ref());
        self.input.overlays.push(overlay);
        self
    }

    /// Sets the folder whose files the document may refer to, if not only those in its own folder and below. It must
    /// contain the document.
    pub fn root(mut self, folder: impl AsRef<Path>) -> Self {
        self.root = Some(self.name(folder.as_ref()));
        self
    }

    /// Adds a selector of the operations to generate: `tag:NAME`, `operation:ID` or `path:PATTERN`, where `*` matches
    /// any characters. Without a selector, all operations are generated.
    pub fn include(mut self, selector: &str) -> Self {
        if let Some(selector) = self.selector(selector) {
            self.input.include.push(selector);
        }
        self
    }

    /// Leaves out the operations of this selector, even if they are included.
    pub fn exclude(mut self, selector: &str) -> Self {
        if let Some(selector) = self.selector(selector) {
            self.input.exclude.push(selector);
        }
        self
    }

    /// Sets the environment variable from which the client reads the credential of a security scheme.
    pub fn credential(mut self, scheme: &str, variable: &str) -> Self {
        if variable.is_empty() || variable.contains(['=', '\0']) {
            let message = format!(
                "the variable of the credential `{scheme}` must be an environment variable"
            );
            self.invalid.push(message);
        }
        let credential = (scheme.to_owned(), variable.to_owned());
        self.input.credentials.push(credential);
        self
    }

    /// Replaces a schema, `SCHEMA.PROPERTY`, the node at a JSON Pointer, or `format.NAME` by a Rust type, such as
    /// `crate::Money` or `rust_decimal::Decimal`.
    pub fn replace(mut self, target: &str, path: &str) -> Self {
        match rust_path::type_path(path) {
            Ok(path) => self.input.hints.types.push((target.to_owned(), path)),
            Err(why) => self.invalid.push(why),
        }
        self
    }

    /// Derives a trait for all types that can derive it.
    pub fn derive(mut self, path: &str) -> Self {
        match rust_path::derive_path(path) {
            Ok(path) => self.input.hints.derives.push((None, vec![path])),
            Err(why) => self.invalid.push(why),
        }
        self
    }

    /// Derives a trait for the type of a schema.
    pub fn derive_for(mut self, target: &str, path: &str) -> Self {
        match rust_path::derive_path(path) {
            Ok(path) => self
                .input
                .hints
                .derives
                .push((Some(target.to_owned()), vec![path])),
            Err(why) => self.invalid.push(why),
        }
        self
    }

    /// Sets the name in Rust of a schema, `SCHEMA.PROPERTY`, an operation, or the node at a JSON Pointer.
    pub fn rename(mut self, target: &str, name: &str) -> Self {
        self.input
            .hints
            .names
            .push((target.to_owned(), name.to_owned()));
        self
    }

    /// Sets the runtime: a copy in the module (the default), or the dependency `openapi-crate-runtime`.
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.input.target.runtime = runtime;
        self
    }

    /// Sets the features of an embedded runtime; by default [`Feature::Reqwest`] and [`Feature::Rustls`]. With [`Runtime::Crate`], those of the
    /// dependency apply.
    pub fn features(mut self, features: impl IntoIterator<Item = Feature>) -> Self {
        self.input.target.features = features.into_iter().collect();
        self
    }

    /// Leaves out invalid operations and schemas with a warning instead of failing.
    pub fn keep_going(mut self, keep_going: bool) -> Self {
        self.input.keep_going = keep_going;
        self
    }

    /// Treats warnings as errors.
    pub fn deny_warnings(mut self, deny_warnings: bool) -> Self {
        self.deny_warnings = deny_warnings;
        self
    }

    /// Generates the module into this folder of Cargo's `OUT_DIR`, and prints the instructions for Cargo: the files
    /// to watch, and the warnings.
    ///
    /// Only files whose contents change are written. Files of an earlier run that the module no longer has are removed.
    ///
    /// # Errors
    ///
    /// Returns an error that shows each problem of the document with its place, if a file cannot be read or written, if the
    /// script has already written a module into this folder, or outside of a build script.
    pub fn write(self, folder: impl AsRef<str>) -> Result<(), Box<dyn Error>> {
        let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
            Failure::new("`OUT_DIR` is not set: call `Module::write` in a build script")
        })?;
        let folder = folder.as_ref();
        if !output_folder::is_new(&out.join(folder)) {
            let message = format!("two modules have the folder `{folder}`: give each its own");
            return Err(Failure::new(message).into());
        }
        let mut instructions = Vec::new();
        let result = self.generate(&FileSystem::new(""), &out, folder, &mut instructions);
        for instruction in instructions {
            println!("{instruction}");
        }
        Ok(result?)
    }

    /// Generates the module into a folder below `out`. Adds the instructions for Cargo, also if it fails.
    fn generate(
        mut self,
        package: &FileSystem,
        out: &Path,
        folder: &str,
        instructions: &mut Vec<String>,
    ) -> Result<(), Failure> {
        self.input.package = output_folder::package(folder).map_err(Failure::new)?;
        if !self.invalid.is_empty() {
            return Err(Failure::new(self.invalid.join("\n")));
        }
        if let Some(root) = &self.root {
            root::set(&mut self.input, root, package);
        }
        // The folder of the package.
        let manifest = fs::read_to_string(package.path(MANIFEST)).unwrap_or_default();
        if self.input.target.runtime == Runtime::Crate && !manifest.is_empty() {
            // The generated code has the name of the runtime.
            instructions.push(format!("cargo::rerun-if-changed={MANIFEST}"));
            if let Some(name) = dependency::runtime_name(&manifest) {
                self.input.target.runtime_name = name;
            }
        }
        let files = Recorded::new(package);
        let outcome = crate::generate(&self.input, &files);
        instructions.extend(files.instructions());
        let denied = self.deny_warnings && !outcome.diagnostics.is_empty();
        let output = outcome.output.filter(|_| !denied);
        let Some(output) = output else {
            return Err(Failure::of(&outcome.diagnostics, &outcome.sources));
        };
        let warnings = outcome
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Warning);
        instructions.extend(warnings.map(|warning| cargo_warning(warning, &outcome.sources)));
        output_folder::write(&out.join(folder), &output).map_err(|error| {
            Failure::new(format!("the module `{folder}` cannot be written: {error}"))
        })?;
        if !manifest.is_empty() {
            let missing = dependency::missing(&manifest, &output.dependencies);
            let api = outcome.api.as_ref();
            let crates = api
                .map(|api| dependency::missing_crates(&manifest, &output.dependencies, api))
                .unwrap_or_default();
            instructions.extend(report::missing_dependencies(folder, &missing, &crates));
            let renamed = dependency::renamed(&manifest, &output.dependencies);
            instructions.extend(report::renamed_dependencies(folder, &renamed));
        }
        Ok(())
    }

    /// The name of a file, with `/` on any system.
    fn name(&mut self, path: &Path) -> String {
        match path.to_str() {
            Some("") => self.invalid.push("the name of a file is empty".to_owned()),
            Some(name) => return normalized(name),
            None => {
                let message = format!("the name of a file must be UTF-8: `{}`", path.display());
                self.invalid.push(message);
            }
        }
        String::new()
    }

    fn selector(&mut self, text: &str) -> Option<Selector> {
        text.parse().map_err(|why| self.invalid.push(why)).ok()
    }
}

#[cfg(test)]
mod tests;
