//! Strings, numbers and booleans, by their formats.

use openapiv3::{
    BooleanType, IntegerFormat, IntegerType, NumberFormat, NumberType, StringFormat, StringType,
    VariantOrUnknownOrEmpty,
};

use super::Lowering;
use crate::model::types::{Integer, Type};
use crate::pointer::Pointer;

impl Lowering<'_> {
    pub(super) fn string(&mut self, string: &StringType, pointer: &Pointer<'_>) -> Type {
        match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::Timestamp,
            VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => Type::Base64,
            VariantOrUnknownOrEmpty::Item(format @ (StringFormat::Date | StringFormat::Binary)) => {
                let format = if matches!(format, StringFormat::Date) { "date" } else { "binary" };
                self.unsupported(
                    pointer.key("format").place(),
                    format!("the format `{format}` has no type of its own here"),
                    "values are `String`",
                );
                Type::String
            }
            // A password is text to the wire, and so is any format that is nobody's standard.
            VariantOrUnknownOrEmpty::Item(StringFormat::Password)
            | VariantOrUnknownOrEmpty::Unknown(_)
            | VariantOrUnknownOrEmpty::Empty => Type::String,
        }
    }

    /// A minimum of 0 or more makes the type unsigned; no format, or an unknown one, makes it 64 bits wide.
    pub(super) fn integer(&mut self, integer: &IntegerType, pointer: &Pointer<'_>) -> Type {
        self.number_enum(!integer.enumeration.is_empty(), pointer);
        let unsigned = integer.minimum.is_some_and(|minimum| minimum >= 0);
        let narrow = matches!(integer.format, VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32));
        Type::Integer(match (unsigned, narrow) {
            (false, false) => Integer::I64,
            (false, true) => Integer::I32,
            (true, false) => Integer::U64,
            (true, true) => Integer::U32,
        })
    }

    pub(super) fn number(&mut self, number: &NumberType, pointer: &Pointer<'_>) -> Type {
        self.number_enum(!number.enumeration.is_empty(), pointer);
        match number.format {
            VariantOrUnknownOrEmpty::Item(NumberFormat::Float) => Type::Float,
            VariantOrUnknownOrEmpty::Item(NumberFormat::Double)
            | VariantOrUnknownOrEmpty::Unknown(_)
            | VariantOrUnknownOrEmpty::Empty => Type::Double,
        }
    }

    pub(super) fn boolean(&mut self, boolean: &BooleanType, pointer: &Pointer<'_>) -> Type {
        self.number_enum(!boolean.enumeration.is_empty(), pointer);
        Type::Boolean
    }

    fn number_enum(&mut self, has_values: bool, pointer: &Pointer<'_>) {
        if has_values {
            self.unsupported(
                pointer.key("enum").key_place(),
                "an `enum` of anything but strings has no type of its own here",
                "any value of the type is accepted",
            );
        }
    }
}
