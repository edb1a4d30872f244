//! Boxes the fields and variants through which a type would contain itself.

use std::collections::HashSet;

use super::recursion::held_type;
use crate::model::types::{Checked, Type, TypeId, TypeKind, Types};

/// The maximum number of steps to find the boxes that are needed: after them, boxes are placed without a search.
const MOST_STEPS: usize = 50_000_000;

/// Marks each field and variant whose type contains the enclosing type, other than through an array or map.
pub(super) fn mark_boxes(types: &mut Types) {
    let ids: Vec<TypeId> = types.ids().collect();
    let mut holders = Holders::of(types, &ids);
    for &id in &ids {
        if !holders.are_in_cycle(id) {
            continue;
        }
        // One search for all fields: a type may have thousands, and so may each of their types.
        holders.search(id);
        let leads_back = |ty: &Type| held_type(ty).filter(|part| holders.found(id, *part));
        let boxed: Vec<Option<TypeId>> = match &types[id].kind {
            TypeKind::Object(object) => object
                .fields
                .iter()
                .map(|field| leads_back(&field.ty))
                .collect(),
            TypeKind::OneOf(one_of) => one_of
                .variants
                .iter()
                .map(|variant| leads_back(&variant.ty))
                .collect(),
            _ => continue,
        };
        // Boxed, the field is no longer part of the type itself.
        let parts: HashSet<TypeId> = boxed.iter().flatten().copied().collect();
        for part in parts {
            holders.direct[part.index()].retain(|holder| *holder != id);
        }
        let boxed = boxed.iter().map(Option::is_some);
        match &mut types[id].kind {
            TypeKind::Object(object) => {
                object
                    .fields
                    .iter_mut()
                    .zip(boxed)
                    .for_each(|(field, boxed)| field.boxed = boxed);
            }
            TypeKind::OneOf(one_of) => {
                one_of
                    .variants
                    .iter_mut()
                    .zip(boxed)
                    .for_each(|(variant, boxed)| variant.boxed = boxed);
            }
            _ => {}
        }
    }
}

/// The types that contain each type.
struct Holders {
    /// For the index of each type, the types that directly contain it.
    direct: Vec<Vec<TypeId>>,
    /// For the index of each type, the set of types that all contain each other; only they can lead back.
    cycles: Vec<usize>,
    /// The number of types in each set.
    sizes: Vec<usize>,
    /// The type that the last search that passed each type started from, counted from 1.
    passed: Vec<usize>,
    steps: usize,
}

impl Holders {
    fn of(types: &Types, ids: &[TypeId]) -> Self {
        let direct = holders(types, ids);
        let cycles = cycles(&direct);
        let mut sizes = vec![0; direct.len()];
        for cycle in &cycles {
            sizes[*cycle] += 1;
        }
        Self {
            passed: vec![0; direct.len()],
            direct,
            cycles,
            sizes,
            steps: 0,
        }
    }

    fn are_in_cycle(&self, id: TypeId) -> bool {
        self.sizes[self.cycles[id.index()]] > 1 || self.direct[id.index()].contains(&id)
    }

    /// Finds the types of the same cycle that contain `id`.
    fn search(&mut self, id: TypeId) {
        let mut waiting = vec![id];
        self.passed[id.index()] = id.index() + 1;
        while let Some(part) = waiting.pop() {
            if self.steps > MOST_STEPS {
                return;
            }
            self.steps += self.direct[part.index()].len();
            for holder in &self.direct[part.index()] {
                let at = holder.index();
                let same = self.cycles[at] == self.cycles[id.index()];
                if same && std::mem::replace(&mut self.passed[at], id.index() + 1) <= id.index() {
                    waiting.push(*holder);
                }
            }
        }
    }

    /// Whether the last search, from `id`, found that `part` contains it.
    fn found(&self, id: TypeId, part: TypeId) -> bool {
        let same = self.cycles[part.index()] == self.cycles[id.index()];
        same && (self.passed[part.index()] == id.index() + 1 || self.steps > MOST_STEPS)
    }
}

