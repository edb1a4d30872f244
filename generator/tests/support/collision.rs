//! Finds duplicate names in a generated file, in each of Rust's namespaces: types, values and macros.

use std::collections::HashSet;

use syn::{Fields, FnArg, ImplItem, Item, Pat, UseTree};

/// Returns the faults of a file: invalid syntax, or duplicate names in a namespace.
pub(crate) fn faults(contents: &str) -> Vec<String> {
    let file = match syn::parse_file(contents) {
        Ok(file) => file,
        Err(error) => return vec![format!("not Rust: {error}")],
    };
    let mut names = Names::default();
    names.items(&file.items);
    names.shadowing_arguments();
    names.twice
}

/// The names by namespace, and the duplicates among them.
#[derive(Default)]
struct Names {
    seen: HashSet<(String, String)>,
    /// The arguments, with their functions.
    arguments: Vec<(String, String)>,
    twice: Vec<String>,
}

impl Names {
    fn take(&mut self, space: &str, name: &impl ToString) {
        let name = name.to_string();
        if name != "_" && !self.seen.insert((space.to_owned(), name.clone())) {
            self.twice
                .push(format!("`{name}` is a duplicate among the {space}"));
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) => {
                    self.take("types", &item.ident);
                    // The name of a tuple or unit struct is also that of its constructor.
                    if !matches!(item.fields, Fields::Named(_)) {
                        self.take("values", &item.ident);
                    }
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
                Item::Mod(item) => {
                    self.take("types", &item.ident);
                    assert!(item.content.is_none(), "a module is a separate file");
                }
                Item::Fn(item) => {
                    self.take("values", &item.sig.ident);
                    self.arguments(&item.sig);
                }
                Item::Use(item) => self.imports(&item.tree),
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
                // An invocation has no name. Two definitions in one module are ambiguous for its imports (E0659).
                Item::Macro(item) => {
                    if let Some(name) = &item.ident {
                        self.take("macros", name);
                    }
                }
                other => {
                    let item = quote::quote!(#other);
                    self.twice
                        .push(format!("generated code has no such item: {item}"));
                }
            }
        }
    }

    /// Takes the names of an import as types, because the file alone does not tell their namespace.
    fn imports(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.imports(&path.tree),
            UseTree::Name(name) => self.take("types", &name.ident),
            UseTree::Rename(rename) => self.take("types", &rename.rename),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imports(tree)),
            UseTree::Glob(_) => {}
        }
    }

    /// An argument must not have the name of a static or of a tuple struct (E0530).
    fn shadowing_arguments(&mut self) {
        for (argument, function) in std::mem::take(&mut self.arguments) {
            if self.seen.contains(&("values".to_owned(), argument.clone())) {
                self.twice.push(format!(
                    "`{argument}` is an argument of {function} and a value"
                ));
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
            {
                let (name, function) = (name.ident.to_string(), signature.ident.to_string());
                if !seen.insert(name.clone()) {
                    self.twice.push(format!(
                        "`{name}` is a duplicate among the arguments of {function}"
                    ));
                }
                self.arguments.push((name, function));
            }
        }
    }
}
