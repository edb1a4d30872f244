//! The statics that describe the API and its operations for the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use crate::model::operation::{Repeat, Segment, Style};
use crate::model::security::CredentialKind;
use crate::surface::description::{
    ApiDescription, OperationDescription, ParameterDescription, SchemeDescription,
};

/// The static of an operation.
pub(super) fn operation(operation: &OperationDescription) -> TokenStream {
    let name = ident(&operation.name);
    let id = &operation.id;
    let method = operation.method.as_str();
    let new = if operation.method.is_extension() {
        quote! { Operation::with_method(#id, #method) }
    } else {
        let method = format_ident!("{}", method);
        quote! { Operation::new(#id, Method::#method) }
    };
    let segments = operation.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote! { Segment::Literal(#text) },
        Segment::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote! { Segment::Parameter(#index) }
        }
    });
    let query = operation.query.as_ref();
    let query = query.map(|query| quote! { .query(#query) });
    let parameters = operation.parameters.iter().map(parameter);
    let parameters =
        (!operation.parameters.is_empty()).then(|| quote! { .parameters(&[#(#parameters),*]) });
    let accept = operation
        .accept
        .as_ref()
        .map(|accept| quote! { .accept(#accept) });
    let security = operation
        .security
        .iter()
        .map(|schemes| quote! { &[#(#schemes),*] });
    let security =
        (!operation.security.is_empty()).then(|| quote! { .security(&[#(#security),*]) });
    let repeat = operation.repeat.as_ref().map(|repeat| match repeat {
        Repeat::Always => quote! { .repeat(Repeat::Always) },
        Repeat::Never => quote! { .repeat(Repeat::Never) },
        Repeat::Unless(names) => quote! { .repeat(Repeat::Unless(&[#(#names),*])) },
    });
    let server = operation
        .server
        .as_ref()
        .map(|server| quote! { .server(#server) });
    let redirect = operation
        .expects_redirect
        .then(|| quote! { .expects_redirect() });
    // The path, which every operation has, is last, so an addition to an operation is not next to the following one.
    quote! {
        static #name: Operation = #new
            #server #redirect #security #repeat #accept #parameters #query
            .path(&[#(#segments),*]);
    }
}

/// A parameter, with the properties that differ from the defaults of its location.
pub(super) fn parameter(parameter: &ParameterDescription) -> TokenStream {
    let constructor = ident(parameter.location.as_str());
    let name = &parameter.wire_name;
    let style = parameter.style.map(|style| {
        let style = match style {
            Style::Simple => quote! { Simple },
            Style::Label => quote! { Label },
            Style::Matrix => quote! { Matrix },
            Style::Form => quote! { Form },
            Style::SpaceDelimited => quote! { SpaceDelimited },
            Style::PipeDelimited => quote! { PipeDelimited },
            Style::DeepObject => quote! { DeepObject },
            Style::Cookie => quote! { Cookie },
            Style::Json => quote! { Json },
        };
        quote! { .style(Style::#style) }
    });
    let explode = parameter
        .explode
        .map(|explode| quote! { .explode(#explode) });
    let allow_reserved = parameter
        .allow_reserved
        .then(|| quote! { .allow_reserved() });
    quote! { Parameter::#constructor(#name) #style #explode #allow_reserved }
}

/// The static of the API.
pub(super) fn api(api: &ApiDescription) -> TokenStream {
    let server = &api.server;
    let schemes = api.schemes.iter().map(scheme);
    let security = api
        .security
        .iter()
        .map(|schemes| quote! { &[#(#schemes),*] });
    let rate_limit = match &api.rate_limit {
        None => quote! { None },
        Some(headers) => {
            let (remaining, reset) = (&headers.remaining, &headers.reset);
            quote! { Some(RateLimitHeaders { remaining: #remaining, reset: #reset }) }
        }
    };
    quote! {
        static API: Api = Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            server: #server,
            security_schemes: &[#(#schemes),*],
            security: &[#(#security),*],
            rate_limit: #rate_limit,
        };
    }
}

fn scheme(scheme: &SchemeDescription) -> TokenStream {
    let name = &scheme.name;
    let kind = match &scheme.kind {
        CredentialKind::ApiKeyHeader(header) => quote! { SecurityKind::ApiKeyHeader(#header) },
        CredentialKind::ApiKeyQuery(query) => quote! { SecurityKind::ApiKeyQuery(#query) },
        CredentialKind::ApiKeyCookie(cookie) => quote! { SecurityKind::ApiKeyCookie(#cookie) },
        CredentialKind::Basic => quote! { SecurityKind::HttpBasic },
        CredentialKind::Bearer => quote! { SecurityKind::HttpBearer },
    };
    let variable = match &scheme.variable {
        Some(variable) => quote! { Some(#variable) },
        None => quote! { None },
    };
    quote! { SecurityScheme { name: #name, kind: #kind, variable: #variable } }
}
