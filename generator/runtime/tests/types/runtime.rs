//! The runtime under the name that generated files know it by.

pub(crate) use openapi_crate_runtime::*;

/// As in the runtime, whose macros are private.
pub(crate) mod for_types {
    pub(crate) use super::generated_types::*;
    pub(crate) use openapi_crate_runtime::for_types::*;
}
