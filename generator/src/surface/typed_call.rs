//! The implementation by which a test double reads the calls of an operation.

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

/// The origin of a field of a call.
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
