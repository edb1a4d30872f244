//! Compares generated code where no specific rule applies, and reports each difference in terms of the code.

use std::fmt::Display;

use indexmap::IndexMap;

use super::change::{Effect, Found, Kind};
use super::view::{Function, TypeKind, View};
use crate::surface::item::{Item, values};

/// Compares the items generated for both versions of a type or an operation, without documentation.
pub(super) fn compare(base: &[Item], new: &[Item], found: &mut Found<'_>) {
    if base == new {
        return;
    }
    views(&View::of(base), &View::of(new), found);
    if found.is_empty() {
        found.push(
            Effect::Behaviour,
            Kind::Changed,
            "implementation",
            "Callers see the same types and functions, but the code behind them differs.",
        );
    }
}

/// Compares what callers can see.
pub(super) fn views(base: &View, new: &View, found: &mut Found<'_>) {
    if base.kind != new.kind {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!(
                "changed from {} to {}",
                in_words(base.kind),
                in_words(new.kind)
            ),
            "Code that builds, matches or reads a value of it no longer compiles.",
        );
        return;
    }
    target(base, new, found);
    openness(base, new, found);
    fields(base, new, found);
    variants(base, new, found);
    functions(base, new, found);
    traits(base, new, found);
}

fn target(base: &View, new: &View, found: &mut Found<'_>) {
    if let (Some(one), Some(other)) = (&base.target, &new.target)
        && one != other
    {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("alias target changed from `{one}` to `{other}`"),
            "Code that relies on the old target no longer compiles.",
        );
    }
}

fn openness(base: &View, new: &View, found: &mut Found<'_>) {
    if base.open == new.open {
        return;
    }
    let (effect, what) = if new.open {
        (Effect::Breaking, "is now `#[non_exhaustive]`")
    } else {
        (Effect::Addition, "is no longer `#[non_exhaustive]`")
    };
    let why = "It decides whether a `match` needs a wildcard arm.";
    found.push(effect, Kind::Changed, what, why);
}

fn fields(base: &View, new: &View, found: &mut Found<'_>) {
    for (name, ty) in &base.fields {
        match new.fields.get(name) {
            None => removed(found, &format!("field `{name}`")),
            Some(other) if other != ty => {
                type_changed(found, &format!("field `{name}`"), ty, other);
            }
            Some(_) => {}
        }
    }
    for name in only_in(&new.fields, &base.fields) {
        added(found, &format!("field `{name}`"), base.open);
    }
}

fn variants(base: &View, new: &View, found: &mut Found<'_>) {
    for (name, holds) in &base.variants {
        match new.variants.get(name) {
            None => removed(found, &format!("variant `{name}`")),
            Some(other) if other != holds => type_changed(
                found,
                &format!("variant `{name}`"),
                &values(holds),
                &values(other),
            ),
            Some(_) => {}
        }
    }
    for name in only_in(&new.variants, &base.variants) {
        added(found, &format!("variant `{name}`"), base.open);
    }
}

fn traits(base: &View, new: &View, found: &mut Found<'_>) {
    for one in base.traits.iter().filter(|one| !new.traits.contains(one)) {
        removed(found, &format!("`impl {one}`"));
    }
    for one in new.traits.iter().filter(|one| !base.traits.contains(one)) {
        added(found, &format!("`impl {one}`"), true);
    }
}

/// The names in the first map only.
fn only_in<'a, T>(
    one: &'a IndexMap<String, T>,
    other: &'a IndexMap<String, T>,
) -> impl Iterator<Item = &'a String> {
    one.keys().filter(|name| !other.contains_key(*name))
}

