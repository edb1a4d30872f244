//! Converts names of a document to Rust identifiers, in the case of each kind of item.

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

/// Returns a name for a function, field, argument or module: snake case, with `r#` before a keyword.
pub fn snake(wire: &str) -> String {
    let name = start_like_an_identifier(wire.to_snake_case(), wire, '_');
    if is_keyword(&name) {
        escape_keyword(&name)
    } else {
        name
    }
}

/// Returns a name for a type or variant: Pascal case.
pub fn pascal(wire: &str) -> String {
    let name = start_like_an_identifier(wire.to_upper_camel_case(), wire, 'N');
    // The only keyword in Pascal case; it cannot be a raw identifier.
    if name == "Self" {
        "SelfValue".to_owned()
    } else {
        name
    }
}

/// The keywords that cannot be raw identifiers.
pub const ESCAPED: &[&str] = &["Self", "crate", "self", "super"];

/// Whether a name from a hint becomes an identifier with the same letters and digits, which may differ in case and in the
/// separators between words.
pub fn is_kept(name: &str) -> bool {
    let is_letter = |c: char| is_identifier_part(c) && !is_combining(c);
    let starts = name.starts_with(|c: char| unicode_ident::is_xid_start(c) && !is_combining(c));
    starts && !ESCAPED.contains(&name) && name.chars().all(|c| is_letter(c) || c == '-')
}

/// Returns a name for a constant or static: the same words in upper case.
pub fn screaming_snake(snake: &str) -> String {
    snake.trim_start_matches("r#").to_uppercase()
}

/// Strips the prefix of a raw identifier, for documentation and file names.
pub fn unraw(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// Returns a name for a package: the same words in kebab case.
pub fn kebab(wire: &str) -> String {
    wire.to_kebab_case()
}

/// Turns the output of heck into an identifier: restores significant characters that it dropped, and prefixes digits.
fn start_like_an_identifier(cased: String, wire: &str, before_digit: char) -> String {
    // `+1` and `-1` differ only in characters that heck drops.
    let cased = match (wire.chars().next(), cased.chars().next()) {
        (Some('+'), Some(first)) if first.is_numeric() => prefix("plus", &cased, before_digit),
        (Some('-'), Some(first)) if first.is_numeric() => prefix("minus", &cased, before_digit),
        (_, None) => spell_out(wire, before_digit),
        _ => cased,
    };
    // heck keeps every alphanumeric character; Rust accepts fewer.
    let mut kept: String = cased
        .chars()
        .filter(|c| !is_combining(*c))
        .map(|c| if is_identifier_part(c) { c } else { '_' })
        .collect();
    if kept.is_empty() {
        kept = spell_out(wire, before_digit);
    }
    let cased = kept;
    let name = if cased.starts_with(|c: char| is_identifier_start(c)) && cased != "_" {
        cased
    } else {
        format!("{before_digit}{cased}")
    };
    bounded(name)
}

/// The maximum length of a name in bytes. With a suffix and `.rs`, it is also the name of a file.
const LONGEST: usize = 200;

/// Cuts a name that is too long, and appends a hash of all of it, so that long names with the same start differ.
fn bounded(mut name: String) -> String {
    if name.len() > LONGEST {
        // FNV-1a, which is the same on every machine and in every version of Rust.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        while name.len() > LONGEST - 24 {
            name.pop();
        }
        name.push_str(&format!("{hash:x}"));
    }
    name
}

fn prefix(word: &str, cased: &str, before_digit: char) -> String {
    if before_digit == '_' {
        format!("{word}_{cased}")
    } else {
        format!("{}{cased}", word.to_upper_camel_case())
    }
}

/// Spells out a name without letters or digits: `*` becomes `star`, other characters their code points.
fn spell_out(wire: &str, before_digit: char) -> String {
    let words: Vec<String> = wire
        .chars()
        .map(|c| match c {
            '*' => "star".to_owned(),
            '+' => "plus".to_owned(),
            '-' => "minus".to_owned(),
            '=' => "equals".to_owned(),
            '<' => "less".to_owned(),
            '>' => "greater".to_owned(),
            '!' => "not".to_owned(),
            '_' => "underscore".to_owned(),
            '.' => "dot".to_owned(),
            '/' => "slash".to_owned(),
            '%' => "percent".to_owned(),
            '&' => "and".to_owned(),
            '|' => "or".to_owned(),
            '@' => "at".to_owned(),
            '$' => "dollar".to_owned(),
            '#' => "hash".to_owned(),
            ' ' => "space".to_owned(),
            other => format!("u{:x}", u32::from(other)),
        })
        .collect();
    let words = if words.is_empty() {
        "empty".to_owned()
    } else {
        words.join("_")
    };
    if before_digit == '_' {
        words
    } else {
        words.to_upper_camel_case()
    }
}

fn is_identifier_start(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c)
}

fn is_identifier_part(c: char) -> bool {
    unicode_ident::is_xid_continue(c)
}

/// Whether the word is a strict or reserved keyword in any edition up to 2024 (the Rust reference, "Keywords").
/// Whether a character is a mark on the one before it. The compiler composes both to one character, so a name with a mark
/// could equal one without: the lower case of `İ` is `i` with a dot above, and its upper case is `İ` again.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

fn escape_keyword(name: &str) -> String {
    match name {
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format!("{name}_"),
        _ => format!("r#{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_heck_splits_them() {
        assert_eq!(snake("if-generation-match"), "if_generation_match");
        assert_eq!(snake("nextCursor"), "next_cursor");
        assert_eq!(pascal("get-stores"), "GetStores");
        assert_eq!(pascal("EU"), "Eu");
        assert_eq!(screaming_snake(&snake("upsert-item")), "UPSERT_ITEM");
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(pascal("self"), "SelfValue");
        assert_eq!(screaming_snake(&snake("type")), "TYPE");
    }

    #[test]
    fn every_name_is_an_identifier() {
        for wire in [
            "",
            "_",
            "1st",
            "+1",
            "-1",
            "*",
            "a b",
            "é",
            "名前",
            "½",
            "x²",
            "$ref",
            "@type",
            "r#",
            "Self",
            "١",
            "İ",
            "e\u{301}",
            "\u{301}",
            "か\u{3099}",
        ] {
            for name in [snake(wire), pascal(wire)] {
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok(),
                    "{wire} -> {name}"
                );
            }
        }
    }

    #[test]
    fn a_long_name_is_cut_and_has_a_hash() {
        let long = "a".repeat(256);
        let other = format!("{long}b");
        for name in [snake, pascal] {
            let (one, two) = (name(&long), name(&other));
            assert!(
                one.len() <= LONGEST && two.len() <= LONGEST && one != two,
                "{one} {two}"
            );
            assert_eq!(name(&one), one);
            assert!(name(&"名".repeat(100)).len() <= LONGEST);
        }
        assert_eq!(snake(&"a".repeat(200)).len(), 200);
    }

    #[test]
    fn no_name_changes_when_it_is_composed() {
        for wire in ["İ", "e\u{301}", "か\u{3099}"] {
            for name in [snake(wire), pascal(wire), screaming_snake(&snake(wire))] {
                assert!(!name.contains(is_combining), "{wire}: {name}");
            }
        }
    }

    #[test]
    fn numbers_with_different_signs_get_different_names() {
        assert_eq!(
            (pascal("+1"), pascal("-1")),
            ("Plus1".to_owned(), "Minus1".to_owned())
        );
        assert_eq!(
            (snake("+1"), snake("-1")),
            ("plus_1".to_owned(), "minus_1".to_owned())
        );
    }
}
