//! Builds the tree of a file from a parser's events, within limits of size and depth.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::depth::DEPTH;
use super::parser_message::{EXPANSION, MARK, NAME, NESTING, SIZE};
use crate::load::source::Syntax;

/// The maximum number of values in a file. The largest known OpenAPI documents have about one million.
pub(super) const VALUES: usize = 4_000_000;

/// The shared state of the nodes of one file.
pub(super) struct Reader {
    syntax: Syntax,
    /// The remaining size of the tree: aliases can make it larger than any file.
    budget: Cell<usize>,
    /// The remaining number of values.
    pub(super) values: Cell<usize>,
    pub(super) duplicates: RefCell<Vec<String>>,
}

impl Reader {
    pub(super) fn new(text: &str, syntax: Syntax) -> Self {
        // A file without aliases never costs more: a node takes at least one byte of text.
        let budget = text.len() * (Self::NODE + 2) + (32 << 20);
        let values = Cell::new(VALUES);
        Self {
            syntax,
            budget: Cell::new(budget),
            values,
            duplicates: RefCell::default(),
        }
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node {
            reader: self,
            depth: 0,
        }
    }

    /// The cost of a node in addition to its text.
    const NODE: usize = 16;

    fn spend<E: de::Error>(&self, text: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(Self::NODE + text);
        self.budget
            .set(left.ok_or_else(|| E::custom(format_args!("{MARK}{EXPANSION}")))?);
        let left = self.values.get().checked_sub(1);
        self.values
            .set(left.ok_or_else(|| E::custom(format_args!("{MARK}{SIZE}")))?);
        Ok(())
    }
}

/// Deserializes one node.
#[derive(Clone, Copy)]
pub(super) struct Node<'r> {
    reader: &'r Reader,
    /// The number of enclosing objects and arrays.
    depth: usize,
}

impl Node<'_> {
    /// The state for the members or items of this node.
    fn below<E: de::Error>(self) -> Result<Self, E> {
        self.reader.spend(0)?;
        if self.depth < DEPTH {
            Ok(Self {
                depth: self.depth + 1,
                ..self
            })
        } else {
            Err(E::custom(format_args!("{MARK}{NESTING}")))
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of that size lose precision"
    )]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON numbers of that size lose precision"
    )]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.reader.spend(0)?;
        let number = Number::from_f64(value);
        number.map(Value::Number).ok_or_else(|| {
            E::custom(format_args!(
                "{MARK}a number must be finite, found `.inf` or `.nan`"
            ))
        })
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.reader.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.reader.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.reader.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let element = self.below()?;
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(element)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let member = self.below()?;
        let mut map = Map::new();
        while let Some(name) = members.next_key_seed(Name)? {
            self.reader.spend(name.len())?;
            let value = members.next_value_seed(member)?;
            if map.contains_key(&name) {
                self.reader.duplicates.borrow_mut().push(name);
            } else {
                map.insert(name, value);
            }
        }
        if self.reader.syntax == Syntax::Yaml {
            merge(&mut map)?;
        }
        Ok(Value::Object(map))
    }

    /// A node with a custom tag, such as `!Ref x`. The tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, content) = tagged.variant_seed(Name)?;
        content.newtype_variant_seed(self)
    }
}

/// Applies the merge key of YAML 1.1: `<<: *defaults` adds the members that the object does not have.
fn merge<E: de::Error>(map: &mut Map<String, Value>) -> Result<(), E> {
    let wrong = || {
        E::custom(format_args!(
            "{MARK}the merge key `<<` must be an object or an array of objects"
        ))
    };
    let Some(merged) = map.shift_remove("<<") else {
        return Ok(());
    };
    let sources = match merged {
        Value::Array(sources) => sources,
        source => vec![source],
    };
    for source in sources {
        let Value::Object(source) = source else {
            return Err(wrong());
        };
        for (name, value) in source {
            map.entry(name).or_insert(value);
        }
    }
    Ok(())
}

/// Deserializes a key as it is written: `200` and `1.10` are keys too.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<String, E> {
        Ok(name.to_owned())
    }

    fn visit_string<E: de::Error>(self, name: String) -> Result<String, E> {
        Ok(name)
    }
}
