//! The lines of a named type: its properties, values, alternatives or parts.

use super::ty;
use super::wording::{limits, list, shown};
use crate::model::Api;
use crate::model::types::{
    Additional, Field, IntegerEnum, Object, OneOf, Part, PartContent, Sender, StringEnum, Type,
    TypeDefinition, TypeKind, Types,
};

/// The lines of a type; none for a response, whose bodies and headers are those of its operation.
pub(super) fn lines(api: &Api, definition: &TypeDefinition) -> Vec<String> {
    let types = &api.types;
    let (what, facts) = match &definition.kind {
        TypeKind::Object(object) => {
            let facts = of_object(types, object, definition.direction.response);
            ("object".to_owned(), facts)
        }
        TypeKind::StringEnum(one) => ("string".to_owned(), of_string_enum(one)),
        TypeKind::IntegerEnum(one) => ("integer".to_owned(), of_integer_enum(one)),
        TypeKind::OneOf(one) => of_one_of(types, one),
        TypeKind::Checked(checked) => (ty::words(types, &checked.ty), Vec::new()),
        TypeKind::Alias(target) => (ty::words(types, target), Vec::new()),
        TypeKind::Multipart(parts) => {
            let parts = parts.iter().map(|one| part(types, one));
            ("parts".to_owned(), parts.collect())
        }
        TypeKind::Response(_) | TypeKind::ByStatus(_) => return Vec::new(),
    };
    let limits = limits(&definition.docs.notes);
    let mut lines = vec![format!("type {}: {what}{limits}", definition.name)];
    lines.extend(facts.into_iter().map(|fact| format!("  {fact}")));
    lines
}

fn of_object(types: &Types, object: &Object, is_received: bool) -> Vec<String> {
    let fields = object.fields.iter();
    let mut facts: Vec<String> = fields.map(|one| field(types, one)).collect();
    match &object.additional {
        // A type that is only sent has none in any case.
        Additional::Denied if is_received => facts.push("other properties: forbidden".to_owned()),
        Additional::Kept {
            ty: value,
            declared: true,
            ..
        } => facts.push(format!("other properties: {}", ty::words(types, value))),
        Additional::Denied | Additional::Kept { .. } => {}
    }
    facts
}

fn field(types: &Types, field: &Field) -> String {
    let is_nullable = field.nullable && !matches!(field.ty, Type::Nullable(_));
    format!(
        "property {}: {}{}{}{}{}{}",
        shown(&field.wire_name),
        if is_nullable { "null or " } else { "" },
        ty::words(types, &field.ty),
        if field.required { ", required" } else { "" },
        match field.sender {
            Sender::Both => "",
            Sender::Server => ", readOnly",
            Sender::Client => ", writeOnly",
        },
        match &field.tag {
            Some(tag) => format!(", always {}", shown(tag)),
            None => String::new(),
        },
        limits(&field.docs.notes)
    )
}

fn of_string_enum(one: &StringEnum) -> Vec<String> {
    let variants = one.variants.iter();
    let lines = variants.map(|variant| format!("value {}", shown(&variant.wire_name)));
    lines.collect()
}

fn of_integer_enum(one: &IntegerEnum) -> Vec<String> {
    let variants = one.variants.iter();
    variants
        .map(|variant| format!("value {}", variant.value))
        .collect()
}

fn of_one_of(types: &Types, one_of: &OneOf) -> (String, Vec<String>) {
    let what = match &one_of.discriminator {
        Some(property) => format!("one of, by property {}", shown(property)),
        None => "one of".to_owned(),
    };
    let variants = one_of.variants.iter().map(|variant| {
        let ty = ty::words(types, &variant.ty);
        match &variant.tags[..] {
            [] => format!("variant {ty}"),
            tags => format!("variant {ty}: {}", list(tags)),
        }
    });
    (what, variants.collect())
}

fn part(types: &Types, part: &Part) -> String {
    // The limits include its media type and headers.
    format!(
        "part {}: {}{}{}",
        shown(&part.wire_name),
        part_content(types, &part.content),
        if part.required { ", required" } else { "" },
        limits(&part.docs.notes)
    )
}

fn part_content(types: &Types, content: &PartContent) -> String {
    match content {
        PartContent::File => "file".to_owned(),
        PartContent::Files => "files".to_owned(),
        PartContent::Entries {
            content,
            additional: true,
        } => format!("undeclared parts, each {}", part_content(types, content)),
        PartContent::Entries { content, .. } => {
            format!("map of {}", part_content(types, content))
        }
        PartContent::Value(ty) => ty::words(types, ty),
    }
}
