//! The values of an example: those that the document shows, or else values of the right type.

use std::cell::Cell;

use serde_json::Value as Json;

use super::any_json::AnyJson;
use super::argument::is_borrowed;
use crate::model::Api;
use crate::model::operation::{RequestBody, RequestContent};
use crate::model::types::{CustomType, Integer, Object, Part, PartContent, Type, TypeId, TypeKind};

/// The deepest nesting of values: types may be recursive.
const DEEPEST: usize = 8;

/// The maximum number of values in an example: a larger one is not readable, and nested structs multiply.
const MOST_VALUES: usize = 100;

/// The maximum length of a string of the document in an example, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// A value in an example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Unit,
    /// A path: `types::Location::Eu`.
    Path(String),
    /// A call of a function by its path.
    Call(String, Vec<Value>),
    /// A macro with one string.
    Macro(&'static str, String),
    /// `[a, b]`
    Array(Vec<Value>),
    /// `vec![a, b]`
    Vec(Vec<Value>),
    /// `&value`
    Ref(Box<Value>),
    /// A method with at most one string as its argument.
    Method(Box<Value>, &'static str, Option<&'static str>),
}

impl Value {
    /// Whether the value has a path into the module `types`.
    pub(crate) fn uses_types(&self) -> bool {
        match self {
            Self::Path(path) => path.starts_with("types::"),
            Self::Call(path, arguments) => {
                path.starts_with("types::") || arguments.iter().any(Self::uses_types)
            }
            Self::Array(elements) | Self::Vec(elements) => elements.iter().any(Self::uses_types),
            Self::Ref(inner) | Self::Method(inner, ..) => inner.uses_types(),
            Self::Text(_)
            | Self::Integer(_)
            | Self::Float(_)
            | Self::Boolean(_)
            | Self::Unit
            | Self::Macro(..) => false,
        }
    }

    fn method(self, name: &'static str) -> Self {
        Self::Method(Box::new(self), name, None)
    }
}

/// Creates the values of an example; a value is `None` where it would be infinite or too large.
pub(super) struct Values<'a> {
    api: &'a Api,
    count: Cell<usize>,
}

