//! The effect of a fix on the generated crate.

/// The effect of a fix on the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// None: the document says what the generator assumed.
    None,
    /// The crate has more, such as pages. Code that uses it still compiles.
    Adds,
    /// Types differ, such as an enum in place of a string. Code that uses them no longer compiles.
    ChangesTypes,
}

impl Effect {
    /// The effect in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "no effect on the API",
            Self::Adds => "adds to the API",
            Self::ChangesTypes => "changes types of the API",
        }
    }
}
