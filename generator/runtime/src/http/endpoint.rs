//! The parts of a request's URL that are not values.

use super::spec::{Operation, Segment};

/// The parts of a request's URL that are not values: those of the base URL, and the path template.
pub(super) struct Endpoint {
    pub(super) scheme: String,
    /// The host, without the brackets of an IPv6 address.
    pub(super) address: String,
    pub(super) port: u16,
    /// The path template, if the operation has one.
    pub(super) template: Option<String>,
}

impl Endpoint {
    /// Returns the endpoint of an operation at this origin: a scheme, a host and optionally a port.
    pub(super) fn new(operation: &Operation, origin: &str) -> Self {
        let (scheme, authority) = origin.split_once("://").unwrap_or(("", origin));
        let default = if scheme.eq_ignore_ascii_case("https") {
            443
        } else {
            80
        };
        let port = authority.rsplit_once(':').and_then(|(host, port)| {
            // The colons of an IPv6 address are in brackets.
            Some((host, port.parse().ok()?))
        });
        let (host, port) = port.unwrap_or((authority, default));
        let address = host.trim_end_matches(':');
        let address = address
            .strip_prefix('[')
            .and_then(|address| address.strip_suffix(']'))
            .unwrap_or(address);
        Self {
            scheme: scheme.to_ascii_lowercase(),
            address: address.to_owned(),
            port,
            template: template(operation),
        }
    }
}

/// Returns the path template of an operation, such as `/stores/{store_id}`.
fn template(operation: &Operation) -> Option<String> {
    if operation.path.is_empty() {
        return None;
    }
    let mut template = String::new();
    for segment in operation.path {
        match segment {
            Segment::Literal(text) => template.push_str(text),
            Segment::Parameter(index) => {
                template.push('{');
                let parameter = operation.parameters.get(*index);
                template.push_str(parameter.map_or("", |parameter| parameter.name));
                template.push('}');
            }
        }
    }
    Some(template)
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    #[test]
    fn an_origin_is_split_into_scheme_host_and_port() {
        for (origin, expected) in [
            ("https://api.example.com", ("https", "api.example.com", 443)),
            ("http://api.example.com", ("http", "api.example.com", 80)),
            ("http://localhost:8080", ("http", "localhost", 8080)),
            ("https://[::1]:8443", ("https", "::1", 8443)),
            ("https://[fe80::1]", ("https", "fe80::1", 443)),
            ("http://host:", ("http", "host", 80)),
        ] {
            let endpoint = Endpoint::new(&Operation::new("a", Method::GET), origin);
            let found = (&*endpoint.scheme, &*endpoint.address, endpoint.port);
            assert_eq!(found, expected, "{origin}");
        }
    }
}
