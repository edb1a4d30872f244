//! Where requests go unless the user says otherwise, and what else they can say.

use openapiv3::Server as Source;

use super::docs;
use super::lowering::Lowering;
use crate::model::name::{pascal, screaming_snake, snake};
use crate::model::scope::{ModuleScope, Namespaces, Scope};
use crate::model::{Server, ServerVariable};
use crate::pointer::Pointer;

/// What the struct of a server has besides the setters of its variables.
const RESERVED: &[&str] = &["default", "url"];

impl Lowering<'_> {
    /// The first server's address, with its variables' defaults filled in; empty where the document names none that
    /// a client could reach.
    pub(super) fn server(&mut self) -> String {
        let servers = Pointer::ROOT.key("servers");
        let Some(server) = self.openapi.servers.first() else {
            return String::new();
        };
        let url = address(server);
        if !is_absolute(&url) {
            self.unsupported(
                servers.index(0).key("url").place(),
                format!("`{url}` does not say which host to talk to"),
                "the user of the client has to name a base URL",
            );
            return String::new();
        }
        url.trim_end_matches('/').to_owned()
    }

    /// Every server that can be reached, where there is a choice.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let sources = &self.openapi.servers;
        let is_choice = sources.len() > 1
            || sources
                .iter()
                .any(|server| server.variables.iter().any(|map| !map.is_empty()));
        if !is_choice {
            return Vec::new();
        }
        // Servers that are called alike are numbered, whichever items they become.
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

    /// The server of one operation or of one path; `None` where it is the document's own.
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
        // A relative address starts at the host of the document's own server, which has to have one.
        if is_absolute(shared) && url.starts_with('/') && !url.starts_with("//") {
            let host = shared.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
            return Some(format!("{host}{url}"));
        }
        self.unsupported(
            place,
            format!("`{url}` does not say which host to talk to"),
            "requests go to the client's base URL",
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

/// What the document calls a server where it does so in a few words, its host otherwise.
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
