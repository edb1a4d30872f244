//! Do two things in one generated file have the same name?

use std::collections::HashSet;

use syn::{Fields, FnArg, ImplItem, Item, Pat};

/// What is wrong with a file's Rust: that it is none, or the names that stand twice where each must stand once.
pub(crate) fn faults(contents: &str) -> Vec<String> {
    let file = match syn::parse_file(contents) {
        Ok(file) => file,
        Err(error) => return vec![format!("not Rust: {error}")],
    };
    let mut names = Names::default();
    names.items(&file.items);
    names.twice
}

/// Every name with the space it has to be unique in, and those found again.
#[derive(Default)]
struct Names {
    seen: HashSet<(String, String)>,
    twice: Vec<String>,
}

impl Names {
    fn take(&mut self, space: &str, name: &impl ToString) {
        let name = name.to_string();
        if name != "_" && !self.seen.insert((space.to_owned(), name.clone())) {
            self.twice
                .push(format!("`{name}` stands twice among the {space}"));
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) => {
                    self.take("types", &item.ident);
                    self.fields(&item.ident.to_string(), &item.fields);
                }
                Item::Enum(item) => {
                    self.take("types", &item.ident);
                    for variant in &item.variants {
                        self.take(&format!("variants of {}", item.ident), &variant.ident);
                        self.fields(
                            &format!("{}::{}", item.ident, variant.ident),
                            &variant.fields,
                        );
                    }
                }
                Item::Type(item) => self.take("types", &item.ident),
                Item::Trait(item) => self.take("types", &item.ident),
                Item::Mod(item) => self.take("types", &item.ident),
                Item::Fn(item) => {
                    self.take("values", &item.sig.ident);
                    self.arguments(&item.sig);
                }
                Item::Static(item) => self.take("values", &item.ident),
                Item::Const(item) => self.take("values", &item.ident),
                Item::Impl(item) => {
                    let of = &item.self_ty;
                    let of = quote::quote!(#of).to_string();
                    for member in &item.items {
                        let ImplItem::Fn(method) = member else {
                            continue;
                        };
                        if item.trait_.is_none() {
                            self.take(&format!("methods of {of}"), &method.sig.ident);
                        }
                        self.arguments(&method.sig);
                    }
                }
                _ => {}
            }
        }
    }

    fn fields(&mut self, of: &str, fields: &Fields) {
        for field in fields {
            if let Some(name) = &field.ident {
                self.take(&format!("fields of {of}"), name);
            }
        }
    }

    fn arguments(&mut self, signature: &syn::Signature) {
        let mut seen = HashSet::new();
        for argument in &signature.inputs {
            if let FnArg::Typed(argument) = argument
                && let Pat::Ident(name) = &*argument.pat
                && !seen.insert(name.ident.to_string())
            {
                self.twice.push(format!(
                    "`{}` stands twice among the arguments of {}",
                    name.ident, signature.ident
                ));
            }
        }
    }
}
