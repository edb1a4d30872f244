//! A call before it is sent: its operation, and the arguments and the body that it has been given.

use serde::Serialize;

use super::error::ArgumentError;
use super::http::Body;
use super::request::{Argument, NotAnArgument};
use super::spec::{Location, Operation, Parameter, Repeat, Style};

/// The operation of a call, and the arguments and the body that it has been given.
pub(crate) struct Draft {
    pub(crate) operation: &'static Operation,
    /// One for each parameter of the operation, in its order.
    arguments: Vec<Option<Argument>>,
    /// The media type of the body, if there is one.
    pub(crate) media_type: Option<&'static str>,
    pub(crate) body: Body,
    /// The first argument that cannot be sent.
    pub(crate) error: Option<ArgumentError>,
    /// The media types to ask for instead of the operation's.
    pub(crate) accept: Option<&'static str>,
}

impl Draft {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        let arguments = operation.parameters.iter().map(|_| None).collect();
        Self {
            operation,
            arguments,
            media_type: None,
            body: Body::empty(),
            error: None,
            accept: None,
        }
    }

    /// A second draft of the same call; `None` if its body is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let body = self.body.try_clone()?;
        Some(Self {
            operation: self.operation,
            arguments: self.arguments.clone(),
            media_type: self.media_type,
            body,
            // A call with an error is not sent, nor is its copy.
            error: None,
            accept: self.accept,
        })
    }

    /// Sets an argument, or removes it if the value is absent.
    pub(crate) fn set<V: Serialize + ?Sized>(&mut self, location: Location, name: &str, value: &V) {
        let Some((index, style)) = self.parameter(location, name) else {
            return;
        };
        let argument = if style == Style::Json {
            Argument::json(value)
        } else {
            Argument::of(value)
        };
        self.put(index, argument);
    }

    /// As [`set`](Self::set), for a string, which becomes the argument as it is.
    pub(crate) fn set_text(&mut self, location: Location, name: &str, text: String) {
        match self.parameter(location, name) {
            None => {}
            Some((index, Style::Json)) => self.put(index, Argument::json(&text)),
            Some((index, _)) => self.put(index, Ok(Some(Argument::Primitive(text)))),
        }
    }

    /// The index and the style of a parameter. One that the operation does not have is the call's error.
    ///
    /// Not generic, so that it is compiled once.
    fn parameter(&mut self, location: Location, name: &str) -> Option<(usize, Style)> {
        let mut parameters = self.operation.parameters.iter().enumerate();
        let found = parameters.find(|(_, parameter)| parameter.is(location, name));
        if found.is_none() {
            self.fail(name, "is not a parameter of the operation".to_owned());
        }
        found.map(|(index, parameter)| (index, parameter.style))
    }

    fn put(&mut self, index: usize, argument: Result<Option<Argument>, NotAnArgument>) {
        match (argument, self.arguments.get_mut(index)) {
            (Ok(argument), Some(current)) => *current = argument,
            (Ok(_), None) => {}
            (Err(NotAnArgument(why)), _) => {
                let parameter = self.operation.parameters.get(index);
                self.fail(parameter.map_or("", |parameter| parameter.name), why);
            }
        }
    }

    /// Keeps the first argument that cannot be sent.
    pub(crate) fn fail(&mut self, name: &str, why: String) {
        self.error
            .get_or_insert_with(|| ArgumentError::new(self.operation.id, name.to_owned(), why));
    }

    /// The error of an argument that cannot be sent.
    pub(super) fn argument_error(
        &self,
        name: &'static str,
        why: impl Into<String>,
    ) -> ArgumentError {
        ArgumentError::new(self.operation.id, name, why)
    }

    /// The argument of the parameter with this index, if it has been given.
    pub(super) fn argument(&self, index: usize) -> Option<&Argument> {
        self.arguments.get(index)?.as_ref()
    }

    /// The arguments that have been given, in the operation's order.
    pub(super) fn arguments(&self) -> impl Iterator<Item = (&'static Parameter, &Argument)> {
        let all = self.operation.parameters.iter().zip(&self.arguments);
        all.filter_map(|(parameter, argument)| Some((parameter, argument.as_ref()?)))
    }

    /// The text of a query argument.
    pub(crate) fn query_argument(&self, name: &str) -> Option<&str> {
        self.arguments()
            .find_map(|(parameter, argument)| match argument {
                Argument::Primitive(text) if parameter.is(Location::Query, name) => {
                    Some(text.as_str())
                }
                _ => None,
            })
    }

    /// Whether the request may be retried if its outcome is unknown.
    pub(crate) fn is_idempotent(&self) -> bool {
        let given = |name: &str| {
            self.arguments()
                .any(|(parameter, argument)| parameter.name == name && !argument.is_false())
        };
        match self.operation.repeat {
            Repeat::Always => true,
            Repeat::Never => false,
            Repeat::Unless(names) => !names.iter().any(|name| given(name)),
        }
    }
}