/// For each node of a graph, a number of the set of nodes that lead to each other (Tarjan's algorithm, without
/// recursion).
fn cycles(edges: &[Vec<TypeId>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut lowest = vec![UNSEEN; edges.len()];
    let mut sets = vec![UNSEEN; edges.len()];
    let (mut count, mut set) = (0, 0);
    let mut open = Vec::new();
    for start in 0..edges.len() {
        // The nodes from `start` to the current one, each with the number of its edges followed so far.
        let mut path = if order[start] == UNSEEN {
            vec![(start, 0)]
        } else {
            Vec::new()
        };
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            if *followed == 0 && order[node] == UNSEEN {
                (order[node], lowest[node]) = (count, count);
                count += 1;
                open.push(node);
            }
            if let Some(next) = edges[node].get(*followed) {
                *followed += 1;
                let next = next.index();
                if order[next] == UNSEEN {
                    path.push((next, 0));
                } else if sets[next] == UNSEEN {
                    lowest[node] = lowest[node].min(order[next]);
                }
                continue;
            }
            path.pop();
            if let Some((around, _)) = path.last() {
                lowest[*around] = lowest[*around].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                while let Some(member) = open.pop() {
                    sets[member] = set;
                    if member == node {
                        break;
                    }
                }
                set += 1;
            }
        }
    }
    sets
}

/// For the index of each type, the types that directly contain it.
fn holders(types: &Types, ids: &[TypeId]) -> Vec<Vec<TypeId>> {
    let mut holders = vec![Vec::new(); types.len()];
    for &id in ids {
        let mut parts: Vec<TypeId> = match &types[id].kind {
            TypeKind::Object(object) => object
                .fields
                .iter()
                .filter_map(|field| held_type(&field.ty))
                .collect(),
            TypeKind::OneOf(one_of) => one_of
                .variants
                .iter()
                .filter_map(|variant| held_type(&variant.ty))
                .collect(),
            TypeKind::Alias(ty) | TypeKind::Checked(Checked { ty, .. }) => {
                held_type(ty).into_iter().collect()
            }
            TypeKind::StringEnum(_)
            | TypeKind::IntegerEnum(_)
            | TypeKind::Response(_)
            | TypeKind::ByStatus(_)
            | TypeKind::Multipart(_) => Vec::new(),
        };
        parts.sort_unstable_by_key(|part| part.index());
        parts.dedup();
        for part in parts {
            holders[part.index()].push(id);
        }
    }
    holders
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::model::Docs;
    use crate::model::types::{Additional, Direction, Field, Object, Sender, TypeDefinition};

    /// Structs that each have a field of every struct.
    fn all_in_all(count: usize) -> Types {
        let mut types = Types::default();
        for _ in 0..count {
            types.push(TypeDefinition {
                derives: Vec::new(),
                name: String::new(),
                pointer: String::new(),
                docs: Docs::default(),
                direction: Direction::default(),
                kind: TypeKind::Alias(Type::Untyped),
            });
        }
        let ids: Vec<TypeId> = types.ids().collect();
        let field = |id: &TypeId| Field {
            wire_name: String::new(),
            name: String::new(),
            docs: Docs::default(),
            ty: Type::Named(*id),
            required: true,
            nullable: false,
            absent_or_null: false,
            sender: Sender::Both,
            boxed: false,
            example: None,
            tag: None,
            constants: Vec::new(),
        };
        for id in &ids {
            let fields = ids.iter().map(field).collect();
            types[*id].kind = TypeKind::Object(Object {
                fields,
                additional: Additional::Denied,
                invalid: None,
            });
        }
        types
    }

    fn boxed(types: &Types) -> Vec<String> {
        let marks = |field: &Field| if field.boxed { 'b' } else { '-' };
        let line = |id| match &types[id].kind {
            TypeKind::Object(object) => object.fields.iter().map(marks).collect(),
            _ => String::new(),
        };
        types.ids().map(line).collect()
    }

    #[test]
    fn only_fields_through_which_a_struct_contains_itself_are_boxed() {
        let mut types = all_in_all(3);
        mark_boxes(&mut types);
        // Once the first is boxed, the second contains it without recursion, and the last contains both.
        assert_eq!(boxed(&types), ["bbb", "-bb", "--b"]);
    }

    #[test]
    fn boxes_among_thousands_of_fields_are_found_quickly() {
        let mut types = all_in_all(400);
        let start = Instant::now();
        mark_boxes(&mut types);
        // A search for each field took minutes.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
    }
}
