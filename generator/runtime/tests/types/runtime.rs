//! The runtime under the name that generated files know it by.
#![allow(
    unreachable_pub,
    reason = "generated files say `pub` of what their crate has for others"
)]

#[path = "../../src/json/generated_types.rs"]
pub(crate) mod generated_types;

pub(crate) use openapi_crate_runtime::*;

/// As in the runtime, whose macros are private.
pub(crate) mod for_types {
    pub(crate) use super::generated_types::*;
    pub(crate) use openapi_crate_runtime::for_types::*;
}
