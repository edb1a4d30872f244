//! Servers: the default base URL, and the alternatives.

use openapiv3::Server as Source;

use super::docs;
use super::lowering::Lowering;
use crate::model::name::{pascal, screaming_snake, snake};
use crate::model::scope::{ModuleScope, Namespaces, Scope};
use crate::model::{Server, ServerVariable};
use crate::pointer::Pointer;

/// The other methods of a server's struct, in addition to the setters of its variables.
const RESERVED: &[&str] = &["default", "url"];

impl Lowering<'_> {
    /// The URL of the first server, with the defaults of its variables; empty if the document has no absolute URL.
    pub(super) fn server(&mut self) -> String {
        let servers = Pointer::ROOT.key("servers");
        let Some(server) = self.openapi.servers.first() else {
            return String::new();
        };
        let url = address(server);
        if !is_absolute(&url) {
            self.unsupported(
                servers.index(0).key("url").place(),
                format!("`{url}` must be an absolute URL"),
                "the client must be built with a base URL",
            );
            return String::new();
        }
        url.trim_end_matches('/').to_owned()
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
        for source in sources {
            if !is_absolute(&address(source)) {
                continue;
            }
            let mut setters = Scope::reserving(RESERVED);
            let variables =
                source
                    .variables
                    .iter()
                    .flatten()
                    .map(|(name, variable)| ServerVariable {
                        wire_name: name.clone(),
                        name: setters.claim(&snake(name), "_variable"),
                        default: variable.default.clone(),
                        values: variable.enumeration.clone(),
                        docs: docs::of_description(variable.description.as_deref()),
                    });
            let variables: Vec<ServerVariable> = variables.collect();
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
        let shared = self
            .openapi
            .servers
            .first()
            .map(address)
            .unwrap_or_default();
        let shared = shared.trim_end_matches('/');
        let url = address(server);
        let url = url.trim_end_matches('/');
        if url == shared {
            return None;
        }
        if is_absolute(url) {
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
}

/// The URL with the default of each variable.
fn address(server: &Source) -> String {
    let variables = server.variables.iter().flatten();
    variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The name of a server: its description if that is short, or else its host.
fn name(server: &Source) -> String {
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
