//! Which Rust type a schema becomes.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ArrayType, ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::all_of::{Alternatives, Gathered, Member, Node, says_nothing};
use super::extension::Extensions;
use super::integer_enum::integer_enum;
use super::one_of::is_null;
use super::string_enum::{Listed, listed, string_enum};
use super::{Lowering, constraint, docs, scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Docs;
use crate::model::name::pascal;
use crate::model::types::{Checked, Limit, Type, TypeId, TypeKind};
use crate::pointer::{Pointer, steps, unescape};

/// Names that the generated `types` module uses for something else.
pub(super) const RESERVED_TYPE_NAMES: &[&str] = &[
    "AsRef",
    "BTreeMap",
    "Box",
    "ByteStream",
    "Bytes",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Default",
    "Deref",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Ipv4Addr",
    "Ipv6Addr",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Page",
    "PartialEq",
    "Result",
    "Secret",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "Vec",
];

/// What becomes of a schema.
enum Form<'a> {
    /// A type with a name of its own.
    Own(Own<'a>),
    /// The same as a component, to which the reference at this place leads.
    Same(&'a str, String),
    /// An object whose keys have no names.
    Map(Gathered<'a>),
    /// A list.
    Array(Option<Listing<'a>>),
    /// A type that Rust has, or the runtime.
    Plain(Type),
}

/// The elements of a list, and where they are described.
type Listing<'a> = (&'a ReferenceOr<Box<Schema>>, String);

/// What a type with a name is made of, before its parts are lowered.
enum Own<'a> {
    Object(Gathered<'a>),
    StringEnum(Vec<Listed<String>>),
    IntegerEnum(Vec<Listed<i64>>),
    OneOf(Gathered<'a>, Alternatives<'a>),
    Checked(Box<Form<'a>>, Vec<Limit>),
}

/// The extensions that a schema may carry.
const EXTENSIONS: &[&str] = &["x-rust-name", VALIDATE];

/// Asks for a type whose values are held against their limits.
const VALIDATE: &str = "x-rust-validate";

pub(super) const REFERENCE_PREFIX: &str = "#/components/schemas/";

impl<'a> Lowering<'a> {
    /// Lowers every schema of `components`; each becomes a type of its own.
    ///
    /// All their names are taken before any is lowered, so that no inline schema gets one of them and references
    /// may go in circles.
    pub(super) fn component_schemas(&mut self) {
        let Some(components) = &self.openapi.components else { return };
        let section = Pointer::base("/components/schemas");
        let mut hinted: Vec<(TypeId, String)> = Vec::new();
        for (name, schema) in &components.schemas {
            let pointer = section.key(name).to_string();
            let wanted = match schema {
                ReferenceOr::Item(schema) => self.rust_name(schema, &pointer),
                ReferenceOr::Reference { .. } => None,
            };
            let id = self.reserve_type(wanted.as_deref().unwrap_or(name), pointer);
            hinted.extend(wanted.map(|wanted| (id, wanted)));
        }
        self.hinted_names(&hinted);
        let ids: Vec<TypeId> = self.types.ids().collect();
        for (id, (name, schema)) in ids.into_iter().zip(&components.schemas) {
            let pointer = section.key(name);
            match schema {
                ReferenceOr::Item(schema) => self.named_schema(id, schema, &pointer),
                ReferenceOr::Reference { reference } => {
                    let ty = self.reference(reference, &pointer);
                    self.types[id].kind = TypeKind::Alias(ty);
                }
            }
        }
    }

    /// Complains of names that a hint asks for and that something else has; all names of components are taken.
    fn hinted_names(&mut self, hinted: &[(TypeId, String)]) {
        for (id, wanted) in hinted {
            let name = pascal(wanted);
            let other = self.types.ids().find(|other| other != id && self.types[*other].name == name);
            let late = self.types[*id].name != name;
            // A schema behind this one wanted the name, too, and got another.
            let robbed = || {
                self.types.ids().skip_while(|other| other != id).skip(1).find(|other| {
                    let step = steps(&self.types[*other].pointer).last();
                    step.is_some_and(|component| pascal(&component) == name)
                        && !hinted.iter().any(|(hinted, _)| hinted == other)
                })
            };
            let Some(other) = (if late { Some(other) } else { robbed().map(Some) }) else { continue };
            let place = Pointer::base(&self.types[*id].pointer).key("x-rust-name").place();
            let diagnostic = match other {
                Some(other) => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("the type name `{name}` is asked for here, and another schema has it"),
                )
                .related(Pointer::base(&self.types[other].pointer).key_place(), "the other schema"),
                None => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("generated code uses the type name `{name}` for something else"),
                ),
            };
            self.diagnostics.push(diagnostic.help("ask for another name"));
        }
    }

    /// Fills in a type whose name is taken already.
    fn named_schema(&mut self, id: TypeId, schema: &'a Schema, pointer: &Pointer<'_>) {
        self.types[id].docs = schema_docs(schema);
        self.lone_discriminator(schema, pointer);
        let name = self.types[id].name.clone();
        let kind = match self.form(schema, pointer) {
            Form::Own(own) => self.own(own, &name, schema, pointer),
            form => TypeKind::Alias(self.formed(form, &format!("{name}Value"), schema, pointer)),
        };
        self.types[id].kind = kind;
    }

    /// Lowers what a named type is made of.
    fn own(&mut self, own: Own<'a>, name: &str, schema: &'a Schema, pointer: &Pointer<'_>) -> TypeKind {
        match own {
            Own::Object(gathered) => {
                self.required_without_property(&gathered);
                TypeKind::Object(self.object(&gathered, name))
            }
            Own::Checked(form, limits) => {
                let ty = self.formed(*form, &format!("{name}Value"), schema, pointer);
                TypeKind::Checked(Checked { ty, limits })
            }
            Own::StringEnum(values) => TypeKind::StringEnum(string_enum(values)),
            Own::IntegerEnum(values) => TypeKind::IntegerEnum(integer_enum(values)),
            Own::OneOf(base, alternatives) => {
                if let Some(second) = base.alternatives.get(1) {
                    self.unsupported(
                        second.members.first().map_or_else(
                            || pointer.place(),
                            |member| Pointer::base(super::operation::parent(&member.pointer)).key_place(),
                        ),
                        "a second list of alternatives that holds beside the first is not expressed",
                        "what it adds is kept with the additional properties",
                    );
                }
                TypeKind::OneOf(self.one_of(&base, &alternatives, name))
            }
        }
    }

    /// A struct of its own for what schemas say together, under this name.
    pub(super) fn object_named(
        &mut self,
        gathered: &Gathered<'a>,
        hint: &str,
        schema: Option<&'a Schema>,
        pointer: &Pointer<'_>,
    ) -> Type {
        let (id, new) = self.reserve_inline(schema, hint, pointer);
        if new {
            let name = self.types[id].name.clone();
            self.types[id].kind = TypeKind::Object(self.object(gathered, &name));
        }
        Type::Named(id)
    }

    /// The type of a schema wherever one stands, in a box or not; `hint` is the name it gets if it needs one of its
    /// own.
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

    /// As [`schema`](Self::schema) for a property, whose `x-rust-name` is the field's and not the type's.
    pub(super) fn property_schema(
        &mut self,
        schema: &'a ReferenceOr<Box<Schema>>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(reference, pointer),
            ReferenceOr::Item(schema) => self.schema_named(schema, hint, None, pointer),
        }
    }

    pub(super) fn reference(&mut self, reference: &str, pointer: &Pointer<'_>) -> Type {
        // The types of `components` come first, in the order of the section.
        let index = reference
            .strip_prefix(REFERENCE_PREFIX)
            .and_then(|name| self.openapi.components.as_ref()?.schemas.get_index_of(unescape(name).as_ref()));
        match index.and_then(|index| self.types.ids().nth(index)) {
            Some(id) => Type::Named(id),
            None => {
                self.diagnostics.push(Diagnostic::error(
                    Code::UnresolvedReference,
                    pointer.key("$ref").place(),
                    format!("`{reference}` does not lead to one of `#/components/schemas`"),
                ));
                Type::Untyped
            }
        }
    }

    pub(super) fn inline_schema(&mut self, schema: &'a Schema, hint: &str, pointer: &Pointer<'_>) -> Type {
        let wanted = self.rust_name(schema, &pointer.to_string());
        self.schema_named(schema, hint, wanted.as_deref(), pointer)
    }

    fn schema_named(
        &mut self,
        schema: &'a Schema,
        hint: &str,
        wanted: Option<&str>,
        pointer: &Pointer<'_>,
    ) -> Type {
        let hint = wanted.unwrap_or(hint);
        self.lone_discriminator(schema, pointer);
        let form = self.form(schema, pointer);
        self.formed(form, hint, schema, pointer)
    }

    fn formed(&mut self, form: Form<'a>, hint: &str, schema: &'a Schema, pointer: &Pointer<'_>) -> Type {
        match form {
            Form::Own(own) => {
                let (id, new) = self.reserve_inline(Some(schema), hint, pointer);
                if new {
                    let name = self.types[id].name.clone();
                    self.types[id].kind = self.own(own, &name, schema, pointer);
                }
                Type::Named(id)
            }
            Form::Same(reference, pointer) => self.reference(reference, &Pointer::base(&pointer)),
            Form::Map(gathered) => {
                self.required_without_property(&gathered);
                Type::Map(Box::new(self.map_value(&gathered, hint)))
            }
            Form::Array(Some((items, pointer))) => {
                let element = self.schema(items, &format!("{hint}Item"), &Pointer::base(&pointer));
                Type::Array(Box::new(nullable_if(self.is_nullable(items), element)))
            }
            Form::Array(None) => Type::Array(Box::new(Type::Untyped)),
            Form::Plain(ty) => ty,
        }
    }

    /// What becomes of a schema; its parts are not lowered yet.
    fn form(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
        let form = self.unchecked(schema, pointer);
        if !schema.schema_data.extensions.contains_key(VALIDATE) {
            return form;
        }
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_string());
        if !extensions.flag(VALIDATE, self.diagnostics) {
            return form;
        }
        let limits = constraint::limits(schema);
        match form {
            Form::Plain(_) | Form::Array(_) | Form::Map(_) if !limits.is_empty() => {
                Form::Own(Own::Checked(Box::new(form), limits))
            }
            _ => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidExtension,
                        pointer.key(VALIDATE).key_place(),
                        format!("`{VALIDATE}` finds nothing to check here"),
                    )
                    .help(
                        "what is checked: the lengths of texts, the ranges of numbers, how many elements a list or \
                         map has",
                    ),
                );
                form
            }
        }
    }

    /// The same, whatever is to be checked.
    fn unchecked(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
        let data = &schema.schema_data;
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                Form::Own(Own::StringEnum(listed(string.enumeration.iter().flatten().cloned(), data)))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer.enumeration.is_empty() => {
                Form::Own(Own::IntegerEnum(listed(integer.enumeration.iter().flatten().copied(), data)))
            }
            SchemaKind::Type(SchemaType::String(string)) => Form::Plain(self.string(string, pointer)),
            SchemaKind::Type(SchemaType::Integer(integer)) => Form::Plain(scalar::integer(integer)),
            SchemaKind::Type(SchemaType::Number(number)) => Form::Plain(scalar::number(number)),
            SchemaKind::Type(SchemaType::Boolean(_)) => Form::Plain(Type::Boolean),
            SchemaKind::Type(SchemaType::Array(ArrayType { items, .. })) => list_of(items.as_ref(), pointer),
            SchemaKind::Not { .. } => {
                self.unsupported(
                    pointer.key("not").key_place(),
                    "`not` is not expressed as a Rust type",
                    "values are `serde_json::Value`",
                );
                Form::Plain(Type::Untyped)
            }
            SchemaKind::AllOf { all_of } => match lone(all_of) {
                // The usual way in 3.0 to say more of a reference: what is around it is documentation.
                Some((index, member)) => {
                    let list = pointer.key("allOf");
                    self.same(Member { node: member.into(), pointer: list.index(index).to_string() })
                }
                None => self.composed(schema, pointer),
            },
            SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => {
                self.composed(schema, pointer)
            }
            // A schema without any keyword allows everything, and says so.
            SchemaKind::Any(any) if *any == AnySchema::default() => Form::Plain(Type::Untyped),
            SchemaKind::Any(any) => {
                let composed = !any.all_of.is_empty() || !any.one_of.is_empty() || !any.any_of.is_empty();
                let object = !any.properties.is_empty() || any.additional_properties.is_some();
                if composed || object || any.typ.as_deref() == Some("object") {
                    self.composed(schema, pointer)
                } else {
                    self.loose(any, schema, pointer)
                }
            }
        }
    }

    /// What a schema becomes that only says where another stands.
    fn same(&mut self, member: Member<'a>) -> Form<'a> {
        match member.node {
            Node::Schema(schema) => self.form(schema, &Pointer::base(&member.pointer)),
            Node::Reference(reference) => Form::Same(reference, member.pointer),
        }
    }

    /// What a schema says together with its members.
    fn composed(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
        let gathered = self.gathered(Node::Schema(schema), pointer);
        if gathered.objects > 0 && !gathered.others.is_empty() {
            let place = gathered.others.first().map(|other| Pointer::base(&other.pointer).place());
            self.unsupported(
                place.unwrap_or_else(|| pointer.place()),
                "a value cannot be an object and something else at once",
                "it is read as the object",
            );
        }
        if let Some(alternatives) = gathered.alternatives.first() {
            let alternatives = alternatives.clone();
            return self.chosen(gathered, alternatives, pointer);
        }
        if gathered.is_struct() {
            return Form::Own(Own::Object(gathered));
        }
        match gathered.others.first() {
            Some(_) if gathered.objects > 0 => Form::Map(gathered),
            Some(Member { node: Node::Schema(other), pointer: place }) if !std::ptr::eq(*other, schema) => {
                self.form(other, &Pointer::base(place))
            }
            // The properties that it requires have no description.
            None if gathered.objects > 0 || !gathered.required.is_empty() => Form::Map(gathered),
            _ => Form::Plain(Type::Untyped),
        }
    }

    /// What alternatives become, beside what holds for each of them.
    fn chosen(
        &mut self,
        base: Gathered<'a>,
        alternatives: Alternatives<'a>,
        pointer: &Pointer<'_>,
    ) -> Form<'a> {
        let mut seen = Vec::new();
        let members = alternatives.members.into_iter().filter(|member| match member.node {
            // Said twice, it is one.
            Node::Reference(reference) => {
                !seen.contains(&reference) && {
                    seen.push(reference);
                    true
                }
            }
            Node::Schema(_) => !is_null(member.node),
        });
        let alternatives = Alternatives { members: members.collect(), ..alternatives };
        if base.is_struct() {
            return self.chosen_beside(base, alternatives, pointer);
        }
        if let Some(values) = self.string_alternatives(&alternatives) {
            // Any string beside one list is that list: it is open anyway.
            let mut lists = alternatives
                .members
                .iter()
                .filter(|member| self.followed(member.node).is_some_and(has_values));
            return match (lists.next(), lists.next()) {
                (Some(Member { node: Node::Reference(reference), pointer }), None) => {
                    Form::Same(reference, pointer.clone())
                }
                _ => Form::Own(Own::StringEnum(values)),
            };
        }
        if let Some(values) = self.integer_alternatives(&alternatives) {
            return Form::Own(Own::IntegerEnum(values));
        }
        match alternatives.members.as_slice() {
            [] => Form::Plain(Type::Untyped),
            [only] => self.same(only.clone()),
            members => {
                let plain: Option<Vec<Type>> = members.iter().map(|member| self.plain(member)).collect();
                match plain.as_deref() {
                    Some([first, rest @ ..]) if rest.iter().all(|ty| ty == first) => {
                        Form::Plain(first.clone())
                    }
                    _ => Form::Own(Own::OneOf(base, alternatives)),
                }
            }
        }
    }

    /// What alternatives become beside properties that hold for each of them.
    fn chosen_beside(
        &mut self,
        mut base: Gathered<'a>,
        alternatives: Alternatives<'a>,
        pointer: &Pointer<'_>,
    ) -> Form<'a> {
        let mut members = Vec::new();
        let mut objects = true;
        let mut waiting: Vec<Member<'a>> = alternatives.members.into_iter().rev().collect();
        while let Some(member) = waiting.pop() {
            let part = self.gathered(member.node, &Pointer::base(&member.pointer));
            objects &= part.others.is_empty();
            match part.alternatives.into_iter().next() {
                // A choice among choices is one choice.
                Some(inner) if part.properties.is_empty() && members.len() + waiting.len() < 256 => {
                    waiting.extend(inner.members.into_iter().rev());
                }
                Some(_) => objects = false,
                None => members.push(member),
            }
        }
        if objects && let [only] = members.as_slice() {
            self.gather(
                only.node,
                &Pointer::base(&only.pointer),
                &mut base,
                &mut std::collections::HashSet::new(),
            );
            return Form::Own(Own::Object(base));
        }
        if objects && !members.is_empty() {
            return Form::Own(Own::OneOf(base, Alternatives { members, ..alternatives }));
        }
        self.unsupported(
            pointer.place(),
            "alternatives beside the properties of an object are expressed only where each is an object",
            "what they add is kept with the additional properties",
        );
        Form::Own(Own::Object(base))
    }

    /// The type of a member that is no more than a type of Rust's.
    fn plain(&mut self, member: &Member<'a>) -> Option<Type> {
        let Node::Schema(schema) = member.node else { return None };
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if string.enumeration.is_empty() => {
                Some(self.string(string, &Pointer::base(&member.pointer)))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if integer.enumeration.is_empty() => {
                Some(scalar::integer(integer))
            }
            SchemaKind::Type(SchemaType::Number(number)) => Some(scalar::number(number)),
            SchemaKind::Type(SchemaType::Boolean(_)) => Some(Type::Boolean),
            _ => None,
        }
    }

    /// Keywords without a `type`, or beside one that they do not belong to: by the values, the type, or the kind of
    /// value that the keywords speak of.
    fn loose(&mut self, any: &'a AnySchema, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
        let values: Vec<&Value> = any.enumeration.iter().filter(|value| !value.is_null()).collect();
        if !values.is_empty() {
            let data = &schema.schema_data;
            if let Some(texts) =
                values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
            {
                return Form::Own(Own::StringEnum(listed(texts, data)));
            }
            if let Some(numbers) = values.iter().map(|value| value.as_i64()).collect::<Option<Vec<_>>>() {
                return Form::Own(Own::IntegerEnum(listed(numbers, data)));
            }
            if values.iter().all(|value| value.is_boolean()) {
                return Form::Plain(Type::Boolean);
            }
            if values.iter().all(|value| value.is_number()) {
                return Form::Plain(Type::Double);
            }
            if any.typ.is_none() {
                self.unsupported(
                    pointer.key("enum").key_place(),
                    "an `enum` of values of several types is not expressed as a Rust type",
                    "values are `serde_json::Value`",
                );
                return Form::Plain(Type::Untyped);
            }
        }
        let text = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
        let number = any.minimum.is_some() || any.maximum.is_some() || any.multiple_of.is_some();
        let list = any.items.is_some() || any.min_items.is_some() || any.max_items.is_some();
        match any.typ.as_deref() {
            Some("string") => {
                Form::Plain(self.string_format(any.format.as_deref().unwrap_or_default(), pointer))
            }
            Some("integer") => Form::Plain(Type::Integer(scalar::width(
                any.format.as_deref().unwrap_or_default(),
                any.minimum.is_some_and(|minimum| minimum >= 0.0),
                any.maximum.is_some_and(|maximum| maximum > 9_223_372_036_854_775_807.0),
            ))),
            Some("number") => Form::Plain(match any.format.as_deref() {
                Some("float") => Type::Float,
                _ => Type::Double,
            }),
            Some("boolean") => Form::Plain(Type::Boolean),
            Some("array") => list_of(any.items.as_ref(), pointer),
            None if list => list_of(any.items.as_ref(), pointer),
            None if text && !number => {
                Form::Plain(self.string_format(any.format.as_deref().unwrap_or_default(), pointer))
            }
            None if number && !text => Form::Plain(Type::Double),
            // Which properties there have to be is no type.
            None if !any.required.is_empty() => self.composed(schema, pointer),
            _ => {
                self.unsupported(
                    pointer.place(),
                    "this combination of schema keywords is not expressed as a Rust type",
                    "values are `serde_json::Value`; a schema with one `type` and only that type's keywords is typed",
                );
                Form::Plain(Type::Untyped)
            }
        }
    }

    /// A discriminator says which of several schemas a value has; without these it says it to nobody.
    fn lone_discriminator(&mut self, schema: &Schema, pointer: &Pointer<'_>) {
        if schema.schema_data.discriminator.is_some() && matches!(schema.schema_kind, SchemaKind::Type(_)) {
            self.unsupported(
                pointer.key("discriminator").key_place(),
                "a `discriminator` of schemas that name this one as their parent is not expressed",
                "values are read as this schema, and what the others add is kept with the additional properties",
            );
        }
    }

    /// A type for an inline schema, and whether it is new: one in a shared component is met once an operation.
    fn reserve_inline(
        &mut self,
        schema: Option<&'a Schema>,
        hint: &str,
        pointer: &Pointer<'_>,
    ) -> (TypeId, bool) {
        let pointer = pointer.to_string();
        if let Some(id) = self.inline_types.get(&pointer) {
            return (*id, false);
        }
        let id = self.reserve_type(hint, pointer.clone());
        self.inline_types.insert(pointer, id);
        self.types[id].docs = schema.map(schema_docs).unwrap_or_default();
        (id, true)
    }

    fn rust_name(&mut self, schema: &'a Schema, pointer: &str) -> Option<String> {
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_owned());
        extensions.check(EXTENSIONS, self.diagnostics);
        extensions.name(self.diagnostics)
    }

    /// The type, or any JSON where it is no more than a value with a `format`: only fields are read and written so.
    pub(super) fn unformatted(&mut self, ty: Type, what: &str, pointer: &Pointer<'_>) -> Type {
        if !self.types.has_format(&ty) {
            return ty;
        }
        self.unsupported(
            pointer.place(),
            format!("{what} that is no more than a value with a `format` has no type of its own here"),
            "it is a `serde_json::Value`",
        );
        Type::Untyped
    }

    /// Whether the schema, or the one it refers to, allows `null`.
    pub(super) fn is_nullable<S: Borrow<Schema>>(&self, schema: &'a ReferenceOr<S>) -> bool {
        self.allows_null(schema.into(), 0)
    }

    fn allows_null(&self, node: Node<'a>, depth: usize) -> bool {
        // Deeper than any document nests these, and a way out of those that go in circles.
        if depth > 16 {
            return false;
        }
        let schema = match node {
            Node::Schema(schema) => schema,
            Node::Reference(reference) => {
                let target = self.component_schema(reference);
                return target.is_some_and(|(target, _)| self.allows_null(target.into(), depth + 1));
            }
        };
        let mut allows = |member: &'a ReferenceOr<Schema>| self.allows_null(member.into(), depth + 1);
        let all = |members: &'a [ReferenceOr<Schema>],
                   allows: &mut dyn FnMut(&'a ReferenceOr<Schema>) -> bool| {
            let mut telling = members.iter().filter(|member| !says_nothing(*member)).peekable();
            telling.peek().is_some() && telling.all(allows)
        };
        schema.schema_data.nullable
            || is_null(node)
            || match &schema.schema_kind {
                SchemaKind::AllOf { all_of } => all(all_of, &mut allows),
                SchemaKind::OneOf { one_of: members } | SchemaKind::AnyOf { any_of: members } => {
                    members.iter().any(allows)
                }
                SchemaKind::Any(any) => {
                    any.enumeration.iter().any(Value::is_null)
                        || any.typ.is_none() && any.one_of.iter().chain(&any.any_of).any(allows)
                }
                SchemaKind::Type(SchemaType::String(string)) => {
                    string.enumeration.iter().any(Option::is_none)
                }
                SchemaKind::Type(SchemaType::Integer(integer)) => {
                    integer.enumeration.iter().any(Option::is_none)
                }
                SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
            }
    }
}

