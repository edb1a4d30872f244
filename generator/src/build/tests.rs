//! Modules that are generated from documents in a temporary folder.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Books, version: '1' }
servers: [{ url: https://a.example }]
paths:
  /books: { get: { operationId: list-books, tags: [books], responses: { '200': { $ref: 'parts/responses.yaml#/List' } } } }
  /pens: { get: { operationId: list-pens, tags: [pens], responses: { '204': { description: Done. } } } }
";

const RESPONSES: &str = "List: { description: Done., content: { application/json: { schema: { type: string, format: uuid } } } }\n";

/// A package with a document and the output folder of its build script.
struct Package(TempDir);

impl Package {
    fn new(document: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("parts")).unwrap();
        fs::write(folder.path().join("parts/responses.yaml"), RESPONSES).unwrap();
        fs::write(folder.path().join("api.yaml"), document).unwrap();
        Self(folder)
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn write(&self, module: Module, folder: &str) -> (Result<(), Failure>, Vec<String>) {
        let mut instructions = Vec::new();
        let files = FileSystem::new(self.0.path());
        let result = module.generate(&files, &self.out(), folder, &mut instructions);
        (result, instructions)
    }
}

/// The names of all files below a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            names.extend(
                self::names(&path)
                    .iter()
                    .map(|inner| format!("{name}/{inner}")),
            );
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

#[test]
fn the_files_that_were_read_are_watched() {
    let package = Package::new(DOCUMENT);
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    result.unwrap();
    assert_eq!(
        instructions,
        [
            "cargo::rerun-if-changed=api.yaml",
            "cargo::rerun-if-changed=parts/responses.yaml"
        ]
    );
}

#[test]
fn a_module_in_the_folder_of_another_is_kept() {
    let package = Package::new(DOCUMENT);
    let module = || Module::new("api.yaml").runtime(Runtime::Crate);
    for folder in ["books/v2", "books", "books/v2"] {
        package.write(module(), folder).0.unwrap();
        let inner = names(&package.out().join("books/v2"));
        assert!(inner.contains(&"mod.rs".to_owned()), "{inner:?}");
    }
    assert!(package.out().join("books/mod.rs").exists());
}

#[test]
fn the_folder_has_the_module_and_nothing_else() {
    let package = Package::new(DOCUMENT);
    let module = || Module::new("api.yaml").runtime(Runtime::Crate);
    package.write(module(), "clients/books").0.unwrap();
    let folder = package.out().join("clients/books");
    let all = [
        "books.rs",
        "client.rs",
        "dependencies.toml",
        "mod.rs",
        "pens.rs",
        "types.rs",
    ];
    assert_eq!(names(&folder), all);
    let dependencies = fs::read_to_string(folder.join("dependencies.toml")).unwrap();
    assert!(
        dependencies.contains("features = [\"client\", \"reqwest\", \"rustls\", \"uuid\"]"),
        "{dependencies}"
    );
    fs::create_dir(folder.join("runtime")).unwrap();
    fs::write(folder.join("runtime/old.rs"), "").unwrap();
    package
        .write(module().exclude("tag:pens"), "clients/books")
        .0
        .unwrap();
    assert_eq!(
        names(&folder),
        all.into_iter()
            .filter(|name| *name != "pens.rs")
            .collect::<Vec<_>>()
    );
    assert!(!folder.join("runtime").exists());
}

#[test]
fn an_unchanged_file_is_not_written() {
    let package = Package::new(DOCUMENT);
    package.write(Module::new("api.yaml"), "api").0.unwrap();
    let file = package.out().join("api/types.rs");
    let time = || fs::metadata(&file).unwrap().modified().unwrap();
    let earlier = time() - std::time::Duration::from_secs(60);
    fs::File::options()
        .write(true)
        .open(&file)
        .and_then(|file| file.set_modified(earlier))
        .unwrap();
    package.write(Module::new("api.yaml"), "api").0.unwrap();
    assert_eq!(time(), earlier);
}

#[test]
fn errors_are_shown_with_their_place_and_nothing_is_written() {
    let document = DOCUMENT.replace("#/List", "#/Lisst");
    let package = Package::new(&document);
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    let error = result.unwrap_err().to_string();
    assert!(error.contains("error[unresolved-reference]: "), "{error}");
    assert!(error.contains("\n  --> api.yaml:5:"), "{error}");
    assert!(error.contains("did you mean"), "{error}");
    assert_eq!(instructions.len(), 2, "{instructions:?}");
    assert!(!package.out().exists());
}

#[test]
fn a_warning_is_an_instruction_in_one_line_or_an_error_if_denied() {
    let key = "x\\ncargo::rustc-env=A=b";
    let document = format!("\"{key}\": 1\n{DOCUMENT}");
    let package = Package::new(&document);
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    result.unwrap();
    let warning = instructions.last().unwrap();
    assert!(
        warning.starts_with("cargo::warning=warning[unknown-keyword]: ")
            && warning.contains("(api.yaml:1:1)"),
        "{instructions:?}"
    );
    for instruction in &instructions {
        assert!(!instruction.contains(['\n', '\r']), "{instruction:?}");
    }
    let (result, instructions) = package.write(Module::new("api.yaml").deny_warnings(true), "api");
    let error = result.unwrap_err().to_string();
    assert!(error.contains("[unknown-keyword]"), "{error}");
    assert!(
        !instructions
            .iter()
            .any(|one| one.starts_with("cargo::warning"))
    );
}

#[test]
fn a_file_whose_name_would_be_an_instruction_is_refused() {
    let document = DOCUMENT.replace("parts/responses.yaml", "a%0Acargo::rustc-env=A=b.yaml");
    let package = Package::new(&document);
    fs::write(
        package.0.path().join("a\ncargo::rustc-env=A=b.yaml"),
        RESPONSES,
    )
    .unwrap();
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    assert!(result.is_err());
    assert_eq!(instructions, ["cargo::rerun-if-changed=api.yaml"]);
}

#[test]
fn invalid_arguments_are_reported() {
    let package = Package::new(DOCUMENT);
    let error =
        |module: Module, folder: &str| package.write(module, folder).0.unwrap_err().to_string();
    let module = || Module::new("api.yaml");
    assert!(error(module().include("stores"), "api").contains("`stores` is not a selector"));
    assert!(error(module().credential("a", "B=c"), "api").contains("environment variable"));
    assert!(error(Module::new(""), "api").contains("empty"));
    for folder in [
        "", "..", "/tmp/a", "a/../b", "a//b", "a b", "C:a", "a\\b", "a/",
    ] {
        assert!(
            error(module(), folder).contains("is not a folder"),
            "{folder}"
        );
    }
    assert!(!package.out().exists());
}

#[test]
fn a_missing_document_is_an_error() {
    let package = Package::new(DOCUMENT);
    let error = package
        .write(Module::new("lost.yaml"), "api")
        .0
        .unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("error[unreadable-file]") && error.contains("lost.yaml"),
        "{error}"
    );
}

