//! The settings `types`, `derive` and `rename`.

use std::collections::BTreeMap;
use std::ops::Range;

use openapi_crate::{Hints, rust_path};
use toml::{Spanned, Value};

/// The values of targets. A target with a dot may also be a table in a table.
pub(super) type Targets = BTreeMap<String, Spanned<Value>>;

/// An invalid setting: its range in the file, and the reason.
pub(super) type Wrong = (Range<usize>, String);

/// The settings of a client, and the shared ones of other targets.
pub(super) fn or(mut own: Targets, shared: &Targets) -> Targets {
    for (target, value) in shared {
        own.entry(target.clone()).or_insert_with(|| value.clone());
    }
    own
}

/// The hints for the generator.
pub(super) fn hints(
    types: &Targets,
    derive: Option<&Spanned<Value>>,
    rename: &Targets,
) -> Result<Hints, Wrong> {
    let mut hints = Hints::default();
    for (target, span, value) in flattened(types) {
        let path = value.as_str();
        let path = path.ok_or_else(|| "the setting must be the path of a Rust type".to_owned());
        let path = path.and_then(rust_path::type_path);
        hints.types.push((target, path.map_err(|why| (span, why))?));
    }
    for (target, span, value) in flattened(rename) {
        let Some(name) = value.as_str().filter(|name| !name.is_empty()) else {
            return Err((span, "the setting must be a name in Rust".to_owned()));
        };
        hints.names.push((target, name.to_owned()));
    }
    let Some(derive) = derive else {
        return Ok(hints);
    };
    let spanned = |value: &Value| Spanned::new(derive.span(), value.clone());
    let lists: Targets = match derive.get_ref() {
        Value::Table(table) => {
            let lists = table.iter();
            lists
                .map(|(target, list)| (target.clone(), spanned(list)))
                .collect()
        }
        list => BTreeMap::from([(ALL.to_owned(), spanned(list))]),
    };
    for (target, span, value) in flattened(&lists) {
        let traits = traits(&value).map_err(|why| (span, why))?;
        hints
            .derives
            .push((Some(target).filter(|target| target != ALL), traits));
    }
    Ok(hints)
}

/// The target that stands for all types.
const ALL: &str = "all";

/// The values of settings, those of tables with a target of both names.
fn flattened(settings: &BTreeMap<String, Spanned<Value>>) -> Vec<(String, Range<usize>, Value)> {
    let mut flat = Vec::new();
    let mut pending: Vec<(String, Range<usize>, Value)> = settings
        .iter()
        .rev()
        .map(|(name, value)| (name.clone(), value.span(), value.get_ref().clone()))
        .collect();
    while let Some((name, span, value)) = pending.pop() {
        if let Value::Table(table) = value {
            let members = table.into_iter().rev();
            pending.extend(
                members.map(|(member, value)| (format!("{name}.{member}"), span.clone(), value)),
            );
        } else {
            flat.push((name, span, value));
        }
    }
    flat
}

/// The paths of traits in a list.
fn traits(value: &Value) -> Result<Vec<String>, String> {
    let wrong =
        || "`derive` must be a list of traits, or a table with a list for each type".to_owned();
    let listed = value.as_array().ok_or_else(wrong)?;
    listed
        .iter()
        .map(|one| rust_path::derive_path(one.as_str().ok_or_else(wrong)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Settings {
        #[serde(default)]
        types: Targets,
        derive: Option<Spanned<Value>>,
        #[serde(default)]
        rename: Targets,
    }

    fn hints(text: &str) -> Result<Hints, String> {
        let settings: Settings = toml::from_str(text).unwrap();
        let hints = super::hints(&settings.types, settings.derive.as_ref(), &settings.rename);
        hints.map_err(|(span, why)| format!("{}: {why}", &text[span]))
    }

    fn pair(target: &str, value: &str) -> (String, String) {
        (target.to_owned(), value.to_owned())
    }

    #[test]
    fn a_target_with_a_dot_may_be_in_a_table() {
        for text in [
            "[types]\n\"format.decimal\" = \"rust_decimal::Decimal\"\n\"A.b\" = \"::c::D\"\n",
            "[types]\nformat.decimal = \"rust_decimal::Decimal\"\nA.b = \"c::D\"\n",
            "types.format.decimal = \"rust_decimal::Decimal\"\n[types.A]\nb = \"c::D\"\n",
        ] {
            let mut types = hints(text).unwrap().types;
            types.sort();
            let expected = [
                pair("A.b", "c::D"),
                pair("format.decimal", "rust_decimal::Decimal"),
            ];
            assert_eq!(types, expected, "{text}");
        }
    }

    #[test]
    fn traits_are_for_all_types_or_for_one() {
        let eq = || vec!["Eq".to_owned()];
        assert_eq!(hints("derive = [\"Eq\"]").unwrap().derives, [(None, eq())]);
        assert_eq!(
            hints("[derive]\nall = [\"Eq\"]\nStore = [\"Eq\"]\n")
                .unwrap()
                .derives,
            [(Some("Store".to_owned()), eq()), (None, eq())]
        );
    }

    #[test]
    fn an_invalid_value_is_an_error_at_its_place() {
        for (text, expected) in [
            (
                "types.A = \"Vec<u8>\"",
                "\"Vec<u8>\": `Vec<u8>` has type arguments",
            ),
            ("types.A = 1", "1: the setting must be the path"),
            (
                "derive = \"Eq\"",
                "\"Eq\": `derive` must be a list of traits",
            ),
            ("derive = [\"Clone\"]", "[\"Clone\"]: every generated type"),
            ("rename.A = []", "[]: the setting must be a name"),
        ] {
            let found = hints(text).unwrap_err();
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }
}
