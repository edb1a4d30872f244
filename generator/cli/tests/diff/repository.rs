//! A workspace in a git repository.

use std::ops::Deref;
use std::process::Output;

use crate::workspace::Workspace;

/// A run with the settings of the workspace.
pub(crate) const DIFF: [&str; 3] = ["diff", "--config", "spec/codegen.toml"];

/// The manifest of a published crate.
pub(crate) const MANIFEST: &str = "[package]\nname = \"shelf-client\"\nversion = \"1.4.0\"\n";

/// A workspace whose document, settings and crate are committed.
pub(crate) struct Repository(Workspace);

impl Repository {
    pub(crate) fn new() -> Self {
        let workspace = Workspace::generated();
        workspace.write("generated/Cargo.toml", MANIFEST);
        let repository = Self(workspace);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    /// A run of `diff` with the settings of the workspace.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Output {
        self.run(&[&DIFF, arguments].concat())
    }

    /// Commits everything.
    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A state"]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let mut command = std::process::Command::new("git");
        command.arg("-C").arg(self.path("")).args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@shelf.example",
        ]);
        command
            .args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"])
            .args(arguments);
        let output = command.output().expect("these tests need git");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Makes a breaking change, an addition, and a change of documentation.
    pub(crate) fn change_the_document(&self) {
        let document = self.read("spec/shelf.yaml");
        let document = document
            .replace("get-book", "find-book")
            .replace("required: [title]", "")
            .replace("As on its cover.", "As on its spine.")
            .replace("  schemas:\n", "  schemas:\n    Reader:\n      description: Reads.\n      type: object\n      properties:\n        name:\n          type: string\n");
        self.write("spec/shelf.yaml", &document);
    }
}

impl Deref for Repository {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.0
    }
}
