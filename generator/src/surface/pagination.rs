//! Pagination: the implementations of the trait `Page`, with the next cursor and the items of a page.

use std::collections::HashMap;

use super::body::{Body, Step};
use super::item::{Function, Impl, Item, Receiver};
use super::ty::{Scope, Ty};
use crate::model::Api;
use crate::model::extern_name::ExternName;
use crate::model::operation::Pagination;
use crate::model::types::{Type, TypeId, TypeKind, Types};

/// The pagination of each type of page: that of the first operation that returns it.
pub(super) fn of_pages(api: &Api) -> HashMap<TypeId, &Pagination> {
    let mut pages = HashMap::new();
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    for pagination in operations.filter_map(|operation| operation.pagination.as_ref()) {
        pages.entry(pagination.page).or_insert(pagination);
    }
    pages
}

/// The implementation for a type of page.
pub(super) fn item(api: &Api, pagination: &Pagination) -> Item {
    Item::Impl(implementation(api, pagination))
}

fn implementation(api: &Api, pagination: &Pagination) -> Impl {
    let page = Ty::of(&api.types, &Type::Named(pagination.page), Scope::Types);
    let item = Ty::of(&api.types, &pagination.item, Scope::Types);
    let next_cursor = Function::method(
        "next_cursor",
        Receiver::Reference,
        Ty::option(Ty::reference(Ty::path("str"))),
        Body::NextCursor(steps(&api.types, pagination.page, &pagination.next)),
    );
    let into_items = Function::method(
        "into_items",
        Receiver::Value,
        Ty::list(Ty::path("Self::Item")),
        Body::IntoItems(steps(&api.types, pagination.page, &pagination.items)),
    );
    Impl {
        of_trait: Some(Ty::Extern(ExternName::PAGE, Vec::new())),
        ty: page,
        associated: vec![("Item", item)],
        functions: vec![next_cursor.of_trait(), into_items.of_trait()],
    }
}

/// The fields with these names: each belongs to the struct that is the value of the field before.
fn steps(types: &Types, page: TypeId, names: &[String]) -> Vec<Step> {
    let mut ty = &Type::Named(page);
    let mut steps = Vec::with_capacity(names.len());
    for name in names {
        let Type::Named(id) = types.without_aliases(ty) else {
            break;
        };
        let TypeKind::Object(object) = &types[*id].kind else {
            break;
        };
        let Some(field) = object.fields.iter().find(|field| field.name == *name) else {
            break;
        };
        steps.push(Step {
            name: name.clone(),
            optional: field.is_optional(),
        });
        ty = &field.ty;
    }
    steps
}
