//! The code that passes arguments to a call and sends it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::description::parameter;
use super::ident::ident;
use crate::surface::any_json::AnyJson;
use crate::surface::body::{Accept, Argument, Form, Pass, Send};

/// The method call that passes an argument.
pub(super) fn pass(pass: &Pass) -> TokenStream {
    match pass {
        Pass::Parameter {
            location,
            wire_name,
            argument,
        } => {
            let suffix = match argument.form {
                Form::String => "_text",
                _ => "",
            };
            let function = format_ident!("{}{suffix}", location.as_str());
            let (turbofish, value) = (turbofish(argument), value(argument));
            quote! { .#function #turbofish(#wire_name, #value) }
        }
        Pass::Json {
            media_type,
            argument,
        } => {
            let (turbofish, value) = (turbofish(argument), value(argument));
            quote! { .json #turbofish(#media_type, #value) }
        }
        Pass::AnyJson {
            media_type,
            argument,
            any,
        } => {
            let name = ident(argument);
            match any {
                AnyJson::Value => quote! { .any_json(#media_type, #name) },
                AnyJson::Object => quote! { .any_json_object(#media_type, #name) },
            }
        }
        Pass::Form {
            media_type,
            argument,
            styled,
        } => {
            let (value, styled) = (value(argument), styled.iter().map(parameter));
            quote! { .form(#media_type, #value, &[#(#styled),*]) }
        }
        Pass::MultipartOf {
            media_type,
            argument,
        } => {
            let value = value(argument);
            quote! { .multipart_of(#media_type, #value) }
        }
        Pass::Multipart {
            media_type,
            argument,
        } => {
            let name = ident(argument);
            quote! { .multipart(#media_type, #name) }
        }
        Pass::NdJson {
            media_type,
            argument,
        } => {
            let name = ident(argument);
            quote! { .ndjson(#media_type, #name.into()) }
        }
        Pass::Bytes {
            media_type,
            argument,
        } => {
            let name = ident(argument);
            quote! { .body(#media_type, #name.into()) }
        }
    }
}

/// The type argument of the method, if the type cannot be inferred.
fn turbofish(argument: &Argument) -> Option<TokenStream> {
    matches!(argument.form, Form::Secret).then(|| quote! { ::<Secret> })
}

/// The argument, as an expression that the method accepts.
fn value(argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    match argument.form {
        Form::String | Form::Reference => quote! { #name },
        Form::Value => quote! { &#name },
        Form::Secret => quote! { &#name.into() },
        Form::FormattedReference => quote! { &json::written(#name) },
        Form::FormattedValue => quote! { &json::written(&#name) },
        Form::FormattedBytes => quote! { &json::written::<Bytes>(&#name.into()) },
        Form::FormattedList => quote! { &json::written_list(#name) },
    }
}

/// Sends a call.
pub(super) fn send(send: &Send) -> TokenStream {
    let accept = send.accept.as_ref().map(|accept| match accept {
        Accept::MediaType(media_type) => quote! { .accept(#media_type) },
        Accept::Argument(name) => {
            let name = ident(name);
            quote! { .accept(#name) }
        }
    });
    let function = ident(send.function);
    let without_body = (!send.without_body.is_empty()).then(|| {
        let statuses = send
            .without_body
            .iter()
            .map(|status| Literal::u16_unsuffixed(*status));
        quote! { &[#(#statuses),*] }
    });
    let headed = send.headed.then(|| quote! { .map(Response::headed) });
    quote! { self.0 #accept.#function(#without_body).await #headed }
}
