//! Timestamps in JSON (`format: date-time`), as RFC 3339 strings.

use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::Serializer;
use serde_json::Value;

use super::convert::{Json, accepts_scalar, from_text};
use super::far_future;
use super::mismatch::Mismatch;

/// Written in UTC. A string without an offset is read as UTC. See `far_future` for the end of the year 9999.
impl Json for Timestamp {
    const LENIENT: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        Self::decode(value).map_err(|(_, mismatch)| mismatch)
    }

    fn decode(value: Value) -> Result<Self, (Value, Mismatch)> {
        from_text(value, parse)
    }

    fn accepts(value: &Value) -> bool {
        accepts_scalar::<Self>(value)
    }

    /// Returns whether the string is not in the format of RFC 3339.
    fn is_unknown(value: &Value) -> bool {
        !value.as_str().is_some_and(is_rfc_3339)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match far_future::text(*self) {
            Some(text) => serializer.serialize_str(&text),
            None => serializer.collect_str(self),
        }
    }
}

/// Parses a timestamp. Some servers write UTC without an offset, as `2025-06-23 19:40:58`, or midnight as a date.
///
/// Other formats that the parser knows are not accepted, because they may not be timestamps: `20240619` may be a
/// number.
fn parse(text: &str) -> Result<Timestamp, Mismatch> {
    let invalid = || Mismatch::new(format_args!("invalid timestamp: {text:?}"));
    let clock = after_date(text).ok_or_else(invalid)?;
    let is_clock = clock.contains(':') && !clock.contains('[');
    // A leap second would become the second before it.
    if !clock.is_empty() && !is_clock || clock.get(6..8) == Some("60") {
        return Err(invalid());
    }
    let pieces = Pieces::parse(text).map_err(Mismatch::new)?;
    let time = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or_default());
    let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
    match offset.to_timestamp(time) {
        Ok(timestamp) if far_future::text(timestamp).is_none() => Ok(timestamp),
        // Computed two days earlier, because `jiff` cannot represent the instant.
        _ => time
            .checked_sub(SignedDuration::from_hours(48))
            .and_then(|earlier| offset.to_timestamp(earlier))
            .ok()
            .and_then(|earlier| {
                far_future::timestamp(earlier.as_second() + 172_800, earlier.subsec_nanosecond())
            })
            .ok_or_else(invalid),
    }
}

/// Returns the time and offset after a date and a separator, or an empty string.
fn after_date(text: &str) -> Option<&str> {
    let (date, rest) = text.split_at_checked(10)?;
    let is_date = date.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !is_date || rest.is_empty() {
        return is_date.then_some(rest);
    }
    rest.strip_prefix(['T', 't', ' '])
        .filter(|clock| !clock.is_empty())
}

/// Returns whether a string that was parsed has every part that RFC 3339 requires.
fn is_rfc_3339(text: &str) -> bool {
    let Some(clock) = after_date(text).filter(|_| !text.contains(' ')) else {
        return false;
    };
    let clock = clock.as_bytes();
    let has_seconds = clock.get(5) == Some(&b':');
    let has_offset = matches!(
        clock,
        [.., b'Z' | b'z'] | [.., b'+' | b'-', _, _, b':', _, _]
    );
    has_seconds && has_offset
}
