//! What is known of a call before it is sent?

use serde::Serialize;

use super::argument::{Argument, NotAnArgument};
use super::body::Body;
use super::client::{Client, Settings};
use super::error::ArgumentError;
use super::operation::{Location, Operation, Parameter, Repeat, Style};

/// The operation of a call, and the arguments that it has been given.
pub(super) struct Draft {
    client: Client,
    pub(super) operation: &'static Operation,
    /// One place for each parameter of the operation, in its order.
    arguments: Vec<Option<Argument>>,
    /// The media type of the body, if there is one.
    pub(super) media_type: Option<&'static str>,
    pub(super) body: Body,
    /// The first argument that cannot be sent.
    pub(super) error: Option<ArgumentError>,
    /// What is asked for instead of what the operation says.
    pub(super) accept: Option<&'static str>,
}

impl Draft {
    pub(super) fn new(client: Client, operation: &'static Operation) -> Self {
        let arguments = operation.parameters.iter().map(|_| None).collect();
        Self {
            client,
            operation,
            arguments,
            media_type: None,
            body: Body::empty(),
            error: None,
            accept: None,
        }
    }

    pub(super) fn settings(&self) -> &Settings {
        self.client.settings()
    }

    /// The same once more; `None` if its body is a stream.
    pub(super) fn try_clone(&self) -> Option<Self> {
        let body = self.body.try_clone()?;
        Some(Self {
            client: self.client.clone(),
            operation: self.operation,
            arguments: self.arguments.clone(),
            media_type: self.media_type,
            body,
            // A call with an error is not sent, nor is its copy.
            error: None,
            accept: self.accept,
        })
    }

    /// Sets an argument, or takes it away again if it is absent.
    pub(super) fn set<V: Serialize + ?Sized>(&mut self, location: Location, name: &str, value: &V) {
        let style = self.style(location, name);
        self.put(
            location,
            name,
            if style == Some(Style::Json) {
                Argument::json(value)
            } else {
                Argument::of(value)
            },
        );
    }

    /// As [`set`](Self::set), of a text, which becomes the argument as it is.
    pub(super) fn set_text(&mut self, location: Location, name: &str, text: String) {
        if self.style(location, name) == Some(Style::Json) {
            self.put(location, name, Argument::json(&text));
        } else {
            self.put(location, name, Ok(Some(Argument::Primitive(text))));
        }
    }

    fn style(&self, location: Location, name: &str) -> Option<Style> {
        let mut parameters = self.operation.parameters.iter();
        parameters
            .find(|parameter| parameter.is(location, name))
            .map(|found| found.style)
    }

    /// Not generic, so that it is compiled once.
    fn put(
        &mut self,
        location: Location,
        name: &str,
        argument: Result<Option<Argument>, NotAnArgument>,
    ) {
        let mut places = self.operation.parameters.iter().zip(&mut self.arguments);
        let place = places.find(|(parameter, _)| parameter.is(location, name));
        match (place, argument) {
            (Some((_, place)), Ok(argument)) => *place = argument,
            (Some(_), Err(NotAnArgument(why))) => self.fail(name, why),
            (None, _) => self.fail(name, "is not a parameter of the operation".to_owned()),
        }
    }

    /// Remembers the first argument that cannot be sent.
    pub(super) fn fail(&mut self, name: &str, why: String) {
        self.error
            .get_or_insert_with(|| ArgumentError::new(self.operation.id, name.to_owned(), why));
    }

    /// The arguments that are there, in the operation's order.
    pub(super) fn arguments(&self) -> impl Iterator<Item = (&'static Parameter, &Argument)> {
        let all = self.operation.parameters.iter().zip(&self.arguments);
        all.filter_map(|(parameter, argument)| Some((parameter, argument.as_ref()?)))
    }

    /// The text of a query argument.
    pub(super) fn query_argument(&self, name: &str) -> Option<&str> {
        self.arguments()
            .find_map(|(parameter, argument)| match argument {
                Argument::Primitive(text) if parameter.is(Location::Query, name) => {
                    Some(text.as_str())
                }
                _ => None,
            })
    }

    /// Whether the request may be sent again when it is not known what became of it.
    pub(super) fn is_idempotent(&self) -> bool {
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
