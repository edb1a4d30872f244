//! Servers: the default base URL, and the alternatives.

use openapiv3::{Server as Source, ServerVariable as Variable};
use serde_json::Value;

use super::docs;
use super::lowering::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::{NO_DEFAULT, SERVER_NAME};
use crate::model::name::{pascal, screaming_snake, snake};
use crate::model::scope::{ModuleScope, Namespaces, Scope};
use crate::model::{Server, ServerVariable};
use crate::pointer::Pointer;

/// The other methods of a server's struct, in addition to the setters of its variables.
const RESERVED: &[&str] = &["default", "new", "url"];

/// The maximum length of a server's URL in bytes, with the defaults of its variables. Servers refuse longer ones.
const LONGEST_URL: usize = 8192;

impl Lowering<'_> {
    /// The URL of the first server, with the defaults of its variables; `None` if the document has no absolute URL.
    pub(super) fn server(&mut self) -> Option<String> {
        let servers = Pointer::ROOT.key("servers");
        let server = self.openapi.servers.first()?;
        let url = self.address(server, &servers.index(0))?;
        if !is_absolute(&url) {
            self.unsupported(
                servers.index(0).key("url").place(),
                format!("`{url}` must be an absolute URL"),
                "the client must be built with a base URL",
            );
            return None;
        }
        if self.report_unusable(&url, &servers.index(0)) || needs_arguments(server) {
            return None;
        }
        Some(url.trim_end_matches('/').to_owned())
    }

    /// Reports the part of a URL with which no client can be built. Returns whether there is one.
    fn report_unusable(&mut self, url: &str, pointer: &Pointer<'_>) -> bool {
        let Some((what, help)) = unusable(url) else {
            return false;
        };
        self.diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                pointer.key("url").place(),
                format!("the URL of a server with {what} is not supported; ignoring the server"),
            )
            .help(help),
        );
        true
    }

    /// Every server with an absolute URL, if there are several.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let sources = &self.openapi.servers;
        let is_choice = sources.len() > 1
            || sources
                .iter()
                .any(|server| server.variables.iter().any(|map| !map.is_empty()));
        if !is_choice {
            return Vec::new();
        }
        // Servers of the same name are numbered, both as constants and as structs.
        let mut names = Scope::default();
        let mut module = ModuleScope::default();
        let mut servers = Vec::new();
        let pointer = Pointer::ROOT.key("servers");
        for (index, source) in sources.iter().enumerate() {
            let Some(url) = address(source).filter(|url| is_absolute(url)) else {
                continue;
            };
            // The first one has already been reported.
            if unusable(&url).is_some() {
                if index > 0 {
                    self.report_unusable(&url, &pointer.index(index));
                }
                continue;
            }
            let mut setters = Scope::reserving(RESERVED);
            let variables = variables(source).map(|(name, variable)| ServerVariable {
                wire_name: name.clone(),
                name: setters.claim(&snake(name), "_variable"),
                default: (!is_argument(variable)).then(|| variable.default.clone()),
                values: variable.enumeration.clone(),
                docs: docs::of_description(variable.description.as_deref()),
            });
            let mut variables: Vec<ServerVariable> = variables.collect();
            // Arguments are passed in the order of the URL.
            let position = |variable: &ServerVariable| {
                let is_argument = variable.default.is_none();
                is_argument.then(|| source.url.find(&format!("{{{}}}", variable.wire_name)))
            };
            variables.sort_by_cached_key(position);
            let pointer = Pointer::ROOT.key("servers");
            if !self.allow_parameters(variables.len(), || pointer.key_place()) {
                break;
            }
            let name = names.claim(&name(source), "");
            let name = if variables.is_empty() {
                module.claim(Namespaces::Value, &screaming_snake(&name), "")
            } else {
                module.claim(Namespaces::Type, &pascal(name.trim_start_matches("r#")), "")
            };
            servers.push(Server {
                variables,
                name,
                url: source.url.trim_end_matches('/').to_owned(),
                docs: docs::of_description(source.description.as_deref()),
            });
        }
        servers
    }

    /// The server of an operation or a path; `None` if it is the document's.
    pub(super) fn own_server(
        &mut self,
        servers: &[Source],
        pointer: &Pointer<'_>,
    ) -> Option<String> {
        let server = servers.first()?;
        let place = pointer.key("servers").index(0).key("url").place();
        let shared = self.openapi.servers.first();
        let shared = shared
            .filter(|server| !needs_arguments(server))
            .and_then(address);
        let shared = shared.unwrap_or_default();
        let shared = shared.trim_end_matches('/');
        let url = self.address(server, &pointer.key("servers").index(0))?;
        let url = url.trim_end_matches('/');
        if url == shared || needs_arguments(server) {
            return None;
        }
        if is_absolute(url) {
            if self.report_unusable(url, &pointer.key("servers").index(0)) {
                return None;
            }
            return Some(url.to_owned());
        }
        // A relative URL is resolved against the host of the document's server, which must have one.
        if is_absolute(shared) && url.starts_with('/') && !url.starts_with("//") {
            let host = shared.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            return Some(format!("{host}{url}"));
        }
        self.unsupported(
            place,
            format!("`{url}` must be an absolute URL"),
            "requests are sent to the client's base URL",
        );
        None
    }

    /// The URL with the default of each variable. Reports one that is too long.
    fn address(&mut self, server: &Source, pointer: &Pointer<'_>) -> Option<String> {
        let url = address(server);
        if url.is_none() {
            let message = format!("the URL of a server must have at most {LONGEST_URL} bytes");
            self.diagnostics.push(
                Diagnostic::error(Code::DocumentTooLarge, pointer.key("url").place(), message)
                    .help("shorten the URL or the defaults of its variables"),
            );
        }
        url
    }
}

