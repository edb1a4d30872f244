//! An operation: the static that describes it, and the method that starts a call of it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::argument::{Argument, lent};
use super::ty::{From, ident, tokens};
use super::{docs, example};
use crate::model::operation::{
    Operation, Parameter, Repeat, RequestBody, RequestContent, Segment, Style,
};
use crate::model::types::Type;
use crate::model::{Api, Group};

/// The static that tells the runtime what the document says.
pub(super) fn description(operation: &Operation) -> TokenStream {
    let name = ident(&operation.description);
    let id = &operation.id;
    let method = format_ident!("{}", operation.method.as_str());
    let path = operation.path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote! { Segment::Literal(#text) },
        Segment::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote! { Segment::Parameter(#index) }
        }
    });
    let query = operation.path.query.as_ref();
    let query = query.map(|query| quote! { .query(#query) });
    let parameters = operation.parameters.iter().map(parameter);
    let parameters =
        (!operation.parameters.is_empty()).then(|| quote! { .parameters(&[#(#parameters),*]) });
    let accept = match operation.success.accept.join(", ") {
        json if json == "application/json" => None,
        any if any.is_empty() => Some(quote! { .accept("*/*") }),
        accept => Some(quote! { .accept(#accept) }),
    };
    let security = operation
        .security
        .iter()
        .map(|schemes| quote! { &[#(#schemes),*] });
    let security =
        (!operation.security.is_empty()).then(|| quote! { .security(&[#(#security),*]) });
    // What the method says by itself is not repeated.
    let repeat = match &operation.repeat {
        Repeat::Always if operation.method.is_idempotent() => None,
        Repeat::Never if !operation.method.is_idempotent() => None,
        Repeat::Always => Some(quote! { .repeat(Repeat::Always) }),
        Repeat::Never => Some(quote! { .repeat(Repeat::Never) }),
        Repeat::Unless(names) => Some(quote! { .repeat(Repeat::Unless(&[#(#names),*])) }),
    };
    let server = operation
        .server
        .as_ref()
        .map(|server| quote! { .server(#server) });
    let redirect = operation
        .success
        .is_redirect
        .then(|| quote! { .answers_redirect() });
    quote! {
        static #name: Operation = Operation::new(#id, Method::#method)
            .path(&[#(#path),*])
            #query #parameters #accept #security #repeat #server #redirect;
    }
}

/// A parameter, with as much as differs from what its location has by default.
fn parameter(parameter: &Parameter) -> TokenStream {
    let constructor = ident(parameter.location.as_str());
    let name = &parameter.wire_name;
    let Parameter {
        style,
        explode,
        allow_reserved,
        ..
    } = *parameter;
    let style = styled(
        parameter.location.default_style(),
        style,
        explode,
        allow_reserved,
    );
    quote! { Parameter::#constructor(#name) #style }
}

/// As much of a style as differs from the default.
fn styled(default: Style, style: Style, explode: bool, allow_reserved: bool) -> TokenStream {
    let is_explode = (explode != style.default_explode()).then(|| quote! { .explode(#explode) });
    let is_style = (style != default).then(|| {
        let style = match style {
            Style::Simple => quote! { Simple },
            Style::Label => quote! { Label },
            Style::Matrix => quote! { Matrix },
            Style::Form => quote! { Form },
            Style::SpaceDelimited => quote! { SpaceDelimited },
            Style::PipeDelimited => quote! { PipeDelimited },
            Style::DeepObject => quote! { DeepObject },
            Style::Json => quote! { Json },
        };
        quote! { .style(Style::#style) }
    });
    let allow_reserved = allow_reserved.then(|| quote! { .allow_reserved() });
    quote! { #is_style #is_explode #allow_reserved }
}

/// How a call takes a value for a parameter.
pub(super) fn pass(parameter: &Parameter, argument: &Argument) -> TokenStream {
    let Argument {
        suffix,
        turbofish,
        passed,
        ..
    } = argument;
    let function = format_ident!("{}{suffix}", parameter.location.as_str());
    let wire_name = &parameter.wire_name;
    quote! { .#function #turbofish(#wire_name, #passed) }
}

/// The type under which a body is taken, and how a call takes it.
pub(super) fn pass_body(
    api: &Api,
    name: &str,
    media_type: &str,
    content: &RequestContent,
) -> (TokenStream, TokenStream) {
    let argument = name;
    let name = ident(name);
    // A range says what may be sent; what is sent, the body says.
    let is_range = media_type.contains('*');
    let media_type = if is_range {
        "application/octet-stream"
    } else {
        media_type
    };
    match content {
        RequestContent::Json(ty) if *api.types.without_aliases(ty) == Type::String => {
            (quote! { &str }, quote! { .json(#media_type, #name) })
        }
        RequestContent::Json(ty) => {
            let argument = lent(&api.types, ty, argument, From::Elsewhere);
            let Argument {
                ty,
                turbofish,
                passed,
                ..
            } = argument;
            (ty, quote! { .json #turbofish(#media_type, #passed) })
        }
        RequestContent::Form { ty, styled: fields } => {
            let argument = lent(&api.types, ty, argument, From::Elsewhere);
            let value = argument.passed;
            if media_type.starts_with("multipart/") {
                return (argument.ty, quote! { .multipart_of(#media_type, #value) });
            }
            let fields = fields.iter().map(|field| {
                let name = &field.wire_name;
                let style = styled(
                    Style::Form,
                    field.style,
                    field.explode,
                    field.allow_reserved,
                );
                quote! { Parameter::query(#name) #style }
            });
            (
                argument.ty,
                quote! { .form(#media_type, #value, &[#(#fields),*]) },
            )
        }
        RequestContent::Multipart(id) => {
            let ty = tokens(&api.types, &Type::Named(*id), From::Elsewhere);
            (ty, quote! { .multipart(#media_type, #name) })
        }
        RequestContent::JsonLines(ty) => {
            let ty = tokens(&api.types, ty, From::Elsewhere);
            (
                quote! { impl Into<NdJson<#ty>> },
                quote! { .ndjson(#media_type, #name.into()) },
            )
        }
        RequestContent::Bytes => (
            quote! { impl Into<Body> },
            quote! { .body(#media_type, #name.into()) },
        ),
    }
}

/// The method of the group that starts a call.
pub(super) fn method(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let body = operation.body.as_ref();
    let required = body.filter(|body| body.required);
    let main = required.map(|body| pass_body(api, &body.name, &body.media_type, &body.content));
    let method = one_method(
        api,
        operation,
        &operation.name,
        &comment(api, group, operation),
        main,
    );
    let others = required
        .iter()
        .flat_map(|body| &body.alternatives)
        .map(|other| {
            let comment = format!(
                "As [`{0}`](Self::{0}), with a body of `{1}`.",
                operation.name.trim_start_matches("r#"),
                other.media_type
            );
            let main =
                required.map(|body| pass_body(api, &body.name, &other.media_type, &other.content));
            one_method(api, operation, &other.function, &comment, main)
        });
    quote! { #method #(#others)* }
}

/// A method that starts a call, with a body of one media type where it has one.
fn one_method(
    api: &Api,
    operation: &Operation,
    name: &str,
    comment: &str,
    body: Option<(TokenStream, TokenStream)>,
) -> TokenStream {
    let comment = docs::comment(comment);
    let deprecated = docs::deprecated(&operation.docs);
    let name = ident(name);
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
    if let (Some(RequestBody { name, .. }), Some((ty, pass))) = (&operation.body, body) {
        let name = ident(name);
        arguments.push(quote! { #name: #ty });
        passed.push(pass);
    }
    quote! {
        #comment
        #deprecated
        pub fn #name(&self, #(#arguments),*) -> #builder {
            #builder(self.0.call(&#description) #(#passed)*)
        }
    }
}

fn comment(api: &Api, group: &Group, operation: &Operation) -> String {
    let mut text = docs::text(
        &operation.docs,
        &format!("The operation `{}`.", operation.id),
    );
    text.push_str(&format!(
        "\n\n`{} {}`",
        operation.method.as_str(),
        operation.path
    ));

    let required = operation
        .required_parameters()
        .map(|parameter| (&parameter.name, &parameter.docs));
    let body = operation
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| (&body.name, &body.docs));
    let arguments: Vec<String> = required
        .chain(body)
        // A name alone says no more than the signature does.
        .filter_map(|(name, docs)| {
            let said = docs::text(docs, "");
            let name = name.trim_start_matches("r#");
            (!said.is_empty()).then(|| docs::list_item(&format!("`{name}`: {said}")))
        })
        .collect();
    section(&mut text, "Arguments", &arguments);
    if let Some(body) = &operation.body {
        let range = body.media_type.contains('*').then_some(&body.media_type);
        if let Some(range) = range {
            text.push_str(&format!(
                "\n\nThe body is `{range}`: [`Body::with_content_type`](crate::Body::with_content_type) says which."
            ));
        }
        let others = body.alternatives.iter().filter(|_| body.required);
        let others: Vec<String> = others
            .map(|other| {
                format!(
                    "[`{0}`](Self::{0}) (`{1}`)",
                    other.function, other.media_type
                )
            })
            .collect();
        if !others.is_empty() {
            text.push_str(&format!("\n\nWith another body: {}.", others.join(", ")));
        }
    }
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
            docs::list_item(&if said.is_empty() {
                status.to_owned()
            } else {
                format!("{status}: {said}")
            })
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
    let link = |name: &str| {
        format!(
            "[`{0}`]({1}::{0})",
            name.trim_start_matches("r#"),
            operation.builder
        )
    };
    let mut setters: Vec<String> = operation
        .optional_parameters()
        .map(|parameter| link(&parameter.name))
        .collect();
    for body in operation.body.iter().filter(|body| !body.required) {
        setters.push(link(&body.name));
        setters.extend(body.alternatives.iter().map(|other| link(&other.function)));
    }
    let mut text = String::new();
    if !setters.is_empty() {
        text.push_str(&format!("\n\nOptional: {}.", setters.join(", ")));
    }
    if operation.pagination.is_some() {
        text.push_str(&format!(
            "\n\nAll pages: {}, {}.",
            link("items"),
            link("pages")
        ));
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
        other => format!(
            "a `{}`",
            tokens(&api.types, other, From::Types)
                .to_string()
                .replace(' ', "")
        ),
    }
}
