//! `exclusiveMinimum` and `exclusiveMaximum`, which are numbers in 3.1 and booleans next to the bound in 3.0.

use serde_json::{Map, Value};

use super::rewriting::Rewriting;
use crate::diagnostic::{Code, Diagnostic, Part};
use crate::pointer::Pointer;

impl Rewriting<'_> {
    pub(super) fn exclusive_bounds(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        for (bound, exclusive, lower) in [
            ("minimum", "exclusiveMinimum", true),
            ("maximum", "exclusiveMaximum", false),
        ] {
            match members.get(exclusive) {
                None => {}
                Some(Value::Number(number)) => {
                    let number = number.clone();
                    let inclusive = members.get(bound).and_then(Value::as_f64);
                    let value = number.as_f64().unwrap_or_default();
                    // The narrower of two bounds applies. At the same number, that is the exclusive one.
                    let narrower = inclusive.is_none_or(|bound| {
                        if lower {
                            value >= bound
                        } else {
                            value <= bound
                        }
                    });
                    if narrower {
                        self.moved(&at.key(exclusive), &at.key(bound));
                        members.insert(bound.to_owned(), Value::Number(number));
                        members.insert(exclusive.to_owned(), Value::Bool(true));
                    } else {
                        members.shift_remove(exclusive);
                    }
                }
                // The form of OpenAPI 3.0, which has no other meaning in 3.1.
                Some(Value::Bool(_)) => {
                    let place = self
                        .sources
                        .origin(&at.key(exclusive).to_string(), Part::Value);
                    let message = format!(
                        "`{exclusive}` must be a number; interpreting it as in OpenAPI 3.0"
                    );
                    self.diagnostics.push(
                        Diagnostic::warning(Code::InvalidDocument, place, message).help(format!(
                            "move the number of `{bound}` here, and remove `{bound}`"
                        )),
                    );
                }
                Some(_) => {
                    self.wrong(&at.key(exclusive), "a number");
                    members.shift_remove(exclusive);
                }
            }
        }
    }
}
