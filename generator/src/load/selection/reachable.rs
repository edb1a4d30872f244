//! Finds the components that the selected operations need.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::load::reference::references;
use crate::load::specification::{Kind, Object};
use crate::load::v3_1::member;
use crate::load::version::Version;
use crate::pointer::{escape, unescape};

/// The section of the schemes that security requirements name.
const SCHEMES: &str = "securitySchemes";

/// The reference to a component.
pub(super) fn reference(section: &str, name: &str) -> String {
    format!("#/components/{section}/{}", escape(name))
}

/// Returns the references to all components that the paths of a document need, directly or not.
///
/// `security` are the lists of security requirements that apply to them.
pub(super) fn reachable<'d>(
    document: &'d Value,
    security: impl Iterator<Item = &'d Value>,
) -> HashSet<String> {
    let mut search = Search {
        components: document.get("components"),
        children: None,
        found: HashSet::new(),
        pending: Vec::new(),
    };
    for requirements in security {
        search.security(requirements);
    }
    if let Some(paths) = document.get("paths") {
        search.follow(Kind::Object(Object::Paths), paths);
    }
    while let Some((kind, component)) = search.pending.pop() {
        search.follow(kind, component);
    }
    search.found
}

struct Search<'d> {
    components: Option<&'d Value>,
    /// The schemas that refer to each schema as their parent, created when a schema has a discriminator.
    children: Option<HashMap<&'d str, Vec<&'d str>>>,
    found: HashSet<String>,
    pending: Vec<(Kind, &'d Value)>,
}

impl<'d> Search<'d> {
    /// Follows the references of a value. The keywords of all versions count: newer ones are read in older documents.
    fn follow(&mut self, kind: Kind, value: &'d Value) {
        for reference in references(kind, value, Version::V3_2) {
            self.reach(&reference);
        }
    }

    fn section(&self, name: &str) -> Option<&'d Map<String, Value>> {
        self.components?.get(name)?.as_object()
    }

    fn reach(&mut self, reference: &str) {
        let Some((section, name)) = reference
            .strip_prefix("#/components/")
            .and_then(|rest| rest.split_once('/'))
        else {
            return;
        };
        let components = self.section(section);
        let component = components.and_then(|known| known.get_key_value(unescape(name).as_ref()));
        let Some((name, component)) = component else {
            return;
        };
        if !self.found.insert(self::reference(section, name)) {
            return;
        }
        if let Some(Kind::Map(kind)) = member(Object::Components, section, Version::V3_2) {
            self.pending.push((*kind, component));
        }
        if component.get("discriminator").is_some() {
            self.descendants(name);
        }
    }

    /// Reaches the schemas that name this one as their parent, directly or not: the parent does not list them.
    fn descendants(&mut self, parent: &'d str) {
        let mut parents = vec![parent];
        let mut seen = HashSet::from([parent]);
        while let Some(parent) = parents.pop() {
            let children = self.children().get(parent).cloned().unwrap_or_default();
            for child in children {
                self.reach(&reference("schemas", child));
                if seen.insert(child) {
                    parents.push(child);
                }
            }
        }
    }

    fn children(&mut self) -> &HashMap<&'d str, Vec<&'d str>> {
        let schemas = self.section("schemas");
        self.children.get_or_insert_with(|| {
            let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
            for (name, schema) in schemas.into_iter().flatten() {
                let mut parents = Vec::new();
                parents_of(schema, &mut parents);
                for reference in parents {
                    let Some(parent) = reference.strip_prefix("#/components/schemas/") else {
                        continue;
                    };
                    let parent = unescape(parent);
                    let known = schemas.and_then(|known| known.get_key_value(parent.as_ref()));
                    if let Some((parent, _)) = known {
                        children.entry(parent).or_default().push(name);
                    }
                }
            }
            children
        })
    }

    /// Reaches the schemes that security requirements name.
    fn security(&mut self, requirements: &'d Value) {
        let requirements = requirements.as_array();
        let named = requirements
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .flat_map(Map::keys);
        let schemes = self.section(SCHEMES);
        for name in named {
            if schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                self.reach(&reference(SCHEMES, name));
                continue;
            }
            // A misspelt name may mean any of them, and the diagnostic suggests one.
            for (scheme, _) in schemes.into_iter().flatten() {
                self.reach(&reference(SCHEMES, scheme));
            }
        }
    }
}

/// Adds the schemas that a schema refers to, directly or in its `allOf`.
fn parents_of<'d>(schema: &'d Value, into: &mut Vec<&'d str>) {
    into.extend(schema.get("$ref").and_then(Value::as_str));
    let all_of = schema.get("allOf").and_then(Value::as_array);
    for part in all_of.into_iter().flatten() {
        parents_of(part, into);
    }
}
