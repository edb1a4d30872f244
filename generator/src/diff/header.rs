//! Compares the declared headers of a response, and its body.

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::note;
use super::view::View;
use super::written::Written;
use crate::model::Api;
use crate::model::code_span;
use crate::model::types::{HeadedResponse, HeaderField, ResponseBody, TypeKind};
use crate::pointer::escape;

pub(super) fn compare(
    base: &Written<'_>,
    was: &HeadedResponse,
    new: &Written<'_>,
    is: &HeadedResponse,
    found: &mut Found<'_>,
) {
    let (one, other) = (&base.view, &new.view);
    let headers = Pairs::of(
        &was.headers,
        &is.headers,
        &[
            &|one, other| one.wire_name.eq_ignore_ascii_case(&other.wire_name),
            &|one, other| one.name == other.name,
        ],
    );
    for header in &headers.removed {
        removed(one, header, found);
    }
    for header in &headers.added {
        let hides = is_field_of_body(base.api, was, &header.name);
        added(other, header, hides, found);
    }
    for (header, same) in &headers.both {
        both(one, header, other, same, found);
    }
    body(one, other, found);
}

fn removed(view: &View, header: &HeaderField, found: &mut Found<'_>) {
    let places = Places {
        base: below(found.places().base.as_ref(), header),
        new: found.places().new.clone(),
    };
    found.push_at(
        places,
        Effect::Breaking,
        Kind::Removed,
        described(view, header),
        "Code that reads it no longer compiles; if the server still sends the header, it is in `headers()`.",
    );
}

fn added(view: &View, header: &HeaderField, hides: bool, found: &mut Found<'_>) {
    let places = Places {
        base: found.places().base.clone(),
        new: below(found.places().new.as_ref(), header),
    };
    let (effect, why) = if hides {
        (
            Effect::Breaking,
            "It hides the body's field of the same name: code that reads that field gets the header.",
        )
    } else {
        (
            Effect::Addition,
            "Code that reads the response compiles unchanged.",
        )
    };
    found.push_at(places, effect, Kind::Added, described(view, header), why);
}

fn described(view: &View, header: &HeaderField) -> String {
    let HeaderField {
        name, wire_name, ..
    } = header;
    format!(
        "field `{name}: {}` for header {}",
        view.field(name),
        code_span(wire_name)
    )
}

fn both(one: &View, header: &HeaderField, other: &View, same: &HeaderField, found: &mut Found<'_>) {
    let places = Places {
        base: below(found.places().base.as_ref(), header),
        new: below(found.places().new.as_ref(), same),
    };
    let (was, is) = (one.field(&header.name), other.field(&same.name));
    if header.name != same.name {
        found.push_at(
            places.clone(),
            Effect::Breaking,
            Kind::Changed,
            format!("field `{}` renamed to `{}`", header.name, same.name),
            "Code that reads it by the old name no longer compiles.",
        );
    }
    if was != is {
        found.push_at(
            places.clone(),
            Effect::Breaking,
            Kind::Changed,
            format!("field `{}` changed from `{was}` to `{is}`", same.name),
            "Code that expects the old type no longer compiles.",
        );
    }
    if !header.wire_name.eq_ignore_ascii_case(&same.wire_name) {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!(
                "field `{}` is read from header {} instead of {}",
                same.name,
                code_span(&same.wire_name),
                code_span(&header.wire_name)
            ),
            "Its value comes from a different header.",
        );
    }
    if header.empty_is_absent != same.empty_is_absent {
        found.push_at(
            places.clone(),
            Effect::Behaviour,
            Kind::Changed,
            format!("field `{}` for an empty header", same.name),
            if same.empty_is_absent {
                "An empty header is now read as no value."
            } else {
                "An empty header is now read as a value."
            },
        );
    }
    note::compare(
        &header.docs.notes,
        &same.docs.notes,
        &format!("`{}`", same.name),
        &places,
        found,
    );
}

fn below(pointer: Option<&String>, header: &HeaderField) -> Option<String> {
    pointer.map(|pointer| format!("{pointer}/headers/{}", escape(&header.wire_name)))
}

fn body(one: &View, other: &View, found: &mut Found<'_>) {
    let (was, is) = (one.field("body"), other.field("body"));
    if was != is {
        found.push(
            Effect::Breaking,
            Kind::Changed,
            format!("`body` changed from `{was}` to `{is}`"),
            "Code that expects the old type no longer compiles.",
        );
    }
}

/// Whether the body of a response has a field of that name. The response derefs to its body.
fn is_field_of_body(api: &Api, response: &HeadedResponse, name: &str) -> bool {
    let ResponseBody::Json(ty) = &response.body else {
        return false;
    };
    let crate::model::types::Type::Named(id) = api.types.without_aliases(ty) else {
        return false;
    };
    match &api.types[*id].kind {
        TypeKind::Object(object) => object.fields.iter().any(|field| field.name == name),
        TypeKind::StringEnum(_)
        | TypeKind::IntegerEnum(_)
        | TypeKind::OneOf(_)
        | TypeKind::Checked(_)
        | TypeKind::Alias(_)
        | TypeKind::Response(_)
        | TypeKind::ByStatus(_)
        | TypeKind::Multipart(_) => false,
    }
}
