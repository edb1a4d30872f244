//! The bodies of the functions of the double.

use super::ty::Ty;
use crate::model::operation::Statuses;

/// The body of a function of the double.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DoubleBody {
    /// Starts an expectation.
    On,
    /// Writes a response with declared headers.
    Headed {
        /// The type of the runtime by which the body is a reply.
        body: Ty,
        headers: Vec<HeaderWrite>,
    },
    /// Writes a response by the variant of an enum.
    ByStatus(Vec<StatusWrite>),
}

/// A declared header of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeaderWrite {
    pub(crate) field: String,
    pub(crate) wire_name: String,
    pub(crate) is_json: bool,
}

/// A variant for a status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatusWrite {
    pub(crate) variant: String,
    /// Its status; `None` for the documented status of success.
    pub(crate) status: Option<Statuses>,
    /// Whether its first value is the status.
    pub(crate) has_status: bool,
    pub(crate) content: Written,
    /// The media type of its body.
    pub(crate) media_type: Option<String>,
}

/// The value of a variant as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As JSON.
    Json,
    /// As it is.
    Bytes,
    /// There is none.
    Nothing,
}
