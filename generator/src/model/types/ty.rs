//! The type of an argument, a field or a body.

use crate::rust_path::{KnownType, known};

/// The id of one of the [`Types`](super::Types) of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(super) usize);

impl TypeId {
    /// Its index among the [`Types`](super::Types), from 0.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// The type of an argument, a field or a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A named type.
    Named(TypeId),
    /// A UTF-8 string.
    String,
    /// `true` or `false`.
    Boolean,
    /// `null` only.
    Null,
    /// An integer.
    Integer(Integer),
    /// A 32-bit floating-point number.
    Float,
    /// A 64-bit floating-point number.
    Double,
    /// Bytes, encoded as Base64 in a JSON string.
    Base64,
    /// A point in time.
    Timestamp,
    /// A calendar date.
    Date,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A UUID.
    Uuid,
    /// A string that is redacted in logs.
    Secret,
    /// A value or `null`, except for an optional [`Field`](super::Field), which is optional by itself.
    Nullable(Box<Type>),
    /// A list.
    Array(Box<Type>),
    /// An object with arbitrary keys.
    Map(Box<Type>),
    /// Any JSON value.
    Untyped,
    /// A type of the user's.
    Custom(CustomType),
}

/// A type that the user defines or takes from another crate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomType {
    /// Its path in Rust.
    pub path: String,
}

impl CustomType {
    /// Whether the type is a known one, which is a string in JSON and in parameters. Others use `serde`.
    pub fn is_text(&self) -> bool {
        self.known().is_some()
    }

    /// The known type of the path.
    pub fn known(&self) -> Option<&'static KnownType> {
        known(&self.path)
    }
}

impl Type {
    /// The innermost type, without options, lists and maps.
    pub fn core(&self) -> &Self {
        match self {
            Self::Nullable(inner) | Self::Array(inner) | Self::Map(inner) => inner.core(),
            _ => self,
        }
    }
}

/// The width and signedness of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed.
    I64,
    /// 32 bits, unsigned.
    U32,
    /// 64 bits, unsigned.
    U64,
}
