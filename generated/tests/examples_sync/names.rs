//! Names of files that are keys, and the command line.

use super::sync::arguments::{Arguments, Direction};
use super::sync::name::{check, check_key};

#[test]
fn ordinary_names_are_paths() {
    for name in [
        "a",
        "a/b c",
        "...",
        "..a",
        "a..",
        ".a",
        "ü/🦀",
        "console.txt",
        "com10",
        "lpt",
        "comb.txt",
        "12:30",
    ] {
        assert_eq!(check(name, false), Ok(()), "{name}");
    }
    for name in ["a", "a/b c", ".a", "console.txt", "a~", "long-name~1"] {
        assert_eq!(check(name, true), Ok(()), "{name}");
    }
}

#[test]
fn windows_has_further_rules() {
    for name in [
        "a:b", "a<b", "a*", "a\"", "a|b", "a?", "a.", "a/b /c", "a/com1", "prn.a.b", "CONIN$",
        "PROGRA~1", "a~12.txt",
    ] {
        assert!(check(name, true).is_err(), "{name}");
    }
}

#[test]
fn keys_have_the_limits_of_the_api() {
    let longest = "ü".repeat(512);
    assert_eq!(check_key(&longest), Ok(()));
    let error = check_key(&format!("{longest}a")).expect_err("too long");
    assert_eq!(
        error,
        "a key has at most 1024 bytes, and this one would have 1025"
    );
    for key in [
        "a\rb",
        "a\nb",
        "a#b",
        "a;b",
        "a?b",
        "a^b",
        "a|b",
        ".well-known/acme-challenge/x",
    ] {
        assert!(check_key(key).is_err(), "{key}");
    }
}

fn parse(line: &str) -> Result<Option<Arguments>, String> {
    Arguments::parse(line.split_whitespace()).map_err(|error| error.to_string())
}

#[test]
fn the_command_line_has_options_in_any_order() {
    let parsed =
        parse("--jobs 3 down --store ID --delete folder --prefix a/b --timeout 1.5 --ttl 60");
    let parsed = parsed.expect("valid").expect("no help");
    assert_eq!(parsed.direction, Direction::Down);
    assert_eq!(
        (parsed.store.as_str(), parsed.prefix.as_str()),
        ("ID", "a/b/")
    );
    assert_eq!(
        (parsed.jobs, parsed.time_to_live, parsed.timeout.as_millis()),
        (3, Some(60), 1_500)
    );
    assert!(parsed.delete && !parsed.dry_run);
    assert!(parse("up --help").expect("valid").is_none());
}

#[test]
fn wrong_command_lines_say_what_is_wrong() {
    let cases = [
        ("", "a direction and a folder are required"),
        ("up a b --store ID", "a direction and a folder are required"),
        ("copy a --store ID", "the direction must be `up` or `down`"),
        ("up a", "`--store` is required"),
        ("up a --store", "`--store` has no value"),
        (
            "up a --store ID --what x",
            "`--what x`: there is no such option",
        ),
        (
            "up a --store ID --jobs 0",
            "`--jobs 0`: number would be zero for non-zero type",
        ),
        (
            "up a --store ID --prefix ../b",
            "`--prefix ../b`: `..` is not a file's name",
        ),
        (
            "up a --store ID --prefix /",
            "`--prefix /`: a part of the path is empty",
        ),
        (
            "up a --store ID --timeout -1",
            "`--timeout -1`: cannot convert float seconds to Duration: value is negative",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(parse(line).expect_err(line), expected);
    }
}
