//! JSON pointers (RFC 6901) to the nodes of a document, rendered only on demand.

use std::borrow::Cow;
use std::fmt;

use crate::diagnostic::{Part, Place};

/// A path from the root of a document to a node, kept as a chain of borrowed steps on the stack.
///
/// A walk creates one for every node it visits, and renders it with [`Display`](fmt::Display) only for a diagnostic.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'a> {
    step: Step<'a>,
    parent: Option<&'a Pointer<'a>>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// An already rendered pointer.
    Base(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    /// The whole document.
    pub const ROOT: Pointer<'static> = Pointer {
        step: Step::Base(""),
        parent: None,
    };

    /// The node at a rendered pointer, such as `/components/schemas/Store`.
    pub const fn base(pointer: &'a str) -> Self {
        Self {
            step: Step::Base(pointer),
            parent: None,
        }
    }

    /// The member of that name of the object at this pointer.
    pub const fn key<'b>(&'b self, name: &'b str) -> Pointer<'b> {
        Pointer {
            step: Step::Key(name),
            parent: Some(self),
        }
    }

    /// The item of that index, counted from 0, of the array at this pointer.
    pub const fn index(&self, index: usize) -> Pointer<'_> {
        Pointer {
            step: Step::Index(index),
            parent: Some(self),
        }
    }

    /// The node that contains this one; `None` for the node that the chain starts with.
    pub const fn parent(&self) -> Option<&'a Self> {
        self.parent
    }

    /// The name of this node in a message: `` `required` ``, `` `tags[3]` `` or `the document`.
    pub fn subject(&self) -> String {
        let mut indices = String::new();
        let mut next = Some(self);
        while let Some(pointer) = next {
            match pointer.step {
                Step::Index(index) => indices.insert_str(0, &format!("[{index}]")),
                Step::Key(name) => return format!("`{name}{indices}`"),
                Step::Base(rendered) => {
                    return match steps(rendered).last() {
                        Some(name) => format!("`{name}{indices}`"),
                        None => format!("the document{indices}"),
                    };
                }
            }
            next = pointer.parent;
        }
        indices
    }

    /// The place of this node in a file, or in the resolved document if `file` is `None`.
    pub fn place_in(&self, file: Option<&str>, part: Part) -> Place {
        let pointer = self.to_string();
        match file {
            Some(file) => Place::Node {
                file: file.to_owned(),
                pointer,
                part,
            },
            None => Place::Resolved { pointer, part },
        }
    }

    /// The place of this node's value in the resolved document.
    pub fn place(&self) -> Place {
        Place::Resolved {
            pointer: self.to_string(),
            part: Part::Value,
        }
    }

    /// The place of this node's name in the resolved document.
    pub fn key_place(&self) -> Place {
        Place::Resolved {
            pointer: self.to_string(),
            part: Part::Key,
        }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Collected instead of recursing: a document may nest more deeply than the stack allows.
        let mut steps = Vec::new();
        let mut next = Some(self);
        while let Some(pointer) = next {
            steps.push(pointer.step);
            next = pointer.parent;
        }
        for step in steps.into_iter().rev() {
            match step {
                Step::Base(rendered) => f.write_str(rendered)?,
                Step::Key(name) => write!(f, "/{}", escape(name))?,
                Step::Index(index) => write!(f, "/{index}")?,
            }
        }
        Ok(())
    }
}

/// Escapes one step of a pointer: `~` becomes `~0` and `/` becomes `~1`.
pub fn escape(step: &str) -> Cow<'_, str> {
    if step.contains(['~', '/']) {
        Cow::Owned(step.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(step)
    }
}

/// Unescapes one step of a pointer, the reverse of [`escape`].
pub fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(step)
    }
}

/// The steps of a rendered pointer, unescaped; none for the whole document.
pub fn steps(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_steps_from_the_root_with_escapes() {
        let paths = Pointer::ROOT.key("paths");
        let path = paths.key("/a~b");
        assert_eq!(path.index(3).to_string(), "/paths/~1a~0b/3");
        assert_eq!(Pointer::ROOT.to_string(), "");
    }

    #[test]
    fn continues_a_rendered_pointer() {
        assert_eq!(
            Pointer::base("/components/schemas/A")
                .key("type")
                .to_string(),
            "/components/schemas/A/type"
        );
    }

    #[test]
    fn a_message_names_a_node_by_its_nearest_key() {
        let tags = Pointer::ROOT.key("tags");
        assert_eq!(tags.index(3).subject(), "`tags[3]`");
        assert_eq!(Pointer::base("/info").subject(), "`info`");
        assert_eq!(Pointer::ROOT.subject(), "the document");
    }

    #[test]
    fn steps_are_unescaped() {
        let rendered = Pointer::ROOT.key("~1").key("a/b").key("").to_string();
        assert_eq!(steps(&rendered).collect::<Vec<_>>(), ["~1", "a/b", ""]);
        assert_eq!(steps("").count(), 0);
    }
}