fn variables(server: &Source) -> impl Iterator<Item = (&String, &Variable)> {
    server.variables.iter().flatten()
}

/// Whether callers must pass the value of a variable.
fn is_argument(variable: &Variable) -> bool {
    variable.extensions.contains_key(NO_DEFAULT)
}

/// Whether callers must pass a value of the server's URL.
fn needs_arguments(server: &Source) -> bool {
    variables(server).any(|(_, variable)| is_argument(variable))
}

/// A possible value of a variable without a default, for the checks of the URL.
fn placeholder(before: &str, after: &str) -> &'static str {
    match (before.is_empty(), after.starts_with("://")) {
        (true, true) => "https",
        (true, false) => "https://x",
        (false, _) if before.ends_with(':') => "1",
        (false, _) => "x",
    }
}

/// The URL with the default of each variable; `None` if it is longer than [`LONGEST_URL`]. Braces in a default are part
/// of the URL and do not name a variable.
fn address(server: &Source) -> Option<String> {
    let variables = server.variables.as_ref();
    let mut url = String::new();
    let mut rest = server.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let variable = after.split_once('}').and_then(|(name, after)| {
            Some((variables.and_then(|variables| variables.get(name))?, after))
        });
        match variable {
            Some((variable, after)) => {
                if is_argument(variable) {
                    url.push_str(placeholder(&url, after));
                } else {
                    url.push_str(&variable.default);
                }
                rest = after;
            }
            None => {
                url.push('{');
                rest = after;
            }
        }
        if url.len() > LONGEST_URL {
            return None;
        }
    }
    url.push_str(rest);
    (url.len() <= LONGEST_URL).then_some(url)
}

/// Whether a URL is absolute. Schemes do not distinguish case (RFC 3986, section 3.1).
fn is_absolute(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    })
}

/// The part of an absolute URL with which no client can be built, and what to do.
fn unusable(url: &str) -> Option<(&'static str, &'static str)> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if rest.contains('#') {
        return Some(("a fragment", "remove the fragment; it is never sent"));
    }
    if rest.contains('?') {
        return Some((
            "a query",
            "remove the query, and add its parameters to the operations",
        ));
    }
    if authority.contains('@') {
        return Some((
            "user information",
            "remove it, and define a security scheme of type `http` with the scheme `basic`",
        ));
    }
    if !authority.is_ascii() {
        return Some((
            "an international host name",
            "write the name in its ASCII form, which starts with `xn--` (RFC 5891)",
        ));
    }
    let port = authority
        .rsplit_once(':')
        .filter(|(_, port)| !port.contains(']'));
    let (host, port) = port.unwrap_or((authority, ""));
    if host.is_empty() || host.contains(|c: char| c.is_whitespace() || "{}\\^`|<>\"".contains(c)) {
        return Some((
            "an invalid host name",
            "write the name of a host after `://`",
        ));
    }
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return Some((
            "an invalid port",
            "write a number up to 65535 after the host",
        ));
    }
    if rest.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Some(("a path segment `.` or `..`", "write the path without it"));
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(("white space", "percent-encode it, as `%20`"));
    }
    None
}

