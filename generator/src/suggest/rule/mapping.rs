//! The values of a discriminator that are mapped to a schema that does not exist.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Version, Visited, visit};
use crate::pointer::escape;
use crate::suggest::effect::Effect;
use crate::suggest::proposal::{Proposal, Step, last};
use crate::suggest::tree::{local, resolved};

const SCHEMAS: &str = "#/components/schemas/";

/// Proposes the alternative that has the value, if exactly one does: in the `const` or `enum` of the discriminator's
/// property, or as its name.
pub(super) fn proposals(
    tree: &Value,
    version: Version,
    diagnostics: &[Diagnostic],
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let unresolved = || {
        diagnostics
            .iter()
            .filter(|one| one.code == Code::UnresolvedReference)
    };
    if unresolved().next().is_none() {
        return proposals;
    }
    visit(tree, version, &mut |visited, at| {
        let Visited::Schema(schema) = visited else {
            return;
        };
        let discriminator = schema.get("discriminator");
        let property = discriminator.and_then(|one| one.get("propertyName")?.as_str());
        let mapping = discriminator.and_then(|one| one.get("mapping")?.as_object());
        let (Some(property), Some(mapping)) = (property, mapping) else {
            return;
        };
        for (value, target) in mapping {
            let Some(target) = target.as_str().filter(|target| is_dangling(tree, target)) else {
                continue;
            };
            let start = format!("`{target}` ");
            let diagnostic = unresolved().find(|one| one.message.starts_with(&start));
            let alternatives = alternatives(tree, schema, &at.to_string());
            let meant = only_with_value(tree, &alternatives, mapping, property, value);
            if let (Some(diagnostic), Some(meant)) = (diagnostic, meant) {
                let step = Step::Set {
                    pointer: format!("{at}/discriminator/mapping"),
                    members: vec![(value.clone(), json!(meant))],
                };
                let mut proposal = Proposal::fixing(&[diagnostic], vec![step]);
                proposal.reason.push_str(&format!(
                    "; only `{}` has the value `{value}`",
                    last(&meant)
                ));
                // The variant may have the value without the mapping. If not, this one is refused, and a later one
                // accepted.
                let effects = [Effect::Adds, Effect::ChangesTypes];
                let others = effects.into_iter().filter(|one| *one > proposal.effect);
                let others = others.map(|effect| Proposal {
                    effect,
                    ..proposal.clone()
                });
                let others: Vec<Proposal> = others.collect();
                proposals.push(proposal);
                proposals.extend(others);
            }
        }
    });
    proposals
}

fn is_dangling(tree: &Value, target: &str) -> bool {
    let schema = format!("{SCHEMAS}{}", escape(target));
    if local(tree, &schema).is_some() {
        return false;
    }
    match target.strip_prefix('#') {
        Some(_) => local(tree, target).is_none(),
        // A file otherwise.
        None => !target.contains(['/', '.', '#']),
    }
}

/// References to the alternatives of a schema: those that it lists, or the schemas that refer to it in their `allOf`.
fn alternatives(tree: &Value, schema: &Map<String, Value>, pointer: &str) -> Vec<String> {
    fn references(schemas: &Value) -> impl Iterator<Item = &str> {
        let schemas = schemas.as_array().into_iter().flatten();
        schemas.filter_map(|schema| schema.get("$ref")?.as_str())
    }
    let lists: Vec<&Value> = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|name| schema.get(name))
        .collect();
    if !lists.is_empty() {
        return lists
            .into_iter()
            .flat_map(references)
            .filter(|reference| reference.starts_with(SCHEMAS))
            .map(str::to_owned)
            .collect();
    }
    let parent = format!("#{pointer}");
    let schemas = tree
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let is_child = |schema: &Value| {
        schema
            .get("allOf")
            .is_some_and(|all_of| references(all_of).any(|reference| reference == parent))
    };
    schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_child(schema))
        .map(|(name, _)| format!("{SCHEMAS}{}", escape(name)))
        .collect()
}

/// The reference to the only alternative with the value, unless a different value is mapped to it.
fn only_with_value(
    tree: &Value,
    references: &[String],
    mapping: &Map<String, Value>,
    property: &str,
    value: &str,
) -> Option<String> {
    let mut having = references.iter().filter(|reference| {
        let own = resolved(tree, reference).and_then(|schema| values(tree, schema, property, 0));
        match own {
            Some(values) => values.contains(&value),
            None => last(reference) == value,
        }
    });
    let (Some(only), None) = (having.next(), having.next()) else {
        return None;
    };
    let is_mapped = mapping.values().any(|target| {
        target
            .as_str()
            .is_some_and(|target| target == only || target == last(only))
    });
    (!is_mapped).then(|| only.clone())
}

/// The values of a property that the schema, or a schema in its `allOf`, lists.
fn values<'v>(
    tree: &'v Value,
    schema: &'v Value,
    property: &str,
    depth: usize,
) -> Option<Vec<&'v str>> {
    let own = schema
        .get("properties")
        .and_then(|properties| properties.get(property));
    if let Some(own) = own {
        if let Some(value) = own.get("const").and_then(Value::as_str) {
            return Some(vec![value]);
        }
        if let Some(values) = own.get("enum").and_then(Value::as_array) {
            return Some(values.iter().filter_map(Value::as_str).collect());
        }
    }
    if depth > 8 {
        return None;
    }
    let all_of = schema.get("allOf")?.as_array()?;
    all_of.iter().find_map(|part| {
        let part = match part.get("$ref").and_then(Value::as_str) {
            Some(reference) => resolved(tree, reference)?,
            None => part,
        };
        values(tree, part, property, depth + 1)
    })
}
