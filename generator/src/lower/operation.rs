//! Operations: assembles the parts that other files lower.

use std::collections::{HashMap, HashSet};

use openapiv3::{Operation as Source, PathItem};

use super::docs;
use super::extension::Extensions;
use super::lowering::Lowering;
use super::page_argument::Arguments;
use crate::hints::Object;
use crate::model::code_span;
use crate::model::name::{kebab, pascal};
use crate::model::operation::{Location, Method, Operation, Parameter, Path, Segment};
use crate::path_template::{self, PathTemplate, on_the_wire, without_query_parameters};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// Lowers an operation; `None` with a diagnostic if it is not supported.
    ///
    /// The group makes the names of its method and builder unique.
    pub(super) fn operation(
        &mut self,
        source: &'a Source,
        item: &'a PathItem,
        path: &str,
        method: Method,
        schemes: &HashSet<&str>,
        pointer: &Pointer<'_>,
    ) -> Option<Operation> {
        let extensions = Extensions::new(&source.extensions, pointer.to_string());
        extensions.check(Object::Operation, self.diagnostics);
        let id = match &source.operation_id {
            Some(id) if !id.is_empty() => id.clone(),
            _ => self.unused_id(path, &method),
        };
        let hinted = extensions.name(self.diagnostics);
        if let Some(name) = &hinted {
            self.operation_hints
                .insert(pointer.to_string(), name.clone());
        }
        let name = hinted.unwrap_or_else(|| id.clone());
        let hint = pascal(&name);

        let (mut parameters, placeholders) = self.parameters(source, item, &hint, pointer);
        let mut path = path_in_order(path, &mut parameters);
        let body = self.request_body(source, &hint, &parameters, pointer)?;
        let (success, failures, links) = self.responses(source, &hint, &method, pointer);
        let arguments = Arguments {
            parameters: &parameters,
            body: body.as_ref(),
        };
        let pagination = self.pagination(&extensions, arguments, &success);
        let repeat = self.repeat(&extensions, &method, &parameters);
        let server = self.server_of(source, item, pointer);
        let mut docs = docs::of_operation(source);
        // The client does not handle callbacks, but the documentation mentions them.
        let callbacks: Vec<String> = source
            .callbacks
            .keys()
            .map(|name| code_span(name))
            .collect();
        if !callbacks.is_empty() {
            docs.notes
                .push(format!("Callbacks: {}.", callbacks.join(", ")));
        }
        docs.notes.extend(links);
        if let Some(server) = &server {
            docs.notes.push(format!(
                "Sent to {}, unless the client has a custom base URL.",
                code_span(server)
            ));
        }
        let security = self.security_of(source, schemes);
        let entries = security.iter().map(|schemes| schemes.len() + 1).sum();
        self.allow_members(entries, || pointer.key("security").key_place());
        placeholders.rename(&mut path, &mut parameters);
        Some(Operation {
            server,
            security,
            docs,
            id,
            pointer: pointer.to_string(),
            builder: name.clone(),
            description: name.clone(),
            name: name.clone(),
            method,
            path,
            parameters,
            body,
            success,
            failures,
            failure: name,
            pagination,
            repeat,
        })
    }

    /// Generates a unique id for an operation without one, from its method and path.
    fn unused_id(&mut self, path: &str, method: &Method) -> String {
        // `get /stores/{id}` and `get /stores/id` both become `get-stores-id`.
        let words = kebab(&format!("{} {path}", method.as_str().to_lowercase()));
        let mut id = words.clone();
        // Thousands of paths may have the same words.
        let number = self.numbered_ids.entry(words.clone()).or_insert(1);
        while !self.operation_ids.insert(id.clone()) {
            *number += 1;
            id = format!("{words}-{number}");
        }
        id
    }

    /// The operation's own server, or that of its path.
    fn server_of(
        &mut self,
        source: &Source,
        item: &PathItem,
        pointer: &Pointer<'_>,
    ) -> Option<String> {
        if source.servers.is_empty() {
            let rendered = pointer.to_string();
            self.own_server(&item.servers, &Pointer::base(parent(&rendered)))
        } else {
            self.own_server(&source.servers, pointer)
        }
    }
}

/// The pointer of an operation's path item.
pub(super) fn parent(operation: &str) -> &str {
    let parent = operation.rsplit_once('/').map_or("", |(parent, _)| parent);
    parent
        .strip_suffix("/additionalOperations")
        .unwrap_or(parent)
}

/// Parses the path of an operation, and sorts its parameters into the order of the path: strings are easily swapped, so
/// arguments are in URL order. [`load`](crate::load) has matched the parameters to the path.
fn path_in_order(path: &str, parameters: &mut [Parameter]) -> Path {
    // A malformed template is an error in `load`. Here it is one literal.
    let template = PathTemplate::parse(path).unwrap_or_else(|_| PathTemplate {
        segments: vec![path_template::Segment::Literal(path)],
        ..PathTemplate::default()
    });
    let mut order: HashMap<&str, usize> = HashMap::new();
    for (index, name) in template.names.iter().enumerate() {
        order.entry(name).or_insert(index);
    }
    parameters.sort_by_key(|parameter| match parameter.location {
        Location::Path => {
            let index = order.get(parameter.wire_name.as_str());
            index.copied().unwrap_or(usize::MAX)
        }
        _ => usize::MAX,
    });
    Path {
        template: without_query_parameters(path).into_owned(),
        segments: segments(&template, parameters),
        query: template.fixed_query.as_deref().map(on_the_wire),
    }
}

/// The segments of a path, with the index of each parameter.
fn segments(template: &PathTemplate<'_>, parameters: &[Parameter]) -> Vec<Segment> {
    let mut indices: HashMap<&str, usize> = HashMap::new();
    for (index, parameter) in parameters.iter().enumerate() {
        if parameter.location == Location::Path {
            indices.entry(&parameter.wire_name).or_insert(index);
        }
    }
    let segments = template.segments.iter().map(|segment| match *segment {
        path_template::Segment::Literal(text) => Segment::Literal(on_the_wire(text)),
        path_template::Segment::Parameter(name) => match indices.get(name) {
            Some(index) => Segment::Parameter(*index),
            // `load` adds undeclared parameters.
            None => Segment::Literal(on_the_wire(&format!("{{{name}}}"))),
        },
    });
    segments.collect()
}
