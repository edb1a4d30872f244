//! A JSON object with properties: a struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::argument;
use super::docs;
use super::ty::{From, ident, tokens};
use crate::model::scope::Scope;
use crate::model::types::{Additional, Field, Object, Type, TypeDefinition, Types};

pub(super) fn item(all: &Types, definition: &TypeDefinition, object: &Object) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let fields = object.fields.iter().map(|field| member(all, field));
    let additional = additional(all, object);
    let (default, constructor, by_hand) = constructor(all, definition, object);
    let setters = setters(all, definition, object);
    let implementation = if constructor.is_empty() && setters.is_empty() {
        TokenStream::new()
    } else {
        quote! { impl #name { #constructor #setters } }
    };
    let json = implementation_of_json(definition, object);
    quote! {
        #attributes
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #additional }
        #json
        #implementation
        #by_hand
    }
}

fn member(all: &Types, field: &Field) -> TokenStream {
    let attributes = docs::attributes(&field.docs, &fallback(all, field));
    let name = ident(&field.name);
    let ty = member_type(all, field);
    quote! { #attributes pub #name: #ty, }
}

/// What to say of a property that the document says nothing of: what it says of its type, or the name on the wire where
/// that is another.
fn fallback(all: &Types, field: &Field) -> String {
    let of_type = match &field.ty {
        Type::Named(id) => docs::first_paragraph(&all[*id].docs),
        _ => None,
    };
    of_type.unwrap_or_else(|| {
        if field.wire_name == field.name {
            String::new()
        } else {
            format!("The property `{}`.", field.wire_name)
        }
    })
}

/// Whether there is a property that nothing is said of.
pub(super) fn is_partly_undocumented(all: &Types, object: &Object) -> bool {
    object
        .fields
        .iter()
        .any(|field| docs::say_nothing(&field.docs) && fallback(all, field).is_empty())
}

fn member_type(all: &Types, field: &Field) -> TokenStream {
    let mut ty = tokens(all, &field.ty, From::Types);
    if field.boxed {
        ty = quote! { Box<#ty> };
    }
    if field.is_optional() {
        ty = quote! { Option<#ty> };
    }
    ty
}

/// How it is read and written: each field under its name in JSON.
fn implementation_of_json(definition: &TypeDefinition, object: &Object) -> TokenStream {
    let name = ident(&definition.name);
    let fields = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        let wire_name = (field.wire_name != field.name).then(|| {
            let wire_name = &field.wire_name;
            quote! { = #wire_name }
        });
        let null = (field.required && field.nullable).then(|| quote! { | null });
        quote! { #name #wire_name #null }
    });
    let rest = match &object.additional {
        Additional::Denied => None,
        Additional::Kept { field, .. } => {
            let field = ident(field);
            Some(quote! { ; #field })
        }
    };
    quote! { object!(#name { #(#fields),* #rest }); }
}

/// The field that keeps what the document does not name.
fn additional(all: &Types, object: &Object) -> TokenStream {
    match &object.additional {
        Additional::Denied => TokenStream::new(),
        Additional::Kept { field, ty, .. } => {
            let name = ident(field);
            let ty = tokens(all, &Type::Map(Box::new(ty.clone())), From::Types);
            quote! {
                /// Properties that the API's document does not name.
                pub #name: #ty,
            }
        }
    }
}

/// `Default` where nothing is to be passed, and otherwise `new` with what is, for what users build: what is derived, the function, and a
/// `Default` that sets what tells the struct from others.
fn constructor(
    all: &Types,
    definition: &TypeDefinition,
    object: &Object,
) -> (TokenStream, TokenStream, TokenStream) {
    let required: Vec<&Field> = object
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .collect();
    if object.fields.iter().all(Field::is_optional) {
        return (quote! { Default, }, TokenStream::new(), TokenStream::new());
    }
    let arguments = required.iter().map(|field| {
        let name = ident(&field.name);
        let ty = argument(all, &field.ty, &field.name, From::Types).ty;
        quote! { #name: #ty }
    });
    let values = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        if field.is_optional() {
            return quote! { #name: None };
        }
        if let Some(tag) = &field.tag {
            return quote! { #name: #tag.into() };
        }
        let value = argument(all, &field.ty, &field.name, From::Types).owned;
        let value = if field.boxed {
            quote! { Box::new(#value) }
        } else {
            value
        };
        // The short form where the argument is the value.
        if name == value.to_string() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    let additional = match &object.additional {
        Additional::Denied => None,
        Additional::Kept { field, ty, .. } => {
            let name = ident(field);
            let map = if *ty == Type::Untyped {
                quote! { serde_json::Map::new() }
            } else {
                quote! { BTreeMap::new() }
            };
            Some(quote! { #name: #map })
        }
    };
    let values = values.chain(additional);
    if required.is_empty() {
        let name = ident(&definition.name);
        let by_hand = quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#values),* }
                }
            }
        };
        return (TokenStream::new(), TokenStream::new(), by_hand);
    }
    if !definition.direction.request {
        return (TokenStream::new(), TokenStream::new(), TokenStream::new());
    }
    let comment = docs::comment(&format!(
        "`{}` with what is required, and nothing else.",
        definition.name
    ));
    let constructor = quote! {
        #comment
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    };
    (TokenStream::new(), constructor, TokenStream::new())
}

/// A setter for each optional field of what users build; what only comes back needs none.
fn setters(all: &Types, definition: &TypeDefinition, object: &Object) -> TokenStream {
    if !definition.direction.request {
        return TokenStream::new();
    }
    // What makes a value has these names already; a field's own name goes before one made for another's setter.
    let mut names = Scope::reserving(&["default", "new"]);
    let optional: Vec<&Field> = object
        .fields
        .iter()
        .filter(|field| field.is_optional())
        .collect();
    for field in optional
        .iter()
        .filter(|field| !matches!(field.name.as_str(), "default" | "new"))
    {
        names.claim(&field.name, "");
    }
    let setters = optional.into_iter().map(|field| {
        let comment = docs::comment(&format!(
            "Sets [`{0}`](Self::{0}).",
            field.name.trim_start_matches("r#")
        ));
        let deprecated = docs::deprecated(&field.docs);
        let name = ident(&field.name);
        let setter = match field.name.as_str() {
            taken @ ("default" | "new") => ident(&names.claim(&format!("with_{taken}"), "")),
            _ => name.clone(),
        };
        let argument = argument(all, &field.ty, &field.name, From::Types);
        let (ty, value) = (argument.ty, argument.owned);
        let value = if field.boxed {
            quote! { Box::new(#value) }
        } else {
            value
        };
        quote! {
            #comment
            #deprecated
            #[must_use]
            pub fn #setter(self, #name: #ty) -> Self {
                Self { #name: Some(#value), ..self }
            }
        }
    });
    setters.collect()
}
