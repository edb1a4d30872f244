//! Tests of the manifest: the settings that an existing one lacks or has, and the crates that the user must add.

use std::process::Output;

use crate::workspace::{SETTINGS, Workspace, shown};

const MANIFEST: &str =
    "[package]\nname = \"shelf-client\"\nversion = \"0.3.0\"\nlicense = \"MIT\" # ours\n";

/// A generated crate whose user has changed its manifest, with settings for the manifest.
fn workspace(settings: &str) -> Workspace {
    let workspace = Workspace::generated();
    workspace.write("generated/Cargo.toml", MANIFEST);
    // The features and dependencies that it lacks.
    assert!(workspace.generate(&[]).status.success());
    workspace.write("spec/codegen.toml", &format!("{SETTINGS}{settings}"));
    workspace
}

fn any_document(workspace: &Workspace, out: &str, arguments: &[&str]) -> Output {
    let fixed = [
        "generate",
        "--spec",
        "spec/shelf.yaml",
        "--name",
        "shelf-client",
        "--out",
        out,
    ];
    workspace.run(&[&fixed, arguments].concat())
}

#[test]
fn a_setting_that_an_existing_manifest_lacks_is_added() {
    let workspace = workspace("license = 'MIT'\nrepository = 'https://example.com/shelf'\n");
    let check = workspace.generate(&["--check"]);
    assert_eq!(check.status.code(), Some(1));
    let text = shown(&check);
    assert!(
        text.contains("+repository = \"https://example.com/shelf\"\n"),
        "{text}"
    );
    assert!(
        text.contains("`Cargo.toml` lacks the settings repository"),
        "{text}"
    );
    let text = shown(&workspace.generate(&["--deny-warnings"]));
    assert!(
        text.contains("added to the package in Cargo.toml: repository\n"),
        "{text}"
    );
    let manifest = workspace.read("generated/Cargo.toml");
    let expected = format!("{MANIFEST}repository = \"https://example.com/shelf\"\n");
    assert!(manifest.starts_with(&expected), "{manifest}");
    assert!(
        workspace
            .generate(&["--check", "--deny-warnings"])
            .status
            .success()
    );
}

#[test]
fn a_setting_that_differs_from_an_existing_manifest_is_a_warning() {
    let workspace = workspace("version = '0.3.0'\nlicense = 'Apache-2.0'\n");
    let before = workspace.tree("generated");
    for arguments in [&[][..], &["--check"], &["--deny-warnings"]] {
        let output = workspace.generate(arguments);
        let text = shown(&output);
        let level = if arguments == ["--deny-warnings"] {
            "error"
        } else {
            "warning"
        };
        assert!(
            text.contains(&format!(
                "{level}[unused-setting]: `license` is `Apache-2.0`, but `generated/Cargo.toml` has `MIT`, which is kept"
            )),
            "{text}"
        );
        assert!(text.contains("--> spec/codegen.toml:5:11\n"), "{text}");
        assert!(text.contains(&format!("1 {level}")), "{text}");
        assert_eq!(output.status.success(), level == "warning", "{text}");
    }
    assert_eq!(workspace.tree("generated"), before);
}

#[test]
fn an_option_that_differs_from_an_existing_manifest_is_a_warning() {
    let workspace = workspace("");
    let options = ["--license", "ISC", "--repository", "https://example.com"];
    let output = any_document(&workspace, "generated", &options);
    let text = shown(&output);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains(
            "warning[unused-setting]: `--license` is `ISC`, but `generated/Cargo.toml` has `MIT`"
        ),
        "{text}"
    );
    assert!(
        text.contains("added to the package in Cargo.toml: repository\n"),
        "{text}"
    );
}

#[test]
fn a_module_has_no_settings_of_a_manifest() {
    let workspace = Workspace::new();
    workspace.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}layout = 'module'\nlicense = 'MIT'\n"),
    );
    let text = shown(&workspace.generate(&[]));
    assert!(
        text.contains("warning[unused-setting]: `license` has no effect: a module has no"),
        "{text}"
    );
    assert!(text.contains("--> spec/codegen.toml:5:11\n"), "{text}");
    let options = ["--layout", "module", "--license", "MIT"];
    let text = shown(&any_document(&workspace, "other/shelf", &options));
    assert!(text.contains("`--license` has no effect"), "{text}");
    // A setting that a module shares with a crate is for the crate.
    let client = |package: &str, own: &str| {
        format!(
            "[[client]]\ndocument = 'shelf.yaml'\noutput = '../{package}'\npackage = '{package}'\n{own}"
        )
    };
    let module = "layout = 'module'\n";
    let shared = format!(
        "license = 'MIT'\n{}{}",
        client("one", ""),
        client("two", module)
    );
    workspace.write("spec/codegen.toml", &shared);
    let text = shown(&workspace.generate(&[]));
    assert!(!text.contains("unused-setting"), "{text}");
    workspace.write(
        "spec/codegen.toml",
        &format!("# Not yet: [[client]]\n{shared}"),
    );
    let text = shown(&workspace.generate(&[]));
    assert!(!text.contains("unused-setting"), "{text}");
    for unused in [
        format!("license = 'MIT'\n{}", client("two", module)),
        format!(
            "{}{}license = 'MIT'\n",
            client("one", ""),
            client("two", module)
        ),
    ] {
        workspace.write("spec/codegen.toml", &unused);
        let text = shown(&workspace.generate(&[]));
        assert!(text.contains("unused-setting"), "{text}");
    }
}

