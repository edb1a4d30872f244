//! Recordings in the go-vcr format: loading, repeating the calls, and comparing the responses.

mod call;
mod go_vcr;
mod response;

pub(crate) use self::call::call;
pub(crate) use self::go_vcr::load;
pub(crate) use self::response::assert_matches_recording;
