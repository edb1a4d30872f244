//! An operation: the static that describes it, and the method that starts a call of it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::argument::{Argument, lent};
use super::ty::{From, ident, tokens};
use super::{docs, example};
use crate::model::operation::{Operation, Parameter, Repeat, RequestContent, Style};
use crate::model::types::Type;
use crate::model::{Api, Group};

/// The static that tells the runtime what the document says.
pub(super) fn description(operation: &Operation) -> TokenStream {
    let name = ident(&operation.description);
    let id = &operation.id;
    let method = format_ident!("{}", operation.method.as_str());
    let path = &operation.path;
    let parameters = operation.parameters.iter().map(parameter);
    let accept = if operation.success.accept.is_empty() {
        quote! { None }
    } else {
        let accept = operation.success.accept.join(", ");
        quote! { Some(#accept) }
    };
    let security = operation.security.iter().map(|schemes| quote! { &[#(#schemes),*] });
    let repeat = match &operation.repeat {
        Repeat::Always => quote! { Repeat::Always },
        Repeat::Never => quote! { Repeat::Never },
        Repeat::Unless(names) => quote! { Repeat::Unless(&[#(#names),*]) },
    };
    quote! {
        static #name: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            parameters: &[#(#parameters),*],
            accept: #accept,
            security: &[#(#security),*],
            repeat: #repeat,
        };
    }
}

/// A parameter, with as much as differs from what its location has by default.
fn parameter(parameter: &Parameter) -> TokenStream {
    let constructor = ident(parameter.location.as_str());
    let name = &parameter.wire_name;
    let style = (parameter.style != parameter.location.default_style()).then(|| {
        let style = match parameter.style {
            Style::Simple => quote! { Simple },
            Style::Label => quote! { Label },
            Style::Matrix => quote! { Matrix },
            Style::Form => quote! { Form },
            Style::SpaceDelimited => quote! { SpaceDelimited },
            Style::PipeDelimited => quote! { PipeDelimited },
            Style::DeepObject => quote! { DeepObject },
        };
        quote! { .style(Style::#style) }
    });
    let explode = (parameter.explode != parameter.style.default_explode()).then(|| {
        let explode = parameter.explode;
        quote! { .explode(#explode) }
    });
    let allow_reserved = parameter.allow_reserved.then(|| quote! { .allow_reserved() });
    quote! { Parameter::#constructor(#name) #style #explode #allow_reserved }
}

/// How a call takes a value for a parameter.
pub(super) fn pass(parameter: &Parameter, argument: &Argument) -> TokenStream {
    let location = ident(parameter.location.as_str());
    let wire_name = &parameter.wire_name;
    let Argument { turbofish, reference, .. } = argument;
    quote! { .#location #turbofish(#wire_name, #reference) }
}

/// The type under which a body is taken, and how a call takes it.
pub(super) fn pass_body(api: &Api, operation: &Operation) -> Option<(TokenStream, TokenStream)> {
    let body = operation.body.as_ref()?;
    let name = ident(&body.name);
    let media_type = &body.media_type;
    Some(match &body.content {
        RequestContent::Json(ty) if *ty == Type::String => {
            (quote! { &str }, quote! { .json(#media_type, #name) })
        }
        RequestContent::Json(ty) => {
            let argument = lent(&api.types, ty, &body.name, From::Elsewhere);
            let value = argument.reference;
            (argument.ty, quote! { .json(#media_type, #value) })
        }
        RequestContent::JsonLines(ty) => {
            let ty = tokens(&api.types, ty, From::Elsewhere);
            (quote! { impl Into<NdJson<#ty>> }, quote! { .ndjson(#media_type, #name.into()) })
        }
        RequestContent::Bytes => (quote! { impl Into<Body> }, quote! { .body(#media_type, #name.into()) }),
    })
}

/// The method of the group that starts a call.
pub(super) fn method(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let comment = docs::comment(&comment(api, group, operation));
    let deprecated = docs::deprecated(&operation.docs);
    let name = ident(&operation.name);
    let builder = ident(&operation.builder);
    let description = ident(&operation.description);
    let mut arguments = Vec::new();
    let mut passed = Vec::new();
    for parameter in operation.required_parameters() {
        let argument = lent(&api.types, &parameter.ty, &parameter.name, From::Elsewhere);
        passed.push(pass(parameter, &argument));
        let (name, ty) = (ident(&parameter.name), argument.ty);
        arguments.push(quote! { #name: #ty });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let name = ident(&body.name);
        if let Some((ty, pass)) = pass_body(api, operation) {
            arguments.push(quote! { #name: #ty });
            passed.push(pass);
        }
    }
    quote! {
        #comment
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #builder {
            #builder { call: self.client.call(&#description) #(#passed)* }
        }
    }
}

fn comment(api: &Api, group: &Group, operation: &Operation) -> String {
    let mut text = docs::text(&operation.docs, &format!("The operation `{}`.", operation.id));
    text.push_str(&format!("\n\n`{} {}`", operation.method.as_str(), operation.path));

    let required = operation.required_parameters().map(|parameter| (&parameter.name, &parameter.docs));
    let body = operation.body.as_ref().filter(|body| body.required).map(|body| (&body.name, &body.docs));
    let arguments: Vec<String> = required
        .chain(body)
        .map(|(name, docs)| {
            let said = docs::text(docs, "");
            let name = name.trim_start_matches("r#");
            docs::list_item(&if said.is_empty() { format!("`{name}`") } else { format!("`{name}`: {said}") })
        })
        .collect();
    section(&mut text, "Arguments", &arguments);
    text.push_str(&optional(operation));

    let failures: Vec<String> = operation
        .failures
        .iter()
        .map(|failure| {
            let status = match failure.status.as_str() {
                "default" => "Any other status",
                status => &format!("`{status}`"),
            };
            let mut said = docs::text(&failure.docs, "");
            if let Some(body) = &failure.body {
                match said.contains("\n\n") {
                    true => said.push_str("\n\n"),
                    false if said.is_empty() => {}
                    false => said.push(' '),
                }
                said.push_str(&format!("The body is {}.", type_in_words(api, body)));
            }
            docs::list_item(&if said.is_empty() { status.to_owned() } else { format!("{status}: {said}") })
        })
        .collect();
    section(&mut text, "Errors", &failures);
    if let Some(example) = example::operation(api, group, operation) {
        text.push_str("\n\n# Examples\n\n");
        text.push_str(&example);
    }
    text
}

/// The setters of what a call can do without, and its other ways to read a list.
fn optional(operation: &Operation) -> String {
    let link = |name: &str| format!("[`{0}`]({1}::{0})", name.trim_start_matches("r#"), operation.builder);
    let mut setters: Vec<String> =
        operation.optional_parameters().map(|parameter| link(&parameter.name)).collect();
    setters.extend(operation.body.iter().filter(|body| !body.required).map(|body| link(&body.name)));
    let mut text = String::new();
    if !setters.is_empty() {
        text.push_str(&format!("\n\nOptional: {}.", setters.join(", ")));
    }
    if operation.pagination.is_some() {
        text.push_str(&format!("\n\nAll pages: {}, {}.", link("items"), link("pages")));
    }
    text
}

fn section(text: &mut String, title: &str, elements: &[String]) {
    if !elements.is_empty() {
        text.push_str(&format!("\n\n# {title}\n\n{}", elements.join("\n")));
    }
}

fn type_in_words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => {
            let name = &api.types[*id].name;
            format!("a [`{name}`](crate::types::{name})")
        }
        other => format!("a `{}`", tokens(&api.types, other, From::Types).to_string().replace(' ', "")),
    }
}
