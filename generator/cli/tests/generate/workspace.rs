//! A temporary workspace for each test, and runs of the binary in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

#[path = "../output/mod.rs"]
mod output;

pub(crate) use self::output::shown;

/// A document with one operation and one type.
pub(crate) const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Shelf
  description: Lends books.
  version: 1.0.0
servers:
  - url: https://shelf.example
tags:
  - name: books
    description: Books, one at a time.
paths:
  /books/{id}:
    get:
      operationId: get-book
      tags: [books]
      summary: Returns a book.
      parameters:
        - name: id
          in: path
          required: true
          description: Its number.
          schema:
            type: string
      responses:
        '200':
          description: The book.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Book'
components:
  schemas:
    Book:
      description: A book.
      type: object
      required: [title]
      properties:
        title:
          description: As on its cover.
          type: string
";

/// A run with the settings of the workspace.
pub(crate) const GENERATE: [&str; 3] = ["generate", "--config", "spec/codegen.toml"];

/// The settings of the workspace.
pub(crate) const SETTINGS: &str = "\
document = \"shelf.yaml\"
output = \"../generated\"
package = \"shelf-client\"
";

/// A folder with a document, settings and a crate with a hand-written manifest.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// The contents and modification time of each file, by path.
pub(crate) type Tree = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl Workspace {
    /// A workspace before its first run.
    pub(crate) fn new() -> Self {
        let workspace = Self {
            folder: TempDir::new().unwrap(),
        };
        workspace.write("spec/shelf.yaml", DOCUMENT);
        workspace.write("spec/codegen.toml", SETTINGS);
        workspace.write("generated/Cargo.toml", "# by hand\n");
        workspace
    }

    /// A workspace whose first run was an hour ago.
    pub(crate) fn generated() -> Self {
        let workspace = Self::new();
        let output = workspace.generate(&[]);
        assert!(output.status.success(), "{}", shown(&output));
        for path in workspace.tree("").keys() {
            let hour_ago = SystemTime::now() - Duration::from_secs(3600);
            fs::File::options()
                .append(true)
                .open(workspace.path(path))
                .unwrap()
                .set_modified(hour_ago)
                .unwrap();
        }
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, contents: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces `old` by `new` in the document.
    pub(crate) fn edit_document(&self, old: &str, new: &str) {
        assert!(DOCUMENT.contains(old));
        self.write("spec/shelf.yaml", &DOCUMENT.replace(old, new));
    }

    /// A command that runs the binary in this workspace.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-crate"));
        command.args(arguments).current_dir(self.folder.path());
        for variable in [
            "CARGO_MANIFEST_DIR",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
        ] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// A run of `generate` with the settings of the workspace.
    pub(crate) fn generate(&self, arguments: &[&str]) -> Output {
        self.run(&[&GENERATE, arguments].concat())
    }

    /// All files below a folder.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        let mut tree = Tree::new();
        add_files(&self.path(folder), self.folder.path(), &mut tree);
        tree
    }
}

fn add_files(folder: &Path, root: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(&path, root, tree);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            tree.insert(name, (fs::read(&path).unwrap(), modified));
        }
    }
}

/// Compares the output with a snapshot, without the time and the size of the embedded runtime.
macro_rules! assert_shown {
    ($output:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"done in \d+\.\d\d s", "done in [time]"),
                (r"  \+ src/runtime/\S+\n", ""),
                (r"\d+ files added", "[n] files added"),
                (r"and \d+ more", "and [n] more"),
                (r"\d+ (files )?unchanged", "[n] ${1}unchanged"),
                (r"openapi-crate\.exe", "openapi-crate"),
            ],
            omit_expression => true,
            prepend_module_to_snapshot => true,
        }, {
            insta::assert_snapshot!($crate::workspace::shown(&$output));
        })
    };
}
pub(crate) use assert_shown;
