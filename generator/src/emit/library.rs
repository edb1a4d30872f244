//! The crate's root: what it is for, its modules, and what it takes from the runtime.

use quote::quote;

use super::ty::ident;
use super::{Provenance, docs, example, file};
use crate::OutputFile;
use crate::model::Api;

pub(super) fn file(api: &Api, provenance: &Provenance) -> OutputFile {
    let comment = docs::inner_comment(&comment(api));
    let mut modules: Vec<String> = api
        .groups
        .iter()
        .map(|group| group.module.clone())
        .collect();
    modules.extend((!api.servers.is_empty()).then(|| "servers".to_owned()));
    modules.push("types".to_owned());
    modules.sort();
    let modules = modules.iter().map(|module| {
        let name = ident(module);
        // The compiler looks for no file whose name is not ASCII unless it is told to (E0754).
        let path = (!module.is_ascii()).then(|| {
            let path = format!("{module}.rs");
            quote! { #[path = #path] }
        });
        quote! { #path pub mod #name; }
    });
    let mut file = file::file(
        "src/lib.rs",
        &quote! {
            #comment
            #![forbid(unsafe_code)]
            #![deny(missing_docs)]
            #![allow(clippy::all, clippy::pedantic, reason = "names and signatures follow the API's document")]
            #![allow(
                confusable_idents, mixed_script_confusables, non_camel_case_types, non_snake_case,
                non_upper_case_globals, uncommon_codepoints,
                reason = "so do the letters of names"
            )]
            #![allow(deprecated, reason = "what the document advises against is still there")]

            mod client;
            #(#modules)*
            #[allow(dead_code, unreachable_pub, unused_imports, reason = "an API uses a part of the runtime")]
            mod runtime;

            #[doc(inline)]
            pub use runtime::{
                ApiError, ArgumentError, Body, BodyError, BoxError, ByteStream, Client, ClientBuilder, ConfigError,
                ConnectionError, DecodeError, Error, Event, Events, Items, JsonLines, LimitError, NdJson, Page, Pages,
                Part, RateLimit, Response, RetryPolicy, Secret, TimeoutError, TokenError, TokenSource,
            };
        },
    );
    // Behind the line that marks the file, and in one file only: a comment in the document is no news in the others.
    file.contents
        .insert_str(file::first_line().len(), &provenance.comment());
    file
}

fn comment(api: &Api) -> String {
    let mut text = docs::text(&api.docs, &api.package);
    if let Some(example) = api.groups.iter().find_map(|group| {
        group
            .operations
            .first()
            .and_then(|operation| example::whole(api, group, operation))
    }) {
        text.push_str("\n\n# First steps\n\n");
        text.push_str(&example);
    }
    text.push_str("\n\n# Operations\n\n");
    text.push_str("| operation | method and path | what it does |\n| --- | --- | --- |");
    for group in &api.groups {
        for operation in &group.operations {
            let name = operation.name.trim_start_matches("r#");
            let said = operation
                .docs
                .summary
                .as_deref()
                .or(operation.docs.description.as_deref());
            let said = said
                .and_then(|text| text.lines().next())
                .map(docs::markdown)
                .unwrap_or_default();
            text.push_str(&format!(
                "\n| [`{name}`]({}::{}::{name}) | `{} {}` | {} |",
                group.module.trim_start_matches("r#"),
                group.type_name,
                operation.method.as_str(),
                operation.path.template.replace('|', "\\|"),
                said.replace('|', "\\|"),
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::{Files, Input, generate};

    struct Alone(&'static str);

    impl Files for Alone {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(self.0.as_bytes().to_vec())
        }
    }

    #[test]
    fn a_module_in_another_script_says_which_file_it_is() {
        let document = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get: { tags: [書籍] }\n    \
            put: { tags: [books] }\n";
        let input = Input {
            document: "a.yaml".to_owned(),
            package: "test".to_owned(),
            ..Input::default()
        };
        let output = generate(&input, &Alone(document))
            .output
            .expect("it is a document");
        let root = output
            .files
            .iter()
            .find(|file| file.path == "src/lib.rs")
            .expect("there is a root");
        assert!(
            root.contents
                .contains("#[path = \"書籍.rs\"]\npub mod 書籍;"),
            "{}",
            root.contents
        );
        assert_eq!(root.contents.matches("#[path").count(), 1);
        assert!(output.files.iter().any(|file| file.path == "src/書籍.rs"));
    }
}
