//! Strings, numbers and booleans, by their formats.

use openapiv3::{
    IntegerFormat, IntegerType, NumberFormat, NumberType, StringFormat, StringType,
    VariantOrUnknownOrEmpty,
};

use super::lowering::Lowering;
use crate::model::types::{Integer, Type};
use crate::pointer::Pointer;

impl Lowering<'_> {
    pub(super) fn string(&mut self, string: &StringType, pointer: &Pointer<'_>) -> Type {
        self.string_format(format(string), pointer)
    }

    /// A format that Rust or the runtime has a type for has that type; any other is text to the wire and here.
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
                self.unsupported(
                    pointer.key("format").place(),
                    "bytes as they are cannot stand in JSON",
                    "values are `String`; `format: byte` is Base64",
                );
                Type::String
            }
            _ => Type::String,
        }
    }
}

/// The format of a string, empty where it has none.
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

/// A minimum of 0 or more makes the type unsigned; no format, or an unknown one, makes it 64 bits wide.
pub(super) fn integer(integer: &IntegerType) -> Type {
    let format = match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => "int32",
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) | VariantOrUnknownOrEmpty::Empty => "",
    };
    Type::Integer(width(
        format,
        integer.minimum.is_some_and(|minimum| minimum >= 0),
        false,
    ))
}

/// The type of whole numbers of a format that are never negative, or go beyond what 64 bits hold with a sign.
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
