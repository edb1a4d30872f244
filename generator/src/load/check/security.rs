//! Checks that a security scheme has the keywords that its type requires.

use serde_json::{Map, Value};

use super::report::Check;
use crate::load::specification::Object;
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn security_scheme(
        &mut self,
        members: &Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        let needed: &[&str] = match members.get("type").and_then(Value::as_str) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            // An invalid `type` already has a diagnostic.
            _ => &[],
        };
        let mut fine = true;
        for name in needed {
            if members.get(*name).is_none_or(Value::is_null) {
                self.missing(Object::SecurityScheme, name, at);
                fine = false;
            }
        }
        fine
    }
}
