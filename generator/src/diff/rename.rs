//! Finds the types that were only renamed.

use std::collections::HashMap;

use super::view::{View, undocumented};
use crate::model::Api;
use crate::model::types::{Type, TypeId};
use crate::surface;
use crate::surface::item::Item;

/// The name of every unpaired type in the shapes. It is not in Pascal case, so it is not the name of a type.
const NAMELESS: &str = "_";

/// Pairs the types that are equal except for their names and the names of the types that they refer to.
///
/// `base` and `new` list the types without a counterpart. The types of `aligned`, the base, have the names of their
/// counterparts.
pub(super) fn renamed(
    aligned: Api,
    base: &[TypeId],
    new_api: &Api,
    new: &[TypeId],
) -> HashMap<TypeId, TypeId> {
    let mut renames = Renames {
        base: shapes(aligned, base),
        new: shapes(new_api.clone(), new),
        to_new: HashMap::new(),
        to_base: HashMap::new(),
    };
    for &one in base {
        if !renames.is_distinctive(one) {
            continue;
        }
        for &other in new {
            if renames.pair(one, other) {
                break;
            }
        }
    }
    renames.to_new
}

/// A type without its name.
struct Shape {
    /// The generated items without documentation. Every unpaired type has the same name in them.
    items: Vec<Item>,
    /// The unpaired types that it refers to, in order.
    references: Vec<TypeId>,
    /// Whether it has enough fields or variants to recognize it by.
    is_distinctive: bool,
}

/// The shapes of these types, in which all of them have the same name.
fn shapes(mut api: Api, unpaired: &[TypeId]) -> HashMap<TypeId, Shape> {
    for &id in unpaired {
        NAMELESS.clone_into(&mut api.types[id].name);
    }
    let shape = |&id: &TypeId| (id, Shape::of(&api, id));
    unpaired.iter().map(shape).collect()
}

impl Shape {
    fn of(api: &Api, id: TypeId) -> Self {
        let definition = &api.types[id];
        let items = undocumented(surface::types::items(api, definition));
        let view = View::of(&items);
        let is_unpaired = |id: &TypeId| api.types[*id].name == NAMELESS;
        let named = definition.kind.parts().into_iter().filter_map(|part| {
            let Type::Named(id) = part.core() else {
                return None;
            };
            Some(*id)
        });
        Self {
            references: named.filter(is_unpaired).collect(),
            is_distinctive: view.fields.len() + view.variants.len() > 1,
            items,
        }
    }
}

/// The pairs of types found so far, in both directions.
struct Renames {
    base: HashMap<TypeId, Shape>,
    new: HashMap<TypeId, Shape>,
    to_new: HashMap<TypeId, TypeId>,
    to_base: HashMap<TypeId, TypeId>,
}

impl Renames {
    /// Whether a type of the base has enough fields or variants to recognize it by.
    fn is_distinctive(&self, one: TypeId) -> bool {
        self.base
            .get(&one)
            .is_some_and(|shape| shape.is_distinctive)
    }

    /// Pairs two types and the types that they refer to, if all of these are equal.
    fn pair(&mut self, one: TypeId, other: TypeId) -> bool {
        let mut assumed = Vec::new();
        let are_equal = self.assume_equal(one, other, &mut assumed);
        if !are_equal {
            for (one, other) in assumed {
                self.to_new.remove(&one);
                self.to_base.remove(&other);
            }
        }
        are_equal
    }

    /// Compares two types and the types that they refer to. Types may refer to themselves or to each other, so each pair
    /// is assumed to be equal while its references are compared.
    fn assume_equal(
        &mut self,
        one: TypeId,
        other: TypeId,
        assumed: &mut Vec<(TypeId, TypeId)>,
    ) -> bool {
        let mut open = vec![(one, other)];
        while let Some((one, other)) = open.pop() {
            match (self.to_new.get(&one), self.to_base.get(&other)) {
                (None, None) => {}
                (Some(known), Some(_)) if *known == other => continue,
                _ => return false,
            }
            let (Some(was), Some(is)) = (self.base.get(&one), self.new.get(&other)) else {
                return false;
            };
            if was.items != is.items {
                return false;
            }
            // Equal items have equally many references.
            let references = was.references.iter().zip(&is.references);
            open.extend(references.map(|(&one, &other)| (one, other)));
            self.to_new.insert(one, other);
            self.to_base.insert(other, one);
            assumed.push((one, other));
        }
        true
    }
}
