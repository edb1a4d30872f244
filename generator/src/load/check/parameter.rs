//! Checks of parameters, headers and links beyond their keywords.

use serde_json::{Map, Value};

use super::report::Check;
use crate::diagnostic::Part;
use crate::diagnostic::suggestion::did_you_mean;
use crate::load::specification::{Object, STYLES};
use crate::pointer::Pointer;

impl Check<'_> {
    pub(super) fn parameter(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        let location = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let style_fits = self.style(location, members, at);
        self.one_media_type(Object::Parameter, members, at) && style_fits
    }

    fn style(&mut self, location: &str, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        let Some(Value::String(style)) = members.get("style") else {
            return true;
        };
        let styles: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form"],
            // An invalid `in` already has a diagnostic.
            _ => return true,
        };
        // So does an unknown style.
        if styles.contains(&style.as_str()) || !STYLES.contains(&style.as_str()) {
            return true;
        }
        let message = format!(
            "`style` of a {location} parameter must be `{}`, found `{style}`",
            styles.join("` or `")
        );
        let label = did_you_mean(style, styles.iter().copied());
        let help = Some(format!(
            "write `{}`, or remove `style`",
            styles.join("` or `")
        ));
        self.mistake(
            message,
            self.place(&at.key("style"), Part::Value),
            label,
            help,
        );
        false
    }

    /// Checks that the `content` of a parameter or a header has one media type.
    pub(super) fn one_media_type(
        &mut self,
        object: Object,
        members: &Map<String, Value>,
        at: &Pointer<'_>,
    ) -> bool {
        let Some(Value::Object(content)) = members.get("content") else {
            return true;
        };
        if content.len() == 1 {
            return true;
        }
        let message = format!(
            "`content` of {} must have exactly one media type, found {}",
            object.name(),
            content.len()
        );
        let help = Some("keep one media type, or use `schema` instead".to_owned());
        self.mistake(
            message,
            self.place(&at.key("content"), Part::Key),
            String::new(),
            help,
        );
        false
    }

    pub(super) fn link(&mut self, members: &Map<String, Value>, at: &Pointer<'_>) -> bool {
        match (
            members.contains_key("operationId"),
            members.contains_key("operationRef"),
        ) {
            (false, false) => {
                let message = "a link must have `operationId` or `operationRef`".to_owned();
                let help = Some("add `operationId`, the id of the linked operation".to_owned());
                self.mistake(message, self.place(at, Part::Key), String::new(), help);
                false
            }
            (true, true) => {
                let message =
                    "a link must not have both `operationId` and `operationRef`".to_owned();
                let help = Some("remove one of them".to_owned());
                self.mistake(
                    message,
                    self.place(&at.key("operationRef"), Part::Key),
                    String::new(),
                    help,
                );
                false
            }
            _ => true,
        }
    }
}
