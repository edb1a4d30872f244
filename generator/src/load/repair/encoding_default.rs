//! Fills in the defaults of the encoding of a form field.

use serde_json::{Value, json};

/// Fills in the defaults of `style` and `explode`, which `openapiv3` does not know (OpenAPI 3.0.4, "Encoding
/// Object"): an encoding with one of the three style keywords has a style; one without any has none.
pub(in crate::load) fn encoding_defaults(node: &mut Value) {
    match node {
        Value::Object(members) => {
            if let Some(Value::Object(encodings)) = members.get_mut("encoding") {
                encodings.values_mut().for_each(complete);
            }
            members.values_mut().for_each(encoding_defaults);
        }
        Value::Array(elements) => elements.iter_mut().for_each(encoding_defaults),
        _ => {}
    }
}

fn complete(encoding: &mut Value) {
    let Value::Object(encoding) = encoding else {
        return;
    };
    if !["style", "explode", "allowReserved"]
        .iter()
        .any(|keyword| encoding.contains_key(*keyword))
    {
        return;
    }
    let is_form = encoding.entry("style").or_insert_with(|| json!("form")) == "form";
    encoding.entry("explode").or_insert(Value::Bool(is_form));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_style_keyword_implies_the_others() {
        let completed = |encoding: Value| {
            let mut media = json!({ "encoding": { "field": encoding } });
            encoding_defaults(&mut media);
            media["encoding"]["field"].clone()
        };
        assert_eq!(
            completed(json!({ "style": "form" })),
            json!({ "style": "form", "explode": true })
        );
        assert_eq!(
            completed(json!({ "style": "deepObject" })),
            json!({ "style": "deepObject", "explode": false })
        );
        assert_eq!(
            completed(json!({ "explode": false })),
            json!({ "explode": false, "style": "form" })
        );
        assert_eq!(
            completed(json!({ "contentType": "text/csv" })),
            json!({ "contentType": "text/csv" })
        );
    }
}
