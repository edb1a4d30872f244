//! Compiles the crate of every fixture, and crates of documents with hostile strings, with their documentation and
//! examples, and with the warnings of rustc, rustdoc and clippy as errors.
//!
//! Most crates share the runtime as a dependency, since its copies take most of the time to compile. Some have a copy, as
//! by default, and in a separate test all of them. All are members of one workspace, so that they share the compiled
//! dependencies.

#[path = "support/documentation.rs"]
#[allow(dead_code, reason = "each test uses only part of it")]
mod documentation;
#[path = "support/hostile.rs"]
#[allow(dead_code, reason = "each test uses only part of it")]
mod hostile;
#[path = "support/markdown_attacks.rs"]
#[allow(dead_code, reason = "each test uses only part of it")]
mod markdown_attacks;
mod support;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use hostile::{ATTACKS, INVISIBLE, URLS, filled_with};
use markdown_attacks::CONSTRUCTS;
use openapi_crate::{Feature, Files, Input, Layout, Output, Runtime, Target, generate};
use support::Folder;
use support::doc_examples::doc_examples;
use support::fixture::{documents, generate_fixture_as, name};

/// The fixtures whose crate does not compile, by name, with the reason.
const NOT_COMPILING: [(&str, &str); 0] = [];

/// The fixtures that the generator refuses. Their snapshots show the errors.
const REFUSED: [&str; 2] = ["invalid_hints", "invalid_overlay_hints"];

/// The fixtures whose crates have a copy of the runtime: those with types that the published runtime does not know, with
/// every kind of operation, and with names that could be those of the runtime.
const EMBEDDED: [&str; 5] = [
    "custom_types",
    "double",
    "hard_names",
    "merge_patch",
    "string_formats",
];

/// The fixture whose module has an embedded runtime.
const EMBEDDED_MODULE: &str = "string_formats";

/// The fixtures that are included instead of being a file of the crate: those with names that are not ASCII, and the one
/// with an embedded runtime.
const INCLUDED: [&str; 2] = [EMBEDDED_MODULE, "hard_names"];

/// The document of a whole API, in `../shared/corpus`.
const REAL: &str = "fastly-2023";

/// The number of crates of documents with hostile strings.
const HOSTILE: usize = 8;

#[test]
#[ignore = "takes two minutes; `.ci/run fixture-crates` runs it"]
fn the_crate_of_every_fixture_compiles() {
    let workspace = Workspace::create(Copies::Some);
    let failing: Vec<String> = NOT_COMPILING
        .iter()
        .map(|(fixture, _)| package(fixture))
        .collect();
    for (package, (_, reason)) in failing.iter().zip(&NOT_COMPILING) {
        let compiles = workspace.cargo("check", &["--package", package, "--examples"]);
        assert!(!compiles, "{package} compiles, but is listed: {reason}");
    }
    let mut packages = vec!["--workspace"];
    for package in &failing {
        packages.extend(["--exclude", package]);
    }
    workspace.lint(&packages);
}

#[test]
#[ignore = "takes minutes; `.ci/run fixture-copies` runs it"]
fn the_crate_of_every_fixture_compiles_with_a_copy_of_the_runtime() {
    Workspace::create(Copies::All).lint(&["--workspace"]);
}

#[test]
#[ignore = "takes minutes; `.ci/run fixture-docs` runs it"]
fn the_documentation_of_every_fixture_compiles() {
    Workspace::create(Copies::All).document();
}

#[test]
#[ignore = "takes minutes; `.ci/run whole-api` runs it"]
fn the_crate_of_a_whole_api_compiles() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-api");
    let crates = folder.join("crates");
    if write_real_crate(&crates, REAL) {
        let workspace = Workspace::around(folder);
        workspace.lint(&["--workspace"]);
        workspace.document();
    }
}

#[test]
fn examples_are_those_that_rustdoc_compiles() {
    let source = "//! ```no_run\n//! # fn hidden() {\n//! let a = 1;\n//!\n//! # }\n//! ```\n//!\n//! ```text\n//! no\n//! ```\n\n\
        struct S;\n\n    /// Some text.\n    ///\n    /// ```\n    /// if b {\n    ///     c();\n    /// }\n    /// ```\n";
    let expected = ["fn hidden() {\nlet a = 1;\n\n}\n", "if b {\n    c();\n}\n"];
    assert_eq!(doc_examples(source), expected);
}

