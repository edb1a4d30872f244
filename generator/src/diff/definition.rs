//! What changes in the named types?

use std::collections::HashMap;

use super::change::{Change, Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::written::Written;
use super::{generic, header, object, operation, string_enum, wire};
use crate::model::Api;
use crate::model::types::{TypeDefinition, TypeKind};
use crate::surface::types;

/// Compares the types; `aligned` is the base with the names of the new version, `base` has its own.
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
            format!("the {}", kind(definition)),
            "Code that names it does not compile.",
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
            format!("the {}", kind(definition)),
            "There is one more type to use.",
        );
    }
    // Both lists have the base's order, and the one is the other under new names.
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
                format!("is now `types::{}`", other.name),
                "Code that names it does not compile.",
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
        TypeKind::Checked(_) => "checked type",
        TypeKind::Alias(_) => "alias",
        TypeKind::Response(_) => "struct of a response",
        TypeKind::ByStatus(_) => "enum of a response",
        TypeKind::Multipart(_) => "struct of parts",
    }
}

/// Compares two versions of one type: by the rules for its kind, and as it stands in the code where there are none.
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
        // These are all in their code, and so is whatever becomes of a kind that is another now.
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
        ) => {}
    }
    let places = found.places().clone();
    wire::notes(
        &one.docs.notes,
        &other.docs.notes,
        "its values",
        &places,
        found,
    );
    if one.docs.deprecated != other.docs.deprecated {
        operation::deprecation(other.docs.deprecated, found);
    }
    if found.is_empty() {
        generic::compare(&base.items, &new.items, found);
    }
    // They would not be compared were they written alike.
    if found.is_empty() {
        found.push(
            Effect::Documentation,
            Kind::Changed,
            "documentation",
            "Only what is said of it differs.",
        );
    }
}
