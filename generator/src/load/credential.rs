//! The environment variables of credentials, which a document must not choose.

use serde_json::{Map, Value};

use super::origin::FileIndex;
use super::setting;
use super::source::SourceMap;
use crate::diagnostic::suggestion::nearest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::hints::CREDENTIAL;
use crate::input::Input;
use crate::pointer::{Pointer, unescape};

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
        let Some(Value::Object(hint)) = scheme.get_mut(CREDENTIAL) else {
            continue;
        };
        let at = section.key(name);
        let at = at.key(CREDENTIAL);
        let at = at.key("variable");
        let origin = sources.origin_of(&at.to_string());
        if !hint.contains_key("variable") || overlays.contains(&origin.file) {
            continue;
        }
        hint.shift_remove("variable");
        let message = "a document must not choose the environment variable of a credential; \
            `variable` is ignored";
        diagnostics.push(
            Diagnostic::warning(
                Code::InvalidExtension,
                sources.origin(&at.to_string(), Part::Value),
                message,
            )
            .help("name the variable in the settings, or in an overlay"),
        );
    }
}

/// Sets the variables that the user named. Reports a scheme that the document does not have.
pub(super) fn set_variables(
    document: &mut Value,
    input: &Input,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let (settings, section) = (
        Pointer::ROOT.key("credentials"),
        Pointer::base("/components/securitySchemes"),
    );
    for (scheme, variable) in &input.credentials {
        let setting = settings.key(scheme);
        let schemes = document.pointer_mut("/components/securitySchemes");
        let mut none = Map::new();
        let schemes = schemes.and_then(Value::as_object_mut).unwrap_or(&mut none);
        let name = target(schemes, scheme);
        if let Some(Value::Object(found)) = schemes.get_mut(&name) {
            let hint = found.entry(CREDENTIAL).or_insert(Value::Null);
            if !hint.is_object() {
                *hint = Value::Object(Map::new());
            }
            if let Some(hint) = hint.as_object_mut() {
                hint.insert("variable".to_owned(), Value::String(variable.clone()));
                let hint = section.key(&name);
                let hint = hint.key(CREDENTIAL);
                setting::set_origin(input, &setting, &hint.key("variable"), sources);
            }
            continue;
        }
        let message = format!(
            "the settings name the security scheme `{scheme}`, which the document does not have"
        );
        let place = setting::name_place(input, &setting);
        let near = nearest(scheme, schemes.keys().map(String::as_str));
        diagnostics.push(
            Diagnostic::error(Code::UnresolvedReference, place, message).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a scheme of `components.securitySchemes`".to_owned(),
            }),
        );
    }
}

/// The name of the scheme that a scheme refers to, or its own.
pub(super) fn target(schemes: &Map<String, Value>, name: &str) -> String {
    let mut name = name.to_owned();
    // A longer chain of references, or a cycle, leads to none.
    for _ in 0..8 {
        let reference = schemes.get(&name).and_then(|scheme| scheme.get("$ref"));
        let Some(next) = reference.and_then(Value::as_str).and_then(|reference| {
            let next = reference.strip_prefix("#/components/securitySchemes/")?;
            Some(unescape(next).into_owned())
        }) else {
            break;
        };
        name = next;
    }
    name
}

#[cfg(test)]
mod tests {
    use crate::load::tests::{diagnostics_of, run};
    use crate::{Files, Input};

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

    /// The overlay sets the other member of the same object.
    #[test]
    fn a_variable_next_to_a_hint_of_an_overlay_is_ignored() {
        for update in [
            "{target: $.components.securitySchemes.a.x-rust-credential, update: {setter: key}}",
            "{target: $.components.securitySchemes, update: {a: {x-rust-credential: {setter: key}}}}",
            "{target: $, update: {components: {securitySchemes: {a: {type: http}}}}}",
        ] {
            let overlay =
                format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{update}]\n");
            let files = [("a.yaml", DOCUMENT), ("overlay.yaml", &overlay)];
            assert_eq!(variable(&files), None, "{update}");
        }
    }

    #[test]
    fn a_variable_in_a_referenced_file_is_ignored() {
        let scheme = DOCUMENT.split("    a: ").nth(1).unwrap();
        let document = DOCUMENT.replace(scheme, "{$ref: 'b.yaml#/a'}\n");
        let other = format!("a: {scheme}");
        let files = [("a.yaml", document.as_str()), ("b.yaml", &other)];
        let found = diagnostics_of(&files);
        assert!(
            found[0].starts_with("warning invalid-extension b.yaml:1:"),
            "{found:?}"
        );
    }

    struct Document(&'static str);

    impl Files for Document {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(self.0.as_bytes().to_vec())
        }
    }

    /// The variables of the API, and the errors.
    fn with_settings(document: &'static str, scheme: &str) -> (Vec<Option<String>>, Vec<String>) {
        let input = Input {
            document: "a.yaml".to_owned(),
            credentials: vec![(scheme.to_owned(), "API_TOKEN".to_owned())],
            package: "a".to_owned(),
            ..Input::default()
        };
        let reading = crate::read(&input, &Document(document));
        let credentials = reading.api.map(|api| api.credentials).unwrap_or_default();
        let variables = credentials.into_iter().map(|one| one.variable).collect();
        let errors = reading.diagnostics.into_iter();
        let errors = errors.filter(|one| one.level == crate::diagnostic::Level::Error);
        (variables, errors.map(|one| one.message).collect())
    }

    #[test]
    fn the_settings_name_a_variable() {
        let api_token = vec![Some("API_TOKEN".to_owned())];
        assert_eq!(with_settings(DOCUMENT, "a"), (api_token.clone(), vec![]));
        let plain = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths: {}\ncomponents:\n  securitySchemes:\n    a: {type: http, scheme: bearer}\n";
        assert_eq!(with_settings(plain, "a"), (api_token, vec![]));
        let (_, errors) = with_settings(plain, "b");
        assert!(errors[0].contains("the security scheme `b`"), "{errors:?}");
    }
}
