//! The segments of a path template.

/// A segment of a path template: literal text or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Literal text, already percent-encoded. It may contain slashes.
    Literal(&'static str),
    /// The operation's parameter at this index.
    Parameter(usize),
}
