//! The listing of the public API for reviewers, one signature per line.

use super::file::{Head, SourceFile};
use super::item::{Enum, Fields, Impl, Item, Struct, Visibility, values};
use super::json::JsonImpl;
use super::ty::Ty;
use crate::model::name::unraw;

/// The lines of these files, in their order, with an empty line between the paragraphs of types: two changes in different
/// places of the document have their lines in different places.
pub(super) fn lines(files: &[SourceFile<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    let modules = files.iter().flat_map(|file| &file.head.modules);
    let public: Vec<&str> = modules
        .filter(|one| one.is_public)
        .map(|one| unraw(&one.name))
        .collect();
    for file in files {
        let module = file.path.trim_start_matches("src/").trim_end_matches(".rs");
        // The modules of many types are private, and their parent has the types.
        let module = module.split_once('/').map_or(module, |(parent, _)| parent);
        let module = if matches!(module, "lib" | "client") {
            "crate".to_owned()
        } else {
            format!("crate::{module}")
        };
        let is_public = public.iter().any(|name| format!("crate::{name}") == module);
        if is_public && !lines.contains(&format!("{module}: mod")) {
            paragraph(&mut lines, vec![format!("{module}: mod")]);
        }
        paragraph(&mut lines, of_head(&module, &file.head));
        for items in file.units.iter().map(|unit| unit()) {
            let mut last = String::new();
            for item in items {
                let of_item = of_item(&module, &item);
                let Some(first) = of_item.first() else {
                    continue;
                };
                let path = first.split(": ").next().unwrap_or_default().to_owned();
                if path == last {
                    lines.extend(of_item);
                } else {
                    paragraph(&mut lines, of_item);
                }
                last = path;
            }
        }
    }
    lines
}

/// Adds lines after an empty line.
fn paragraph(lines: &mut Vec<String>, added: Vec<String>) {
    if !lines.is_empty() && !added.is_empty() {
        lines.push(String::new());
    }
    lines.extend(added);
}

fn of_head(module: &str, head: &Head) -> Vec<String> {
    let exports = head
        .exports
        .iter()
        .flat_map(|(_, names)| names)
        .map(|name| format!("{module}::{name}: use runtime::{name}"));
    let crates = head.crates.names.iter();
    let crates = crates.map(|name| format!("{module}::{name}: use {name}"));
    let items = head.crates.items.iter().flat_map(|(krate, names)| {
        let items = names.iter();
        items.map(move |name| format!("{module}::{name}: use {krate}::{name}"))
    });
    exports.chain(items).chain(crates).collect()
}

/// The lines of an item: its path, then its public fields, variants or functions.
fn of_item(module: &str, item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => of_struct(module, item),
        Item::Enum(item) => of_enum(module, item),
        Item::Alias(item) => vec![format!("{module}::{}: type {}", item.name, item.ty)],
        Item::Constant(item) => vec![format!("{module}::{}: const &str", item.name)],
        Item::Impl(item) => of_impl(module, item),
        Item::Double(_) => of_double(module),
        Item::TypedCall(call) => vec![format!("{module}::{}: impl TypedCall", call.name)],
        // The type of a text format is not one of this crate.
        Item::Json(JsonImpl::TextFormat { .. }) | Item::Operation(_) | Item::Api(_) => Vec::new(),
        Item::Json(json) => vec![format!(
            "{module}::{}: {}!",
            json.type_name(),
            json.macro_name()
        )],
    }
}

fn of_struct(module: &str, item: &Struct) -> Vec<String> {
    let path = format!("{module}::{}", item.name);
    let marks = marks(&item.derives, item.is_open, item.about.deprecated.is_some());
    let mut lines = vec![format!("{path}: struct {marks}")];
    if let Fields::Named(fields) = &item.fields {
        let public = fields.iter().filter(|field| field.is_public);
        lines.extend(public.map(|field| format!("{path}: {}: {}", field.name, field.ty)));
    }
    lines
}

fn of_enum(module: &str, item: &Enum) -> Vec<String> {
    let path = format!("{module}::{}", item.name);
    let marks = marks(&item.derives, true, item.about.deprecated.is_some());
    let mut lines = vec![format!("{path}: enum {marks}")];
    lines.extend(
        item.variants
            .iter()
            .map(|variant| format!("{path}: {}{}", variant.name, values(&variant.holds))),
    );
    lines
}

fn of_impl(module: &str, item: &Impl) -> Vec<String> {
    let ty = path_of(module, &item.ty);
    if let Some(of_trait) = &item.of_trait {
        return vec![format!("{ty}: impl {of_trait}")];
    }
    item.functions
        .iter()
        .filter(|function| function.visibility == Visibility::Public)
        .map(|function| format!("{ty}: {}", function.signature()))
        .collect()
}

/// The items that the macro of the double defines.
fn of_double(module: &str) -> Vec<String> {
    [
        "Double: struct #[derive(Clone, Debug)]",
        "Double: fn new() -> Self",
        "Double: impl Default",
        "Double: impl std::ops::Deref",
        "Double: impl crate::runtime::testing::Service<crate::runtime::testing::Request<crate::runtime::testing::Body>>",
        "for_each_fault: async fn for_each_fault<F, Fut>(run: F) -> Faults \
         where F: FnMut(Double) -> Fut, Fut: std::future::Future",
    ]
    .map(|line| format!("{module}::{line}"))
    .to_vec()
}

/// The path of a type, which may be one of another module of the crate.
fn path_of(module: &str, ty: &Ty) -> String {
    let ty = ty.to_string();
    match unraw(&ty) {
        path if path.starts_with("crate::") => path.to_owned(),
        path if path.contains("::") => format!("crate::{path}"),
        name => format!("{module}::{name}"),
    }
}

/// The attributes of a type.
fn marks(derives: &[String], is_open: bool, deprecated: bool) -> String {
    let mut marks = Vec::new();
    if deprecated {
        marks.push("#[deprecated]".to_owned());
    }
    marks.push(format!("#[derive({})]", derives.join(", ")));
    if is_open {
        marks.push("#[non_exhaustive]".to_owned());
    }
    marks.join(" ")
}

#[cfg(test)]
mod tests {
    use super::of_double;

    /// The macro of the runtime, whose expansion the listing does not see.
    const MACRO: &str = include_str!("../../runtime/src/testing/generated_double.rs");

    #[test]
    fn the_listing_has_each_item_that_the_macro_of_the_double_defines() {
        let items = MACRO.lines().filter_map(|line| {
            let line = line
                .trim()
                .replace("$($testing)::+", "crate::runtime::testing");
            match line.strip_prefix("pub ") {
                Some(item) if item.starts_with("struct") => Some("struct".to_owned()),
                Some(item) => item.split_once('(').map(|(start, _)| start.to_owned()),
                None => line.strip_suffix(" for Double {").map(str::to_owned),
            }
        });
        let items: Vec<String> = items.collect();
        let listed = of_double("testing");
        assert_eq!(items.len(), listed.len(), "{items:#?}");
        for (item, line) in items.iter().zip(&listed) {
            let (_, signature) = line.split_once(": ").expect("a path and a signature");
            assert!(
                signature.starts_with(item.as_str()),
                "{item}, but listed: {signature}"
            );
        }
    }
}
