//! `x-rust-derive`: traits that types derive in addition to those of their kind.
//!
//! For the traits of the standard library, it is known which types can derive them. A trait for all types is left out of
//! the types that cannot; a trait for one type that cannot is an error. Other traits are left to the compiler.

use std::collections::HashSet;

use openapiv3::{OpenAPI, Schema};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::hints::DERIVE;
use crate::model::types::{Additional, Type, TypeId, TypeKind, Types};
use crate::pointer::Pointer;

/// The traits of the standard library that a type can derive.
const KNOWN: [&str; 5] = ["Copy", "Eq", "Hash", "Ord", "PartialOrd"];

/// Sets the traits that each type derives.
pub(super) fn set(openapi: &OpenAPI, types: &mut Types, diagnostics: &mut Diagnostics) {
    let all = with_supertraits(listed(openapi.extensions.get(DERIVE)));
    let own = own(types);
    if all.is_empty() && own.is_empty() {
        return;
    }
    let ids: Vec<TypeId> = types.ids().collect();
    for (id, _) in &own {
        types[*id].derives.clear();
    }
    for known in KNOWN {
        let asked = |traits: &[String]| traits.iter().any(|one| last(one) == known);
        if !asked(&all) && !own.iter().any(|(_, traits)| asked(traits)) {
            continue;
        }
        let able = able(types, known);
        for (id, traits) in &own {
            let index = traits.iter().position(|one| last(one) == known);
            if let Some(index) = index.filter(|_| !able.contains(id)) {
                report(types, *id, (known, index), diagnostics);
            }
        }
        for id in &ids {
            let is_asked =
                asked(&all) || own.iter().any(|(one, traits)| one == id && asked(traits));
            if is_asked
                && able.contains(id)
                && !has(&types[*id].kind, known)
                && derives(&types[*id].kind)
            {
                types[*id].derives.push(known.to_owned());
            }
        }
    }
    let others = |traits: &[String]| -> Vec<String> {
        traits
            .iter()
            .filter(|one| !KNOWN.contains(&last(one)))
            .cloned()
            .collect()
    };
    for id in &ids {
        let mine = own.iter().filter(|(one, _)| one == id);
        let wanted: Vec<String> = mine
            .flat_map(|(_, traits)| others(traits))
            .chain(others(&all))
            .collect();
        if derives(&types[*id].kind) {
            for one in wanted {
                if !types[*id].derives.contains(&one) {
                    types[*id].derives.push(one);
                }
            }
        }
    }
    for (id, _) in own {
        if !derives(&types[id].kind) {
            let definition = &types[id];
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
    }
}

/// The traits that each type's schema lists.
fn own(types: &Types) -> Vec<(TypeId, Vec<String>)> {
    let with_hint = types
        .iter()
        .filter(|(_, definition)| !definition.derives.is_empty());
    with_hint
        .map(|(id, definition)| (id, with_supertraits(definition.derives.clone())))
        .collect()
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

/// Traits with those that they require, after the others: `Ord` requires `Eq` and `PartialOrd`.
fn with_supertraits(mut traits: Vec<String>) -> Vec<String> {
    if traits.iter().any(|one| last(one) == "Ord") {
        for required in ["Eq", "PartialOrd"] {
            if !traits.iter().any(|one| last(one) == required) {
                traits.push(required.to_owned());
            }
        }
    }
    traits
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
