//! Path, query, header and cookie parameters.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{
    Content, HeaderStyle, MediaType, Operation as Source, Parameter as SourceParameter,
    ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
};
use serde_json::Value;

use super::extension::Extensions;
use super::header::is_token;
use super::hinted_name::Item;
use super::lowering::Lowering;
use super::media_type::{Encoding, encoding};
use super::name_hint::NameHint;
use super::operation::parent;
use super::placeholder::Placeholders;
use super::request_body::NAME as BODY;
use super::resolve::hint_of;
use super::{constraint, docs};
use crate::diagnostic::{At, Change, Code, Diagnostic, Edit};
use crate::hints::Object;
use crate::load::{ALLOW_RESERVED, COOKIE_STYLE, QUERYSTRING};
use crate::model::Docs;
use crate::model::code_span;
use crate::model::name::{pascal, snake};
use crate::model::operation::{Location, Parameter, Style};
use crate::model::scope::Scope;
use crate::model::types::Type;
use crate::pointer::Pointer;

/// Methods and fields of an operation's builder.
const RESERVED: &[&str] = &[
    "call",
    "items",
    "options",
    "pages",
    "send",
    "send_as",
    "send_events",
    "send_lines",
];

/// Headers that a parameter cannot name (OpenAPI 3.0.3, "Parameter Object": such definitions are ignored).
const IGNORED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

impl<'a> Lowering<'a> {
    /// Lowers the parameters of an operation: those of its path item that it does not override, then its own. Also
    /// returns the names that hints give to path parameters.
    pub(super) fn parameters(
        &mut self,
        source: &'a Source,
        item: &'a PathItem,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> (Vec<Parameter>, Placeholders) {
        let rendered = pointer.to_string();
        let shared = Pointer::base(parent(&rendered));
        let shared = shared.key("parameters");
        let own = pointer.key("parameters");

        let mut standing: Vec<(&'a ReferenceOr<SourceParameter>, String)> = Vec::new();
        // The index of each in `standing`, and whether it is one of the operation.
        let mut identities: HashMap<(Location, &'a str), (usize, bool)> = HashMap::new();
        let of_item = item
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (false, shared.index(index), parameter));
        let of_operation = source
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| (true, own.index(index), parameter));
        // Overrides are resolved before lowering, so that an overridden parameter leaves no types behind.
        for (own, pointer, parameter) in of_item.chain(of_operation) {
            let Some((resolved, _)) = self.resolve(parameter, &pointer) else {
                continue;
            };
            let (location, name) = (position(resolved).0, &resolved.parameter_data_ref().name);
            match identities.get_mut(&(location, name.as_str())) {
                Some((index, of_operation)) if *of_operation == own => self.diagnostics.push(
                    Diagnostic::warning(
                        Code::InvalidDocument,
                        pointer.place(),
                        format!(
                            "the {} parameter `{name}` is declared twice; using the first",
                            location.as_str()
                        ),
                    )
                    .related(
                        Pointer::base(&standing[*index].1).place(),
                        "first declared here",
                    )
                    .help("remove one of them")
                    .fix((standing[*index].0 == parameter).then(|| removed(&pointer))),
                ),
                Some((index, of_operation)) => {
                    *of_operation = own;
                    standing[*index] = (parameter, pointer.to_string());
                }
                None => {
                    identities.insert((location, name), (standing.len(), own));
                    standing.push((parameter, pointer.to_string()));
                }
            }
        }
        if !self.allow_parameters(standing.len(), || own.key_place()) {
            return (Vec::new(), Placeholders::default());
        }
        self.refuse_mixed_query(&identities, &standing);
        let mut parameters: Vec<Parameter> = Vec::with_capacity(standing.len());
        let mut placeholders = Placeholders::default();
        let mut hints = Vec::with_capacity(standing.len());
        for (parameter, pointer) in standing {
            let lowered = self.parameter(parameter, hint, &Pointer::base(&pointer));
            parameters.extend(lowered.map(|(parameter, wanted)| {
                placeholders.add(&parameter, wanted.as_deref());
                hints.push(wanted);
                parameter
            }));
        }
        let mut names = Scope::reserving(RESERVED);
        if source.request_body.is_some() {
            names.claim(BODY, "");
        }
        let reserved = names.clone();
        let mut items = Vec::new();
        for (parameter, hinted) in parameters.iter_mut().zip(hints) {
            let qualifier = format!("_{}", parameter.location.as_str());
            let wanted = std::mem::take(&mut parameter.name);
            parameter.name = names.claim(&wanted, &qualifier);
            items.push(Item {
                what: format!(
                    "the {} parameter {}",
                    parameter.location.as_str(),
                    code_span(&parameter.wire_name)
                ),
                pointer: parameter.pointer.clone(),
                wanted,
                qualifier,
                name: parameter.name.clone(),
                hint: hinted.map(|name| NameHint::of(name, &parameter.pointer)),
            });
        }
        self.hinted_names(reserved, &items);
        (parameters, placeholders)
    }

