//! The Rust items of a generated crate as data: names, signatures, documentation and bodies.

use super::body::Body;
use super::comment::{About, Comment};
use super::description::{ApiDescription, OperationDescription};
use super::imports::Imports;
use super::json::JsonImpl;
use super::ty::Ty;
use super::typed_call::TypedCall;
use crate::model::extern_name::ExternName;

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    Struct(Struct),
    Enum(Enum),
    Alias(Alias),
    Constant(Constant),
    Impl(Impl),
    /// A macro of the runtime that implements JSON for a type.
    Json(JsonImpl),
    /// The static that describes an operation.
    Operation(OperationDescription),
    /// The static that describes the API.
    Api(ApiDescription),
    /// A macro of the runtime that defines a test double, with the types of its calls.
    Double(Vec<String>),
    /// The implementation by which a test double reads the calls of an operation.
    TypedCall(TypedCall),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Struct {
    pub(crate) about: About,
    pub(crate) derives: Vec<String>,
    /// Whether it is `#[non_exhaustive]`.
    pub(crate) is_open: bool,
    /// Whether it is `#[must_use]`, and the message of the attribute.
    pub(crate) must_use: Option<Option<&'static str>>,
    pub(crate) name: String,
    pub(crate) fields: Fields,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fields {
    Named(Vec<Field>),
    /// One unnamed field, private or visible in the crate.
    Tuple {
        ty: Ty,
        in_crate: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) about: About,
    pub(crate) is_public: bool,
    pub(crate) name: String,
    pub(crate) ty: Ty,
}

/// An enum. All of them are `#[non_exhaustive]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Enum {
    pub(crate) about: About,
    pub(crate) derives: Vec<String>,
    pub(crate) name: String,
    pub(crate) variants: Vec<Variant>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) about: About,
    pub(crate) name: String,
    /// The types of its values.
    pub(crate) holds: Vec<Ty>,
}

/// The types of a variant's values, in parentheses: `(String, u64)`; nothing if there are none.
pub(crate) fn values(holds: &[Ty]) -> String {
    let types: Vec<String> = holds.iter().map(Ty::to_string).collect();
    if types.is_empty() {
        String::new()
    } else {
        format!("({})", types.join(", "))
    }
}

/// The names of derived traits.
pub(crate) fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Another name for a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alias {
    pub(crate) about: About,
    pub(crate) name: String,
    pub(crate) ty: Ty,
}

/// A constant string.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Constant {
    pub(crate) about: About,
    pub(crate) name: String,
    pub(crate) value: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Impl {
    /// The trait, unless the functions are inherent.
    pub(crate) of_trait: Option<Ty>,
    /// The type.
    pub(crate) ty: Ty,
    /// The associated types.
    pub(crate) associated: Vec<(&'static str, Ty)>,
    pub(crate) functions: Vec<Function>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Function {
    pub(crate) about: About,
    pub(crate) must_use: bool,
    pub(crate) visibility: Visibility,
    pub(crate) is_async: bool,
    pub(crate) name: String,
    pub(crate) receiver: Option<Receiver>,
    pub(crate) arguments: Vec<(String, Ty)>,
    pub(crate) output: Ty,
    pub(crate) body: Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    Public,
    /// That of the trait.
    Inherited,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// `self`
    Value,
    /// `&self`
    Reference,
}

impl Receiver {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "self",
            Self::Reference => "&self",
        }
    }
}

impl Function {
    /// A public method without arguments.
    pub(crate) fn method(
        name: impl Into<String>,
        receiver: Receiver,
        output: Ty,
        body: Body,
    ) -> Self {
        Self {
            about: About::default(),
            must_use: false,
            visibility: Visibility::Public,
            is_async: false,
            name: name.into(),
            receiver: Some(receiver),
            arguments: Vec::new(),
            output,
            body,
        }
    }

    /// A function that creates a value.
    pub(crate) fn constructor(name: &str, arguments: Vec<(String, Ty)>, body: Body) -> Self {
        Self {
            receiver: None,
            arguments,
            ..Self::method(name, Receiver::Value, Ty::path("Self"), body)
        }
    }

    /// A method that takes the value and returns it with something set.
    pub(crate) fn setter(name: impl Into<String>, argument: (String, Ty), body: Body) -> Self {
        Self {
            arguments: vec![argument],
            ..Self::method(name, Receiver::Value, Ty::path("Self"), body)
        }
    }

    pub(crate) fn about(self, about: About) -> Self {
        Self { about, ..self }
    }

