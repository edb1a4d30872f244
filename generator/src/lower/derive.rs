//! `x-rust-derive`: traits that types derive in addition to those of their kind.
//!
//! For the traits of the standard library, it is known which types can derive them. A trait for all types is left out of
//! the types that cannot; a trait for one type that cannot is an error. Other traits are left to the compiler.

use std::collections::HashSet;

use openapiv3::{OpenAPI, Schema};
use serde_json::Value;

use super::direction::named;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::hints::DERIVE;
use crate::model::types::{Additional, Type, TypeId, TypeKind, Types};
use crate::pointer::Pointer;

/// The traits of the standard library that a type can derive.
const KNOWN: [&str; 5] = ["Copy", "Eq", "Hash", "Ord", "PartialOrd"];

/// Sets the traits that each type derives.
pub(super) fn set(openapi: &OpenAPI, types: &mut Types, diagnostics: &mut Diagnostics) {
    let all = listed(openapi.extensions.get(DERIVE));
    let own = own(types, diagnostics);
    if all.is_empty() && own.is_empty() {
        return;
    }
    for (id, _) in &own {
        types[*id].derives.clear();
    }
    for known in KNOWN {
        set_known(known, types, &all, &own, diagnostics);
    }
    let ids: Vec<TypeId> = types.ids().collect();
    for id in ids {
        let mine = own.iter().filter(|(one, _)| *one == id);
        let mine = mine.flat_map(|(_, traits)| traits).chain(&all);
        let others = mine.filter(|one| !KNOWN.contains(&last(one)));
        if derives(&types[id].kind) {
            for one in others {
                if !types[id].derives.contains(one) {
                    types[id].derives.push(one.clone());
                }
            }
        }
    }
}

/// Sets a trait of the standard library: for the types that can derive it, if it is one of `all`, and for each type that
/// lists it, with the types that it consists of.
fn set_known(
    known: &str,
    types: &mut Types,
    all: &[String],
    own: &[(TypeId, Vec<String>)],
    diagnostics: &mut Diagnostics,
) {
    let is_for_all = requires(all, known);
    let of_own = own.iter().filter(|(_, traits)| requires(traits, known));
    let mut pending: Vec<TypeId> = of_own.map(|(id, _)| *id).collect();
    if !is_for_all && pending.is_empty() {
        return;
    }
    let able = able(types, known);
    for (id, traits) in own.iter().filter(|(id, _)| !able.contains(id)) {
        if let Some(index) = traits.iter().position(|one| last(one) == known) {
            report(types, *id, (known, index), diagnostics);
        }
    }
    let mut asked: HashSet<TypeId> = HashSet::new();
    if is_for_all {
        pending = types.ids().collect();
    }
    // A type that can derive the trait consists of types that can, and that must.
    while let Some(id) = pending.pop() {
        if able.contains(&id) && asked.insert(id) {
            pending.extend(types[id].kind.parts().iter().filter_map(named));
        }
    }
    for id in asked {
        if !has(&types[id].kind, known) && derives(&types[id].kind) {
            types[id].derives.push(known.to_owned());
        }
    }
}

/// The traits that each struct and enum lists. Reports those of other types.
fn own(types: &Types, diagnostics: &mut Diagnostics) -> Vec<(TypeId, Vec<String>)> {
    let mut own = Vec::new();
    for (id, definition) in types.iter() {
        if definition.derives.is_empty() {
            continue;
        }
        if derives(&definition.kind) {
            own.push((id, definition.derives.clone()));
            continue;
        }
        let message = format!(
            "`{}` is not a struct or an enum, so it cannot derive traits",
            definition.name
        );
        diagnostics.push(
            Diagnostic::error(
                Code::InvalidExtension,
                place(&definition.pointer, 0),
                message,
            )
            .help("remove the trait; an alias has the traits of its type"),
        );
    }
    own
}

/// The traits that a schema lists.
pub(super) fn of(schema: &Schema) -> Vec<String> {
    listed(schema.schema_data.extensions.get(DERIVE))
}

