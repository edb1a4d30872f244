//! The constants of an object's properties.

use crate::model::types::{Field, Object, Type, TypeKind, Types};

pub(super) fn object<'t>(types: &'t Types, ty: &Type) -> Option<&'t Object> {
    match types.without_aliases(ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// The values of a property that is an `enum`, as strings.
pub(super) fn constants(types: &Types, field: &Field) -> Option<Vec<String>> {
    if !field.constants.is_empty() {
        return Some(field.constants.clone());
    }
    match types.without_aliases(&field.ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::StringEnum(values) => Some(
                values
                    .variants
                    .iter()
                    .map(|variant| variant.wire_name.clone())
                    .collect(),
            ),
            TypeKind::IntegerEnum(values) => Some(
                values
                    .variants
                    .iter()
                    .map(|variant| variant.value.to_string())
                    .collect(),
            ),
            _ => None,
        },
        _ => None,
    }
}
