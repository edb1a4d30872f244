//! The argument for a request body, and how it is passed to the call.

use super::any_json::AnyJson;
use super::argument::passed;
use super::body::Pass;
use super::description::ParameterDescription;
use super::ty::{Scope, Ty};
use crate::model::Api;
use crate::model::extern_name::ExternName;
use crate::model::media_type::{essence, is_range};
use crate::model::operation::{Location, RequestContent, StyledField};
use crate::model::types::Type;

/// The type of a body's argument, and how it is passed to the call.
pub(super) fn pass_body(
    api: &Api,
    name: &str,
    media_type: &str,
    content: &RequestContent,
) -> (Ty, Pass) {
    // A media range only limits the types: the body has the type that is sent.
    let media_type = match content {
        _ if !is_range(media_type) => media_type.to_owned(),
        RequestContent::Json(_) => "application/json".to_owned(),
        RequestContent::Multipart(_) => "multipart/form-data".to_owned(),
        RequestContent::Form { .. } if essence(media_type).starts_with("multipart/") => {
            "multipart/form-data".to_owned()
        }
        _ => "application/octet-stream".to_owned(),
    };
    let argument = name.to_owned();
    match content {
        RequestContent::Json(ty) => json(api, ty, name, media_type),
        RequestContent::Form { ty, styled } => form(api, ty, styled, name, media_type),
        RequestContent::Multipart(id) => {
            let ty = Ty::of(&api.types, &Type::Named(*id), Scope::Elsewhere);
            let pass = Pass::Multipart {
                media_type,
                argument,
            };
            (ty, pass)
        }
        RequestContent::JsonLines(ty) => {
            let line = Ty::of(&api.types, ty, Scope::Elsewhere);
            let pass = Pass::NdJson {
                media_type,
                argument,
            };
            (into(ExternName::ND_JSON, vec![line]), pass)
        }
        RequestContent::Bytes => {
            let pass = Pass::Bytes {
                media_type,
                argument,
            };
            (into(ExternName::BODY, Vec::new()), pass)
        }
    }
}

fn into(name: ExternName, arguments: Vec<Ty>) -> Ty {
    Ty::into(Ty::Extern(name, arguments))
}

fn json(api: &Api, ty: &Type, name: &str, media_type: String) -> (Ty, Pass) {
    if let Some(any) = AnyJson::of(&api.types, ty) {
        let pass = Pass::AnyJson {
            media_type,
            argument: name.to_owned(),
            any,
        };
        return (Ty::reference(Ty::ImplSerialize), pass);
    }
    let is_string = *api.types.without_aliases(ty) == Type::String;
    let (ty, argument) = passed(&api.types, ty, name);
    let ty = if is_string {
        Ty::reference(Ty::path("str"))
    } else {
        ty
    };
    let pass = Pass::Json {
        media_type,
        argument,
    };
    (ty, pass)
}

fn form(
    api: &Api,
    ty: &Type,
    styled: &[StyledField],
    name: &str,
    media_type: String,
) -> (Ty, Pass) {
    let (ty, argument) = passed(&api.types, ty, name);
    if essence(&media_type).starts_with("multipart/") {
        let pass = Pass::MultipartOf {
            media_type,
            argument,
        };
        return (ty, pass);
    }
    let styled = styled.iter().map(|field| {
        ParameterDescription::of(
            Location::Query,
            &field.wire_name,
            field.style,
            field.explode,
            field.allow_reserved,
        )
    });
    let pass = Pass::Form {
        media_type,
        argument,
        styled: styled.collect(),
    };
    (ty, pass)
}
