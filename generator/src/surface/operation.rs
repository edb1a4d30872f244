//! An operation: the methods of its group that create its request.

use super::any_json::AnyJson;
use super::argument::passed;
use super::body::{Body, Pass};
use super::comment::{self, About, Comment};
use super::example::Example;
use super::item::{Function, Receiver};
use super::request_body::pass_body;
use super::sentence;
use super::ty::{Scope, Ty};
use crate::model::media_type::{essence, is_range};
use crate::model::name::unraw;
use crate::model::operation::{
    AlternativeBody, Failure, Operation, Parameter, RequestBody, RequestContent,
};
use crate::model::types::Type;
use crate::model::{Api, Group, code_span};

/// The methods that create a request: one, and another for each further media type of a required body.
pub(crate) fn methods(api: &Api, group: &Group, operation: &Operation) -> Vec<Function> {
    let body = operation.body.as_ref().filter(|body| body.required);
    let main = body.map(|body| pass_body(api, &body.name, &body.media_type, &body.content));
    let about = About {
        comment: comment(api, group, operation),
        deprecated: sentence::deprecation(&operation.docs),
    };
    let mut methods = vec![method(api, operation, &operation.name, about, main)];
    for (body, other) in body
        .iter()
        .flat_map(|body| body.alternatives.iter().map(move |other| (body, other)))
    {
        let mut text = format!(
            "Like [`{0}`](Self::{0}), with a body of type {1}.",
            unraw(&operation.name),
            code_span(&other.media_type)
        );
        AnyJson::describe(&mut text, &api.types, &other.content);
        let about = About {
            comment: text.into(),
            deprecated: sentence::deprecation(&operation.docs),
        };
        let pass = pass_body(api, &body.name, &other.media_type, &other.content);
        methods.push(method(api, operation, &other.function, about, Some(pass)));
    }
    methods
}

/// A method that creates a request, with a body of one media type where there is a body.
fn method(
    api: &Api,
    operation: &Operation,
    name: &str,
    about: About,
    body: Option<(Ty, Pass)>,
) -> Function {
    let mut arguments = Vec::new();
    let mut passes = Vec::new();
    for parameter in operation.required_parameters() {
        let (ty, pass) = pass_parameter(api, parameter);
        arguments.push((parameter.name.clone(), ty));
        passes.push(pass);
    }
    if let (Some(RequestBody { name, .. }), Some((ty, pass))) = (&operation.body, body) {
        arguments.push((name.clone(), ty));
        passes.push(pass);
    }
    let body = Body::StartCall {
        builder: operation.builder.clone(),
        description: operation.description.clone(),
        arguments: passes,
    };
    let output = Ty::local(&operation.builder);
    Function {
        arguments,
        ..Function::method(name, Receiver::Reference, output, body).about(about)
    }
}

/// The type of a parameter's argument, and how it is passed to the call.
pub(super) fn pass_parameter(api: &Api, parameter: &Parameter) -> (Ty, Pass) {
    let (ty, argument) = passed(&api.types, &parameter.ty, &parameter.name);
    let pass = Pass::Parameter {
        location: parameter.location,
        wire_name: parameter.wire_name.clone(),
        argument,
    };
    (ty, pass)
}

/// The summary, the request line and the description, then a section for each kind of argument and of outcome.
fn comment(api: &Api, group: &Group, operation: &Operation) -> Comment {
    let fallback = format!("Calls the operation {}.", code_span(&operation.id));
    let (mut text, description) = comment::lead_and_rest(&operation.docs, &fallback);
    let request = format!("{} {}", operation.method.as_str(), operation.path);
    text.push_str("\n\n");
    text.push_str(&code_span(&request));
    if !description.is_empty() {
        text.push_str("\n\n");
        text.push_str(&description);
    }
    push_pagination(&mut text, operation);
    push_section(&mut text, "Arguments", &arguments(operation));
    if let Some(body) = &operation.body {
        push_media_types(&mut text, body);
        if body.required {
            AnyJson::describe(&mut text, &api.types, &body.content);
        }
    }
    push_section(
        &mut text,
        "Optional settings",
        &optional_settings(operation),
    );
    let failures: Vec<String> = operation
        .failures
        .iter()
        .map(|failure| describe_failure(api, failure))
        .collect();
    push_section(&mut text, "Errors", &failures);
    if !failures.is_empty() {
        text.push_str(&format!(
            "\n\n[`Error::failure::<{}>`](crate::Error::failure) returns them as [`{1}`].",
            operation.builder, operation.failure
        ));
    }
    Comment::from(text).with_example("Examples", Example::of(api, group, operation))
}

