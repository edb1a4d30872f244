//! The fourth stage: turns the [`surface`](crate::surface) of a crate into Rust source files.
//!
//! Each kind of item has a module that turns its data into tokens; `prettyplease` prints them, and `file` assembles the
//! files. Generated code is thin: it describes each operation, and the embedded runtime does the work.

mod body;
mod call;
mod description;
mod docs;
mod double;
mod example;
mod file;
mod first_line;
mod head;
mod ident;
mod item;
mod json;
mod manifest;
mod page;
mod parallel;
mod print;
mod readme;
mod relocate;
mod runtime;
mod scene;
mod syntax;

pub use self::first_line::MARKER;
use crate::Output;
use crate::model::Api;
use crate::surface::{double as double_surface, surface};
use crate::target::{Runtime, Target};

/// Generates the crate or module of an API. The first line of each file names the command `regenerate`.
pub fn emit(api: &Api, regenerate: &str, target: &Target) -> Output {
    let mut surface = surface(api, target);
    surface.extend(double_surface::file(api, target));
    let mut files = file::files(&surface, target);
    if target.runtime == Runtime::Embedded {
        files.extend(runtime::files(target));
    }
    let first_line = first_line::first_line("//", regenerate);
    for file in &mut files {
        file.contents.insert_str(0, &first_line);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Output {
        files,
        manifest: manifest::manifest(api, target),
        dependencies: manifest::dependencies(api, target),
        readme: readme::readme(api, target),
        operations: api.groups.iter().map(|group| group.operations.len()).sum(),
        types: api.types.len(),
    }
}
