//! Builds the example projects in `generator/tests/projects`, twice: the second build does not run the generator.
//!
//! Each is built from a copy, with the versions of this workspace's lock file.

#![allow(missing_docs, reason = "the names of tests describe them")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the projects in this repository.
fn projects() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/projects")
}

/// The projects that have a `codegen.toml`, and so committed output.
const WITH_SETTINGS: [&str; 3] = ["committed-module", "installed-tool", "two-apis"];

/// The project that generates its client in a build script.
const BUILD_SCRIPT: &str = "build-script";

/// Runs `openapi-crate` in a folder.
fn openapi_crate(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program can be started")
}

/// Runs Cargo in a folder.
fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .args(arguments)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects-target"),
        )
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env_remove("RUSTFLAGS")
        .output()
        .expect("Cargo can be started")
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    String::from_utf8_lossy(out).into_owned() + &String::from_utf8_lossy(err)
}

/// Copies a project, whose paths out of its folder become absolute.
fn copy(project: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("projects")
        .join(project);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
    }
    copy_folder(&projects().join(project), &folder);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be created");
    for entry in fs::read_dir(from).expect("the folder exists") {
        let path = entry.expect("the folder can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            if !path.ends_with("target") {
                copy_folder(&path, &target);
            }
            continue;
        }
        let contents = fs::read_to_string(&path).expect("the file is text");
        let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let generator = generator.to_str().expect("the path is UTF-8");
        let contents = if target.ends_with("Cargo.toml") {
            contents
                .replace(
                    "\"../../../runtime\"",
                    &format!("{:?}", format!("{generator}/runtime")),
                )
                .replace("\"../../..\"", &format!("{generator:?}"))
        } else {
            contents
        };
        fs::write(target, contents).expect("the file can be written");
    }
}

#[test]
fn the_committed_output_is_up_to_date() {
    for project in WITH_SETTINGS {
        let folder = projects().join(project);
        let output = openapi_crate(
            &folder,
            &[
                "generate",
                "--config",
                "codegen.toml",
                "--check",
                "--deny-warnings",
            ],
        );
        assert!(output.status.success(), "{project}: {}", text(&output));
    }
}

/// Settings of a crate that can be published.
const PUBLISHED: &str = "\
document = 'api.yaml'
output = 'new'
package = 'bookshop'
version = '1.2.3'
description = 'Client of the bookshop'
license = 'MIT'
repository = 'https://code.example/bookshop'
";

#[test]
#[ignore = "needs the dependencies of a generated crate; `.ci/run projects` runs it"]
fn a_new_crate_can_be_published() {
    let folder = projects_copy("published");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
    }
    fs::create_dir_all(&folder).expect("the folder can be created");
    fs::copy(
        projects().join(BUILD_SCRIPT).join("api.yaml"),
        folder.join("api.yaml"),
    )
    .expect("the document can be copied");
    fs::write(folder.join("codegen.toml"), PUBLISHED).expect("the settings can be written");
    let output = openapi_crate(&folder, &["generate", "--config", "codegen.toml"]);
    assert!(output.status.success(), "{}", text(&output));
    let folder = folder.join("new");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
    let packaged = cargo(&folder, &["package", "--no-verify", "--allow-dirty"]);
    let shown = text(&packaged);
    assert!(packaged.status.success(), "{shown}");
    // Of a missing description, licence or repository, for example.
    assert!(!shown.contains("warning"), "{shown}");
    let files = text(&cargo(&folder, &["package", "--list", "--allow-dirty"]));
    for file in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/runtime/mod.rs",
    ] {
        assert!(files.lines().any(|line| line == file), "{file}: {files}");
    }
}

#[test]
#[ignore = "takes a minute; `.ci/run projects` runs it"]
fn each_project_builds_and_runs_the_generator_only_after_a_change() {
    for project in WITH_SETTINGS.into_iter().chain([BUILD_SCRIPT]) {
        let folder = copy(project);
        let first = cargo(&folder, &["build", "--workspace", "--all-targets"]);
        assert!(first.status.success(), "{project}: {}", text(&first));
        assert!(
            !text(&first).contains("warning"),
            "{project}: {}",
            text(&first)
        );
        assert_fresh(project, &folder);
        // A file that nothing reads, and one that only the installed tool reads.
        fs::write(folder.join("notes.yaml"), "a: 1\n").expect("the file can be written");
        for file in ["notes.yaml", "codegen.toml"] {
            let file = fs::File::options().append(true).open(folder.join(file));
            let later = std::time::SystemTime::now() + std::time::Duration::from_secs(10);
            // The build script has no settings.
            file.and_then(|file| file.set_modified(later)).ok();
        }
        assert_fresh(project, &folder);
    }
    a_changed_document_is_generated_again(&projects_copy(BUILD_SCRIPT));
}

/// Asserts that a build compiles and runs nothing.
fn assert_fresh(project: &str, folder: &Path) {
    let built = cargo(
        folder,
        &["build", "--workspace", "--all-targets", "--verbose"],
    );
    let shown = text(&built);
    assert!(shown.contains("Fresh"), "{project}: {shown}");
    for sign in ["Running", "Compiling", "Dirty"] {
        assert!(!shown.contains(&format!(" {sign} ")), "{project}: {shown}");
    }
}

fn projects_copy(project: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("projects")
        .join(project)
}

/// The build script runs again, and its warnings and errors are those of the document.
fn a_changed_document_is_generated_again(folder: &Path) {
    let document = folder.join("api.yaml");
    let original = fs::read_to_string(&document).expect("the document exists");
    let change = |contents: &str| {
        fs::write(&document, contents).expect("the document can be written");
        // Cargo compares times.
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(10);
        let file = fs::File::options().append(true).open(&document);
        file.and_then(|file| file.set_modified(later))
            .expect("the time can be set");
        text(&cargo(folder, &["build", "--verbose"]))
    };
    let shown = change(&format!("{original}unknown: 1\n"));
    assert!(shown.contains("build-script-build`"), "{shown}");
    assert!(
        shown.contains("warning: build-script@0.1.0: warning[unknown-keyword]: "),
        "{shown}"
    );
    let shown = change(&original.replace("schemas/Book\" } }\n", "schemas/Bok\" } }\n"));
    assert!(shown.contains("error[unresolved-reference]"), "{shown}");
    assert!(shown.contains("--> api.yaml:"), "{shown}");
}
