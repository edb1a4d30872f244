//! Lowers schemas to types.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};

use super::all_of::Gathered;
use super::component::Component;
use super::derive;
use super::integer_enum::integer_enum;
use super::lowering::Lowering;
use super::name_hint::NameHint;
use super::node::{Member, Node};
use super::origin::{Origin, schema_docs};
use super::schema_shape::{NamedShape, SchemaShape};
use super::string_enum::string_enum;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::types::{Checked, Type, TypeId, TypeKind};
use crate::pointer::{Pointer, unescape};

impl<'a> Lowering<'a> {
    /// Lowers every schema of `components` to a named type.
    ///
    /// All their names are reserved before any is lowered, so that inline schemas do not take them and references may
    /// be cyclic.
    pub(super) fn component_schemas(&mut self) {
        let Some(components) = &self.openapi.components else {
            return;
        };
        let section = Pointer::base("/components/schemas");
        let mut hinted: Vec<(TypeId, NameHint)> = Vec::new();
        for (name, schema) in &components.schemas {
            let pointer = section.key(name).to_string();
            let wanted = match schema {
                ReferenceOr::Item(schema) => self.rust_name(schema, &pointer),
                ReferenceOr::Reference { .. } => None,
            };
            let hint = wanted.map(|name| NameHint::of(name, &pointer));
            let wanted = hint.as_ref().map_or(name, |hint| &hint.name);
            let id = self.reserve_type(wanted, pointer);
            hinted.extend(hint.map(|hint| (id, hint)));
        }
        for (id, hint) in hinted {
            self.type_is_named(id, hint);
        }
        let ids: Vec<TypeId> = self.types.ids().collect();
        for (id, (name, schema)) in ids.into_iter().zip(&components.schemas) {
            let pointer = section.key(name);
            match schema {
                ReferenceOr::Item(schema) => self.named_schema(id, name, schema, &pointer),
                ReferenceOr::Reference { reference } => {
                    let ty = self.reference(reference, &pointer);
                    self.types[id].kind = TypeKind::Alias(ty);
                }
            }
        }
    }

    /// Lowers a type whose name is already reserved.
    fn named_schema(
        &mut self,
        id: TypeId,
        component: &'a str,
        schema: &'a Schema,
        pointer: &Pointer<'_>,
    ) {
        self.types[id].docs = schema_docs(schema);
        self.types[id].derives = derive::of(schema);
        let origin = Origin::One(schema, pointer);
        let name = self.types[id].name.clone();
        let shape = self.component_shape(component, schema, pointer);
        let one_of = self.enum_of_parent(id, component, &shape, schema, pointer);
        let kind = match shape {
            SchemaShape::Named(own) => self.named_kind(own, &name, origin),
            shape => TypeKind::Alias(self.type_of_shape(shape, &format!("{name}Value"), origin)),
        };
        let Some(one_of) = one_of else {
            self.types[id].kind = kind;
            return;
        };
        self.types[id].kind = TypeKind::OneOf(one_of);
        if let Some(&own) = self.own_structs.get(component) {
            self.types[own].docs = self.types[id].docs.clone();
            self.types[own].kind = kind;
        }
    }

    /// Lowers the kind of a named type.
    fn named_kind(&mut self, own: NamedShape<'a>, name: &str, origin: Origin<'_, 'a>) -> TypeKind {
        match own {
            NamedShape::Object(gathered) => {
                self.required_without_property(&gathered);
                TypeKind::Object(self.object(&gathered, name))
            }
            NamedShape::Checked(shape, limits) => {
                let ty = self.type_of_shape(*shape, &format!("{name}Value"), origin);
                TypeKind::Checked(Checked { ty, limits })
            }
            NamedShape::StringEnum(values) => {
                if !self.allow_members(values.len(), || origin.place()) {
                    return TypeKind::Alias(Type::String);
                }
                TypeKind::StringEnum(string_enum(values))
            }
            NamedShape::IntegerEnum(values) => {
                if !self.allow_members(values.len(), || origin.place()) {
                    return TypeKind::Alias(Type::Double);
                }
                TypeKind::IntegerEnum(integer_enum(values))
            }
            NamedShape::OneOf(base, alternatives) => {
                if let Some(second) = base.alternatives.get(1) {
                    self.unsupported(
                        second.members.first().map_or_else(
                            || origin.place(),
                            |member| {
                                Pointer::base(super::operation::parent(&member.pointer)).key_place()
                            },
                        ),
                        "a second `oneOf` or `anyOf` in the same schema is not supported",
                        "its properties are kept in the additional properties",
                    );
                }
                TypeKind::OneOf(self.one_of(&base, &alternatives, name))
            }
        }
    }

    /// Adds a struct of this name for the combined keywords of several schemas, of which `member` is documented.
    pub(super) fn object_named(
        &mut self,
        gathered: &Gathered<'a>,
        hint: &str,
        member: &Member<'a>,
    ) -> Type {
        let (id, new) = self.reserve_inline(Origin::All(std::slice::from_ref(member)), hint);
        if new {
            let name = self.types[id].name.clone();
            self.types[id].kind = TypeKind::Object(self.object(gathered, &name));
        }
        Type::Named(id)
    }

