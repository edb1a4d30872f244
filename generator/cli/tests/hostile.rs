//! Tests that nothing in a document reaches a terminal, a runner or a comment as more than text.
//!
//! Random strings are put into every position of a document, and into file names and arguments.

use std::fs;
use std::process::{Command, Output};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The pieces of the strings.
const PARTS: &[&str] = &[
    "a",
    "Name",
    " ",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{1b}[2J",
    "\u{1b}]8;;https://evil.example\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}1m",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{2028}",
    "\u{feff}",
    "\n::error::x",
    "\n  ::add-mask::a",
    ":",
    "::",
    "##[error]x",
    "##",
    "[",
    "##vso[task.x]",
    "`",
    "``",
    "|",
    "\\",
    "@someone",
    "#1",
    "GH-2",
    "<img src=x>",
    "<!--",
    "</details>",
    "[a](https://evil.example)",
    "https://evil.example",
    "www.evil.example",
    "%0A",
    ",",
    "**",
    "{",
    "}",
    "é",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..6).prop_map(|parts| parts.concat())
}

/// Every string of the document in turn.
struct Strings<'a> {
    strings: &'a [String],
    next: usize,
}

impl Strings<'_> {
    fn next(&mut self) -> String {
        self.next += 1;
        self.strings[self.next % self.strings.len()].clone()
    }

    /// A name that differs from the others.
    fn name(&mut self) -> String {
        let name = self.next();
        format!("{name}{}", self.next)
    }
}

/// A document with a string in every position. With `valid`, it has those of which a crate can be generated.
fn document(strings: &[String], valid: bool) -> Value {
    let mut s = Strings { strings, next: 0 };
    let kind = if valid { "string".to_owned() } else { s.next() };
    let schema = json!({
        "type": "object",
        "title": s.next(),
        "description": s.next(),
        "required": [s.name()],
        "properties": {
            s.name(): {"type": kind, "description": s.next(), "default": s.next(), "format": s.next()},
            s.name(): {"type": "string", "enum": [s.name(), s.name()]},
        },
        s.name(): s.next(),
    });
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": s.next(), "description": s.next(), "version": s.next()},
        "servers": [{"url": format!("https://shelf.example/{}", s.next()), "description": s.next()}],
        "tags": [{"name": s.next(), "description": s.next()}],
        "paths": {
            format!("/{}", s.name().replace(['{', '}', '?', '#'], "")): {
                "post": {
                    "operationId": s.name(),
                    "summary": s.next(),
                    "description": s.next(),
                    "tags": [s.next()],
                    "security": [{"key": []}],
                    "parameters": [
                        {"name": s.name(), "in": "query", "description": s.next(), "schema": {"type": "string", "default": s.next()}},
                        {"name": s.name(), "in": "header", "schema": {"type": "string", "pattern": s.next()}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}},
                    "responses": {"200": {
                        "description": s.next(),
                        "headers": {s.name(): {"description": s.next(), "schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}},
                    }},
                },
            },
        },
        "components": {
            "schemas": {"Book": schema, "Level": {"type": "string", "enum": ["low", s.name()]}},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key", "description": s.next()}},
        },
    });
    if !valid {
        document["paths"][format!("/{}", s.name())] = json!({"get": {
            "operationId": s.next(),
            "parameters": [{"name": s.next(), "in": s.next(), "schema": {"$ref": format!("#/components/schemas/{}", s.next())}}],
            "responses": {s.next(): {"$ref": s.next()}},
        }});
    }
    document
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, document: &Value) {
        fs::write(self.0.path().join(name), document.to_string()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .output()
            .unwrap()
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Asserts that text for people has no raw control character, and that a runner executes none of its lines.
fn assert_visible(bytes: &[u8], allowed: &[char]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for line in text.split('\n') {
        let raw = line
            .chars()
            .find(|c| is_invisible(*c) && !allowed.contains(c));
        assert_eq!(raw, None, "{line:?}");
        assert!(!line.trim().starts_with("::"), "{line:?}");
        for command in ["##[", "##vso["] {
            assert!(!line.contains(command), "{line:?}");
        }
    }
}

/// Asserts that each line is an annotation, and that nothing else could be read as a command.
fn assert_annotations(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for line in text.lines() {
        assert!(
            line.starts_with("::error ") || line.starts_with("::warning "),
            "{line:?}"
        );
        assert_eq!(line.chars().find(|c| is_invisible(*c)), None, "{line:?}");
        let (properties, _) = line[2..].split_once("::").unwrap();
        let (_, properties) = properties.split_once(' ').unwrap();
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(
                name.chars().all(char::is_alphabetic) && !value.contains(':'),
                "{line:?}"
            );
        }
    }
}

/// Asserts that Markdown has nothing live: only text of the generator, code spans, and its own table and summary.
fn assert_inert(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => assert!(
                [
                    "<details><summary>Documentation changed</summary>\n",
                    "</details>\n"
                ]
                .contains(&&*html),
                "{html:?} in\n{text}"
            ),
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::Emphasis
                | Tag::Strong,
            ) => {
                panic!("{event:?} in\n{text}")
            }
            Event::Text(words) => {
                for live in ["@", "#", "GH-", "www", "evil", "|", "`", "<", "::"] {
                    assert!(!words.contains(live), "{words:?} in\n{text}");
                }
            }
            _ => {}
        }
    }
    for row in text.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(cells(row), 5, "{row}");
    }
}