/// The type, or the type and `null`.
pub(super) fn nullable_if(nullable: bool, ty: Type) -> Type {
    if nullable { Type::Nullable(Box::new(ty)) } else { ty }
}

/// The one member that says something, where only one does.
fn lone(all_of: &[ReferenceOr<Schema>]) -> Option<(usize, &ReferenceOr<Schema>)> {
    let mut telling = all_of.iter().enumerate().filter(|(_, member)| !is_bare(member));
    match (telling.next(), telling.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn list_of<'a>(items: Option<&'a ReferenceOr<Box<Schema>>>, pointer: &Pointer<'_>) -> Form<'a> {
    Form::Array(items.map(|items| (items, pointer.key("items").to_string())))
}

/// Whether a schema says nothing, or only that its values are objects.
fn is_bare(schema: &ReferenceOr<Schema>) -> bool {
    says_nothing(schema)
        || matches!(schema, ReferenceOr::Item(schema) if matches!(
            &schema.schema_kind,
            SchemaKind::Type(SchemaType::Object(object)) if *object == openapiv3::ObjectType::default()
        ))
}

fn has_values(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty())
}

/// What kind of JSON a schema's values are, in words, where it says so itself.
pub(super) fn json_type(node: Node<'_>) -> Option<&'static str> {
    let Node::Schema(schema) = node else { return None };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(_)) => Some("a string"),
        SchemaKind::Type(SchemaType::Integer(_)) => Some("an integer"),
        SchemaKind::Type(SchemaType::Number(_)) => Some("a number"),
        SchemaKind::Type(SchemaType::Boolean(_)) => Some("a boolean"),
        SchemaKind::Type(SchemaType::Array(_)) => Some("a list"),
        SchemaKind::Type(SchemaType::Object(_)) => Some("an object"),
        SchemaKind::Any(any) => match any.typ.as_deref() {
            Some("string") => Some("a string"),
            Some("integer") => Some("an integer"),
            Some("number") => Some("a number"),
            Some("boolean") => Some("a boolean"),
            Some("array") => Some("a list"),
            Some("object") => Some("an object"),
            None if !any.properties.is_empty() => Some("an object"),
            _ => None,
        },
        SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => None,
    }
}

/// What is said of a schema, or else of the first of its members that says something of itself.
fn schema_docs(schema: &Schema) -> Docs {
    let mut docs = docs::of_schema(&schema.schema_data);
    let members = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of.as_slice(),
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    };
    if docs.summary.is_none() && docs.description.is_none() {
        let said = members.iter().filter_map(ReferenceOr::as_item).map(schema_docs);
        if let Some(said) = said.into_iter().find(|docs| docs.summary.is_some() || docs.description.is_some())
        {
            (docs.summary, docs.description) = (said.summary, said.description);
        }
    }
    Docs { notes: constraint::notes(schema), ..docs }
}

#[cfg(test)]
mod tests {
    use super::RESERVED_TYPE_NAMES;

    #[test]
    fn no_type_has_the_name_of_what_its_module_imports() {
        let imported = crate::emit::types::IMPORTS.iter().flat_map(|(_, names)| *names);
        let missing: Vec<&&str> = imported.filter(|name| !RESERVED_TYPE_NAMES.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?} are not in `RESERVED_TYPE_NAMES`");
    }
}
