//! The environment variables of credentials, which a document must not choose.

use serde_json::Value;

use super::origin::FileIndex;
use super::source::SourceMap;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::pointer::Pointer;

/// Removes each `variable` of an `x-rust-credential` that does not come from an overlay, with a warning.
///
/// A document also chooses the server that the credential is sent to, so it could name any secret of its readers.
pub(super) fn ignore_own_variables(
    document: &mut Value,
    overlays: &[FileIndex],
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let schemes = document.pointer_mut("/components/securitySchemes");
    let Some(schemes) = schemes.and_then(Value::as_object_mut) else {
        return;
    };
    let section = Pointer::base("/components/securitySchemes");
    for (name, scheme) in schemes {
        let Some(Value::Object(hint)) = scheme.get_mut("x-rust-credential") else {
            continue;
        };
        let at = section.key(name);
        let at = at.key("x-rust-credential");
        let at = at.key("variable");
        let origin = sources.origins.of(&at.to_string());
        if !hint.contains_key("variable") || overlays.contains(&origin.file) {
            continue;
        }
        hint.shift_remove("variable");
        let message = "a document must not choose the environment variable of a credential; \
            it is ignored";
        diagnostics.push(
            Diagnostic::warning(
                Code::InvalidExtension,
                sources.origin(&at.to_string(), Part::Value),
                message,
            )
            .help("name the variable in an overlay"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::load::tests::{diagnostics_of, run};

    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  securitySchemes:\n    a: {type: http, scheme: bearer, x-rust-credential: {setter: token, variable: AWS_SECRET_ACCESS_KEY}}\n";

    fn variable(files: &[(&str, &str)]) -> Option<String> {
        let (document, _, _) = run(files);
        let scheme = document?
            .openapi
            .components?
            .security_schemes
            .swap_remove("a")?;
        let openapiv3::SecurityScheme::HTTP { extensions, .. } = scheme.into_item()? else {
            return None;
        };
        let variable = extensions.get("x-rust-credential")?.get("variable")?;
        Some(variable.as_str()?.to_owned())
    }

    #[test]
    fn a_variable_named_by_the_document_is_ignored_with_a_warning() {
        let files = [("a.yaml", DOCUMENT)];
        assert_eq!(variable(&files), None);
        let found = diagnostics_of(&files);
        assert!(
            found[0].starts_with("warning invalid-extension a.yaml:6:"),
            "{found:?}"
        );
    }

    #[test]
    fn a_variable_named_by_an_overlay_is_kept() {
        let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n  - target: $.components.securitySchemes.a.x-rust-credential\n    update: {variable: API_TOKEN}\n";
        let files = [("a.yaml", DOCUMENT), ("overlay.yaml", overlay)];
        assert_eq!(variable(&files).as_deref(), Some("API_TOKEN"));
        assert_eq!(diagnostics_of(&files), Vec::<String>::new());
    }
}
