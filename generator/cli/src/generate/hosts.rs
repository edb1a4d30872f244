//! Finds the hosts that a generated client sends credentials to.

use std::collections::BTreeSet;

use openapi_crate::model::{Api, Server};
use percent_encoding::percent_decode_str;

/// The maximum size of all URLs for the values of server variables, in bytes.
const BYTES: usize = 4 << 20;

/// Returns the hosts that a client sends credentials to: those of the servers of operations with credentials.
///
/// A name is lower case, without user information, a trailing dot and the default port. A scheme other than HTTPS is part
/// of it. Names with non-ASCII letters are not converted to Punycode.
pub(super) fn hosts_with_credentials(api: &Api) -> BTreeSet<String> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let secured: Vec<Option<&str>> = operations
        .filter(|operation| operation.security.iter().any(|all| !all.is_empty()))
        .map(|operation| operation.server.as_deref())
        .collect();
    let own = secured.iter().copied().flatten();
    let mut hosts: BTreeSet<String> = own.filter_map(host).collect();
    if secured.contains(&None) {
        hosts.extend(host(&api.server));
        let mut left = BYTES;
        for server in &api.servers {
            let urls = urls(server, left);
            left = left.saturating_sub(urls.iter().map(String::len).sum());
            hosts.extend(urls.iter().filter_map(|url| host(url)));
        }
    }
    hosts
}

/// The name of the host of a URL, with a port if it is not the scheme's.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, port.trim_start_matches('0'))
        }
        _ => (host, ""),
    };
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    let name = name.trim_end_matches('.');
    if name.is_empty() {
        return None;
    }
    let scheme = if scheme == "https" {
        String::new()
    } else {
        format!("{scheme}://")
    };
    let default = if scheme.is_empty() { "443" } else { "80" };
    Some(if port.is_empty() || port == default {
        format!("{scheme}{name}")
    } else {
        format!("{scheme}{name}:{port}")
    })
}

/// The URLs of a server: with each value of the variables before its path, and the defaults of the others. Only with
/// defaults if they would be longer than `limit` bytes.
fn urls(server: &Server, limit: usize) -> Vec<String> {
    let mut urls = vec![String::new()];
    let push = |urls: &mut Vec<String>, text: &str| {
        for url in urls {
            url.push_str(text);
        }
    };
    let mut slashes = 0;
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        push(&mut urls, before);
        slashes += before.matches('/').count();
        let variable = after.split_once('}').and_then(|(name, after)| {
            let mut variables = server.variables.iter();
            Some((variables.find(|one| one.wire_name == name)?, after))
        });
        let Some((variable, after)) = variable else {
            push(&mut urls, "{");
            rest = after;
            continue;
        };
        rest = after;
        let longest = variable.values.iter().map(String::len).max();
        let length = urls.iter().map(String::len).max().unwrap_or_default();
        let size = (urls.len().saturating_mul(variable.values.len()))
            .saturating_mul(length + longest.unwrap_or_default() + rest.len());
        if slashes > 2 || variable.values.is_empty() || size > limit {
            // A value that the caller chooses is shown by its name.
            match &variable.default {
                Some(default) => push(&mut urls, default),
                None => push(&mut urls, &format!("{{{}}}", variable.wire_name)),
            }
        } else {
            urls = urls
                .iter()
                .flat_map(|url| {
                    variable
                        .values
                        .iter()
                        .map(move |value| format!("{url}{value}"))
                })
                .collect();
        }
    }
    push(&mut urls, rest);
    urls
}

#[cfg(test)]
mod tests {
    use openapi_crate::{Files, Input, read};

    use super::{host, hosts_with_credentials};

    struct Document(String);

    impl Files for Document {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(self.0.clone().into_bytes())
        }
    }

    /// The hosts of a document with these servers and paths.
    fn hosts(servers: &str, paths: &str) -> Vec<String> {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{servers}]\nsecurity: [{{k: []}}]\npaths:\n{paths}components: {{securitySchemes: {{k: {{type: http, scheme: bearer}}}}}}\n"
        );
        let input = Input {
            document: "a.yaml".to_owned(),
            package: "a".to_owned(),
            ..Input::default()
        };
        let api = read(&input, &Document(document)).api.unwrap();
        hosts_with_credentials(&api).into_iter().collect()
    }

    const SHARED: &str = "  /a: {get: {operationId: a, responses: {'200': {description: D}}}}\n";

    #[test]
    fn a_variable_without_a_default_is_shown_by_its_name() {
        assert_eq!(
            hosts("{url: 'https://{region}.a.example'}", SHARED),
            ["{region}.a.example"]
        );
    }

    #[test]
    fn the_hosts_of_operations_with_credentials_are_listed() {
        let own = "  /b: {servers: [{url: 'https://b.example'}], get: {operationId: b, responses: {'200': {description: D}}}}\n";
        let none = "  /c: {get: {operationId: c, security: [], servers: [{url: 'https://c.example'}], responses: {'200': {description: D}}}}\n";
        let optional = "  /d: {get: {operationId: d, security: [{}], servers: [{url: 'https://d.example'}], responses: {'200': {description: D}}}}\n";
        let relative = "  /e: {get: {operationId: e, servers: [{url: '/v2'}], responses: {'200': {description: D}}}}\n";
        let all = [SHARED, own, none, optional, relative].concat();
        assert_eq!(
            hosts("{url: 'https://a.example/v1'}", &all),
            ["a.example", "b.example"]
        );
        // No operation with credentials uses the server of the document.
        assert_eq!(hosts("{url: 'https://a.example/v1'}", own), ["b.example"]);
    }

    #[test]
    fn each_value_of_a_variable_is_a_host() {
        let server = "{url: 'https://{region}.a.example:{port}/{base}', variables: {region: {default: eu, enum: [eu, us]}, port: {default: '443'}, base: {default: v1, enum: [v1, v2]}}}";
        assert_eq!(hosts(server, SHARED), ["eu.a.example", "us.a.example"]);
        let more = "{url: 'https://a.example'}, {url: 'http://b.example'}";
        assert_eq!(hosts(more, SHARED), ["a.example", "http://b.example"]);
        // 2 to the power of 60 URLs.
        let (mut url, mut variables) = ("https://".to_owned(), String::new());
        for n in 0..60 {
            url.push_str(&format!("{{v{n}}}"));
            variables.push_str(&format!("v{n}: {{default: a, enum: [a, b]}}, "));
        }
        let server = format!("{{url: '{url}.example', variables: {{{variables}}}}}");
        assert!(hosts(&server, SHARED).len() < 100_000);
    }

    #[test]
    fn names_of_one_host_are_equal() {
        for url in [
            "https://a.example",
            "HTTPS://A.Example./v1",
            "https://a.example:443/v1",
            "https://user:secret@a.example?x",
            "https://a.ex%61mple#@b.example",
            "https://a.example\\@b.example",
        ] {
            assert_eq!(host(url).as_deref(), Some("a.example"), "{url}");
        }
        for (url, name) in [
            ("https://a.example:8443", Some("a.example:8443")),
            ("http://a.example:80/", Some("http://a.example")),
            ("https://[::1]:443/", Some("[::1]")),
            ("https://[::1]", Some("[::1]")),
            ("https://", None),
            ("/v1", None),
        ] {
            assert_eq!(host(url).as_deref(), name, "{url}");
        }
    }
}