#[test]
#[ignore = "takes a minute; `.ci/run fixture-modules` runs it"]
fn all_fixtures_are_modules_of_one_crate() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture-modules");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
    }
    write_modules(&folder);
    copy_lock_file(&folder);
    let workspace = Workspace(folder);
    assert!(workspace.cargo("clippy", &["--", "-D", "warnings"]));
    assert!(workspace.cargo("doc", &["--no-deps"]));
}

/// The crates that have a copy of the runtime; the others share a dependency.
#[derive(Clone, Copy, PartialEq)]
enum Copies {
    All,
    Some,
}

/// A workspace with the crates of the fixtures.
struct Workspace(PathBuf);

impl Workspace {
    fn create(copies: Copies) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture-crates");
        let crates = folder.join("crates");
        if crates.exists() {
            fs::remove_dir_all(&crates).expect("the folder of the last run can be removed");
        }
        let mut refused = Vec::new();
        for document in documents() {
            let package = package(name(&document));
            let has_copy = copies == Copies::All || EMBEDDED.contains(&name(&document));
            let target = Target {
                runtime: if has_copy {
                    Runtime::Embedded
                } else {
                    Runtime::Crate
                },
                ..Target::default()
            };
            match generate_fixture_as(&document, &package, "", target).output {
                Some(output) => write_crate(&crates.join(&package), &output, doc_examples),
                None => refused.push(name(&document).to_owned()),
            }
        }
        assert_eq!(refused, REFUSED);
        for number in 0..HOSTILE {
            let package = format!("hostile-{number}");
            write_crate(
                &crates.join(&package),
                &hostile_crate(number, &package),
                examples,
            );
        }
        Self::around(folder)
    }

    /// The workspace of the crates in `crates`.
    fn around(folder: PathBuf) -> Self {
        let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime");
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[profile.dev]\ndebug = false\n\n\
             [patch.crates-io]\nopenapi-crate-runtime = {{ path = {runtime:?} }}\n"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        copy_lock_file(&folder);
        Self(folder)
    }

    /// Checks that packages compile without a warning of the default lints.
    fn lint(&self, packages: &[&str]) {
        let lints = [
            // The double of each crate, too.
            "--features",
            "testing",
            "--lib",
            "--examples",
            "--keep-going",
            "--",
            "-D",
            "warnings",
        ];
        let passed = self.cargo("clippy", &[packages, &lints].concat());
        assert!(passed, "cargo clippy failed in {}", self.0.display());
    }

    /// Checks that the documentation compiles without a warning.
    fn document(&self) {
        let passed = self.cargo(
            "doc",
            &[
                "--workspace",
                "--features",
                "testing",
                "--no-deps",
                "--keep-going",
            ],
        );
        assert!(passed, "cargo doc failed in {}", self.0.display());
    }

    /// Runs a command of Cargo, and returns whether it succeeded. Its output is that of the test.
    fn cargo(&self, command: &str, arguments: &[&str]) -> bool {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .arg(command)
            .arg("--no-default-features")
            .args(arguments)
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.with_file_name("fixture-target"))
            // All sources are new, so an incremental compilation only takes longer.
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-D warnings")
            .env("RUSTDOCFLAGS", "-D warnings")
            .status();
        status.expect("Cargo can be started").success()
    }
}

/// Copies the lock file, so that the versions are those that the other tests use.
fn copy_lock_file(folder: &Path) {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file can be copied");
}

