//! Examples of parameters and bodies.

use indexmap::IndexMap;
use openapiv3::{Example, ReferenceOr};
use serde_json::Value;

use super::lowering::Lowering;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// Returns the `example`, or the first of the `examples` with an inline value.
    pub(super) fn example_of(
        &mut self,
        example: Option<&'a Value>,
        examples: &'a IndexMap<String, ReferenceOr<Example>>,
        pointer: &Pointer<'_>,
    ) -> Option<Value> {
        if let Some(example) = example {
            return Some(example.clone());
        }
        let section = pointer.key("examples");
        let mut values = examples.iter().filter_map(|(name, example)| {
            self.resolve(example, &section.key(name))
                .and_then(|(example, _)| example.value.clone())
        });
        values.next()
    }
}