    pub(crate) fn documented(self, comment: impl Into<Comment>) -> Self {
        let about = About {
            comment: comment.into(),
            ..self.about
        };
        Self { about, ..self }
    }

    /// The function as a method of a trait.
    pub(crate) fn of_trait(self) -> Self {
        Self {
            visibility: Visibility::Inherited,
            ..self
        }
    }

    /// The signature for callers, without visibility.
    pub(crate) fn signature(&self) -> String {
        self.with_receiver(self.receiver.map(Receiver::as_str), &Ty::to_string)
    }

    /// The signature of the definition, with a mutable receiver where the body changes it. `text` is the text of a type.
    pub(crate) fn definition(&self, text: &dyn Fn(&Ty) -> String) -> String {
        let changes = matches!(self.body, Body::Set { .. });
        let receiver = self.receiver.map(|receiver| {
            if changes {
                "mut self"
            } else {
                receiver.as_str()
            }
        });
        self.with_receiver(receiver, text)
    }

    fn with_receiver(&self, receiver: Option<&str>, text: &dyn Fn(&Ty) -> String) -> String {
        let arguments = self
            .arguments
            .iter()
            .map(|(name, ty)| format!("{name}: {}", text(ty)));
        let receiver = receiver.map(str::to_owned);
        let arguments: Vec<String> = receiver.into_iter().chain(arguments).collect();
        let asynchronous = if self.is_async { "async " } else { "" };
        let output = match &self.output {
            Ty::Unit => String::new(),
            output => format!(" -> {}", text(output)),
        };
        format!(
            "{asynchronous}fn {}({}){output}",
            self.name,
            arguments.join(", ")
        )
    }

    fn import(&self, imports: &mut Imports) {
        for (_, ty) in &self.arguments {
            ty.import(imports);
        }
        self.output.import(imports);
        self.body.import(imports);
    }

    fn without_comments(&mut self) {
        self.about.clear_texts();
    }
}

impl Impl {
    /// The inherent functions of a type.
    pub(crate) fn inherent(name: &str, functions: Vec<Function>) -> Self {
        Self {
            of_trait: None,
            ty: Ty::local(name),
            associated: Vec::new(),
            functions,
        }
    }

    /// The implementation of a trait with one method.
    pub(crate) fn of(of_trait: Ty, ty: Ty, function: Function) -> Self {
        Self {
            of_trait: Some(of_trait),
            ty,
            associated: Vec::new(),
            functions: vec![function.of_trait()],
        }
    }
}

impl Item {
    /// Adds the names that the item needs.
    pub(crate) fn import(&self, imports: &mut Imports) {
        match self {
            Self::Struct(item) => match &item.fields {
                Fields::Named(fields) => {
                    for field in fields {
                        field.ty.import(imports);
                    }
                }
                Fields::Tuple { ty, .. } => ty.import(imports),
            },
            Self::Enum(item) => {
                for ty in item.variants.iter().flat_map(|variant| &variant.holds) {
                    ty.import(imports);
                }
            }
            Self::Alias(item) => item.ty.import(imports),
            Self::Constant(_) | Self::Double(_) => {}
            Self::Impl(item) => {
                item.ty.import(imports);
                if let Some(of_trait) = &item.of_trait {
                    of_trait.import(imports);
                }
                for (_, ty) in &item.associated {
                    ty.import(imports);
                }
                for function in &item.functions {
                    function.import(imports);
                }
            }
            Self::Json(_) => imports.add(ExternName::JSON),
            Self::Operation(item) => item.import(imports),
            Self::Api(item) => item.import(imports),
            Self::TypedCall(item) => {
                item.reply.import(imports);
                item.failure.import(imports);
            }
        }
    }

    /// The item without documentation.
    pub(crate) fn without_comments(mut self) -> Self {
        match &mut self {
            Self::Struct(item) => {
                item.about.clear_texts();
                if let Fields::Named(fields) = &mut item.fields {
                    for field in fields {
                        field.about.clear_texts();
                    }
                }
            }
            Self::Enum(item) => {
                item.about.clear_texts();
                for variant in &mut item.variants {
                    variant.about.clear_texts();
                }
            }
            Self::Alias(item) => item.about.clear_texts(),
            Self::Constant(item) => item.about.clear_texts(),
            Self::Impl(item) => item
                .functions
                .iter_mut()
                .for_each(Function::without_comments),
            Self::Json(_)
            | Self::Operation(_)
            | Self::Api(_)
            | Self::Double(_)
            | Self::TypedCall(_) => {}
        }
        self
    }
}
