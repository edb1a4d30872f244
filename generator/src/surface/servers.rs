//! The `servers` module: the servers of an API with several, or with variables in their URLs.

use super::body::{Body, Init};
use super::comment::{self, About, Comment};
use super::file::{Head, SourceFile, Unit};
use super::item::{Constant, Field, Fields, Function, Impl, Item, Receiver, Struct, names};
use super::ty::Ty;
use crate::model::{Api, Server, ServerVariable, code_span};

/// The file, where there is a choice of servers.
pub(super) fn file(api: &Api) -> Option<SourceFile<'_>> {
    if api.servers.is_empty() {
        return None;
    }
    let units = api
        .servers
        .iter()
        .map(|server| -> Unit<'_> { Box::new(move || items(server)) });
    Some(SourceFile {
        path: "src/servers.rs".to_owned(),
        head: Head::titled(
            "The servers of the API: URLs for [`ClientBuilder::base_url`](crate::ClientBuilder::base_url).",
        ),
        units: units.collect(),
    })
}

/// A constant, or a struct where the URL has variables.
pub(crate) fn items(server: &Server) -> Vec<Item> {
    let text = comment::text(&server.docs, "A server of the API.");
    let url = &server.url;
    let about = About::ours(format!("{text}\n\n{}", code_span(url)));
    if server.variables.is_empty() {
        return vec![Item::Constant(Constant {
            about,
            name: server.name.clone(),
            value: url.clone(),
        })];
    }
    let name = server.name.clone();
    let fields = server.variables.iter().map(|variable| Field {
        about: About::default(),
        is_public: false,
        name: variable.name.clone(),
        ty: Ty::string(),
    });
    let values = server.variables.iter().map(|variable| {
        let name = variable.name.clone();
        let value = match &variable.default {
            Some(default) => Init::OwnedText(default.clone()),
            None => Init::Into(name.clone()),
        };
        (name, value)
    });
    let values = Body::Build(values.collect());
    let arguments: Vec<(String, Ty)> = arguments(server)
        .map(|variable| (variable.name.clone(), Ty::into(Ty::string())))
        .collect();
    let (template, filled) = url_parts(server);
    let url = Function::method(
        "url",
        Receiver::Reference,
        Ty::string(),
        Body::Url {
            template,
            fields: filled,
        },
    );
    let optional = server
        .variables
        .iter()
        .filter(|variable| variable.default.is_some());
    let functions = optional.map(setter);
    let functions = functions.chain([url.documented("Returns the URL.")]);
    let mut items = vec![Item::Struct(Struct {
        about,
        derives: names(["Clone", "Debug", "PartialEq"]),
        is_open: false,
        must_use: Some(None),
        name: name.clone(),
        fields: Fields::Named(fields.collect()),
    })];
    if arguments.is_empty() {
        let default = Function::constructor("default", arguments, values);
        let default = Impl::of(Ty::path("Default"), Ty::local(&name), default);
        items.push(Item::Impl(default));
        items.push(Item::Impl(Impl::inherent(&name, functions.collect())));
    } else {
        let new = Function::constructor("new", arguments, values).documented(constructor(server));
        let functions = [new].into_iter().chain(functions);
        items.push(Item::Impl(Impl::inherent(&name, functions.collect())));
    }
    items
}

/// The variables without a default.
fn arguments(server: &Server) -> impl Iterator<Item = &ServerVariable> {
    let variables = server.variables.iter();
    variables.filter(|variable| variable.default.is_none())
}

/// The documentation of the constructor.
fn constructor(server: &Server) -> Comment {
    let mut text = "Creates a server from the variables without a default.\n".to_owned();
    for variable in arguments(server) {
        let name = code_span(&variable.name);
        let sentence = match comment::first_sentence(&variable.docs) {
            none if none.is_empty() => {
                format!(
                    "The {} variable of the URL.",
                    code_span(&variable.wire_name)
                )
            }
            sentence => sentence,
        };
        text.push_str(&format!("\n- {name}: {sentence}{}", values(variable)));
    }
    Comment::from(text)
}

fn setter(variable: &ServerVariable) -> Function {
    let name = &variable.name;
    let text = comment::text(
        &variable.docs,
        &format!(
            "Sets the {} variable of the URL.",
            code_span(&variable.wire_name)
        ),
    );
    let default = variable.default.as_deref().unwrap_or_default();
    let comment = Comment::from(format!(
        "{text}\n\nDefault: {}.{}",
        code_span(default),
        values(variable)
    ));
    let body = Body::Set {
        field: name.clone(),
        value: Init::Into(name.clone()),
    };
    let argument = (name.clone(), Ty::into(Ty::string()));
    Function::setter(name, argument, body).documented(comment)
}

/// The sentence about the values of a variable, after a space.
fn values(variable: &ServerVariable) -> String {
    let values: Vec<String> = variable
        .values
        .iter()
        .map(|value| code_span(value))
        .collect();
    if values.is_empty() {
        String::new()
    } else {
        format!(" One of {}.", values.join(", "))
    }
}

/// The URL as a format string, and the fields that fill it.
fn url_parts(server: &Server) -> (String, Vec<String>) {
    let escaped = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let mut template = String::new();
    let mut values = Vec::new();
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        template.push_str(&escaped(before));
        match after.split_once('}') {
            Some((name, after)) => {
                match server
                    .variables
                    .iter()
                    .find(|variable| variable.wire_name == name)
                {
                    Some(variable) => {
                        template.push_str("{}");
                        values.push(variable.name.clone());
                    }
                    None => template.push_str(&format!("{{{{{name}}}}}")),
                }
                rest = after;
            }
            None => {
                template.push_str("{{");
                rest = after;
            }
        }
    }
    template.push_str(&escaped(rest));
    (template, values)
}
