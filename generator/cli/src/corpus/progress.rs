//! The progress of a run over many documents: a line on standard error, and only on a terminal.

use std::io::{IsTerminal, Write as _, stderr};

/// Characters of the bar.
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

    /// Says what is done next.
    pub(super) fn step(&mut self, what: &str) {
        if self.shown {
            let full = WIDTH * self.done.min(self.steps) / self.steps;
            let bar: String = (0..WIDTH)
                .map(|at| if at < full { '█' } else { '░' })
                .collect();
            // Carriage return, and "erase to the end of the line" (ECMA-48). Where nobody reads, nobody misses it.
            let _ = write!(
                stderr(),
                "\r\x1b[K{bar} {}/{} {what}",
                self.done,
                self.steps
            );
            let _ = stderr().flush();
        }
        self.done += 1;
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
            let _ = stderr().flush();
        }
    }
}
