//! A difference between two APIs, and its effect on callers.

/// One difference between two APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The effect on callers.
    pub effect: Effect,
    /// Whether the item was added, removed or changed.
    pub kind: Kind,
    /// The name that callers use: `KvStore::get_store`, `types::Store::name`.
    pub item: String,
    /// The difference, in a few words.
    pub what: String,
    /// The consequence for callers, in one sentence.
    pub why: String,
    /// The JSON pointer into the base's resolved document: to the item, or to its parent if the item was added.
    pub base: Option<String>,
    /// The JSON pointer into the new resolved document: to the item, or to its parent if the item was removed.
    pub new: Option<String>,
}

impl Change {
    /// Whether only the documentation of the item changed.
    pub fn is_prose(&self) -> bool {
        self.effect == Effect::Documentation && self.what == PROSE
    }
}

/// The `what` of a change to documentation only.
const PROSE: &str = "documentation";

/// The effect of a change on callers, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Code no longer compiles, or compiles with a different meaning.
    Breaking,
    /// Code compiles unchanged, but the wire format or its handling changed.
    Behaviour,
    /// There is something new to call or read.
    Addition,
    /// Only the documentation changed.
    Documentation,
}

impl Effect {
    /// All effects, worst first.
    pub const ALL: [Self; 4] = [
        Self::Breaking,
        Self::Behaviour,
        Self::Addition,
        Self::Documentation,
    ];

    /// The name of the effect.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Only the new version has the item.
    Added,
    /// Only the base has the item.
    Removed,
    /// Both versions have the item, and it differs.
    Changed,
}

impl Kind {
    /// The name of the kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// The JSON pointers of an item in both versions.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) base: Option<String>,
    pub(super) new: Option<String>,
}

impl Places {
    pub(super) fn both(base: impl Into<String>, new: impl Into<String>) -> Self {
        Self {
            base: Some(base.into()),
            new: Some(new.into()),
        }
    }

    /// Appends a step to both pointers.
    pub(super) fn below(&self, step: &str) -> Self {
        let below =
            |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/{step}"));
        Self {
            base: below(&self.base),
            new: below(&self.new),
        }
    }
}

/// Collects the changes of one item.
pub(super) struct Found<'a> {
    item: String,
    places: Places,
    changes: &'a mut Vec<Change>,
    before: usize,
}

impl<'a> Found<'a> {
    pub(super) fn of(
        item: impl Into<String>,
        places: Places,
        changes: &'a mut Vec<Change>,
    ) -> Self {
        let before = changes.len();
        Self {
            item: item.into(),
            places,
            changes,
            before,
        }
    }

    /// Adds a change to this item, at its own places.
    pub(super) fn push(
        &mut self,
        effect: Effect,
        kind: Kind,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        self.push_at(self.places.clone(), effect, kind, what, why);
    }

    /// Adds a change to a part of this item, at the given places.
    pub(super) fn push_at(
        &mut self,
        places: Places,
        effect: Effect,
        kind: Kind,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        let (what, why) = (what.into(), why.into());
        let item = self.item.clone();
        self.changes.push(Change {
            effect,
            kind,
            item,
            what,
            why,
            base: places.base,
            new: places.new,
        });
    }

    /// Adds that only the documentation of this item changed.
    pub(super) fn prose(&mut self) {
        self.push(
            Effect::Documentation,
            Kind::Changed,
            PROSE,
            "Only the documentation changed.",
        );
    }

    /// Adds that this item, or the part of it named `part`, is now deprecated or no longer is.
    pub(super) fn deprecation(&mut self, part: &str, deprecated: bool, places: Places) {
        let (effect, kind, verb, why) = if deprecated {
            (
                Effect::Addition,
                Kind::Added,
                "is now deprecated",
                "Code that uses it compiles with a warning.",
            )
        } else {
            (
                Effect::Documentation,
                Kind::Removed,
                "is no longer deprecated",
                "Code that uses it compiles without a warning.",
            )
        };
        let what = format!("{part} {verb}");
        self.push_at(places, effect, kind, what.trim_start(), why);
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    /// Whether this item has no changes so far.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.len() == self.before
    }
}
