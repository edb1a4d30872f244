//! Batches: NDJSON with one item per line, each of which is stored when it arrives.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use crate::body::{Failure, RequestBody, object};
use crate::item::{Condition, Mode, Write, metadata};
use crate::limits::{BATCH_ERRORS, check_key, value_too_large};
use crate::problem::Problem;
use crate::reply::{Reply, json_reply};
use crate::server::Shared;

/// The maximum length of a line in addition to its value: six bytes for each byte of the key and the metadata, which
/// is the longest form in JSON, and space for the other fields.
const LINE_BYTES: usize = 32 * 1_024;

/// One line of a batch.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Line {
    key: String,
    value: String,
    #[serde(default)]
    time_to_live_sec: Option<u64>,
    #[serde(default)]
    metadata: Option<String>,
    /// Caches are not emulated, so there is no old value to serve.
    #[serde(default, rename = "background_fetch")]
    _background_fetch: Option<bool>,
}

/// The key of a line that has errors elsewhere.
#[derive(Deserialize)]
struct KeyOfLine {
    key: String,
}

#[derive(Serialize)]
struct BatchResponse {
    r#type: &'static str,
    title: String,
    errors: Vec<BatchError>,
}

#[derive(Serialize)]
struct BatchError {
    key: String,
    index: usize,
    code: String,
    reason: String,
}

/// The progress of a batch.
struct Batch<'a> {
    shared: &'a Shared,
    store: &'a str,
    /// The maximum length of a line.
    line_bytes: usize,
    /// The start of a line whose end has not arrived.
    line: Vec<u8>,
    /// Whether the line is too long, so its rest is ignored.
    is_too_long: bool,
    index: usize,
    items: usize,
    failed: usize,
    errors: Vec<BatchError>,
}

/// Writes the items of a batch.
pub(crate) async fn upsert_batch(
    shared: &Shared,
    store: &str,
    body: &mut RequestBody,
) -> Result<Reply, Failure> {
    let value_bytes = {
        let state = shared.state();
        state.store(store)?;
        state.settings.value_bytes
    };
    let mut batch = Batch {
        shared,
        store,
        line_bytes: value_bytes
            .div_ceil(3)
            .saturating_mul(4)
            .saturating_add(LINE_BYTES),
        line: Vec::new(),
        is_too_long: false,
        index: 0,
        items: 0,
        failed: 0,
        errors: Vec::new(),
    };
    while let Some(chunk) = body.chunk().await.map_err(|_| Failure::Broken)? {
        batch.chunk(&chunk);
    }
    batch.end_line(&[]);
    Ok(batch.reply())
}

impl Batch<'_> {
    fn chunk(&mut self, mut chunk: &[u8]) {
        while let Some(end) = chunk.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = chunk.split_at(end);
            self.end_line(line);
            self.index += 1;
            chunk = rest.get(1..).unwrap_or_default();
        }
        if self.line.len().saturating_add(chunk.len()) > self.line_bytes {
            self.is_too_long = true;
            self.line = Vec::new();
        }
        if !self.is_too_long {
            self.line.extend_from_slice(chunk);
        }
    }

    /// Stores the item of a line, whose start is in `self.line`.
    fn end_line(&mut self, end: &[u8]) {
        let start = std::mem::take(&mut self.line);
        let is_too_long = std::mem::take(&mut self.is_too_long)
            || start.len().saturating_add(end.len()) > self.line_bytes;
        if is_too_long {
            self.items += 1;
            self.fail(String::new(), &value_too_large());
            return;
        }
        let line = if start.is_empty() {
            end
        } else {
            &[start.as_slice(), end].concat()
        };
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        self.items += 1;
        if let Err((key, problem)) = self.store(line) {
            self.fail(key, &problem);
        }
    }

    fn store(&self, line: &[u8]) -> Result<(), (String, Problem)> {
        let parsed: Line = object(line).map_err(|error| {
            let key = object(line).map_or(String::new(), |line: KeyOfLine| line.key);
            // The position is one in this line, which is the only line for the parser.
            let error = error
                .to_string()
                .replace(" at line 1 column ", " at column ");
            let reason = format!("the line is not an item in JSON: {error}");
            (key, Problem::bad_request(reason))
        })?;
        let key = parsed.key.clone();
        let result = write_of(parsed).and_then(|write| {
            check_key(&key)?;
            self.shared.state().write(self.store, &key, write, None)
        });
        result.map_err(|problem| (key, problem))
    }

    fn fail(&mut self, key: String, problem: &Problem) {
        self.failed += 1;
        if self.errors.len() < BATCH_ERRORS {
            self.errors.push(BatchError {
                key,
                index: self.index,
                code: problem.status.as_u16().to_string(),
                reason: problem.detail.clone(),
            });
        }
    }

    fn reply(self) -> Reply {
        let (status, r#type, title) = match self.failed {
            0 => (StatusCode::OK, "", "success".to_owned()),
            failed => {
                let title = format!("{failed} of {} items failed", self.items);
                (StatusCode::BAD_REQUEST, "partial", title)
            }
        };
        let response = BatchResponse {
            r#type,
            title,
            errors: self.errors,
        };
        json_reply(status, &response)
    }
}

fn write_of(line: Line) -> Result<Write, Problem> {
    let value = STANDARD
        .decode(line.value)
        .map_err(|error| Problem::bad_request(format!("the value is not Base64: {error}")))?;
    let metadata = match line.metadata {
        None => HeaderValue::from_static(""),
        Some(text) => metadata(text.as_bytes())?,
    };
    Ok(Write {
        value: value.into_boxed_slice().into(),
        mode: Mode::Replace,
        metadata: Some(metadata),
        time_to_live: line.time_to_live_sec,
        condition: Condition::default(),
    })
}
