//! The discriminator values that alternatives inherit from a common parent.
//!
//! Some generators write the `discriminator` only in the parent, and then list its children in a `oneOf` without it.

use std::collections::HashMap;

use crate::lower::inheritance::tag::Tag;
use crate::model::types::{OneOfVariant, Type, TypeId, TypeKind, Types};

/// The properties that identify each child, with the child's values, in the order of the parents.
pub(super) struct Inherited(HashMap<TypeId, Vec<(String, Vec<String>)>>);

impl Inherited {
    /// Collects the values from the enums of the parents. `tags` are the first values of the children.
    pub(super) fn of(types: &Types, tags: &[Tag]) -> Self {
        let first: HashMap<(TypeId, &str), &str> = tags
            .iter()
            .map(|tag| ((tag.ty, &*tag.property), &*tag.value))
            .collect();
        let mut inherited: HashMap<TypeId, Vec<(String, Vec<String>)>> = HashMap::new();
        for id in types.ids() {
            let TypeKind::OneOf(one_of) = &types[id].kind else {
                continue;
            };
            let Some(property) = &one_of.discriminator else {
                continue;
            };
            for variant in &one_of.variants {
                let Type::Named(child) = variant.ty else {
                    continue;
                };
                // Other enums can have the same variants.
                let is_child = first
                    .get(&(child, property))
                    .is_some_and(|first| variant.tags.iter().any(|tag| tag == first));
                let known = inherited.entry(child).or_default();
                if is_child && known.iter().all(|(name, _)| name != property) {
                    known.push((property.clone(), variant.tags.clone()));
                }
            }
        }
        Self(inherited)
    }

    /// Assigns the values of the first property that identifies at least two variants, and returns the property.
    pub(super) fn assign(&self, types: &Types, variants: &mut [OneOfVariant]) -> Option<String> {
        let identified = |variant: &OneOfVariant| match types.without_aliases(&variant.ty) {
            Type::Named(id) => match &types[*id].kind {
                // Its variants have the values.
                TypeKind::OneOf(one_of) => one_of.discriminator.iter().cloned().collect(),
                _ => self
                    .0
                    .get(id)
                    .into_iter()
                    .flatten()
                    .map(|(property, _)| property.clone())
                    .collect(),
            },
            _ => Vec::new(),
        };
        let of_each: Vec<Vec<String>> = variants.iter().map(identified).collect();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let property = of_each.iter().flatten().find(|property| {
            let count = seen.entry(property).or_default();
            *count += 1;
            *count > 1
        })?;
        for variant in variants {
            let Type::Named(id) = types.without_aliases(&variant.ty) else {
                continue;
            };
            let mut known = self.0.get(id).into_iter().flatten();
            if let Some((_, tags)) = known.find(|(name, _)| name == property) {
                variant.tags.clone_from(tags);
            }
        }
        Some(property.clone())
    }
}
