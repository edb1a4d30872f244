//! The JSON representation of a type: the arguments of the runtime's macros.

use crate::model::types::CustomType;

/// A call of one of the runtime's macros, which are used in place of derives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonImpl {
    /// `object!`
    Object(ObjectJson),
    /// `string_enum!`
    StringEnum {
        name: String,
        /// Each variant and its value.
        values: Vec<(String, String)>,
        /// The variant for unknown values.
        other: String,
    },
    /// `integer_enum!`
    IntegerEnum {
        name: String,
        values: Vec<(String, i64)>,
        other: String,
    },
    /// `one_of!`
    OneOf {
        name: String,
        /// The property that distinguishes the variants.
        discriminator: Option<String>,
        /// Each variant and its discriminator values.
        variants: Vec<(String, Vec<String>)>,
        /// The variant for objects without a known discriminator.
        default: Option<String>,
        other: String,
    },
    /// `checked!`
    Checked { name: String },
    /// `text_format!`, for a type from a crate that only some APIs depend on.
    TextFormat { path: &'static str },
    /// `custom_text!` or `custom!`, for a type of the user's.
    Custom(CustomType),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectJson {
    pub(crate) name: String,
    pub(crate) properties: Vec<Property>,
    /// The field for undeclared properties.
    pub(crate) rest: Option<String>,
    /// The field for properties that are not in their format.
    pub(crate) invalid: Option<String>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Property {
    /// The field.
    pub(crate) name: String,
    /// The name in JSON, where it differs from the field's.
    pub(crate) wire_name: Option<String>,
    /// Whether an absent value is written as `null`.
    pub(crate) null: bool,
}

impl JsonImpl {
    /// The name of the macro.
    pub(crate) fn macro_name(&self) -> &'static str {
        match self {
            Self::Object(_) => "object",
            Self::StringEnum { .. } => "string_enum",
            Self::IntegerEnum { .. } => "integer_enum",
            Self::OneOf { .. } => "one_of",
            Self::Checked { .. } => "checked",
            Self::TextFormat { .. } => "text_format",
            Self::Custom(custom) if custom.is_text() => "custom_text",
            Self::Custom(_) => "custom",
        }
    }

    /// The name of the type.
    pub(crate) fn type_name(&self) -> &str {
        match self {
            Self::Object(object) => &object.name,
            Self::StringEnum { name, .. }
            | Self::IntegerEnum { name, .. }
            | Self::OneOf { name, .. }
            | Self::Checked { name } => name,
            Self::TextFormat { path } => path,
            Self::Custom(custom) => &custom.path,
        }
    }
}
