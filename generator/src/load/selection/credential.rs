//! Reports the settings for security schemes that no selected operation needs.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::input::Input;
use crate::load::credential::target;
use crate::load::setting;
use crate::pointer::Pointer;

/// The security scheme that each of the settings is for; none if the document does not have it.
pub(super) fn targets(document: &Value, input: &Input) -> Vec<Option<String>> {
    let Some(schemes) = schemes(document) else {
        return Vec::new();
    };
    let names = input
        .credentials
        .iter()
        .map(|(name, _)| target(schemes, name));
    names
        .map(|name| schemes.contains_key(&name).then_some(name))
        .collect()
}

/// Warns of each of the settings whose scheme was removed.
pub(super) fn report_unused(
    targets: &[Option<String>],
    document: &Value,
    input: &Input,
    diagnostics: &mut Diagnostics,
) {
    let kept = |name: &String| schemes(document).is_some_and(|kept| kept.contains_key(name));
    for ((scheme, _), target) in input.credentials.iter().zip(targets) {
        if target.as_ref().is_none_or(kept) {
            continue;
        }
        let message = format!(
            "the settings name the security scheme `{scheme}`, which no selected operation requires; ignoring it"
        );
        let place = setting::name_place(input, &Pointer::ROOT.key("credentials").key(scheme));
        diagnostics.push(
            Diagnostic::warning(Code::UnusedSetting, place, message)
                .help("remove the setting, or select an operation that requires the scheme"),
        );
    }
}

fn schemes(document: &Value) -> Option<&Map<String, Value>> {
    document
        .get("components")?
        .get("securitySchemes")?
        .as_object()
}
