//! Deserializes the checked tree into the types of `openapiv3`.

use std::thread::{self, Scope, ScopedJoinHandle};

use indexmap::IndexMap;
use openapiv3::{
    Components, Header, OpenAPI, Operation, Parameter, PathItem, Paths, ReferenceOr, RequestBody,
    Response, Schema, SecurityScheme,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::specification::ADDITIONAL_OPERATIONS;
use crate::pointer::{Pointer, escape};

/// Deserializes the document. Returns `None` after reporting a diagnostic.
///
/// A document that passes the check deserializes without an error. If the two ever disagree, the diagnostic names the
/// smallest part that fails, and never shows serde's message, which describes Rust types.
pub(super) fn deserialize(document: &Value, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let read = thread::scope(|scope| {
        // The two parts that make up nearly all of a document are deserialized in parallel.
        let components = on_large_stack(scope, || {
            read::<Option<Components>>(part(document, "components"))
        })?;
        let paths = on_large_stack(scope, || read::<Paths>(part(document, "paths")))?;
        let parts = (
            read(&without_paths_and_components(document)),
            joined(paths),
            joined(components),
        );
        if let (Ok(rest), Ok(paths), Ok(components)) = parts {
            return Ok(OpenAPI {
                paths,
                components,
                ..rest
            });
        }
        let search = on_large_stack(scope, || {
            let mut search = Search { found: Vec::new() };
            search.document(document);
            if search.found.is_empty() {
                search.report(&Pointer::ROOT);
            }
            search.found
        })?;
        Err(joined(search))
    });
    match read {
        Ok(openapi) => Some(openapi),
        Err(errors) => {
            for error in errors {
                diagnostics.push(error);
            }
            None
        }
    }
}

/// The operations of each path that `openapiv3` does not support, in the order of the document.
pub type AdditionalOperations = IndexMap<String, Vec<AdditionalOperation>>;

/// An operation with a method that `openapiv3` does not support.
#[derive(Clone, Debug, PartialEq)]
pub struct AdditionalOperation {
    /// The name of the method on the wire.
    pub method: String,
    /// The pointer to the operation below its path item, such as `/additionalOperations/COPY`.
    pub pointer: String,
    /// The operation.
    pub operation: Operation,
}

/// Deserializes the operations that `openapiv3` does not support.
pub(super) fn additional_operations(
    document: &Value,
    diagnostics: &mut Diagnostics,
) -> AdditionalOperations {
    let mut additional = AdditionalOperations::new();
    for (path, item) in members(document.get("paths")).filter(|(path, _)| path.starts_with('/')) {
        let query = item
            .get("query")
            .map(|operation| ("QUERY", "/query".to_owned(), operation));
        let others = members(item.get(ADDITIONAL_OPERATIONS)).map(|(method, operation)| {
            let pointer = format!("/{ADDITIONAL_OPERATIONS}/{}", escape(method));
            (method.as_str(), pointer, operation)
        });
        for (method, pointer, operation) in query.into_iter().chain(others) {
            match read::<Operation>(operation) {
                Ok(operation) => {
                    let one = AdditionalOperation {
                        method: method.to_owned(),
                        pointer,
                        operation,
                    };
                    additional.entry(path.clone()).or_default().push(one);
                }
                Err(_) => {
                    let mut search = Search { found: Vec::new() };
                    let at = Pointer::ROOT.key("paths").key(path).to_string();
                    search.operation(operation, &Pointer::base(&format!("{at}{pointer}")));
                    for error in search.found {
                        diagnostics.push(error);
                    }
                }
            }
        }
    }
    additional
}

/// A member of the document, or `null`.
fn part<'d>(document: &'d Value, name: &str) -> &'d Value {
    document.get(name).unwrap_or(&Value::Null)
}

/// The document with empty paths and without components.
fn without_paths_and_components(document: &Value) -> Value {
    let members = members(Some(document)).filter(|(name, _)| *name != "components");
    let members = members.map(|(name, value)| {
        let value = if name == "paths" {
            Value::Object(serde_json::Map::new())
        } else {
            value.clone()
        };
        (name.clone(), value)
    });
    Value::Object(members.collect())
}

