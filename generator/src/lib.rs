//! OpenAPI documents in, Rust client crates out.
//!
//! Data goes one way through three stages, each with one entry function and one output type:
//!
//! 1. [`load`] reads the bytes, applies overlays, follows references, and yields one resolved `openapiv3` document
//!    with a [`SourceMap`] that knows where every node came from;
//! 2. [`lower`] turns that document into the [`model`]: types, operations and names as Rust will have them;
//! 3. [`emit`] turns the model into token streams and those into files.
//!
//! Beside them, [`diff`] tells from two models what a change of the documents means for callers.
//!
//! Complaints are values ([`diagnostic`]); nothing here prints, and nothing but the [`Files`] of the caller is read.

pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod load;
pub mod lower;
pub mod model;
mod path_template;
pub mod pointer;
mod selector;
pub mod surface;

use std::io;
use std::thread;

use diagnostic::{Diagnostic, Diagnostics};
use load::{SourceMap, Version};
use model::Api;
pub use selector::Selector;

/// Where documents come from: the file system for the command line, a map for tests.
pub trait Files {
    /// The bytes of the file of that name.
    ///
    /// Names are as the caller wrote them in [`Input`], or, for a `$ref` to another file, that reference joined to the
    /// folder of the file it stands in, with `/` between the parts.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What one run is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The OpenAPI document's name.
    pub document: String,
    /// The overlays' names, applied in this order.
    pub overlays: Vec<String>,
    /// The name of the generated package, in kebab case.
    pub package: String,
    /// The command that the first line of each generated file names as the way to regenerate it; none where this is
    /// empty.
    pub regenerate: String,
    /// The operations to generate, with the types that they need; all where this is empty.
    pub include: Vec<Selector>,
    /// The operations to leave out, even of those included.
    pub exclude: Vec<Selector>,
    /// Whether an operation or a schema that is wrong is left out, with a warning, instead of being an error.
    pub keep_going: bool,
}

/// What one run yields.
#[derive(Debug)]
pub struct Outcome {
    /// The generated crate, or `None` where a complaint is an error.
    pub output: Option<Output>,
    /// The API that it was made from.
    pub api: Option<Api>,
    /// The version of OpenAPI that the document follows, or `None` where it cannot be read.
    pub version: Option<Version>,
    /// Every complaint, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns the places of the complaints into lines and columns.
    pub sources: SourceMap,
}

/// The generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// All files below `src/`, sorted by path.
    pub files: Vec<OutputFile>,
    /// A manifest for a crate that has none yet.
    pub manifest: String,
    /// How many operations the crate has.
    pub operations: usize,
    /// How many types stand in its `types` module.
    pub types: usize,
}

/// One generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative to the crate's folder, with `/` between the parts: `src/types.rs`.
    pub path: String,
    /// The text. Its first line is a comment, which starts with [`emit::MARKER`] in Rust.
    pub contents: String,
}

/// What the documents of a run say, before it is written down in Rust.
#[derive(Debug)]
pub struct Reading {
    /// The API, or `None` where a complaint is an error.
    pub api: Option<Api>,
    /// The version of OpenAPI that the document follows, or `None` where it cannot be read.
    pub version: Option<Version>,
    /// Every complaint, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns places into lines and columns.
    pub sources: SourceMap,
}

/// Reads the documents of `input` from `files`.
pub fn read(input: &Input, files: &dyn Files) -> Reading {
    read_and(input, files, |_| ()).0
}

/// Reads the documents of `input` from `files` and generates the crate.
pub fn generate(input: &Input, files: &dyn Files) -> Outcome {
    let (
        Reading {
            api,
            version,
            diagnostics,
            sources,
        },
        output,
    ) = read_and(input, files, |api| emit::emit(api, &input.regenerate));
    Outcome {
        output,
        api,
        version,
        diagnostics,
        sources,
    }
}

/// Reads the documents, and makes something of the API if there is one.
fn read_and<T>(
    input: &Input,
    files: &dyn Files,
    then: impl FnOnce(&Api) -> T,
) -> (Reading, Option<T>) {
    let mut diagnostics = Diagnostics::default();
    let (document, sources) = load::load(input, files, &mut diagnostics);
    let version = document.as_ref().map(|document| document.version);
    let (api, made) = thread::scope(|scope| {
        // To find where the complaints stand takes as long as reading the document did, so it happens beside the rest.
        let look_up = |diagnostics: &Diagnostics| {
            let places = diagnostics.places();
            if !places.is_empty() {
                // Without a thread it happens at the end.
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
    (
        Reading {
            api,
            version,
            diagnostics,
            sources,
        },
        made,
    )
}
