//! The properties and values by which alternatives are compared, and the number of comparisons so far.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::types::{Field, Object, Type, TypeId, TypeKind, Types};

/// The maximum number of properties and values compared to distinguish the alternatives of all unions.
pub(super) const MOST_COMPARED: usize = 20_000_000;

/// The properties and values of the types compared, and the number of comparisons so far.
#[derive(Default)]
pub(super) struct Compared {
    properties: HashMap<TypeId, Rc<Properties>>,
    values: HashMap<TypeId, Rc<HashSet<String>>>,
    count: usize,
}

/// The index of each property of an object, and the names of those required.
pub(super) struct Properties {
    pub(super) by_name: HashMap<String, usize>,
    pub(super) required: Vec<String>,
}

impl Compared {
    /// The properties of the object that a type is.
    pub(super) fn properties(&mut self, id: TypeId, object: &Object) -> Rc<Properties> {
        let entry = self.properties.entry(id).or_insert_with(|| {
            let fields = object.fields.iter();
            let required = fields.clone().filter(|field| field.required);
            Rc::new(Properties {
                required: required.map(|field| field.wire_name.clone()).collect(),
                by_name: fields
                    .enumerate()
                    .map(|(index, field)| (field.wire_name.clone(), index))
                    .collect(),
            })
        });
        Rc::clone(entry)
    }

    /// The field of an object.
    pub(super) fn field<'t>(
        &mut self,
        (id, object): (TypeId, &'t Object),
        name: &str,
    ) -> Option<&'t Field> {
        let index = *self.properties(id, object).by_name.get(name)?;
        object.fields.get(index)
    }

    /// Whether one object requires a property that the other does not have.
    pub(super) fn requires_more(&mut self, one: &Properties, other: &Properties) -> bool {
        one.required.iter().any(|name| {
            self.count += 1;
            !other.by_name.contains_key(name)
        })
    }

    /// The values of an enum; `None` for a type that is not an enum.
    pub(super) fn values(&mut self, types: &Types, id: TypeId) -> Option<Rc<HashSet<String>>> {
        if let Some(values) = self.values.get(&id) {
            return Some(Rc::clone(values));
        }
        let values = values_of(types, id)?.into_iter().map(Cow::into_owned);
        let values = Rc::new(values.collect::<HashSet<String>>());
        self.values.insert(id, Rc::clone(&values));
        Some(values)
    }

    /// Whether two enums have no value in common.
    pub(super) fn are_disjoint(&mut self, one: &HashSet<String>, other: &HashSet<String>) -> bool {
        let (shorter, longer) = if one.len() < other.len() {
            (one, other)
        } else {
            (other, one)
        };
        shorter.iter().all(|value| {
            self.count += 1;
            !longer.contains(value)
        })
    }

    pub(super) fn add(&mut self, count: usize) {
        self.count += count;
    }

    pub(super) fn is_refused(&self) -> bool {
        self.count > MOST_COMPARED
    }
}

/// The values of a property that is an `enum`, as strings.
pub(super) fn constants<'t>(types: &'t Types, field: &'t Field) -> Option<Vec<Cow<'t, str>>> {
    if !field.constants.is_empty() {
        let constants = field.constants.iter();
        return Some(
            constants
                .map(|value| Cow::Borrowed(value.as_str()))
                .collect(),
        );
    }
    match types.without_aliases(&field.ty) {
        Type::Named(id) => values_of(types, *id),
        _ => None,
    }
}

fn values_of(types: &Types, id: TypeId) -> Option<Vec<Cow<'_, str>>> {
    match &types[id].kind {
        TypeKind::StringEnum(values) => {
            let values = values.variants.iter();
            Some(
                values
                    .map(|one| Cow::Borrowed(one.wire_name.as_str()))
                    .collect(),
            )
        }
        TypeKind::IntegerEnum(values) => {
            let values = values.variants.iter();
            Some(
                values
                    .map(|one| Cow::Owned(one.value.to_string()))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// The object that a type is.
pub(super) fn object<'t>(types: &'t Types, ty: &Type) -> Option<(TypeId, &'t Object)> {
    match types.without_aliases(ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}