const TYPES: &str = "derive = ['some_traits::Tag']\n[types]\n'Book.title' = 'titles::Title'\n";

#[test]
fn the_crates_of_types_and_traits_are_a_next_step_until_the_manifest_has_them() {
    let workspace = Workspace::new();
    std::fs::remove_file(workspace.path("generated/Cargo.toml")).unwrap();
    workspace.write("spec/codegen.toml", &format!("{SETTINGS}{TYPES}"));
    let text = shown(&workspace.generate(&[]));
    for expected in [
        "next:\n  add the crate of `some_traits::Tag` to generated/Cargo.toml, such as with \
         `cargo add some_traits --manifest-path generated/Cargo.toml`\n",
        "  add the crate of `titles::Title` to generated/Cargo.toml, such as with \
         `cargo add titles --manifest-path generated/Cargo.toml`\n",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    let text = shown(&workspace.generate(&[]));
    assert!(
        text.contains("generated/Cargo.toml lacks the crate of `titles::Title`; add it, such as with `cargo add titles "),
        "{text}"
    );
    let manifest = workspace.read("generated/Cargo.toml");
    let added = manifest.replace(
        "[dependencies]\n",
        "[dependencies]\ntitles.path = 'a'\nsome-traits = '1'\n",
    );
    workspace.write("generated/Cargo.toml", &added);
    let text = shown(&workspace.generate(&[]));
    assert!(!text.contains("the crate of"), "{text}");
}

#[test]
fn the_crates_of_a_module_are_a_next_step() {
    let workspace = Workspace::new();
    let settings =
        format!("{SETTINGS}layout = 'module'\n{TYPES}").replace("../generated", "../src/shelf");
    workspace.write("spec/codegen.toml", &settings);
    let text = shown(&workspace.generate(&[]));
    assert!(
        text.contains("  add the crate of `titles::Title` to the Cargo.toml of that crate, such as with `cargo add titles`\n"),
        "{text}"
    );
    workspace.write(
        "Cargo.toml",
        "[package]\nname = 'a'\n[dependencies]\nsome_traits = '1'\n",
    );
    let text = shown(&workspace.generate(&[]));
    assert!(
        text.contains("Cargo.toml lacks the crate of `titles::Title`; add it, such as with `cargo add titles --manifest-path Cargo.toml`\n"),
        "{text}"
    );
    assert!(!text.contains("some_traits"), "{text}");
}

#[test]
fn the_manifest_of_a_new_crate_documents_all_features() {
    let workspace = Workspace::new();
    let options = ["--repository", "https://example.com/shelf"];
    assert!(any_document(&workspace, "new", &options).status.success());
    let manifest = workspace.read("new/Cargo.toml");
    assert!(
        manifest.contains("\n[package.metadata.docs.rs]\nall-features = true\n"),
        "{manifest}"
    );
    assert!(
        manifest.contains("\nrepository = \"https://example.com/shelf\"\n"),
        "{manifest}"
    );
}

#[test]
fn a_new_crate_in_a_workspace_is_a_member_of_it() {
    let workspace = Workspace::new();
    workspace.write("Cargo.toml", "[workspace]\nmembers = ['crates/*']\n");
    let text = shown(&any_document(&workspace, "crates/shelf", &[]));
    assert!(!text.contains("[workspace]"), "{text}");
    assert!(
        !workspace
            .read("crates/shelf/Cargo.toml")
            .contains("workspace")
    );
    assert!(
        any_document(&workspace, "crates/shelf", &["--check"])
            .status
            .success()
    );
    // One that is not listed is a separate workspace until the user adds it.
    let text = shown(&any_document(&workspace, "other", &[]));
    assert!(
        text.contains(
            "next:\n  to use the crate in the workspace of Cargo.toml, add `other` to its `members`, and remove \
             `[workspace]` from other/Cargo.toml\n"
        ),
        "{text}"
    );
    assert!(
        workspace
            .read("other/Cargo.toml")
            .ends_with("\n[workspace]\n")
    );
}

#[test]
fn a_manifest_that_cannot_be_read_is_reported_at_its_place() {
    let workspace = Workspace::new();
    let manifest = workspace.path("generated/Cargo.toml");
    for (contents, message, place, help) in [
        (
            &b"[package]\nname = shelf\n"[..],
            "`generated/Cargo.toml` is not valid TOML: ",
            "--> generated/Cargo.toml:2:8\n",
            "correct the file",
        ),
        (
            b"\xff",
            "`generated/Cargo.toml` cannot be read: it must be UTF-8",
            "--> generated/Cargo.toml\n",
            "save the file as UTF-8",
        ),
    ] {
        std::fs::write(&manifest, contents).unwrap();
        let output = workspace.generate(&[]);
        assert_eq!(output.status.code(), Some(1));
        let text = shown(&output);
        for part in [message, place, help] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("\\n"), "{text}");
    }
    std::fs::remove_file(&manifest).unwrap();
    std::fs::create_dir(&manifest).unwrap();
    let text = shown(&workspace.generate(&[]));
    assert!(text.contains("it is a folder, not a file"), "{text}");
    assert!(text.contains("help: move it"), "{text}");
}
