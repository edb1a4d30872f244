//! The example of each operation, with the example values of the document.

use serde_json::Value as Json;

use super::argument::is_borrowed;
use crate::model::operation::{Operation, RequestBody, RequestContent};
use crate::model::security::CredentialKind;
use crate::model::types::{
    Integer, Object, Part, PartContent, ResponseBody, Type, TypeId, TypeKind,
};
use crate::model::{Api, Group};

/// The deepest nesting of values: types may be recursive.
const DEEPEST: usize = 8;

/// A program that calls an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Example {
    /// The crate's name in code.
    pub(crate) krate: String,
    /// The setup of the client; `None` where the client is an argument.
    pub(crate) client: Option<ClientSetup>,
    /// The method of the client that returns the group.
    pub(crate) accessor: String,
    pub(crate) method: String,
    pub(crate) arguments: Vec<Value>,
    /// The setter of an optional body, and its value.
    pub(crate) setter: Option<(String, Value)>,
    pub(crate) outcome: Outcome,
}

/// The setup of the client in an example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClientSetup {
    FromEnv,
    Builder {
        /// Whether a base URL is required, as the API has no server.
        base_url: bool,
        /// The setters of credentials, and how many strings each takes.
        credentials: Vec<(String, usize)>,
    },
}

/// The use of the response in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Nothing,
    /// Binds it to a variable.
    Response,
    /// Reads its bytes.
    Bytes,
    /// Reads it as a stream.
    Stream {
        /// Whether the stream is the field `body` of a struct with the declared headers.
        in_field: bool,
    },
    /// Reads the items of all pages.
    Items,
}

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

impl Example {
    /// The example of an operation, with a client as its argument; `None` where a value would be infinite.
    pub(super) fn of(api: &Api, group: &Group, operation: &Operation) -> Option<Self> {
        let writer = Values { api };
        let mut arguments = operation
            .required_parameters()
            .map(|parameter| {
                writer.argument(
                    &parameter.ty,
                    parameter.example.as_ref(),
                    &parameter.wire_name,
                )
            })
            .collect::<Option<Vec<Value>>>()?;
        let mut setter = None;
        if let Some(body) = &operation.body {
            let value = writer.body(body)?;
            if body.required {
                arguments.push(value);
            } else {
                setter = Some((body.name.clone(), value));
            }
        }
        let outcome = match operation.success.body {
            _ if operation.pagination.is_some() => Outcome::Items,
            ResponseBody::Empty => Outcome::Nothing,
            ResponseBody::JsonLines(_) | ResponseBody::Events(_) => Outcome::Stream {
                in_field: operation.success.headed.is_some(),
            },
            ResponseBody::Json(_) | ResponseBody::Text | ResponseBody::ByStatus(_) => {
                Outcome::Response
            }
            ResponseBody::Bytes => Outcome::Bytes,
        };
        Some(Self {
            krate: api.package.replace('-', "_"),
            client: None,
            accessor: group.module.clone(),
            method: operation.name.clone(),
            arguments,
            setter,
            outcome,
        })
    }

    /// The example of an operation, with the creation of a client.
    pub(super) fn with_client(api: &Api, group: &Group, operation: &Operation) -> Option<Self> {
        let has_variable = api
            .credentials
            .iter()
            .any(|credential| credential.variable.is_some());
        let client = if has_variable {
            ClientSetup::FromEnv
        } else {
            let credentials = api.credentials.iter().map(|credential| {
                let strings = if credential.kind == CredentialKind::Basic {
                    2
                } else {
                    1
                };
                (credential.setter.clone(), strings)
            });
            ClientSetup::Builder {
                base_url: api.server.is_empty(),
                credentials: credentials.collect(),
            }
        };
        let example = Self::of(api, group, operation)?;
        Some(Self {
            client: Some(client),
            ..example
        })
    }

    /// Whether the example needs the module `types`.
    pub(crate) fn uses_types(&self) -> bool {
        let setter = self.setter.iter().map(|(_, value)| value);
        self.arguments.iter().chain(setter).any(Value::uses_types)
    }
}

/// Creates the values of examples; a value is `None` where it would be infinite.
struct Values<'a> {
    api: &'a Api,
}

impl Values<'_> {
    fn body(&self, body: &RequestBody) -> Option<Value> {
        let example = body.example.as_ref();
        match &body.content {
            RequestContent::Json(Type::String) => Some(text(example, "text")),
            RequestContent::Multipart(id) => self.value(&Type::Named(*id), example, &body.name, 0),
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
    fn argument(&self, ty: &Type, example: Option<&Json>, fallback: &str) -> Option<Value> {
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
        let path = |path: &str| Value::Path(path.to_owned());
        let call = |path: &str, arguments| Value::Call(path.to_owned(), arguments);
        Some(match self.api.types.without_aliases(ty) {
            Type::String | Type::Secret => text(example, fallback),
            Type::Boolean => Value::Boolean(example.and_then(Json::as_bool).unwrap_or(true)),
            Type::Integer(integer) => Value::Integer(whole_number(*integer, example)),
            Type::Float | Type::Double => {
                Value::Float(example.and_then(Json::as_f64).unwrap_or(1.0))
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
                let variants = &string_enum.variants;
                let named = variants
                    .iter()
                    .find(|variant| Some(&*variant.wire_name) == shown);
                match named.or(variants.first()) {
                    Some(one) => variant(&one.name),
                    None => call(
                        "from",
                        vec![Value::Call("String::new".to_owned(), Vec::new())],
                    ),
                }
            }
            TypeKind::IntegerEnum(integer_enum) => {
                let shown = example.and_then(Json::as_i64);
                let variants = &integer_enum.variants;
                let named = variants.iter().find(|variant| Some(variant.value) == shown);
                match named.or(variants.first()) {
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

/// The function that creates a value from these arguments.
fn constructor(arguments: &[Value]) -> &'static str {
    if arguments.is_empty() {
        "default"
    } else {
        "new"
    }
}

fn text(example: Option<&Json>, fallback: &str) -> Value {
    let text = example.and_then(Json::as_str).unwrap_or(fallback);
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