#[test]
fn dependencies_that_the_package_lacks_are_a_warning() {
    let package = Package::new(DOCUMENT);
    let manifest = "[package]\nname = \"a\"\n\n[dependencies]\nserde = \"1\"\n";
    fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    result.unwrap();
    for expected in [
        "cargo::warning=Cargo.toml lacks dependencies of the module `api`; add these lines:",
        "cargo::warning=[dependencies]",
        "cargo::warning=uuid = { version = \"1.16\", default-features = false, features = [\"serde\"] }",
        "cargo::rerun-if-changed=Cargo.toml",
    ] {
        assert!(
            instructions.iter().any(|one| one == expected),
            "{instructions:#?}"
        );
    }
    let has = |start: &str| instructions.iter().any(|one| one.starts_with(start));
    assert!(has("cargo::warning=reqwest = "), "{instructions:#?}");
    assert!(!has("cargo::warning=serde = "), "{instructions:#?}");
    assert!(!has("cargo::warning=gloo-timers"), "{instructions:#?}");
    // With all of them, there is no warning.
    let dependencies = fs::read_to_string(package.out().join("api/dependencies.toml")).unwrap();
    let manifest = format!("[package]\nname = \"a\"\n\n{dependencies}");
    fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
    let (_, instructions) = package.write(Module::new("api.yaml"), "api");
    assert!(
        !instructions.iter().any(|one| one.contains("warning")),
        "{instructions:#?}"
    );
}

