//! Refuses types that contain themselves without end, and those that contain too many others.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Checked, Type, TypeId, TypeKind, Types};

/// The maximum number of references, arrays, maps and unions around one value.
const LONGEST_CHAIN: usize = 256;

/// The maximum number of alternatives of a union, with those of its alternatives that are unions. A value that matches
/// none is compared with each, as often as it can be reached.
const MOST_ALTERNATIVES: usize = 10_000;

/// Turns an alias that contains itself, such as a map of itself, into an alias of any value.
pub(super) fn break_alias_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    // An alias leads to one other at most, so each is visited once.
    let mut visited = vec![false; types.len()];
    for start in types.ids() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next
            && !std::mem::replace(&mut visited[id.index()], true)
        {
            path.push(id);
            next = match &types[id].kind {
                TypeKind::Alias(target) => contained_type(target),
                _ => None,
            };
        }
        let cycle = path.iter().skip_while(|id| Some(**id) != next);
        let Some(&id) = cycle.min_by_key(|id| id.index()) else {
            continue;
        };
        diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                Place::Resolved {
                    pointer: types[id].pointer.clone(),
                    part: Part::Key,
                },
                "an array or map of itself is not supported",
            )
            .help("values are `serde_json::Value`"),
        );
        types[id].kind = TypeKind::Alias(Type::Untyped);
    }
}

/// The named type that a value contains, also through an array or map.
fn contained_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) => contained_type(inner),
        _ => None,
    }
}

/// Refuses each union that is an alternative of itself, directly or through other unions: no value would tell how often
/// to go around. Also refuses chains that are too long for the stages after this.
pub(super) fn refuse_endless_unions(types: &mut Types, diagnostics: &mut Diagnostics) {
    let mut done = vec![false; types.len()];
    // The length of the longest chain from each type.
    let mut lengths = vec![0; types.len()];
    // The number of alternatives of each type, also those of alternatives.
    let mut alternatives = vec![1_usize; types.len()];
    for start in types.ids() {
        // The types from `start` to the current one, each with its parts that are yet to be visited.
        let mut path: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
        let mut on_path = HashSet::new();
        let mut next = Some(start);
        loop {
            if let Some(id) = next.take() {
                if on_path.contains(&id.index()) {
                    let around = path.iter().position(|(passed, _)| *passed == id);
                    let cycle = path.get(around.unwrap_or_default()..).unwrap_or_default();
                    let cycle: Vec<TypeId> = cycle.iter().map(|(id, _)| *id).collect();
                    refuse_endless_union(types, &cycle, diagnostics);
                } else if !std::mem::replace(&mut done[id.index()], true) {
                    on_path.insert(id.index());
                    path.push((id, parts_of(types, id)));
                }
            }
            let Some((id, parts)) = path.last_mut() else {
                break;
            };
            next = parts.pop();
            if next.is_none() {
                let id = *id;
                on_path.remove(&id.index());
                path.pop();
                let parts = parts_of(types, id);
                let longest = parts.iter().map(|part| lengths[part.index()]).max();
                lengths[id.index()] = longest.map_or(0, |longest| longest + 1);
                if lengths[id.index()] > LONGEST_CHAIN {
                    refuse_long_chain(types, id, diagnostics);
                    lengths[id.index()] = 0;
                }
                let all = parts.iter().map(|part| alternatives[part.index()]);
                alternatives[id.index()] = all.fold(1, usize::saturating_add);
                if alternatives[id.index()] > MOST_ALTERNATIVES {
                    refuse_many_alternatives(types, id, diagnostics);
                    alternatives[id.index()] = 1;
                }
            }
        }
    }
}

fn refuse_endless_union(types: &mut Types, cycle: &[TypeId], diagnostics: &mut Diagnostics) {
    let is_union = |id: &&TypeId| matches!(types[**id].kind, TypeKind::OneOf(_));
    let Some(&first) = cycle.iter().find(is_union) else {
        return;
    };
    let place = |id: TypeId| Place::Resolved {
        pointer: types[id].pointer.clone(),
        part: Part::Key,
    };
    let message = format!("`{}` is an alternative of itself", types[first].name);
    let diagnostic = Diagnostic::error(Code::ReferenceCycle, place(first), message)
        .help("remove the alternative that leads back, or put it into an array or a property");
    let others = cycle.iter().filter(|id| **id != first).take(8);
    diagnostics.push(others.fold(diagnostic, |diagnostic, id| {
        diagnostic.related(place(*id), "through this schema")
    }));
    types[first].kind = TypeKind::Alias(Type::Untyped);
}

fn refuse_long_chain(types: &mut Types, id: TypeId, diagnostics: &mut Diagnostics) {
    let message = format!(
        "`{}` starts a chain of more than {LONGEST_CHAIN} references, arrays, maps and unions",
        types[id].name
    );
    refuse_too_large(
        types,
        id,
        message,
        "refer to the end of the chain",
        diagnostics,
    );
}

fn refuse_many_alternatives(types: &mut Types, id: TypeId, diagnostics: &mut Diagnostics) {
    let message = format!(
        "`{}` has more than {MOST_ALTERNATIVES} alternatives, with those of the unions among them",
        types[id].name
    );
    let help = "list the alternatives of the unions once, in one union";
    refuse_too_large(types, id, message, help, diagnostics);
}

fn refuse_too_large(
    types: &mut Types,
    id: TypeId,
    message: String,
    help: &str,
    diagnostics: &mut Diagnostics,
) {
    let place = Place::Resolved {
        pointer: types[id].pointer.clone(),
        part: Part::Key,
    };
    diagnostics.push(Diagnostic::error(Code::DocumentTooLarge, place, message).help(help));
    types[id].kind = TypeKind::Alias(Type::Untyped);
}

/// The types that a type consists of, other than the fields of a struct and the arrays and maps among alternatives.
fn parts_of(types: &Types, id: TypeId) -> Vec<TypeId> {
    match &types[id].kind {
        TypeKind::OneOf(one_of) => {
            let variants = one_of.variants.iter();
            variants
                .filter_map(|variant| held_type(&variant.ty))
                .collect()
        }
        TypeKind::Alias(ty) => contained_type(ty).into_iter().collect(),
        TypeKind::Checked(Checked { ty, .. }) => held_type(ty).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The named type that a value contains directly, not through an array or map.
pub(super) fn held_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held_type(inner),
        _ => None,
    }
}