/// Writes a crate with all fixtures as its modules. They share the runtime, which is its only dependency, except for one
/// with an embedded runtime.
fn write_modules(folder: &Path) {
    let mut library = "//! The fixtures as modules.\n#![deny(missing_docs, unused)]\n\
         #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = \"lints of whole crates\")]\n"
            .to_owned();
    let mut dependencies = String::new();
    for document in documents() {
        let fixture = name(&document);
        let runtime = if fixture == EMBEDDED_MODULE {
            Runtime::Embedded
        } else {
            Runtime::Crate
        };
        let target = Target {
            layout: Layout::Module,
            runtime,
            // The double of all modules, except for that with an embedded runtime.
            features: match runtime {
                Runtime::Crate => vec![Feature::Testing],
                Runtime::Embedded => Target::default().features,
            },
            ..Target::default()
        };
        let outcome = generate_fixture_as(&document, &package(fixture), "", target);
        let Some(output) = outcome.output else {
            continue;
        };
        if runtime == Runtime::Embedded {
            dependencies = output.dependencies;
        }
        let files = if INCLUDED.contains(&fixture) {
            "included"
        } else {
            "src"
        };
        for file in &output.files {
            let path = folder
                .join(files)
                .join(format!("fixture_{fixture}"))
                .join(&file.path);
            write(&path, &file.contents);
        }
        let module = format!("/// A fixture.\npub mod fixture_{fixture}");
        library.push_str(&if files == "src" {
            format!("{module};\n")
        } else {
            format!(
                "{module} {{\n    include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/included/fixture_{fixture}/mod.rs\"));\n}}\n"
            )
        });
    }
    for file in &module_with_many_types().files {
        write(
            &folder.join("src/many_types").join(&file.path),
            &file.contents,
        );
    }
    library.push_str("/// Types in a module for each initial.\npub mod many_types;\n");
    write(&folder.join("src/lib.rs"), &library);
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime");
    let manifest = format!(
        "[package]\nname = \"fixture-modules\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}\n\
         [dependencies.openapi-crate-runtime]\npath = {runtime:?}\ndefault-features = false\n\
         features = [\"testing\", \"uuid\"]\n\n[workspace]\n\n[profile.dev]\ndebug = false\n"
    );
    write(&folder.join("Cargo.toml"), &manifest);
}

/// A document as the only file.
struct Alone(String);