fn on_large_stack<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, T>, Vec<Diagnostic>> {
    thread::Builder::new()
        .stack_size(STACK)
        .spawn_scoped(scope, work)
        .map_err(|error| {
            let message = format!("the document cannot be read: {error}");
            vec![Diagnostic::error(
                Code::InvalidDocument,
                Pointer::ROOT.place(),
                message,
            )]
        })
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// `openapiv3` takes up to 50 KB of stack per level of nesting in an unoptimised build. A document of the maximum
/// depth exceeds the 2 MB of a test's thread.
const STACK: usize = 16 << 20;

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, serde_json::Error> {
    T::deserialize(value)
}

struct Search {
    found: Vec<Diagnostic>,
}

impl Search {
    fn document(&mut self, document: &Value) {
        let root = Pointer::ROOT;
        let paths = root.key("paths");
        for (path, item) in members(document.get("paths")).filter(|(path, _)| path.starts_with('/'))
        {
            let at = paths.key(path);
            for (name, member) in members(Some(item)) {
                match name.as_str() {
                    "parameters" => {
                        let at = at.key(name);
                        for (index, parameter) in
                            member.as_array().into_iter().flatten().enumerate()
                        {
                            self.check::<ReferenceOr<Parameter>>(parameter, &at.index(index));
                        }
                    }
                    _ if member.get("responses").is_some() => self.operation(member, &at.key(name)),
                    _ => {}
                }
            }
            self.unless_found::<PathItem>(item, &at);
        }
        let components = root.key("components");
        for (section, all) in members(document.get("components")) {
            let at = components.key(section);
            for (name, component) in members(Some(all)) {
                let at = at.key(name);
                match section.as_str() {
                    "schemas" => self.schema(component, &at),
                    "responses" => self.check::<ReferenceOr<Response>>(component, &at),
                    "parameters" => self.check::<ReferenceOr<Parameter>>(component, &at),
                    "requestBodies" => self.check::<ReferenceOr<RequestBody>>(component, &at),
                    "headers" => self.check::<ReferenceOr<Header>>(component, &at),
                    "securitySchemes" => {
                        self.check::<ReferenceOr<SecurityScheme>>(component, &at);
                    }
                    _ => {}
                }
            }
        }
        if let Some(value) = document.get("components") {
            self.unless_found::<Components>(value, &components);
        }
    }

    fn operation(&mut self, operation: &Value, at: &Pointer<'_>) {
        let responses = at.key("responses");
        for (status, response) in
            members(operation.get("responses")).filter(|(name, _)| !name.starts_with("x-"))
        {
            self.check::<ReferenceOr<Response>>(response, &responses.key(status));
        }
        let parameters = at.key("parameters");
        for (index, value) in operation
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.check::<ReferenceOr<Parameter>>(value, &parameters.index(index));
        }
        if let Some(body) = operation.get("requestBody") {
            self.check::<ReferenceOr<RequestBody>>(body, &at.key("requestBody"));
        }
        self.unless_found::<Operation>(operation, at);
    }

    fn schema(&mut self, schema: &Value, at: &Pointer<'_>) {
        if read::<ReferenceOr<Schema>>(schema).is_ok() {
            return;
        }
        let before = self.found.len();
        let properties = at.key("properties");
        for (name, property) in members(schema.get("properties")) {
            self.schema(property, &properties.key(name));
        }
        if self.found.len() == before {
            self.report(at);
        }
    }

    fn check<T: DeserializeOwned>(&mut self, value: &Value, at: &Pointer<'_>) {
        if read::<T>(value).is_err() {
            self.report(at);
        }
    }

    fn unless_found<T: DeserializeOwned>(&mut self, value: &Value, at: &Pointer<'_>) {
        if self.found.is_empty() {
            self.check::<T>(value, at);
        }
    }

    fn report(&mut self, at: &Pointer<'_>) {
        let message = format!("{} does not match the OpenAPI specification", at.subject());
        self.found.push(
            Diagnostic::error(Code::InvalidDocument, at.key_place(), message).help(
                "compare this part with the specification; the generator cannot tell what is wrong",
            ),
        );
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use serde_json::json;

    #[test]
    fn the_smallest_part_that_fails_is_reported() {
        let good = json!({"200": {"description": ""}});
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "", "version": ""},
            "paths": {"/a": {"get": {"responses": good}, "put": {"responses": {"200": {"description": 1}}}}},
            "components": {"schemas": {"A": {"type": "object", "properties": {"b": {"minLength": -1}}}}},
        });
        let mut diagnostics = Diagnostics::default();
        assert_eq!(deserialize(&document, &mut diagnostics), None);
        let places = diagnostics
            .into_vec()
            .into_iter()
            .map(|diagnostic| diagnostic.place);
        let pointers: Vec<_> = places
            .map(|place| match place {
                Place::Resolved { pointer, .. } => pointer,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            pointers,
            [
                "/paths/~1a/put/responses/200",
                "/components/schemas/A/properties/b"
            ]
        );
    }
}
