//! A string out of a list: an enum that keeps what is not in the list.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::ty::ident;
use crate::model::types::{StringEnum, TypeDefinition};

pub(super) fn item(definition: &TypeDefinition, string_enum: &StringEnum) -> TokenStream {
    let attributes = docs::of_type(definition);
    let name = ident(&definition.name);
    let other = ident(&string_enum.other);
    let variants = string_enum.variants.iter().map(|variant| {
        let comment = docs::comment(&code(&variant.wire_name));
        let name = ident(&variant.name);
        quote! { #comment #name, }
    });
    let pairs: Vec<_> =
        string_enum.variants.iter().map(|variant| (ident(&variant.name), &variant.wire_name)).collect();
    let to_text = pairs.iter().map(|(name, wire_name)| quote! { Self::#name => #wire_name, });
    let from_text = pairs.iter().map(|(name, wire_name)| quote! { #wire_name => Self::#name, });
    quote! {
        #attributes
        #[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
        #[serde(from = "String")]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version of the crate does not know, as it was received.
            #other(String),
        }
        impl #name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(#to_text)*
                    Self::#other(value) => value,
                }
            }
        }
        impl From<String> for #name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    #(#from_text)*
                    _ => Self::#other(value),
                }
            }
        }
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    }
}

/// A code span of a value, whatever it holds.
fn code(value: &str) -> String {
    if value.is_empty() {
        return "The empty string.".to_owned();
    }
    let longest = value.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let padding = if longest > 0 { " " } else { "" };
    format!("{fence}{padding}{}{padding}{fence}", value.replace('\n', "\\n"))
}
