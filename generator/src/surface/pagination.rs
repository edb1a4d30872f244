//! Pagination: the implementations of the trait `Page`, with the items of a page and what leads to the next one.

use std::collections::{BTreeMap, HashMap};

use super::body::{Body, Ends, Step};
use super::item::{Function, Impl, Item, Receiver};
use super::ty::{Scope, Ty};
use crate::model::Api;
use crate::model::extern_name::ExternName;
use crate::model::operation::PageFunction;
use crate::model::types::{Additional, Field, Object, Type, TypeId, TypeKind, Types};

/// The functions of a type of page, and the type of its items. An array is a page by itself.
#[derive(Clone)]
pub(super) struct Page<'a> {
    id: TypeId,
    item: &'a Type,
    functions: BTreeMap<PageFunction, Vec<String>>,
}

/// The types of pages, with the functions that their lists need.
pub(super) fn of_pages(api: &Api) -> HashMap<TypeId, Page<'_>> {
    let mut pages: HashMap<TypeId, Page<'_>> = HashMap::new();
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    for pagination in operations.filter_map(|operation| operation.pagination.as_ref()) {
        let Type::Named(id) = pagination.page else {
            continue;
        };
        let page = pages.entry(id).or_insert_with(|| Page {
            id,
            item: &pagination.item,
            functions: BTreeMap::new(),
        });
        let functions = pagination.functions().into_iter();
        let functions = functions.map(|(function, _, path)| (function, path));
        page.functions.extend(functions);
    }
    pages
}

/// The implementation for a type of page.
pub(super) fn item(api: &Api, page: &Page<'_>) -> Item {
    Item::Impl(implementation(api, page))
}

fn implementation(api: &Api, page: &Page<'_>) -> Impl {
    let functions = page.functions.iter().map(|(function, path)| {
        let (name, receiver, output) = signature(*function);
        let body = Body::Page(*function, steps(&api.types, page.id, path));
        Function::method(name, receiver, output, body).of_trait()
    });
    Impl {
        of_trait: Some(Ty::Extern(ExternName::PAGE, Vec::new())),
        ty: Ty::of(&api.types, &Type::Named(page.id), Scope::Types),
        associated: vec![("Item", Ty::of(&api.types, page.item, Scope::Types))],
        functions: functions.collect(),
    }
}

fn signature(function: PageFunction) -> (&'static str, Receiver, Ty) {
    let optional = |ty| Ty::option(ty);
    let text = || optional(Ty::reference(Ty::path("str")));
    let number = || optional(Ty::path("u64"));
    match function {
        PageFunction::NextCursor => ("next_cursor", Receiver::Reference, text()),
        PageFunction::NextUrl => ("next_url", Receiver::Reference, text()),
        PageFunction::HasNext => ("has_next", Receiver::Reference, optional(Ty::path("bool"))),
        PageFunction::TotalItems => ("total_items", Receiver::Reference, number()),
        PageFunction::TotalPages => ("total_pages", Receiver::Reference, number()),
        PageFunction::ItemCount => (
            "item_count",
            Receiver::Reference,
            optional(Ty::path("usize")),
        ),
        PageFunction::IntoItems => (
            "into_items",
            Receiver::Value,
            Ty::list(Ty::path("Self::Item")),
        ),
    }
}

/// The field of an object with the value of an optional property that its type refuses, and the name of the property.
fn refused(types: &Types, object: &Object, field: &Field) -> Option<(String, String)> {
    if !field.is_optional() || !types.is_lenient(&field.ty) {
        return None;
    }
    let kept = object.invalid.as_ref().or(match &object.additional {
        Additional::Kept { field, .. } => Some(field),
        Additional::Denied => None,
    });
    kept.map(|kept| (kept.clone(), field.wire_name.clone()))
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
            ends: match types.without_aliases(&field.ty) {
                Type::String => Ends::Empty,
                Type::Boolean => Ends::False,
                _ => Ends::Absent,
            },
            refused: refused(types, object, field),
        });
        ty = &field.ty;
    }
    steps
}
