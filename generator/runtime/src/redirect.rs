//! Where may a redirect lead?

use http::header::LOCATION;
use http::{Method, StatusCode};
use reqwest::{Response, Url};

/// Where a redirect of a request with this method leads; `None` if the answer is no redirect, or one that is not followed.
///
/// One is followed within the origin (scheme, host and port): whatever else a server points to sees neither the
/// credential nor the body. And only with the request's own method: GET and HEAD follow any redirect, other
/// methods 307 and 308, which keep method and body (RFC 9110, section 15.4). After 301, 302 or 303 clients ask
/// for another resource with GET, whose answer would pass for that of the write.
pub(super) fn redirect(method: &Method, answer: &Response) -> Option<Url> {
    let reads = [Method::GET, Method::HEAD].contains(method);
    let follows = match answer.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => reads,
        _ => false,
    };
    let location = answer
        .headers()
        .get(LOCATION)
        .filter(|_| follows)?
        .to_str()
        .ok()?;
    answer
        .url()
        .join(location)
        .ok()
        .filter(|next| next.origin() == answer.url().origin())
}
