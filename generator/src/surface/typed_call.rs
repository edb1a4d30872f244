//! What a test double reads of the calls of an operation.

use super::ty::Ty;
use crate::model::operation::Location;

/// The implementation of the runtime's trait for the calls of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypedCall {
    pub(crate) name: String,
    pub(crate) operation: String,
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) reply: Ty,
    pub(crate) failure: Ty,
    /// Each field, and how it is read.
    pub(crate) fields: Vec<(String, Read)>,
}

/// How a field of a call is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Read {
    Parameter {
        location: Location,
        wire_name: String,
        required: bool,
    },
    /// The body, by this function of the runtime.
    Body {
        function: &'static str,
        required: bool,
    },
}