/// The number of cells of a row, as GitHub splits it: a backslash escapes the character after it.
fn cells(row: &str) -> usize {
    let mut bars = 0;
    let mut escaped = false;
    for c in row.chars() {
        bars += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    bars - 1
}

/// A few cases, since each runs the binary several times; more with `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let given = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if given { default.cases } else { 12 },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn diagnostics_are_text(strings in prop::collection::vec(hostile(), 7..30)) {
        let folder = Folder::new();
        folder.write("a.json", &document(&strings, false));
        for format in ["human", "json", "github"] {
            let output = folder.run(&["generate", "--spec", "a.json", "--out", "new", "--name", "a", "--message-format", format]);
            assert_visible(&output.stderr, &[]);
            match format {
                "github" => assert_annotations(&output.stdout),
                _ => assert_visible(&output.stdout, &[]),
            }
            if format == "json" {
                for line in std::str::from_utf8(&output.stdout).unwrap().lines() {
                    serde_json::from_str::<Value>(line).unwrap();
                }
            }
        }
    }

    #[test]
    fn results_are_text(strings in prop::collection::vec(hostile(), 7..30), others in prop::collection::vec(hostile(), 7..30)) {
        let folder = Folder::new();
        folder.write("a.json", &document(&strings, true));
        folder.write("b.json", &document(&others, true));
        let generate = ["generate", "--spec", "a.json", "--out", "new", "--name", "a"];
        for arguments in [&generate[..], &[&generate[..], &["--check"]].concat()] {
            let output = folder.run(arguments);
            // A patch keeps the tabs of its files.
            assert_visible(&output.stdout, &['\t']);
            assert_visible(&output.stderr, &[]);
        }
        for format in ["table", "json", "markdown"] {
            let output = folder.run(&["diff", "a.json", "b.json", "--format", format]);
            assert_visible(&output.stdout, &[]);
            assert_visible(&output.stderr, &[]);
            match format {
                "markdown" => assert_inert(&output.stdout),
                "json" if output.status.success() => {
                    serde_json::from_slice::<Value>(&output.stdout).unwrap();
                }
                _ => {}
            }
        }
    }

    #[test]
    fn arguments_are_text(argument in hostile().prop_filter("an argument has no NUL", |text| !text.contains('\0'))) {
        let folder = Folder::new();
        let long = format!("--{argument}");
        folder.write("b.json", &json!({"openapi": "3.0.3"}));
        let wrong: [&[&str]; 13] = [
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--root", &argument],
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--overlay", &argument],
            &["generate", "--spec", "b.json", "--out", "new", "--name", "a", "--include", &argument],
            &["diff", "--spec", "b.json", "--base", &argument],
            &["diff", "b.json", "b.json", "--root", &argument, "--base-root", &argument],
            &["corpus", &argument],
            &[&argument],
            &["generate", &long],
            &["generate", "--spec", &argument, "--out", "new", "--name", "a"],
            &["generate", "--spec", "a.json", "--out", "new", "--name", &argument],
            &["generate", "--config", &argument],
            &["diff", &argument, "b.json"],
            &["explain", &argument],
        ];
        for arguments in wrong {
            let output = folder.run(arguments);
            assert_visible(&output.stderr, &[]);
            assert_visible(&output.stdout, &[]);
        }
    }
}

