//! The redirects that are followed.

use http::header::LOCATION;
use http::{Method, StatusCode};
use reqwest::{Response, Url};

/// The URL that a redirect of a request with this method leads to; `None` if the response is not a redirect, or one
/// that is not followed.
///
/// A redirect is followed within the origin (scheme, host and port), so that no other server sees the credential or the
/// body, and only with the request's own method: GET and HEAD follow any redirect, other methods 307 and 308, which keep
/// method and body (RFC 9110, section 15.4). After 301, 302 or 303 clients ask for another resource with GET, whose
/// response could be mistaken for that of the write.
pub(crate) fn redirect(method: &Method, response: &Response) -> Option<Url> {
    let reads = [Method::GET, Method::HEAD].contains(method);
    let follows = match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => reads,
        _ => false,
    };
    let location = response
        .headers()
        .get(LOCATION)
        .filter(|_| follows)?
        .to_str()
        .ok()?;
    response
        .url()
        .join(location)
        .ok()
        .filter(|next| next.origin() == response.url().origin())
}
