//! `docs/settings.md` has a section with a working example for each setting and each hint of the code.

#![allow(missing_docs, reason = "test names are self-explanatory")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_crate::hints::{HINTS, Object};
use tempfile::TempDir;

/// A document that has everything that the examples name.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Stores, version: '1'}
servers: [{url: 'https://stores.example'}]
security: [{token: []}]
tags: [{name: stores}]
paths:
  /stores:
    get:
      operationId: get-stores
      tags: [stores]
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: The stores.
          headers: {x-note: {schema: {type: string}}}
          content: {application/json: {schema: {type: object, properties: {next: {type: string}, data: {type: array, items: {$ref: '#/components/schemas/Store'}}}}}}
    post:
      operationId: create-store
      tags: [stores]
      parameters: [{name: force, in: query, schema: {type: boolean}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Store'}}}}
      responses: {'204': {description: Created.}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
  schemas:
    Money: {type: string, format: decimal}
    Address: {type: object, additionalProperties: false, properties: {street: {type: string}}}
    Store:
      type: object
      properties:
        name: {type: string, maxLength: 9}
        price: {$ref: '#/components/schemas/Money'}
        state: {type: string, enum: [open, closed]}
        address: {$ref: '#/components/schemas/Address'}
        created_at: {type: string, format: date-time}
";

fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn page() -> String {
    fs::read_to_string(workspace("docs/settings.md")).unwrap()
}

/// The sections of the page: the names in the heading, and the contents.
fn sections(page: &str) -> Vec<(Vec<String>, String)> {
    let sections = page.split("\n### ").skip(1);
    sections
        .map(|section| {
            let (heading, contents) = section.split_once('\n').unwrap();
            let names = heading.split('`').skip(1).step_by(2);
            let contents = contents.split("\n## ").next().unwrap();
            (names.map(str::to_owned).collect(), contents.to_owned())
        })
        .collect()
}

/// The code blocks of a language.
fn blocks<'p>(contents: &'p str, language: &str) -> Vec<&'p str> {
    let starts = contents
        .split(&format!("```{language}\n"))
        .skip(1)
        .collect::<Vec<_>>();
    starts
        .into_iter()
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

/// The fields of the struct of all settings.
fn settings() -> BTreeSet<String> {
    let source = fs::read_to_string(workspace("generator/cli/src/config/settings.rs")).unwrap();
    let (_, fields) = source.split_once("struct Settings {").unwrap();
    let (fields, _) = fields.split_once("\n}").unwrap();
    let names = fields
        .lines()
        .filter_map(|line| line.trim().split_once(": "));
    names
        .map(|(name, _)| name.trim_start_matches("pub(super) ").to_owned())
        .filter(|name| !name.starts_with('#'))
        .collect()
}

#[test]
fn every_setting_and_every_hint_has_a_section_and_no_other() {
    let mut known = settings();
    assert!(known.len() > 15, "{known:?}");
    known.extend(HINTS.iter().map(|hint| hint.name.to_owned()));
    let documented: BTreeSet<String> = sections(&page())
        .into_iter()
        .flat_map(|(names, _)| names)
        .collect();
    let missing: Vec<_> = known.difference(&documented).collect();
    assert!(
        missing.is_empty(),
        "docs/settings.md has no section `### `NAME`` with an example for {missing:?}"
    );
    let unknown: Vec<_> = documented.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "docs/settings.md has sections for {unknown:?}, which are neither in `Settings` nor in generator/src/hints.rs"
    );
}

#[test]
fn the_section_of_a_hint_names_the_objects_that_can_have_it() {
    let sections = sections(&page());
    for hint in HINTS {
        let mut all = sections.iter();
        let section = all.find(|(names, _)| names.iter().any(|name| name == hint.name));
        // A missing section is an error of the test above.
        let Some((_, contents)) = section else {
            continue;
        };
        for object in hint.on {
            let word = match object {
                Object::SecurityScheme => "security scheme".to_owned(),
                other => format!("{other:?}").to_lowercase(),
            };
            assert!(
                contents.contains(&word),
                "the section of `{}` in docs/settings.md does not say that a {word} can have the hint, as in \
                 generator/src/hints.rs",
                hint.name
            );
        }
    }
}

#[test]
fn every_hint_has_a_row_in_the_table_of_support() {
    let table = fs::read_to_string(workspace("docs/openapi-support.md")).unwrap();
    let missing: Vec<_> = HINTS
        .iter()
        .map(|hint| hint.name)
        .filter(|hint| {
            !table.contains(&format!("| `{hint}`")) && !table.contains(&format!(", `{hint}`"))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "the section \"Extensions\" of docs/openapi-support.md has no row with a fixture for {missing:?}"
    );
}

/// Whether the snapshot has an error about a hint of the fixture: between its name and the next hint of the line.
fn has_error(fixture: &str, snapshot: &str, hint: &str) -> bool {
    let lines = workspace(&format!("generator/tests/fixtures/{fixture}.yaml"));
    let snapshot = workspace(&format!(
        "generator/tests/snapshots/fixture__{snapshot}.snap"
    ));
    let [lines, errors] = [lines, snapshot].map(|path| fs::read_to_string(path).unwrap());
    let key = format!("{hint}:");
    let mut lines = (1..).zip(lines.lines());
    lines.any(|(number, line)| {
        let place = format!("]: {fixture}.yaml:{number}:");
        let columns = errors.lines().filter_map(|error| {
            let (_, column) = error.split_once(&place)?;
            column.split_once(':')?.0.parse::<usize>().ok()
        });
        let columns: Vec<usize> = columns.collect();
        line.match_indices(&key).any(|(start, _)| {
            let rest = start + key.len();
            let next = line[rest..]
                .find("x-rust-")
                .map_or(line.len(), |at| rest + at);
            columns
                .iter()
                .any(|column| (start + 1..=next).contains(column))
        })
    })
}

/// Wrong values of a hint must be errors, with a message that the snapshot of this fixture shows.
#[test]
fn every_hint_has_a_wrong_value_in_a_fixture() {
    let fixtures = [
        ("invalid_hints", "invalid_hints"),
        ("invalid_overlay_hints.overlay", "invalid_overlay_hints"),
    ];
    let missing: Vec<_> = HINTS
        .iter()
        .map(|hint| hint.name)
        .filter(|hint| {
            let mut fixtures = fixtures.iter();
            !fixtures.any(|(fixture, snapshot)| has_error(fixture, snapshot, hint))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "add a wrong value, which must be an error, of {missing:?} to invalid_hints.yaml in generator/tests/fixtures (or to \
         invalid_overlay_hints.overlay.yaml, if only overlays can have the hint), and read its error in the snapshot"
    );
}

#[test]
fn every_example_generates_a_client() {
    let sections = sections(&page());
    let mut run = 0;
    for (names, contents) in &sections {
        let is_hint = names.iter().any(|name| name.starts_with("x-rust-"));
        let examples = blocks(contents, if is_hint { "yaml" } else { "toml" });
        // The first two settings are in the example of the third.
        let shared = ["document", "output"].map(str::to_owned);
        assert!(
            !examples.is_empty() || names.iter().all(|name| shared.contains(name)),
            "{names:?}"
        );
        for example in examples {
            run += 1;
            generate(example, is_hint);
        }
    }
    assert!(run > 25, "{run} examples");
}

/// A hint that no code reads would generate the same client as an extension that is not a hint.
#[test]
fn the_example_of_each_hint_changes_the_client() {
    let sections = sections(&page());
    for hint in HINTS {
        let of_hint = |(names, _): &&(Vec<String>, String)| names.iter().any(|it| it == hint.name);
        let (_, contents) = sections.iter().find(of_hint).expect(hint.name);
        let key = format!("{}:", hint.name);
        let changes = |example: &&str| {
            generate(example, true) != generate(&example.replace(&key, "x-ignored:"), true)
        };
        let mut examples = blocks(contents, "yaml").into_iter();
        assert!(
            examples.any(|example| example.contains(&key) && changes(&example)),
            "no example of `{}` in docs/settings.md changes the client; is the hint implemented?",
            hint.name
        );
    }
}

/// Generates a client with the settings or the actions of an example. Returns its files.
fn generate(example: &str, is_hint: bool) -> BTreeMap<PathBuf, String> {
    let folder = TempDir::new().unwrap();
    let project = folder.path().join("project");
    fs::create_dir(&project).unwrap();
    let actions = if is_hint {
        example
    } else {
        "- { target: $.info, update: { version: '2' } }\n"
    };
    let overlay =
        format!("overlay: 1.0.0\ninfo: {{title: Hints, version: '1'}}\nactions:\n{actions}");
    fs::write(project.join("hints.yaml"), overlay).unwrap();
    fs::write(project.join("api.yaml"), DOCUMENT).unwrap();
    let mut settings = if is_hint {
        "overlays = [\"hints.yaml\"]\n"
    } else {
        example
    }
    .to_owned();
    for (name, line) in [
        ("document", "document = \"api.yaml\"\n"),
        ("output", "output = \"stores\"\n"),
        ("package", "package = \"stores\"\n"),
    ] {
        if !example.contains(&format!("{name} =")) || is_hint {
            settings.insert_str(0, line);
        }
    }
    fs::write(project.join("codegen.toml"), settings).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(["generate", "--config", "codegen.toml", "--deny-warnings"])
        .current_dir(&project)
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{example}\n{shown}");
    let mut files = BTreeMap::new();
    read_below(&project.join("stores"), Path::new(""), &mut files);
    files
}

/// Reads the files below a folder, if it exists. Their names are relative to it.
fn read_below(folder: &Path, name: &Path, files: &mut BTreeMap<PathBuf, String>) {
    let Ok(entries) = fs::read_dir(folder.join(name)) else {
        return;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let name = name.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            read_below(folder, &name, files);
        } else {
            files.insert(
                name.clone(),
                fs::read_to_string(folder.join(&name)).unwrap(),
            );
        }
    }
}
