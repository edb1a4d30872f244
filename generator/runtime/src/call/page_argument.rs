//! The argument that selects a page: a parameter, or a property of the JSON body.

use serde_json::Value;

use super::arguments::Call;
use super::http::Body;
use super::json::{property_text, with_property};
use super::paging::{ArgumentType, Paging, Place};
use super::spec::Location;

impl Call {
    /// Returns the argument that selects the page, or `None` if it is not set.
    pub(super) fn page_argument(&self, paging: Paging) -> Option<String> {
        let location = match paging.place {
            Place::Query => Location::Query,
            Place::Path => Location::Path,
            Place::Header => Location::Header,
            Place::Body { path, .. } => {
                let text = self.body_text()?;
                return match serde_json::from_str(property_text(&text, path)?).ok()? {
                    Value::String(text) => Some(text),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                };
            }
        };
        let argument = self.draft.text_argument(location, paging.parameter()?)?;
        Some(argument.to_owned())
    }

    /// Sets the argument that selects the page.
    pub(super) fn with_page_argument(self, paging: Paging, argument: &str) -> Result<Self, String> {
        if paging.argument == ArgumentType::Integer {
            let integer = argument.parse::<i64>();
            let integer = integer.map_err(|_| "the cursor of the next page is not an integer")?;
            return self.with_argument(paging, &integer.into());
        }
        self.with_argument(paging, &argument.into())
    }

    fn with_argument(self, paging: Paging, argument: &Value) -> Result<Self, String> {
        let name = paging.parameter().unwrap_or_default();
        match paging.place {
            Place::Query => Ok(self.query(name, argument)),
            Place::Path => Ok(self.path(name, argument)),
            Place::Header => Ok(self.header(name, argument)),
            Place::Body { media_type, path } => {
                let text = self
                    .body_text()
                    .ok_or("the request body is not in memory")?;
                let text = if text.is_empty() { "{}" } else { &text };
                let body = with_property(text, path, &argument.to_string())
                    .ok_or("the request body is not a JSON object")?;
                Ok(self.body(media_type, Body::from(body)))
            }
        }
    }

    /// Returns the body, if it is a string in memory.
    fn body_text(&self) -> Option<String> {
        let pieces = self.draft.body.try_clone()?.into_pieces().ok()?;
        let bytes: Vec<u8> = pieces
            .iter()
            .flat_map(|piece| piece.iter().copied())
            .collect();
        String::from_utf8(bytes).ok()
    }
}
