//! `x-rust-type`: a type of the user's in place of a schema. Loading has checked the path.

use openapiv3::Schema;

use crate::hints::TYPE as RUST_TYPE;
use crate::model::types::{CustomType, Integer, Type};

/// The type that replaces a schema, if one does.
pub(super) fn of(schema: &Schema) -> Option<Type> {
    let hint = schema.schema_data.extensions.get(RUST_TYPE)?;
    hint.as_str().map(named)
}

/// The type of a path: one that the generator knows, or one of the user's.
fn named(path: &str) -> Type {
    match path {
        "String" | "std::string::String" => Type::String,
        "bool" => Type::Boolean,
        "f32" => Type::Float,
        "f64" => Type::Double,
        "i32" => Type::Integer(Integer::I32),
        "i64" => Type::Integer(Integer::I64),
        "u32" => Type::Integer(Integer::U32),
        "u64" => Type::Integer(Integer::U64),
        "bytes::Bytes" => Type::Base64,
        "jiff::Timestamp" => Type::Timestamp,
        "jiff::civil::Date" => Type::Date,
        "serde_json::Value" => Type::Untyped,
        "std::net::Ipv4Addr" => Type::Ipv4,
        "std::net::Ipv6Addr" => Type::Ipv6,
        "uuid::Uuid" => Type::Uuid,
        _ => Type::Custom(CustomType {
            path: path.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_path::{PRIMITIVES, SUPPORTED};

    #[test]
    fn a_type_that_generated_code_uses_is_no_type_of_the_user() {
        for path in PRIMITIVES.iter().chain(SUPPORTED) {
            assert!(!matches!(named(path), Type::Custom(_)), "{path}");
        }
        assert!(matches!(named("crate::Money"), Type::Custom(_)));
    }
}
