//! Timestamps in the last hours of the year 9999, which servers send for "never".
//!
//! RFC 3339 allows them, but [`Timestamp::MAX`] is 26 hours earlier. Each is read as one of the largest instants, and
//! written as it was received: `9999-12-31T23:59:59Z` is `Timestamp::MAX`, the second before it is five nanoseconds
//! earlier, and so on. The nanoseconds between stand for the fractions below.

use jiff::Timestamp;

/// The fractions of a second in use, each the largest of its number of digits.
const FRACTIONS: [(i32, &str); 5] = [
    (0, ""),
    (999_999_999, ".999999999"),
    (999_999_900, ".9999999"),
    (999_999_000, ".999999"),
    (999_000_000, ".999"),
];

/// `9999-12-31T23:59:59Z`
const LAST: i64 = 253_402_300_799;

/// `9999-12-31T00:00:00Z`
const LAST_DAY: i64 = 253_402_214_400;

/// Returns the instant for a time after [`Timestamp::MAX`].
pub(super) fn timestamp(second: i64, nanosecond: i32) -> Option<Timestamp> {
    let fraction = FRACTIONS
        .iter()
        .position(|(value, _)| *value == nanosecond)?;
    if second <= Timestamp::MAX.as_second() || second > LAST {
        return None;
    }
    let before = (LAST - second) * 5 + i64::try_from(fraction).ok()?;
    Timestamp::from_nanosecond(Timestamp::MAX.as_nanosecond() - i128::from(before)).ok()
}

/// Returns the text of the time that an instant stands for.
pub(super) fn text(timestamp: Timestamp) -> Option<String> {
    let count = (LAST - Timestamp::MAX.as_second()) * 5;
    let before = Timestamp::MAX.as_nanosecond() - timestamp.as_nanosecond();
    let before = i64::try_from(before)
        .ok()
        .filter(|before| *before < count)?;
    let (_, fraction) = FRACTIONS.get(usize::try_from(before % 5).ok()?)?;
    let (day, second) = match LAST - before / 5 - LAST_DAY {
        second if second < 0 => (30, second + 86_400),
        second => (31, second),
    };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!(
        "9999-12-{day}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_is_read_as_one_instant() {
        for second in Timestamp::MAX.as_second() + 1..=LAST {
            for (nanosecond, fraction) in FRACTIONS {
                let read = timestamp(second, nanosecond).unwrap();
                let written = text(read).unwrap();
                assert!(
                    written.ends_with(&format!("{:02}{fraction}Z", second % 60)),
                    "{written}"
                );
                assert_eq!(text(read).as_deref(), Some(written.as_str()));
            }
        }
        assert_eq!(timestamp(LAST, 0), Some(Timestamp::MAX));
        assert_eq!(timestamp(LAST, 5), None);
        assert_eq!(timestamp(LAST + 1, 0), None);
        assert_eq!(text("9999-12-30T22:00:00Z".parse().unwrap()), None);
    }
}
