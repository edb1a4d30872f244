//! The third stage: the [`model`](crate::model) in, the Rust items of the crate out, as data.
//!
//! Which items there are, what each is called, its signature and its documentation, and the names that it imports are
//! decided here, one file a kind of item. [`emit`](crate::emit) prints the items, [`diff`](crate::diff) compares those
//! of two documents, and [`public_api`] lists what callers see.

mod argument;
pub(crate) mod body;
pub(crate) mod builder;
mod by_status;
mod checked;
pub(crate) mod client;
pub(crate) mod comment;
pub(crate) mod description;
pub(crate) mod example;
pub(crate) mod file;
mod group;
pub(crate) mod imports;
mod integer_enum;
pub(crate) mod item;
pub(crate) mod json;
mod library;
mod markdown;
mod multipart;
mod object;
mod one_of;
pub(crate) mod operation;
mod pagination;
mod public_api;
mod response;
mod servers;
mod setter;
mod string_enum;
pub(crate) mod ty;
pub(crate) mod types;

use self::file::SourceFile;
use crate::model::Api;

/// The files of the crate, without the runtime.
pub(crate) fn surface(api: &Api) -> Vec<SourceFile<'_>> {
    let mut files = vec![library::file(api), client::file(api)];
    files.extend(api.groups.iter().map(|group| group::file(api, group)));
    files.extend(types::files(api));
    files.extend(servers::file(api));
    files
}

/// What callers of the crate can name: a sorted list with a signature a line.
pub fn public_api(api: &Api) -> Vec<String> {
    public_api::lines(&surface(api))
}
