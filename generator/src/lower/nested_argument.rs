//! Warnings about parameters whose values can have a nesting that their style does not define.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::Group;
use crate::model::operation::{Location, Style};
use crate::model::types::{Type, TypeId, TypeKind, Types};

/// Warns of each parameter that can be an array or object of arrays or objects.
///
/// OpenAPI 3.0.4 ("Style Values") leaves them undefined in every style but `deepObject`, and the client refuses them.
pub(super) fn warn(types: &Types, groups: &[Group], diagnostics: &mut Diagnostics) {
    let mut seen = HashSet::new();
    let operations = groups.iter().flat_map(|group| &group.operations);
    for parameter in operations.flat_map(|operation| &operation.parameters) {
        // The fields of a form that are objects are JSON.
        let is_defined = matches!(parameter.style, Style::DeepObject | Style::Json)
            || parameter.location == Location::Querystring;
        if is_defined || !seen.insert(&parameter.pointer) {
            continue;
        }
        if is_nested(types, &parameter.ty, &mut HashSet::new()) {
            let message = "a parameter with arrays or objects within an array or object is supported only in the style \
                `deepObject` and with `content`";
            let place = Place::Resolved {
                pointer: parameter.pointer.clone(),
                part: Part::Value,
            };
            diagnostics.push(
                Diagnostic::warning(Code::Unsupported, place, message)
                    .help("a call with such a value returns an error before it is sent"),
            );
        }
    }
}

/// Whether a value of the type can have an array or object within another.
fn is_nested(types: &Types, ty: &Type, seen: &mut HashSet<TypeId>) -> bool {
    let is_compound = |ty: &Type| is_compound(types, ty, &mut HashSet::new());
    match types.without_aliases(ty) {
        Type::Nullable(inner) => is_nested(types, inner, seen),
        Type::Array(item) | Type::Map(item) => is_compound(item),
        Type::Named(id) if seen.insert(*id) => match &types[*id].kind {
            TypeKind::Object(object) => object.fields.iter().any(|field| is_compound(&field.ty)),
            kind => kind.parts().iter().any(|part| is_nested(types, part, seen)),
        },
        _ => false,
    }
}

/// Whether a value of the type can be an array or object.
fn is_compound(types: &Types, ty: &Type, seen: &mut HashSet<TypeId>) -> bool {
    match types.without_aliases(ty) {
        Type::Array(_) | Type::Map(_) => true,
        Type::Nullable(inner) => is_compound(types, inner, seen),
        Type::Named(id) if seen.insert(*id) => match &types[*id].kind {
            TypeKind::Object(_) => true,
            kind => kind
                .parts()
                .iter()
                .any(|part| is_compound(types, part, seen)),
        },
        _ => false,
    }
}
