//! The nodes of one file, each with its byte range.

use std::collections::HashMap;
use std::ops::Range;

/// The nodes of one file, each with its byte range.
#[derive(Debug, Default)]
pub(in crate::load) struct Positions {
    pub(super) nodes: Vec<Node>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Scalar,
    List(Vec<NodeIndex>),
    /// Boxed to keep the enum small, since most nodes are scalars.
    Map(Box<Members>),
}

/// The members of an object, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) all: Vec<Member>,
    /// The last member of each name, for an object that is too large for linear search.
    pub(super) by_name: HashMap<String, usize>,
}

impl Members {
    /// The number of members up to which the search is linear.
    const FEW: usize = 32;

    pub(super) fn push(&mut self, member: Member) {
        if self.all.len() == Self::FEW {
            let names = self
                .all
                .iter()
                .enumerate()
                .map(|(index, member)| (member.name.clone(), index));
            self.by_name = names.collect();
        }
        if self.all.len() >= Self::FEW {
            self.by_name.insert(member.name.clone(), self.all.len());
        }
        self.all.push(member);
    }

    /// The last member of that name, whose value takes precedence.
    pub(super) fn get(&self, name: &str) -> Option<&Member> {
        if self.all.len() > Self::FEW {
            return self
                .by_name
                .get(name)
                .and_then(|index| self.all.get(*index));
        }
        self.all.iter().rev().find(|member| member.name == name)
    }
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) span: Range<usize>,
    pub(super) value: NodeIndex,
}

pub(super) type NodeIndex = usize;
