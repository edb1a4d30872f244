//! One operation: the parts that have no file of their own, and the assembly of those that have.

use openapiv3::{Operation as Source, PathItem};

use super::docs;
use super::extension::Extensions;
use super::lowering::Lowering;
use crate::model::name::{kebab, pascal};
use crate::model::operation::{Location, Method, Operation, Parameter, Path, Segment};
use crate::model::security::Credential;
use crate::path_template::{self, PathTemplate, on_the_wire, without_query_parameters};
use crate::pointer::Pointer;

/// The extensions that an operation may carry.
const EXTENSIONS: &[&str] = &["x-rust-name", "x-rust-pagination", "x-rust-retry"];

impl<'a> Lowering<'a> {
    /// Lowers an operation; `None`, with a diagnostic, where it is not supported at all.
    ///
    /// The names of its method and builder are still those of the document: the group settles them.
    pub(super) fn operation(
        &mut self,
        source: &'a Source,
        item: &'a PathItem,
        path: &str,
        method: Method,
        credentials: &[Credential],
        pointer: &Pointer<'_>,
    ) -> Option<Operation> {
        let extensions = Extensions::new(&source.extensions, pointer.to_string());
        extensions.check(EXTENSIONS, self.diagnostics);
        let id = match &source.operation_id {
            Some(id) if !id.is_empty() => id.clone(),
            _ => self.unused_id(path, method),
        };
        let name = extensions
            .name(self.diagnostics)
            .unwrap_or_else(|| id.clone());
        let hint = pascal(&name);

        let mut parameters = self.parameters(source, item, &hint, pointer);
        let path = path_in_order(path, &mut parameters);
        let body = self.request_body(source, &hint, &parameters, pointer)?;
        let (success, failures, links) = self.responses(source, &hint, method, pointer);
        let pagination = self.pagination(&extensions, &parameters, &success);
        let repeat = self.repeat(&extensions, method, &parameters);
        let server = self.server_of(source, item, pointer);
        let mut docs = docs::of_operation(source);
        // A client has no part in what the server asks of others; who reads about the operation should know of it.
        let callbacks: Vec<String> = source
            .callbacks
            .keys()
            .map(|name| format!("`{name}`"))
            .collect();
        if !callbacks.is_empty() {
            docs.notes
                .push(format!("The server calls back: {}.", callbacks.join(", ")));
        }
        docs.notes.extend(links);
        if let Some(server) = &server {
            docs.notes.push(format!(
                "Sent to `{server}`, unless the client has a base URL of its own."
            ));
        }
        Some(Operation {
            server,
            security: self.security_of(source, credentials),
            docs,
            id,
            pointer: pointer.to_string(),
            builder: name.clone(),
            description: name.clone(),
            name,
            method,
            path,
            parameters,
            body,
            success,
            failures,
            pagination,
            repeat,
        })
    }

    /// The id of an operation without one: what its method and path say, in words, and a number if another has that.
    fn unused_id(&mut self, path: &str, method: Method) -> String {
        // `get /stores/{id}` becomes `get-stores-id`, as `get /stores/id` does.
        let words = kebab(&format!("{} {path}", method.as_str().to_lowercase()));
        let mut id = words.clone();
        let mut number = 2;
        while !self.operation_ids.insert(id.clone()) {
            id = format!("{words}-{number}");
            number += 1;
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

/// The path item that an operation is in: its pointer without the method.
pub(super) fn parent(operation: &str) -> &str {
    operation.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The path of an operation. Its parameters are put into its order: two strings are easily swapped, so the order of
/// arguments is that of the URL, whatever the list says. [`load`](crate::load) has checked that they agree.
fn path_in_order(path: &str, parameters: &mut [Parameter]) -> Path {
    // A malformed template is an error of `load`. Here it is one literal.
    let template = PathTemplate::parse(path).unwrap_or_else(|_| PathTemplate {
        segments: vec![path_template::Segment::Literal(path)],
        ..PathTemplate::default()
    });
    parameters.sort_by_key(|parameter| match parameter.location {
        Location::Path => template
            .names
            .iter()
            .position(|name| *name == parameter.wire_name)
            .unwrap_or(usize::MAX),
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
    let index = |name: &str| {
        parameters.iter().position(|parameter| {
            parameter.location == Location::Path && parameter.wire_name == name
        })
    };
    let segments = template.segments.iter().map(|segment| match *segment {
        path_template::Segment::Literal(text) => Segment::Literal(on_the_wire(text)),
        path_template::Segment::Parameter(name) => match index(name) {
            Some(index) => Segment::Parameter(index),
            // `load` adds the parameters that are not described.
            None => Segment::Literal(on_the_wire(&format!("{{{name}}}"))),
        },
    });
    segments.collect()
}
