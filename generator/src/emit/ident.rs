//! Identifiers of the names that the model has.

use proc_macro2::{Ident, Span};

/// The identifier of a name, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
