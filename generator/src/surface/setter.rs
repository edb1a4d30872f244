//! The setters of a struct, one for each optional field.

use super::body::{Body, Init};
use super::comment::About;
use super::item::Function;
use super::sentence;
use super::ty::Ty;
use crate::model::Docs;
use crate::model::name::unraw;
use crate::model::scope::Scope;

/// The functions that create a value; no setter has one of their names.
const MAKERS: &[&str] = &["default", "new"];

/// The setters of one struct, and their names.
pub(super) struct Setters {
    names: Scope,
    /// The names that no setter has.
    reserved: &'static [&'static str],
}

impl Setters {
    /// Reserves the names of the fields: a setter with a name other than its field's must not take one of them.
    pub(super) fn of<'a>(fields: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Scope::reserving(MAKERS);
        for name in fields.filter(|name| !MAKERS.contains(name)) {
            names.claim(name, "");
        }
        Self {
            names,
            reserved: &[],
        }
    }

    /// Reserves other names too.
    pub(super) fn reserving<'a>(
        reserved: &'static [&'static str],
        fields: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut setters = Self {
            reserved,
            ..Self::of(std::iter::empty())
        };
        for name in fields
            .filter(|name| !setters.is_reserved(name))
            .map(str::to_owned)
            .collect::<Vec<_>>()
        {
            setters.names.claim(&name, "");
        }
        setters
    }

    fn is_reserved(&self, name: &str) -> bool {
        MAKERS.contains(&name) || self.reserved.contains(&name)
    }

    /// Creates the setter of a field that is an `Option<Option<T>>`, with an argument of type `T`.
    pub(super) fn setter_of_nullable(
        &mut self,
        field: &str,
        docs: &Docs,
        ty: Ty,
        value: Init,
    ) -> Function {
        let setter = self.setter(field, docs, ty, Init::Some(Box::new(value)));
        let about = About {
            comment: format!(
                "Sets [`{0}`](field@Self::{0}). To send `null`, set the field to `Some(None)`.",
                unraw(field)
            )
            .into(),
            deprecated: setter.about.deprecated.clone(),
        };
        setter.about(about)
    }

    /// Creates the setter of a field, with an argument of this type.
    pub(super) fn setter(&mut self, field: &str, docs: &Docs, ty: Ty, value: Init) -> Function {
        let name = if self.is_reserved(field) {
            self.names.claim(&format!("with_{field}"), "")
        } else {
            field.to_owned()
        };
        let body = Body::Set {
            field: field.to_owned(),
            value,
        };
        let about = About {
            comment: format!("Sets [`{0}`](field@Self::{0}).", unraw(field)).into(),
            deprecated: sentence::deprecation(docs),
        };
        Function {
            must_use: true,
            ..Function::setter(name, (field.to_owned(), ty), body).about(about)
        }
    }
}
