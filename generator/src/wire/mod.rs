//! The listing of the wire format for reviewers: the requests and responses of each operation, one fact per line.
//!
//! The facts are those of the [`model`](crate::model) that a server sees. Names in Rust are listed by
//! [`public_api`](crate::surface::public_api).

mod definition;
mod operation;
mod response;
mod ty;
mod wording;

use self::wording::shown;
use crate::model::Api;
use crate::model::security::CredentialKind;

/// The wire format of an API: its operations, then its types, in the document's order.
///
/// The first line of each operation and type is not indented, and an empty line separates them, so that changes of
/// different ones merge.
pub fn wire(api: &Api) -> Vec<String> {
    let mut lines = of_api(api);
    let security = operation::security(&api.security);
    lines.extend([
        String::new(),
        "calls of `Client::request`".to_owned(),
        format!("  credentials: {security}"),
    ]);
    for group in &api.groups {
        lines.extend([String::new(), format!("client.{}()", group.module)]);
        for operation in &group.operations {
            lines.push(String::new());
            lines.extend(operation::lines(api, operation));
        }
    }
    lines.extend([String::new(), "all types".to_owned()]);
    for (_, definition) in api.types.in_document_order() {
        let of_type = definition::lines(api, definition);
        if !of_type.is_empty() {
            lines.push(String::new());
            lines.extend(of_type);
        }
    }
    lines
}

/// The facts of all operations: the servers, the credentials, and the rate limit headers.
fn of_api(api: &Api) -> Vec<String> {
    let mut lines = vec!["all operations".to_owned()];
    match (api.servers.is_empty(), api.server.is_empty()) {
        (false, _) => {
            for server in &api.servers {
                lines.push(format!("  server: {}", shown(&server.url)));
                for variable in &server.variables {
                    let default = match &variable.default {
                        Some(default) => format!("default {}", shown(default)),
                        None => "required".to_owned(),
                    };
                    lines.push(format!(
                        "    variable {}: {}, {default}",
                        shown(&variable.wire_name),
                        ty::values(&variable.values),
                    ));
                }
            }
        }
        (true, false) => lines.push(format!("  server: {}", shown(&api.server))),
        (true, true) => {}
    }
    for credential in &api.credentials {
        let place = match &credential.kind {
            CredentialKind::ApiKeyHeader(name) => format!("header {}", shown(name)),
            CredentialKind::ApiKeyQuery(name) => format!("query {}", shown(name)),
            CredentialKind::ApiKeyCookie(name) => format!("cookie {}", shown(name)),
            CredentialKind::Basic => "header authorization, Basic".to_owned(),
            CredentialKind::Bearer => "header authorization, Bearer".to_owned(),
        };
        lines.push(format!(
            "  credential {}: {place}",
            shown(&credential.scheme)
        ));
    }
    if let Some(headers) = &api.rate_limit {
        lines.push(format!(
            "  rate limit, remaining: header {}",
            shown(&headers.remaining)
        ));
        lines.push(format!(
            "  rate limit, reset: header {}",
            shown(&headers.reset)
        ));
    }
    lines
}
