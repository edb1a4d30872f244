//! Request and response bodies, transport failures, deadlines, tracing spans, and reports of attempts.

use super::{error, spec};

mod attempt_report;
mod body;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod browser_task;
mod clock;
mod content_encoding;
mod deadline;
mod endpoint;
mod exclusive;
mod failure;
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
mod gunzip;
mod header;
mod media_type;
mod now;
mod random;
mod response_body;
#[cfg(feature = "tracing")]
mod span;
mod streaming;
mod timer;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[path = "native_timer.rs"]
mod timer_of_target;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
#[path = "browser_timer.rs"]
mod timer_of_target;
mod trace;
mod upload;
#[cfg(feature = "testing")]
mod virtual_time;

pub use self::attempt_report::AttemptReport;
pub(crate) use self::attempt_report::Observer;
pub use self::body::Body;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
pub(crate) use self::browser_task::Task;
pub(crate) use self::clock::Instant;
pub(crate) use self::content_encoding::content_encodings;
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
pub(crate) use self::content_encoding::take_gzip;
pub(crate) use self::deadline::{Alarm, Deadline, Elapsed};
pub(crate) use self::exclusive::Exclusive;
#[cfg(feature = "testing")]
pub(crate) use self::failure::DoubleError;
pub(crate) use self::failure::{Failure, is_timeout};
pub(crate) use self::header::set_header;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub(crate) use self::header::unpin_headers;
pub(crate) use self::media_type::{
    boundary, essence, is_json, is_json_sequence, is_xml, parameters,
};
pub(crate) use self::now::now;
pub(crate) use self::random::random;
pub(crate) use self::response_body::ResponseBody;
pub(crate) use self::streaming::BoxStream;
pub(crate) use self::timer::{Timer, has_timer, sleep};
#[cfg(feature = "testing")]
pub(crate) use self::timer_of_target::is_paused;
pub(crate) use self::trace::{Redirects, Trace};
pub(crate) use self::upload::Upload;
#[cfg(feature = "testing")]
pub(crate) use self::virtual_time::{CallTime, ClientTime, Entered, InTime, Stall, start_attempt};
