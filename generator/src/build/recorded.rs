//! Files that record which of them were read, for Cargo to watch.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;

use crate::file_system::FileSystem;
use crate::file_system::regular_file::refusal;
use crate::input::Files;

/// Files that record which of them were read.
pub(super) struct Recorded<'a> {
    files: &'a FileSystem,
    names: RefCell<BTreeSet<String>>,
}

impl<'a> Recorded<'a> {
    pub(super) fn new(files: &'a FileSystem) -> Self {
        Self {
            files,
            names: RefCell::default(),
        }
    }

    /// The instructions to run the build script again if one of the files changes. Cargo itself does if the script does.
    pub(super) fn instructions(&self) -> Vec<String> {
        let names = self.names.borrow();
        names
            .iter()
            .map(|name| format!("cargo::rerun-if-changed={name}"))
            .collect()
    }

    fn record(&self, name: &str) -> io::Result<()> {
        // Such a name would be more than one instruction.
        if name.contains(char::is_control) {
            return Err(refusal(
                "its name has a control character, with which Cargo cannot watch it",
            ));
        }
        self.names.borrow_mut().insert(name.to_owned());
        Ok(())
    }
}

impl Files for Recorded<'_> {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.record(name)?;
        self.files.read(name)
    }

    fn read_in(&self, folder: &str, name: &str) -> io::Result<Vec<u8>> {
        self.record(name)?;
        self.files.read_in(folder, name)
    }
}
