//! Paths of Rust types and traits that settings and overlays name, and the types of other crates that are known.

use syn::{Path, PathArguments};

use crate::diagnostic::nearest;

/// A type of another crate that the generator knows.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownType {
    /// Its path.
    pub path: &'static str,
    /// The package of the crate.
    pub package: &'static str,
    /// The line for the manifest; empty for a package that every generated crate depends on.
    pub dependency: &'static str,
    /// The traits that can be derived for a struct with a field of the type.
    pub traits: &'static [&'static str],
    /// A string that the type parses.
    pub example: &'static str,
}

const ORDERED: &[&str] = &["Eq", "Hash", "Ord", "PartialOrd"];
const ORDERED_COPY: &[&str] = &["Copy", "Eq", "Hash", "Ord", "PartialOrd"];

/// The known types. In JSON, they are strings, which `FromStr` parses and `Display` writes.
pub const KNOWN: &[KnownType] = &[
    KnownType {
        path: "jiff::SignedDuration",
        package: "jiff",
        dependency: "",
        traits: ORDERED_COPY,
        example: "PT1H30M",
    },
    KnownType {
        path: "jiff::civil::DateTime",
        package: "jiff",
        dependency: "",
        traits: ORDERED_COPY,
        example: "2020-01-01T12:30:00",
    },
    KnownType {
        path: "jiff::civil::Time",
        package: "jiff",
        dependency: "",
        traits: ORDERED_COPY,
        example: "12:30:00",
    },
    KnownType {
        path: "rust_decimal::Decimal",
        package: "rust_decimal",
        dependency: "rust_decimal = { version = \"1\", default-features = false, features = [\"std\"] }\n",
        traits: ORDERED_COPY,
        example: "12.50",
    },
    KnownType {
        path: "url::Url",
        package: "url",
        dependency: "url = \"2\"\n",
        traits: ORDERED,
        example: "https://example.com/",
    },
];

/// The known type of a path.
pub fn known(path: &str) -> Option<&'static KnownType> {
    KNOWN.iter().find(|known| known.path == path)
}

/// The paths of types that generated code already uses. They have the JSON form of these types.
pub const SUPPORTED: &[&str] = &[
    "bytes::Bytes",
    "jiff::Timestamp",
    "jiff::civil::Date",
    "serde_json::Value",
    "std::net::Ipv4Addr",
    "std::net::Ipv6Addr",
    "std::string::String",
    "uuid::Uuid",
];

/// The form of a type's values in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonForm {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// The JSON form of a type that generated code uses, or that is known; `None` for any other type, and for one that
/// holds any value.
pub fn json_form(path: &str) -> Option<JsonForm> {
    match path {
        "bool" => Some(JsonForm::Boolean),
        "f32" | "f64" | "i32" | "i64" | "u32" | "u64" => Some(JsonForm::Number),
        "serde_json::Value" => None,
        _ if is_supported(path) || known(path).is_some() => Some(JsonForm::String),
        _ => None,
    }
}

/// Whether generated code already uses the type of a path.
pub fn is_supported(path: &str) -> bool {
    SUPPORTED.contains(&path) || PRIMITIVES.contains(&path)
}

/// The traits that every generated type has, or that its conversion from and to JSON implements.
const IMPLEMENTED: &[&str] = &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"];

/// The types that need no path.
pub const PRIMITIVES: &[&str] = &["String", "bool", "f32", "f64", "i32", "i64", "u32", "u64"];