/// A list item for each required argument with a description: a name alone adds nothing to the signature.
fn arguments(operation: &Operation) -> Vec<String> {
    let required = operation
        .required_parameters()
        .map(|parameter| (&parameter.name, &parameter.docs));
    let body = operation
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| (&body.name, &body.docs));
    required
        .chain(body)
        .filter_map(|(name, docs)| {
            let text = comment::text(docs, "");
            let name = unraw(name);
            (!text.is_empty())
                .then(|| comment::list_item(&comment::labelled(&format!("`{name}`"), &text)))
        })
        .collect()
}

/// The media types of a body, where there are several.
fn push_media_types(text: &mut String, body: &RequestBody) {
    let is_bytes = body.content == RequestContent::Bytes;
    if is_range(&body.media_type) && is_bytes {
        text.push_str(&format!(
            "\n\nThe body may be of any type that matches {}: set it with \
             [`Body::with_content_type`](crate::Body::with_content_type).",
            code_span(&body.media_type)
        ));
    } else if essence(&body.media_type).starts_with("multipart/") && is_bytes {
        text.push_str(
            "\n\nThe body is the encoded parts: set its content type, with their boundary, with \
             [`Body::with_content_type`](crate::Body::with_content_type).",
        );
    }
    let link = |other: &AlternativeBody| {
        format!(
            "[`{0}`](Self::{0}) ({1})",
            other.function,
            code_span(&other.media_type)
        )
    };
    let others: Vec<String> = body
        .alternatives
        .iter()
        .filter(|_| body.required)
        .map(link)
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(
            "\n\nFor other media types of the body, see {}.",
            others.join(", ")
        ));
    }
}

/// A link to a method of the operation's builder.
fn builder_link(operation: &Operation, name: &str) -> String {
    format!("[`{0}`]({1}::{0})", unraw(name), operation.builder)
}

/// A list item for each setter of an optional argument.
fn optional_settings(operation: &Operation) -> Vec<String> {
    let item = |name: &str, sentence: String| {
        let link = builder_link(operation, name);
        if sentence.is_empty() {
            format!("- {link}")
        } else {
            format!("- {link}: {sentence}")
        }
    };
    let mut settings: Vec<String> = operation
        .optional_parameters()
        .map(|parameter| item(&parameter.name, comment::first_sentence(&parameter.docs)))
        .collect();
    for body in operation.body.iter().filter(|body| !body.required) {
        let sentence = match comment::first_sentence(&body.docs) {
            none if none.is_empty() => "The request body.".to_owned(),
            sentence => sentence,
        };
        settings.push(item(&body.name, sentence));
        let alternatives = body.alternatives.iter().map(|other| {
            let sentence = format!("A request body of type {}.", code_span(&other.media_type));
            item(&other.function, sentence)
        });
        settings.extend(alternatives);
    }
    settings
}

/// The methods that read all pages of a list.
fn push_pagination(text: &mut String, operation: &Operation) {
    if operation.pagination.is_some() {
        text.push_str(&format!(
            "\n\nTo read all pages, use {} or {}.",
            builder_link(operation, "items"),
            builder_link(operation, "pages")
        ));
    }
}

/// `` - `404` ([`Problem`](…)): There is no such store. ``
fn describe_failure(api: &Api, failure: &Failure) -> String {
    let mut item = match failure.status.as_str() {
        "default" => "Any other status".to_owned(),
        status => code_span(status),
    };
    if let Some(body) = failure.body.ty() {
        item.push_str(&format!(" ({})", type_link(api, &body)));
    }
    let text = comment::text(&failure.docs, "");
    if !text.is_empty() {
        item = comment::labelled(&item, &text);
    }
    comment::list_item(&item)
}

fn push_section(text: &mut String, title: &str, items: &[String]) {
    if !items.is_empty() {
        text.push_str(&format!("\n\n# {title}\n\n{}", items.join("\n")));
    }
}

/// A link to a named type; other types are code.
fn type_link(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => {
            let name = &api.types[*id].name;
            format!("[`{name}`](crate::types::{name})")
        }
        other => format!("`{}`", Ty::of(&api.types, other, Scope::Types)),
    }
}
