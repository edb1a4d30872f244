//! Repairs mistakes whose intent is clear, with a warning for each.
//!
//! Every step runs, whether there are errors or not. The steps, in the order in which `load` runs them:
//!
//! 1. [`document`], before the check, repairs keywords and schemas, each object before its members;
//! 2. [`leave_out`], after the check, removes invalid parts that nothing depends on;
//! 3. [`path_parameters`] matches the parameters of each operation to its path;
//! 4. [`operation_ids`] leaves a repeated id to the first operation that declares it;
//! 5. [`encoding_defaults`] fills in defaults that `openapiv3` does not know.
//!
//! In a run that keeps going, the last four see only the remaining operations.

mod declared;
mod encoding_default;
mod operation_id;
mod parameter;
mod path_parameter;
mod schema;
mod server;
mod tree;
mod walk;

pub(super) use self::encoding_default::encoding_defaults;
pub(super) use self::operation_id::operation_ids;
pub(super) use self::path_parameter::path_parameters;
pub(super) use self::tree::{document, leave_out, overlay};
