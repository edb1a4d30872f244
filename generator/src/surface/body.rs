//! The bodies of generated functions. There are few kinds, of a line or two each: the behaviour is in the runtime.

use super::any_json::AnyJson;
use super::description::ParameterDescription;
use super::double_body::DoubleBody;
use super::imports::Imports;
use crate::model::extern_name::ExternName;
use crate::model::operation::{Location, PageFunction, Pagination, Statuses};

/// The body of a function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// Creates the request of an operation from the required arguments.
    StartCall {
        builder: String,
        /// The static that describes the operation.
        description: String,
        arguments: Vec<Pass>,
    },
    /// Passes an optional argument to a call.
    Pass(Pass),
    /// Sets the options of a call.
    Options,
    /// Reads all pages.
    Pages(Box<Pagination>),
    /// Reads the items of all pages.
    Items(Box<Pagination>),
    /// Sends a call.
    Send(Send),
    /// Creates a value of the struct.
    Build(Vec<(String, Init)>),
    /// Sets a field of the struct.
    Set { field: String, value: Init },
    /// Wraps the argument in a variant.
    Wrap { variant: String, argument: String },
    /// Reads a response by its status.
    ByStatus {
        /// Each status and its variant.
        arms: Vec<(u16, StatusRead)>,
        /// The variant of any other status.
        otherwise: Option<StatusRead>,
    },
    /// Reads a failure by its status: each documented status and its variant.
    Failures(Vec<(Statuses, StatusRead)>),
    /// Borrows the static of this name.
    Static(String),
    /// Reads declared response headers: for each, the field, the function that reads it, and the name of the header.
    Headed(Vec<(String, &'static str, String)>),
    /// Borrows a field.
    Borrow(&'static str),
    /// Takes a field out of an argument.
    Take {
        argument: String,
        field: &'static str,
    },
    /// A function of a page.
    Page(PageFunction, Vec<Step>),
    /// Converts the struct in the argument of this name to parts.
    Multipart {
        argument: String,
        parts: Vec<PartPass>,
    },
    /// Formats a URL: a format string, and the fields that fill it.
    Url {
        template: String,
        fields: Vec<String>,
    },
    /// A function of a checked type.
    Checked(CheckedBody),
    /// A function of the client.
    Client(ClientBody),
    /// A function of the double.
    Double(DoubleBody),
}

/// An argument as it is passed to a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pass {
    /// A parameter.
    Parameter {
        location: Location,
        wire_name: String,
        argument: Argument,
    },
    /// A JSON body.
    Json {
        media_type: String,
        argument: Argument,
    },
    /// A JSON body of any type.
    AnyJson {
        media_type: String,
        argument: String,
        any: AnyJson,
    },
    /// A form body.
    Form {
        media_type: String,
        argument: Argument,
        styled: Vec<ParameterDescription>,
    },
    /// A multipart body whose parts are the fields of a form.
    MultipartOf {
        media_type: String,
        argument: Argument,
    },
    /// A multipart body.
    Multipart {
        media_type: String,
        argument: String,
    },
    /// A body of JSON values, one per line.
    NdJson {
        media_type: String,
        argument: String,
    },
    /// A body of bytes.
    Bytes {
        media_type: String,
        argument: String,
    },
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) form: Form,
}

/// The conversion of an argument to a value that a call can serialise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `name`, which is converted to a string.
    String,
    /// `name`, a reference.
    Reference,
    /// `&name`
    Value,
    /// `&name.into()`, a secret.
    Secret,
    /// `&json::written(name)`: a reference to a value with a special format in JSON.
    FormattedReference,
    /// `&json::written(&name)`
    FormattedValue,
    /// `&json::written::<Bytes>(&name.into())`
    FormattedBytes,
    /// `&json::written_list(name)`
    FormattedList,
}

/// The way of sending a call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Send {
    /// The media type that is requested instead of the operation's default.
    pub(crate) accept: Option<Accept>,
    /// The function of the runtime.
    pub(crate) function: &'static str,
    /// The success statuses without a body, where others have one.
    pub(crate) without_body: Vec<u16>,
    /// Whether declared headers are read into fields.
    pub(crate) headed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Accept {
    MediaType(String),
    /// The argument of this name.
    Argument(String),
}

