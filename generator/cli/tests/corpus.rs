//! Tests of the command `corpus`, which run the binary on a small folder.

mod output;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

use self::output::shown;

const GOOD: &str = "\
openapi: 3.1.0
info: {title: Shelf, version: '1'}
servers: [{url: 'https://shelf.example'}]
paths:
  /books:
    get:
      operationId: list-books
      responses: {'200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
components:
  schemas:
    Book: {type: object, properties: {title: {type: [string, 'null']}, more: {}}}
";

/// A document with one invalid and one valid operation.
const PARTLY_INVALID: &str = "\
{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"servers\": [{\"url\": \"https://a.example\"}], \"paths\": {
  \"/a/{id}\": {\"get\": {\"operationId\": \"a\", \"responses\": {\"200\": {\"description\": \"D\"}}}},
  \"/b\": {\"get\": {\"operationId\": \"b\", \"responses\": {\"200\": {\"description\": \"D\"}}}}}}
";

struct Corpus {
    folder: TempDir,
}

impl Corpus {
    fn of(documents: &[(&str, &str)]) -> Self {
        let corpus = Self {
            folder: TempDir::new().unwrap(),
        };
        fs::create_dir(corpus.path("documents")).unwrap();
        for (name, text) in documents {
            corpus.write(name, text);
        }
        corpus
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, document: &str, text: &str) {
        fs::write(self.path("documents").join(document), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
            .args(["corpus", "documents", "--out", "out"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("COLUMNS")
            .output()
            .unwrap()
    }

    fn report(&self) -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(self.path("out/report.json")).unwrap()).unwrap()
    }
}

macro_rules! assert_shown {
    ($output:expr) => {
        insta::with_settings!({
            filters => vec![(r" +\d+ +\d+\.\d\d s +(\d+ MB|–)", "  [lines]  [time]  [memory]"), (r"memory +untyped", "memory  untyped")],
            omit_expression => true,
        }, { insta::assert_snapshot!(shown(&$output)) })
    };
}

#[test]
fn every_document_has_a_line_a_crate_and_an_entry() {
    let corpus = Corpus::of(&[
        ("b.json", PARTLY_INVALID),
        ("a.yaml", GOOD),
        ("notes.txt", "no document"),
    ]);
    assert_shown!(corpus.run(&[]));
    assert!(corpus.path("out/corpus-a-yaml/src/lib.rs").exists());
    assert!(corpus.path("out/corpus-b-json/Cargo.toml").exists());
    let report = corpus.report();
    let first = &report["documents"][0];
    assert_eq!(first["document"], "a.yaml");
    assert_eq!(
        (&first["version"], &first["operations"]),
        (&"3.1".into(), &1.into())
    );
    assert_eq!(
        (&first["values"], &first["untyped"], &first["fallbacks"]),
        (&3.into(), &1.into(), &0.into())
    );
    assert_eq!(
        report["documents"][1]["warnings"]["path-parameter-mismatch"],
        1
    );
}

#[test]
fn a_failed_document_fails_the_run_but_not_the_others() {
    let corpus = Corpus::of(&[
        ("a.yaml", GOOD),
        ("broken.yaml", "openapi: 3.0.3\ninfo: [\n"),
    ]);
    let output = corpus.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(
        text.contains("broken.yaml: error[invalid-syntax]"),
        "{text}"
    );
    assert!(text.contains("2 documents: 1 failed"), "{text}");
    assert!(corpus.path("out/corpus-a-yaml/src/lib.rs").exists());
}

#[test]
fn a_regression_is_reported_until_it_is_accepted() {
    let corpus = Corpus::of(&[("a.yaml", GOOD)]);
    assert!(corpus.run(&[]).status.success());
    let before = corpus.report();
    corpus.write(
        "a.yaml",
        &GOOD.replace("{type: [string, 'null']}", "{not: {type: string}}"),
    );
    for _ in 0..2 {
        let output = corpus.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        let text = shown(&output);
        assert!(
            text.contains("a.yaml: more untyped values: 1 -> 2"),
            "{text}"
        );
        assert_eq!(corpus.report(), before);
    }
    assert!(corpus.run(&["--accept"]).status.success());
    assert!(corpus.run(&[]).status.success());
    assert_ne!(corpus.report(), before);
}

#[test]
fn the_report_is_written_to_the_given_file() {
    let corpus = Corpus::of(&[("a.yaml", GOOD)]);
    assert!(corpus.run(&["--json", "figures.json"]).status.success());
    assert!(corpus.path("figures.json").exists() && !corpus.path("out/report.json").exists());
    fs::write(corpus.path("figures.json"), "[]").unwrap();
    let output = corpus.run(&["--json", "figures.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown(&output).contains("error[invalid-report]"),
        "{}",
        shown(&output)
    );
}

#[test]
fn a_folder_without_documents_is_refused() {
    let corpus = Corpus::of(&[]);
    assert_shown!(corpus.run(&[]));
    assert_eq!(corpus.run(&["--chek"]).status.code(), Some(2));
}

#[test]
fn help_of_corpus() {
    assert_shown!(corpus_help());
}

fn corpus_help() -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(["corpus", "--help"])
        .env_remove("COLUMNS")
        .output()
        .unwrap()
}

#[test]
fn a_root_is_for_references_of_all_documents() {
    let document = GOOD.replace("#/components/schemas/Book", "../common.yaml#/Book");
    let corpus = Corpus::of(&[("a.yaml", &document)]);
    fs::write(corpus.path("common.yaml"), "Book: {type: object}\n").unwrap();
    for (root, warnings) in [
        (&[][..], serde_json::json!({"unresolved-reference": 1})),
        (&["--root", "."], serde_json::json!({})),
    ] {
        let output = corpus.run(&[&["--accept"], root].concat());
        assert!(output.status.success(), "{}", shown(&output));
        assert_eq!(corpus.report()["documents"][0]["warnings"], warnings);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folders_are_not_followed() {
    use std::os::unix::fs::symlink;

    let corpus = Corpus::of(&[("a.yaml", GOOD), ("c.yaml", GOOD)]);
    fs::write(corpus.path("secret.yaml"), "SECRET: [\n").unwrap();
    symlink("../secret.yaml", corpus.path("documents/b.yaml")).unwrap();
    fs::create_dir_all(corpus.path("out/corpus-a-yaml")).unwrap();
    fs::create_dir(corpus.path("elsewhere")).unwrap();
    symlink("../elsewhere", corpus.path("out/corpus-c-yaml")).unwrap();
    for name in ["out/corpus-a-yaml/Cargo.toml", "out/report.json"] {
        symlink(corpus.path("secret.yaml"), corpus.path(name)).unwrap();
    }
    symlink(
        corpus.path("elsewhere"),
        corpus.path("out/corpus-a-yaml/src"),
    )
    .unwrap();
    fs::remove_file(corpus.path("out/report.json")).unwrap();
    symlink(corpus.path("none"), corpus.path("out/report.json")).unwrap();
    let output = corpus.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    let text = shown(&output);
    assert!(text.contains("it is a link to a file outside"), "{text}");
    assert!(text.contains("its folder is a link"), "{text}");
    assert!(!text.contains("SECRET"), "{text}");
    let secret = fs::read_to_string(corpus.path("secret.yaml")).unwrap();
    assert_eq!(secret, "SECRET: [\n");
    assert!(!corpus.path("none").exists());
    let mut elsewhere = fs::read_dir(corpus.path("elsewhere")).unwrap();
    assert!(elsewhere.next().is_none());
    assert!(corpus.path("out/corpus-a-yaml/src/lib.rs").exists());
}
