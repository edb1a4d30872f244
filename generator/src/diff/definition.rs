//! Compares the named types.

use std::collections::HashMap;

use super::change::{Change, Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::written::Written;
use super::{checked, generic, header, note, object, string_enum};
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeKind};
use crate::surface::types;

/// Compares the types; `aligned` is the base with the names of the new version, `base` has its original names.
pub(super) fn compare(
    aligned: &Api,
    base: &Api,
    new: &Api,
    types: &Pairs<'_, TypeDefinition>,
    changes: &mut Vec<Change>,
) {
    for definition in &types.removed {
        let places = Places {
            base: Some(definition.pointer.clone()),
            new: None,
        };
        Found::of(item(definition), places, changes).push(
            Effect::Breaking,
            Kind::Removed,
            kind(definition),
            "Code that uses it no longer compiles.",
        );
    }
    for definition in &types.added {
        let places = Places {
            base: None,
            new: Some(definition.pointer.clone()),
        };
        Found::of(item(definition), places, changes).push(
            Effect::Addition,
            Kind::Added,
            kind(definition),
            "Callers can use a new type.",
        );
    }
    // `base` and `aligned` have the same types in the same order, under old and new names.
    let others: HashMap<&str, &TypeDefinition> = types
        .both
        .iter()
        .map(|(before, other)| (before.name.as_str(), *other))
        .collect();
    let renamed = base.types.iter().zip(aligned.types.iter());
    for ((_, original), (_, one)) in renamed {
        let Some(&other) = others.get(original.name.as_str()) else {
            continue;
        };
        let places = Places::both(original.pointer.as_str(), other.pointer.as_str());
        let mut found = Found::of(item(original), places, changes);
        if original.name != other.name {
            found.push(
                Effect::Breaking,
                Kind::Changed,
                format!("renamed to `types::{}`", other.name),
                "Code that uses the old name no longer compiles.",
            );
        }
        let [was, is] = [(aligned, one), (new, other)].map(|(api, one)| types::items(api, one));
        if was != is {
            pair(
                &Written::of(aligned, one, was),
                &Written::of(new, other, is),
                &mut found,
            );
        }
    }
}

fn item(definition: &TypeDefinition) -> String {
    format!("types::{}", definition.name)
}

fn kind(definition: &TypeDefinition) -> &'static str {
    match &definition.kind {
        TypeKind::Object(_) => "struct",
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::OneOf(_) => "enum",
        TypeKind::Checked(_) => "validated type",
        TypeKind::Alias(_) => "type alias",
        TypeKind::Response(_) => "response struct",
        TypeKind::ByStatus(_) => "response enum",
        TypeKind::Multipart(_) => "multipart struct",
    }
}

/// Compares two versions of a type: by the rules for its kind, or else by its generated code.
fn pair(base: &Written<'_>, new: &Written<'_>, found: &mut Found<'_>) {
    let (one, other) = (base.definition, new.definition);
    match (&one.kind, &other.kind) {
        (TypeKind::Object(was), TypeKind::Object(is)) => object::compare(base, was, new, is, found),
        (TypeKind::StringEnum(was), TypeKind::StringEnum(is)) => {
            string_enum::compare(was, is, found);
        }
        (TypeKind::Response(was), TypeKind::Response(is)) => {
            header::compare(base, was, new, is, found);
        }
        (TypeKind::Checked(was), TypeKind::Checked(is)) => {
            checked::compare(base, was, new, is, found);
        }
        // No rules: the generated code is compared, also where the kind changed.
        (
            TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::IntegerEnum(_)
            | TypeKind::OneOf(_)
            | TypeKind::Checked(_)
            | TypeKind::Response(_)
            | TypeKind::ByStatus(_)
            | TypeKind::Multipart(_)
            | TypeKind::Alias(_),
            _,
        ) => generic::views(&base.view, &new.view, found),
    }
    let places = found.places().clone();
    notes(one, other, &places, found);
    if one.docs.deprecated != other.docs.deprecated {
        found.deprecation("", other.docs.deprecated, places);
    }
    if found.is_empty() {
        generic::compare(&base.items, &new.items, found);
    }
    // `pair` is called only for types that differ, so what remains is documentation.
    if found.is_empty() {
        found.push(
            Effect::Documentation,
            Kind::Changed,
            "documentation",
            "Only the documentation changed.",
        );
    }
}

fn notes(one: &TypeDefinition, other: &TypeDefinition, places: &Places, found: &mut Found<'_>) {
    let (was, is) = (&one.docs.notes, &other.docs.notes);
    match (&one.kind, &other.kind) {
        // The limits are compared with those that the generated code checks.
        (TypeKind::Checked(_), TypeKind::Checked(_)) => {
            note::default(was, is, "its values", places, found);
        }
        _ => note::compare(was, is, "its values", places, found),
    }
}
