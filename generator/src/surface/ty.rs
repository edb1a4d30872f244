//! Rust types in generated code.

use std::borrow::Cow;
use std::fmt;

use super::imports::Imports;
use crate::model::extern_name::ExternName;
use crate::model::types::{Integer, ResponseBody, Type, Types};

/// The module that a type is used in: `types` needs no path for its own types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The `types` module or one below it.
    Types,
    /// Any other module, which imports `types`.
    Elsewhere,
}

/// A type in generated code. `Display` formats it as Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    /// A path that needs no import, with type arguments: `Option<u64>`, `serde_json::Value`, or an item of the same
    /// module.
    Path(Cow<'static, str>, Vec<Ty>),
    /// An imported name with type arguments: `Response<()>`.
    Extern(ExternName, Vec<Ty>),
    /// The path of a type of the user's, which does not depend on where the generated code is.
    Custom(String),
    /// A type of the API.
    Api(String, Scope),
    /// `()`
    Unit,
    /// `&T`
    Ref(Box<Ty>),
    /// `[T]`
    Slice(Box<Ty>),
    /// `impl Into<T>`
    ImplInto(Box<Ty>),
    /// `impl IntoIterator<Item = T>`
    ImplIntoIterator(Box<Ty>),
    /// `impl Trait`
    Impl(ExternName),
    /// `(impl serde::Serialize + ?Sized)`: a value of any type that serializes to JSON, as the target of a reference.
    ImplSerialize,
}

impl Ty {
    pub(crate) fn path(path: &'static str) -> Self {
        Self::Path(Cow::Borrowed(path), Vec::new())
    }

    pub(crate) fn generic(path: &'static str, arguments: Vec<Self>) -> Self {
        Self::Path(Cow::Borrowed(path), arguments)
    }

    /// An item of the module that the type is used in.
    pub(crate) fn local(name: &str) -> Self {
        Self::Path(Cow::Owned(name.to_owned()), Vec::new())
    }

    pub(crate) fn string() -> Self {
        Self::path("String")
    }

    pub(crate) fn option(inner: Self) -> Self {
        Self::generic("Option", vec![inner])
    }

    pub(crate) fn boxed(inner: Self) -> Self {
        Self::generic("Box", vec![inner])
    }

    pub(crate) fn list(element: Self) -> Self {
        Self::generic("Vec", vec![element])
    }

    pub(crate) fn reference(target: Self) -> Self {
        Self::Ref(Box::new(target))
    }

    pub(crate) fn slice(element: Self) -> Self {
        Self::reference(Self::Slice(Box::new(element)))
    }

    pub(crate) fn into(target: Self) -> Self {
        Self::ImplInto(Box::new(target))
    }

    /// The type of a field or of a result.
    pub(crate) fn of(types: &Types, ty: &Type, scope: Scope) -> Self {
        match ty {
            Type::Named(id) => Self::Api(types[*id].name.clone(), scope),
            Type::String => Self::string(),
            Type::Boolean => Self::path("bool"),
            Type::Null => Self::Unit,
            Type::Integer(Integer::I32) => Self::path("i32"),
            Type::Integer(Integer::I64) => Self::path("i64"),
            Type::Integer(Integer::U32) => Self::path("u32"),
            Type::Integer(Integer::U64) => Self::path("u64"),
            Type::Float => Self::path("f32"),
            Type::Double => Self::path("f64"),
            Type::Base64 => Self::Extern(ExternName::BYTES, Vec::new()),
            Type::Timestamp => Self::Extern(ExternName::TIMESTAMP, Vec::new()),
            Type::Date => Self::Extern(ExternName::DATE, Vec::new()),
            Type::Ipv4 => Self::Extern(ExternName::IPV4_ADDR, Vec::new()),
            Type::Ipv6 => Self::Extern(ExternName::IPV6_ADDR, Vec::new()),
            // Documents that have UUIDs often have a schema of that name, so it is not imported.
            Type::Uuid => Self::path("uuid::Uuid"),
            Type::Secret => Self::Extern(ExternName::SECRET, Vec::new()),
            Type::Nullable(value) => Self::option(Self::of(types, value, scope)),
            Type::Array(element) => Self::list(Self::of(types, element, scope)),
            Type::Map(value) if **value == Type::Untyped => Self::generic(
                "serde_json::Map",
                vec![Self::string(), Self::path("serde_json::Value")],
            ),
            Type::Map(value) => Self::Extern(
                ExternName::B_TREE_MAP,
                vec![Self::string(), Self::of(types, value, scope)],
            ),
            Type::Untyped => Self::path("serde_json::Value"),
            Type::Custom(custom) => Self::Custom(custom.path.clone()),
        }
    }

