//! Progress, messages and the summary.

use std::error::Error as StdError;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fastly_kv_store::BoxError;

/// The time between two updates of the progress bar.
const INTERVAL: Duration = Duration::from_millis(100);

/// The treatment of a file. In a dry run, the treatment that it would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With this number of bytes.
    Uploaded(u64),
    /// With this number of bytes.
    Downloaded(u64),
    Unchanged,
    Deleted,
}

/// The numbers of files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) uploaded: usize,
    pub(crate) downloaded: usize,
    pub(crate) unchanged: usize,
    pub(crate) deleted: usize,
    pub(crate) ignored: usize,
    pub(crate) failed: usize,
    /// The number of bytes that were copied.
    pub(crate) bytes: u64,
}

/// Writes changes and the summary to one output, and errors and the progress to the other.
pub(crate) struct Report(Mutex<State>);

struct State {
    out: Box<dyn Write + Send>,
    errors: Box<dyn Write + Send>,
    has_progress: bool,
    has_color: bool,
    counts: Counts,
    expected: usize,
    done: usize,
    drawn: Option<Instant>,
    /// The end of the wait that was reported last.
    waiting: Option<Instant>,
}

impl Report {
    pub(crate) fn new(
        out: impl Write + Send + 'static,
        errors: impl Write + Send + 'static,
    ) -> Self {
        Self(Mutex::new(State {
            out: Box::new(out),
            errors: Box::new(errors),
            has_progress: false,
            has_color: false,
            counts: Counts::default(),
            expected: 0,
            done: 0,
            drawn: None,
            waiting: None,
        }))
    }

    /// Sets whether there is a progress bar, which only a terminal can show.
    pub(crate) fn with_progress(self, has_progress: bool) -> Self {
        self.state().has_progress = has_progress;
        self
    }

    pub(crate) fn with_color(self, has_color: bool) -> Self {
        self.state().has_color = has_color;
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn counts(&self) -> Counts {
        self.state().counts
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.counts().failed > 0
    }

    /// Adds files to the length of the progress bar.
    pub(crate) fn expect(&self, files: usize) {
        self.state().expected += files;
    }

    /// Reports what was done with a file.
    pub(crate) fn done(&self, name: &str, outcome: Result<Outcome, BoxError>) {
        let mut state = self.state();
        state.done += 1;
        let counts = &mut state.counts;
        let action = match &outcome {
            Ok(Outcome::Unchanged) => {
                counts.unchanged += 1;
                None
            }
            Ok(Outcome::Uploaded(bytes)) => {
                (counts.uploaded, counts.bytes) = (counts.uploaded + 1, counts.bytes + bytes);
                Some("upload")
            }
            Ok(Outcome::Downloaded(bytes)) => {
                (counts.downloaded, counts.bytes) = (counts.downloaded + 1, counts.bytes + bytes);
                Some("download")
            }
            Ok(Outcome::Deleted) => {
                counts.deleted += 1;
                Some("delete")
            }
            Err(_) => {
                counts.failed += 1;
                None
            }
        };
        if let Some(action) = action {
            state.line(&format!("{action} {}", shown(name)));
        }
        if let Err(error) = outcome {
            state.error(&format!("{}: {}", shown(name), with_sources(&*error)));
        }
        state.draw();
    }

    /// Reports a file that is not copied.
    pub(crate) fn ignored(&self, name: &str, reason: &str) {
        self.state().counts.ignored += 1;
        self.note(&format!("{}: ignored, {reason}", shown(name)));
    }

    pub(crate) fn note(&self, text: &str) {
        self.state().message(text);
    }

    /// Reports a wait for the rate limit, once for all concurrent requests.
    pub(crate) fn wait(&self, wait: Duration) {
        if wait.is_zero() {
            return;
        }
        let mut state = self.state();
        let end = Instant::now() + wait;
        if state.waiting.is_none_or(|waiting| waiting < Instant::now()) {
            state.message(&format!(
                "the rate limit is reached; waiting {} s",
                wait.as_secs() + 1
            ));
            state.waiting = Some(end);
        }
    }

    /// Writes the error that ended the run, if there is one, and the summary. Returns whether everything succeeded.
    pub(crate) fn finish(&self, run: &Result<(), BoxError>, is_dry_run: bool) -> bool {
        let mut state = self.state();
        if let Err(error) = run {
            state.error(&with_sources(&**error));
        }
        let Counts {
            uploaded,
            downloaded,
            unchanged,
            deleted,
            ignored,
            failed,
            bytes,
        } = state.counts;
        let copied = match (uploaded, downloaded) {
            (0, 1..) => format!("{downloaded} downloaded"),
            _ => format!("{uploaded} uploaded"),
        };
        let start = if is_dry_run {
            "dry run, nothing was changed: "
        } else {
            ""
        };
        let size = size(bytes);
        state.line(&format!(
            "{start}{copied} ({size}), {unchanged} unchanged, {deleted} deleted, {ignored} ignored, {failed} failed"
        ));
        run.is_ok() && failed == 0
    }
}

impl State {
    // An output that is closed, such as that of `| head`, does not stop the run. So errors of writing are ignored.

    fn line(&mut self, text: &str) {
        self.erase();
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }

    fn message(&mut self, text: &str) {
        self.erase();
        let _ = writeln!(self.errors, "{text}");
    }

    fn error(&mut self, text: &str) {
        let (start, end) = if self.has_color {
            ("\x1b[31m", "\x1b[0m")
        } else {
            ("", "")
        };
        self.message(&format!("{start}error:{end} {text}"));
    }

    fn erase(&mut self) {
        if self.drawn.take().is_some() {
            let _ = write!(self.errors, "\r\x1b[K");
            let _ = self.errors.flush();
        }
    }

    fn draw(&mut self) {
        const WIDTH: usize = 30;
        let is_recent = self.drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL);
        if !self.has_progress || is_recent {
            return;
        }
        let full = WIDTH * self.done.min(self.expected) / self.expected.max(1);
        let (done, rest) = ("=".repeat(full), " ".repeat(WIDTH - full));
        let (start, end) = if self.has_color {
            ("\x1b[32m", "\x1b[0m")
        } else {
            ("", "")
        };
        let size = size(self.counts.bytes);
        let _ = write!(
            self.errors,
            "\r[{start}{done}{end}{rest}] {}/{} files, {size}\x1b[K",
            self.done, self.expected
        );
        let _ = self.errors.flush();
        self.drawn = Some(Instant::now());
    }
}

/// Returns a name without characters that a terminal would interpret.
fn shown(name: &str) -> String {
    let mut shown = String::new();
    for char in name.chars() {
        if char.is_control() {
            shown.extend(char.escape_default());
        } else {
            shown.push(char);
        }
    }
    shown
}

/// Returns a number of bytes as a person reads it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes / 100 % 10),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Returns the messages of an error and its sources.
fn with_sources(error: &(dyn StdError + 'static)) -> String {
    let mut messages = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        messages += &format!(": {cause}");
        next = cause.source();
    }
    shown(&messages)
}
