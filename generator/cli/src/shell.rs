//! Quotes command lines for a POSIX shell.

use crate::visible::is_visible;

/// Joins the arguments to one line, each quoted if necessary.
pub(crate) fn line(arguments: &[&str]) -> String {
    let quoted: Vec<String> = arguments.iter().map(|argument| quote(argument)).collect();
    quoted.join(" ")
}

/// Quotes one argument. Invisible characters are escaped with `$'…'`.
fn quote(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    if !argument.contains(|c| !is_visible(c)) {
        return format!("'{}'", argument.replace('\'', r"'\''"));
    }
    let mut quoted = String::from("$'");
    for c in argument.chars() {
        match c {
            '\n' => quoted.push_str(r"\n"),
            '\r' => quoted.push_str(r"\r"),
            '\t' => quoted.push_str(r"\t"),
            '\\' | '\'' => quoted.extend(['\\', c]),
            // The UTF-8 bytes in octal, which has at most three digits, so the next character cannot belong to them.
            c if !is_visible(c) => {
                for byte in c.to_string().bytes() {
                    quoted.push_str(&format!("\\{byte:03o}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_arguments_are_not_quoted() {
        let arguments = ["openapi-crate", "--spec", "../größe/api-v1.yaml", "tag:a_b"];
        assert_eq!(
            line(&arguments),
            "openapi-crate --spec ../größe/api-v1.yaml tag:a_b"
        );
    }

    #[test]
    fn special_characters_are_quoted() {
        for (argument, quoted) in [
            ("", "''"),
            ("my api.yaml", "'my api.yaml'"),
            ("path:/books/*", "'path:/books/*'"),
            ("$HOME", "'$HOME'"),
            ("it's", r"'it'\''s'"),
            ("a\\b", r"'a\b'"),
            ("a`b`", "'a`b`'"),
        ] {
            assert_eq!(quote(argument), quoted);
        }
    }

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(quote("a\nb\t'\\\u{7}1"), r"$'a\nb\t\'\\\0071'");
        assert_eq!(quote("\u{85}"), r"$'\302\205'");
        assert_eq!(quote("\u{202E}"), r"$'\342\200\256'");
    }

    /// Checks the quoting with the system's shell.
    #[cfg(unix)]
    #[test]
    fn a_shell_parses_the_original_arguments() {
        let arguments = ["it's", "a b", "$HOME", "\\n`x`*", "größe", "", "\"é\"!"];
        let script = format!("printf '%s\\0' {}", line(&arguments));
        let output = std::process::Command::new("sh")
            .args(["-c", &script])
            .output()
            .unwrap();
        let expected: String = arguments
            .iter()
            .map(|argument| format!("{argument}\0"))
            .collect();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    }
}
