//! Reads files from a revision of a git repository.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use openapi_crate::Files;
use openapi_crate::file_system::regular_file::{IRREGULAR, LARGEST, TOO_LARGE, refusal};

/// The files of a revision, by their names relative to a folder of the working tree.
pub(crate) struct Revision {
    folder: PathBuf,
    /// The commit's hash, so that all files are read from the same commit.
    commit: String,
}

/// Why a revision cannot be read.
pub(crate) enum Unreadable {
    /// `git` cannot be run.
    GitMissing(io::Error),
    /// The folder is not in a repository.
    OutsideRepository,
    /// The revision does not exist.
    UnknownRevision,
}

impl Revision {
    /// Finds a revision in the repository that contains `folder`.
    pub(crate) fn find(folder: &Path, revision: &str) -> Result<Self, Unreadable> {
        let inside =
            git(folder, &["rev-parse", "--is-inside-work-tree"]).map_err(Unreadable::GitMissing)?;
        if !inside.status.success() {
            return Err(Unreadable::OutsideRepository);
        }
        // With the suffix, the argument cannot be parsed as an option.
        let commit = format!("{revision}^{{commit}}");
        let found = git(folder, &["rev-parse", "--verify", "--quiet", &commit])
            .map_err(Unreadable::GitMissing)?;
        if !found.status.success() {
            return Err(Unreadable::UnknownRevision);
        }
        let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
        Ok(Self {
            folder: folder.to_owned(),
            commit,
        })
    }

    /// The object name of a file for `git`.
    fn object(&self, name: &str) -> io::Result<String> {
        let path = Path::new(name);
        if path.is_relative() {
            return Ok(format!("{}:./{name}", self.commit));
        }
        let top = git(&self.folder, &["rev-parse", "--show-toplevel"])?;
        let top = String::from_utf8_lossy(&top.stdout)
            .trim_end_matches(['\r', '\n'])
            .to_owned();
        let relative = path.strip_prefix(&top).ok().and_then(Path::to_str);
        match relative {
            Some(relative) => Ok(format!("{}:{}", self.commit, relative.replace('\\', "/"))),
            None => Err(io::Error::other("it is not in the repository")),
        }
    }
}

impl Files for Revision {
    /// Reads a regular file of the revision. Git does not follow links in it, and neither does this, so that files that
    /// a document refers to are always in its folder.
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let object = self.object(name)?;
        self.check(&object)?;
        let shown = git(&self.folder, &["cat-file", "blob", &object])?;
        if shown.status.success() {
            Ok(shown.stdout)
        } else {
            Err(self.missing())
        }
    }

    fn read_in(&self, _: &str, name: &str) -> io::Result<Vec<u8>> {
        self.read(name)
    }
}

impl Revision {
    /// Checks that an object is a regular file, and not too large, before it is read.
    fn check(&self, object: &str) -> io::Result<()> {
        // `commit:folder/file`, or `commit:file` in the root of the repository.
        let at = object.rfind('/').unwrap_or(self.commit.len());
        let (folder, file) = object
            .split_at_checked(at + 1)
            .ok_or_else(|| self.missing())?;
        // Patterns and magic words in names are literal.
        let listing = ["--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree"];
        let listed = git(
            &self.folder,
            &[&listing[..], &[folder, "--", file]].concat(),
        )?;
        let listed = String::from_utf8_lossy(&listed.stdout);
        // `100644 blob 0123456789abcdef     42<tab>name`
        let mut entry = listed.split_whitespace();
        let (mode, size) = (entry.next(), entry.nth(2));
        match mode {
            None => Err(self.missing()),
            Some("120000") => Err(refusal("it is a link, which is not followed in a revision")),
            Some(mode) if !mode.starts_with("100") => Err(refusal(IRREGULAR)),
            Some(_) => match size.and_then(|size| size.parse::<u64>().ok()) {
                Some(size) if size <= LARGEST => Ok(()),
                _ => Err(refusal(TOO_LARGE)),
            },
        }
    }

    fn missing(&self) -> io::Error {
        let short = self.commit.get(..12).unwrap_or(&self.commit);
        io::Error::other(format!("no such file in revision {short}"))
    }
}

fn git(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
}
