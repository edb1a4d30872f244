//! Tests of two runs at the same time, which write to one folder.

use std::process::{Child, Stdio};

use crate::workspace::{DOCUMENT, Workspace, shown};

const DOCUMENTS: [&str; 2] = ["spec/shelf.yaml", "spec/other.yaml"];

fn arguments(document: &str) -> [&str; 7] {
    [
        "generate", "--spec", document, "--out", "new", "--name", "shelf",
    ]
}

fn start(workspace: &Workspace, document: &str) -> Child {
    let mut command = workspace.command(&arguments(document));
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn is_up_to_date(workspace: &Workspace, document: &str) -> bool {
    let check = [&arguments(document)[..], &["--check"]].concat();
    workspace.run(&check).status.success()
}

#[test]
fn the_folder_has_the_output_of_one_of_two_runs() {
    let workspace = Workspace::new();
    let other = DOCUMENT.replace("Book", "Pen").replace("books", "pens");
    workspace.write(DOCUMENTS[1], &other);
    for _ in 0..8 {
        // Both runs start with an empty folder, and then with one that has files.
        drop(std::fs::remove_dir_all(workspace.path("new")));
        for _ in 0..2 {
            let runs = DOCUMENTS.map(|document| start(&workspace, document));
            for run in runs {
                let output = run.wait_with_output().unwrap();
                assert!(output.status.success(), "{}", shown(&output));
            }
            let found = DOCUMENTS.map(|document| is_up_to_date(&workspace, document));
            assert!(found[0] != found[1], "{found:?}");
        }
    }
}
