//! The places of the values in a settings file.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The bytes of each value, by its JSON Pointer. A target of two names, as in `[types.Store]`, has them joined by a dot,
/// as in `/types/Store.price`. The traits for all types are those of `/derive/all`.
#[derive(Default)]
pub(super) struct Places {
    pub(super) values: BTreeMap<String, Range<usize>>,
    /// The bytes of their names.
    pub(super) names: BTreeMap<String, Range<usize>>,
}

/// The settings whose names are targets.
const TARGETS: [&str; 3] = ["derive", "rename", "types"];

/// The places in the whole file, which are those of the settings of all clients.
pub(super) fn of_file(text: &str) -> Places {
    let mut places = Places::default();
    if let Ok(table) = DeTable::parse(text) {
        of_settings(table.get_ref(), &mut places);
    }
    places
}

/// The places for the client with this index: its own, and the shared ones.
pub(super) fn of_client(text: &str, client: usize) -> Places {
    let mut places = of_file(text);
    if let Ok(table) = DeTable::parse(text)
        && let Some(DeValue::Array(clients)) = table.get_ref().get("client").map(Spanned::get_ref)
        && let Some(DeValue::Table(client)) = clients.get(client).map(Spanned::get_ref)
    {
        of_settings(client, &mut places);
    }
    places
}

fn of_settings(settings: &DeTable<'_>, places: &mut Places) {
    for (key, value) in settings {
        let name: &str = key.get_ref();
        let pointer = format!("/{name}");
        match value.get_ref() {
            DeValue::Table(targets) if TARGETS.contains(&name) => {
                for (target, value) in targets {
                    of_target(&pointer, (target.get_ref(), target.span()), value, places);
                }
            }
            DeValue::Array(_) if name == "derive" => of_value("/derive/all", value, places),
            DeValue::Table(schemes) if name == "credentials" => {
                for (scheme, value) in schemes {
                    let pointer = below(&pointer, scheme.get_ref());
                    of_value(&pointer, value, places);
                    places.names.insert(pointer, scheme.span());
                }
            }
            _ => of_value(&pointer, value, places),
        }
    }
}

/// Adds the values of a target. A table has targets of two names.
fn of_target(
    pointer: &str,
    (target, name): (&str, Range<usize>),
    value: &Spanned<DeValue<'_>>,
    places: &mut Places,
) {
    if let DeValue::Table(members) = value.get_ref() {
        for (member, value) in members {
            let target = format!("{target}.{}", member.get_ref());
            of_target(pointer, (&target, member.span()), value, places);
        }
    } else {
        let pointer = below(pointer, target);
        of_value(&pointer, value, places);
        places.names.insert(pointer, name);
    }
}

/// Adds a value and its elements.
fn of_value(pointer: &str, value: &Spanned<DeValue<'_>>, places: &mut Places) {
    if let DeValue::Array(elements) = value.get_ref() {
        for (index, element) in elements.iter().enumerate() {
            of_value(&format!("{pointer}/{index}"), element, places);
        }
    }
    places.values.insert(pointer.to_owned(), value.span());
}

pub(super) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", openapi_crate::pointer::escape(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_its_place() {
        let text = "document = 'a.yaml'\ninclude = ['tag:a', 'tag:b']\nderive = ['Eq']\n\
            credentials.token.variable = 'TOKEN'\n[types]\n\"A.b\" = 'c::D'\nformat.decimal = 'd::E'\n\
            '/a~1b/c' = 'e::F'\n[rename.A]\nb = 'g'\n";
        let places = of_file(text);
        for (pointer, expected) in [
            ("/document", "'a.yaml'"),
            ("/include/1", "'tag:b'"),
            ("/derive/all/0", "'Eq'"),
            ("/types/A.b", "'c::D'"),
            ("/types/format.decimal", "'d::E'"),
            ("/types/~1a~01b~1c", "'e::F'"),
            ("/rename/A.b", "'g'"),
        ] {
            assert_eq!(&text[places.values[pointer].clone()], expected, "{pointer}");
        }
        assert_eq!(&text[places.names["/credentials/token"].clone()], "token");
        assert_eq!(&text[places.names["/types/A.b"].clone()], "\"A.b\"");
    }

    #[test]
    fn a_client_has_its_own_places_and_the_shared_ones() {
        let text = "include = ['tag:a']\n[types]\nA = 'a::A'\n[[client]]\ndocument = 'b'\n\
            [[client]]\ndocument = 'c'\ninclude = ['tag:c']\ntypes.A = 'c::A'\n";
        let places = of_client(text, 0);
        assert_eq!(&text[places.values["/include/0"].clone()], "'tag:a'");
        assert_eq!(&text[places.values["/types/A"].clone()], "'a::A'");
        let places = of_client(text, 1);
        assert_eq!(&text[places.values["/include/0"].clone()], "'tag:c'");
        assert_eq!(&text[places.values["/types/A"].clone()], "'c::A'");
        assert_eq!(&text[places.values["/document"].clone()], "'c'");
    }
}
