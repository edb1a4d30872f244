//! The bodies of functions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident::ident;
use super::{call, double, page};
use crate::model::operation::Statuses;
use crate::surface::body::{
    Body, CheckedBody, CheckedLimit, ClientBody, Init, PartContent, PartPass, StatusContent,
    StatusRead,
};

/// The tokens of a function body.
pub(super) fn tokens(body: &Body) -> TokenStream {
    match body {
        Body::StartCall {
            builder,
            description,
            arguments,
        } => {
            let (builder, description) = (ident(builder), ident(description));
            let arguments = arguments.iter().map(call::pass);
            quote! { #builder(self.0.call(&#description) #(#arguments)*) }
        }
        Body::Pass(pass) => {
            let pass = call::pass(pass);
            quote! { Self(self.0 #pass) }
        }
        Body::Options => quote! { Self(self.0.options(options)) },
        Body::Pages(pagination) => {
            let paging = page::paging(pagination);
            quote! { self.0.pages(#paging) }
        }
        Body::Items(pagination) => {
            let paging = page::paging(pagination);
            quote! { self.0.items(#paging) }
        }
        Body::Send(send) => call::send(send),
        Body::Build(fields) => build(fields),
        Body::Set { field, value: init } => {
            let (field, value) = (ident(field), value(init));
            quote! {
                self.#field = #value;
                self
            }
        }
        Body::Wrap { variant, argument } => {
            let (variant, argument) = (ident(variant), ident(argument));
            quote! { Self::#variant(#argument) }
        }
        Body::ByStatus { arms, otherwise } => by_status(arms, otherwise.as_ref()),
        Body::Failures(arms) => failures(arms),
        Body::Static(name) => {
            let name = ident(name);
            quote! { &#name }
        }
        Body::Headed(headers) => {
            let fields = headers.iter().map(|(field, function, header)| {
                let (field, function) = (ident(field), ident(function));
                quote! { #field: headers.#function(#header) }
            });
            quote! { Self { #(#fields,)* body } }
        }
        Body::Borrow(field) => {
            let field = ident(field);
            quote! { &self.#field }
        }
        Body::Take { argument, field } => {
            let (argument, field) = (ident(argument), ident(field));
            quote! { #argument.#field }
        }
        Body::Page(function, steps) => page::function(*function, steps),
        Body::Multipart { argument, parts } => {
            let parts = parts.iter().map(|part| part_of(argument, part));
            quote! { Self::new() #(#parts)* }
        }
        Body::Url { template, fields } => {
            let fields: Vec<_> = fields.iter().map(|field| ident(field)).collect();
            let mut bound = fields.clone();
            bound.sort();
            bound.dedup();
            quote! {
                let Self { #(#bound,)* .. } = self;
                format!(#template, #(#fields),*)
            }
        }
        Body::Checked(checked) => checked_value(checked),
        Body::Client(client) => of_client(client),
        Body::Double(body) => double::body(body),
    }
}

fn build(fields: &[(String, Init)]) -> TokenStream {
    let fields = fields.iter().map(|(field, init)| {
        let name = ident(field);
        match init {
            Init::Argument(argument) if argument == field => quote! { #name },
            init => {
                let value = value(init);
                quote! { #name: #value }
            }
        }
    });
    quote! { Self { #(#fields),* } }
}

fn value(init: &Init) -> TokenStream {
    match init {
        Init::Argument(name) => {
            let name = ident(name);
            quote! { #name }
        }
        Init::Into(name) => {
            let name = ident(name);
            quote! { #name.into() }
        }
        Init::Collect(name) => {
            let name = ident(name);
            quote! { #name.into_iter().collect() }
        }
        Init::None => quote! { None },
        Init::Some(inner) => {
            let inner = value(inner);
            quote! { Some(#inner) }
        }
        Init::Boxed(inner) => {
            let inner = value(inner);
            quote! { Box::new(#inner) }
        }
        Init::Text(text) => quote! { #text.into() },
        Init::Unit => quote! { () },
        Init::Stream(function, name) => {
            let (function, name) = (ident(function), ident(name));
            quote! { crate::runtime::testing::body::#function(#name) }
        }
        Init::OwnedText(text) => quote! { #text.to_owned() },
        Init::Empty(path, _) => {
            let path: TokenStream = path.parse().unwrap_or_default();
            quote! { #path::new() }
        }
    }
}

fn by_status(arms: &[(u16, StatusRead)], otherwise: Option<&StatusRead>) -> TokenStream {
    let arms = arms.iter().map(|(status, read)| {
        let (status, read) = (Literal::u16_unsuffixed(*status), status_read(read));
        quote! { #status => #read, }
    });
    let otherwise = otherwise.map(|read| {
        let read = status_read(read);
        quote! { _ => #read, }
    });
    quote! { match response.status() { #(#arms)* #otherwise } }
}

fn failures(arms: &[(Statuses, StatusRead)]) -> TokenStream {
    let mut has_others = false;
    let arms: Vec<_> = arms
        .iter()
        .map(|(statuses, read)| match statuses {
            Statuses::One(status) => {
                let (status, read) = (Literal::u16_unsuffixed(*status), status_read(read));
                quote! { #status => #read, }
            }
            Statuses::Class(class) => {
                let [first, last] = [class * 100, class * 100 + 99].map(Literal::u16_unsuffixed);
                let read = with_status(read);
                quote! { #first..=#last => #read, }
            }
            Statuses::Others => {
                has_others = true;
                let read = with_status(read);
                quote! { _ => #read, }
            }
        })
        .collect();
    let otherwise = (!has_others).then(|| quote! { _ => Err(response.undocumented()), });
    quote! { match response.status() { #(#arms)* #otherwise } }
}

/// A variant with the status as its first value.
fn with_status(read: &StatusRead) -> TokenStream {
    let variant = ident(&read.variant);
    let value = match read.content {
        StatusContent::Nothing => return quote! { Ok(Self::#variant(response.status_code())) },
        StatusContent::Json => quote! { response.json() },
        StatusContent::Text => quote! { response.text() },
        StatusContent::Bytes | StatusContent::AllBytes => quote! { response.all_bytes() },
    };
    quote! {{
        let status = response.status_code();
        #value.map(|body| Self::#variant(status, body))
    }}
}

fn status_read(read: &StatusRead) -> TokenStream {
    let variant = ident(&read.variant);
    match read.content {
        StatusContent::Json => quote! { response.json().map(Self::#variant) },
        StatusContent::Text => quote! { response.text().map(Self::#variant) },
        StatusContent::Bytes => quote! { Ok(Self::#variant(response.bytes())) },
        StatusContent::AllBytes => quote! { response.all_bytes().map(Self::#variant) },
        StatusContent::Nothing => quote! { Ok(Self::#variant) },
    }
}

fn part_of(argument: &str, part: &PartPass) -> TokenStream {
    let (argument, name, wire_name) = (ident(argument), ident(&part.name), &part.wire_name);
    let content_type = match &part.content_type {
        Some(content_type) => quote! { Some(#content_type) },
        None => quote! { None },
    };
    let field = quote! { #argument.#name };
    let added = match part.content {
        PartContent::File => quote! { .files(#wire_name, #content_type, [#field]) },
        PartContent::Files => quote! { .files(#wire_name, #content_type, #field) },
        PartContent::FileEntries { lists, additional } => {
            let prefix = if additional {
                quote! { None }
            } else {
                quote! { Some(#wire_name) }
            };
            let entries = if lists {
                field
            } else {
                quote! { #field.into_iter().map(|(name, file)| (name, [file])) }
            };
            quote! { .file_entries(#prefix, #content_type, #entries) }
        }
        PartContent::ValueEntries { formatted: false } => {
            quote! { .value_entries(#content_type, &#field) }
        }
        PartContent::ValueEntries { formatted: true } => {
            let written = quote! { (name, crate::runtime::json::written(value)) };
            quote! { .value_entries(#content_type, #field.iter().map(|(name, value)| #written)) }
        }
        PartContent::Items {
            formatted,
            optional,
        } => {
            let items = match (formatted, optional) {
                (false, false) => quote! { &#field },
                (false, true) => quote! { #field.iter().flatten() },
                (true, false) => quote! { #field.iter().map(crate::runtime::json::written) },
                (true, true) => {
                    quote! { #field.iter().flatten().map(crate::runtime::json::written) }
                }
            };
            quote! { .items(#wire_name, #content_type, #items) }
        }
        PartContent::Value => quote! { .value(#wire_name, #content_type, &#field) },
        PartContent::Formatted => quote! {
            .value(#wire_name, #content_type, &crate::runtime::json::written(&#field))
        },
        PartContent::OptionalFormatted => quote! {
            .value(
                #wire_name,
                #content_type,
                &#field.as_ref().map(crate::runtime::json::written),
            )
        },
    };
    let headers = part
        .headers
        .iter()
        .map(|(name, value)| quote! { .header(#name, #value) });
    quote! { #added #(#headers)* }
}

fn checked_value(checked: &CheckedBody) -> TokenStream {
    match checked {
        CheckedBody::New(limits) => {
            let limits = limits.iter().map(|limit| match limit {
                CheckedLimit::Count(name, limit) => {
                    let (name, limit) = (ident(name), Literal::usize_unsuffixed(*limit));
                    quote! { limit::Limit::#name(#limit) }
                }
                CheckedLimit::Number(name, limit) => {
                    let (name, limit) = (ident(name), Literal::f64_unsuffixed(*limit));
                    quote! { limit::Limit::#name(#limit) }
                }
            });
            quote! {
                let value = value.into();
                limit::check(&value, &[#(#limits),*])?;
                Ok(Self(value))
            }
        }
        CheckedBody::IntoInner => quote! { self.0 },
        CheckedBody::TryFrom => quote! { Self::new(value) },
        CheckedBody::Deref => quote! { &self.0 },
    }
}

fn of_client(body: &ClientBody) -> TokenStream {
    match body {
        ClientBody::FromEnv => quote! { ClientBuilder::from_env(&API)?.build() },
        ClientBody::Builder => quote! { ClientBuilder::new(&API) },
        ClientBody::Accessor(group) => {
            let group = ident(group);
            quote! { #group(self.clone()) }
        }
        ClientBody::Credential { scheme, argument } => {
            let argument = ident(argument);
            quote! { self.credential(#scheme, #argument) }
        }
        ClientBody::Basic { scheme } => quote! { self.basic(#scheme, user, password) },
        ClientBody::Source { scheme } => quote! { self.source(#scheme, source) },
    }
}
