//! `exclusiveMinimum` and `exclusiveMaximum`, which are numbers in 3.1 and flags beside the bound in 3.0.

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
                    // Of two bounds the narrower one holds; at the same number, the exclusive one is.
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
                // As OpenAPI 3.0 has it, which has no other meaning here.
                Some(Value::Bool(_)) => {
                    let place = self
                        .sources
                        .origin(&at.key(exclusive).to_string(), Part::Value);
                    let message =
                        format!("`{exclusive}` must be a number; it is read as OpenAPI 3.0 has it");
                    self.diagnostics.push(
                        Diagnostic::warning(Code::InvalidDocument, place, message).help(format!(
                            "write the number of `{bound}` in it, and leave `{bound}` out"
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
