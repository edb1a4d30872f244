//! What differs where no rule has words for it: the difference as it stands in the code.

use proc_macro2::TokenStream;

use super::change::{Effect, Found, Kind};
use super::surface::{Function, Surface};

/// Compares what is written for one thing in both versions, without documentation.
pub(super) fn compare(base: &TokenStream, new: &TokenStream, found: &mut Found<'_>) {
    if base.to_string() == new.to_string() {
        return;
    }
    surfaces(&Surface::of(base.clone()), &Surface::of(new.clone()), found);
    if found.is_empty() {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            "what it does",
            "Callers see the same types and functions, and the code behind them differs.",
        );
    }
}

/// Compares what callers can name.
pub(super) fn surfaces(base: &Surface, new: &Surface, found: &mut Found<'_>) {
    if base.kind != new.kind {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("is {}, was {}", in_words(new.kind), in_words(base.kind)),
            "Code that builds, matches or reads a value of it does not compile.",
        );
        return;
    }
    if let (Some(one), Some(other)) = (&base.target, &new.target)
        && one != other
    {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("stands for `{other}`, stood for `{one}`"),
            "Code that uses it as what it stood for does not compile.",
        );
    }
    if base.open != new.open {
        let (effect, what) = if new.open {
            (Effect::Breaking, "can grow from now on")
        } else {
            (Effect::Addition, "does not grow any more")
        };
        found.push(
            effect,
            Kind::Changed,
            what,
            "Whether a `match` needs another arm is decided by this.",
        );
    }
    for (name, ty) in &base.fields {
        match new.fields.get(name) {
            None => gone(found, &format!("field `{name}`")),
            Some(other) if other != ty => {
                type_changed(found, &format!("field `{name}`"), ty, other);
            }
            Some(_) => {}
        }
    }
    for name in new
        .fields
        .keys()
        .filter(|name| !base.fields.contains_key(*name))
    {
        come(found, &format!("field `{name}`"), base.open);
    }
    for (name, held) in &base.variants {
        match new.variants.get(name) {
            None => gone(found, &format!("variant `{name}`")),
            Some(other) if other != held => {
                type_changed(found, &format!("variant `{name}`"), held, other);
            }
            Some(_) => {}
        }
    }
    for name in new
        .variants
        .keys()
        .filter(|name| !base.variants.contains_key(*name))
    {
        come(found, &format!("variant `{name}`"), base.open);
    }
    functions(base, new, found);
    for name in base.traits.difference(&new.traits) {
        gone(found, &format!("`impl {name}`"));
    }
    for name in new.traits.difference(&base.traits) {
        come(found, &format!("`impl {name}`"), true);
    }
}

fn functions(base: &Surface, new: &Surface, found: &mut Found<'_>) {
    for (name, function) in &base.functions {
        match new.functions.get(name) {
            None => gone(found, &format!("function `{name}`")),
            Some(other) if !function.is_called_like(other) => {
                let written =
                    |function: &Function| format!("{} -> {}", function.list(), function.output);
                type_changed(
                    found,
                    &format!("function `{name}`"),
                    &written(function),
                    &written(other),
                );
            }
            Some(_) => {}
        }
    }
    for name in new
        .functions
        .keys()
        .filter(|name| !base.functions.contains_key(*name))
    {
        come(found, &format!("function `{name}`"), true);
    }
}

fn gone(found: &mut Found<'_>, what: &str) {
    found.push(
        Effect::Breaking,
        Kind::Removed,
        what,
        "Code that uses it does not compile.",
    );
}

fn come(found: &mut Found<'_>, what: &str, open: bool) {
    if open {
        found.push(
            Effect::Addition,
            Kind::Added,
            what,
            "Code that compiled does so as before.",
        );
    } else {
        let why = "Code that builds a value, or matches all there are, does not compile.";
        found.push(Effect::Breaking, Kind::Added, what, why);
    }
}

fn type_changed(found: &mut Found<'_>, what: &str, one: &str, other: &str) {
    found.push(
        Effect::Breaking,
        Kind::Changed,
        format!("{what} is `{other}`, was `{one}`"),
        "Code that has a value of the old type there does not compile.",
    );
}

fn in_words(kind: &str) -> &str {
    match kind {
        "struct" => "a struct",
        "enum" => "an enum",
        "type" => "another name for a type",
        _ => "no type",
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::diff::change::{Change, Places};

    fn changes(base: &TokenStream, new: &TokenStream) -> Vec<(Effect, String)> {
        let mut changes: Vec<Change> = Vec::new();
        compare(
            base,
            new,
            &mut Found::of("A", Places::default(), &mut changes),
        );
        changes
            .into_iter()
            .map(|change| (change.effect, change.what))
            .collect()
    }

    #[test]
    fn a_variant_more_breaks_only_where_the_enum_is_closed() {
        let open = |variants| changes(&quote! { #[non_exhaustive] pub enum A { X } }, &variants);
        assert_eq!(
            open(quote! { #[non_exhaustive] pub enum A { X, Y } }),
            [(Effect::Addition, "variant `Y`".to_owned())]
        );
        let closed = changes(
            &quote! { pub enum A { X } },
            &quote! { pub enum A { X, Y } },
        );
        assert_eq!(closed, [(Effect::Breaking, "variant `Y`".to_owned())]);
    }

    #[test]
    fn what_a_variant_holds_is_a_part_of_it() {
        let found = changes(
            &quote! { pub enum A { X(u8) } },
            &quote! { pub enum A { X(u16) } },
        );
        assert_eq!(
            found,
            [(
                Effect::Breaking,
                "variant `X` is `(u16)`, was `(u8)`".to_owned()
            )]
        );
    }

    #[test]
    fn a_trait_less_breaks_and_one_more_does_not() {
        let (less, more) = (
            quote! { #[derive(Clone)] pub struct A; },
            quote! { #[derive(Clone, Eq)] pub struct A; },
        );
        assert_eq!(
            changes(&more, &less),
            [(Effect::Breaking, "`impl Eq`".to_owned())]
        );
        assert_eq!(
            changes(&less, &more),
            [(Effect::Addition, "`impl Eq`".to_owned())]
        );
    }

    #[test]
    fn code_that_differs_behind_the_same_surface_is_told() {
        let found = changes(
            &quote! { pub struct A; impl A { pub fn a() -> u8 { 1 } } },
            &quote! { pub struct A; impl A { pub fn a() -> u8 { 2 } } },
        );
        assert_eq!(found, [(Effect::Behaviour, "what it does".to_owned())]);
    }

    #[test]
    fn the_name_of_an_argument_is_no_part_of_a_call() {
        let with =
            |name: proc_macro2::Ident| quote! { pub struct A; impl A { pub fn a(#name: u8) {} } };
        let [one, other] =
            ["b", "c"].map(|name| proc_macro2::Ident::new(name, proc_macro2::Span::call_site()));
        assert_eq!(
            changes(&with(one), &with(other)),
            [(Effect::Behaviour, "what it does".to_owned())]
        );
    }
}