/// A verdict on an enum value with everything that is live in Markdown.
#[test]
fn a_value_is_one_code_span_of_a_verdict() {
    let folder = Folder::new();
    let value = "`@me` #1 | \\| <b> [a](https://evil.example)\n::error::";
    let level = |value: &str| {
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Shelf", "version": "1"},
            "servers": [{"url": "https://shelf.example"}],
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {
                "description": "D",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Level"}}},
            }}}}},
            "components": {"schemas": {"Level": {"type": "string", "enum": ["low", value]}}},
        })
    };
    folder.write("a.json", &level("high"));
    folder.write("b.json", &level(value));
    // Added, and removed.
    for [base, new] in [["a.json", "b.json"], ["b.json", "a.json"]] {
        let output = folder.run(&["diff", base, new, "--format", "markdown"]);
        assert_inert(&output.stdout);
        let text = String::from_utf8(output.stdout).unwrap();
        let spans: Vec<String> = Parser::new_ext(&text, Options::ENABLE_TABLES)
            .filter_map(|event| match event {
                Event::Code(code) => Some(code.to_string()),
                _ => None,
            })
            .collect();
        let shown = r"`@me` #1 | \\u{7c} <b> [a](https://evil.example)\n::error::";
        assert!(spans.iter().any(|span| span == shown), "{spans:?}\n{text}");
        assert_visible(&folder.run(&["diff", base, new]).stdout, &[]);
    }
}

/// The excerpt of a YAML document shows the source line itself.
#[test]
fn an_excerpt_is_text() {
    let folder = Folder::new();
    let text = "openapi: 3.0.3\ninfo:\n  title: \u{202e}[broken \u{9b}31m \u{2028} ##[error]x\n  \"a\u{1b}[2J\n";
    fs::write(folder.0.path().join("a.yaml"), text).unwrap();
    let output = folder.run(&[
        "generate", "--spec", "a.yaml", "--out", "new", "--name", "a",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_visible(&output.stderr, &[]);
}

/// Files and folders can have names that a runner would execute.
#[cfg(unix)]
#[test]
fn file_names_are_text() {
    let folder = Folder::new();
    let name = "::error::\u{1b}[2J\n::warning::x`@me`.json";
    folder.write(name, &json!({"openapi": "3.0.3"}));
    for arguments in [
        &["generate", "--spec", name, "--out", "new", "--name", "a"][..],
        &["diff", name, name],
        &["corpus", ".", "--out", "out"],
    ] {
        let output = folder.run(arguments);
        assert_visible(&output.stdout, &[]);
        assert_visible(&output.stderr, &[]);
        assert!(
            [output.stdout, output.stderr]
                .concat()
                .windows(7)
                .any(|shown| shown == b"\\u{1b}[")
        );
    }
}

/// Errors repeat settings, with the line that they are in.
#[test]
fn settings_are_text() {
    let hostile = r"\u001b[2J\n::error::\u202e##[error]x\u0085";
    let fine = "document = 'b.json'\noutput = 'out'\npackage = 'a'\n";
    for settings in [
        format!("{fine}\"{hostile}\" = 1\n"),
        format!("{fine}credentials.\"{hostile}\".variable = 'A'\n"),
        format!("{fine}root = \"{hostile}\"\n"),
        format!("{fine}overlays = [\"{hostile}\"]\n"),
        format!("{fine}include = [\"tag:{hostile}\"]\n"),
        format!("{fine}include = [\"{hostile}\"]\n"),
        format!("{fine}x = \u{1b}[2J\u{202e}##[error]\n  ::error::x\n"),
        format!("document = \"{hostile}\"\noutput = 'out'\npackage = 'a'\n"),
        format!("document = 'b.json'\noutput = 'b.json/{hostile}'\npackage = 'a'\n"),
        format!("document = 'b.json'\noutput = 'out'\npackage = \"{hostile}\"\n"),
    ] {
        let folder = Folder::new();
        folder.write(
            "b.json",
            &json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://a.example"}], "paths": {}}),
        );
        fs::write(folder.0.path().join("codegen.toml"), &settings).unwrap();
        for command in ["generate", "diff"] {
            for format in [&[][..], &["--message-format", "github"]] {
                let format = if command == "generate" { format } else { &[] };
                let output = folder.run(&[&[command, "--config", "codegen.toml"], format].concat());
                assert_visible(&output.stderr, &[]);
                if format.is_empty() {
                    assert_visible(&output.stdout, &[]);
                } else {
                    assert_annotations(&output.stdout);
                }
            }
        }
    }
}

/// A sequence for a style, such as for hidden text, is shown where colours are not.
#[test]
fn styles_are_only_those_of_the_program() {
    let folder = Folder::new();
    folder.write("\u{1b}[8m.json", &json!({"openapi": "\u{1b}[8m"}));
    for arguments in [
        &["\u{1b}[8m"][..],
        &["generate", "--\u{1b}[8m"],
        &["explain", "\u{1b}[8m"],
        &["diff", "\u{1b}[8m", "b.json"],
        &[
            "generate",
            "--spec",
            "\u{1b}[8m.json",
            "--out",
            "new",
            "--name",
            "a",
        ],
        &["corpus", ".", "--out", "out"],
    ] {
        let output = folder.run(arguments);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("\\u{1b}[8m"), "{arguments:?}: {text}");
    }
}
