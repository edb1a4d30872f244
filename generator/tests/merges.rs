//! Two changes of a document that merge also merge in the generated crate and in both listings for reviewers.
//!
//! Each change is made on a separate branch, and git merges each pair.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_crate::surface::public_api;
use openapi_crate::wire::wire;
use openapi_crate::{Input, generate};
use support::api_files;
use support::document::Document;

/// The document with all changes.
const DOCUMENT: &str = include_str!("merges/library.yaml");

/// The name of the document in the repository.
const NAME: &str = "library.yaml";

/// Changes that are fewer than this apart can conflict in the document, and depend on each other.
const NEAR: usize = 8;

/// The names of all changes, in the order of the document.
fn changes() -> Vec<&'static str> {
    let mut changes = Vec::new();
    for line in DOCUMENT.lines().filter(|line| line.starts_with(['+', '-'])) {
        let name = line[1..].split(' ').next().unwrap_or_default();
        if !changes.contains(&name) {
            changes.push(name);
        }
    }
    changes
}

/// The document with some changes.
fn document(changes: &[&str]) -> String {
    let lines = DOCUMENT.lines().filter_map(|line| {
        let Some(rest) = line.strip_prefix(['+', '-']) else {
            return Some(line);
        };
        let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
        (changes.contains(&name) == line.starts_with('+')).then_some(text)
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The generated files of a document, and its listings, by path.
fn outputs(document: &str) -> BTreeMap<String, String> {
    let input = Input {
        document: NAME.to_owned(),
        package: "library".to_owned(),
        regenerate: "openapi-crate generate".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Document(document.to_owned()));
    let output = outcome
        .output
        .unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    let api = outcome.api.expect("it has an output");
    let files = api_files(&output).map(|file| (file.path.clone(), file.contents.clone()));
    let mut files: BTreeMap<String, String> = files.collect();
    files.insert("public_api".to_owned(), public_api(&api).join("\n") + "\n");
    files.insert("wire".to_owned(), wire(&api).join("\n") + "\n");
    files
}

/// A repository in a temporary folder, which is removed at the end.
struct Repository(PathBuf);

impl Repository {
    fn new_in(name: &str) -> Self {
        let name = format!("merges-{name}-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("the folder can be created");
        let repository = Self(folder);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// Runs git, independently of the user's settings. Returns its exit code and output.
    fn command(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new("git")
            .current_dir(&self.0)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .args(["-c", "user.name=test", "-c", "user.email=test@example.com"])
            .args([
                "-c",
                "commit.gpgsign=false",
                "-c",
                "gc.auto=0",
                "-c",
                "core.fsync=none",
            ])
            .args(arguments)
            .output()
            .expect("git can be started");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    }

    /// Runs a git command that succeeds.
    fn git(&self, arguments: &[&str]) -> String {
        let (status, text) = self.command(arguments);
        assert_eq!(status, Some(0), "git {arguments:?}: {text}");
        text
    }

    /// Commits these files, and no others, to a new branch.
    fn commit(&self, branch: &str, files: &BTreeMap<String, String>) {
        self.git(&["checkout", "--quiet", "-B", branch]);
        self.git(&["rm", "-r", "--quiet", "--ignore-unmatch", "."]);
        for (path, contents) in files {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("it can be created");
            fs::write(path, contents).expect("the file can be written");
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", branch]);
    }

    /// Merges two branches: the tree of the result, or the names of the files with a conflict.
    fn merge(&self, one: &str, other: &str) -> Result<String, BTreeSet<String>> {
        let arguments = ["merge-tree", "--write-tree", "--name-only", "--no-messages"];
        let merged = self.command(&[&arguments[..], &[one, other]].concat());
        let (status, text) = merged;
        let mut lines = text.lines().map(str::to_owned);
        let tree = lines.next().unwrap_or_default();
        match status {
            Some(0) => Ok(tree),
            Some(1) => Err(lines.collect()),
            _ => panic!("git merge-tree {one} {other}: {text}"),
        }
    }

    /// The files of a tree.
    fn files(&self, tree: &str) -> BTreeMap<String, String> {
        let paths = self.git(&["ls-tree", "-r", "--name-only", tree]);
        let file = |path: &str| self.git(&["cat-file", "blob", &format!("{tree}:{path}")]);
        paths
            .lines()
            .map(|path| (path.to_owned(), file(path)))
            .collect()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        // A folder that remains is in the target folder.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A repository whose branches have one change each.
fn repository(name: &str, files: impl Fn(&[&str]) -> BTreeMap<String, String>) -> Repository {
    let repository = Repository::new_in(name);
    repository.commit("main", &files(&[]));
    for change in changes() {
        repository.git(&["checkout", "--quiet", "main"]);
        repository.commit(change, &files(&[change]));
    }
    repository
}

/// The pairs of changes that merge in the document and conflict in these outputs: what they add or change is on
/// neighbouring lines there, because the output has no line for the part of the document between them.
const CONFLICTS: &[(&str, &str, &str)] = &[
    // The last operation of a tag, and the first one of a new tag after it.
    ("tag_added", "path_added", "public_api src/testing.rs wire"),
    // The last setter of an operation, its pages, and the type of its response.
    ("pages_added", "last_parameter_added", "wire"),
    ("pages_added", "header_added", "public_api wire"),
    ("last_parameter_added", "header_added", "wire"),
    // The first program in the documentation, which has every credential and the first operation.
    ("pages_added", "scheme_added", "src/lib.rs"),
    // Short lists, which `prettyplease` prints on one line.
    (
        "first_parameter_added",
        "last_parameter_added",
        "src/shelves.rs",
    ),
    (
        "only_parameter_before_added",
        "only_parameter_after_added",
        "src/shelves.rs",
    ),
    // Two new types that follow each other.
    (
        "header_added",
        "path_added",
        "public_api src/testing.rs src/types.rs",
    ),
    (
        "header_added",
        "other_type_added",
        "public_api src/testing.rs src/types.rs",
    ),
    (
        "path_added",
        "other_type_added",
        "public_api src/testing.rs src/types.rs wire",
    ),
    // Two new functions that follow each other.
    (
        "body_alternative_added",
        "operation_added_in_front",
        "public_api src/shelves.rs",
    ),
    (
        "operation_added_at_the_end",
        "integer_enum_added",
        "public_api src/testing.rs src/types.rs",
    ),
    // The properties or parts before and after the only one, and that one itself.
    (
        "first_part_added",
        "last_part_added",
        "public_api src/types.rs",
    ),
    (
        "property_optional",
        "first_property_added",
        "public_api src/types.rs wire",
    ),
    ("property_optional", "describe_property", "src/types.rs"),
    (
        "property_optional",
        "last_property_added",
        "public_api src/types.rs wire",
    ),
    ("first_property_added", "describe_property", "src/types.rs"),
    (
        "first_property_added",
        "last_property_added",
        "public_api src/types.rs",
    ),
    // The constructors of the double and the front page list what the change adds next to each other.
    ("first_header_added", "last_header_added", "src/testing.rs"),
    (
        "operation_added_at_the_end",
        "map_added",
        "public_api src/testing.rs",
    ),
    (
        "operation_added_in_front",
        "operation_added_in_the_middle",
        "src/lib.rs",
    ),
    // The documentation of a type, whose last line lists the operations that use it, is next to its derived traits.
    (
        "operation_added_in_front",
        "property_optional",
        "src/types.rs",
    ),
];

/// The pairs of which one is a new operation whose documentation shows what the other changes: the merged crate is
/// complete after another run, which `--check` asks for.
const INCOMPLETE: &[(&str, &str)] = &[("describe_parameter", "operation_added_in_the_middle")];

#[test]
fn changes_that_merge_in_the_document_merge_in_the_crate() {
    let of_document = |changes: &[&str]| BTreeMap::from([(NAME.to_owned(), document(changes))]);
    let documents = repository("documents", of_document);
    let crates = repository("crates", |changes| outputs(&document(changes)));
    let all = changes();
    let mut conflicts = Vec::new();
    let mut incomplete = Vec::new();
    let mut pairs = 0;
    for (at, one) in all.iter().enumerate() {
        for (distance, other) in all[at + 1..].iter().enumerate() {
            // Changes of neighbouring lines conflict in the document itself.
            if distance < NEAR && documents.merge(one, other).is_err() {
                continue;
            }
            pairs += 1;
            match crates.merge(one, other) {
                Err(files) => conflicts.push((*one, *other, files)),
                Ok(tree) if distance < NEAR => {
                    if crates.files(&tree) != outputs(&document(&[one, other])) {
                        incomplete.push((*one, *other));
                    }
                }
                Ok(_) => {}
            }
        }
    }
    assert!(pairs > 900, "{pairs} pairs");
    let conflicts: BTreeSet<(&str, &str, String)> = conflicts
        .into_iter()
        .map(|(one, other, files)| (one, other, files.into_iter().collect::<Vec<_>>().join(" ")))
        .collect();
    let expected = CONFLICTS.iter();
    let expected: BTreeSet<(&str, &str, String)> = expected
        .map(|(one, other, files)| (*one, *other, (*files).to_owned()))
        .collect();
    let new: Vec<_> = conflicts.difference(&expected).collect();
    assert!(new.is_empty(), "these changes conflict: {new:#?}");
    let solved: Vec<_> = expected.difference(&conflicts).collect();
    assert!(solved.is_empty(), "remove from CONFLICTS: {solved:#?}");
    assert_eq!(incomplete, INCOMPLETE);
}
