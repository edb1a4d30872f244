//! What is on a tape, which call does it stand for, and what did the user get?

mod answer;
mod call;
mod go_vcr;

pub(crate) use self::answer::assert_is_what_was_answered;
pub(crate) use self::call::call;
pub(crate) use self::go_vcr::load;
