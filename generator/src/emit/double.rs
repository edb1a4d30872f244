//! The code of the double, for tests.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use super::syntax::{parse, ty};
use crate::model::operation::{Location, Statuses};
use crate::surface::double_body::{DoubleBody, HeaderWrite, StatusWrite, Written};
use crate::surface::typed_call::{Read, TypedCall};

/// The macro call that defines the double, with a call type per line. It is text for the same reason as those in `json`.
pub(super) fn macro_call(calls: &[String]) -> String {
    let mut text = "crate::runtime::testing::double! {\n    crate::runtime::testing;\n".to_owned();
    for call in calls {
        text.push_str(&format!("    {},\n", ident(call)));
    }
    text + "}\n"
}

/// The body of a function.
pub(super) fn body(body: &DoubleBody) -> TokenStream {
    match body {
        DoubleBody::On => quote! { self.0.on() },
        DoubleBody::Headed { body, headers } => {
            let body = ty(body);
            let headers = headers.iter().map(header);
            quote! {
                Reply::from(<#body>::from(self.body)) #(#headers)*
            }
        }
        DoubleBody::ByStatus(variants) => {
            let arms = variants.iter().map(variant);
            quote! {
                let reply = Reply::new();
                match self { #(#arms)* }
            }
        }
    }
}

fn header(header: &HeaderWrite) -> TokenStream {
    let (field, name) = (ident(&header.field), &header.wire_name);
    let function = if header.is_json {
        "declared_json"
    } else {
        "declared"
    };
    let function = ident(function);
    quote! { .#function(#name, self.#field.as_ref()) }
}

fn variant(write: &StatusWrite) -> TokenStream {
    let variant = ident(&write.variant);
    let mut values = Vec::new();
    let mut reply = quote! { reply };
    if write.has_status {
        values.push(quote! { status });
        reply.extend(quote! { .with_status(status) });
    } else if let Some(Statuses::One(status)) = write.status {
        let status = Literal::u16_unsuffixed(status);
        reply.extend(quote! { .status(#status) });
    }
    let media_type = write.media_type.as_ref();
    match write.content {
        Written::Nothing => {}
        Written::Json => {
            values.push(quote! { body });
            let media_type = media_type.map_or("application/json", String::as_str);
            reply.extend(quote! { .typed_json(#media_type, &body) });
        }
        Written::Bytes => {
            values.push(quote! { body });
            let media_type = media_type.map(|media_type| quote! { .with_type(#media_type) });
            reply.extend(quote! { #media_type.body(body) });
        }
    }
    let values = (!values.is_empty()).then(|| quote! { (#(#values),*) });
    quote! { Self::#variant #values => #reply, }
}

/// The implementation of the runtime's trait for the calls of an operation.
pub(super) fn typed_call(call: &TypedCall) -> syn::Item {
    let (name, operation) = (ident(&call.name), &call.operation);
    let (status, media_type) = (Literal::u16_unsuffixed(call.status), &call.media_type);
    let (reply, failure) = (ty(&call.reply), ty(&call.failure));
    let fields = call.fields.iter().map(|(field, read)| {
        let (field, read) = (ident(field), read_tokens(read));
        quote! { #field: #read? }
    });
    let argument = if call.fields.is_empty() {
        ident("_")
    } else {
        ident("call")
    };
    parse(quote! {
        impl TypedCall for #name {
            const OPERATION: &'static str = #operation;
            const STATUS: u16 = #status;
            const MEDIA_TYPE: &'static str = #media_type;
            type Reply = #reply;
            type Failure = #failure;

            fn read(#argument: &Recorded) -> Result<Self, String> {
                Ok(Self { #(#fields),* })
            }
        }
    })
}

fn read_tokens(read: &Read) -> TokenStream {
    match read {
        Read::Parameter {
            location,
            wire_name,
            required,
        } => {
            let function = ident(if *required { "required" } else { "optional" });
            let location = match location {
                Location::Path => "Path",
                Location::Query => "Query",
                Location::Querystring => "Querystring",
                Location::Header => "Header",
                Location::Cookie => "Cookie",
            };
            let location = format_ident!("{location}");
            quote! { call.#function(Location::#location, #wire_name) }
        }
        Read::Body {
            function,
            required: true,
        } => {
            let function = ident(function);
            quote! { call.#function() }
        }
        Read::Body { function, .. } => {
            let function = ident(function);
            quote! { call.if_set(|call| call.#function()) }
        }
    }
}
