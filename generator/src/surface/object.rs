//! A JSON object with properties: a struct.

use super::argument::kept;
use super::body::{Body, Init};
use super::comment::{self, About};
use super::item::{Field as StructField, Fields, Function, Impl, Item, Struct, names};
use super::json::{JsonImpl, ObjectJson, Property};
use super::setter::Setters;
use super::ty::{Scope, Ty};
use crate::model::code_span;
use crate::model::extern_name::ExternName;
use crate::model::types::{Additional, Field, Object, Type, TypeDefinition, Types};

pub(super) fn items(
    all: &Types,
    definition: &TypeDefinition,
    object: &Object,
    about: About,
) -> Vec<Item> {
    let name = &definition.name;
    let maker = Maker::of(definition, object);
    let mut derives = vec!["Clone", "Debug"];
    if maker == Maker::DerivedDefault {
        derives.push("Default");
    }
    derives.push("PartialEq");
    let fields = object.fields.iter().map(|field| StructField {
        about: About::of_or_else(&field.docs, || fallback(all, field)),
        is_public: true,
        name: field.name.clone(),
        ty: field_type(all, field),
    });
    let mut items = vec![
        Item::Struct(Struct {
            about,
            derives: names(derives),
            is_open: true,
            must_use: None,
            name: name.clone(),
            fields: Fields::Named(
                fields
                    .chain(additional(all, object))
                    .chain(invalid(object))
                    .collect(),
            ),
        }),
        Item::Json(JsonImpl::Object(json(name, object))),
    ];
    let mut functions = Vec::new();
    if maker == Maker::New {
        functions.push(constructor(all, object, Scope::Types));
    }
    if definition.direction.request {
        functions.extend(setters(all, object, Scope::Types, &[]));
    }
    if !functions.is_empty() {
        items.push(Item::Impl(Impl::inherent(name, functions)));
    }
    if maker == Maker::DefaultWithTag {
        let function =
            Function::constructor("default", Vec::new(), Body::Build(values(all, object)));
        let item = Impl::of(Ty::path("Default"), Ty::local(name), function);
        items.push(Item::Impl(item));
    }
    items
}

/// The functions with which a test creates a value that is only received.
pub(super) fn for_tests(
    all: &Types,
    definition: &TypeDefinition,
    object: &Object,
    reserved: &'static [&'static str],
) -> Vec<Function> {
    let needs_new = Maker::of(definition, object) == Maker::Nothing;
    let new = needs_new.then(|| constructor(all, object, Scope::Elsewhere));
    let setters = setters(all, object, Scope::Elsewhere, reserved);
    new.into_iter().chain(setters).collect()
}

/// The function `new`.
fn constructor(all: &Types, object: &Object, scope: Scope) -> Function {
    let arguments = object
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .map(|field| {
            let (ty, _) = kept(all, &field.ty, &field.name, scope);
            (field.name.clone(), ty)
        });
    let body = Body::Build(values(all, object));
    Function::constructor("new", arguments.collect(), body)
        .documented("Creates a value from the required properties.")
}

/// The function that creates a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    /// `Default`: no property is required.
    DerivedDefault,
    /// `Default`, which sets the discriminator.
    DefaultWithTag,
    /// `new`, with the required properties.
    New,
    /// None: values are only received.
    Nothing,
}

impl Maker {
    fn of(definition: &TypeDefinition, object: &Object) -> Self {
        if object.fields.iter().all(Field::is_optional) {
            Self::DerivedDefault
        } else if !object.fields.iter().any(Field::is_argument) {
            Self::DefaultWithTag
        } else if definition.direction.request {
            Self::New
        } else {
            Self::Nothing
        }
    }
}

/// The documentation of a property without a description: that of its type, or its name in JSON where the field has a
/// different one; otherwise none.
fn fallback(all: &Types, field: &Field) -> String {
    comment::first_paragraph(all, &field.ty).unwrap_or_else(|| {
        if field.wire_name == field.name {
            String::new()
        } else {
            format!("The {} property.", code_span(&field.wire_name))
        }
    })
}

