//! Counts the fields and arguments of generated code that accept any JSON.
//!
//! Counts them in the source, not in the model: that is what a user sees, and it also works for the code of other
//! generators.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{Fields, File, FnArg, ImplItem, Item, Type, Visibility};

/// The field for additional properties, which are untyped in the document.
const UNNAMED: &str = "additional_properties";

/// Returns the number of fields and arguments in Rust files, and how many of them are untyped.
pub(super) fn count<'t>(files: impl Iterator<Item = &'t str>) -> (usize, usize) {
    let files: Vec<File> = files
        .filter_map(|text| syn::parse_file(text).ok())
        .collect();
    let items = || files.iter().flat_map(|file| &file.items);
    let untyped_names = untyped_aliases(&files);
    let mut counted = (0, 0);
    for ty in items().flat_map(types) {
        counted.0 += 1;
        counted.1 += usize::from(is_untyped(ty, &untyped_names));
    }
    counted
}

/// The names of the type aliases that contain `serde_json::Value`.
fn untyped_aliases(files: &[File]) -> HashSet<String> {
    let mut names = HashSet::new();
    loop {
        let before = names.len();
        for item in files.iter().flat_map(|file| &file.items) {
            if let Item::Type(alias) = item
                && is_untyped(&alias.ty, &names)
            {
                names.insert(alias.ident.to_string());
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

fn is_untyped(ty: &Type, untyped_names: &HashSet<String>) -> bool {
    let text = ty.to_token_stream().to_string();
    text.contains("serde_json :: Value") || text.split(' ').any(|word| untyped_names.contains(word))
}

/// The types of the public fields and arguments of an item.
fn types(item: &Item) -> Vec<&Type> {
    match item {
        Item::Struct(item) => fields(&item.fields, false),
        Item::Enum(item) => item
            .variants
            .iter()
            .flat_map(|variant| fields(&variant.fields, true))
            .collect(),
        Item::Impl(item) if item.trait_.is_none() => {
            let functions = item.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) if matches!(function.vis, Visibility::Public(_)) => {
                    Some(function)
                }
                _ => None,
            });
            functions
                .flat_map(|function| &function.sig.inputs)
                .filter_map(argument)
                .collect()
        }
        _ => Vec::new(),
    }
}

fn fields(fields: &Fields, all: bool) -> Vec<&Type> {
    let seen = fields
        .iter()
        .filter(|field| all || matches!(field.vis, Visibility::Public(_)));
    let named = seen.filter(|field| {
        field
            .ident
            .as_ref()
            .is_none_or(|name| !name.to_string().starts_with(UNNAMED))
            || !field
                .ty
                .to_token_stream()
                .to_string()
                .starts_with("serde_json :: Map")
    });
    named.map(|field| &field.ty).collect()
}

fn argument(argument: &FnArg) -> Option<&Type> {
    match argument {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn all_and_untyped_fields_and_arguments_are_counted() {
        let text = "
            pub struct A {
                pub a: String,
                pub b: Option<serde_json::Value>,
                pub c: Vec<Any>,
                private: serde_json::Value,
                pub additional_properties: serde_json::Map<String, serde_json::Value>,
            }
            pub type Any = Other;
            pub type Other = serde_json::Value;
            pub enum E { One(String), Two }
            impl A {
                pub fn set(self, a: impl Into<String>, b: &serde_json::Value) -> Self { self }
                fn private(&self, a: String) {}
            }
            impl Clone for A { fn clone(&self) -> Self { *self } }
        ";
        assert_eq!(count([text].into_iter()), (6, 3));
    }
}
