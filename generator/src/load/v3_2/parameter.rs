//! Parameters: `in: querystring`, `style: cookie`, and `allowReserved` in paths and cookies.

use serde_json::{Map, Value, json};

use super::extension::{ALLOW_RESERVED, COOKIE_STYLE, QUERYSTRING};
use super::rewriting::Rewriting;
use crate::diagnostic::Part;
use crate::pointer::Pointer;

/// The keywords that describe the style of a parameter with a `schema`.
const STYLE_KEYWORDS: [&str; 4] = ["style", "explode", "allowReserved", "allowEmptyValue"];

impl Rewriting<'_> {
    pub(super) fn parameter(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        let location = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match location {
            "querystring" => self.querystring(members, at),
            "cookie" => {
                if members.get("style").is_some_and(|style| style == "cookie") {
                    members.shift_remove("style");
                    members.insert(COOKIE_STYLE.to_owned(), json!(true));
                }
                allow_reserved(members);
            }
            "path" => allow_reserved(members),
            _ => {}
        }
    }

    /// Rewrites a parameter that is the whole query string as a query parameter with a mark.
    fn querystring(&mut self, members: &mut Map<String, Value>, at: &Pointer<'_>) {
        members.insert("in".to_owned(), json!("query"));
        members.insert(QUERYSTRING.to_owned(), json!(true));
        for keyword in STYLE_KEYWORDS {
            if members.shift_remove(keyword).is_some() {
                let message =
                    format!("a parameter with `in: querystring` must not have `{keyword}`");
                self.wrong(&at.key(keyword), Part::Key, message, "remove the keyword");
            }
        }
        if members.contains_key("schema") || !members.contains_key("content") {
            let key = if members.contains_key("schema") {
                at.key("schema")
            } else {
                *at
            };
            self.wrong(
                &key,
                Part::Key,
                "a parameter with `in: querystring` must have `content` instead of `schema`",
                "write `content: { application/x-www-form-urlencoded: { schema: … } }`",
            );
            members.shift_remove("schema");
            members
                .entry("content")
                .or_insert_with(|| json!({"text/plain": {}}));
        }
    }
}

fn allow_reserved(members: &mut Map<String, Value>) {
    if members
        .get("allowReserved")
        .is_some_and(|value| *value == json!(true))
    {
        members.insert(ALLOW_RESERVED.to_owned(), json!(true));
    }
}