/// The initial value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Init {
    /// The argument of this name, unchanged.
    Argument(String),
    /// The argument, converted.
    Into(String),
    /// The elements of the argument.
    Collect(String),
    None,
    Some(Box<Init>),
    Boxed(Box<Init>),
    /// A string, converted to the field's type.
    Text(String),
    /// A `String`.
    OwnedText(String),
    /// `()`
    Unit,
    /// The argument as a stream, by this function of the runtime.
    Stream(&'static str, String),
    /// An empty collection of the type with this path.
    Empty(&'static str, Option<ExternName>),
}

/// The way of reading a variant's value from a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatusRead {
    pub(crate) variant: String,
    pub(crate) content: StatusContent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusContent {
    Json,
    Text,
    Bytes,
    /// Bytes, all of which were received.
    AllBytes,
    Nothing,
}

/// A field on the path from a page to one of its properties.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) optional: bool,
    pub(crate) ends: Ends,
    /// The field with its value in the response if its type refuses that, and its name there.
    pub(crate) refused: Option<(String, String)>,
}

/// The values of a property of a page that mean that no page follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ends {
    /// An empty string, or none.
    Empty,
    /// `false`, or none.
    False,
    /// None.
    Absent,
}

/// A field as it is added to a body as a part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartPass {
    pub(crate) wire_name: String,
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    /// The names and values of its constant headers.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content: PartContent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartContent {
    /// One file.
    File,
    /// Any number of files, or an optional one.
    Files,
    /// A map of files, or of lists of files.
    FileEntries { lists: bool, additional: bool },
    /// A map of values, which may have a special format in JSON.
    ValueEntries { formatted: bool },
    /// A list of values, each a separate part.
    Items { formatted: bool, optional: bool },
    /// A value.
    Value,
    /// A value with a special format in JSON.
    Formatted,
    /// Like `Formatted`, but optional.
    OptionalFormatted,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CheckedBody {
    /// `new`, with these limits
    New(Vec<CheckedLimit>),
    /// `into_inner`
    IntoInner,
    /// `try_from`, by `new`
    TryFrom,
    /// `deref`
    Deref,
}

/// A limit, by the name of the runtime's variant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CheckedLimit {
    Count(&'static str, usize),
    Number(&'static str, f64),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClientBody {
    /// Creates a client with the credentials in the environment.
    FromEnv,
    /// Creates a builder.
    Builder,
    /// Returns the group of this name.
    Accessor(String),
    /// Sets the credential of this scheme.
    Credential { scheme: String, argument: String },
    /// Sets a user name and a password.
    Basic { scheme: String },
    /// Sets a source of tokens.
    Source { scheme: String },
}

impl Body {
    /// Adds the names that the body needs.
    pub(super) fn import(&self, imports: &mut Imports) {
        match self {
            Self::StartCall { arguments, .. } => {
                for argument in arguments {
                    argument.import(imports);
                }
            }
            Self::Pass(pass) => pass.import(imports),
            Self::Send(send) => {
                if send.headed {
                    imports.add(ExternName::RESPONSE);
                }
            }
            Self::Build(fields) => {
                for (_, init) in fields {
                    if let Init::Empty(_, Some(name)) = init {
                        imports.add(*name);
                    }
                }
            }
            Self::Checked(CheckedBody::New(_)) => imports.add(ExternName::LIMIT),
            Self::Client(ClientBody::FromEnv | ClientBody::Builder) => {
                imports.add(ExternName::CLIENT_BUILDER);
            }
            Self::Options
            | Self::Set { .. }
            | Self::Pages(_)
            | Self::Items(_)
            | Self::Wrap { .. }
            | Self::ByStatus { .. }
            | Self::Failures(_)
            | Self::Static(_)
            | Self::Headed(_)
            | Self::Borrow(_)
            | Self::Take { .. }
            | Self::Page(..)
            | Self::Multipart { .. }
            | Self::Url { .. }
            | Self::Checked(_)
            | Self::Client(_)
            | Self::Double(_) => {}
        }
    }
}

impl Pass {
    fn import(&self, imports: &mut Imports) {
        match self {
            Self::Parameter { argument, .. }
            | Self::Json { argument, .. }
            | Self::MultipartOf { argument, .. } => argument.import(imports),
            Self::Form {
                argument, styled, ..
            } => {
                argument.import(imports);
                if !styled.is_empty() {
                    imports.add(ExternName::PARAMETER);
                }
                if styled.iter().any(|one| one.style.is_some()) {
                    imports.add(ExternName::STYLE);
                }
            }
            Self::AnyJson { .. }
            | Self::Multipart { .. }
            | Self::NdJson { .. }
            | Self::Bytes { .. } => {}
        }
    }
}

impl Argument {
    fn import(&self, imports: &mut Imports) {
        match self.form {
            Form::FormattedReference | Form::FormattedValue | Form::FormattedList => {
                imports.add(ExternName::JSON);
            }
            Form::FormattedBytes => {
                imports.add(ExternName::JSON);
                imports.add(ExternName::BYTES);
            }
            Form::Secret => imports.add(ExternName::SECRET),
            Form::String | Form::Reference | Form::Value => {}
        }
    }
}
