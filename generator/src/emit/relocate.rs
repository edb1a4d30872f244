//! Changes the paths of printed code for other forms than a crate with an embedded runtime.
//!
//! Surface and emit write paths from the root of a crate, and the names of dependencies. In a module, a path from the
//! root becomes a relative one; with the runtime as a dependency, the crates that it re-exports are reached through it.
//! The code is as `prettyplease` prints it: comments are lines, and strings have no line breaks.

use crate::target::{Layout, Runtime, Target};

/// The crates in paths of generated code that the runtime re-exports.
const REEXPORTED: [&str; 6] = ["jiff", "rust_decimal", "serde", "serde_json", "url", "uuid"];

/// Stands for the root of the crate in the path of a type of the user's. It does not depend on the layout.
const CRATE_OF_USER: &str = "__crate";

/// The path of a type of the user's, for code that is relocated.
pub(super) fn path_of_user(path: &str) -> String {
    match path.strip_prefix("crate::") {
        Some(rest) => format!("{CRATE_OF_USER}::{rest}"),
        None => path.to_owned(),
    }
}

/// The code of a file whose module is `depth` levels below the root of the generated code.
pub(super) fn relocate(code: &str, depth: usize, target: &Target) -> String {
    let root = match target.layout {
        Layout::Crate => "crate::".to_owned(),
        Layout::Module if depth == 0 => "self::".to_owned(),
        Layout::Module => "super::".repeat(depth),
    };
    let mut relocated = String::with_capacity(code.len());
    for line in code.split_inclusive('\n') {
        let comment = line.trim_start();
        if !comment.starts_with("//") {
            relocate_line(line, &root, target.runtime, &mut relocated);
        } else if target.layout == Layout::Crate {
            relocated.push_str(line);
        } else if comment.trim_end().ends_with("/ ```no_run") {
            // A doc test is outside the crate, where the module has no known path.
            relocated.push_str(&line.replace("```no_run", "```ignore"));
        } else {
            relocated.push_str(&line.replace("](crate::", &format!("]({root}")));
        }
    }
    relocated
}

/// A line of code: paths outside of strings.
fn relocate_line(line: &str, root: &str, runtime: Runtime, relocated: &mut String) {
    let mut rest = line;
    // Whether the previous character continues a path or a name, so that a name cannot start here.
    let mut continued = false;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => string_length(rest),
            c if is_of_name(c) => rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let starts_path = !continued && after.starts_with("::");
        if starts_path && token == "crate" {
            relocated.push_str(root);
            rest = &after["::".len()..];
            continued = true;
            continue;
        }
        if starts_path && token == CRATE_OF_USER {
            relocated.push_str("crate");
            continued = false;
            rest = after;
            continue;
        }
        if starts_path && runtime == Runtime::Crate && REEXPORTED.contains(&token) {
            relocated.push_str(root);
            relocated.push_str("runtime::");
        }
        relocated.push_str(token);
        continued = matches!(c, ':' | '.' | '$');
        rest = after;
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a string literal, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relocated(layout: Layout, runtime: Runtime, depth: usize, code: &str) -> String {
        let target = Target {
            layout,
            runtime,
            ..Target::default()
        };
        relocate(code, depth, &target)
    }

    #[test]
    fn paths_in_a_module_are_relative() {
        let code = "use crate::runtime::{Call};\n/// [`a`](crate::a::B) crate::c\nlet a = crate::x(\"crate::y \\\" crate::z\", crate::w);\npub(crate) Client\n";
        let expected = "use super::runtime::{Call};\n/// [`a`](super::a::B) crate::c\nlet a = super::x(\"crate::y \\\" crate::z\", super::w);\npub(crate) Client\n";
        let one = |depth| relocated(Layout::Module, Runtime::Embedded, depth, code);
        assert_eq!(one(1), expected);
        assert_eq!(one(2), expected.replace("super::", "super::super::"));
        assert_eq!(one(0), expected.replace("super::", "self::"));
        assert_eq!(relocated(Layout::Crate, Runtime::Embedded, 1, code), code);
    }

    #[test]
    fn a_path_of_the_user_starts_at_the_root_of_the_crate() {
        let code = format!(
            "a: Vec<{}>, b: {}, crate::x\n",
            path_of_user("crate::a::B"),
            path_of_user("c::D")
        );
        let expected = "a: Vec<crate::a::B>, b: c::D, super::x\n";
        assert_eq!(
            relocated(Layout::Module, Runtime::Embedded, 1, &code),
            expected
        );
        assert_eq!(
            relocated(Layout::Crate, Runtime::Embedded, 1, &code),
            expected.replace("super", "crate")
        );
    }

    #[test]
    fn reexported_crates_are_reached_through_the_runtime() {
        let code = "a: BTreeMap<String, serde_json::Value>, b: uuid::Uuid, serde_json: x, my_uuid::A, a::uuid::B\n/// uuid::Uuid\n";
        let expected = "a: BTreeMap<String, crate::runtime::serde_json::Value>, b: crate::runtime::uuid::Uuid, serde_json: x, my_uuid::A, a::uuid::B\n/// uuid::Uuid\n";
        assert_eq!(relocated(Layout::Crate, Runtime::Crate, 1, code), expected);
        assert_eq!(
            relocated(Layout::Module, Runtime::Crate, 1, code),
            expected.replace("crate::", "super::")
        );
        assert_eq!(relocated(Layout::Module, Runtime::Embedded, 1, code), code);
    }

    #[test]
    fn examples_in_a_module_are_not_tests() {
        let code = "    /// ```no_run\n    /// x\n    /// ```\n";
        assert_eq!(
            relocated(Layout::Module, Runtime::Embedded, 1, code),
            code.replace("no_run", "ignore")
        );
    }
}
