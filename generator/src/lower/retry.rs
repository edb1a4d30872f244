//! `x-rust-retry`: whether a request may be retried.

use super::extension::Extensions;
use super::lowering::Lowering;
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic};
use crate::hints::RETRY;
use crate::model::operation::{Method, Parameter, Repeat};

impl Lowering<'_> {
    pub(super) fn repeat(
        &mut self,
        extensions: &Extensions<'_>,
        method: &Method,
        parameters: &[Parameter],
    ) -> Repeat {
        let from_method = if method.is_idempotent() {
            Repeat::Always
        } else {
            Repeat::Never
        };
        let Some(hint) = extensions.object(RETRY, &["idempotent", "unless"], self.diagnostics)
        else {
            return from_method;
        };
        let from_hint = match hint.flag("idempotent", self.diagnostics) {
            Some(true) => Repeat::Always,
            Some(false) => Repeat::Never,
            None => from_method,
        };
        let mut unless = Vec::new();
        for (name, place) in hint.strings("unless", self.diagnostics) {
            if parameters
                .iter()
                .any(|parameter| parameter.wire_name == name && !parameter.required)
            {
                unless.push(name);
            } else {
                let names = parameters.iter().filter(|parameter| !parameter.required);
                let label =
                    did_you_mean(&name, names.map(|parameter| parameter.wire_name.as_str()));
                let message = format!("the operation has no optional parameter `{name}`");
                self.diagnostics.push(
                    Diagnostic::error(Code::InvalidExtension, place, message)
                        .label(label)
                        .help("correct the name, or remove it from the array"),
                );
            }
        }
        if from_hint == Repeat::Always && !unless.is_empty() {
            Repeat::Unless(unless)
        } else {
            from_hint
        }
    }
}
