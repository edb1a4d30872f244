//! Tests with links, pipes and large files, which a stranger's folder may contain.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use crate::workspace::{DOCUMENT, Workspace, shown};

/// The document, with a reference to a type in a file.
fn workspace(reference: &str) -> Workspace {
    let workspace = Workspace::generated();
    workspace.edit_document("#/components/schemas/Book", reference);
    workspace
}

/// A change to a workspace.
type Damage = fn(&Workspace);

fn make_pipe(workspace: &Workspace, path: &str) {
    let status = Command::new("mkfifo").arg(workspace.path(path)).status();
    assert!(status.expect("these tests need mkfifo").success());
}

/// Asserts that a run fails with this message and writes nothing.
fn assert_refused(workspace: &Workspace, run: impl Fn() -> Output, message: &str) {
    let before = workspace.tree("generated");
    let output = run();
    assert_eq!(output.status.code(), Some(1));
    let shown = shown(&output);
    assert!(shown.contains(message), "{message}:\n{shown}");
    assert!(!shown.contains("SECRET"), "{shown}");
    assert_eq!(workspace.tree("generated"), before);
}

#[test]
fn a_reference_is_to_a_regular_file_in_the_folder() {
    let secret = "a: {type: string}\nSECRET: [\n";
    let cases: [(&str, Damage, &str); 6] = [
        (
            "part.yaml#/a",
            |workspace| symlink("../secret.yaml", workspace.path("spec/part.yaml")).unwrap(),
            "`spec/part.yaml` cannot be read: it is a link to a file outside the document's folder",
        ),
        (
            "up/secret.yaml#/a",
            |workspace| symlink("..", workspace.path("spec/up")).unwrap(),
            "`spec/up/secret.yaml` cannot be read: it is a link to a file outside",
        ),
        (
            "part.yaml#/a",
            |workspace| make_pipe(workspace, "spec/part.yaml"),
            "`spec/part.yaml` cannot be read: it is not a regular file",
        ),
        (
            "part.yaml#/a",
            |workspace| symlink("/dev/zero", workspace.path("spec/part.yaml")).unwrap(),
            "it is a link to a file outside",
        ),
        (
            "part.yaml#/a",
            |workspace| {
                let file = fs::File::create(workspace.path("spec/part.yaml")).unwrap();
                file.set_len((64 << 20) + 1).unwrap();
            },
            "`spec/part.yaml` cannot be read: it is larger than 64 MB",
        ),
        (
            "part.yaml#/a",
            |workspace| symlink("none.yaml", workspace.path("spec/part.yaml")).unwrap(),
            "no such file",
        ),
    ];
    for (reference, damage, message) in cases {
        let workspace = workspace(reference);
        workspace.write("secret.yaml", secret);
        damage(&workspace);
        assert_refused(&workspace, || workspace.generate(&[]), message);
        let place = "--> spec/shelf.yaml:30:23";
        assert_refused(&workspace, || workspace.generate(&[]), place);
    }
}

#[test]
fn a_link_inside_the_folder_is_followed() {
    let workspace = workspace("part.yaml#/a");
    workspace.write("spec/parts/a.yaml", "a: {type: string}\n");
    symlink("parts/a.yaml", workspace.path("spec/part.yaml")).unwrap();
    let output = workspace.generate(&[]);
    assert!(output.status.success(), "{}", shown(&output));
}

/// The files that the user names can be pipes, but have a maximum size too.
#[test]
fn a_document_without_end_is_refused() {
    let workspace = Workspace::generated();
    for name in ["spec/shelf.yaml", "spec/codegen.toml"] {
        fs::remove_file(workspace.path(name)).unwrap();
        symlink("/dev/zero", workspace.path(name)).unwrap();
        let message = format!("`{name}` cannot be read: it is larger than 64 MB");
        assert_refused(&workspace, || workspace.generate(&[]), &message);
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    for linked in ["generated", "generated/src", "generated/src/types.rs"] {
        let workspace = Workspace::generated();
        let path = workspace.path(linked);
        let elsewhere = workspace.path("elsewhere");
        fs::rename(&path, &elsewhere).unwrap();
        symlink(&elsewhere, &path).unwrap();
        workspace.edit_document("  title: Shelf", "  title: Other");
        let message = format!("`{linked}` is a link");
        let before = workspace.tree("");
        assert_refused(&workspace, || workspace.generate(&[]), &message);
        assert_eq!(workspace.tree(""), before);
    }
}

#[test]
fn a_link_to_nothing_is_not_replaced() {
    for linked in [
        "generated",
        "generated/Cargo.toml",
        "generated/src",
        "generated/src/lib.rs",
    ] {
        let workspace = Workspace::new();
        let path = workspace.path(linked);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if linked == "generated/Cargo.toml" {
            fs::remove_file(&path).unwrap();
        } else if linked == "generated" {
            fs::remove_dir_all(&path).unwrap();
        }
        symlink(workspace.path("elsewhere"), &path).unwrap();
        let output = workspace.generate(&[]);
        assert_eq!(output.status.code(), Some(1), "{linked}");
        let message = format!("`{linked}` is a link");
        assert!(shown(&output).contains(&message), "{}", shown(&output));
        assert!(path.is_symlink() && !workspace.path("elsewhere").exists());
    }
}

#[test]
fn a_folder_around_the_output_is_no_link() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.path("elsewhere")).unwrap();
    symlink("elsewhere", workspace.path("build")).unwrap();
    let run = |out: &str| {
        workspace.run(&[
            "generate",
            "--spec",
            "spec/shelf.yaml",
            "--out",
            out,
            "--name",
            "shelf",
        ])
    };
    assert_refused(&workspace, || run("build/api/v1"), "`build` is a link");
    assert!(
        fs::read_dir(workspace.path("elsewhere"))
            .unwrap()
            .next()
            .is_none()
    );
    assert!(run("elsewhere/api/v1").status.success());
}

/// The names of removed modules are followed neither for reading nor for deleting.
#[test]
fn a_stale_file_that_a_link_leads_to_is_kept() {
    let workspace = Workspace::generated();
    let stale = format!(
        "{}\n",
        workspace
            .read("generated/src/lib.rs")
            .lines()
            .next()
            .unwrap()
    );
    workspace.write("elsewhere/old.rs", &stale);
    symlink("../../elsewhere", workspace.path("generated/src/old")).unwrap();
    symlink(
        "../../elsewhere/old.rs",
        workspace.path("generated/src/old.rs"),
    )
    .unwrap();
    symlink(
        "../elsewhere",
        workspace.path("generated/.openapi-crate-staging-old"),
    )
    .unwrap();
    workspace.edit_document("  title: Shelf", "  title: Other");
    let output = workspace.generate(&[]);
    assert!(output.status.success(), "{}", shown(&output));
    assert_eq!(workspace.read("elsewhere/old.rs"), stale);
    assert!(workspace.path("generated/src/old").is_symlink());
    assert!(workspace.path("generated/src/old.rs").is_symlink());
}

#[test]
fn a_pipe_in_place_of_an_output_file_is_an_error() {
    let workspace = Workspace::generated();
    fs::remove_file(workspace.path("generated/src/types.rs")).unwrap();
    make_pipe(&workspace, "generated/src/types.rs");
    let output = workspace.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown(&output).contains("it is not a regular file"),
        "{}",
        shown(&output)
    );
    assert_eq!(workspace.read("spec/shelf.yaml"), DOCUMENT);
}
