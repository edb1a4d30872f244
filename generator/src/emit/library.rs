//! The crate's root: what it is for, its modules, and what it takes from the runtime.

use quote::quote;

use super::ty::ident;
use super::{Provenance, docs, example, file};
use crate::OutputFile;
use crate::model::Api;

pub(super) fn file(api: &Api, provenance: &Provenance) -> OutputFile {
    let comment = docs::inner_comment(&comment(api));
    let mut modules: Vec<String> = api.groups.iter().map(|group| group.module.clone()).collect();
    modules.extend((!api.servers.is_empty()).then(|| "servers".to_owned()));
    modules.push("types".to_owned());
    modules.sort();
    let modules = modules.iter().map(|module| ident(module));
    let mut file = file::file(
        "src/lib.rs",
        &quote! {
            #comment
            #![forbid(unsafe_code)]
            #![deny(missing_docs)]
            #![allow(clippy::all, clippy::pedantic, reason = "names and signatures follow the API's document")]
            #![allow(deprecated, reason = "what the document advises against is still there")]

            mod client;
            #(pub mod #modules;)*
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
    file.contents.insert_str(file::first_line().len(), &provenance.comment());
    file
}

fn comment(api: &Api) -> String {
    let mut text = docs::text(&api.docs, &api.package);
    if let Some(example) = api.groups.iter().find_map(|group| {
        group.operations.first().and_then(|operation| example::whole(api, group, operation))
    }) {
        text.push_str("\n\n# First steps\n\n");
        text.push_str(&example);
    }
    text.push_str("\n\n# Operations\n\n");
    text.push_str("| operation | method and path | what it does |\n| --- | --- | --- |");
    for group in &api.groups {
        for operation in &group.operations {
            let name = operation.name.trim_start_matches("r#");
            let said = operation.docs.summary.as_deref().or(operation.docs.description.as_deref());
            let said = said.and_then(|text| text.lines().next()).map(docs::markdown).unwrap_or_default();
            text.push_str(&format!(
                "\n| [`{name}`]({}::{}::{name}) | `{} {}` | {} |",
                group.module.trim_start_matches("r#"),
                group.type_name,
                operation.method.as_str(),
                operation.path.replace('|', "\\|"),
                said.replace('|', "\\|"),
            ));
        }
    }
    text
}
