//! Mends a document where its mistake leaves no doubt about what was meant, with a warning for each.
//!
//! Every step runs whatever errors there are. The steps, in the order in which `load` takes them:
//!
//! 1. [`document`], before the check: keywords and schemas, each object before what is inside it;
//! 2. [`leave_out`], after the check: parts that it found wrong and that nothing depends on;
//! 3. [`path_parameters`]: the parameters of each operation become those that its path has;
//! 4. [`operation_ids`]: an id that several operations have becomes that of the first;
//! 5. [`encoding_defaults`]: defaults are written down that `openapiv3` does not know.
//!
//! The last four look at the operations that are left, where a run keeps going and leaves some out.

mod declared;
mod encoding_default;
mod mending;
mod operation_id;
mod parameter;
mod path_parameter;
mod schema;
mod tree;

pub(super) use self::encoding_default::encoding_defaults;
pub(super) use self::operation_id::operation_ids;
pub(super) use self::path_parameter::path_parameters;
pub(super) use self::tree::{document, leave_out, overlay};
