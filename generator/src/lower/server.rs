//! Where requests go unless the user says otherwise.

use super::Lowering;
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// The first server's address, with its variables' defaults filled in; empty where the document names none that
    /// a client could reach.
    pub(super) fn server(&mut self) -> String {
        let servers = Pointer::ROOT.key("servers");
        let Some(server) = self.openapi.servers.first() else { return String::new() };
        let first = servers.index(0);
        if self.openapi.servers.len() > 1 {
            self.unsupported(
                servers.index(1).place(),
                "a client has one address to begin with; the servers behind the first are not offered",
                "requests go to the first, or to the base URL that the user names",
            );
        }
        let mut url = server.url.clone();
        for (name, variable) in server.variables.iter().flatten() {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            self.unsupported(
                first.key("url").place(),
                format!("`{url}` does not say which host to talk to"),
                "the user of the client has to name a base URL",
            );
            return String::new();
        }
        url.trim_end_matches('/').to_owned()
    }
}
