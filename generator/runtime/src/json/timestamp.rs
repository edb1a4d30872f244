//! Timestamps in JSON (`format: date-time`), as RFC 3339 strings.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use serde::Serializer;
use serde_json::Value;

use super::convert::{Json, accepts_scalar};
use super::mismatch::Mismatch;

/// Written in UTC. A string without an offset is read as UTC.
impl Json for Timestamp {
    const LENIENT: bool = true;

    fn from_json(value: Value) -> Result<Self, Mismatch> {
        parse(&String::from_json(value)?).map_err(Mismatch::new)
    }

    fn accepts(value: &Value) -> bool {
        accepts_scalar::<Self>(value)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Parses a timestamp. Some servers write UTC without an offset: `2025-06-23 19:40:58`.
fn parse(text: &str) -> Result<Timestamp, jiff::Error> {
    let pieces = Pieces::parse(text)?;
    let time = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or_default());
    pieces
        .to_numeric_offset()
        .unwrap_or(Offset::UTC)
        .to_timestamp(time)
}
