//! The `README.md` of a new crate, with a first program.

use super::example;
use crate::model::{Api, code_span};
use crate::surface::example::Example;
use crate::surface::features::{TARGETS, features};
use crate::target::{Layout, Target};

/// The readme of a crate; empty for a module.
pub(super) fn readme(api: &Api, target: &Target) -> String {
    if target.layout == Layout::Module {
        return String::new();
    }
    let package = &api.package;
    let mut text = format!("# {package}\n\n{}\n", description(api, target));
    text.push_str(&dependency(package, target));
    if let Some(example) = Example::first(api) {
        let streams = if example.uses_streams() {
            "cargo add futures-util\n"
        } else {
            ""
        };
        text.push_str(&format!(
            "\nA first program also needs:\n\n```sh\ncargo add tokio --features macros,rt-multi-thread\n{streams}```\n\n{}\n",
            program(&example)
        ));
    }
    text.push_str(&format!(
        "\n{}\n\n{TARGETS}\n\n`cargo doc --open` shows all operations, with an example for each.\n",
        features()
    ));
    if let Some(license) = &target.metadata.license {
        text.push_str(&format!("\n## Licence\n\n{}\n", code_span(license)));
    }
    text
}

/// The ways to depend on the crate.
fn dependency(package: &str, target: &Target) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ":/._~%@+-".contains(c);
    let repository = target.metadata.repository.as_deref();
    let repository = repository.filter(|url| url.chars().all(is_plain));
    let git = repository.map_or_else(String::new, |url| {
        format!("cargo add --git {url} {package}   # from its repository\n")
    });
    format!(
        "\nTo depend on it, use one of:\n\n```sh\ncargo add --path FOLDER   # this folder\n{git}\
         cargo add {package}   # once it is published\n```\n"
    )
}

fn description(api: &Api, target: &Target) -> String {
    let title = api.docs.summary.as_deref().unwrap_or(&api.package);
    match &target.metadata.description {
        Some(description) => markdown(description),
        None => format!("A Rust client for the API {}.", code_span(title)),
    }
}

/// A string as Markdown: its special characters are escaped.
fn markdown(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            c if c.is_ascii_punctuation()
                && !matches!(c, '.' | ',' | '-' | '(' | ')' | '\'' | '/') =>
            {
                escaped.extend(['\\', c]);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// The first program of the crate's documentation, as a whole program.
fn program(first: &Example) -> String {
    let code = example::fenced(first);
    let mut program = String::from("```rust\n");
    let lines: Vec<&str> = code.lines().collect();
    let mut in_function = false;
    for line in lines.iter().filter(|line| !line.starts_with("```")) {
        let line = match line.strip_prefix("# ") {
            Some(hidden) if hidden.starts_with("async fn") => {
                in_function = true;
                program.push_str("#[tokio::main]\n");
                program.push_str(&hidden.replace("example()", "main()"));
                program.push('\n');
                continue;
            }
            Some("}") => {
                in_function = false;
                "}"
            }
            Some(hidden) => hidden,
            None => line,
        };
        let indented = in_function && !line.is_empty();
        let indentation = if indented { "    " } else { "" };
        program.push_str(&format!("{indentation}{line}\n"));
    }
    program + "```"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Files, Input, Metadata, generate};

    struct Alone(&'static str);

    impl Files for Alone {
        fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
            Ok(self.0.as_bytes().to_vec())
        }
    }

    fn readme_of(document: &'static str, metadata: Metadata) -> String {
        let input = Input {
            document: "a.yaml".to_owned(),
            package: "my-books".to_owned(),
            target: Target {
                metadata,
                ..Target::default()
            },
            ..Input::default()
        };
        let output = generate(&input, &Alone(document)).output;
        output.expect("the document is valid").readme
    }

    #[test]
    fn it_has_a_whole_program() {
        let document = "openapi: 3.0.3\ninfo: { title: 'Books `<b>`', version: '1' }\nservers: [{ url: https://a.example }]\n\
            paths: { /books: { get: { operationId: list, tags: [books], responses: { '204': { description: Done. } } } } }\n";
        let readme = readme_of(document, Metadata::default());
        let program = "```rust\nuse my_books::Client;\n\n#[tokio::main]\n\
            async fn main() -> Result<(), my_books::Error> {\n    let client = Client::builder().build()?;\n    \
            client.books().list().send().await?;\n    Ok(())\n}\n```\n";
        assert!(readme.contains(program), "{readme}");
        assert!(
            readme.contains("``Books `<b>` ``") || readme.contains("`` Books `<b>` ``"),
            "{readme}"
        );
        assert!(!readme.contains("--git"), "{readme}");
        let adding = "```sh\ncargo add --path FOLDER   # this folder\ncargo add my-books   # once it is published\n```\n";
        assert!(readme.contains(adding), "{readme}");
        let metadata = Metadata {
            repository: Some("https://git.example/books".to_owned()),
            description: Some("Sells <b>books</b>\n# and `pens`".to_owned()),
            license: Some("MIT".to_owned()),
            ..Metadata::default()
        };
        let readme = readme_of(document, metadata);
        assert!(
            readme.contains("\nSells \\<b\\>books\\</b\\> \\# and \\`pens\\`\n"),
            "{readme}"
        );
        let git = "cargo add --git https://git.example/books my-books   # from its repository\n";
        assert!(readme.contains(git), "{readme}");
        let hostile = Metadata {
            repository: Some("https://git.example/$(rm)".to_owned()),
            ..Metadata::default()
        };
        assert!(!readme_of(document, hostile).contains("$("));
        assert!(readme.ends_with("## Licence\n\n`MIT`\n"), "{readme}");
    }
}