impl<'a> Values<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let count = Cell::new(0);
        Self { api, count }
    }

    pub(super) fn body(&self, body: &RequestBody) -> Option<Value> {
        let example = body.example.as_ref();
        match &body.content {
            RequestContent::Json(Type::String) => Some(text(example, "text")),
            RequestContent::Multipart(id) => self.value(&Type::Named(*id), example, &body.name, 0),
            // The type of the argument does not say which map it is.
            RequestContent::Json(ty)
                if AnyJson::of(&self.api.types, ty) == Some(AnyJson::Object) =>
            {
                let map = Value::Call("serde_json::Map::new".to_owned(), Vec::new());
                Some(Value::Ref(Box::new(map)))
            }
            RequestContent::Json(ty) | RequestContent::Form { ty, .. } => {
                self.argument(ty, example, &body.name)
            }
            RequestContent::JsonLines(ty) => {
                let lines = match example {
                    Some(Json::Array(lines)) if !lines.is_empty() => {
                        lines.iter().take(2).map(Some).collect()
                    }
                    _ => vec![None],
                };
                let lines = lines
                    .into_iter()
                    .map(|line| self.owned(ty, line, "value", 0));
                Some(Value::Array(lines.collect::<Option<_>>()?))
            }
            RequestContent::Bytes => Some(text(example, "hello")),
        }
    }

    /// A value as the argument of a call.
    pub(super) fn argument(
        &self,
        ty: &Type,
        example: Option<&Json>,
        fallback: &str,
    ) -> Option<Value> {
        let value = self.value(ty, example, fallback, 0)?;
        Some(if is_borrowed(&self.api.types, ty) {
            Value::Ref(Box::new(value))
        } else {
            value
        })
    }

    /// A value of exactly this type, where no function converts it.
    fn owned(
        &self,
        ty: &Type,
        example: Option<&Json>,
        fallback: &str,
        depth: usize,
    ) -> Option<Value> {
        let value = self.value(ty, example, fallback, depth)?;
        Some(match self.api.types.without_aliases(ty) {
            Type::String => value.method("to_owned"),
            Type::Base64 | Type::Secret => value.method("into"),
            _ => value,
        })
    }

    /// A value of a type: the document's example where it fits.
    fn value(
        &self,
        ty: &Type,
        example: Option<&Json>,
        fallback: &str,
        depth: usize,
    ) -> Option<Value> {
        if self.count.replace(self.count.get() + 1) >= MOST_VALUES {
            return None;
        }
        let path = |path: &str| Value::Path(path.to_owned());
        let call = |path: &str, arguments| Value::Call(path.to_owned(), arguments);
        Some(match self.api.types.without_aliases(ty) {
            Type::String | Type::Secret => text(example, fallback),
            Type::Boolean => Value::Boolean(example.and_then(Json::as_bool).unwrap_or(true)),
            Type::Integer(integer) => Value::Integer(whole_number(*integer, example)),
            float @ (Type::Float | Type::Double) => {
                let most = if *float == Type::Float {
                    f64::from(f32::MAX)
                } else {
                    f64::MAX
                };
                // The compiler rejects a literal that is out of range.
                let number = example.and_then(Json::as_f64);
                Value::Float(number.filter(|number| number.abs() <= most).unwrap_or(1.0))
            }
            // The example is Base64; a decoded value is more readable.
            Type::Base64 => Value::Text("hello".to_owned()),
            Type::Timestamp => path("jiff::Timestamp::UNIX_EPOCH"),
            Type::Date => call(
                "jiff::civil::date",
                [2020, 1, 1].map(Value::Integer).to_vec(),
            ),
            Type::Ipv4 => path("std::net::Ipv4Addr::LOCALHOST"),
            Type::Ipv6 => path("std::net::Ipv6Addr::LOCALHOST"),
            Type::Uuid => match example.and_then(Json::as_str).filter(|text| is_uuid(text)) {
                Some(text) => Value::Macro("uuid::uuid", text.to_owned()),
                None => call("uuid::Uuid::nil", Vec::new()),
            },
            Type::Array(element) => {
                let shown = example
                    .and_then(Json::as_array)
                    .and_then(|elements| elements.first());
                let element = if depth < DEEPEST {
                    vec![self.owned(element, shown, fallback, depth + 1)?]
                } else {
                    Vec::new()
                };
                if depth == 0 {
                    Value::Array(element)
                } else {
                    Value::Vec(element)
                }
            }
            Type::Nullable(inner) => {
                call("Some", vec![self.owned(inner, example, fallback, depth)?])
            }
            Type::Map(_) => call("Default::default", Vec::new()),
            Type::Null => Value::Unit,
            Type::Untyped => path("serde_json::Value::Null"),
            Type::Custom(custom) => custom_value(custom, example)?,
            Type::Named(id) => self.named(*id, example, fallback, depth)?,
        })
    }

    /// A value of a named type.
    fn named(
        &self,
        id: TypeId,
        example: Option<&Json>,
        fallback: &str,
        depth: usize,
    ) -> Option<Value> {
        let definition = &self.api.types[id];
        let name = &definition.name;
        let variant = |variant: &str| Value::Path(format!("types::{name}::{variant}"));
        let call = |function: &str, arguments| {
            Value::Call(format!("types::{name}::{function}"), arguments)
        };
        Some(match &definition.kind {
            TypeKind::StringEnum(string_enum) => {
                let shown = example.and_then(Json::as_str);
                match shown_variant(&string_enum.variants, |one| Some(&*one.wire_name) == shown) {
                    Some(one) => variant(&one.name),
                    None => call(
                        "from",
                        vec![Value::Call("String::new".to_owned(), Vec::new())],
                    ),
                }
            }
            TypeKind::IntegerEnum(integer_enum) => {
                let shown = example.and_then(Json::as_i64);
                match shown_variant(&integer_enum.variants, |one| Some(one.value) == shown) {
                    Some(one) => variant(&one.name),
                    None => call("from", vec![Value::Integer(1)]),
                }
            }
            TypeKind::Checked(checked) => {
                let value = self.value(&checked.ty, example, fallback, depth)?;
                let new = Box::new(call("new", vec![value]));
                Value::Method(new, "expect", Some("the value is within the limits"))
            }
            TypeKind::OneOf(one_of) => match one_of.variants.first() {
                Some(one) if depth < DEEPEST => {
                    let value = self.owned(&one.ty, example, fallback, depth + 1)?;
                    let value = if one.boxed {
                        Value::Call("Box::new".to_owned(), vec![value])
                    } else {
                        value
                    };
                    call(&one.name, vec![value])
                }
                _ => call(
                    &one_of.other,
                    vec![Value::Path("serde_json::Value::Null".to_owned())],
                ),
            },
            TypeKind::Object(_) if depth >= DEEPEST => return None,
            TypeKind::Object(object) => {
                let arguments = self.required_fields(object, example, depth)?;
                call(constructor(&arguments), arguments)
            }
            TypeKind::Multipart(parts) => {
                let arguments = self.required_parts(parts, example)?;
                call(constructor(&arguments), arguments)
            }
            TypeKind::Alias(_) | TypeKind::Response(_) | TypeKind::ByStatus(_) => {
                Value::Call("Default::default".to_owned(), Vec::new())
            }
        })
    }

    fn required_fields(
        &self,
        object: &Object,
        example: Option<&Json>,
        depth: usize,
    ) -> Option<Vec<Value>> {
        let required = object.fields.iter().filter(|field| field.is_argument());
        required
            .map(|field| {
                let shown = example
                    .and_then(|object| object.get(&field.wire_name))
                    .or(field.example.as_ref());
                self.value(&field.ty, shown, &field.wire_name, depth + 1)
            })
            .collect()
    }

    fn required_parts(&self, parts: &[Part], example: Option<&Json>) -> Option<Vec<Value>> {
        let hello = || Value::Text("hello".to_owned());
        let required = parts.iter().filter(|part| part.required);
        required
            .map(|part| match &part.content {
                PartContent::File => Some(hello()),
                PartContent::Files => Some(Value::Array(vec![hello().method("into")])),
                PartContent::Entries { .. } => {
                    Some(Value::Call("Default::default".to_owned(), Vec::new()))
                }
                PartContent::Value(ty) => {
                    let shown = example
                        .and_then(|object| object.get(&part.wire_name))
                        .or(part.example.as_ref());
                    self.value(ty, shown, &part.wire_name, 1)
                }
            })
            .collect()
    }
}

