//! The redirect policy.

use http::header::LOCATION;
use http::{Method, StatusCode};
use reqwest::{Response, Url};

/// Returns the URL to redirect to, or the reason why the response must not be followed. The error is `None` for a
/// status that does not redirect.
///
/// Redirects are followed only within the origin (scheme, host and port), so that no other server receives the
/// credentials or the body. The method never changes: GET and HEAD follow any redirect, other methods only 307 and 308,
/// which keep the method and body (RFC 9110, section 15.4). On 301, 302 or 303, clients usually switch to GET, and the
/// response to that could be mistaken for the response to a write.
pub(crate) fn redirect(method: &Method, response: &Response) -> Result<Url, Option<&'static str>> {
    let is_read = [Method::GET, Method::HEAD].contains(method);
    match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER if is_read => {}
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => {
            return Err(Some("only 307 and 308 keep the method and the body"));
        }
        _ => return Err(None),
    }
    let Some(location) = response.headers().get(LOCATION) else {
        return Err(Some("it has no `location` header"));
    };
    let invalid = Err(Some("its location is not a valid URL"));
    // Many servers send UTF-8 without percent-encoding, which parsing adds.
    let Ok(location) = std::str::from_utf8(location.as_bytes()) else {
        return invalid;
    };
    match response.url().join(location) {
        Err(_) => invalid,
        Ok(next) if next.origin() != response.url().origin() => Err(Some(
            "it has a different origin (scheme, host and port), which must not receive the credentials",
        )),
        Ok(next) => Ok(next),
    }
}