    /// Lowers a schema to a type. `hint` is its name if it needs one.
    pub(super) fn schema<S: Borrow<Schema>>(
        &mut self,
        schema: &'a ReferenceOr<S>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
            ReferenceOr::Item(schema) => self.inline_schema(schema.borrow(), hint, pointer),
        }
    }

    /// The type of a property, from its definitions in one or several schemas. In a property, `x-rust-name` names the
    /// field and `x-rust-type-name` the type.
    pub(super) fn property_type(&mut self, members: &[Member<'a>], hint: &str) -> Type {
        let wanted = self.property_type_name(members);
        let hint = wanted.as_ref().map_or(hint, |wanted| &wanted.name);
        let ty = match *members {
            [
                Member {
                    node: Node::Schema(schema),
                    ref pointer,
                },
            ] => self.schema_named(schema, hint, &Pointer::base(pointer)),
            _ => self.type_of_all(members, hint),
        };
        if let Some(wanted) = wanted {
            self.property_type_is_named(&ty, wanted, members);
        }
        ty
    }

    pub(super) fn reference(&mut self, reference: &str, pointer: &Pointer<'_>) -> Type {
        // The types of `components` come first, in the order of the section.
        let index = reference.strip_prefix(Schema::PREFIX).and_then(|name| {
            self.openapi
                .components
                .as_ref()?
                .schemas
                .get_index_of(unescape(name).as_ref())
        });
        match index.and_then(|index| self.types.ids().nth(index)) {
            Some(id) => Type::Named(id),
            None => {
                self.diagnostics.push(Diagnostic::error(
                    Code::UnresolvedReference,
                    pointer.key("$ref").place(),
                    format!("`{reference}` must refer to a component in `#/components/schemas`"),
                ));
                Type::Untyped
            }
        }
    }

    pub(super) fn inline_schema(
        &mut self,
        schema: &'a Schema,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        let Some(wanted) = self.rust_name(schema, &pointer.to_string()) else {
            return self.schema_named(schema, hint, pointer);
        };
        let ty = self.schema_named(schema, &wanted, pointer);
        self.inline_type_is_named(&ty, &wanted, pointer);
        ty
    }

    fn schema_named(&mut self, schema: &'a Schema, hint: &str, pointer: &Pointer<'_>) -> Type {
        self.mapped_to_no_child(None, schema, pointer);
        let shape = self.shape(schema, pointer);
        self.type_of_shape(shape, hint, Origin::One(schema, pointer))
    }

    /// Lowers the shape of a schema, or of several that all apply.
    pub(super) fn type_of_shape(
        &mut self,
        shape: SchemaShape<'a>,
        hint: &str,
        origin: Origin<'_, 'a>,
    ) -> Type {
        if !matches!(shape, SchemaShape::Named(_)) {
            self.derives_nothing(origin);
        }
        match shape {
            SchemaShape::Named(own) => {
                let (id, new) = self.reserve_inline(origin, hint);
                if new {
                    let name = self.types[id].name.clone();
                    self.types[id].kind = self.named_kind(own, &name, origin);
                }
                Type::Named(id)
            }
            SchemaShape::SameAs(reference, pointer) => {
                self.reference(reference, &Pointer::base(&pointer))
            }
            SchemaShape::Map(gathered) => {
                self.required_without_property(&gathered);
                Type::Map(Box::new(self.map_value(&gathered, hint)))
            }
            SchemaShape::Array(items) => Type::Array(Box::new(
                self.element_of_all(&items, &format!("{hint}Item")),
            )),
            SchemaShape::Plain(ty) => ty,
        }
    }

    /// Reports traits for an inline schema that creates no type. Those of a component are reported with its alias.
    fn derives_nothing(&mut self, origin: Origin<'_, 'a>) {
        if origin.derives().is_empty() {
            return;
        }
        let pointer = origin.pointer();
        let component = pointer.strip_prefix("/components/schemas/");
        if component.is_some_and(|name| !name.contains('/')) {
            return;
        }
        let place = derive::place(&pointer, 0);
        let message = "this schema creates no struct or enum, so it cannot derive traits";
        self.diagnostics.push(
            Diagnostic::error(Code::InvalidExtension, place, message)
                .help("name the schema that it refers to, or remove the traits"),
        );
    }

    /// Reserves a type for an inline schema. Returns whether it is new: a shared component is lowered once per
    /// operation.
    fn reserve_inline(&mut self, origin: Origin<'_, 'a>, hint: &str) -> (TypeId, bool) {
        let key = origin.key();
        if let Some(id) = self.inline_types.get(&key) {
            return (*id, false);
        }
        let id = self.reserve_type(hint, origin.pointer());
        self.inline_types.insert(key, id);
        if matches!(origin, Origin::All([_, _, ..])) {
            self.merged.insert(id);
        }
        self.types[id].docs = origin.docs();
        self.types[id].derives = origin.derives();
        (id, true)
    }

    /// The type, or any JSON for a bare value with a `format`, where its type must implement the traits of serde.
    pub(super) fn unformatted(&mut self, ty: Type, what: &str, pointer: &Pointer<'_>) -> Type {
        if !self.types.has_format(&ty) {
            return ty;
        }
        self.unsupported(
            pointer.place(),
            format!("{what} that is a bare value with a `format` is not supported"),
            "its type is `serde_json::Value`",
        );
        Type::Untyped
    }
}