fn functions(base: &View, new: &View, found: &mut Found<'_>) {
    for (name, function) in &base.functions {
        match new.functions.get(name) {
            None => removed(found, &format!("function `{name}`")),
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
    for name in only_in(&new.functions, &base.functions) {
        added(found, &format!("function `{name}`"), true);
    }
}

fn removed(found: &mut Found<'_>, what: &str) {
    found.push(
        Effect::Breaking,
        Kind::Removed,
        what,
        "Code that uses it no longer compiles.",
    );
}

fn added(found: &mut Found<'_>, what: &str, open: bool) {
    if open {
        found.push(
            Effect::Addition,
            Kind::Added,
            what,
            "Existing code compiles unchanged.",
        );
    } else {
        let why = "Code that builds a value or matches exhaustively no longer compiles.";
        found.push(Effect::Breaking, Kind::Added, what, why);
    }
}

fn type_changed(found: &mut Found<'_>, what: &str, one: &impl Display, other: &impl Display) {
    found.push(
        Effect::Breaking,
        Kind::Changed,
        format!("{what} changed from `{one}` to `{other}`"),
        "Code that relies on the old type no longer compiles.",
    );
}

fn in_words(kind: Option<TypeKind>) -> &'static str {
    match kind {
        Some(TypeKind::Struct) => "a struct",
        Some(TypeKind::Enum) => "an enum",
        Some(TypeKind::Alias) => "a type alias",
        None => "no type",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::{Change, Places};
    use crate::surface::body::{Body, CheckedBody};
    use crate::surface::comment::About;
    use crate::surface::item::{Enum, Fields, Function as Method, Impl, Struct, Variant};
    use crate::surface::ty::Ty;

    fn changes(base: &[Item], new: &[Item]) -> Vec<(Effect, String)> {
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

    fn enumeration(variants: &[(&str, Option<&'static str>)]) -> Item {
        let variants = variants.iter().map(|(name, holds)| Variant {
            about: About::default(),
            name: (*name).to_owned(),
            holds: holds.map(Ty::path).into_iter().collect(),
        });
        Item::Enum(Enum {
            about: About::default(),
            derives: Vec::new(),
            name: "A".to_owned(),
            variants: variants.collect(),
        })
    }

    fn structure(derives: &[&'static str]) -> Item {
        Item::Struct(Struct {
            about: About::default(),
            derives: derives.to_vec(),
            is_open: false,
            must_use: None,
            name: "A".to_owned(),
            fields: Fields::Named(Vec::new()),
        })
    }

    fn with_function(argument: &str, body: CheckedBody) -> Item {
        let arguments = vec![(argument.to_owned(), Ty::path("u8"))];
        let function = Method::constructor("a", arguments, Body::Checked(body));
        Item::Impl(Impl::inherent("A", vec![function]))
    }

    #[test]
    fn a_new_variant_breaks_only_where_the_enum_is_closed() {
        let mut views = [
            View::of(&[enumeration(&[("X", None)])]),
            View::of(&[enumeration(&[("X", None), ("Y", None)])]),
        ];
        for (open, effect) in [(true, Effect::Addition), (false, Effect::Breaking)] {
            for view in &mut views {
                view.open = open;
            }
            let mut found: Vec<Change> = Vec::new();
            super::views(
                &views[0],
                &views[1],
                &mut Found::of("A", Places::default(), &mut found),
            );
            let found: Vec<_> = found.iter().map(|one| (one.effect, &*one.what)).collect();
            assert_eq!(found, [(effect, "variant `Y`")]);
        }
    }

    #[test]
    fn a_variant_with_a_new_type_breaks() {
        let found = changes(
            &[enumeration(&[("X", Some("u8"))])],
            &[enumeration(&[("X", Some("u16"))])],
        );
        assert_eq!(
            found,
            [(
                Effect::Breaking,
                "variant `X` changed from `(u8)` to `(u16)`".to_owned()
            )]
        );
    }

    #[test]
    fn a_removed_trait_breaks_and_an_added_one_does_not() {
        let (less, more) = ([structure(&["Clone"])], [structure(&["Clone", "Eq"])]);
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
    fn an_internal_difference_is_a_change_in_behaviour() {
        let found = changes(
            &[structure(&[]), with_function("b", CheckedBody::IntoInner)],
            &[structure(&[]), with_function("b", CheckedBody::Deref)],
        );
        assert_eq!(found, [(Effect::Behaviour, "implementation".to_owned())]);
    }

    #[test]
    fn renaming_an_argument_does_not_break_calls() {
        let with = |name| [structure(&[]), with_function(name, CheckedBody::IntoInner)];
        assert_eq!(
            changes(&with("b"), &with("c")),
            [(Effect::Behaviour, "implementation".to_owned())]
        );
    }
}
