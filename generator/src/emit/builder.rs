//! The struct that collects the optional arguments of an operation and sends it.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::lent;
use super::ty::{self, From, ident};
use super::{docs, header, operation};
use crate::model::operation::Operation;
use crate::model::types::{ResponseBody, Type, TypeKind};
use crate::model::{Api, Group};

pub(super) fn item(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    let comment = docs::comment(&format!(
        "A call of [`{0}::{1}`], to be sent with [`send`](Self::send).",
        group.type_name,
        operation.name.trim_start_matches("r#")
    ));
    let setters = operation.optional_parameters().map(|parameter| {
        let attributes = docs::attributes(&parameter.docs, &format!("Sets `{}`.", parameter.wire_name));
        let name = ident(&parameter.name);
        let argument = lent(&api.types, &parameter.ty, &parameter.name, From::Elsewhere);
        let pass = operation::pass(parameter, &argument);
        let ty = argument.ty;
        quote! {
            #attributes
            pub fn #name(self, #name: #ty) -> Self {
                Self { call: self.call #pass }
            }
        }
    });
    let body = body_setter(api, operation);
    let pages = pages(api, operation);
    let send = send(api, group, operation);
    quote! {
        #comment
        #[derive(Debug)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #name {
            call: Call,
        }
        impl #name {
            #(#setters)*
            #body
            #pages
            #send
        }
    }
}

/// The setter of a body that a call can do without.
fn body_setter(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref().filter(|body| !body.required)?;
    let attributes = docs::attributes(&body.docs, "Sets the body.");
    let name = ident(&body.name);
    let (ty, pass) = operation::pass_body(api, operation)?;
    Some(quote! {
        #attributes
        pub fn #name(self, #name: #ty) -> Self {
            Self { call: self.call #pass }
        }
    })
}

/// The ways to read a list that goes on.
fn pages(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let page = ty::tokens(&api.types, &Type::Named(pagination.page), From::Elsewhere);
    let cursor = &pagination.cursor;
    let pages = docs::comment(&format!(
        "Sends the call for each page, with the `{cursor}` of the page before, as the stream is read."
    ));
    let items = docs::comment(
        "The items of all pages, one after the other; a page is asked for when the one before is read.",
    );
    Some(quote! {
        #pages
        pub fn pages(self) -> Pages<#page> {
            self.call.pages(#cursor)
        }
        #items
        pub fn items(self) -> Items<#page> {
            self.call.items(#cursor)
        }
    })
}

fn send(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let success = &operation.success;
    let send = match success.body {
        ResponseBody::Empty => quote! { send_empty },
        ResponseBody::Json(_) => quote! { send_json },
        ResponseBody::Text => quote! { send_text },
        ResponseBody::Bytes => quote! { send_stream },
    };
    let said = docs::text(&success.docs, "");
    let comment = docs::comment(&if said.is_empty() {
        "Sends the call.".to_owned()
    } else {
        format!("Sends the call. On success: {said}")
    });
    let documented = if operation.failures.is_empty() {
        String::new()
    } else {
        let (group, name) = (&group.type_name, operation.name.trim_start_matches("r#"));
        format!(", and those of [`{group}::{name}`]")
    };
    let errors = docs::comment(&format!(
        "\n# Errors\n\nWhatever keeps the call from succeeding: see [`Error`]{documented}."
    ));
    let headed = success.headed.and_then(|id| match &api.types[id].kind {
        TypeKind::Response(response) => Some((&api.types[id].name, response)),
        _ => None,
    });
    let (result, expression) = match headed {
        None => (ty::body(&api.types, &success.body, From::Elsewhere), quote! { self.call.#send().await }),
        Some((name, response)) => {
            let name = ident(name);
            // The closure would be asked for the type before it can tell it.
            let turbofish = matches!(success.body, ResponseBody::Json(_)).then(|| {
                let body = ty::body(&api.types, &success.body, From::Elsewhere);
                quote! { ::<#body> }
            });
            let values = response.headers.iter().map(|field| header::value(&api.types, field));
            let expression = quote! {
                Ok(self.call.#send #turbofish().await?.with_headers(|headers, body| types::#name { #(#values,)* body }))
            };
            (quote! { types::#name }, expression)
        }
    };
    quote! {
        #comment
        #errors
        pub async fn send(self) -> Result<Response<#result>, Error> {
            #expression
        }
    }
}
