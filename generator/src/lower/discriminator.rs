//! Chooses how the variants of a `oneOf` are distinguished.
//!
//! Runs once every type is known, since a property with a different constant in each variant serves as well as an
//! explicit `discriminator`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::model::types::{Field, Object, OneOf, OneOfVariant, Type, TypeId, TypeKind, Types};
use crate::pointer::steps;

/// Assigns tags to the variants, removes those that can never be decoded, and warns about those that only the
/// generator's rule distinguishes.
pub(super) fn choose(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.ids().collect();
    for &id in &ids {
        let TypeKind::OneOf(one_of) = &types[id].kind else {
            continue;
        };
        let mut one_of = one_of.clone();
        // A parent with one child may get more in a later version of the document.
        let was_one = one_of.variants.len() == 1;
        leave_one_variant_per_type(types, id, &mut one_of);
        types[id].kind = match one_of.variants.as_slice() {
            [] => TypeKind::Alias(Type::Untyped),
            [only] if !was_one => TypeKind::Alias(only.ty.clone()),
            _ => TypeKind::OneOf(one_of),
        };
    }
    let mut compared = Compared::default();
    for id in ids {
        let TypeKind::OneOf(one_of) = &types[id].kind else {
            continue;
        };
        let mut one_of = one_of.clone();
        if one_of.discriminator.is_none() {
            one_of.discriminator = constant_property(types, &one_of, &mut compared);
        }
        if let Some(property) = &one_of.discriminator {
            tag(types, property, &mut one_of.variants);
        }
        if one_of
            .variants
            .iter()
            .all(|variant| variant.tags.is_empty())
        {
            one_of.discriminator = None;
        }
        if let Some((one, other)) = ambiguous(types, &one_of, &mut compared) {
            diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    Place::Resolved { pointer: types[id].pointer.clone(), part: Part::Value },
                    format!("the alternatives `{one}` and `{other}` cannot be distinguished"),
                )
                .help(
                    "a value decodes as the first variant that declares the most of its properties; add a \
                    `discriminator`, or require a property that only one of them has",
                ),
            );
        }
        types[id].kind = TypeKind::OneOf(one_of);
        if compared.is_refused() {
            let message = format!(
                "distinguishing the alternatives of each union takes more than {MOST_COMPARED} comparisons"
            );
            let place = Place::Resolved {
                pointer: types[id].pointer.clone(),
                part: Part::Value,
            };
            diagnostics.push(
                Diagnostic::error(Code::DocumentTooLarge, place, message)
                    .help("add a `discriminator` with a `mapping` for all alternatives"),
            );
            return;
        }
    }
}

/// Keeps one variant per type, and none that accepts any value, since the fallback variant does.
fn leave_one_variant_per_type(types: &Types, id: TypeId, one_of: &mut OneOf) {
    let mut kept: Vec<OneOfVariant> = Vec::new();
    let mut by_type: HashMap<Type, (usize, HashSet<String>)> = HashMap::new();
    for variant in std::mem::take(&mut one_of.variants) {
        let ty = match types.resolved(&variant.ty) {
            Type::Nullable(inner) => *inner,
            other => other,
        };
        if ty == Type::Untyped || ty == Type::Named(id) {
            continue;
        }
        match by_type.get_mut(&ty) {
            Some((index, tags)) => {
                let more = variant.tags.into_iter();
                let more = more.filter(|tag| tags.insert(tag.clone()));
                if let Some(known) = kept.get_mut(*index) {
                    known.tags.extend(more);
                }
            }
            None => {
                by_type.insert(ty, (kept.len(), variant.tags.iter().cloned().collect()));
                let ty_as_written = match variant.ty {
                    Type::Nullable(inner) => *inner,
                    other => other,
                };
                kept.push(OneOfVariant {
                    ty: ty_as_written,
                    ..variant
                });
            }
        }
    }
    one_of.variants = kept;
}

/// The maximum number of values of a property that identifies an object.
const MOST_CONSTANTS: usize = 100;

/// The maximum number of properties compared to distinguish the alternatives of all unions.
const MOST_COMPARED: usize = 20_000_000;

