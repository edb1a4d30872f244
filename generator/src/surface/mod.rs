//! The third stage: turns the [`model`](crate::model) into the Rust items of the crate, as data.
//!
//! The surface decides which items there are, with their names, signatures, documentation and imports; each kind of item
//! has a file. [`emit`](crate::emit) prints the items, [`diff`](crate::diff) compares those of two documents, and
//! [`public_api`] lists those that callers see.

pub(crate) mod any_json;
mod argument;
pub(crate) mod body;
pub(crate) mod builder;
mod by_status;
mod checked;
pub(crate) mod client;
pub(crate) mod comment;
pub(crate) mod description;
pub(crate) mod double;
pub(crate) mod double_body;
pub(crate) mod example;
pub(crate) mod example_value;
pub(crate) mod failures;
pub(crate) mod features;
pub(crate) mod file;
mod front_page;
mod group;
mod html;
pub(crate) mod imports;
pub(crate) mod inert;
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
mod request_body;
mod response;
pub(crate) mod scene;
mod sentence;
pub(crate) mod servers;
mod setter;
mod string_enum;
pub(crate) mod ty;
pub(crate) mod typed_call;
pub(crate) mod types;
mod usage;

use self::file::SourceFile;
use crate::model::Api;
use crate::target::Target;

/// The files of the crate or module, without the runtime.
pub(crate) fn surface<'a>(api: &'a Api, target: &Target) -> Vec<SourceFile<'a>> {
    let mut files = vec![
        library::file(api, target),
        client::file(api, target.runtime),
    ];
    files.extend(api.groups.iter().map(|group| group::file(api, group)));
    files.extend(types::files(api, target.runtime));
    files.extend(servers::file(api));
    files
}

/// The public API of the crate: one signature per line, in the order of the document, with an empty line between types.
/// The double of the API is the last module. The listing does not depend on the form of the generated code.
pub fn public_api(api: &Api) -> Vec<String> {
    let target = Target::default();
    let mut files = surface(api, &target);
    files.extend(double::file(api, &target));
    public_api::lines(&files)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::extern_name::reserved_names;
    use crate::{Files, Input, read};

    struct Fixtures;

    impl Files for Fixtures {
        fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
            std::fs::read(folder.join(name))
        }
    }

    /// The API of each fixture that is a document.
    fn apis() -> Vec<Api> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let names = std::fs::read_dir(folder).expect("the folder exists");
        names
            .filter_map(|entry| {
                let document = entry.ok()?.file_name().into_string().ok()?;
                let input = Input {
                    document,
                    package: "fixture".to_owned(),
                    ..Input::default()
                };
                read(&input, &Fixtures).api
            })
            .collect()
    }

    #[test]
    fn a_file_imports_only_reserved_names() {
        let apis = apis();
        assert!(apis.len() > 60, "{} fixtures are documents", apis.len());
        for file in apis.iter().flat_map(|api| surface(api, &Target::default())) {
            let reserved: Vec<&str> = reserved_names(file.head.kind).collect();
            let mut imports = imports::Imports::default();
            for item in file.units.iter().flat_map(|unit| unit()) {
                item.import(&mut imports);
            }
            for name in imports.names() {
                assert!(reserved.contains(&name), "{name} in {}", file.path);
            }
        }
    }
}
