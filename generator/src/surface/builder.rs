//! The request builder of an operation: a struct with the optional arguments and the methods that send the request.

use super::any_json::AnyJson;
use super::body::{Accept, Body, Send};
use super::comment::{self, About};
use super::item::{Fields, Function, Impl, Item, Receiver, Struct, names};
use super::operation::pass_parameter;
use super::request_body::pass_body;
use super::sentence;
use super::ty::{Scope, Ty};
use crate::model::extern_name::ExternName;
use crate::model::name::unraw;
use crate::model::operation::{NextPage, Operation, Paging};
use crate::model::types::{ResponseBody, Type};
use crate::model::{Api, Group, code_span};

/// The struct and its methods.
pub(crate) fn items(api: &Api, group: &Group, operation: &Operation) -> Vec<Item> {
    let method = format!("[`{}::{}`]", group.type_name, unraw(&operation.name));
    let purpose = match comment::first_sentence(&operation.docs) {
        none if none.is_empty() => ".".to_owned(),
        sentence => format!(": {sentence}"),
    };
    let comment = format!(
        "Request builder of {method}{purpose}\n\nNothing is sent until [`send`](Self::send) is called."
    );
    let call = Struct {
        about: About::ours(comment),
        derives: names(["Debug"]),
        is_open: false,
        must_use: Some(Some("nothing is sent until `send` is called")),
        name: operation.builder.clone(),
        fields: Fields::Tuple {
            ty: Ty::Extern(ExternName::CALL, Vec::new()),
            in_crate: false,
        },
    };
    let mut functions: Vec<Function> = operation
        .optional_parameters()
        .map(|parameter| {
            let fallback = format!("Sets the {} parameter.", code_span(&parameter.wire_name));
            let (ty, pass) = pass_parameter(api, parameter);
            let argument = (parameter.name.clone(), ty);
            Function::setter(&parameter.name, argument, Body::Pass(pass))
                .about(About::of(&parameter.docs, &fallback))
        })
        .collect();
    functions.extend(body_setters(api, operation));
    functions.push(options());
    functions.extend(pages(api, operation));
    functions.push(send(api, operation));
    functions.extend(other_media_types(api, operation));
    vec![
        Item::Struct(call),
        Item::Impl(Impl::inherent(&operation.builder, functions)),
    ]
}

/// The setters of an optional body, one for each media type.
fn body_setters(api: &Api, operation: &Operation) -> Vec<Function> {
    let Some(body) = operation.body.as_ref().filter(|body| !body.required) else {
        return Vec::new();
    };
    let setter = |function: &str, about, media_type, content| {
        let (ty, pass) = pass_body(api, &body.name, media_type, content);
        Function::setter(function, (body.name.clone(), ty), Body::Pass(pass)).about(about)
    };
    let mut text = comment::text(&body.docs, "Sets the request body.");
    AnyJson::describe(&mut text, &api.types, &body.content);
    let about = About {
        comment: text.into(),
        ..About::of(&body.docs, "")
    };
    let mut setters = vec![setter(&body.name, about, &body.media_type, &body.content)];
    for other in &body.alternatives {
        let mut text = format!(
            "Sets a request body of type {}.",
            code_span(&other.media_type)
        );
        AnyJson::describe(&mut text, &api.types, &other.content);
        let about = About::ours(text);
        setters.push(setter(
            &other.function,
            about,
            &other.media_type,
            &other.content,
        ));
    }
    setters
}

/// The setter of the options of the call.
fn options() -> Function {
    let ty = Ty::Extern(ExternName::CALL_OPTIONS, Vec::new());
    let argument = ("options".to_owned(), ty);
    Function::setter("options", argument, Body::Options)
        .documented("Sets the options of this call, such as its timeout and headers, in place of those set before.")
}

/// The methods that read all pages of a list.
fn pages(api: &Api, operation: &Operation) -> Vec<Function> {
    let Some(pagination) = &operation.pagination else {
        return Vec::new();
    };
    let page = Ty::of(&api.types, &pagination.page, Scope::Elsewhere);
    let page = if pagination.is_optional {
        Ty::option(page)
    } else {
        page
    };
    let paging = &pagination.paging;
    let stream = |name: &str, of: ExternName, body| {
        let output = Ty::Extern(of, vec![page.clone()]);
        Function::method(name, Receiver::Value, output, body)
    };
    vec![
        stream("pages", ExternName::PAGES, Body::Pages(Box::new(pagination.clone()))).documented(format!(
            "Streams all pages. Each page is requested when the stream is polled for it, {}.",
            request_of_a_page(paging)
        )),
        stream("items", ExternName::ITEMS, Body::Items(Box::new(pagination.clone()))).documented(
            "Streams the items of all pages. Each page is requested after the items of the previous page have been consumed.",
        ),
    ]
}

