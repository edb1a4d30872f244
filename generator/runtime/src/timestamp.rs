//! How does a point in time look on the wire (`format: date-time`)? As RFC 3339.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serializer, de};

use super::format::Format;

/// Written in UTC. Read also without an offset, which counts as UTC.
impl Format for Timestamp {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        parse(&text).map_err(de::Error::custom)
    }
}

/// Servers write `2025-06-23 19:40:58` and mean UTC; what says its offset keeps it.
fn parse(text: &str) -> Result<Timestamp, jiff::Error> {
    text.parse::<Timestamp>().or_else(|strict| {
        let utc = text.parse::<DateTime>().and_then(|time| time.to_zoned(TimeZone::UTC));
        utc.map(|time| time.timestamp()).map_err(|_| strict)
    })
}
