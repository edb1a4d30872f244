//! Tests that recorded requests get the recorded responses.
//!
//! Requests are sent byte for byte as recorded, except for IDs, generations and cursors of earlier responses, which are
//! replaced by those of the emulator. In responses, these values and the times are matched: the same recorded value is
//! always the same value of the emulator, in the recorded form, and different values are different.

mod exchange;
#[path = "../../../tests/tape/go_vcr.rs"]
mod go_vcr;
mod matching;
mod recordings;
#[path = "../../../tests/replay/recording.rs"]
mod replay;
#[path = "../support/mod.rs"]
mod support;
mod tapes;
