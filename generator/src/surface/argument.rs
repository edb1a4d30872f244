//! The argument types of functions, chosen so that callers need few conversions.

use super::body::{Argument, Form, Init};
use super::ty::{Scope, Ty};
use crate::model::extern_name::ExternName;
use crate::model::types::{Type, TypeKind, Types};

/// An argument of a constructor or a setter: its type, and the value of the field.
pub(super) fn kept(types: &Types, ty: &Type, name: &str, scope: Scope) -> (Ty, Init) {
    match types.without_aliases(ty) {
        Type::String => (Ty::into(Ty::string()), Init::Into(name.to_owned())),
        Type::Secret => (Ty::into(secret()), Init::Into(name.to_owned())),
        Type::Base64 => (Ty::into(bytes()), Init::Into(name.to_owned())),
        _ => (Ty::of(types, ty, scope), Init::Argument(name.to_owned())),
    }
}

/// An argument of a call, which is not kept: its type, and how it is passed on.
pub(super) fn passed(types: &Types, ty: &Type, name: &str) -> (Ty, Argument) {
    let exact = |ty: &Type| Ty::of(types, ty, Scope::Elsewhere);
    let formatted = types.has_format(ty);
    let (ty, form) = match types.without_aliases(ty) {
        Type::String => (Ty::into(Ty::string()), Form::String),
        Type::Secret => (Ty::into(secret()), Form::Secret),
        Type::Base64 => (Ty::into(bytes()), Form::FormattedBytes),
        Type::Array(element) => {
            let form = if types.has_format(element) {
                Form::FormattedList
            } else {
                Form::Reference
            };
            (Ty::slice(exact(element)), form)
        }
        _ if is_borrowed(types, ty) => {
            let form = if formatted {
                Form::FormattedReference
            } else {
                Form::Reference
            };
            (Ty::reference(exact(ty)), form)
        }
        _ if formatted => (exact(ty), Form::FormattedValue),
        _ => (exact(ty), Form::Value),
    };
    let name = name.to_owned();
    (ty, Argument { name, form })
}

fn secret() -> Ty {
    Ty::Extern(ExternName::SECRET, Vec::new())
}

fn bytes() -> Ty {
    Ty::Extern(ExternName::BYTES, Vec::new())
}

/// Whether a call borrows a value of this type; small values are passed by value.
pub(super) fn is_borrowed(types: &Types, ty: &Type) -> bool {
    match types.without_aliases(ty) {
        Type::Named(id) => !matches!(
            types[*id].kind,
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)
        ),
        Type::Nullable(_) | Type::Array(_) | Type::Map(_) | Type::Untyped | Type::Custom(_) => true,
        Type::String
        | Type::Boolean
        | Type::Null
        | Type::Integer(_)
        | Type::Float
        | Type::Double
        | Type::Base64
        | Type::Timestamp
        | Type::Date
        | Type::Ipv4
        | Type::Ipv6
        | Type::Uuid
        | Type::Secret => false,
    }
}
