//! How a type is read from JSON and written to it: what the runtime's macros are told of each type.

/// A call of one of the macros that stand for derives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonImpl {
    /// `object!`
    Object(ObjectJson),
    /// `string_enum!`
    StringEnum {
        name: String,
        /// Each variant and its value.
        values: Vec<(String, String)>,
        /// The variant that keeps any other value.
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
        /// The property that tells variants apart.
        discriminator: Option<String>,
        /// Each variant and the values of the discriminator that stand for it.
        variants: Vec<(String, Vec<String>)>,
        other: String,
    },
    /// `checked!`
    Checked { name: String },
    /// `text_format!`, for a type of a crate that only some APIs depend on.
    TextFormat { path: &'static str },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectJson {
    pub(crate) name: String,
    pub(crate) properties: Vec<Property>,
    /// The field that keeps all other properties.
    pub(crate) rest: Option<String>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Property {
    /// The field.
    pub(crate) name: String,
    /// The name in JSON, where it is another.
    pub(crate) wire_name: Option<String>,
    /// Whether an absent value is written as `null`.
    pub(crate) null: bool,
}

impl JsonImpl {
    /// The macro.
    pub(crate) fn macro_name(&self) -> &'static str {
        match self {
            Self::Object(_) => "object",
            Self::StringEnum { .. } => "string_enum",
            Self::IntegerEnum { .. } => "integer_enum",
            Self::OneOf { .. } => "one_of",
            Self::Checked { .. } => "checked",
            Self::TextFormat { .. } => "text_format",
        }
    }

    /// The type that it is for.
    pub(crate) fn type_name(&self) -> &str {
        match self {
            Self::Object(object) => &object.name,
            Self::StringEnum { name, .. }
            | Self::IntegerEnum { name, .. }
            | Self::OneOf { name, .. }
            | Self::Checked { name } => name,
            Self::TextFormat { path } => path,
        }
    }
}
