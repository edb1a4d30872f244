//! The comparison of a response with the recorded one.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fastly_kv_emulator::Emulator;
use serde_json::Value;

use crate::exchange::Exchange;
use crate::support::{Response, send};

/// Sentences of recordings that say the same as one of the emulator in other words.
const SAME_SENTENCES: &[(&str, &str)] = &[
    ("there is no such key", "there is no item with this key"),
    ("the store still holds items", "the store holds 4 items"),
];

/// The recorded values that are different in the emulator.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    /// By kind and recorded value.
    recorded: BTreeMap<(Kind, String), String>,
    /// By kind and value of the emulator.
    emulated: BTreeMap<(Kind, String), String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Id,
    Generation,
    Cursor,
    StoreTime,
    HttpTime,
}

impl Matching {
    /// Sends a recorded request, and asserts that its response matches the recorded one.
    pub(crate) fn replay(&mut self, emulator: &Emulator, exchange: &Exchange) {
        let response = self.send(emulator, exchange);
        self.check(&response, exchange);
    }

    pub(crate) fn send(&self, emulator: &Emulator, exchange: &Exchange) -> Response {
        let mut target = exchange.target.clone();
        for ((kind, recorded), emulated) in &self.recorded {
            target = match kind {
                Kind::Id => target.replace(recorded.as_str(), emulated),
                Kind::Cursor => target.replace(&encoded(recorded), &encoded(emulated)),
                _ => target,
            };
        }
        let header = |(name, value): &(String, String)| {
            let generation = (Kind::Generation, value.clone());
            let value = match self.recorded.get(&generation) {
                Some(emulated) if name == "if-generation-match" => emulated.clone(),
                _ => value.clone(),
            };
            (name.clone(), value)
        };
        let headers: Vec<(String, String)> = exchange.headers.iter().map(header).collect();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(a, b)| (&**a, &**b)).collect();
        send(
            emulator.address(),
            &exchange.method,
            &target,
            &headers,
            &exchange.body,
        )
    }

    pub(crate) fn check(&mut self, response: &Response, exchange: &Exchange) {
        let (name, recorded) = (&exchange.name, &exchange.response);
        let shown = response.text();
        assert_eq!(
            response.status, recorded.status,
            "the response of the emulator is not that of the recording {name}; change generated/emulator/src, create what \
             the recording implies in `seed_stores` or `seed_items` of generated/emulator/tests/recorded/recordings.rs, or \
             add it to `INJECTED` there if no state leads to it: {shown}"
        );
        for (header, value) in &recorded.headers {
            let found = response.header(header);
            let found = found.unwrap_or_else(|| panic!("{name} has no header {header}"));
            self.check_header(header, value, found, name);
        }
        match serde_json::from_slice(&recorded.body) {
            Ok(json) if recorded.header("content-type") == Some("application/json") => {
                self.check_json("", &json, &response.json(), name);
            }
            _ => assert_eq!(response.body, recorded.body, "{name}: {shown}"),
        }
    }

    fn check_header(&mut self, header: &str, recorded: &str, found: &str, name: &str) {
        match header {
            "generation" => {
                assert!(found.parse::<u64>().is_ok(), "{name}: {found}");
                assert_eq!(found.len(), recorded.len(), "{name}: {found}");
                self.same(Kind::Generation, recorded, found, name);
            }
            "last-modified" => {
                assert_eq!(form(found), form(recorded), "{name}, {header}");
                self.same(Kind::HttpTime, recorded, found, name);
            }
            "date" => assert_eq!(form(found), form(recorded), "{name}, {header}"),
            // Depends on the content of the caches.
            "x-cache" => assert!(["HIT", "MISS", "PASS"].contains(&found), "{name}: {found}"),
            "x-timer" => {
                let (found, recorded) = (form(found), form(recorded));
                assert_eq!(found[..17], recorded[..17], "{name}, {header}");
                assert!(found.contains("VS0,VE"), "{name}, {header}");
            }
            "fastly-ratelimit-remaining" => assert_eq!(
                found, recorded,
                "{name}, {header}; a new write in a sequence lowers it in every later recording"
            ),
            "age" | "x-cache-hits" => assert!(found.parse::<u64>().is_ok(), "{name}: {found}"),
            "x-served-by" => assert!(found.starts_with("cache-"), "{name}: {found}"),
            _ => assert_eq!(found, recorded, "{name}, {header}"),
        }
    }

    fn check_json(&mut self, field: &str, recorded: &Value, found: &Value, name: &str) {
        match (recorded, found) {
            (Value::Object(recorded), Value::Object(found)) => {
                let names = |object: &serde_json::Map<String, Value>| -> Vec<String> {
                    object.keys().cloned().collect()
                };
                assert_eq!(names(found), names(recorded), "{name}, fields of {field}");
                for (field, value) in recorded {
                    self.check_json(field, value, &found[field], name);
                }
            }
            (Value::Array(recorded), Value::Array(found)) => {
                assert_eq!(found.len(), recorded.len(), "{name}, length of {field}");
                let mut recorded = recorded.clone();
                if field == "data" && recorded.iter().all(Value::is_string) {
                    // Keys of the live API are sorted, but not those of every recording.
                    recorded.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                }
                for (recorded, found) in recorded.iter().zip(found) {
                    self.check_json(field, recorded, found, name);
                }
            }
            (Value::String(recorded), Value::String(found)) => {
                self.check_string(field, recorded, found, name);
            }
            _ => assert_eq!(found, recorded, "{name}, {field}"),
        }
    }

    fn check_string(&mut self, field: &str, recorded: &str, found: &str, name: &str) {
        match field {
            "id" => {
                assert_eq!(found.len(), recorded.len(), "{name}: {found}");
                self.same(Kind::Id, recorded, found, name);
            }
            "created_at" | "updated_at" => {
                assert_eq!(form(found), form(recorded), "{name}, {field}");
                self.same(Kind::StoreTime, recorded, found, name);
            }
            "next_cursor" => {
                assert!(STANDARD.decode(found).is_ok(), "{name}: {found}");
                self.same(Kind::Cursor, recorded, found, name);
            }
            "detail" if SAME_SENTENCES.contains(&(recorded, found)) => {}
            _ => assert_eq!(found, recorded, "{name}, {field}"),
        }
    }

    /// Asserts that two values are always found together.
    fn same(&mut self, kind: Kind, recorded: &str, emulated: &str, name: &str) {
        let known = self
            .recorded
            .entry((kind, recorded.to_owned()))
            .or_insert_with(|| emulated.to_owned());
        assert_eq!(known, emulated, "{name}, {kind:?} {recorded}");
        // Several writes can be in the same second, in the emulator or in the recording.
        if !matches!(kind, Kind::StoreTime | Kind::HttpTime) {
            let known = self
                .emulated
                .entry((kind, emulated.to_owned()))
                .or_insert_with(|| recorded.to_owned());
            assert_eq!(known, recorded, "{name}, {kind:?} {emulated}");
        }
    }

    /// Replaces a recorded cursor by one of the emulator.
    pub(crate) fn set_cursor(&mut self, recorded: &str, emulated: &str) {
        self.same(Kind::Cursor, recorded, emulated, "a cursor");
    }
}

/// Replaces digits, and the names of days and months, so that times of the same format are equal.
fn form(time: &str) -> String {
    const NAMES: [&str; 19] = [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let time = NAMES
        .iter()
        .fold(time.to_owned(), |time, name| time.replace(name, "Day"));
    time.replace(|char: char| char.is_ascii_digit(), "0")
}

/// Encodes a cursor for a query.
fn encoded(cursor: &str) -> String {
    cursor
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
}
