//! The bodies of generated functions. There are few kinds, and each is a line or two: behaviour lives in the runtime.

use super::description::ParameterDescription;
use super::imports::Imports;
use crate::model::extern_name::ExternName;
use crate::model::operation::Location;

/// What a function does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// Starts a call of an operation with its required arguments.
    StartCall {
        builder: String,
        /// The static that describes the operation.
        description: String,
        arguments: Vec<Pass>,
    },
    /// Passes an optional argument to a call.
    Pass(Pass),
    /// Reads all pages, with the cursor in the query parameter of this name.
    Pages(String),
    /// Reads the items of all pages.
    Items(String),
    /// Sends a call.
    Send(Send),
    /// Makes a value of the struct.
    Build(Vec<(String, Init)>),
    /// Sets a field of the struct.
    Set { field: String, value: Init },
    /// Wraps the argument in a variant.
    Wrap { variant: String, argument: String },
    /// Reads a response by its status.
    ByStatus {
        /// Each status and the variant that is read for it.
        arms: Vec<(u16, StatusRead)>,
        /// What is read for any other status.
        otherwise: Option<StatusRead>,
    },
    /// Reads declared response headers: each field, the function that reads it, and the header's name.
    Headed(Vec<(String, &'static str, String)>),
    /// Borrows a field.
    Borrow(&'static str),
    /// Takes a field out of an argument.
    Take {
        argument: String,
        field: &'static str,
    },
    /// The cursor of the next page.
    NextCursor(Vec<Step>),
    /// The items of a page.
    IntoItems(Vec<Step>),
    /// Makes parts of the struct that is the argument of this name.
    Multipart {
        argument: String,
        parts: Vec<PartPass>,
    },
    /// Writes a URL: a format string, and the fields that it takes.
    Url {
        template: String,
        fields: Vec<String>,
    },
    /// Checks a value before it is wrapped, and what a checked value can do.
    Checked(CheckedBody),
    /// A part of the client.
    Client(ClientBody),
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
    /// A body that is a form.
    Form {
        media_type: String,
        argument: Argument,
        styled: Vec<ParameterDescription>,
    },
    /// A form whose fields are sent as parts.
    MultipartOf {
        media_type: String,
        argument: Argument,
    },
    /// A body of parts.
    Multipart {
        media_type: String,
        argument: String,
    },
    /// A body of JSON values, one a line.
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

/// The value of an argument as a call takes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) form: Form,
}

/// How an argument becomes something that a call can serialise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `name`, which becomes a string.
    String,
    /// `name`, a reference.
    Reference,
    /// `&name`
    Value,
    /// `&name.into()`, a secret.
    Secret,
    /// `&json::written(name)`: a reference to a value with a format of its own in JSON.
    FormattedReference,
    /// `&json::written(&name)`
    FormattedValue,
    /// `&json::written::<Bytes>(&name.into())`
    FormattedBytes,
    /// `&json::written_list(name)`
    FormattedList,
}

/// How a call is sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Send {
    /// The media type that is asked for in place of the operation's own.
    pub(crate) accept: Option<Accept>,
    /// The function of the call.
    pub(crate) function: &'static str,
    /// The statuses of success that have no body, where others have one.
    pub(crate) without_body: Vec<u16>,
    /// Whether declared headers become fields.
    pub(crate) headed: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Accept {
    MediaType(String),
    /// The caller's choice, in the argument of this name.
    Argument(String),
}

/// The value of a field of a new struct.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Init {
    /// The argument of this name as it is.
    Argument(String),
    /// The argument, converted.
    Into(String),
    /// The elements of the argument.
    Collect(String),
    None,
    Some(Box<Init>),
    Boxed(Box<Init>),
    /// A string that becomes the field's type.
    Text(String),
    /// A `String`.
    OwnedText(String),
    /// An empty collection, by the path of its type.
    Empty(&'static str, Option<ExternName>),
}

/// How a variant's value is read from a response.
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
    Nothing,
}

/// A field on the way from a page to something in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) optional: bool,
}

/// How a field becomes a part of a body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartPass {
    pub(crate) wire_name: String,
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    pub(crate) content: PartContent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartContent {
    /// One file.
    File,
    /// Any number of files, or one that may be absent.
    Files,
    /// A value.
    Value,
    /// A value with a format of its own in JSON.
    Formatted,
    /// As `Formatted`, where it may be absent.
    OptionalFormatted,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CheckedBody {
    /// `new`, within these limits
    New(Vec<CheckedLimit>),
    /// `into_inner`
    IntoInner,
    /// `try_from`, by `new`
    TryFrom,
    /// `deref`
    Deref,
}

/// A limit by the name that the runtime has for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CheckedLimit {
    Count(&'static str, usize),
    Number(&'static str, f64),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClientBody {
    /// A client with the credentials in the environment.
    FromEnv,
    /// A new builder.
    Builder,
    /// The group of this name.
    Accessor(String),
    /// Keeps a credential of this scheme.
    Credential { scheme: String, argument: String },
    /// Keeps a user name and a password.
    Basic { scheme: String },
    /// Keeps a source of tokens.
    Source { scheme: String },
}

impl Body {
    /// Adds the names that it needs.
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
            Self::Set { .. }
            | Self::Pages(_)
            | Self::Items(_)
            | Self::Wrap { .. }
            | Self::ByStatus { .. }
            | Self::Headed(_)
            | Self::Borrow(_)
            | Self::Take { .. }
            | Self::NextCursor(_)
            | Self::IntoItems(_)
            | Self::Multipart { .. }
            | Self::Url { .. }
            | Self::Checked(_)
            | Self::Client(_) => {}
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
            Self::Multipart { .. } | Self::NdJson { .. } | Self::Bytes { .. } => {}
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
