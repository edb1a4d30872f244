//! An operation: the methods of its group that start a call of it.

use super::argument::passed;
use super::body::{Body, Pass};
use super::comment::{self, About, Comment};
use super::description::ParameterDescription;
use super::example::Example;
use super::item::{Function, Receiver};
use super::ty::{Scope, Ty};
use crate::model::extern_name::ExternName;
use crate::model::name::unraw;
use crate::model::operation::{
    AlternativeBody, Failure, Location, Operation, Parameter, RequestBody, RequestContent,
};
use crate::model::types::Type;
use crate::model::{Api, Group};

/// The methods that start a call: one, and one more for each other media type of a required body.
pub(crate) fn methods(api: &Api, group: &Group, operation: &Operation) -> Vec<Function> {
    let body = operation.body.as_ref().filter(|body| body.required);
    let main = body.map(|body| pass_body(api, &body.name, &body.media_type, &body.content));
    let about = About {
        comment: comment(api, group, operation),
        deprecated: operation.docs.deprecated,
    };
    let mut methods = vec![method(api, operation, &operation.name, about, main)];
    for (body, other) in body
        .iter()
        .flat_map(|body| body.alternatives.iter().map(move |other| (body, other)))
    {
        let about = About {
            comment: format!(
                "As [`{0}`](Self::{0}), with a body of `{1}`.",
                unraw(&operation.name),
                other.media_type
            )
            .into(),
            deprecated: operation.docs.deprecated,
        };
        let pass = pass_body(api, &body.name, &other.media_type, &other.content);
        methods.push(method(api, operation, &other.function, about, Some(pass)));
    }
    methods
}

/// A method that starts a call, with a body of one media type where it has one.
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

/// The type of a parameter's argument, and how a call takes it.
pub(super) fn pass_parameter(api: &Api, parameter: &Parameter) -> (Ty, Pass) {
    let (ty, argument) = passed(&api.types, &parameter.ty, &parameter.name);
    let pass = Pass::Parameter {
        location: parameter.location,
        wire_name: parameter.wire_name.clone(),
        argument,
    };
    (ty, pass)
}

/// The type of a body's argument, and how a call takes it.
pub(super) fn pass_body(
    api: &Api,
    name: &str,
    media_type: &str,
    content: &RequestContent,
) -> (Ty, Pass) {
    // A range says what may be sent; the body says what is sent.
    let is_range = media_type.contains('*');
    let media_type = if is_range {
        "application/octet-stream"
    } else {
        media_type
    };
    let (media_type, name) = (media_type.to_owned(), name.to_owned());
    match content {
        RequestContent::Json(ty) if *api.types.without_aliases(ty) == Type::String => {
            let (_, argument) = passed(&api.types, ty, &name);
            let ty = Ty::reference(Ty::path("str"));
            (
                ty,
                Pass::Json {
                    media_type,
                    argument,
                },
            )
        }
        RequestContent::Json(ty) => {
            let (ty, argument) = passed(&api.types, ty, &name);
            (
                ty,
                Pass::Json {
                    media_type,
                    argument,
                },
            )
        }
        RequestContent::Form { ty, styled } => {
            let (ty, argument) = passed(&api.types, ty, &name);
            if media_type.starts_with("multipart/") {
                return (
                    ty,
                    Pass::MultipartOf {
                        media_type,
                        argument,
                    },
                );
            }
            let styled = styled.iter().map(|field| {
                ParameterDescription::of(
                    Location::Query,
                    &field.wire_name,
                    field.style,
                    field.explode,
                    field.allow_reserved,
                )
            });
            let styled = styled.collect();
            let pass = Pass::Form {
                media_type,
                argument,
                styled,
            };
            (ty, pass)
        }
        RequestContent::Multipart(id) => {
            let ty = Ty::of(&api.types, &Type::Named(*id), Scope::Elsewhere);
            (
                ty,
                Pass::Multipart {
                    media_type,
                    argument: name,
                },
            )
        }
        RequestContent::JsonLines(ty) => {
            let line = Ty::of(&api.types, ty, Scope::Elsewhere);
            let ty = Ty::into(Ty::Extern(ExternName::ND_JSON, vec![line]));
            (
                ty,
                Pass::NdJson {
                    media_type,
                    argument: name,
                },
            )
        }
        RequestContent::Bytes => {
            let ty = Ty::into(Ty::Extern(ExternName::BODY, Vec::new()));
            (
                ty,
                Pass::Bytes {
                    media_type,
                    argument: name,
                },
            )
        }
    }
}

fn comment(api: &Api, group: &Group, operation: &Operation) -> Comment {
    let mut text = comment::text(
        &operation.docs,
        &format!("The operation `{}`.", operation.id),
    );
    text.push_str(&format!(
        "\n\n`{} {}`",
        operation.method.as_str(),
        operation.path
    ));
    push_section(&mut text, "Arguments", &arguments(operation));
    if let Some(body) = &operation.body {
        push_media_types(&mut text, body);
    }
    push_optional(&mut text, operation);
    let failures: Vec<String> = operation
        .failures
        .iter()
        .map(|failure| describe_failure(api, failure))
        .collect();
    push_section(&mut text, "Errors", &failures);
    Comment::from(text).with_example("Examples", Example::of(api, group, operation))
}

/// A list item for each required argument that the document says something of: a name alone says no more than the
/// signature does.
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
            let said = comment::text(docs, "");
            let name = unraw(name);
            (!said.is_empty()).then(|| comment::list_item(&format!("`{name}`: {said}")))
        })
        .collect()
}

/// The media types that a body can have, where there are several.
fn push_media_types(text: &mut String, body: &RequestBody) {
    if body.media_type.contains('*') {
        text.push_str(&format!(
            "\n\nThe body is `{}`: [`Body::with_content_type`](crate::Body::with_content_type) says which.",
            body.media_type
        ));
    }
    let link = |other: &AlternativeBody| {
        format!(
            "[`{0}`](Self::{0}) (`{1}`)",
            other.function, other.media_type
        )
    };
    let others: Vec<String> = body
        .alternatives
        .iter()
        .filter(|_| body.required)
        .map(link)
        .collect();
    if !others.is_empty() {
        text.push_str(&format!("\n\nWith another body: {}.", others.join(", ")));
    }
}

/// The setters of optional arguments, and the ways to read a list.
fn push_optional(text: &mut String, operation: &Operation) {
    let link = |name: &str| format!("[`{0}`]({1}::{0})", unraw(name), operation.builder);
    let mut setters: Vec<String> = operation
        .optional_parameters()
        .map(|parameter| link(&parameter.name))
        .collect();
    for body in operation.body.iter().filter(|body| !body.required) {
        setters.push(link(&body.name));
        setters.extend(body.alternatives.iter().map(|other| link(&other.function)));
    }
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
}

fn describe_failure(api: &Api, failure: &Failure) -> String {
    let status = match failure.status.as_str() {
        "default" => "Any other status",
        status => &format!("`{status}`"),
    };
    let mut said = comment::text(&failure.docs, "");
    if let Some(body) = &failure.body {
        match said.contains("\n\n") {
            true => said.push_str("\n\n"),
            false if said.is_empty() => {}
            false => said.push(' '),
        }
        said.push_str(&format!("The body is {}.", type_in_words(api, body)));
    }
    comment::list_item(&if said.is_empty() {
        status.to_owned()
    } else {
        format!("{status}: {said}")
    })
}

fn push_section(text: &mut String, title: &str, elements: &[String]) {
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
        other => format!("a `{}`", Ty::of(&api.types, other, Scope::Types)),
    }
}
