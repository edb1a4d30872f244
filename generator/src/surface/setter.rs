//! The setters of a struct that users build, one for each optional field.

use super::body::{Body, Init};
use super::comment::About;
use super::item::Function;
use super::ty::Ty;
use crate::model::name::unraw;
use crate::model::scope::Scope;

/// The functions that make a value, whose names no setter can have.
const MAKERS: &[&str] = &["default", "new"];

/// Names and makes the setters of one struct.
pub(super) struct Setters {
    names: Scope,
}

impl Setters {
    /// For the fields of these names: a field's own name goes before one that is made for another field's setter.
    pub(super) fn of<'a>(fields: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Scope::reserving(MAKERS);
        for name in fields.filter(|name| !MAKERS.contains(name)) {
            names.claim(name, "");
        }
        Self { names }
    }

    /// The setter of a field, from an argument of this type.
    pub(super) fn setter(
        &mut self,
        field: &str,
        deprecated: bool,
        ty: Ty,
        value: Init,
    ) -> Function {
        let name = if MAKERS.contains(&field) {
            self.names.claim(&format!("with_{field}"), "")
        } else {
            field.to_owned()
        };
        let body = Body::Set {
            field: field.to_owned(),
            value,
        };
        let about = About {
            comment: format!("Sets [`{0}`](Self::{0}).", unraw(field)).into(),
            deprecated,
        };
        Function {
            must_use: true,
            ..Function::setter(name, (field.to_owned(), ty), body).about(about)
        }
    }
}