    /// The type of a decoded response body.
    pub(crate) fn of_body(types: &Types, body: &ResponseBody, scope: Scope) -> Self {
        match body {
            ResponseBody::Empty => Self::Unit,
            ResponseBody::Json(ty) => Self::of(types, ty, scope),
            ResponseBody::Text => Self::string(),
            ResponseBody::Bytes => Self::Extern(ExternName::BYTE_STREAM, Vec::new()),
            // The document may have a type called `Events`, so these are not imported.
            ResponseBody::JsonLines(ty) => Self::generic(
                "crate::runtime::JsonLines",
                vec![Self::of(types, ty, scope)],
            ),
            ResponseBody::Events(data) => {
                let data = data
                    .as_ref()
                    .map_or_else(Self::string, |ty| Self::of(types, ty, scope));
                Self::generic("crate::runtime::Events", vec![data])
            }
            ResponseBody::ByStatus(id) => Self::of(types, &Type::Named(*id), scope),
        }
    }

    /// Adds the names that the type needs.
    pub(crate) fn import(&self, imports: &mut Imports) {
        match self {
            Self::Path(_, arguments) => {
                for argument in arguments {
                    argument.import(imports);
                }
            }
            Self::Extern(name, arguments) => {
                imports.add(*name);
                for argument in arguments {
                    argument.import(imports);
                }
            }
            Self::Api(_, Scope::Types) | Self::Unit | Self::Custom(_) | Self::ImplSerialize => {}
            Self::Api(_, Scope::Elsewhere) => imports.add(ExternName::TYPES),
            Self::Ref(inner)
            | Self::Slice(inner)
            | Self::ImplInto(inner)
            | Self::ImplIntoIterator(inner) => inner.import(imports),
            Self::Impl(name) => imports.add(*name),
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path, arguments) => generic(f, path, arguments),
            Self::Extern(name, arguments) => generic(f, name.name(), arguments),
            Self::Custom(path) => f.write_str(path),
            Self::Api(name, Scope::Types) => f.write_str(name),
            Self::Api(name, Scope::Elsewhere) => write!(f, "types::{name}"),
            Self::Unit => f.write_str("()"),
            Self::Ref(inner) => write!(f, "&{inner}"),
            Self::Slice(inner) => write!(f, "[{inner}]"),
            Self::ImplInto(inner) => write!(f, "impl Into<{inner}>"),
            Self::ImplIntoIterator(inner) => write!(f, "impl IntoIterator<Item = {inner}>"),
            Self::Impl(name) => write!(f, "impl {}", name.name()),
            Self::ImplSerialize => f.write_str("(impl serde::Serialize + ?Sized)"),
        }
    }
}

/// Formats a path with type arguments.
fn generic(f: &mut fmt::Formatter<'_>, path: &str, arguments: &[Ty]) -> fmt::Result {
    f.write_str(path)?;
    let Some((first, others)) = arguments.split_first() else {
        return Ok(());
    };
    write!(f, "<{first}")?;
    for other in others {
        write!(f, ", {other}")?;
    }
    f.write_str(">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_formatted_as_rust() {
        let store = Ty::Api("Store".to_owned(), Scope::Elsewhere);
        let map = Ty::Extern(
            ExternName::B_TREE_MAP,
            vec![Ty::string(), Ty::option(Ty::boxed(store.clone()))],
        );
        assert_eq!(
            map.to_string(),
            "BTreeMap<String, Option<Box<types::Store>>>"
        );
        assert_eq!(Ty::slice(store).to_string(), "&[types::Store]");
        assert_eq!(Ty::into(Ty::Unit).to_string(), "impl Into<()>");
    }
}
