//! Resolves references to components.

use openapiv3::{ReferenceOr, Schema};

use super::component::{Component, LONGEST_CHAIN};
use super::lowering::Lowering;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::name::pascal;
use crate::pointer::{Pointer, steps, unescape};

/// The name from which inline schemas are named: that of the enclosing component, or of its use.
pub(super) fn hint_of(place: &str, used_in: &str) -> String {
    let mut steps = steps(place);
    match (steps.next(), steps.next(), steps.next()) {
        (Some(components), Some(_), Some(name)) if components == "components" => pascal(&name),
        _ => used_in.to_owned(),
    }
}

impl<'a> Lowering<'a> {
    /// Returns the target and its JSON pointer, or `None` with a diagnostic if the target does not exist.
    pub(super) fn resolve<T: Component>(
        &mut self,
        item: &'a ReferenceOr<T>,
        pointer: &Pointer<'_>,
    ) -> Option<(&'a T, String)> {
        let mut item = item;
        let mut place = pointer.to_string();
        for _ in 0..LONGEST_CHAIN {
            match item {
                ReferenceOr::Item(value) => return Some((value, place)),
                ReferenceOr::Reference { reference } => {
                    let section = T::section(self.openapi.components.as_ref()?);
                    let found = reference
                        .strip_prefix(T::PREFIX)
                        .and_then(|name| section.get(unescape(name).as_ref()));
                    let Some(found) = found else { break };
                    reference.trim_start_matches('#').clone_into(&mut place);
                    item = found;
                }
            }
        }
        self.diagnostics.push(Diagnostic::error(
            Code::UnresolvedReference,
            pointer.key("$ref").place(),
            format!(
                "this reference must refer to a component in `{}`",
                T::PREFIX.trim_end_matches('/')
            ),
        ));
        None
    }

    /// The schema that a reference refers to, and its pointer.
    pub(super) fn component_schema(
        &self,
        reference: &str,
    ) -> Option<(&'a ReferenceOr<Schema>, String)> {
        let name = unescape(reference.strip_prefix(Schema::PREFIX)?);
        let schema = self
            .openapi
            .components
            .as_ref()?
            .schemas
            .get(name.as_ref())?;
        Some((schema, reference.trim_start_matches('#').to_owned()))
    }

    /// The schema itself, or the one at the end of a chain of references.
    pub(super) fn followed(&self, node: Node<'a>) -> Option<&'a Schema> {
        let mut node = node;
        for _ in 0..LONGEST_CHAIN {
            match node {
                Node::Schema(schema) => return Some(schema),
                Node::Reference(reference) => node = self.component_schema(reference)?.0.into(),
            }
        }
        None
    }
}
