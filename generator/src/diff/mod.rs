//! Compares two versions of an API, and reports the effect of each change on the callers of the generated crate.
//!
//! Operations are matched by id or by request, arguments and properties by wire name, types by Rust name. The items that
//! [`emit`](crate::emit) writes for each are compared, so no difference goes unnoticed: a difference that no rule covers
//! is reported as it appears in the code.
//!
//! `docs/diff.md` lists the rules.

mod argument;
mod bump;
mod change;
mod checked;
mod client;
mod credential;
mod definition;
mod field;
mod generic;
mod group;
mod header;
mod matching;
mod note;
mod object;
mod operation;
mod placed;
mod rename;
mod response;
mod servers;
mod string_enum;
mod view;
mod wire;
mod written;

pub use self::bump::{Bump, Version};
pub use self::change::{Change, Effect, Kind};
use crate::model::Api;

/// The differences between two versions of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Sorted by effect, worst first, then in document order.
    pub changes: Vec<Change>,
}

/// Compares two versions of an API.
///
/// # Examples
///
/// ```no_run
/// use openapi_crate::diff::diff;
/// use openapi_crate::file_system::FileSystem;
/// use openapi_crate::{Input, read};
///
/// let files = FileSystem::new("spec");
/// let api = |document: &str| {
///     let input = Input {
///         document: document.to_owned(),
///         ..Input::default()
///     };
///     read(&input, &files).api
/// };
/// if let (Some(base), Some(new)) = (api("old.yaml"), api("new.yaml")) {
///     let found = diff(&base, &new);
///     println!("{:?}: {}", found.bump(), found.summary());
/// }
/// ```
pub fn diff(base: &Api, new: &Api) -> Diff {
    let types = matching::types(base, new);
    // The uses of a renamed type do not count as changed.
    let aligned = matching::with_new_names(base, &types);
    let mut changes = Vec::new();
    client::compare(base, new, &mut changes);
    servers::compare(base, new, &mut changes);
    group::compare(&aligned, new, &mut changes);
    definition::compare(&aligned, base, new, &types, &mut changes);
    changes.sort_by_key(|change| change.effect);
    Diff { changes }
}

impl Diff {
    /// The worst effect; `None` if nothing changed.
    pub fn effect(&self) -> Option<Effect> {
        self.changes.iter().map(|change| change.effect).min()
    }

    /// The part of the crate's version to increment.
    pub fn bump(&self) -> Bump {
        Bump::of(self.effect())
    }

    /// The changes with this effect.
    pub fn of_effect(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.effect == effect)
    }

    /// The number of changes with each effect, in one line.
    pub fn summary(&self) -> String {
        let count = |effect| self.of_effect(effect).count();
        let counts = [
            (
                count(Effect::Breaking),
                "breaking change",
                "breaking changes",
            ),
            (
                count(Effect::Behaviour),
                "change in behaviour",
                "changes in behaviour",
            ),
            (count(Effect::Addition), "addition", "additions"),
            (
                count(Effect::Documentation),
                "documentation change",
                "documentation changes",
            ),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, several)| format!("{n} {}", if n == 1 { one } else { several }))
            .collect();
        if parts.is_empty() {
            "no change".to_owned()
        } else {
            parts.join(", ")
        }
    }
}