/// The properties of each object, and the number of them compared so far.
#[derive(Default)]
struct Compared {
    properties: HashMap<TypeId, Rc<Properties>>,
    count: usize,
}

/// The index of each property of an object, and the names of those required.
struct Properties {
    by_name: HashMap<String, usize>,
    required: Vec<String>,
}

impl Compared {
    fn properties(&mut self, id: TypeId, object: &Object) -> Rc<Properties> {
        let entry = self.properties.entry(id).or_insert_with(|| {
            let fields = object.fields.iter();
            let required = fields.clone().filter(|field| field.required);
            Rc::new(Properties {
                required: required.map(|field| field.wire_name.clone()).collect(),
                by_name: fields
                    .enumerate()
                    .map(|(index, field)| (field.wire_name.clone(), index))
                    .collect(),
            })
        });
        Rc::clone(entry)
    }

    /// Whether one object requires a property that the other does not have.
    fn requires_more(&mut self, one: &Properties, other: &Properties) -> bool {
        one.required.iter().any(|name| {
            self.count += 1;
            !other.by_name.contains_key(name)
        })
    }

    fn is_refused(&self) -> bool {
        self.count > MOST_COMPARED
    }
}

/// Returns the first property that every object variant requires with values unique to it.
fn constant_property(types: &Types, one_of: &OneOf, compared: &mut Compared) -> Option<String> {
    let objects: Vec<(&Object, Rc<Properties>)> = one_of
        .variants
        .iter()
        .filter_map(|variant| object(types, &variant.ty))
        .map(|(id, object)| (object, compared.properties(id, object)))
        .collect();
    let (first, others) = objects.split_first()?;
    if others.is_empty() {
        return None;
    }
    let field = first.0.fields.iter().find(|field| {
        let mut seen = HashSet::new();
        objects.iter().all(|(object, properties)| {
            compared.count += 1;
            let index = properties.by_name.get(&field.wire_name);
            let same = index.and_then(|index| object.fields.get(*index));
            let same = same.filter(|same| same.required && !compared.is_refused());
            let values = same.and_then(|same| constants(types, same, MOST_CONSTANTS));
            values.is_some_and(|values| values.into_iter().all(|value| seen.insert(value)))
        })
    })?;
    Some(field.wire_name.clone())
}

