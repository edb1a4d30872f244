//! The runtime under the name that generated files know it by.

pub(crate) use openapi_crate_runtime::*;
