//! A type as it is used: by an argument, a field, or a body.

/// Names one of the [`Types`](super::Types) of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(super) usize);

impl TypeId {
    /// Its place among the [`Types`](super::Types), counted from 0.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type with a name of its own.
    Named(TypeId),
    /// UTF-8 text.
    String,
    /// `true` or `false`.
    Boolean,
    /// `null`, and no other value.
    Null,
    /// A whole number.
    Integer(Integer),
    /// A floating-point number of 32 bits.
    Float,
    /// A floating-point number of 64 bits.
    Double,
    /// Bytes that travel as Base64 in a JSON string.
    Base64,
    /// A point in time.
    Timestamp,
    /// A day of the calendar.
    Date,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A UUID.
    Uuid,
    /// Text that is not shown in logs.
    Secret,
    /// A value or `null`; an optional [`Field`](super::Field) says so by itself.
    Nullable(Box<Type>),
    /// A list.
    Array(Box<Type>),
    /// An object whose keys the document does not name.
    Map(Box<Type>),
    /// Any JSON value.
    Untyped,
}

impl Type {
    /// The type in any number of options, lists and maps.
    pub fn core(&self) -> &Self {
        match self {
            Self::Nullable(inner) | Self::Array(inner) | Self::Map(inner) => inner.core(),
            _ => self,
        }
    }
}

/// The width and sign of a whole number.
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
