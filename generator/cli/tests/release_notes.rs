//! Tests of the scripts of `.ci/release`, in a small repository with releases.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const CHANGELOG: &str = "\
# Changelog

## [Unreleased]

- Not released.

## [openapi-crate-v0.3.0], [fastly-kv-emulator-v0.3.0] - 2026-12-24

- A tool, see [the page](docs/page.md#part) and [a site](https://example.com).

## [fastly-kv-store-v0.3.0] - 2026-12-01

- A client.

## [fastly-kv-store-v0.4.0] - 2026-12-02
";

/// A repository with the scripts. Its `cargo` prints its arguments.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(TempDir::new().unwrap());
        let root = repository.0.path();
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/release");
        fs::create_dir_all(root.join(".ci/release")).unwrap();
        for name in ["notes", "packages.sh"] {
            let to = root.join(".ci/release").join(name);
            fs::copy(scripts.join(name), to).unwrap();
        }
        let cargo = root.join("bin/cargo");
        fs::create_dir(root.join("bin")).unwrap();
        fs::write(&cargo, "#!/bin/sh\necho \"cargo $*\"\n").unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(root.join("CHANGELOG.md"), CHANGELOG).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository
    }

    fn run(&self, program: &str, arguments: &[&str], files: &str) -> Output {
        let root = self.0.path();
        let path = std::env::var("PATH").unwrap();
        Command::new(program)
            .args(arguments)
            .current_dir(root)
            .env("PATH", format!("{}:{path}", root.join("bin").display()))
            .env("RELEASE_FILES", files)
            .output()
            .unwrap()
    }

    fn git(&self, arguments: &[&str]) {
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let output = self.run("git", &[&author[..], arguments].concat(), "");
        assert!(output.status.success(), "{output:?}");
    }

    /// A commit with this tag.
    fn release(&self, tag: &str) {
        self.git(&["commit", "--quiet", "--allow-empty", "--message", tag]);
        self.git(&["tag", tag]);
    }

    fn notes(&self, tag: &str, files: &str) -> String {
        let output = self.run("./.ci/release/notes", &[tag], files);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn the_notes_are_the_section_of_the_tag_and_not_of_an_equal_version() {
    let repository = Repository::new();
    repository.release("fastly-kv-store-v0.3.0");
    let client = repository.notes("fastly-kv-store-v0.3.0", "");
    assert_eq!(client.trim(), "- A client.");
    for tag in ["openapi-crate-v0.3.0", "fastly-kv-emulator-v0.3.0"] {
        let notes = repository.notes(tag, "");
        assert!(notes.contains("[the page](docs/page.md#part)"), "{notes}");
        assert!(!notes.contains("client"), "{notes}");
    }
    for missing in [
        "fastly-kv-store-v0.4.0",
        "openapi-crate-v0.4.0",
        "other-v1.0.0",
    ] {
        let output = repository.run("./.ci/release/notes", &[missing], "");
        assert!(!output.status.success(), "{output:?}");
    }
}

/// Relative links of a release's notes are relative to the page of the release.
#[test]
fn links_of_the_notes_are_absolute() {
    let repository = Repository::new();
    repository.release("openapi-crate-v0.3.0");
    let notes = repository.notes("openapi-crate-v0.3.0", "https://host.example/kv/blob/tag");
    assert!(
        notes.contains(
            "[the page](https://host.example/kv/blob/tag/docs/page.md#part) and [a site](https://example.com)"
        ),
        "{notes}"
    );
}

#[test]
fn the_notes_compare_with_the_previous_release_that_the_new_one_contains() {
    let repository = Repository::new();
    repository.release("fastly-kv-store-v0.2.0");
    repository.git(&["branch", "older"]);
    repository.release("fastly-kv-store-v0.9.0");
    repository.release("fastly-kv-store-v0.10.0");
    repository.release("fastly-kv-store-v0.3.0");
    let notes = repository.notes("fastly-kv-store-v0.3.0", "");
    assert!(notes.contains("since fastly-kv-store-v0.10.0"), "{notes}");
    assert!(
        notes.contains("cargo xtask diff --base fastly-kv-store-v0.10.0 --format markdown"),
        "{notes}"
    );
    // A patch of an older version, after newer ones were released.
    repository.git(&["tag", "--delete", "fastly-kv-store-v0.3.0"]);
    repository.git(&["checkout", "--quiet", "older"]);
    repository.release("fastly-kv-store-v0.3.0");
    let notes = repository.notes("fastly-kv-store-v0.3.0", "");
    assert!(notes.contains("since fastly-kv-store-v0.2.0"), "{notes}");
}
