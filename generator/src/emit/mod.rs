//! The third stage: the [`model`](crate::model) in, Rust source files out.
//!
//! Generated code is thin: an operation says what it is, the embedded runtime does the work. Each file here
//! answers for one kind of generated item; `file` alone turns tokens into text.

mod argument;
mod builder;
mod by_status;
mod checked;
pub(crate) mod client;
mod docs;
mod example;
mod file;
mod first_line;
mod group;
mod header;
mod integer_enum;
mod items;
mod library;
mod manifest;
mod multipart;
mod object;
mod one_of;
mod operation;
mod pagination;
mod parallel;
mod reflow;
mod response;
mod runtime;
mod servers;
pub(crate) mod signature;
mod string_enum;
mod ty;
pub(crate) mod types;

pub use self::first_line::MARKER;
use crate::Output;
use crate::model::Api;

/// Writes the crate of an API; the first line of each file names the command `regenerate`.
pub fn emit(api: &Api, regenerate: &str) -> Output {
    let mut files = vec![library::file(api), client::file(api)];
    let mut of_items: Vec<_> = api
        .groups
        .iter()
        .map(|group| group::file(api, group))
        .collect();
    of_items.extend(types::files(api));
    files.extend(items::files(&of_items));
    files.extend(servers::file(api));
    files.extend(runtime::files());
    let first_line = first_line::first_line("//", regenerate);
    for file in &mut files {
        file.contents.insert_str(0, &first_line);
    }
    files.push(file::rustfmt(regenerate));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Output {
        files,
        manifest: manifest::manifest(api),
        operations: api.groups.iter().map(|group| group.operations.len()).sum(),
        types: api.types.len(),
    }
}
