//! What is one difference, and what does it do to callers?

/// One difference between two APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does to callers.
    pub effect: Effect,
    /// Whether something came, went or became something else.
    pub kind: Kind,
    /// What callers know it as: `KvStore::get_store`, `types::Store::name`.
    pub item: String,
    /// What is different, in a few words.
    pub what: String,
    /// What that means, in a sentence for a caller.
    pub why: String,
    /// Where it stands in the base's resolved document, or what it would stand in; a JSON pointer.
    pub base: Option<String>,
    /// Where it stands in the new resolved document, or what it stood in; a JSON pointer.
    pub new: Option<String>,
}

impl Change {
    /// Whether there is no more to say than that other words describe the item.
    pub fn is_prose(&self) -> bool {
        self.effect == Effect::Documentation && self.what == PROSE
    }
}

/// What differs where only words do.
const PROSE: &str = "documentation";

/// What a change does to callers, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Code that compiled does not any more, or compiles and means something else.
    Breaking,
    /// Code compiles as before, and what goes over the wire, or what becomes of it, is not what it was.
    Behaviour,
    /// There is something new to call or to read.
    Addition,
    /// Only what is said of the API differs.
    Documentation,
}

impl Effect {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [
        Self::Breaking,
        Self::Behaviour,
        Self::Addition,
        Self::Documentation,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Behaviour => "behaviour",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        }
    }
}

/// Whether something came, went or became something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The new version alone has it.
    Added,
    /// The base alone has it.
    Removed,
    /// Both have it, and not alike.
    Changed,
}

impl Kind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// Where both versions of one thing stand.
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

    /// The same step below both.
    pub(super) fn below(&self, step: &str) -> Self {
        let below =
            |pointer: &Option<String>| pointer.as_ref().map(|pointer| format!("{pointer}/{step}"));
        Self {
            base: below(&self.base),
            new: below(&self.new),
        }
    }
}

/// The changes of one item, as they are found.
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

    /// Keeps a change of this item, at its places.
    pub(super) fn push(
        &mut self,
        effect: Effect,
        kind: Kind,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        self.push_at(self.places.clone(), effect, kind, what, why);
    }

    /// Keeps a change of a part of this item, with places of its own.
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

    /// Keeps that other words describe this item.
    pub(super) fn prose(&mut self) {
        self.push(
            Effect::Documentation,
            Kind::Changed,
            PROSE,
            "Only what is said of it differs.",
        );
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    /// Whether this item has no change so far.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.len() == self.before
    }
}
