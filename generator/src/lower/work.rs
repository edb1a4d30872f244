//! The limits of the work that a document can cause by referring to the same schemas over and over.

use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic, Place};

/// The maximum number of `allOf` that lead from a schema to one of its ancestors. Real documents have up to ten.
const LONGEST_INHERITANCE: usize = 256;

/// The maximum number of schemas visited to combine those of each `allOf`.
const MOST_VISITS: usize = 4_000_000;

/// The maximum number of fields and enum values of a crate: five times that of the largest known documents.
const MOST_MEMBERS: usize = 300_000;

/// The work done so far.
#[derive(Default)]
pub(super) struct Work {
    depth: usize,
    visits: usize,
    members: usize,
    refused: bool,
}

impl Lowering<'_> {
    /// Counts one more reference followed in an `allOf`. Returns whether to follow it.
    pub(super) fn descend(&mut self, place: impl FnOnce() -> Place) -> bool {
        if self.work.refused {
            return false;
        }
        self.work.visits += 1;
        if self.work.depth >= LONGEST_INHERITANCE {
            let message =
                format!("a chain of `allOf` is longer than {LONGEST_INHERITANCE} schemas");
            self.refuse_work(place(), message, "combine some of the schemas");
            return false;
        }
        if self.work.visits > MOST_VISITS {
            let message = format!(
                "combining the schemas of each `allOf` takes more than {MOST_VISITS} steps"
            );
            self.refuse_work(place(), message, "combine some of the schemas");
            return false;
        }
        self.work.depth += 1;
        true
    }

    /// Ends what [`descend`](Self::descend) began.
    pub(super) fn ascend(&mut self) {
        self.work.depth -= 1;
    }

    /// Counts the fields of a struct or the values of an enum. Returns whether the crate may have them.
    pub(super) fn allow_members(&mut self, count: usize, place: impl FnOnce() -> Place) -> bool {
        self.work.members += count;
        if self.work.members <= MOST_MEMBERS {
            return true;
        }
        let message =
            format!("a crate of more than {MOST_MEMBERS} fields and enum values is too large");
        self.refuse_work(
            place(),
            message,
            "split the document into several, with a crate for each",
        );
        false
    }

    /// Whether the document is refused, so that no more of it has to be lowered.
    pub(super) fn is_refused(&self) -> bool {
        self.work.refused
    }

    fn refuse_work(&mut self, place: Place, message: String, help: &str) {
        if !std::mem::replace(&mut self.work.refused, true) {
            self.diagnostics
                .push(Diagnostic::error(Code::DocumentTooLarge, place, message).help(help));
        }
    }
}