fn listed(hint: Option<&Value>) -> Vec<String> {
    let listed = hint.and_then(Value::as_array).into_iter().flatten();
    listed
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Whether traits have a trait, or one that requires it: `Ord` requires `Eq` and `PartialOrd`.
fn requires(traits: &[String], known: &str) -> bool {
    traits
        .iter()
        .map(|one| last(one))
        .any(|one| one == known || one == "Ord" && matches!(known, "Eq" | "PartialOrd"))
}

/// The name of a trait without its path, if the path is that of the standard library.
fn last(path: &str) -> &str {
    let in_std = ["std", "core"]
        .iter()
        .any(|root| path.starts_with(&format!("{root}::")));
    match path.rsplit_once("::") {
        Some((_, last)) if in_std => last,
        _ => path,
    }
}

/// Whether a kind of type can have more derives.
const fn derives(kind: &TypeKind) -> bool {
    matches!(
        kind,
        TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::IntegerEnum(_)
            | TypeKind::OneOf(_)
            | TypeKind::Checked(_)
    )
}

/// Whether a kind of type derives a trait anyway.
fn has(kind: &TypeKind, known: &str) -> bool {
    match kind {
        TypeKind::StringEnum(_) => matches!(known, "Eq" | "Hash"),
        TypeKind::IntegerEnum(_) => matches!(known, "Copy" | "Eq" | "Hash"),
        _ => false,
    }
}

/// The types that can derive a trait: all, without those that have a part that cannot.
fn able(types: &Types, known: &str) -> HashSet<TypeId> {
    let mut able: HashSet<TypeId> = types.ids().collect();
    loop {
        let unable: Vec<TypeId> = able
            .iter()
            .copied()
            .filter(|id| obstacle(types, *id, known, &able).is_some())
            .collect();
        if unable.is_empty() {
            return able;
        }
        for id in unable {
            able.remove(&id);
        }
    }
}

/// The part because of which a type cannot derive a trait, if there is one.
fn obstacle(types: &Types, id: TypeId, known: &str, able: &HashSet<TypeId>) -> Option<String> {
    let can = |ty: &Type| can(ty, known, able);
    let kept = matches!(known, "Copy" | "Ord" | "PartialOrd");
    match &types[id].kind {
        TypeKind::Object(object) => {
            let field = object
                .fields
                .iter()
                .find(|field| !can(&field.ty) || field.boxed && known == "Copy");
            let additional = match &object.additional {
                Additional::Denied => None,
                // A map of any JSON is compared only for equality.
                Additional::Kept { field, ty, .. } => {
                    (kept && (*ty == Type::Untyped || known == "Copy") || !can(ty))
                        .then(|| field.clone())
                }
            };
            let invalid = object.invalid.clone().filter(|_| kept);
            field
                .map(|field| field.name.clone())
                .or(additional)
                .or(invalid)
        }
        TypeKind::StringEnum(string_enum) => (known == "Copy").then(|| string_enum.other.clone()),
        // The variant for unknown values has any JSON.
        TypeKind::OneOf(one_of) => {
            let variant = one_of.variants.iter().find(|one| !can(&one.ty));
            variant
                .map(|one| one.name.clone())
                .or(kept.then(|| one_of.other.clone()))
        }
        TypeKind::Checked(checked) => (!can(&checked.ty)).then(|| "its value".to_owned()),
        TypeKind::Alias(ty) => (!can(ty)).then(|| "its type".to_owned()),
        TypeKind::IntegerEnum(_) => None,
        TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => {
            Some("its body".to_owned())
        }
    }
}

/// Whether a type implements a trait.
fn can(ty: &Type, known: &str, able: &HashSet<TypeId>) -> bool {
    let is_copy = known == "Copy";
    match ty {
        Type::Named(id) => able.contains(id),
        Type::Float | Type::Double => matches!(known, "Copy" | "PartialOrd"),
        Type::Boolean
        | Type::Null
        | Type::Integer(_)
        | Type::Timestamp
        | Type::Date
        | Type::Ipv4
        | Type::Ipv6
        | Type::Uuid => true,
        Type::String | Type::Base64 => !is_copy,
        Type::Secret | Type::Untyped => matches!(known, "Eq" | "Hash"),
        Type::Nullable(inner) => can(inner, known, able),
        Type::Array(inner) | Type::Map(inner) => !is_copy && can(inner, known, able),
        Type::Custom(custom) => custom.known().is_some_and(|ty| ty.traits.contains(&known)),
    }
}

/// Reports a type that cannot derive the trait with this index in its hint.
fn report(types: &Types, id: TypeId, (known, index): (&str, usize), diagnostics: &mut Diagnostics) {
    let able = able(types, known);
    let definition = &types[id];
    let because = obstacle(types, id, known, &able).unwrap_or_default();
    let message = format!(
        "`{}` cannot derive `{known}`, because of `{because}`",
        definition.name
    );
    diagnostics.push(
        Diagnostic::error(
            Code::InvalidExtension,
            place(&definition.pointer, index),
            message,
        )
        .help("remove the trait for this type"),
    );
}

/// The place of the trait with this index in the hint of a schema.
pub(super) fn place(schema: &str, index: usize) -> Place {
    let schema = Pointer::base(schema);
    schema.key(DERIVE).index(index).place()
}