/// Assigns tags to each object: the values mapped to it, the constants of the property in it, or, by default, the name
/// of its schema (OpenAPI 3.0.3, "Discriminator Object").
fn tag(types: &Types, property: &str, variants: &mut [OneOfVariant]) {
    let mut taken: HashSet<String> = variants
        .iter()
        .flat_map(|variant| variant.tags.iter().cloned())
        .collect();
    for variant in variants
        .iter_mut()
        .filter(|variant| variant.tags.is_empty())
    {
        if let Some(tags) = tags_of_parent(types, &variant.ty, property) {
            variant.tags = tags
                .into_iter()
                .filter(|tag| taken.insert(tag.clone()))
                .collect();
            continue;
        }
        let Some((_, object)) = object(types, &variant.ty) else {
            continue;
        };
        let field = object
            .fields
            .iter()
            .find(|field| field.wire_name == property);
        let values = field.and_then(|field| constants(types, field, 8));
        let name = || match &variant.ty {
            Type::Named(id) => {
                let mut steps = steps(&types[*id].pointer);
                let component = steps.next().is_some_and(|step| step == "components");
                steps
                    .nth(1)
                    .filter(|_| component)
                    .map(std::borrow::Cow::into_owned)
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        };
        let tags: Vec<String> = values.unwrap_or_else(name);
        variant.tags = tags
            .into_iter()
            .filter(|tag| taken.insert(tag.clone()))
            .collect();
    }
}

/// The tags of an enum that is itself a variant, such as that of a parent among the alternatives.
fn tags_of_parent(types: &Types, ty: &Type, property: &str) -> Option<Vec<String>> {
    let Type::Named(id) = types.without_aliases(ty) else {
        return None;
    };
    let TypeKind::OneOf(one_of) = &types[*id].kind else {
        return None;
    };
    let same = one_of.discriminator.as_deref() == Some(property);
    same.then(|| {
        one_of
            .variants
            .iter()
            .flat_map(|variant| variant.tags.iter().cloned())
            .collect()
    })
}

/// Returns the names of two variants that cannot be distinguished.
fn ambiguous(types: &Types, one_of: &OneOf, compared: &mut Compared) -> Option<(String, String)> {
    let untagged = |variant: &OneOfVariant| variant.tags.is_empty();
    let variants = if one_of.variants.iter().any(untagged) {
        one_of.variants.as_slice()
    } else {
        &[]
    };
    for (index, one) in variants.iter().enumerate() {
        for other in variants.get(index + 1..).unwrap_or_default() {
            compared.count += 1;
            if compared.is_refused() {
                return None;
            }
            let tagged = !untagged(one) && !untagged(other);
            if !tagged && !distinguishable(types, &one.ty, &other.ty, compared) {
                return Some((one.name.clone(), other.name.clone()));
            }
        }
    }
    None
}

fn distinguishable(types: &Types, one: &Type, other: &Type, compared: &mut Compared) -> bool {
    if let (Some(one), Some(other)) = (object(types, one), object(types, other)) {
        let one = compared.properties(one.0, one.1);
        let other = compared.properties(other.0, other.1);
        return compared.requires_more(&one, &other) || compared.requires_more(&other, &one);
    }
    match (types.without_aliases(one), types.without_aliases(other)) {
        (Type::Array(one), Type::Array(other)) => distinguishable(types, one, other, compared),
        // The first variant that fits is used. A string that is not a timestamp falls through to the next variant, but
        // a plain string variant accepts every string.
        (
            Type::Timestamp | Type::Date | Type::Ipv4 | Type::Ipv6 | Type::Uuid | Type::Base64,
            Type::String,
        )
        | (Type::Integer(_), Type::Double | Type::Float) => true,
        (one, other) => {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            let known = kinds(types, one, &mut first) && kinds(types, other, &mut second);
            known && first.iter().all(|kind| !second.contains(kind))
        }
    }
}

/// Adds the JSON kinds of a type. Returns false if it can be any value.
fn kinds(types: &Types, ty: &Type, into: &mut Vec<&'static str>) -> bool {
    into.push(match types.without_aliases(ty) {
        Type::String
        | Type::Base64
        | Type::Timestamp
        | Type::Date
        | Type::Ipv4
        | Type::Ipv6
        | Type::Uuid
        | Type::Secret => "string",
        Type::Boolean => "boolean",
        Type::Null => "null",
        Type::Integer(_) | Type::Float | Type::Double => "number",
        Type::Array(_) => "array",
        Type::Map(_) => "object",
        Type::Nullable(_) | Type::Untyped => return false,
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) => "object",
            TypeKind::StringEnum(_) => "string",
            TypeKind::IntegerEnum(_) => "number",
            // Deeper than any real document nests these, and a limit for cyclic ones.
            TypeKind::OneOf(_) if into.len() > 64 => return false,
            TypeKind::OneOf(one_of) => {
                return one_of.variants.iter().all(|variant| {
                    let direct =
                        !matches!(types.without_aliases(&variant.ty), Type::Named(inner) if inner == id);
                    direct && kinds(types, &variant.ty, into)
                });
            }
            TypeKind::Checked(checked) => return kinds(types, &checked.ty, into),
            TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) | TypeKind::Multipart(_) => {
                return false;
            }
        },
    });
    true
}

fn object<'t>(types: &'t Types, ty: &Type) -> Option<(TypeId, &'t Object)> {
    match types.without_aliases(ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}

/// The values of a property that is an `enum` of strings or integers, as strings; `None` if there are more than `most`.
fn constants(types: &Types, field: &Field, most: usize) -> Option<Vec<String>> {
    match types.without_aliases(&field.ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::StringEnum(values) if values.variants.len() <= most => Some(
                values
                    .variants
                    .iter()
                    .map(|variant| variant.wire_name.clone())
                    .collect(),
            ),
            TypeKind::IntegerEnum(values) if values.variants.len() <= most => Some(
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
