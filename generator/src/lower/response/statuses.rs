//! Classifies the documented responses of an operation as successes and failures.

use openapiv3::{Operation as Source, ReferenceOr, Response, StatusCode};

/// A documented response with its status: `404`, `4XX` or `default`.
pub(super) type Documented<'a> = (String, &'a ReferenceOr<Response>);

/// The documented responses of an operation, classified.
#[derive(Default)]
pub(super) struct Statuses<'a> {
    pub(super) successes: Vec<Documented<'a>>,
    pub(super) failures: Vec<Documented<'a>>,
    /// Whether the successes are redirects.
    pub(super) is_redirect: bool,
    /// `default`, if it also is the success because there is no other.
    pub(super) sole: Option<Documented<'a>>,
}

impl<'a> Statuses<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let mut statuses = Self::default();
        let mut redirects = Vec::new();
        for (status, response) in &source.responses.responses {
            let list = match class(status) {
                2 => &mut statuses.successes,
                // 304 is the response to a conditional request, not a redirect.
                3 if *status != StatusCode::Code(304) => &mut redirects,
                _ => &mut statuses.failures,
            };
            list.push((status.to_string(), response));
        }
        let default = source
            .responses
            .default
            .as_ref()
            .map(|response| ("default".to_owned(), response));
        if statuses.successes.is_empty() && !redirects.is_empty() {
            statuses.is_redirect = true;
            statuses.successes = redirects;
            statuses.failures.extend(default);
        } else {
            statuses.failures.extend(redirects);
            // Without another success, `default` is the success, and still the response for every other status.
            if statuses.successes.is_empty() {
                statuses.sole.clone_from(&default);
                statuses.successes.extend(default);
            } else {
                statuses.failures.extend(default);
            }
        }
        statuses
    }
}

/// The first digit of a status.
fn class(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => code / 100,
        StatusCode::Range(range) => *range,
    }
}
