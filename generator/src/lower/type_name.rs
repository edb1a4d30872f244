//! Type names from hints, and their conflicts.

use std::collections::{HashMap, HashSet};

use openapiv3::Schema;

use super::extension::Extensions;
use super::lowering::Lowering;
use super::schema_shape::VALIDATE;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{TypeId, TypeKind, Types};
use crate::pointer::{Pointer, steps};

/// The extensions of a schema.
const EXTENSIONS: &[&str] = &["x-rust-name", VALIDATE];

impl Lowering<'_> {
    /// The name from the schema's hint.
    pub(super) fn rust_name(&mut self, schema: &Schema, pointer: &str) -> Option<String> {
        let extensions = Extensions::new(&schema.schema_data.extensions, pointer.to_owned());
        extensions.check(EXTENSIONS, self.diagnostics);
        extensions.name(self.diagnostics)
    }

    /// Reports names from hints that are already taken, once all components are named.
    pub(super) fn hinted_names(&mut self, hinted: &[(TypeId, String)]) {
        if hinted.is_empty() {
            return;
        }
        // The types of each name, and those of each name that a schema without a hint wants.
        let mut named: HashMap<&str, Vec<TypeId>> = HashMap::new();
        let mut wanting: HashMap<String, Vec<TypeId>> = HashMap::new();
        let with_hint: HashSet<TypeId> = hinted.iter().map(|(id, _)| *id).collect();
        for (id, definition) in self.types.iter() {
            named.entry(&definition.name).or_default().push(id);
            if let Some(component) = steps(&definition.pointer).last()
                && !with_hint.contains(&id)
            {
                wanting.entry(pascal(&component)).or_default().push(id);
            }
        }
        for (id, wanted) in hinted {
            let name = pascal(wanted);
            let mut same = named.get(name.as_str()).into_iter().flatten();
            let other = same.find(|other| *other != id).copied();
            let late = self.types[*id].name != name;
            // A later schema wanted the same name and was renamed.
            let displaced = || {
                let wanting = wanting.get(&name)?;
                let after = wanting.partition_point(|other| other.index() <= id.index());
                wanting.get(after).copied()
            };
            let Some(other) = (if late {
                Some(other)
            } else {
                displaced().map(Some)
            }) else {
                continue;
            };
            let place = Pointer::base(&self.types[*id].pointer)
                .key("x-rust-name")
                .place();
            let diagnostic = match other {
                Some(other) => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("the type name `{name}` is already used by another schema"),
                )
                .related(
                    Pointer::base(&self.types[other].pointer).key_place(),
                    "the other schema",
                ),
                None => Diagnostic::error(
                    Code::InvalidExtension,
                    place,
                    format!("the type name `{name}` is reserved by the generated code"),
                ),
            };
            self.diagnostics
                .push(diagnostic.help("choose a different name"));
        }
    }
}

/// Renames each tuple struct that has the name of a field. As an argument, the field must not have the name of a
/// tuple struct (E0530), which happens with caseless letters.
pub(super) fn rename_shadowed(types: &mut Types, names: &mut Scope) {
    let mut fields: HashSet<&str> = HashSet::new();
    for (_, definition) in types.iter() {
        match &definition.kind {
            TypeKind::Object(object) => {
                fields.extend(object.fields.iter().map(|field| field.name.as_str()));
            }
            TypeKind::Multipart(parts) => {
                fields.extend(parts.iter().map(|part| part.name.as_str()));
            }
            _ => {}
        }
    }
    let shadowed = types.iter().filter(|(_, definition)| {
        matches!(definition.kind, TypeKind::Checked(_)) && fields.contains(definition.name.as_str())
    });
    let shadowed: Vec<TypeId> = shadowed.map(|(id, _)| id).collect();
    for id in shadowed {
        types[id].name = names.claim(&types[id].name, "Value");
    }
}