/// The part of a request that selects the page.
fn request_of_a_page(paging: &Paging) -> String {
    match paging {
        Paging::Cursor { argument, next, .. } => {
            let name = code_span(&argument.name);
            match next {
                NextPage::LastItem(_) => format!("with {name} from the last item of the previous page"),
                NextPage::Header(header) => {
                    format!("with {name} from the header {} of the previous page", code_span(header))
                }
                NextPage::Field(_) | NextPage::Properties(_) => {
                    format!("with the {name} from the previous page")
                }
            }
        }
        Paging::Offset { argument, .. } => format!(
            "with {} increased by the number of items received",
            code_span(&argument.name)
        ),
        Paging::Number { argument, .. } => {
            format!("with {} increased by one", code_span(&argument.name))
        }
        Paging::Url { .. } | Paging::Link { .. } => {
            "at the URL from the previous page, which must have the same origin (scheme, host and port)"
                .to_owned()
        }
    }
}

/// The function of the runtime that sends a call and reads a body of this kind.
fn reader(body: &ResponseBody, without_body: &[u16]) -> &'static str {
    match body {
        ResponseBody::Empty => "send_empty",
        ResponseBody::Json(_) if !without_body.is_empty() => "send_optional_json",
        ResponseBody::Json(_) => "send_json",
        ResponseBody::Text => "send_text",
        ResponseBody::Bytes => "send_stream",
        ResponseBody::JsonLines(_) => "send_json_lines",
        ResponseBody::Events(Some(_)) => "send_events",
        ResponseBody::Events(None) => "send_text_events",
        ResponseBody::ByStatus(_) => "send_by_status",
    }
}

/// `Result<Response<T>, Error>`
fn result(body: Ty) -> Ty {
    let response = Ty::Extern(ExternName::RESPONSE, vec![body]);
    let error = Ty::Extern(ExternName::ERROR, Vec::new());
    Ty::generic("Result", vec![response, error])
}

fn asynchronous(name: &str, output: Ty, send: Send) -> Function {
    Function {
        is_async: true,
        ..Function::method(name, Receiver::Value, result(output), Body::Send(send))
    }
}

fn send(api: &Api, operation: &Operation) -> Function {
    let success = &operation.success;
    let text = comment::text(&success.docs, "");
    let mut comment = "Sends the request.".to_owned();
    if !sentence::is_meaningless(&text) {
        comment.push_str(&format!("\n\nOn success: {text}"));
    }
    if !operation.failures.is_empty() {
        comment.push_str(&format!(
            "\n\n# Errors\n\nThe documented failures are those of [`{}`], which \
             [`Error::failure::<{}>`](crate::Error::failure) returns.",
            operation.failure, operation.builder
        ));
    }
    let output = match success.headed {
        None => Ty::of_body(&api.types, &success.body, Scope::Elsewhere),
        Some(id) => Ty::of(&api.types, &Type::Named(id), Scope::Elsewhere),
    };
    let without_body = match &success.body {
        ResponseBody::Json(_) => success.without_body.clone(),
        _ => Vec::new(),
    };
    let send = Send {
        accept: None,
        function: reader(&success.body, &success.without_body),
        without_body,
        headed: success.headed.is_some(),
    };
    asynchronous("send", output, send).documented(comment)
}

/// The methods that request a media type other than the default one.
fn other_media_types(api: &Api, operation: &Operation) -> Vec<Function> {
    let others = &operation.success.others;
    let mut functions = Vec::new();
    let first = |is_kind: fn(&ResponseBody) -> bool| others.iter().find(|one| is_kind(&one.body));
    let kinds = [
        (
            "send_events",
            first(|body| matches!(body, ResponseBody::Events(_))),
        ),
        (
            "send_lines",
            first(|body| matches!(body, ResponseBody::JsonLines(_))),
        ),
    ];
    for (name, other) in kinds {
        let Some(other) = other else { continue };
        let output = Ty::of_body(&api.types, &other.body, Scope::Elsewhere);
        let send = Send {
            accept: Some(Accept::MediaType(other.media_type.clone())),
            function: reader(&other.body, &[]),
            without_body: Vec::new(),
            headed: false,
        };
        functions.push(asynchronous(name, output, send).documented(format!(
            "Like [`send`](Self::send), but requests {}.",
            code_span(&other.media_type)
        )));
    }
    let bytes: Vec<String> = others
        .iter()
        .filter(|other| matches!(other.body, ResponseBody::Bytes))
        .map(|other| code_span(&other.media_type))
        .collect();
    if !bytes.is_empty() {
        let output = Ty::Extern(ExternName::BYTE_STREAM, Vec::new());
        let send = Send {
            accept: Some(Accept::Argument("accept".to_owned())),
            function: "send_stream",
            without_body: Vec::new(),
            headed: false,
        };
        let accept = ("accept".to_owned(), Ty::reference(Ty::path("'static str")));
        functions.push(Function {
            arguments: vec![accept],
            ..asynchronous("send_as", output, send).documented(format!(
                "Like [`send`](Self::send), but requests the media type `accept`, one of: {}.",
                bytes.join(", ")
            ))
        });
    }
    functions
}
