//! The macro calls that implement JSON for a type, with one property, value or variant per line.
//!
//! They are text and not tokens: `prettyplease` fills the lines of a macro call, so that two people who add a property
//! at different ends of a type would change the same line.

use proc_macro2::Literal;

use super::ident::ident;
use super::relocate;
use crate::surface::json::{JsonImpl, ObjectJson};

/// The macro call for a type.
pub(super) fn text(json: &JsonImpl) -> String {
    let name = json.macro_name();
    let arguments = match json {
        JsonImpl::Object(json) => object(json),
        JsonImpl::StringEnum {
            name,
            values,
            other,
        } => {
            let values = values.iter().map(|(variant, value)| {
                let value = Literal::string(value);
                format!("{}({value})", ident(variant))
            });
            lines(name, values, &rest(other))
        }
        JsonImpl::IntegerEnum {
            name,
            values,
            other,
        } => {
            let values = values
                .iter()
                .map(|(variant, value)| format!("{}({value})", ident(variant)));
            lines(name, values, &rest(other))
        }
        JsonImpl::OneOf {
            name,
            discriminator,
            variants,
            default,
            other,
        } => {
            let by = discriminator.as_ref();
            let by = by.map(|property| format!(" by {}", Literal::string(property)));
            let name = format!("{}{}", ident(name), by.unwrap_or_default());
            let variants = variants.iter().map(|(variant, tags)| {
                let tags: Vec<String> = tags
                    .iter()
                    .map(|tag| Literal::string(tag).to_string())
                    .collect();
                let tags = match &tags[..] {
                    [] => String::new(),
                    tags => format!("({})", tags.join(", ")),
                };
                let is_default = default.as_ref() == Some(variant);
                let default = if is_default { " = default" } else { "" };
                format!("{}{tags}{default}", ident(variant))
            });
            lines(&name, variants, &rest(other))
        }
        JsonImpl::Checked { name } => ident(name).to_string(),
        JsonImpl::TextFormat { path } => (*path).to_owned(),
        JsonImpl::Custom(custom) => relocate::path_of_user(&custom.path),
    };
    format!("{name}!({arguments});\n")
}

fn object(json: &ObjectJson) -> String {
    let properties = json.properties.iter().map(|property| {
        let name = ident(&property.name);
        let wire_name = property.wire_name.as_ref().unwrap_or(&property.name);
        let wire_name = Literal::string(wire_name);
        match (&property.wire_name, property.null) {
            (None, false) => name.to_string(),
            (Some(_), false) => format!("{name}({wire_name})"),
            (_, true) => format!("{name}({wire_name}, null)"),
        }
    });
    let invalid = json
        .invalid
        .as_ref()
        .map(|field| format!("| {}", ident(field)));
    let last: Vec<String> = json
        .rest
        .as_deref()
        .map(rest)
        .into_iter()
        .chain(invalid)
        .collect();
    lines(&json.name, properties, &last.join(" "))
}

/// The field or variant for all others.
fn rest(name: &str) -> String {
    format!("..{}", ident(name))
}

/// A name and its members, each on a line.
fn lines(name: &str, members: impl Iterator<Item = String>, last: &str) -> String {
    let mut text = format!("{name} {{\n");
    for member in members {
        text.push_str("    ");
        text.push_str(&member);
        text.push_str(",\n");
    }
    if !last.is_empty() {
        text.push_str("    ");
        text.push_str(last);
        text.push('\n');
    }
    text.push('}');
    text
}
