//! Compares the declared headers of a response, and its body.

use super::change::{Effect, Found, Kind, Places};
use super::matching::Pairs;
use super::view::View;
use super::wire;
use super::written::Written;
use crate::model::types::{HeadedResponse, HeaderField, ResponseBody, TypeKind};
use crate::model::{Api, code_span};
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
        let places = Places {
            base: below(found.places().base.as_ref(), header),
            new: found.places().new.clone(),
        };
        found.push_at(
            places,
            Effect::Breaking,
            Kind::Removed,
            format!("field `{}: {}` for header {}", header.name, written(one, header), code_span(&header.wire_name)),
            "Code that reads it no longer compiles; if the server still sends the header, `headers()` has it.",
        );
    }
    for header in &headers.added {
        let places = Places {
            base: found.places().base.clone(),
            new: below(found.places().new.as_ref(), header),
        };
        let (effect, why) = if is_field_of_body(base.api, was, &header.name) {
            let why = "It hides the body's field of the same name: code that reads that field gets the header.";
            (Effect::Breaking, why)
        } else {
            (
                Effect::Addition,
                "Code that reads the response compiles unchanged.",
            )
        };
        let what = format!(
            "field `{}: {}` for header {}",
            header.name,
            written(other, header),
            code_span(&header.wire_name)
        );
        found.push_at(places, effect, Kind::Added, what, why);
    }
    for (header, same) in &headers.both {
        both(one, header, other, same, found);
    }
    body(one, other, found);
}

fn both(one: &View, header: &HeaderField, other: &View, same: &HeaderField, found: &mut Found<'_>) {
    let places = Places {
        base: below(found.places().base.as_ref(), header),
        new: below(found.places().new.as_ref(), same),
    };
    let (was, is) = (written(one, header), written(other, same));
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
    wire::notes(
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

fn written<'a>(view: &'a View, header: &HeaderField) -> &'a str {
    view.fields.get(&header.name).map_or("", String::as_str)
}

fn body(one: &View, other: &View, found: &mut Found<'_>) {
    let ty = |view: &View| view.fields.get("body").cloned().unwrap_or_default();
    let (was, is) = (ty(one), ty(other));
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
