//! `exclusiveMinimum` and `exclusiveMaximum`, which are numbers in 3.1 and flags beside the bound in 3.0.

use serde_json::{Map, Value};

use super::Rewriting;
use crate::pointer::Pointer;

impl Rewriting<'_> {
    pub(super) fn exclusive_bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (bound, exclusive, lower) in
            [("minimum", "exclusiveMinimum", true), ("maximum", "exclusiveMaximum", false)]
        {
            match members.get(exclusive) {
                None => {}
                Some(Value::Number(number)) => {
                    let number = number.clone();
                    let inclusive = members.get(bound).and_then(Value::as_f64);
                    let value = number.as_f64().unwrap_or_default();
                    // Of two bounds the narrower one holds; at the same number, the exclusive one is.
                    let narrower =
                        inclusive.is_none_or(|bound| if lower { value >= bound } else { value <= bound });
                    if narrower {
                        self.moved(&at.key(exclusive), &at.key(bound));
                        members.insert(bound.to_owned(), Value::Number(number));
                        members.insert(exclusive.to_owned(), Value::Bool(true));
                    } else {
                        members.shift_remove(exclusive);
                    }
                }
                Some(Value::Bool(_)) => {
                    self.wrong(&at.key(exclusive), "a number: `true` and `false` were OpenAPI 3.0's");
                    members.shift_remove(exclusive);
                }
                Some(_) => {
                    self.wrong(&at.key(exclusive), "a number");
                    members.shift_remove(exclusive);
                }
            }
        }
    }
}
