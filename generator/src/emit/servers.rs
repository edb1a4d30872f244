//! The servers of an API that has several, or that leaves a part of their addresses open.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::ident;
use super::{docs, file};
use crate::OutputFile;
use crate::model::{Api, Server, ServerVariable};

/// The file, where there is a choice.
pub(super) fn file(api: &Api) -> Option<OutputFile> {
    if api.servers.is_empty() {
        return None;
    }
    let title = docs::inner_comment(
        "Where the API is: addresses for [`ClientBuilder::base_url`](crate::ClientBuilder::base_url).",
    );
    let items = api.servers.iter().map(item);
    Some(file::file("src/servers.rs", &quote! { #title #(#items)* }))
}

fn item(server: &Server) -> TokenStream {
    let said = docs::text(&server.docs, "A server of the API.");
    let url = &server.url;
    let comment = docs::comment(&format!("{said}\n\n`{url}`"));
    if server.variables.is_empty() {
        let name = ident(&server.name);
        return quote! { #comment pub const #name: &str = #url; };
    }
    let name = ident(&server.name);
    let fields = server
        .variables
        .iter()
        .map(|variable| ident(&variable.name));
    let defaults = server.variables.iter().map(|variable| {
        let (name, default) = (ident(&variable.name), &variable.default);
        quote! { #name: #default.to_owned() }
    });
    let setters = server.variables.iter().map(setter);
    let (template, values) = url_parts(server);
    quote! {
        #comment
        #[derive(Clone, Debug, PartialEq)]
        #[must_use]
        pub struct #name { #(#fields: String,)* }
        impl Default for #name {
            fn default() -> Self {
                Self { #(#defaults),* }
            }
        }
        impl #name {
            #(#setters)*
            /// The address.
            pub fn url(&self) -> String {
                format!(#template, #(self.#values),*)
            }
        }
    }
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let name = ident(&variable.name);
    let said = docs::text(&variable.docs, &format!("Sets `{}`.", variable.wire_name));
    let values: Vec<String> = variable
        .values
        .iter()
        .map(|value| format!("`{value}`"))
        .collect();
    let values = if values.is_empty() {
        String::new()
    } else {
        format!(" One of {}.", values.join(", "))
    };
    let comment = docs::comment(&format!(
        "{said}\n\nUnset, it is `{}`.{values}",
        variable.default
    ));
    quote! {
        #comment
        pub fn #name(self, #name: impl Into<String>) -> Self {
            Self { #name: #name.into(), ..self }
        }
    }
}

/// The URL as a format string, and the variables that go into it.
fn url_parts(server: &Server) -> (String, Vec<proc_macro2::Ident>) {
    let escaped = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let mut template = String::new();
    let mut values = Vec::new();
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        template.push_str(&escaped(before));
        match after.split_once('}') {
            Some((name, after)) => {
                match server
                    .variables
                    .iter()
                    .find(|variable| variable.wire_name == name)
                {
                    Some(variable) => {
                        template.push_str("{}");
                        values.push(ident(&variable.name));
                    }
                    None => template.push_str(&format!("{{{{{name}}}}}")),
                }
                rest = after;
            }
            None => {
                template.push_str("{{");
                rest = after;
            }
        }
    }
    template.push_str(&escaped(rest));
    (template, values)
}
