//! Generates Rust client crates from OpenAPI 3.0, 3.1 and 3.2 documents.
//!
//! This library is for build scripts, and for programs that generate code. The package `openapi-crate-cli` has the
//! command line, `openapi-crate`, for a crate whose generated code is committed.
//!
//! # In a build script
//!
//! ```no_run
//! // build.rs
//! use openapi_crate::Runtime;
//! use openapi_crate::build::Module;
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     Module::new("api.yaml").runtime(Runtime::Crate).write("api")
//! }
//! ```
//!
//! The module [`build`] has the settings, and shows how the crate includes the client.
//!
//! # In a program
//!
//! [`generate`] takes an [`Input`] and the [`Files`] that it names, and returns an [`Outcome`]: the files of the crate,
//! and every diagnostic.
//!
//! ```
//! use openapi_crate::{Files, Input, generate};
//!
//! struct Document;
//!
//! impl Files for Document {
//!     fn read(&self, _name: &str) -> std::io::Result<Vec<u8>> {
//!         let document = r#"{
//!             "openapi": "3.1.0",
//!             "info": { "title": "Books", "version": "1" },
//!             "servers": [{ "url": "https://books.example" }],
//!             "paths": {
//!                 "/books": {
//!                     "get": {
//!                         "operationId": "listBooks",
//!                         "responses": { "204": { "description": "Listed." } }
//!                     }
//!                 }
//!             }
//!         }"#;
//!         Ok(document.into())
//!     }
//! }
//!
//! let input = Input {
//!     document: "books.json".to_owned(),
//!     package: "books".to_owned(),
//!     ..Input::default()
//! };
//! let outcome = generate(&input, &Document);
//! for diagnostic in &outcome.diagnostics {
//!     eprintln!("{}: {}", diagnostic.code, diagnostic.message);
//! }
//! let output = outcome.output.expect("the document is valid");
//! assert!(output.files.iter().any(|file| file.path == "src/lib.rs"));
//! ```
//!
//! # The pipeline
//!
//! Data flows one way through four stages, each with one entry function and one output type:
//!
//! 1. [`load`] reads the bytes, applies overlays, resolves references, and yields one `openapiv3` document with a
//!    [`SourceMap`](load::SourceMap) of where every node came from;
//! 2. [`lower`] turns that document into the [`model`]: the types, operations and names of the Rust crate;
//! 3. [`surface`] turns the model into the Rust items of the crate, as data;
//! 4. [`emit`] prints those items into files.
//!
//! [`diff`] compares the models and surfaces of two documents, to report how a change affects callers. [`suggest`](mod@suggest)
//! writes an overlay that fixes a document.
//!
//! Diagnostics are values ([`diagnostic`]). The library prints nothing and reads only the caller's [`Files`], except for
//! [`build`], which is for build scripts, and [`file_system`].

pub mod build;
pub mod dependency;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod file_system;
pub mod hints;
mod input;
pub mod load;
pub mod lower;
pub mod model;
mod output;
mod path_template;
pub mod pattern;
pub mod pointer;
pub mod rust_path;
mod sequence;
pub mod suggest;
pub mod surface;
mod target;
pub mod wire;

use std::thread;

use diagnostic::Diagnostics;
pub use input::{Files, Hints, Input, OperationNames, Selector, SettingsFile};

use model::Api;
pub use output::{Outcome, Output, OutputFile, Reading};
pub use target::{Feature, Layout, Metadata, Runtime, Target};

/// Reads the documents of `input` from `files`.
pub fn read(input: &Input, files: &dyn Files) -> Reading {
    read_and(input, files, |_| ()).0
}

/// Reads the documents of `input` from `files` and generates the crate. The [crate's page](crate#in-a-program) has an
/// example.
pub fn generate(input: &Input, files: &dyn Files) -> Outcome {
    let (
        Reading {
            api,
            version,
            diagnostics,
            sources,
            left_out: _,
        },
        output,
    ) = read_and(input, files, |api| {
        emit::emit(api, &input.regenerate, &input.target)
    });
    Outcome {
        output,
        api,
        version,
        diagnostics,
        sources,
    }
}

/// Suggests an overlay that fixes the document of `input`.
///
/// # Examples
///
/// ```no_run
/// use openapi_crate::file_system::FileSystem;
/// use openapi_crate::{Input, suggest};
///
/// # fn main() -> std::io::Result<()> {
/// let input = Input {
///     document: "api.yaml".to_owned(),
///     ..Input::default()
/// };
/// let suggestions = suggest(&input, &FileSystem::new("spec"));
/// if let Some(overlay) = suggestions.overlay() {
///     std::fs::write("spec/fixes.yaml", overlay)?;
/// }
/// # Ok(()) }
/// ```
pub fn suggest(input: &Input, files: &dyn Files) -> suggest::Suggestions {
    suggest::suggest(input, files, &read)
}

/// Reads the documents and, if they describe an API, passes it to `then`.
fn read_and<T>(
    input: &Input,
    files: &dyn Files,
    then: impl FnOnce(&Api) -> T,
) -> (Reading, Option<T>) {
    let mut diagnostics = Diagnostics::default();
    let (document, sources) = load::load(input, files, &mut diagnostics);
    let version = document.as_ref().map(|document| document.version);
    let described = document.as_ref().map_or(0, |document| document.operations);
    let (api, made) = thread::scope(|scope| {
        // Locating the diagnostics takes as long as reading the document did, so it runs in parallel with the rest.
        let look_up = |diagnostics: &Diagnostics| {
            let places = diagnostics.places();
            if !places.is_empty() {
                // If no thread can be started, they are located at the end.
                drop(thread::Builder::new().spawn_scoped(scope, || sources.look_up(places)));
            }
        };
        look_up(&diagnostics);
        let api = document.and_then(|document| {
            let api = lower::lower(&document, &input.package, &mut diagnostics);
            (!diagnostics.has_errors()).then_some(api)
        });
        look_up(&diagnostics);
        let made = api.as_ref().map(then);
        (api, made)
    });
    let mut diagnostics = diagnostics.into_vec();
    sources.sort(&mut diagnostics);
    let groups = api.iter().flat_map(|api| &api.groups);
    let kept = groups.map(|group| group.operations.len()).sum();
    let left_out = described.saturating_sub(kept);
    (
        Reading {
            api,
            version,
            diagnostics,
            sources,
            left_out,
        },
        made,
    )
}