/// The name of a server: its own (OpenAPI 3.2), its description if that is short, or else its host.
fn name(server: &Source) -> String {
    let own = server.extensions.get(SERVER_NAME).and_then(Value::as_str);
    if let Some(own) = own.filter(|own| own.contains(char::is_alphanumeric)) {
        return snake(own);
    }
    let description = server
        .description
        .as_deref()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    let short = !description.is_empty() && description.len() <= 32 && !description.contains('\n');
    if short {
        return snake(description);
    }
    let host = server.url.split("://").nth(1).unwrap_or(&server.url);
    snake(host.split(['/', ':']).next().unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use openapiv3::ServerVariable;

    use super::*;

    fn server(url: &str, variables: &[(&str, &str)]) -> Source {
        let variable = |default: &str| ServerVariable {
            default: default.to_owned(),
            ..ServerVariable::default()
        };
        Source {
            url: url.to_owned(),
            variables: Some(
                variables
                    .iter()
                    .map(|(name, default)| ((*name).to_owned(), variable(default)))
                    .collect(),
            ),
            ..Source::default()
        }
    }

    #[test]
    fn a_scheme_may_be_in_upper_case() {
        assert!(is_absolute("HTTPS://X.com") && is_absolute("Http://x.com"));
        assert!(!is_absolute("ftp://x.com") && !is_absolute("//x.com") && !is_absolute("/v1"));
    }

    #[test]
    fn parts_of_a_url_for_which_no_client_can_be_built() {
        let part = |url| unusable(url).map(|(part, _)| part);
        assert_eq!(part("https://x.com/v1/a@b"), None);
        assert_eq!(part("https://[::1]:8080/v1"), None);
        assert_eq!(part("https://x.com/v1?a=b"), Some("a query"));
        assert_eq!(part("https://x.com#a"), Some("a fragment"));
        assert_eq!(
            part("https://user:password@x.com"),
            Some("user information")
        );
        assert_eq!(
            part("https://münchen.de/v1"),
            Some("an international host name")
        );
        assert_eq!(part("https:///v1"), Some("an invalid host name"));
        assert_eq!(part("https://:80/v1"), Some("an invalid host name"));
        assert_eq!(part("https://x.com:http/v1"), Some("an invalid port"));
        assert_eq!(
            part("https://x.com/a/../b"),
            Some("a path segment `.` or `..`")
        );
        assert_eq!(part("https://x.com/a b"), Some("white space"));
    }

    #[test]
    fn a_variable_in_a_default_is_not_substituted() {
        let server = server("https://{a}/{b}/{c", &[("a", "{b}"), ("b", "{a}{a}")]);
        assert_eq!(address(&server).as_deref(), Some("https://{b}/{a}{a}/{c"));
    }

    #[test]
    fn a_variable_without_a_default_has_a_value_with_which_the_url_is_valid() {
        let argument = |url: &str, name: &str| {
            let mut server = server(url, &[(name, "")]);
            let variable = server.variables.as_mut().expect("it has one").get_mut(name);
            let extensions = &mut variable.expect("it has this").extensions;
            extensions.insert(NO_DEFAULT.to_owned(), true.into());
            address(&server).expect("a short URL")
        };
        assert_eq!(argument("{base}/v1", "base"), "https://x/v1");
        assert_eq!(
            argument("{scheme}://a.example", "scheme"),
            "https://a.example"
        );
        assert_eq!(
            argument("https://a.{b}.example", "b"),
            "https://a.x.example"
        );
        assert_eq!(
            argument("https://a.example:{port}/v1", "port"),
            "https://a.example:1/v1"
        );
    }

    #[test]
    fn a_url_that_is_too_long_is_refused() {
        let long = "x".repeat(1000);
        let server = server(&"{a}".repeat(1_000_000), &[("a", &long)]);
        assert_eq!(address(&server), None);
        assert_eq!(
            address(&Source {
                url: "x".repeat(LONGEST_URL + 1),
                ..server
            }),
            None
        );
    }
}
