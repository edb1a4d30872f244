//! The progress of a run: a line on standard error, only on a terminal.

use std::io::{IsTerminal, Write as _, stderr};

use crate::visible::value;

/// The width of the bar in characters.
const WIDTH: usize = 24;

pub(super) struct Progress {
    steps: usize,
    done: usize,
    shown: bool,
}

impl Progress {
    pub(super) fn of(steps: usize) -> Self {
        Self {
            steps: steps.max(1),
            done: 0,
            shown: stderr().is_terminal(),
        }
    }

    /// Shows the next step.
    pub(super) fn step(&mut self, what: &str) {
        if self.shown {
            let full = WIDTH * self.done.min(self.steps) / self.steps;
            let bar: String = (0..WIDTH)
                .map(|at| if at < full { '█' } else { '░' })
                .collect();
            // Carriage return, and "erase to the end of the line" (ECMA-48). Errors of the terminal are ignored.
            let _ = write!(
                stderr(),
                "\r\x1b[K{bar} {}/{} {}",
                self.done,
                self.steps,
                value(what)
            );
            let _ = stderr().flush();
        }
        self.done += 1;
    }

    /// Erases the line.
    pub(super) fn finish(&self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
            let _ = stderr().flush();
        }
    }
}
