//! Names for targets of references that become components.

use serde_json::Value;

use crate::pointer::steps;

/// Steps of a pointer that say nothing about which node it is.
const STRUCTURE: &[&str] = &[
    "$defs",
    "components",
    "content",
    "definitions",
    "paths",
    "properties",
    "schema",
    "schemas",
];

/// Returns a valid component name for the node at `pointer` of a file.
pub(super) fn of(pointer: &str, file: &str, tree: Option<&Value>) -> String {
    let all: Vec<_> = steps(pointer).collect();
    let named: Vec<&str> = match &all[..] {
        [] => {
            let stem = file.rsplit(['/', '\\']).next().unwrap_or_default();
            vec![stem.split_once('.').map_or(stem, |(stem, _)| stem)]
        }
        // A component of another file keeps its name.
        [components, _, name] if components == "components" => vec![name.as_ref()],
        [paths, path, method, rest @ ..] if paths == "paths" => {
            let id = tree.and_then(|tree| {
                tree.get("paths")?
                    .get(path.as_ref())?
                    .get(method.as_ref())?
                    .get("operationId")
            });
            let operation = id
                .and_then(Value::as_str)
                .map_or_else(|| vec![method.as_ref(), path.as_ref()], |id| vec![id]);
            operation
                .into_iter()
                .chain(
                    rest.iter()
                        .map(AsRef::as_ref)
                        .filter(|step| !STRUCTURE.contains(step)),
                )
                .collect()
        }
        [components, section, rest @ ..] if components == "components" => {
            let section = if STRUCTURE.contains(&section.as_ref()) {
                None
            } else {
                Some(section.as_ref())
            };
            let (name, rest) = rest
                .split_first()
                .map_or(("", rest), |(name, rest)| (name.as_ref(), rest));
            let rest = rest
                .iter()
                .map(AsRef::as_ref)
                .filter(|step| !STRUCTURE.contains(step));
            section.into_iter().chain([name]).chain(rest).collect()
        }
        all => all
            .iter()
            .map(AsRef::as_ref)
            .filter(|step| !STRUCTURE.contains(step))
            .collect(),
    };
    joined(&named)
}

/// Joins words to a valid component name.
fn joined(words: &[&str]) -> String {
    let mut name = String::new();
    for step in words {
        let word: String = step
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        for part in word.split('_').filter(|part| !part.is_empty()) {
            if !name.is_empty() {
                name.push('_');
            }
            name.push_str(part);
        }
    }
    if name.is_empty() {
        "Component".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_is_derived_from_the_pointer() {
        let tree = json!({"paths": {"/stores/{id}": {"get": {"operationId": "getStore"}}}});
        let name = |pointer| of(pointer, "spec/store-list.v1.yaml", Some(&tree));
        assert_eq!(name(""), "store-list");
        assert_eq!(name("/components/schemas/Store"), "Store");
        assert_eq!(
            name("/components/schemas/Store/properties/location"),
            "Store_location"
        );
        assert_eq!(
            name("/components/responses/Found/content/a~1b/schema"),
            "responses_Found_a_b"
        );
        assert_eq!(
            name("/paths/~1stores~1{id}/get/responses/200/content/application~1json/schema"),
            "getStore_responses_200_application_json"
        );
        assert_eq!(
            name("/paths/~1stores~1{id}/put/parameters/0"),
            "put_stores_id_parameters_0"
        );
        assert_eq!(name("/definitions/Größe"), "Gr_e");
        assert_eq!(name("/definitions"), "Component");
    }
}