    /// Lowers a parameter. Also returns the name from its hint.
    fn parameter(
        &mut self,
        parameter: &'a ReferenceOr<SourceParameter>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Option<(Parameter, Option<String>)> {
        let (use_of_it, (parameter, place)) = (pointer, self.resolve(parameter, pointer)?);
        let pointer = Pointer::base(&place);
        let data = parameter.parameter_data_ref();
        let (location, style, allow_reserved) = position(parameter);
        if location == Location::Header && !is_token(&data.name) {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::InvalidDocument,
                    pointer.key("name").place(),
                    format!(
                        "`{}` is not a valid header name; ignoring the parameter",
                        data.name
                    ),
                )
                .help("use letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2)"),
            );
            return None;
        }
        if location == Location::Header
            && IGNORED_HEADERS
                .iter()
                .any(|name| data.name.eq_ignore_ascii_case(name))
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    pointer.key("name").place(),
                    format!("OpenAPI ignores a header parameter named `{}`", data.name),
                )
                .help("the client sets this header from the media types and the security schemes")
                .fix([removed(use_of_it)]),
            );
            return None;
        }
        let extensions = Extensions::new(&data.extensions, place.clone());
        extensions.check(Object::Parameter, self.diagnostics);
        let wanted = extensions.name(self.diagnostics);
        let (ty, notes, default_docs) = self.parameter_type(data, hint, &pointer);
        let style = match &data.format {
            _ if json_content(data).is_some() => Style::Json,
            ParameterSchemaOrContent::Content(content) if location == Location::Querystring => {
                if is_form(content) {
                    Style::Form
                } else {
                    Style::Simple
                }
            }
            _ => style,
        };
        let lowered = Parameter {
            name: snake(wanted.as_deref().unwrap_or(&data.name)),
            wire_name: data.name.clone(),
            pointer: place.clone(),
            docs: Docs {
                deprecated: data.deprecated.unwrap_or(false),
                notes,
                ..docs::of_description(data.description.as_deref().or(default_docs.as_deref()))
            },
            location,
            style,
            explode: style != Style::Json && data.explode.unwrap_or(style.default_explode()),
            allow_reserved,
            // A path without one of its parameters is a different path.
            required: data.required || location == Location::Path,
            ty,
            example: self
                .example_of(data.example.as_ref(), &data.examples, &pointer)
                .or_else(|| schema_example(data)),
        };
        Some((lowered, wanted))
    }

    /// Reports a parameter that is the whole query string next to parameters that are parts of it.
    fn refuse_mixed_query(
        &mut self,
        identities: &HashMap<(Location, &'a str), (usize, bool)>,
        standing: &[(&'a ReferenceOr<SourceParameter>, String)],
    ) {
        let mut in_query: Vec<(usize, Location)> = identities
            .iter()
            .filter(|((location, _), _)| {
                matches!(location, Location::Query | Location::Querystring)
            })
            .map(|((location, _), (index, _))| (*index, *location))
            .collect();
        in_query.sort_by_key(|(index, _)| *index);
        let whole = in_query
            .iter()
            .position(|(_, location)| *location == Location::Querystring);
        let Some(whole) = whole.filter(|_| in_query.len() > 1) else {
            return;
        };
        let (whole, _) = in_query.remove(whole);
        let place = |index: usize| {
            let pointer = standing
                .get(index)
                .map_or("", |(_, pointer)| pointer.as_str());
            Pointer::base(pointer).place()
        };
        let message = "a parameter with `in: querystring` must be the only one of the query";
        let error = Diagnostic::error(Code::InvalidDocument, place(whole), message)
            .help("make the other parameters properties of its schema, or use only `in: query`");
        let error = in_query
            .into_iter()
            .take(3)
            .fold(error, |error, (index, _)| {
                error.related(place(index), "this parameter is also in the query")
            });
        self.diagnostics.push(error);
    }

    /// The type of the fields of a form that is the whole query string.
    fn form_in_query(
        &mut self,
        data: &'a ParameterData,
        content: &'a Content,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> (Type, Vec<String>, Option<String>) {
        let notes = vec!["The whole query string, as a form.".to_owned()];
        let Some((media_type, media)) = content.first() else {
            return (Type::String, notes, None);
        };
        let content = pointer.key("content");
        let media_pointer = content.key(media_type);
        if !media.encoding.is_empty() {
            self.unsupported(
                media_pointer.key("encoding").key_place(),
                "`encoding` of a query string is not supported",
                "arrays are repeated fields, and objects are JSON",
            );
        }
        let pointer = media_pointer.key("schema");
        let hint = hint_of(
            &pointer.to_string(),
            &format!("{hint}{}", pascal(&data.name)),
        );
        let ty = media
            .schema
            .as_ref()
            .map_or(Type::Map(Box::new(Type::String)), |schema| {
                self.schema(schema, &hint, &pointer)
            });
        (ty, notes, None)
    }

    /// The type, the notes on its limits, and the schema's description.
    fn parameter_type(
        &mut self,
        data: &'a ParameterData,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> (Type, Vec<String>, Option<String>) {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let hint = hint_of(
                    &pointer.to_string(),
                    &format!("{hint}{}", pascal(&data.name)),
                );
                let ty = self.schema(schema, &hint, &pointer.key("schema"));
                match schema {
                    ReferenceOr::Item(schema) => (
                        ty,
                        constraint::notes(schema),
                        schema.schema_data.description.clone(),
                    ),
                    ReferenceOr::Reference { .. } => (ty, Vec::new(), None),
                }
            }
            ParameterSchemaOrContent::Content(content) => match json_content(data) {
                Some((media_type, media)) => {
                    let content = pointer.key("content");
                    let media_pointer = content.key(media_type);
                    let pointer = media_pointer.key("schema");
                    let hint = hint_of(
                        &pointer.to_string(),
                        &format!("{hint}{}", pascal(&data.name)),
                    );
                    let ty = media.schema.as_ref().map_or(Type::Untyped, |schema| {
                        let ty = self.schema(schema, &hint, &pointer);
                        self.unformatted(ty, "a parameter", &pointer)
                    });
                    (ty, vec!["Sent as JSON.".to_owned()], None)
                }
                None if is_form(content) && is_querystring(&data.extensions) => {
                    self.form_in_query(data, content, hint, pointer)
                }
                None => {
                    let media_type = content.keys().next().map_or("text/plain", String::as_str);
                    let has_raw_value =
                        matches!(encoding(media_type), Encoding::Text | Encoding::Bytes)
                            || is_querystring(&data.extensions);
                    if !has_raw_value {
                        self.unsupported(
                            pointer.key("content").key_place(),
                            format!("encoding a parameter as `{media_type}` is not supported"),
                            "the argument is a `String` that is sent unchanged",
                        );
                    }
                    (
                        Type::String,
                        vec![format!(
                            "The raw value, of media type {}.",
                            code_span(media_type)
                        )],
                        None,
                    )
                }
            },
        }
    }
}