impl Files for Alone {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match name {
            "a.json" => Ok(self.0.clone().into()),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// The module of a document whose types are in a file for each initial, one level deeper than others.
fn module_with_many_types() -> Output {
    let schemas: Vec<String> = (0..300)
        .map(|n| {
            let next = n - n % 3 + (n + 1) % 3;
            format!(
                "\"{}{n}\": {{ \"type\": \"object\", \"properties\": {{ \"id\": {{ \"type\": \"string\", \"format\": \"uuid\" }}, \
                 \"any\": {{ \"type\": \"object\" }}, \"next\": {{ \"$ref\": \"#/components/schemas/{}{next}\" }} }} }}",
                ["Apple", "Book", "Chair"][n % 3],
                ["Apple", "Book", "Chair"][next % 3]
            )
        })
        .collect();
    let document = format!(
        "{{ \"openapi\": \"3.0.3\", \"info\": {{ \"title\": \"Many\", \"version\": \"1\" }}, \
         \"servers\": [{{ \"url\": \"https://a.example\" }}], \"paths\": {{ \"/a\": {{ \"get\": {{ \"operationId\": \"a\", \
         \"responses\": {{ \"200\": {{ \"description\": \"Done.\", \"content\": {{ \"application/json\": {{ \
         \"schema\": {{ \"$ref\": \"#/components/schemas/Apple0\" }} }} }} }} }} }} }} }}, \
         \"components\": {{ \"schemas\": {{ {} }} }} }}",
        schemas.join(", ")
    );
    let input = Input {
        document: "a.json".to_owned(),
        package: "many".to_owned(),
        target: Target {
            layout: Layout::Module,
            runtime: Runtime::Crate,
            ..Target::default()
        },
        ..Input::default()
    };
    let output = generate(&input, &Alone(document)).output;
    let output = output.expect("it is accepted");
    let has_initials = output.files.iter().any(|file| file.path == "types/b.rs");
    assert!(has_initials, "the types are in one file");
    output
}

/// Writes the crate of the whole API of a document that is not part of the repository. Returns whether it exists.
fn write_real_crate(crates: &Path, name: &str) -> bool {
    let folder = Folder::of_workspace("../shared/corpus");
    let document = format!("{name}.yaml");
    if folder.read(&document).is_err() {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "../shared/corpus/{document} does not exist");
        eprintln!("skipped: ../shared/corpus/{document} does not exist");
        return false;
    }
    let input = Input {
        document,
        package: name.to_owned(),
        ..Input::default()
    };
    let output = generate(&input, &folder).output.expect("it is accepted");
    write_crate(&crates.join(name), &output, doc_examples);
    true
}

/// The crate of a document with a hostile string in each place.
fn hostile_crate(number: usize, package: &str) -> Output {
    let strings = [ATTACKS, CONSTRUCTS, INVISIBLE].concat();
    let step = strings.len() / HOSTILE;
    let string = |place: usize| {
        // A brace in a URL is an error.
        let strings = if URLS.contains(&place) {
            INVISIBLE.to_vec()
        } else {
            strings.clone()
        };
        Some(strings[(number * step + place * 13) % strings.len()].to_owned())
    };
    let input = Input {
        document: "a.json".to_owned(),
        package: package.to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Alone(filled_with(&string)));
    outcome.output.expect("it is accepted")
}

/// The examples of a file with blocks of text that look like the starts or ends of examples.
fn examples(contents: &str) -> Vec<String> {
    let shown = |code: String| -> String {
        let lines = code
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let programs = documentation::programs(contents);
    programs.into_iter().map(shown).collect()
}

/// The package name of a fixture's crate.
fn package(fixture: &str) -> String {
    format!("fixture-{}", fixture.replace('_', "-"))
}

/// Writes a crate as a member of the workspace around it, with its documentation's examples as a program.
fn write_crate(folder: &Path, output: &Output, examples_of: fn(&str) -> Vec<String>) {
    let (mut examples, mut shortened) = (Vec::new(), Vec::new());
    for file in &output.files {
        write(&folder.join(&file.path), &file.contents);
        let is_of_runtime = file.path.starts_with("src/runtime/");
        let examples_of = if is_of_runtime {
            doc_examples
        } else {
            examples_of
        };
        let found = examples_of(&file.contents);
        // Those of the runtime may leave out the use of a value.
        if is_of_runtime {
            shortened.extend(found);
        } else {
            examples.extend(found);
        }
    }
    examples.push(readme_program(&output.readme));
    assert!(!examples.is_empty(), "{}", folder.display());
    // As in rustdoc, an example is the body of a function, which is not called and may leave out the use of a value. An
    // operation may be deprecated, and its name may have characters that the crate allows.
    for (name, allowed, examples) in [
        (
            "documentation",
            "dead_code, unused_variables, deprecated, uncommon_codepoints, confusable_idents, mixed_script_confusables",
            &examples,
        ),
        ("runtime", "warnings", &shortened),
    ] {
        if examples.is_empty() {
            continue;
        }
        let mut program = format!("#![allow({allowed}, clippy::all)]\n\nfn main() {{}}\n");
        for (number, example) in examples.iter().enumerate() {
            program.push_str(&format!("\nfn example_{number}() {{\n{example}}}\n"));
        }
        write(&folder.join(format!("examples/{name}.rs")), &program);
    }
    let (manifest, workspace) = output
        .manifest
        .split_once("\n# A separate workspace")
        .expect("the manifest ends with a workspace");
    assert!(workspace.ends_with("\n[workspace]\n"), "{workspace}");
    write(&folder.join("Cargo.toml"), manifest);
}

/// The first program of a readme, without the attribute of `tokio`, which the crate does not depend on in this form.
fn readme_program(readme: &str) -> String {
    let (_, program) = readme.split_once("```rust\n").unwrap_or_default();
    let (program, _) = program.split_once("\n```\n").unwrap_or_default();
    let program = program.replace("#[tokio::main]\n", "");
    program.replace("async fn main()", "async fn readme()") + "\n"
}

fn write(path: &Path, contents: &str) {
    let folder = path.parent().expect("a file is in a folder");
    fs::create_dir_all(folder).expect("the folder can be created");
    fs::write(path, contents).expect("the file can be written");
}
