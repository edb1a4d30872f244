//! The data folder, which keeps the stores of an emulator from one run to the next.
//!
//! ```text
//! fastly-kv-emulator.lock   marks the folder as one of the emulator, and is locked while an emulator uses it
//! stores/NUMBER             a store without its items
//! items/NUMBER/NUMBER       an item; the first number is that of the store
//! ```
//!
//! A new version of an item is a new file with a greater number. Each file is written under a temporary name and then
//! renamed, so it is complete or absent after a crash of the process. Files with other names are left alone, and links
//! are never followed.

mod file;
mod lock;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use http::{HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use self::lock::Lock;
use crate::StartError;
use crate::item::{Item, Key};
use crate::problem::Problem;
use crate::store::Store;

/// A data folder, locked until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// The maximum length of an item's file.
    limit: u64,
    _lock: Lock,
}

/// The header of a store's file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreHeader {
    id: String,
    name: String,
    location: Option<String>,
    created: u64,
    updated: u64,
}

/// The header of an item's file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemHeader {
    key: String,
    metadata: String,
    generation: u64,
    modified: u64,
    expires: Option<u64>,
}

impl Folder {
    /// Opens a folder, which is created if it does not exist. `value_bytes` is the maximum length of a value.
    pub(crate) fn open(path: &Path, value_bytes: usize) -> Result<Self, StartError> {
        // Creating a folder there would only fail because the path exists.
        if fs::metadata(path).is_ok_and(|found| !found.is_dir()) {
            return Err(StartError::corrupt(path, "is not a folder"));
        }
        fs::create_dir_all(path).map_err(|error| StartError::data(path, &error))?;
        let lock = Lock::acquire(path)?;
        for folder in ["stores", "items"] {
            real_folder(&path.join(folder))?;
        }
        let value_bytes = value_bytes.max(crate::limits::VALUE_BYTES);
        Ok(Self {
            path: path.to_owned(),
            limit: u64::try_from(value_bytes)
                .unwrap_or(u64::MAX)
                .saturating_add(64 * 1_024),
            _lock: lock,
        })
    }

    /// Loads all stores, without their items, and returns the greatest number of a store.
    pub(crate) fn load_stores(&mut self) -> Result<(BTreeMap<u64, Store>, u64), StartError> {
        let mut stores = BTreeMap::new();
        let mut last = 0;
        for (number, path) in numbered(&self.path.join("stores"))? {
            let (header, _) = file::read::<StoreHeader>(&path, self.limit)?;
            let mut store = Store::new(header.id, header.name, header.location, header.created);
            store.updated = header.updated;
            stores.insert(number, store);
            last = last.max(number);
        }
        for (number, path) in numbered(&self.path.join("items"))? {
            if stores.contains_key(&number) || fs::remove_dir(&path).is_ok() {
                continue;
            }
            // The folder of a deleted store is kept if it has files of others.
            real_folder(&path)?;
            if !numbered(&path)?.is_empty() {
                let reason = "has items of a store that does not exist";
                return Err(StartError::corrupt(&path, reason));
            }
        }
        Ok((stores, last))
    }

    /// Loads the items of a store.
    pub(crate) fn load_items(&self, store: u64) -> Result<BTreeMap<Key, Item>, StartError> {
        let folder = self.items(store);
        if fs::symlink_metadata(&folder).is_err() {
            return Ok(BTreeMap::new());
        }
        real_folder(&folder)?;
        let mut items: BTreeMap<Key, Item> = BTreeMap::new();
        // In the order of their numbers, so a later version of an item replaces an earlier one.
        for (number, path) in numbered(&folder)? {
            let (header, value) = file::read::<ItemHeader>(&path, self.limit)?;
            let metadata = HeaderValue::from_bytes(header.metadata.as_bytes())
                .map_err(|_| StartError::corrupt(&path, "has wrong metadata"))?;
            let item = Item {
                value,
                metadata,
                generation: header.generation,
                modified: header.modified,
                expires: header.expires,
                number,
            };
            if let Some(earlier) = items.insert(header.key.into(), item) {
                self.remove_item(store, earlier.number);
            }
        }
        Ok(items)
    }