/// Checks the path of a type, and returns it in a uniform spelling.
///
/// # Errors
///
/// Returns what a path must be.
pub fn type_path(text: &str) -> Result<String, String> {
    let path = segments(text)?;
    match path.as_slice() {
        [only] if PRIMITIVES.contains(&only.as_str()) => {}
        [only] => {
            if let Some(near) = nearest(only, PRIMITIVES.iter().copied()) {
                return Err(format!(
                    "`{only}` is not a path: did you mean `{near}`? Write a type of yours as `crate::{only}`"
                ));
            }
            return Err(format!(
                "`{only}` is not a path: write `crate::{only}`, `other_crate::{only}` or one of {}",
                listed(PRIMITIVES)
            ));
        }
        _ => {}
    }
    Ok(path.join("::"))
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Checks the path of a trait to derive, and returns it in a uniform spelling.
///
/// # Errors
///
/// Returns what a path must be, or why the trait cannot be derived.
pub fn derive_path(text: &str) -> Result<String, String> {
    let path = segments(text)?;
    let last = path.last().map_or("", String::as_str);
    let is_of_serde = path.len() == 1 || matches!(path[0].as_str(), "core" | "serde" | "std");
    if is_of_serde && IMPLEMENTED.contains(&last) {
        return Err(format!(
            "every generated type that can implement `{last}` already does"
        ));
    }
    if path.len() == 1 && !ORDERED_COPY.contains(&last) && last != "Default" {
        if let Some(near) = nearest(last, ORDERED_COPY.iter().copied()) {
            return Err(format!(
                "`{last}` is not a trait that can be derived without a path: did you mean `{near}`?"
            ));
        }
        return Err(format!(
            "`{last}` is not one of {}: name any other trait by its path, such as `other_crate::{last}`",
            listed(ORDERED_COPY)
        ));
    }
    if is_of_serde && last == "Default" {
        return Err(
            "`Default` cannot be added: a struct without required properties already implements it"
                .to_owned(),
        );
    }
    Ok(path.join("::"))
}

/// The segments of a path that has no type arguments.
fn segments(text: &str) -> Result<Vec<String>, String> {
    let wrong = || format!("`{text}` is not the path of a Rust item, such as `crate::Money`");
    let path: Path = syn::parse_str(text.trim()).map_err(|_| wrong())?;
    let is_plain = |segment: &syn::PathSegment| matches!(segment.arguments, PathArguments::None);
    if !path.segments.iter().all(is_plain) {
        return Err(format!(
            "`{text}` has type arguments: name a type without any, such as a struct around it"
        ));
    }
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    match names.first().map(String::as_str) {
        Some("self" | "super" | "Self") => Err(format!(
            "`{text}` must start with `crate` or the name of a crate"
        )),
        Some(_)
            if !names
                .iter()
                .skip(1)
                .any(|name| matches!(name.as_str(), "crate" | "self" | "super" | "Self")) =>
        {
            Ok(names)
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling() {
        for (text, expected) in [
            ("crate::Money", "crate::Money"),
            (" ::jiff :: civil::Time", "jiff::civil::Time"),
            ("a::r#type::B", "a::r#type::B"),
            ("String", "String"),
        ] {
            assert_eq!(type_path(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn nothing_but_a_path_is_accepted() {
        for text in [
            "",
            "Money",
            "crate",
            "self::Money",
            "super::Money",
            "a::super::B",
            "a::crate::B",
            "a::self",
            "a::Self",
            "Self",
            "Self::B",
            "a::fn::B",
            "a-b::C",
            "a::_",
            "a::",
            "a::1",
            "r#self::B",
            "Vec<crate::Money>",
            "a::B<{ panic!() }>",
            "a::B; fn f() {}",
            "(a::B, a::C)",
            "&'static a::B",
            "a::b!()",
            "fn(a::B) -> a::C",
            "a::Fn(a::B)",
            "a::B /* */ , x",
            "$crate::B",
        ] {
            assert!(type_path(text).is_err(), "{text}");
        }
    }

    #[test]
    fn traits_that_are_implemented_are_refused() {
        for text in [
            "Clone",
            "serde::Serialize",
            "std::fmt::Debug",
            "core::clone::Clone",
            "::std::cmp::PartialEq",
            "Default",
            "std::default::Default",
            "a-b::C",
            "self::C",
            "",
            "a::B<C>",
            "eq",
            "JsonSchema",
        ] {
            assert!(derive_path(text).is_err(), "{text}");
        }
        assert_eq!(derive_path("Eq").as_deref(), Ok("Eq"));
        assert_eq!(
            derive_path("schemars::JsonSchema").as_deref(),
            Ok("schemars::JsonSchema")
        );
    }

    #[test]
    fn a_misspelt_name_has_a_suggestion() {
        for (error, near) in [
            (type_path("string").unwrap_err(), "String"),
            (type_path("i46").unwrap_err(), "i64"),
            (derive_path("ord").unwrap_err(), "Ord"),
            (derive_path("Hsah").unwrap_err(), "Hash"),
        ] {
            assert!(
                error.contains(&format!("did you mean `{near}`?")),
                "{error}"
            );
        }
        assert!(!type_path("Money").unwrap_err().contains("did you mean"));
        assert!(
            !derive_path("JsonSchema")
                .unwrap_err()
                .contains("did you mean")
        );
    }

    #[test]
    fn the_known_types_are_paths() {
        for known in KNOWN {
            assert_eq!(type_path(known.path).as_deref(), Ok(known.path));
        }
    }
}