#[test]
fn a_crate_of_a_type_that_the_package_lacks_is_a_warning() {
    let package = Package::new(DOCUMENT);
    let module = || Module::new("api.yaml").replace("format.uuid", "some_ids::Id");
    let dependencies = "[dependencies]\nserde = \"1\"\n";
    let warned = |manifest: String| {
        fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
        let (result, instructions) = package.write(module(), "api");
        result.unwrap();
        let mut warnings = instructions.into_iter();
        warnings.find(|one| one.contains("lacks the crate"))
    };
    assert_eq!(
        warned(dependencies.to_owned()).as_deref(),
        Some(
            "cargo::warning=Cargo.toml lacks the crate of `some_ids::Id`, which the module `api` uses; add it, \
             such as with `cargo add some_ids`"
        )
    );
    assert_eq!(warned(format!("{dependencies}some-ids = \"1\"\n")), None);
}

#[test]
fn a_package_with_the_runtime_needs_the_features_of_its_types() {
    let package = Package::new(DOCUMENT);
    let manifest = "[dependencies]\nopenapi-crate-runtime = \"0.1\"\n";
    fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
    let module = Module::new("api.yaml").runtime(Runtime::Crate);
    let (result, instructions) = package.write(module, "api");
    result.unwrap();
    let warned = |one: &String| {
        one.starts_with("cargo::warning=openapi-crate-runtime = ") && one.contains("\"uuid\"")
    };
    assert!(instructions.iter().any(warned), "{instructions:#?}");
}

#[test]
fn a_module_may_be_in_the_folder_of_another() {
    let package = Package::new(DOCUMENT);
    let module = || Module::new("api.yaml").runtime(Runtime::Crate);
    let both = ["clients/pens", "clients", "clients"];
    for folder in both {
        package.write(module(), folder).0.unwrap();
    }
    let names = names(&package.out().join("clients"));
    assert!(names.contains(&"pens/mod.rs".to_owned()), "{names:?}");
}

#[test]
fn a_folder_is_for_one_module() {
    let folder = Path::new("a_folder_is_for_one_module");
    assert!(output_folder::is_new(folder));
    assert!(!output_folder::is_new(folder));
}

#[test]
fn an_error_names_the_file_that_cannot_be_written() {
    let package = Package::new(DOCUMENT);
    fs::create_dir_all(package.out().join("api/types.rs")).unwrap();
    let error = package.write(Module::new("api.yaml"), "api").0.unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("the module `api` cannot be written: `"),
        "{message}"
    );
    assert!(message.contains("types.rs`: "), "{message}");
}

#[test]
fn the_runtime_may_be_renamed() {
    let package = Package::new(DOCUMENT);
    let manifest = "[dependencies]\nrt = { package = \"openapi-crate-runtime\", version = \"0.2\", features = [\"uuid\"] }\n";
    fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
    let module = Module::new("api.yaml").runtime(Runtime::Crate);
    let (result, instructions) = package.write(module, "api");
    result.unwrap();
    let code = fs::read_to_string(package.out().join("api/mod.rs")).unwrap();
    assert!(code.contains("use rt as runtime;"), "{code}");
    assert!(!code.contains("openapi_crate_runtime"), "{code}");
    let expected = [
        "cargo::rerun-if-changed=Cargo.toml",
        "cargo::rerun-if-changed=api.yaml",
        "cargo::rerun-if-changed=parts/responses.yaml",
    ];
    assert_eq!(instructions, expected);
}

#[test]
fn a_renamed_dependency_of_an_embedded_runtime_is_a_warning() {
    let package = Package::new(DOCUMENT);
    let manifest = "[dependencies]\njson = { package = \"serde_json\", version = \"1\" }\n";
    fs::write(package.0.path().join("Cargo.toml"), manifest).unwrap();
    let (result, instructions) = package.write(Module::new("api.yaml"), "api");
    result.unwrap();
    let all = instructions.join("\n");
    assert!(
        all.contains("the package `serde_json` under the name `json`"),
        "{all}"
    );
    assert!(!all.contains("cargo::warning=serde_json"), "{all}");
}
