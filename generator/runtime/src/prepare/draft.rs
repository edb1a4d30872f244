//! A call before it is sent: its operation, arguments and body.

use std::time::Duration;

use http::Method;
use serde::Serialize;

use super::custom::Custom;
use super::error::{ArgumentError, CallName, Error};
use super::http::Body;
use super::options::CallOptions;
use super::own_header::check_no_keys;
use super::reflected::{is_reflected, opens_tunnel};
use super::request::{Argument, NotAnArgument};
use super::retry::RetryPolicy;
#[cfg(feature = "testing")]
use super::seen::Seen;
use super::settings::Settings;
use super::spec::{Location, Operation, Parameter, Repeat, Style};

/// A call before it is sent: its operation, arguments and body.
pub(crate) struct Draft {
    pub(crate) operation: &'static Operation,
    /// One entry for each parameter of the operation, in the same order.
    arguments: Vec<Option<Argument>>,
    /// The media type of the body, if there is one.
    pub(crate) media_type: Option<&'static str>,
    pub(crate) body: Body,
    /// The first invalid argument.
    pub(crate) error: Option<ArgumentError>,
    /// The `accept` header, if it is not the operation's.
    pub(crate) accept: Option<&'static str>,
    /// The path and query that a server has sent for the next page. They replace the path and query arguments.
    pub(crate) target: Option<String>,
    /// The parts of the call that a test double sees.
    #[cfg(feature = "testing")]
    pub(crate) seen: Seen,
    /// The options of the call. Boxed because few calls have any.
    pub(crate) options: Option<Box<CallOptions>>,
    /// The rest of a request that is not one of the document's operations.
    pub(crate) custom: Option<Box<Custom>>,
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
            target: None,
            #[cfg(feature = "testing")]
            seen: Seen::default(),
            options: None,
            custom: None,
        }
    }

    /// Clones the draft, or returns `None` if the body is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let body = self.body.try_clone()?;
        Some(Self {
            operation: self.operation,
            arguments: self.arguments.clone(),
            media_type: self.media_type,
            body,
            // A call with an error is never sent, so the error is not needed in the clone.
            error: None,
            accept: self.accept,
            target: self.target.clone(),
            #[cfg(feature = "testing")]
            seen: self.seen.clone(),
            options: self.options.clone(),
            custom: self.custom.clone(),
        })
    }

    /// Returns the name of the call in messages.
    pub(crate) fn name(&self) -> CallName {
        match &self.custom {
            None => CallName::Operation(self.operation.id),
            Some(custom) => CallName::Request(custom.line()),
        }
    }

    /// Returns the method of the request.
    pub(crate) fn method(&self) -> Method {
        match &self.custom {
            None => self.operation.request_method(),
            Some(custom) => custom.method.clone(),
        }
    }

    /// Returns the name of the request's method.
    fn method_name(&self) -> &str {
        match &self.custom {
            None => self.operation.method_name(),
            Some(custom) => custom.method.as_str(),
        }
    }

    /// Returns whether the response repeats the request, so that the request must not have secrets.
    pub(super) fn is_reflected(&self) -> bool {
        is_reflected(self.method_name())
    }

    /// Returns the alternatives of the credentials.
    pub(crate) fn security(&self, settings: &Settings) -> &'static [&'static [&'static str]] {
        if self.is_reflected() {
            return &[];
        }
        match &self.custom {
            None => self.operation.security,
            Some(_) => settings.api.security,
        }
    }

    /// Returns the first invalid argument or option.
    pub(crate) fn take_error(&mut self, settings: &Settings) -> Option<Error> {
        if let Some(error) = self.error.take() {
            return Some(error.into());
        }
        if opens_tunnel(self.method_name()) {
            let reason = "must not be `CONNECT`, which opens a tunnel and has no path";
            return Some(self.argument_error("method", reason).into());
        }
        if self.is_reflected() && self.body.length() != Some(0) {
            let reason = format!("must be empty in a `{}` request", self.method_name());
            return Some(self.argument_error("body", reason).into());
        }
        let options = self.options.as_deref()?;
        if options.has_invalid_accept {
            let reason = "is not a valid header value";
            return Some(self.argument_error("accept", reason).into());
        }
        let checked = check_no_keys(&options.headers, settings.api);
        checked.err().map(Into::into)
    }

    /// Returns the timeout of the call: its own, or the client's.
    pub(crate) fn timeout(&self, settings: &Settings) -> Option<Duration> {
        let own = self.options.as_deref().and_then(|options| options.timeout);
        own.or(settings.timeout)
    }

    /// Returns the timeout of each attempt: the call's, or the client's.
    pub(crate) fn attempt_timeout(&self, settings: &Settings) -> Option<Duration> {
        let options = self.options.as_deref();
        let own = options.and_then(|options| options.attempt_timeout);
        own.or(settings.attempt_timeout)
    }

    /// Returns the retry policy: the call's, or the client's.
    pub(crate) fn retry<'a>(&'a self, settings: &'a Settings) -> &'a RetryPolicy {
        let own = self
            .options
            .as_deref()
            .and_then(|options| options.retry.as_ref());
        own.unwrap_or(&settings.retry)
    }

    /// Sets an argument, or removes it if the value is absent.
    pub(crate) fn set<V: Serialize + ?Sized>(&mut self, location: Location, name: &str, value: &V) {
        let Some((index, style)) = self.parameter(location, name) else {
            return;
        };
        #[cfg(feature = "testing")]
        self.seen.set(index, serde_json::to_value(value).ok());
        let argument = match style {
            Style::Json => Argument::json(value),
            Style::Form if location == Location::Querystring => Argument::form(value),
            _ => Argument::of(value),
        };
        self.put(index, argument);
    }

    /// Sets an argument to a string.
    pub(crate) fn set_text(&mut self, location: Location, name: &str, text: String) {
        let parameter = self.parameter(location, name);
        #[cfg(feature = "testing")]
        if let Some((index, _)) = parameter {
            self.seen.set(index, Some(text.as_str().into()));
        }
        match parameter {
            None => {}
            Some((index, Style::Json)) => self.put(index, Argument::json(&text)),
            Some((index, _)) => self.put(index, Ok(Some(Argument::Primitive(text)))),
        }
    }

    /// Returns the index and the style of a parameter, or records an error if the operation does not have it.
    ///
    /// Not generic, so it is compiled only once.
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

    /// Records an invalid argument, if it is the first one.
    pub(crate) fn fail(&mut self, name: &str, why: String) {
        let name_of_call = self.name();
        self.error
            .get_or_insert_with(|| ArgumentError::new(name_of_call, name.to_owned(), why));
    }

    /// Creates the error of an invalid argument.
    pub(super) fn argument_error(
        &self,
        name: &'static str,
        why: impl Into<String>,
    ) -> ArgumentError {
        ArgumentError::new(self.name(), name, why)
    }

    /// Returns the argument of the parameter at this index, if it is set.
    pub(super) fn argument(&self, index: usize) -> Option<&Argument> {
        self.arguments.get(index)?.as_ref()
    }

    /// Returns the arguments that are set, in the operation's order.
    pub(super) fn arguments(&self) -> impl Iterator<Item = (&'static Parameter, &Argument)> {
        let all = self.operation.parameters.iter().zip(&self.arguments);
        all.filter_map(|(parameter, argument)| Some((parameter, argument.as_ref()?)))
    }

    /// Returns the arguments that are set, as JSON. Those of the query of a URL from the server are strings.
    #[cfg(feature = "testing")]
    pub(super) fn seen_arguments(&self) -> Vec<(&'static Parameter, serde_json::Value)> {
        let parameters = self.operation.parameters.iter().enumerate();
        let of = |(index, parameter): (usize, &'static Parameter)| {
            let value = match &self.target {
                Some(target) if parameter.location == Location::Query => {
                    super::seen::query_value(target, parameter.name)?
                }
                _ => self.seen.argument(index)?.clone(),
            };
            (!value.is_null()).then_some((parameter, value))
        };
        parameters.filter_map(of).collect()
    }

    /// Returns an argument that is a string.
    pub(crate) fn text_argument(&self, location: Location, name: &str) -> Option<&str> {
        self.arguments()
            .find_map(|(parameter, argument)| match argument {
                Argument::Primitive(text) if parameter.is(location, name) => Some(text.as_str()),
                _ => None,
            })
    }

    /// Returns whether the user has set a header parameter as a header of the client or of the call.
    fn is_own_header(&self, name: &str, settings: &Settings) -> bool {
        let of_options = self.options.as_deref().map(|options| &options.headers);
        let mut own = [Some(&settings.headers), of_options].into_iter().flatten();
        own.any(|headers| headers.contains_key(name))
            && self
                .operation
                .parameters
                .iter()
                .any(|parameter| parameter.is(Location::Header, name))
    }

    /// Returns whether the request may be retried if the server may already have processed it.
    pub(crate) fn is_idempotent(&self, settings: &Settings) -> bool {
        let is_set = |name: &str| {
            self.arguments()
                .any(|(parameter, argument)| parameter.name == name && !argument.is_false())
                || self.is_own_header(name, settings)
        };
        if let Some(custom) = &self.custom {
            return custom.method.is_idempotent();
        }
        match self.operation.repeat {
            Repeat::Always => true,
            Repeat::Never => false,
            Repeat::Unless(names) => !names.iter().any(|name| is_set(name)),
        }
    }
}