/// A value of a type of the user's, which is known or which the document shows.
fn custom_value(custom: &CustomType, example: Option<&Json>) -> Option<Value> {
    let (value, message) = if let Some(known) = custom.known() {
        let shown = example.and_then(Json::as_str);
        let text = shown.filter(|text| text.len() <= LONGEST_TEXT);
        let text = Value::Text(text.unwrap_or(known.example).to_owned());
        (text.method("parse"), "the string is in the format")
    } else {
        let json = example?.to_string();
        let json = Some(json).filter(|json| json.len() <= LONGEST_TEXT)?;
        let value = Value::Call("serde_json::from_str".to_owned(), vec![Value::Text(json)]);
        (value, "the JSON is a value of the type")
    };
    Some(Value::Method(Box::new(value), "expect", Some(message)))
}

/// The variant that the document shows, or else the first one.
fn shown_variant<V>(variants: &[V], is_shown: impl Fn(&V) -> bool) -> Option<&V> {
    let shown = variants.iter().find(|one| is_shown(one));
    shown.or(variants.first())
}

/// The function that creates a value from these arguments.
fn constructor(arguments: &[Value]) -> &'static str {
    if arguments.is_empty() {
        "default"
    } else {
        "new"
    }
}

fn text(example: Option<&Json>, fallback: &str) -> Value {
    let shown = example.and_then(Json::as_str);
    let text = shown.filter(|text| text.len() <= LONGEST_TEXT);
    let text = text.unwrap_or(fallback);
    Value::Text(text.to_owned())
}

fn whole_number(integer: Integer, example: Option<&Json>) -> i64 {
    let number = example.and_then(Json::as_i64).filter(|&n| match integer {
        Integer::I32 => i32::try_from(n).is_ok(),
        Integer::U32 => u32::try_from(n).is_ok(),
        Integer::I64 => true,
        Integer::U64 => n >= 0,
    });
    number.unwrap_or(1)
}

/// Whether a string is a UUID in the format of RFC 9562 (section 4).
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let right = |group: &str, digits| {
        group.len() == digits && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    [8, 4, 4, 4, 12]
        .into_iter()
        .all(|digits| groups.next().is_some_and(|group| right(group, digits)))
        && groups.next().is_none()
}
