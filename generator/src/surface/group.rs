//! A group of operations: the module of a tag.

use super::comment::{self, About};
use super::description::OperationDescription;
use super::file::{Head, SourceFile, Unit};
use super::item::{Fields, Impl, Item, Struct, names};
use super::ty::Ty;
use super::{builder, failures, operation};
use crate::model::extern_name::ExternName;
use crate::model::name::unraw;
use crate::model::{Api, Group, code_span};

/// The file: the group with a method for each operation, the request builders, and the descriptions of the operations.
pub(super) fn file<'a>(api: &'a Api, group: &'a Group) -> SourceFile<'a> {
    let comment = orientation(group);
    let accessor: Unit<'a> = Box::new(move || accessor(api, group));
    let builders = group.operations.iter().map(|one| -> Unit<'a> {
        Box::new(move || {
            let mut items = builder::items(api, group, one);
            items.extend(failures::items(api, group, one));
            items
        })
    });
    let descriptions = group.operations.iter().map(|one| -> Unit<'a> {
        Box::new(move || vec![Item::Operation(OperationDescription::of(one))])
    });
    SourceFile {
        path: format!("src/{}.rs", unraw(&group.module)),
        head: Head::titled(comment),
        units: [accessor]
            .into_iter()
            .chain(builders)
            .chain(descriptions)
            .collect(),
    }
}

fn title(group: &Group) -> String {
    comment::text(&group.docs, &fallback(group))
}

/// The comment of the module: its title, and how its items belong together.
fn orientation(group: &Group) -> String {
    let module = unraw(&group.module);
    let mut text = format!(
        "{}\n\n[`Client::{module}`](crate::Client::{module}) returns {}, which has a method for each operation.",
        title(group),
        comment::link_to_type(&group.type_name),
    );
    if let Some(first) = group.operations.first() {
        text.push_str(&format!(
            " The method returns a request builder, such as {}, with a setter for each optional argument.",
            comment::link_to_type(&first.builder)
        ));
    }
    let mut operations = group.operations.iter();
    if let Some(failing) = operations.find(|operation| !operation.failures.is_empty()) {
        text.push_str(&format!(
            " Enums such as [`{}`] are the documented failures of an operation.",
            failing.failure
        ));
    }
    text
}

/// The documentation of a group without a description.
pub(super) fn fallback(group: &Group) -> String {
    format!("The operations with the tag {}.", code_span(&group.tag))
}

/// The struct of the group, with the methods that create requests.
fn accessor(api: &Api, group: &Group) -> Vec<Item> {
    let module = unraw(&group.module);
    let comment = format!(
        "{}\n\nReturned by [`Client::{module}`](crate::Client::{module}).",
        title(group)
    );
    let methods = group
        .operations
        .iter()
        .flat_map(|one| operation::methods(api, group, one));
    vec![
        Item::Struct(Struct {
            about: About::ours(comment),
            derives: names(["Clone", "Debug"]),
            is_open: false,
            must_use: None,
            name: group.type_name.clone(),
            fields: Fields::Tuple {
                ty: Ty::Extern(ExternName::CLIENT, Vec::new()),
                in_crate: true,
            },
        }),
        Item::Impl(Impl::inherent(&group.type_name, methods.collect())),
    ]
}
