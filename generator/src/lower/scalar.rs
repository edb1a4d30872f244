//! Strings, numbers and booleans, by their formats.

use openapiv3::{
    IntegerFormat, IntegerType, NumberFormat, NumberType, OpenAPI, StringFormat, StringType,
    VariantOrUnknownOrEmpty,
};

use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::types::{Direction, Integer, Type, Types};
use crate::pointer::{Pointer, steps};

impl Lowering<'_> {
    pub(super) fn string(&mut self, string: &StringType, pointer: &Pointer<'_>) -> Type {
        self.string_format(format(string), pointer)
    }

    /// The type of a string format. A format without a type in Rust or the runtime is a string.
    pub(super) fn string_format(&mut self, format: &str, pointer: &Pointer<'_>) -> Type {
        match format {
            "date-time" => Type::Timestamp,
            "date" => Type::Date,
            "byte" => Type::Base64,
            "ipv4" => Type::Ipv4,
            "ipv6" => Type::Ipv6,
            "uuid" => Type::Uuid,
            "password" => Type::Secret,
            "binary" => {
                self.raw_bytes.push(pointer.to_string());
                Type::String
            }
            _ => Type::String,
        }
    }
}

/// Reports raw bytes in JSON. A component whose type no operation uses is at most a file or a body of bytes.
pub(super) fn report_raw_bytes(
    openapi: &OpenAPI,
    types: &Types,
    pointers: &[String],
    diagnostics: &mut Diagnostics,
) {
    let schemas = openapi
        .components
        .as_ref()
        .map(|components| &components.schemas);
    let used = |pointer: &str| {
        let mut steps = steps(pointer);
        let section = (steps.next(), steps.next(), steps.next());
        let (Some("components"), Some("schemas"), Some(name)) = (
            section.0.as_deref(),
            section.1.as_deref(),
            section.2.as_deref(),
        ) else {
            return true;
        };
        // The types of `components` come first, in the order of the section.
        let index = schemas.and_then(|schemas| schemas.get_index_of(name));
        let id = index.and_then(|index| types.ids().nth(index));
        id.is_none_or(|id| types[id].direction != Direction::default())
    };
    for pointer in pointers.iter().filter(|pointer| used(pointer)) {
        diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                Pointer::base(pointer).key("format").place(),
                "raw bytes cannot be represented in JSON",
            )
            .help("values are `String`; use `format: byte` for Base64"),
        );
    }
}

/// The format of a string, or an empty string.
pub(super) fn format(string: &StringType) -> &str {
    match &string.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => "binary",
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => "",
    }
}

/// The format of an integer, or an empty string.
pub(super) fn integer_format(integer: &IntegerType) -> &str {
    match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) => "int64",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => "",
    }
}

/// The format of a number, or an empty string.
pub(super) fn number_format(number: &NumberType) -> &str {
    match &number.format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => "float",
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double) => "double",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => "",
    }
}

/// The type of an integer. A non-negative minimum makes it unsigned. Without a known format, it is 64 bits wide.
pub(super) fn integer(integer: &IntegerType) -> Type {
    Type::Integer(width(
        integer_format(integer),
        integer.minimum.is_some_and(|minimum| minimum >= 0),
        false,
    ))
}

/// The type of integers of a format, which may be never negative, or exceed a signed 64-bit integer.
pub(super) fn width(format: &str, never_negative: bool, beyond_signed: bool) -> Integer {
    let unsigned = never_negative || beyond_signed || format.starts_with("uint");
    let narrow = matches!(
        format,
        "int32" | "uint32" | "int16" | "uint16" | "int8" | "uint8"
    );
    match (unsigned, narrow) {
        (false, false) => Integer::I64,
        (false, true) => Integer::I32,
        (true, false) => Integer::U64,
        (true, true) => Integer::U32,
    }
}

pub(super) fn number(number: &NumberType) -> Type {
    match number.format {
        VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Type::Float,
        VariantOrUnknownOrEmpty::Item(NumberFormat::Double)
        | VariantOrUnknownOrEmpty::Unknown(_)
        | VariantOrUnknownOrEmpty::Empty => Type::Double,
    }
}
