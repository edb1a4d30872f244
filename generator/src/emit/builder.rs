//! The struct that collects the optional arguments of an operation and sends it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::argument::lent;
use super::ty::{self, From, ident};
use super::{docs, operation};
use crate::model::operation::Operation;
use crate::model::types::{ResponseBody, Type};
use crate::model::{Api, Group};

pub(super) fn item(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    let comment = docs::comment(&format!(
        "A call of [`{0}::{1}`], to be sent with [`send`](Self::send).",
        group.type_name,
        operation.name.trim_start_matches("r#")
    ));
    let setters = operation.optional_parameters().map(|parameter| {
        let attributes =
            docs::attributes(&parameter.docs, &format!("Sets `{}`.", parameter.wire_name));
        let name = ident(&parameter.name);
        let argument = lent(&api.types, &parameter.ty, &parameter.name, From::Elsewhere);
        let pass = operation::pass(parameter, &argument);
        let ty = argument.ty;
        quote! {
            #attributes
            pub fn #name(self, #name: #ty) -> Self {
                Self(self.0 #pass)
            }
        }
    });
    let body = body_setter(api, operation);
    let pages = pages(api, operation);
    let send = send(api, operation);
    let others = others(api, operation);
    quote! {
        #comment
        #[derive(Debug)]
        #[must_use = "nothing is sent before `send`"]
        pub struct #name(Call);
        impl #name {
            #(#setters)*
            #body
            #pages
            #send
            #others
        }
    }
}

/// The setter of a body that a call can do without.
fn body_setter(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref().filter(|body| !body.required)?;
    let name = ident(&body.name);
    let attributes = docs::attributes(&body.docs, "Sets the body.");
    let (ty, pass) = operation::pass_body(api, &body.name, &body.media_type, &body.content);
    let others = body.alternatives.iter().map(|other| {
        let comment = docs::comment(&format!("Sets a body of `{}`.", other.media_type));
        let function = ident(&other.function);
        let (ty, pass) = operation::pass_body(api, &body.name, &other.media_type, &other.content);
        quote! {
            #comment
            pub fn #function(self, #name: #ty) -> Self {
                Self(self.0 #pass)
            }
        }
    });
    Some(quote! {
        #attributes
        pub fn #name(self, #name: #ty) -> Self {
            Self(self.0 #pass)
        }
        #(#others)*
    })
}

/// How a call reads a body, and what it has to know for that.
fn sending(body: &ResponseBody, without_body: &[u16]) -> (TokenStream, TokenStream) {
    let send = match body {
        ResponseBody::Empty => quote! { send_empty },
        ResponseBody::Json(_) if !without_body.is_empty() => {
            let statuses = without_body
                .iter()
                .map(|status| Literal::u16_unsuffixed(*status));
            return (quote! { send_optional_json }, quote! { &[#(#statuses),*] });
        }
        ResponseBody::Json(_) => quote! { send_json },
        ResponseBody::Text => quote! { send_text },
        ResponseBody::Bytes => quote! { send_stream },
        ResponseBody::JsonLines(_) => quote! { send_json_lines },
        ResponseBody::Events(Some(_)) => quote! { send_events },
        ResponseBody::Events(None) => quote! { send_text_events },
        ResponseBody::ByStatus(_) => quote! { send_by_status },
    };
    (send, TokenStream::new())
}

/// The ways to get another media type than the one that is asked for.
fn others(api: &Api, operation: &Operation) -> TokenStream {
    let others = &operation.success.others;
    let of = |function: &str, is: fn(&ResponseBody) -> bool| {
        let other = others.iter().find(|other| is(&other.body))?;
        let function = ident(function);
        let comment = docs::comment(&format!(
            "As [`send`](Self::send), and asks for `{}`.",
            other.media_type
        ));
        let result = ty::body(&api.types, &other.body, From::Elsewhere);
        let (send, argument) = sending(&other.body, &[]);
        let accept = &other.media_type;
        Some(quote! {
            #comment
            pub async fn #function(self) -> Result<Response<#result>, Error> {
                self.0.accept(#accept).#send(#argument).await
            }
        })
    };
    let events = of("send_events", |body| {
        matches!(body, ResponseBody::Events(_))
    });
    let lines = of("send_lines", |body| {
        matches!(body, ResponseBody::JsonLines(_))
    });
    let bytes: Vec<String> = others
        .iter()
        .filter(|other| matches!(other.body, ResponseBody::Bytes))
        .map(|other| format!("`{}`", other.media_type))
        .collect();
    let bytes = (!bytes.is_empty()).then(|| {
        let comment = docs::comment(&format!(
            "As [`send`](Self::send), and asks for another media type: {}.",
            bytes.join(", ")
        ));
        quote! {
            #comment
            pub async fn send_as(self, accept: &'static str) -> Result<Response<ByteStream>, Error> {
                self.0.accept(accept).send_stream().await
            }
        }
    });
    quote! { #events #lines #bytes }
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
            self.0.pages(#cursor)
        }
        #items
        pub fn items(self) -> Items<#page> {
            self.0.items(#cursor)
        }
    })
}

fn send(api: &Api, operation: &Operation) -> TokenStream {
    let success = &operation.success;
    let (send, argument) = sending(&success.body, &success.without_body);
    let said = docs::text(&success.docs, "");
    let comment = docs::comment(&if said.is_empty() {
        "Sends the call.".to_owned()
    } else {
        format!("Sends the call. On success: {said}")
    });
    let (result, expression) = match success.headed {
        None => (
            ty::body(&api.types, &success.body, From::Elsewhere),
            quote! { self.0.#send(#argument).await },
        ),
        Some(id) => {
            let headed = ty::tokens(&api.types, &Type::Named(id), From::Elsewhere);
            (
                headed,
                quote! { self.0.#send(#argument).await.map(Response::headed) },
            )
        }
    };
    quote! {
        #comment
        pub async fn send(self) -> Result<Response<#result>, Error> {
            #expression
        }
    }
}