/// Whether a field has no documentation.
pub(super) fn is_partly_undocumented(all: &Types, object: &Object) -> bool {
    object
        .fields
        .iter()
        .any(|field| comment::is_empty(&field.docs) && fallback(all, field).is_empty())
}

fn field_type(all: &Types, field: &Field) -> Ty {
    let mut ty = Ty::of(all, &field.ty, Scope::Types);
    if field.boxed {
        ty = Ty::boxed(ty);
    }
    if field.is_optional() {
        ty = Ty::option(ty);
    }
    if field.absent_or_null {
        ty = Ty::option(ty);
    }
    ty
}

/// The properties of an object in JSON.
fn json(name: &str, object: &Object) -> ObjectJson {
    let properties = object.fields.iter().map(|field| Property {
        name: field.name.clone(),
        wire_name: (field.wire_name != field.name).then(|| field.wire_name.clone()),
        null: field.required && field.nullable,
    });
    ObjectJson {
        name: name.to_owned(),
        properties: properties.collect(),
        rest: match &object.additional {
            Additional::Denied => None,
            Additional::Kept { field, .. } => Some(field.clone()),
        },
        invalid: object.invalid.clone(),
    }
}

/// The field that keeps undeclared properties.
fn additional(all: &Types, object: &Object) -> Option<StructField> {
    match &object.additional {
        Additional::Denied => None,
        Additional::Kept { field, ty, .. } => Some(StructField {
            about: About::ours(
                "Additional properties, which the OpenAPI document does not declare.",
            ),
            is_public: true,
            name: field.clone(),
            ty: Ty::of(all, &Type::Map(Box::new(ty.clone())), Scope::Types),
        }),
    }
}

/// The field that keeps properties that are not in their format.
fn invalid(object: &Object) -> Option<StructField> {
    object.invalid.as_ref().map(|field| StructField {
        about: About::ours(
            "Properties with a value that is not in their format, as received. Setting the field of a property replaces it.",
        ),
        is_public: true,
        name: field.clone(),
        ty: Ty::generic(
            "serde_json::Map",
            vec![Ty::string(), Ty::path("serde_json::Value")],
        ),
    })
}

/// The value of each field of a new struct.
fn values(all: &Types, object: &Object) -> Vec<(String, Init)> {
    let fields = object.fields.iter().map(|field| {
        let value = if field.is_optional() {
            Init::None
        } else if let Some(tag) = &field.tag {
            Init::Text(tag.clone())
        } else {
            let (_, value) = kept(all, &field.ty, &field.name, Scope::Types);
            boxed(field, value)
        };
        (field.name.clone(), value)
    });
    let additional = match &object.additional {
        Additional::Denied => None,
        Additional::Kept { field, ty, .. } => {
            let map = if *ty == Type::Untyped {
                Init::Empty("serde_json::Map", None)
            } else {
                Init::Empty("BTreeMap", Some(ExternName::B_TREE_MAP))
            };
            Some((field.clone(), map))
        }
    };
    let invalid = object.invalid.clone();
    let invalid = invalid.map(|field| (field, Init::Empty("serde_json::Map", None)));
    fields.chain(additional).chain(invalid).collect()
}

fn boxed(field: &Field, value: Init) -> Init {
    if field.boxed {
        Init::Boxed(Box::new(value))
    } else {
        value
    }
}

/// A setter for each optional field.
fn setters(
    all: &Types,
    object: &Object,
    scope: Scope,
    reserved: &'static [&'static str],
) -> Vec<Function> {
    let optional: Vec<&Field> = object
        .fields
        .iter()
        .filter(|field| field.is_optional())
        .collect();
    let fields = optional.iter().map(|field| field.name.as_str());
    let mut names = Setters::reserving(reserved, fields);
    optional
        .into_iter()
        .map(|field| {
            let (ty, value) = kept(all, &field.ty, &field.name, scope);
            let value = Init::Some(Box::new(boxed(field, value)));
            if field.absent_or_null {
                names.setter_of_nullable(&field.name, &field.docs, ty, value)
            } else {
                names.setter(&field.name, &field.docs, ty, value)
            }
        })
        .collect()
}
