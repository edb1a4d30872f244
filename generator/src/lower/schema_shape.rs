//! What does a schema become: a struct, an enum, a map, a list, a type of Rust's, or the same as another schema?

use std::collections::HashSet;

use openapiv3::{AnySchema, ArrayType, ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::all_of::{Alternatives, Gathered, says_nothing, says_something};
use super::extension::Extensions;
use super::json_type::json_type;
use super::node::{Member, Node};
use super::nullable::{is_null, lists_only_null};
use super::string_enum::{Listed, listed};
use super::{Lowering, constraint, scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::types::{Limit, Type};
use crate::pointer::Pointer;

/// What becomes of a schema.
pub(super) enum Form<'a> {
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
pub(super) type Listing<'a> = (&'a ReferenceOr<Box<Schema>>, String);

/// What a type with a name is made of, before its parts are lowered.
pub(super) enum Own<'a> {
    Object(Gathered<'a>),
    StringEnum(Vec<Listed<String>>),
    IntegerEnum(Vec<Listed<i64>>),
    OneOf(Gathered<'a>, Alternatives<'a>),
    Checked(Box<Form<'a>>, Vec<Limit>),
}

/// Asks for a type whose values are held against their limits.
pub(super) const VALIDATE: &str = "x-rust-validate";

impl<'a> Lowering<'a> {
    /// What becomes of a schema; its parts are not lowered yet.
    pub(super) fn form(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
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
            _ if lists_only_null(schema) => Form::Plain(Type::Null),
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                Form::Own(Own::StringEnum(listed(
                    string.enumeration.iter().flatten().cloned(),
                    data,
                )))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer.enumeration.is_empty() => {
                Form::Own(Own::IntegerEnum(listed(
                    integer.enumeration.iter().flatten().copied(),
                    data,
                )))
            }
            SchemaKind::Type(SchemaType::String(string)) => {
                Form::Plain(self.string(string, pointer))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) => Form::Plain(scalar::integer(integer)),
            SchemaKind::Type(SchemaType::Number(number)) => Form::Plain(scalar::number(number)),
            SchemaKind::Type(SchemaType::Boolean(_)) => Form::Plain(Type::Boolean),
            SchemaKind::Type(SchemaType::Array(ArrayType { items, .. })) => {
                list_of(items.as_ref(), pointer)
            }
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
                    self.same(Member {
                        node: member.into(),
                        pointer: list.index(index).to_string(),
                    })
                }
                None => self.composed(schema, pointer),
            },
            SchemaKind::Type(SchemaType::Object(_))
            | SchemaKind::OneOf { .. }
            | SchemaKind::AnyOf { .. } => self.composed(schema, pointer),
            // A schema without any keyword allows everything, and says so.
            SchemaKind::Any(any) if *any == AnySchema::default() => Form::Plain(Type::Untyped),
            SchemaKind::Any(any) if self.restates(any) => match lone(&any.all_of) {
                Some((index, member)) => {
                    let list = pointer.key("allOf");
                    self.same(Member {
                        node: member.into(),
                        pointer: list.index(index).to_string(),
                    })
                }
                None => self.composed(schema, pointer),
            },
            SchemaKind::Any(any) => {
                let composed =
                    !any.all_of.is_empty() || !any.one_of.is_empty() || !any.any_of.is_empty();
                let object = !any.properties.is_empty() || any.additional_properties.is_some();
                if composed || object || any.typ.as_deref() == Some("object") {
                    self.composed(schema, pointer)
                } else {
                    self.loose(any, schema, pointer)
                }
            }
        }
    }

    /// What one of several becomes, less the members of its own: these are among the several, however they go in
    /// circles.
    fn alone(&mut self, member: &Member<'a>) -> Form<'a> {
        let Node::Schema(schema) = member.node else {
            return Form::Plain(Type::Untyped);
        };
        let pointer = Pointer::base(&member.pointer);
        match &schema.schema_kind {
            SchemaKind::Any(any) => self.loose(any, schema, &pointer),
            _ => self.form(schema, &pointer),
        }
    }

    /// Whether a schema says no more of its values than the one that it refers to: the type of it, once more.
    fn restates(&self, any: &'a AnySchema) -> bool {
        let Some((_, ReferenceOr::Reference { reference })) = lone(&any.all_of) else {
            return false;
        };
        let rest = AnySchema {
            typ: None,
            format: None,
            all_of: Vec::new(),
            ..any.clone()
        };
        let Some(name) = any.typ.as_deref().filter(|_| rest == AnySchema::default()) else {
            return false;
        };
        let target = self
            .component_schema(reference)
            .and_then(|(target, _)| json_type(target.into()));
        target.is_some_and(|target| target.ends_with(name) || target == "a list" && name == "array")
    }

    /// What a schema becomes that only says where another stands.
    fn same(&mut self, member: Member<'a>) -> Form<'a> {
        match member.node {
            Node::Schema(schema) => self.form(schema, &Pointer::base(&member.pointer)),
            Node::Reference(reference) => Form::Same(reference, member.pointer),
        }
    }

    /// What a schema says together with its members.
    pub(super) fn composed(&mut self, schema: &'a Schema, pointer: &Pointer<'_>) -> Form<'a> {
        let gathered = self.gathered(Node::Schema(schema), pointer);
        if gathered.objects > 0 && !gathered.others.is_empty() {
            let place = gathered
                .others
                .first()
                .map(|other| Pointer::base(&other.pointer).place());
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
        match gathered.others.as_slice() {
            [_, ..] if gathered.objects > 0 => Form::Map(gathered),
            [_, ..] => self.together(&gathered.others),
            // The properties that it requires have no description.
            [] if gathered.objects > 0 || !gathered.required.is_empty() => Form::Map(gathered),
            [] => Form::Plain(Type::Untyped),
        }
    }

    /// What schemas become together of which none is an object.
    ///
    /// Of two lists of values the shorter one is closer to what both allow: it is what an object of several kinds is
    /// told by. The other one has the names.
    fn together(&mut self, members: &[Member<'a>]) -> Form<'a> {
        let mut forms: Vec<Form<'a>> = members
            .iter()
            .filter(|member| !only_around(member))
            .map(|member| self.alone(member))
            .collect();
        if forms.is_empty() {
            return members
                .first()
                .map_or(Form::Plain(Type::Untyped), |member| self.alone(member));
        }
        let shortest = (0..forms.len())
            .filter_map(|index| Some((values(forms.get(index)?)?, index)))
            .min();
        let mut form = forms.swap_remove(shortest.map_or(0, |(_, index)| index));
        for other in &forms {
            match (&mut form, other) {
                (Form::Own(Own::StringEnum(values)), Form::Own(Own::StringEnum(named))) => {
                    name(values, named);
                }
                (Form::Own(Own::IntegerEnum(values)), Form::Own(Own::IntegerEnum(named))) => {
                    name(values, named);
                }
                _ => {}
            }
        }
        form
    }

    /// What alternatives become, beside what holds for each of them.
    fn chosen(
        &mut self,
        base: Gathered<'a>,
        alternatives: Alternatives<'a>,
        pointer: &Pointer<'_>,
    ) -> Form<'a> {
        let mut seen = Vec::new();
        let members = alternatives
            .members
            .into_iter()
            .filter(|member| match member.node {
                // Said twice, it is one.
                Node::Reference(reference) => {
                    !seen.contains(&reference) && !self.allows_only_null(member.node, 0) && {
                        seen.push(reference);
                        true
                    }
                }
                Node::Schema(_) => !is_null(member.node),
            });
        let alternatives = Alternatives {
            members: members.collect(),
            ..alternatives
        };
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
                (
                    Some(Member {
                        node: Node::Reference(reference),
                        pointer,
                    }),
                    None,
                ) => Form::Same(reference, pointer.clone()),
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
                let plain: Option<Vec<Type>> =
                    members.iter().map(|member| self.plain(member)).collect();
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
                Some(inner)
                    if part.properties.is_empty() && members.len() + waiting.len() < 256 =>
                {
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
                &mut HashSet::new(),
            );
            return Form::Own(Own::Object(base));
        }
        if objects && !members.is_empty() {
            return Form::Own(Own::OneOf(
                base,
                Alternatives {
                    members,
                    ..alternatives
                },
            ));
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
        let Node::Schema(schema) = member.node else {
            return None;
        };
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
        let values: Vec<&Value> = any
            .enumeration
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        if !values.is_empty() {
            let data = &schema.schema_data;
            if let Some(texts) = values
                .iter()
                .map(|value| value.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
            {
                return Form::Own(Own::StringEnum(listed(texts, data)));
            }
            if let Some(numbers) = values
                .iter()
                .map(|value| value.as_i64())
                .collect::<Option<Vec<_>>>()
            {
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
                any.maximum
                    .is_some_and(|maximum| maximum > 9_223_372_036_854_775_807.0),
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
            None if !any.required.is_empty() && !says_something(any) => {
                self.composed(schema, pointer)
            }
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
}

/// Whether a schema says no more than the type of what its members say more of.
fn only_around(member: &Member<'_>) -> bool {
    let Node::Schema(Schema {
        schema_kind: SchemaKind::Any(any),
        ..
    }) = member.node
    else {
        return false;
    };
    !any.all_of.is_empty() && any.enumeration.is_empty()
}

/// How many values an enum has.
fn values(form: &Form<'_>) -> Option<usize> {
    match form {
        Form::Own(Own::StringEnum(values)) => Some(values.len()),
        Form::Own(Own::IntegerEnum(values)) => Some(values.len()),
        _ => None,
    }
}

/// Gives values the names and the words that another list has for them.
fn name<V: PartialEq>(values: &mut [Listed<V>], named: &[Listed<V>]) {
    for value in values.iter_mut().filter(|value| value.name.is_none()) {
        if let Some(known) = named.iter().find(|known| known.value == value.value) {
            value.name.clone_from(&known.name);
            value.docs = known.docs.clone();
        }
    }
}

/// The one member that says something, where only one does. That a value is `null` as well as something else allows
/// nothing, and is meant as a choice.
fn lone(all_of: &[ReferenceOr<Schema>]) -> Option<(usize, &ReferenceOr<Schema>)> {
    let is_null = |member: &ReferenceOr<Schema>| member.as_item().is_some_and(lists_only_null);
    let mut telling = all_of
        .iter()
        .enumerate()
        .filter(|(_, member)| !is_bare(member) && !is_null(member));
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
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => !string.enumeration.is_empty(),
        SchemaKind::Any(any) => !any.enumeration.is_empty(),
        _ => false,
    }
}