/// Whether a query parameter is the whole query string.
fn is_querystring(extensions: &IndexMap<String, Value>) -> bool {
    extensions.contains_key(QUERYSTRING)
}

/// Whether the content of a parameter is a form.
fn is_form(content: &Content) -> bool {
    content
        .keys()
        .any(|media_type| encoding(media_type) == Encoding::Form)
}

/// The edit that removes a parameter from the list that it is in.
fn removed(pointer: &Pointer<'_>) -> Edit {
    Edit {
        at: At::Resolved(pointer.to_string()),
        change: Change::Remove,
    }
}

/// The JSON media type of a parameter with `content` instead of a style.
fn json_content(data: &ParameterData) -> Option<(&String, &MediaType)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(_) => None,
        ParameterSchemaOrContent::Content(content) => content
            .iter()
            .find(|(media_type, _)| encoding(media_type) == Encoding::Json),
    }
}

fn position(parameter: &SourceParameter) -> (Location, Style, bool) {
    let has = |data: &ParameterData, extension| data.extensions.contains_key(extension);
    match parameter {
        SourceParameter::Path {
            style,
            parameter_data,
        } => {
            let style = match style {
                PathStyle::Simple => Style::Simple,
                PathStyle::Label => Style::Label,
                PathStyle::Matrix => Style::Matrix,
            };
            (Location::Path, style, has(parameter_data, ALLOW_RESERVED))
        }
        SourceParameter::Query { parameter_data, .. }
            if is_querystring(&parameter_data.extensions) =>
        {
            (Location::Querystring, Style::Form, false)
        }
        SourceParameter::Query {
            style,
            allow_reserved,
            ..
        } => {
            let style = match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (Location::Query, style, *allow_reserved)
        }
        SourceParameter::Header {
            style: HeaderStyle::Simple,
            ..
        } => (Location::Header, Style::Simple, false),
        SourceParameter::Cookie { parameter_data, .. } => {
            let style = if has(parameter_data, COOKIE_STYLE) {
                Style::Cookie
            } else {
                Style::Form
            };
            let allow_reserved = style == Style::Form && has(parameter_data, ALLOW_RESERVED);
            (Location::Cookie, style, allow_reserved)
        }
    }
}

fn schema_example(data: &ParameterData) -> Option<serde_json::Value> {
    match &data.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => {
            schema.schema_data.example.clone()
        }
        _ => None,
    }
}
