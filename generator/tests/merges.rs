//! Two changes of a document that merge also merge in the generated crate and in both listings for reviewers.
//!
//! Each change is made on a branch of its own, and git merges each pair.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_crate::surface::public_api;
use openapi_crate::wire::wire;
use openapi_crate::{Files, Input, generate};
use support::api_files;

/// The document with all changes.
const DOCUMENT: &str = include_str!("merges/library.yaml");

/// The name of the document in the repository.
const NAME: &str = "library.yaml";

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

struct Document(String);

impl Files for Document {
    fn read(&self, _name: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .current_dir(&self.0)
            // Settings of the user must not change the result.
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
            .args(arguments);
        command
    }

    /// Runs git and returns its output.
    fn git(&self, arguments: &[&str]) -> String {
        let output = self
            .command(arguments)
            .output()
            .expect("git can be started");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "git {arguments:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
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

    /// Merges two branches: the files of the result, or the names of the files with a conflict.
    fn merge(&self, one: &str, other: &str) -> Result<BTreeMap<String, String>, BTreeSet<String>> {
        let merged = self
            .command(&[
                "merge-tree",
                "--write-tree",
                "--name-only",
                "--no-messages",
                one,
                other,
            ])
            .output()
            .expect("git can be started");
        let text = String::from_utf8_lossy(&merged.stdout).into_owned();
        let mut lines = text.lines();
        let tree = lines.next().unwrap_or_default();
        match merged.status.code() {
            Some(0) => Ok(self.files(tree)),
            Some(1) => {
                if std::env::var("SHOW").is_ok() {
                    println!("=== {one} + {other}");
                    for (path, text) in self.files(tree) {
                        let mut on = false;
                        for line in text.lines() {
                            if line.starts_with("<<<<") {
                                on = true;
                                println!("{path}");
                            }
                            if on {
                                println!("    {line}");
                            }
                            if line.starts_with(">>>>") {
                                on = false;
                            }
                        }
                    }
                }
                Err(lines.map(str::to_owned).collect())
            }
            _ => panic!(
                "git merge-tree: {text}{}",
                String::from_utf8_lossy(&merged.stderr)
            ),
        }
    }

    /// The files of a tree.
    fn files(&self, tree: &str) -> BTreeMap<String, String> {
        let paths = self.git(&["ls-tree", "-r", "--name-only", tree]);
        paths
            .lines()
            .map(|path| {
                (
                    path.to_owned(),
                    self.git(&["cat-file", "blob", &format!("{tree}:{path}")]),
                )
            })
            .collect()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        // A folder that remains is in the target folder.
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn changes_that_merge_in_the_document_merge_in_the_crate() {
    let documents = Repository::new_in("documents");
    let crates = Repository::new_in("crates");
    let of_document = |changes: &[&str]| BTreeMap::from([(NAME.to_owned(), document(changes))]);
    let all = changes();
    for (branch, changes) in
        std::iter::once(("main", Vec::new())).chain(all.iter().map(|one| (*one, vec![*one])))
    {
        for repository in [&documents, &crates] {
            if branch != "main" {
                repository.git(&["checkout", "--quiet", "main"]);
            }
        }
        documents.commit(branch, &of_document(&changes));
        crates.commit(branch, &outputs(&document(&changes)));
    }
    let mut conflicts = Vec::new();
    let mut merged_pairs = 0;
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            // Changes of neighbouring lines conflict in the document itself.
            let Ok(merged) = documents.merge(one, other) else {
                continue;
            };
            assert_eq!(merged, of_document(&[one, other]), "{one} and {other}");
            merged_pairs += 1;
            match crates.merge(one, other) {
                Ok(files) => {
                    if files != outputs(&merged[NAME]) {
                        conflicts.push(format!("{one} and {other}: DIFFERENT"))
                    }
                }
                Err(files) => conflicts.push(format!("{one} and {other}: {files:?}")),
            }
        }
    }
    println!("{merged_pairs} pairs, {} conflicts", conflicts.len());
    assert!(conflicts.is_empty(), "{}", conflicts.join("\n"));
}
