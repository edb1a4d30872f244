//! Documented failures: their bodies, and the names of their variants.

use openapiv3::{ReferenceOr, Response};

use super::body::BodyShape;
use super::statuses::Documented;
use crate::lower::media_type::Encoding;
use crate::lower::resolve::hint_of;
use crate::lower::{Lowering, docs};
use crate::model::code_span;
use crate::model::name::pascal;
use crate::model::operation::{Failure, Method};
use crate::model::rate_limit::is_rate_limit_header;
use crate::model::types::{ResponseBody, Type};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// Lowers the documented failures of an operation, in the document's order.
    pub(super) fn failures(
        &mut self,
        documented: &[Documented<'a>],
        hint: &str,
        method: &Method,
        pointer: &Pointer<'_>,
    ) -> Vec<Failure> {
        let failures = documented.iter().filter_map(|(status, response)| {
            self.failure(status, response, None, hint, method, pointer)
        });
        failures.collect()
    }

    /// Lowers a documented failure. `known` is the body of the same response as a success, whose type is the same.
    pub(super) fn failure(
        &mut self,
        status: &str,
        response: &'a ReferenceOr<Response>,
        known: Option<&ResponseBody>,
        hint: &str,
        method: &Method,
        pointer: &Pointer<'_>,
    ) -> Option<Failure> {
        let (response, place) = self.resolve(response, &pointer.key(status))?;
        let pointer = Pointer::base(&place);
        let content = pointer.key("content");
        let json = self
            .preferred_media_type(response)
            .filter(|(media_type, media)| self.encoding_of(media_type, media) == Encoding::Json)
            .filter(|(_, media)| media.schema.is_some())
            .map(|(media_type, media)| {
                let hint = hint_of(
                    &place,
                    &format!("{hint}{}Error", pascal(&format!("status {status}"))),
                );
                let pointer = content.key(media_type);
                let ty = match known {
                    Some(ResponseBody::Json(ty)) => ty.clone(),
                    Some(_) => Type::Null,
                    None => self.json_type(media, &hint, &pointer),
                };
                // `ApiError::json` decodes any type that implements `Deserialize`.
                self.unformatted(ty, "the body of an error", &pointer.key("schema"))
            });
        let mut docs = docs::of_description(Some(&response.description));
        let body = match json {
            // A body of any value is not decoded, and a response to HEAD has none (RFC 9110, section 9.3.2).
            Some(Type::Null) => ResponseBody::Empty,
            _ if *method == Method::Head => ResponseBody::Empty,
            Some(ty) => ResponseBody::Json(ty),
            None => self.undecoded(response),
        };
        // A body without a type is still available in `ApiError`.
        if let Some((media_type, _)) = self
            .preferred_media_type(response)
            .filter(|_| body.ty().is_none())
        {
            docs.notes
                .push(format!("The body is {}.", code_span(media_type)));
        }
        let is_own = |name: &&String| !is_rate_limit_header(self.rate_limit.as_ref(), name);
        let headers: Vec<String> = response.headers.keys().filter(is_own).cloned().collect();
        if !headers.is_empty() {
            let shown: Vec<String> = headers.iter().map(|name| code_span(name)).collect();
            docs.notes.push(format!("Headers: {}.", shown.join(", ")));
        }
        let preferred = self.preferred_media_type(response).map(|(name, _)| name);
        let mut media_types: Vec<String> = response.content.keys().cloned().collect();
        media_types.sort_by_key(|name| Some(name) != preferred);
        Some(Failure {
            status: status.to_owned(),
            variant: variant(status),
            docs,
            body,
            media_types,
            headers,
        })
    }

    /// The body of a failure that is not decoded as JSON: text, bytes or none.
    fn undecoded(&self, response: &'a Response) -> ResponseBody {
        match self.preferred_shape(response) {
            // JSON without a schema has no type.
            None | Some(BodyShape::Json(_)) => ResponseBody::Empty,
            Some(BodyShape::Text) => ResponseBody::Text,
            Some(BodyShape::Bytes | BodyShape::JsonLines(_) | BodyShape::Events(_)) => {
                ResponseBody::Bytes
            }
        }
    }

    pub(super) fn failure_media_types(
        &mut self,
        failures: &[Documented<'a>],
        pointer: &Pointer<'_>,
    ) -> Vec<String> {
        let mut media_types: Vec<String> = Vec::new();
        for (status, response) in failures {
            let Some((response, _)) = self.resolve(response, &pointer.key(status)) else {
                continue;
            };
            if let Some((media_type, _)) = self.preferred_media_type(response)
                && !media_types.contains(media_type)
            {
                media_types.push(media_type.clone());
            }
        }
        media_types
    }
}

/// The name of the variant for a status: its reason phrase (RFC 9110, section 15, and the IANA registry).
fn variant(status: &str) -> String {
    let name = match status {
        "300" => "MultipleChoices",
        "301" => "MovedPermanently",
        "302" => "Found",
        "303" => "SeeOther",
        "304" => "NotModified",
        "305" => "UseProxy",
        "307" => "TemporaryRedirect",
        "308" => "PermanentRedirect",
        "3XX" => "Redirection",
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "402" => "PaymentRequired",
        "403" => "Forbidden",
        "404" => "NotFound",
        "405" => "MethodNotAllowed",
        "406" => "NotAcceptable",
        "407" => "ProxyAuthenticationRequired",
        "408" => "RequestTimeout",
        "409" => "Conflict",
        "410" => "Gone",
        "411" => "LengthRequired",
        "412" => "PreconditionFailed",
        "413" => "PayloadTooLarge",
        "414" => "UriTooLong",
        "415" => "UnsupportedMediaType",
        "416" => "RangeNotSatisfiable",
        "417" => "ExpectationFailed",
        "418" => "ImATeapot",
        "421" => "MisdirectedRequest",
        "422" => "UnprocessableEntity",
        "423" => "Locked",
        "424" => "FailedDependency",
        "425" => "TooEarly",
        "426" => "UpgradeRequired",
        "428" => "PreconditionRequired",
        "429" => "TooManyRequests",
        "431" => "RequestHeaderFieldsTooLarge",
        "451" => "UnavailableForLegalReasons",
        "4XX" => "ClientError",
        "500" => "InternalServerError",
        "501" => "NotImplemented",
        "502" => "BadGateway",
        "503" => "ServiceUnavailable",
        "504" => "GatewayTimeout",
        "505" => "HttpVersionNotSupported",
        "506" => "VariantAlsoNegotiates",
        "507" => "InsufficientStorage",
        "508" => "LoopDetected",
        "510" => "NotExtended",
        "511" => "NetworkAuthenticationRequired",
        "5XX" => "ServerError",
        "default" => "Other",
        other => return format!("Status{other}"),
    };
    name.to_owned()
}
