//! The URL of the next page, which a server has sent.

use http::uri::Authority;

use super::base_url::BaseUrl;
use super::request::{is_dot_segment, url_text};
use super::request_parts::split_query;

/// The maximum length of the path and query of a next page.
const MAX_LENGTH: usize = 60_000;

/// Resolves the reference to the next page against the path and query of the request (RFC 3986, section 5.2). Returns
/// the path and query, or the reason why the next page must not be requested.
///
/// Only a path and a query are returned, so that the request stays within the origin of the base URL, however a URL
/// parser reads the reference.
pub(crate) fn next_target(
    reference: &str,
    base: &BaseUrl,
    current: &str,
) -> Result<String, String> {
    if reference.len() > MAX_LENGTH {
        return Err(format!(
            "the URL of the next page is longer than {MAX_LENGTH} bytes"
        ));
    }
    let reference = reference.split('#').next().unwrap_or_default();
    let (scheme, rest) = scheme_and_rest(reference);
    let (own_scheme, own_authority) = base.origin().split_once("://").unwrap_or_default();
    let authority_and_path = rest.strip_prefix("//");
    let rest = match (scheme, authority_and_path) {
        (Some(_), None) => {
            return Err("the URL of the next page is not an HTTP URL".to_owned());
        }
        (_, Some(rest)) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, rest) = rest.split_at(end);
            let scheme = scheme.unwrap_or(own_scheme);
            if !scheme.eq_ignore_ascii_case(own_scheme)
                || !is_same(own_scheme, authority, own_authority)
            {
                return Err(
                    "the next page has a different origin (scheme, host and port), which must not receive the \
                     credentials"
                        .to_owned(),
                );
            }
            if rest.starts_with('/') {
                rest.to_owned()
            } else {
                format!("/{rest}")
            }
        }
        (None, None) => rest.to_owned(),
    };
    let (reference_path, query) = split_query(&rest);
    let (path, own_query) = split_query(current);
    let query = match reference_path {
        "" => query.or(own_query),
        _ => query,
    };
    let mut target = if reference_path.is_empty() {
        path.to_owned()
    } else if reference_path.starts_with('/') {
        without_dot_segments(&url_text(reference_path))
    } else {
        let folder = path
            .rfind('/')
            .map_or("/", |at| path.get(..=at).unwrap_or("/"));
        without_dot_segments(&format!("{folder}{}", url_text(reference_path)))
    };
    if let Some(query) = query {
        target.push('?');
        target.push_str(&url_text(query));
    }
    Ok(target)
}

/// Returns whether a reference depends on the URL of the response: it names no host.
pub(crate) fn is_relative(reference: &str) -> bool {
    let (scheme, rest) = scheme_and_rest(reference);
    scheme.is_none() && !rest.starts_with("//")
}

/// Splits a reference after its scheme, if it has one.
fn scheme_and_rest(reference: &str) -> (Option<&str>, &str) {
    match reference.split_once(':') {
        Some((scheme, rest))
            if scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) =>
        {
            (Some(scheme), rest)
        }
        _ => (None, reference),
    }
}

/// Returns whether two authorities have the same host and port. One with a user name is never the same.
fn is_same(scheme: &str, authority: &str, own: &str) -> bool {
    let parse = |text: &str| {
        text.parse::<Authority>()
            .ok()
            .filter(|_| !text.contains('@'))
    };
    let (Some(one), Some(own)) = (parse(authority), parse(own)) else {
        return false;
    };
    let default = if scheme.eq_ignore_ascii_case("https") {
        443
    } else {
        80
    };
    // A port that is not a number is neither.
    let port = |authority: &Authority| match authority.port() {
        Some(port) => Some(port.as_u16()),
        None if authority.as_str().len() == authority.host().len() => Some(default),
        None => None,
    };
    one.host().eq_ignore_ascii_case(own.host()) && port(&one).is_some() && port(&one) == port(&own)
}

/// Removes the segments `.` and `..` from an absolute path (RFC 3986, section 5.2.4).
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.into_iter().enumerate() {
        if !is_dot_segment(segment) {
            kept.push(segment);
            continue;
        }
        // `..`, also with escaped dots, is longer than `.`.
        if !matches!(segment, "." | "%2e" | "%2E") {
            kept.pop();
        }
        if index == last {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(reference: &str) -> Result<String, String> {
        let base = BaseUrl::parse("https://API.test/v1").expect("it is valid");
        next_target(reference, &base, "/v1/things/list?a=1")
    }

    #[test]
    fn references_are_resolved_against_the_request() {
        for (reference, target) in [
            ("?page=2", "/v1/things/list?page=2"),
            ("more?page=2#top", "/v1/things/more?page=2"),
            ("./more", "/v1/things/more"),
            ("../a/./b/..", "/v1/a/"),
            ("../../../../a", "/a"),
            ("%2e%2E/a", "/v1/a"),
            ("/v2/list?a=%20b&c=d+e", "/v2/list?a=%20b&c=d+e"),
            ("https://api.test/v1/x?y", "/v1/x?y"),
            ("HTTPS://Api.Test:443/v1/x", "/v1/x"),
            ("//api.test/v1/x", "/v1/x"),
            ("https://api.test", "/"),
            ("https://api.test?page=2", "/?page=2"),
            ("x y?ä=\r\n\"", "/v1/things/x%20y?%C3%A4=%0D%0A%22"),
            ("/\\evil.test/x", "/%5Cevil.test/x"),
            ("https://api.test//evil.test/x", "//evil.test/x"),
            ("#top", "/v1/things/list?a=1"),
        ] {
            assert_eq!(resolved(reference).as_deref(), Ok(target), "{reference}");
        }
    }

    #[test]
    fn a_different_origin_is_refused() {
        for reference in [
            "https://evil.test/v1/x",
            "//evil.test/v1/x",
            "http://api.test/v1/x",
            "https://api.test:444/v1/x",
            "https://api.test:/v1/x",
            "https://api.test:99999999/v1/x",
            "https://api.test@evil.test/v1/x",
            "https://user@api.test/v1/x",
            "https://api.test\\@evil.test/",
            "https://api.test.evil.test/",
            "https://api.test./v1/x",
            "https:///v1/x",
            "https:/v1/x",
            "https:\\\\evil.test/x",
            "ftp://api.test/x",
            "javascript:alert(1)",
            "data:,x",
            "a:b/c",
        ] {
            assert!(
                resolved(reference).is_err(),
                "{reference}: {:?}",
                resolved(reference)
            );
        }
        assert!(resolved(&"a".repeat(70_000)).is_err());
    }
}