    pub(crate) fn write_store(&self, number: u64, store: &Store) -> Result<(), Problem> {
        let header = StoreHeader {
            id: store.id.clone(),
            name: store.name.clone(),
            location: store.location.clone(),
            created: store.created,
            updated: store.updated,
        };
        let path = self.store(number);
        let written = self
            .check(&path)
            .and_then(|()| file::write(&path, &header, b""));
        written.map_err(|error| failed("write", &path, &error))
    }

    /// Removes a store without items.
    pub(crate) fn remove_store(&self, number: u64) -> Result<(), Problem> {
        let path = self.store(number);
        self.remove(&path)
            .map_err(|error| failed("remove", &path, &error))?;
        // A folder with files of others is kept.
        let _ = fs::remove_dir(self.items(number));
        Ok(())
    }

    pub(crate) fn write_item(&self, store: u64, key: &str, item: &Item) -> Result<(), Problem> {
        let header = ItemHeader {
            key: key.to_owned(),
            metadata: String::from_utf8_lossy(item.metadata.as_bytes()).into_owned(),
            generation: item.generation,
            modified: item.modified,
            expires: item.expires,
        };
        let folder = self.items(store);
        let path = folder.join(item.number.to_string());
        let write = || {
            self.check(&folder)?;
            // The first item of a store creates its folder.
            if fs::symlink_metadata(&folder).is_err() {
                fs::create_dir(&folder)?;
            }
            self.check(&path)?;
            file::write(&path, &header, &item.value)
        };
        write().map_err(|error| failed("write", &path, &error))
    }

    /// Removes an item that was deleted.
    pub(crate) fn delete_item(&self, store: u64, number: u64) -> Result<(), Problem> {
        let path = self.items(store).join(number.to_string());
        self.remove(&path)
            .map_err(|error| failed("remove", &path, &error))
    }

    /// Removes an item that has expired or was replaced. If this fails, the next start removes it.
    pub(crate) fn remove_item(&self, store: u64, number: u64) {
        let _ = self.remove(&self.items(store).join(number.to_string()));
    }

    /// Removes a file, if it exists.
    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.check(path).and_then(|()| fs::remove_file(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Returns an error if a folder on the way to this file was replaced by a link since the start.
    fn check(&self, path: &Path) -> io::Result<()> {
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| *folder != self.path) {
            if !fs::symlink_metadata(folder)?.is_dir() {
                return Err(io::Error::other("its folder was replaced"));
            }
        }
        Ok(())
    }

    /// Returns the path of a store's file.
    pub(crate) fn store(&self, number: u64) -> PathBuf {
        self.path.join("stores").join(number.to_string())
    }

    fn items(&self, store: u64) -> PathBuf {
        self.path.join("items").join(store.to_string())
    }
}

/// Creates a folder, or returns an error if it is a link or a file.
fn real_folder(path: &Path) -> Result<(), StartError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(StartError::corrupt(path, "is not a folder")),
        Err(_) => fs::create_dir(path).map_err(|error| StartError::data(path, &error)),
    }
}

/// Returns the entries whose names are numbers, in their order, and removes temporary files.
fn numbered(folder: &Path) -> Result<BTreeMap<u64, PathBuf>, StartError> {
    let failed = |error: io::Error| StartError::data(folder, &error);
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if file::is_temporary(name) {
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                let _ = fs::remove_file(entry.path());
            }
        } else if let Some(number) = number(name) {
            found.insert(number, entry.path());
        }
    }
    Ok(found)
}

/// Returns the number that a name consists of, which is written without leading zeros.
fn number(name: &str) -> Option<u64> {
    let number: u64 = name.parse().ok()?;
    // A greater number would leave no next one.
    (number.to_string() == name && number < u64::MAX / 2).then_some(number)
}

fn failed(verb: &str, path: &Path, error: &io::Error) -> Problem {
    let detail = format!("cannot {verb} {}: {error}", path.display());
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
}
