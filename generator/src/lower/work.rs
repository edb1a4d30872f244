//! The limits of the work that a document can cause by referring to the same schemas over and over.

use std::cell::Cell;

/// The maximum number of `allOf` that lead from a schema to one of its ancestors.
const LONGEST_INHERITANCE: usize = 256;

/// The maximum number of schemas visited to combine those of each `allOf`.
const MOST_VISITS: usize = 4_000_000;

/// The maximum number of schemas, properties and alternatives visited to combine schemas, however they are repeated.
const MOST_STEPS: usize = 20_000_000;

/// The maximum number of fields and enum values of a crate: each becomes several lines of code.
const MOST_MEMBERS: usize = 300_000;

/// The code of a parameter, a part, the field of a form, a header, an alternative body or a server variable, in fields.
pub(super) const FIELDS_A_PARAMETER: usize = 3;

/// The work done so far.
#[derive(Default)]
pub(super) struct Work {
    depth: usize,
    visits: usize,
    members: usize,
    steps: Cell<usize>,
    refused: bool,
}

/// A limit that the document exceeds, and the help for it.
pub(super) struct Excess {
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Work {
    /// Counts one more reference followed in an `allOf`, until [`ascend`](Self::ascend).
    pub(super) fn descend(&mut self) -> Result<(), Excess> {
        self.visits += 1;
        let message = if self.depth >= LONGEST_INHERITANCE {
            format!("a chain of `allOf` is longer than {LONGEST_INHERITANCE} schemas")
        } else if self.visits > MOST_VISITS {
            format!("combining the schemas of each `allOf` takes more than {MOST_VISITS} steps")
        } else {
            self.depth += 1;
            return Ok(());
        };
        self.refused = true;
        Err(Excess {
            message,
            help: "combine some of the schemas",
        })
    }

    /// Ends what [`descend`](Self::descend) began.
    pub(super) fn ascend(&mut self) {
        self.depth -= 1;
    }

    /// Counts the fields of a struct, the values of an enum, or what takes as much code.
    pub(super) fn add_members(&mut self, count: usize) -> Result<(), Excess> {
        self.members += count;
        if self.members <= MOST_MEMBERS {
            return Ok(());
        }
        self.refused = true;
        Err(Excess {
            message: format!(
                "a crate of more than {MOST_MEMBERS} fields and enum values is too large"
            ),
            help: "split the document into several, with a crate for each",
        })
    }

    /// Counts schemas, properties or alternatives that are visited. Returns whether to visit them.
    pub(super) fn step(&self, count: usize) -> bool {
        self.steps.set(self.steps.get().saturating_add(count));
        self.steps.get() <= MOST_STEPS
    }

    /// The error of too many steps.
    pub(super) fn excess_of_steps(&self) -> Option<Excess> {
        (self.steps.get() > MOST_STEPS).then(|| Excess {
            message: format!("combining the schemas takes more than {MOST_STEPS} steps"),
            help: "combine some of the schemas, or repeat them less often",
        })
    }

    /// Records that a limit of another file was exceeded.
    pub(super) fn refuse(&mut self) {
        self.refused = true;
    }

    /// Whether a limit was exceeded, so that the rest of the document need not be lowered.
    pub(super) fn is_refused(&self) -> bool {
        self.refused || self.steps.get() > MOST_STEPS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_are_limited_in_all_and_in_depth() {
        let mut work = Work::default();
        for _ in 0..MOST_VISITS {
            assert!(work.descend().is_ok());
            work.ascend();
        }
        assert!(work.descend().is_err() && work.is_refused());
        let mut work = Work::default();
        for _ in 0..LONGEST_INHERITANCE {
            assert!(work.descend().is_ok());
        }
        assert!(work.descend().is_err() && work.is_refused());
    }

    #[test]
    fn steps_are_limited() {
        let work = Work::default();
        assert!(work.step(MOST_STEPS) && work.excess_of_steps().is_none());
        assert!(!work.step(1) && work.is_refused() && work.excess_of_steps().is_some());
    }

    #[test]
    fn members_are_limited() {
        let mut work = Work::default();
        assert!(work.add_members(MOST_MEMBERS).is_ok());
        assert!(work.add_members(1).is_err() && work.is_refused());
    }
}
