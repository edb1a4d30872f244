//! The parser of faults on the command line.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::{Fault, Kind};
use crate::route::Operation;

/// An error of parsing a [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError {
    fault: String,
    reason: String,
}

impl fmt::Display for FaultError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the fault `{}` {}", self.fault, self.reason)
    }
}

impl std::error::Error for FaultError {}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(fault: &str) -> Result<Self, FaultError> {
        parse(fault).map_err(|reason| FaultError {
            fault: fault.to_owned(),
            reason,
        })
    }
}

/// Parses a fault, or returns the reason as the rest of a sentence.
fn parse(fault: &str) -> Result<Fault, String> {
    let mut parts = fault.split(':').peekable();
    let operation = parts.peek().and_then(|part| Operation::from_name(part));
    if operation.is_some() {
        parts.next();
    }
    let kind = match parts.next() {
        Some("reset") => Kind::Reset,
        Some("lost") => Kind::Lost,
        Some("stall") => Kind::Stall,
        Some("cut") => Kind::Cut(
            parts
                .next()
                .and_then(|bytes| bytes.parse().ok())
                .ok_or("needs a number of bytes, as in `cut:100`")?,
        ),
        Some("delay") => Kind::Delay(
            parts
                .next()
                .and_then(duration)
                .ok_or("needs a duration, as in `delay:200ms` or `delay:2s`")?,
        ),
        Some(part) if part.starts_with(|char: char| char.is_ascii_digit()) => {
            let status = part
                .parse()
                .ok()
                .filter(|status| (200..600).contains(status));
            Fault::status(status.ok_or("has no status from 200 to 599")?).kind
        }
        Some("") | None => return Err("needs a kind, as in `503`".to_owned()),
        Some(part) => {
            return Err(format!(
                "has `{part}`, which is neither an operation nor one of: a status, `reset`, `lost`, `stall`, \
                 `cut:BYTES`, `delay:DURATION`"
            ));
        }
    };
    let mut fault = Fault::new(kind);
    fault.operation = operation;
    if let Some(part) = parts.next_if(|part| !part.starts_with('x')) {
        let probability = part.parse().ok().filter(|part| (0.0..=1.0).contains(part));
        fault.probability =
            probability.ok_or("needs a probability from 0 to 1, as in `503:0.1`")?;
    }
    if let Some(part) = parts.next() {
        let times = part.strip_prefix('x').and_then(|times| times.parse().ok());
        fault.times = Some(times.ok_or("needs a number of times, as in `503:x2`")?);
    }
    match parts.next() {
        None => Ok(fault),
        Some(part) => Err(format!("has `{part}` after its end")),
    }
}

/// Parses a duration with the unit `ms` or `s`.
fn duration(text: &str) -> Option<Duration> {
    let milliseconds = match text.strip_suffix("ms") {
        Some(number) => number.parse().ok()?,
        None => text
            .strip_suffix('s')?
            .parse::<u64>()
            .ok()?
            .checked_mul(1_000)?,
    };
    Some(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_parsed_and_printed() {
        let faults = [
            "503",
            "503:0.1",
            "503:x2",
            "503:0.25:x2",
            "get_item:stall",
            "upsert_batch:cut:100",
            "cut:0:0.5",
            "reset",
            "lost:x1",
            "list_item_keys:delay:200ms:0.5:x3",
        ];
        for fault in faults {
            let parsed: Result<Fault, _> = fault.parse();
            assert_eq!(parsed.map(|it| it.to_string()), Ok(fault.to_owned()));
        }
        let parsed: Result<Fault, _> = "get-item:delay:2s:1".parse();
        let printed = parsed.map(|it| it.to_string());
        assert_eq!(printed, Ok("get_item:delay:2000ms".to_owned()));
    }

    #[test]
    fn a_wrong_fault_is_an_error_that_names_it() {
        let faults = [
            "",
            ":",
            "get_item",
            "get_item:",
            "getitem:503",
            "99",
            "600",
            "503x",
            "cut",
            "cut:",
            "cut:-1",
            "cut:many",
            "delay",
            "delay:200",
            "delay:99999999999999999999s",
            "delay:18446744073709551615s",
            "503:1.1",
            "503:-0.1",
            "503:NaN",
            "503:",
            "503:x",
            "503:x-1",
            "503:0.1:2",
            "503:0.1:x2:3",
            "reset:reset",
        ];
        for fault in faults {
            let error = fault.parse::<Fault>().expect_err(fault).to_string();
            assert!(error.contains(&format!("`{fault}`")), "{error}");
        }
    }
}
