//! The settings `types`, `derive` and `rename`.

use std::collections::BTreeMap;
use std::ops::Range;

use openapi_crate::{Hints, rust_path};
use toml::Value;

use super::places::{Places, below};

/// The values of targets. A target with a dot may also be a table in a table.
pub(super) type Targets = BTreeMap<String, Value>;

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
    derive: Option<&Value>,
    rename: &Targets,
    places: &Places,
) -> Result<Hints, Wrong> {
    let place = |pointer: &str| places.values.get(pointer).cloned().unwrap_or_default();
    let mut hints = Hints::default();
    for (target, value) in flattened(types) {
        let path = value.as_str();
        let path = path.ok_or_else(|| "the setting must be the path of a Rust type".to_owned());
        let path = path.and_then(rust_path::type_path);
        let path = path.map_err(|why| (place(&below("/types", &target)), why))?;
        hints.types.push((target, path));
    }
    for (target, value) in flattened(rename) {
        let Some(name) = value.as_str().filter(|name| !name.is_empty()) else {
            let why = "the setting must be a Rust name".to_owned();
            return Err((place(&below("/rename", &target)), why));
        };
        hints.names.push((target, name.to_owned()));
    }
    let lists: Targets = match derive {
        None => return Ok(hints),
        Some(Value::Table(table)) => table.clone().into_iter().collect(),
        Some(list) => BTreeMap::from([(ALL.to_owned(), list.clone())]),
    };
    for (target, value) in flattened(&lists) {
        let pointer = below("/derive", &target);
        let Some(listed) = value.as_array() else {
            let why = "`derive` must be a list of traits, or a table with a list for each type";
            let range = places
                .values
                .get(&pointer)
                .or_else(|| places.values.get("/derive"));
            return Err((range.cloned().unwrap_or_default(), why.to_owned()));
        };
        let mut traits = Vec::new();
        for (index, one) in listed.iter().enumerate() {
            let path = one.as_str();
            let path = path.ok_or_else(|| "a trait must be a string".to_owned());
            let path = path.and_then(rust_path::derive_path);
            traits.push(path.map_err(|why| (place(&format!("{pointer}/{index}")), why))?);
        }
        let target = Some(target).filter(|target| target != ALL);
        hints.derives.push((target, traits));
    }
    Ok(hints)
}

/// The target that stands for all types.
const ALL: &str = "all";

/// The values of settings, those of tables with a target of both names.
fn flattened(settings: &Targets) -> Vec<(String, Value)> {
    let mut flat = Vec::new();
    let mut pending: Vec<(String, Value)> = settings
        .iter()
        .rev()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    while let Some((name, value)) = pending.pop() {
        if let Value::Table(table) = value {
            let members = table.into_iter().rev();
            pending.extend(members.map(|(member, value)| (format!("{name}.{member}"), value)));
        } else {
            flat.push((name, value));
        }
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Settings {
        #[serde(default)]
        types: Targets,
        derive: Option<Value>,
        #[serde(default)]
        rename: Targets,
    }

    fn hints(text: &str) -> Result<Hints, String> {
        let settings: Settings = toml::from_str(text).unwrap();
        let (types, derive) = (&settings.types, settings.derive.as_ref());
        let places = super::super::places::of_file(text);
        let hints = super::hints(types, derive, &settings.rename, &places);
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
            (
                "derive = [\"Eq\", \"Clone\"]",
                "\"Clone\": every generated type",
            ),
            ("derive.A = [1]", "1: a trait must be a string"),
            (
                "derive.A.b = [\"Clone\"]",
                "\"Clone\": every generated type",
            ),
            (
                "types.A.b = \"Vec<u8>\"",
                "\"Vec<u8>\": `Vec<u8>` has type arguments",
            ),
            ("rename.A = []", "[]: the setting must be a Rust name"),
        ] {
            let found = hints(text).unwrap_err();
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }
}
