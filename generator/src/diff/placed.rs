//! An operation in its API, and the items that are generated for it.

use crate::model::operation::{Operation, Path, Segment};
use crate::model::{Api, Group};
use crate::surface::description::OperationDescription;
use crate::surface::item::{Impl, Item};
use crate::surface::{builder, failures, operation};

/// An operation with its group and its API.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) api: &'a Api,
    pub(super) group: &'a Group,
    pub(super) operation: &'a Operation,
}

impl<'a> Placed<'a> {
    /// Every operation of an API.
    pub(super) fn all(api: &'a Api) -> impl Iterator<Item = Self> {
        let of = move |group: &'a Group| {
            group.operations.iter().map(move |operation| Self {
                api,
                group,
                operation,
            })
        };
        api.groups.iter().flat_map(of)
    }

    /// The path with empty braces: the names of path parameters are not sent.
    pub(super) fn template(&self) -> String {
        let Path {
            segments, query, ..
        } = &self.operation.path;
        let path = segments.iter().map(|segment| match segment {
            Segment::Literal(text) => text,
            Segment::Parameter(_) => "{}",
        });
        let query = query.iter().flat_map(|query| ["?", query]);
        path.chain(query).collect()
    }

    pub(super) fn item(&self) -> String {
        format!("{}::{}", self.group.type_name, self.operation.name)
    }

    pub(super) fn request(&self) -> String {
        format!("{} {}", self.operation.method.as_str(), self.operation.path)
    }

    /// The call as callers write it.
    pub(super) fn call(&self) -> String {
        format!("{}().{}(…)", self.group.module, self.operation.name)
    }

    /// The generated items, with documentation.
    pub(super) fn written(&self) -> [Vec<Item>; 4] {
        PARTS.map(|part| part(self))
    }
}

/// The items generated for an operation: its method, its builder, its failures, and its description for the runtime.
pub(super) const PARTS: [fn(&Placed<'_>) -> Vec<Item>; 4] = [
    |placed| {
        let methods = operation::methods(placed.api, placed.group, placed.operation);
        vec![Item::Impl(Impl::inherent("Group", methods))]
    },
    |placed| builder::items(placed.api, placed.group, placed.operation),
    |placed| failures::items(placed.api, placed.group, placed.operation),
    |placed| vec![Item::Operation(OperationDescription::of(placed.operation))],
];
