//! One piece of a path template.

/// A piece of a path template: a text of the path, or an argument that goes there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Text that is percent-encoded as it goes on the wire, slashes included.
    Literal(&'static str),
    /// The argument of the operation's parameter with this index.
    Parameter(usize),
}
