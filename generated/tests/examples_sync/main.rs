//! Tests of the synchronization of a folder, with the emulator and with the double.

#[path = "../../examples/sync/main.rs"]
#[allow(dead_code, reason = "the tests call `run`")]
mod sync;

mod changes;
mod collisions;
mod faults;
mod hostile;
mod names;
mod points;
mod program;
mod round_trip;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fastly_kv_emulator::{Builder, Emulator, SeedItem, SeedStore};
use fastly_kv_store::{BoxError, Client};
use sync::arguments::Arguments;
use sync::report::{Counts, Report};
use sync::store::Store;
use tempfile::TempDir;

/// An emulator with a store, and a folder.
struct Setup {
    emulator: Emulator,
    store: String,
    /// The client of all runs, since each new one would read the certificates of the system.
    client: Store,
    folder: TempDir,
}

/// The outcome of a run.
#[derive(Debug)]
struct Run {
    succeeded: bool,
    counts: Counts,
    out: String,
    errors: String,
}

impl Setup {
    async fn new() -> Self {
        Self::with(Emulator::builder()).await
    }

    async fn with(builder: Builder) -> Self {
        let emulator = builder.start().await.expect("a free port");
        let store = emulator.seed_store(SeedStore::new("assets"));
        let store = store.expect("a new name");
        let builder = Client::builder().token("SECRET");
        let builder = builder.base_url(emulator.url()).expect("a valid URL");
        let client = builder.build().expect("a client");
        let client = Store::new(&client, &client, &store, Duration::from_secs(5));
        let folder = TempDir::new().expect("a temporary folder");
        Self {
            emulator,
            store,
            client,
            folder,
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Parses a command line that ends with these options.
    fn arguments(&self, direction: &str, folder: &Path, options: &[&str]) -> Arguments {
        let folder = folder.to_str().expect("UTF-8");
        let start = [
            direction,
            folder,
            "--store",
            &self.store,
            "--url",
            self.emulator.url(),
        ];
        let arguments = Arguments::parse(start.iter().chain(options));
        arguments.expect("valid arguments").expect("no help")
    }

    async fn up(&self, options: &[&str]) -> Run {
        self.run(&self.arguments("up", self.path(), options)).await
    }

    async fn down(&self, folder: &Path, options: &[&str]) -> Run {
        self.run(&self.arguments("down", folder, options)).await
    }

    async fn run(&self, arguments: &Arguments) -> Run {
        observed(arguments, async |report| {
            sync::synchronize(&self.client, arguments, report).await
        })
        .await
    }

    /// Runs the whole program, with its retries and timeouts.
    async fn program(&self, direction: &str, folder: &Path, options: &[&str]) -> Run {
        let arguments = self.arguments(direction, folder, options);
        observed(&arguments, async |report| {
            sync::run(&arguments, "SECRET", report).await
        })
        .await
    }

    fn seed(&self, key: &str, value: impl Into<bytes::Bytes>) {
        let seeded = self
            .emulator
            .seed_item(&self.store, SeedItem::new(key, value));
        seeded.expect("a valid item");
    }

    fn keys(&self) -> Vec<String> {
        self.emulator.keys(&self.store)
    }
}

async fn observed(
    arguments: &Arguments,
    run: impl AsyncFnOnce(&Arc<Report>) -> Result<(), BoxError>,
) -> Run {
    let (out, errors) = (Buffer::default(), Buffer::default());
    let report = Arc::new(Report::new(out.clone(), errors.clone()));
    let outcome = run(&report).await;
    let succeeded = report.finish(&outcome, arguments.dry_run);
    let (out, errors) = (out.text(), errors.text());
    assert!(!format!("{out}{errors}").contains("SECRET"), "{errors}");
    Run {
        succeeded,
        counts: report.counts(),
        out,
        errors,
    }
}

impl Run {
    /// Checks that the run succeeded, and returns what it did.
    #[track_caller]
    fn counts(self) -> Counts {
        assert!(self.succeeded && self.errors.is_empty(), "{self:?}");
        self.counts
    }

    /// Checks that the run failed, and returns its errors.
    #[track_caller]
    fn failure(self) -> String {
        assert!(!self.succeeded && !self.errors.is_empty(), "{self:?}");
        self.errors
    }
}

/// A shared buffer.
#[derive(Debug, Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("UTF-8")
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut buffer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buffer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes files, with their folders.
fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        fs::write(path, content).expect("a new file");
    }
}

/// Reads all files of a folder.
fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder");
                let name = name.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    files
}
