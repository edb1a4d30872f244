//! The example of each operation, with the example values of the document.

use super::example_value::{Value, Values};
use crate::model::operation::Operation;
use crate::model::security::CredentialKind;
use crate::model::types::ResponseBody;
use crate::model::{Api, Group};

/// A program that calls an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Example {
    /// The crate's name in code.
    pub(crate) krate: String,
    /// The setup of the client; `None` where the client is an argument.
    pub(crate) client: Option<ClientSetup>,
    /// The method of the client that returns the group.
    pub(crate) accessor: String,
    pub(crate) method: String,
    pub(crate) arguments: Vec<Value>,
    /// The setter of an optional body, and its value.
    pub(crate) setter: Option<(String, Value)>,
    pub(crate) outcome: Outcome,
}

/// The maximum number of credentials that an example sets.
const MOST_CREDENTIALS: usize = 8;

/// The setup of the client in an example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClientSetup {
    FromEnv,
    Builder {
        /// Whether a base URL is required, as the API has no server.
        base_url: bool,
        /// The setters of credentials, and how many strings each takes.
        credentials: Vec<(String, usize)>,
    },
}

impl ClientSetup {
    /// A builder with the credentials of the API, and a base URL if the API has no server.
    pub(super) fn builder(api: &Api) -> Self {
        let few = api.credentials.iter().take(MOST_CREDENTIALS);
        let credentials = few.map(|credential| {
            let strings = if credential.kind == CredentialKind::Basic {
                2
            } else {
                1
            };
            (credential.setter.clone(), strings)
        });
        Self::Builder {
            base_url: api.server.is_empty(),
            credentials: credentials.collect(),
        }
    }
}

/// The use of the response in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Nothing,
    /// Prints it.
    Response,
    /// Reads its bytes, and prints how many there are.
    Bytes,
    /// Reads it as a stream.
    Stream {
        /// Whether the stream is the field `body` of a struct with the declared headers.
        in_field: bool,
    },
    /// Reads the items of all pages.
    Items,
}

impl Example {
    /// The example of an operation, with a client as its argument; `None` where a value would be infinite.
    pub(super) fn of(api: &Api, group: &Group, operation: &Operation) -> Option<Self> {
        let writer = Values::of(api);
        let mut arguments = operation
            .required_parameters()
            .map(|parameter| {
                writer.argument(
                    &parameter.ty,
                    parameter.example.as_ref(),
                    &parameter.wire_name,
                )
            })
            .collect::<Option<Vec<Value>>>()?;
        let mut setter = None;
        if let Some(body) = &operation.body {
            let value = writer.body(body)?;
            if body.required {
                arguments.push(value);
            } else {
                setter = Some((body.name.clone(), value));
            }
        }
        let outcome = match operation.success.body {
            _ if operation.pagination.is_some() => Outcome::Items,
            ResponseBody::Empty => Outcome::Nothing,
            ResponseBody::JsonLines(_) | ResponseBody::Events(_) => Outcome::Stream {
                in_field: operation.success.headed.is_some(),
            },
            ResponseBody::Json(_) | ResponseBody::Text | ResponseBody::ByStatus(_) => {
                Outcome::Response
            }
            ResponseBody::Bytes => Outcome::Bytes,
        };
        Some(Self {
            krate: api.crate_name(),
            client: None,
            accessor: group.module.clone(),
            method: operation.name.clone(),
            arguments,
            setter,
            outcome,
        })
    }

    /// The example of an operation, with the creation of a client.
    fn with_client(api: &Api, group: &Group, operation: &Operation) -> Option<Self> {
        let has_variable = api
            .credentials
            .iter()
            .any(|credential| credential.variable.is_some());
        let client = if has_variable {
            ClientSetup::FromEnv
        } else {
            ClientSetup::builder(api)
        };
        let example = Self::of(api, group, operation)?;
        Some(Self {
            client: Some(client),
            ..example
        })
    }

    /// The first example of an API: of an operation that is not deprecated, if there is one.
    pub(crate) fn first(api: &Api) -> Option<Self> {
        let of_each = |is_wanted: fn(&Operation) -> bool| {
            let mut groups = api.groups.iter();
            groups.find_map(|group| {
                let mut operations = group.operations.iter().filter(|one| is_wanted(one));
                Self::with_client(api, group, operations.next()?)
            })
        };
        of_each(|operation| !operation.docs.deprecated).or_else(|| of_each(|_| true))
    }

    /// Whether the example reads a stream, for which it needs `futures-util`.
    pub(crate) fn uses_streams(&self) -> bool {
        matches!(self.outcome, Outcome::Items | Outcome::Stream { .. })
    }

    /// Whether the example needs the module `types`.
    pub(crate) fn uses_types(&self) -> bool {
        let setter = self.setter.iter().map(|(_, value)| value);
        self.arguments.iter().chain(setter).any(Value::uses_types)
    }
}
