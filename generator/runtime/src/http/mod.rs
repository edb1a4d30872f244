//! Request and response bodies, transport failures, deadlines, and tracing spans.

use super::error;

mod body;
mod deadline;
mod exclusive;
mod failure;
mod header;
mod media_type;
mod response_body;
mod trace;

pub use self::body::Body;
pub(crate) use self::deadline::{Alarm, Deadline, Elapsed};
pub(crate) use self::exclusive::Exclusive;
pub(crate) use self::failure::{Failure, is_timeout};
pub(crate) use self::header::set_header;
pub(crate) use self::media_type::{essence, is_json};
pub(crate) use self::response_body::ResponseBody;
pub(crate) use self::trace::Trace;
