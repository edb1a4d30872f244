//! The redirect policy.

use http::header::LOCATION;
use http::{Method, StatusCode};
use reqwest::{Response, Url};

/// Returns the URL to redirect to, or `None` if the response is not a redirect or must not be followed.
///
/// Redirects are followed only within the origin (scheme, host and port), so that no other server receives the
/// credentials or the body. The method never changes: GET and HEAD follow any redirect, other methods only 307 and 308,
/// which keep the method and body (RFC 9110, section 15.4). On 301, 302 or 303, clients usually switch to GET, and the
/// response to that could be mistaken for the response to a write.
pub(crate) fn redirect(method: &Method, response: &Response) -> Option<Url> {
    let is_read = [Method::GET, Method::HEAD].contains(method);
    let is_followed = match response.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => is_read,
        _ => false,
    };
    let location = response
        .headers()
        .get(LOCATION)
        .filter(|_| is_followed)?
        .to_str()
        .ok()?;
    response
        .url()
        .join(location)
        .ok()
        .filter(|next| next.origin() == response.url().origin())
}
