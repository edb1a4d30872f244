//! The lines of an operation: its request line, arguments, bodies, credentials, retries, pages and responses.

use super::wording::{limits, list, shown};
use super::{response, ty};
use crate::model::Api;
use crate::model::operation::{
    ArgumentPlace, NextPage, Operation, PageArgument, Pagination, Paging, Parameter, Repeat,
    RequestBody, RequestContent, Style,
};
use crate::model::types::{Object, Type, TypeKind};

pub(super) fn lines(api: &Api, operation: &Operation) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} {}",
        shown(&operation.id),
        operation.method.as_str(),
        shown(&operation.path.template)
    )];
    let mut facts = Vec::new();
    if let Some(server) = &operation.server {
        facts.push(format!("server: {}", shown(server)));
    }
    facts.push(format!("credentials: {}", security(&operation.security)));
    facts.push(format!("retry: {}", repeat(&operation.repeat)));
    let parameters = operation.parameters.iter();
    facts.extend(parameters.map(|one| parameter(api, one)));
    if let Some(pages) = &operation.pagination {
        facts.push(pagination(api, pages));
    }
    if let Some(body) = &operation.body {
        facts.extend(request_body(api, body));
    }
    facts.extend(response::facts(api, operation));
    lines.extend(facts.into_iter().map(|fact| format!("  {fact}")));
    lines
}

/// The sets of credentials of which a request needs one.
pub(super) fn security(alternatives: &[Vec<String>]) -> String {
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|schemes| {
            let schemes: Vec<String> = schemes.iter().map(|scheme| shown(scheme)).collect();
            match schemes[..] {
                [] => "none".to_owned(),
                _ => schemes.join(" with "),
            }
        })
        .collect();
    alternatives.join(" or ")
}

fn repeat(repeat: &Repeat) -> String {
    match repeat {
        Repeat::Always => "always".to_owned(),
        Repeat::Never => "never".to_owned(),
        Repeat::Unless(names) => format!("unless {} is set", list(names)),
    }
}

fn parameter(api: &Api, parameter: &Parameter) -> String {
    format!(
        "{} {}: {}{}, {}{}{}",
        parameter.location.as_str(),
        shown(&parameter.wire_name),
        style(parameter.style),
        settings(parameter.style, parameter.explode, parameter.allow_reserved),
        ty::words(&api.types, &parameter.ty),
        if parameter.required { ", required" } else { "" },
        limits(&parameter.docs.notes)
    )
}

/// The name of a style in OpenAPI.
pub(super) fn style(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Cookie => "cookie",
        Style::Json => "JSON",
    }
}

/// The settings of a style that differ from its defaults.
fn settings(style: Style, explode: bool, allow_reserved: bool) -> String {
    let mut settings = String::new();
    if explode != style.default_explode() {
        settings.push_str(if explode {
            ", explode: true"
        } else {
            ", explode: false"
        });
    }
    if allow_reserved {
        settings.push_str(", allowReserved: true");
    }
    settings
}

/// The pagination, with its fields as JSON Pointers.
fn pagination(api: &Api, pages: &Pagination) -> String {
    let at = |path: &Vec<String>| pointer(api, &pages.page, path);
    let also = |what: &str, path: &Option<Vec<String>>| {
        let path = path
            .as_ref()
            .map(|path| format!(", {what} in {}", at(path)));
        path.unwrap_or_default()
    };
    let next = match &pages.paging {
        Paging::Cursor {
            argument,
            next,
            more,
        } => format!(
            "{} from {}{}",
            selector(argument),
            next_page(api, &pages.page, next),
            also("presence of the next page", more)
        ),
        Paging::Offset {
            argument,
            limit,
            total,
            next,
        } => format!(
            "{} counts items{}{}{}",
            selector(argument),
            also("total", total),
            also("presence of the next page", next),
            match limit {
                Some(limit) => format!(", a page shorter than {} is the last", shown(limit)),
                None => String::new(),
            }
        ),
        Paging::Number {
            argument,
            first,
            pages,
            next,
        } => format!(
            "{} counts pages from {first}{}{}",
            selector(argument),
            also("number of pages", pages),
            also("presence of the next page", next)
        ),
        Paging::Url { next } => format!("URL from {}", next_page(api, &pages.page, next)),
        Paging::Link { relation } => format!("URL from the link {}", shown(relation)),
    };
    let last = pages.last.as_ref().map(|last| {
        let last = json_pointer(last);
        format!(", the last page has `true` in {}", shown(&last))
    });
    let last = last.unwrap_or_default();
    format!("pages: {next}{last}, items in {}", at(&pages.items))
}

/// The argument that selects a page, with its place unless it is the query.
fn selector(argument: &PageArgument) -> String {
    let name = shown(&argument.name);
    match &argument.place {
        ArgumentPlace::Query => name,
        ArgumentPlace::Path => format!("{name} in the path"),
        ArgumentPlace::Header => format!("{name} in the headers"),
        ArgumentPlace::Body { .. } => format!("{name} in the body"),
    }
}

/// The place of the cursor or the URL of the next page.
fn next_page(api: &Api, page: &Type, next: &NextPage) -> String {
    match next {
        NextPage::Field(path) => pointer(api, page, path),
        NextPage::Properties(path) => json_pointer(path),
        NextPage::LastItem(path) if path.is_empty() => "the last item".to_owned(),
        NextPage::LastItem(path) => format!("{} of the last item", json_pointer(path)),
        NextPage::Header(name) => format!("the header {}", shown(name)),
    }
}

fn json_pointer(path: &[String]) -> String {
    path.iter().map(|name| format!("/{name}")).collect()
}

/// The JSON Pointer to a field by the names of Rust fields.
fn pointer(api: &Api, page: &Type, fields: &[String]) -> String {
    let mut ty = page.clone();
    let mut pointer = String::new();
    for name in fields {
        let object = object(api, &ty);
        let field = object.and_then(|object| object.fields.iter().find(|one| one.name == *name));
        let Some(field) = field else { break };
        pointer.push('/');
        pointer.push_str(&field.wire_name);
        ty = field.ty.clone();
    }
    shown(&pointer)
}

fn object<'a>(api: &'a Api, ty: &Type) -> Option<&'a Object> {
    match api.types.resolved(ty) {
        Type::Named(id) => match &api.types[id].kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

fn request_body(api: &Api, body: &RequestBody) -> Vec<String> {
    let required = if body.required {
        "required"
    } else {
        "optional"
    };
    let mut lines = vec![format!("body: {required}")];
    lines.extend(content(api, &body.media_type, &body.content));
    for other in &body.alternatives {
        lines.extend(content(api, &other.media_type, &other.content));
    }
    lines
}

/// A media type of a request body, and the styles of its fields.
fn content(api: &Api, media_type: &str, content: &RequestContent) -> Vec<String> {
    let words = |ty: &Type| ty::words(&api.types, ty);
    let format = match content {
        RequestContent::Json(ty) => words(ty),
        RequestContent::JsonLines(ty) => format!("lines of {}", words(ty)),
        RequestContent::Form { ty, .. } => format!("fields of {}", words(ty)),
        RequestContent::Multipart(id) => format!("parts of {}", words(&Type::Named(*id))),
        RequestContent::Bytes => "bytes".to_owned(),
    };
    let mut lines = vec![format!("body {}: {format}", shown(media_type))];
    if let RequestContent::Form { styled, .. } = content {
        lines.extend(styled.iter().map(|field| {
            format!(
                "  field {}: {}{}",
                shown(&field.wire_name),
                style(field.style),
                settings(field.style, field.explode, field.allow_reserved)
            )
        }));
    }
    lines
}
