//! The data folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fastly_kv_emulator::{Emulator, SeedItem, SeedStore, StartError};

fn start(folder: &Path) -> Result<Emulator, StartError> {
    Emulator::builder().data(folder).start_blocking()
}

/// Returns the message of a failed start, which names this path.
fn failure(folder: &Path, path: &Path) -> String {
    let error = start(folder).expect_err("a failed start").to_string();
    let named = path.display().to_string();
    assert!(error.starts_with(&named), "{error} does not name {named}");
    error[named.len()..].trim_start().to_owned()
}

/// Creates a data folder with one store and one item, and returns the ID of the store and the item's file.
fn folder_with_item(folder: &Path) -> (String, PathBuf) {
    let emulator = start(folder).expect("an emulator");
    let id = emulator
        .seed_store(SeedStore::new("store"))
        .expect("a store");
    emulator
        .seed_item(&id, SeedItem::new("k", "value"))
        .expect("an item");
    (id, folder.join("items/1/2"))
}

#[test]
fn stores_and_items_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let emulator = start(folder.path()).expect("an emulator");
    let id = emulator
        .seed_store(SeedStore::new("a \"ü\"").id("../x"))
        .expect("a store");
    let deleted = emulator
        .seed_store(SeedStore::new("deleted"))
        .expect("a store");
    let every_byte: Vec<u8> = (0..=255).collect();
    let items = [
        SeedItem::new("../../k", every_byte)
            .with_metadata("ü")
            .with_generation(u64::MAX),
        SeedItem::new("empty", ""),
        SeedItem::new("replaced", "old"),
        SeedItem::new("replaced", "new"),
        SeedItem::new("short", "").with_time_to_live(Duration::from_secs(60)),
        SeedItem::new("long", "").with_time_to_live(Duration::from_secs(600)),
    ];
    for item in items {
        emulator.seed_item(&id, item).expect("an item");
    }
    let delete = |target: &str| {
        let target = format!("/resources/stores/kv/{target}");
        crate::support::send(emulator.address(), "DELETE", &target, &[], b"").status
    };
    assert_eq!(delete("..%2Fx/keys/empty"), 204);
    assert_eq!(delete(&deleted), 204);
    emulator.advance(Duration::from_secs(60));
    let before: Vec<SeedItem> = ["../../k", "replaced"]
        .map(|key| emulator.item(&id, key).expect("an item"))
        .into();
    drop(emulator);

    let emulator = start(folder.path()).expect("an emulator");
    assert_eq!(emulator.keys(&id), ["../../k", "long", "replaced"]);
    assert_eq!(emulator.keys(&deleted), Vec::<String>::new());
    for item in before {
        assert_eq!(emulator.item(&id, item.key()), Some(item));
    }
    let stores = crate::support::send(emulator.address(), "GET", "/resources/stores/kv", &[], b"");
    assert_eq!(stores.json()["meta"]["total"], 1);
    assert_eq!(stores.json()["data"][0]["name"], "a \"ü\"");
}

#[test]
fn generations_and_files_are_never_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, _) = folder_with_item(folder.path());
    let emulator = start(folder.path()).expect("an emulator");
    let generation =
        |emulator: &Emulator, key| emulator.item(&id, key).and_then(|it| it.generation());
    let first = generation(&emulator, "k");
    emulator
        .seed_item(&id, SeedItem::new("k2", ""))
        .expect("an item");
    drop(emulator);
    let emulator = start(folder.path()).expect("an emulator");
    emulator
        .seed_item(&id, SeedItem::new("k3", ""))
        .expect("an item");
    assert_eq!(emulator.keys(&id), ["k", "k2", "k3"]);
    assert_eq!(generation(&emulator, "k"), first);
    assert!(generation(&emulator, "k3") > generation(&emulator, "k2"));
}

#[test]
fn a_folder_is_used_by_one_emulator() {
    let folder = tempfile::tempdir().expect("a folder");
    let emulator = start(folder.path()).expect("an emulator");
    let message = failure(folder.path(), folder.path());
    assert_eq!(message, "is in use by a different emulator");
    drop(emulator);
    start(folder.path()).expect("the folder is free");
}

#[test]
fn a_folder_with_other_files_is_not_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("notes.txt");
    fs::write(&file, "mine").expect("a file");
    let message = failure(folder.path(), folder.path());
    assert!(message.starts_with("is not empty"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    assert_eq!(failure(&file, &file), "is not a folder");
}

#[test]
fn files_with_other_names_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, item) = folder_with_item(folder.path());
    let others = ["notes", "02", "+2", "2.bak", ".notes.tmp"];
    for other in others {
        fs::write(item.with_file_name(other), "mine").expect("a file");
    }
    // A write that was interrupted.
    fs::write(item.with_file_name(".7.tmp"), "half").expect("a file");
    let emulator = start(folder.path()).expect("an emulator");
    assert_eq!(emulator.keys(&id), ["k"]);
    for other in others {
        let content = fs::read_to_string(item.with_file_name(other));
        assert_eq!(content.expect("a file"), "mine", "{other}");
    }
    assert!(!item.with_file_name(".7.tmp").exists());
    let delete = |path: &str| {
        let target = format!("/resources/stores/kv/{id}{path}");
        crate::support::send(emulator.address(), "DELETE", &target, &[], b"").status
    };
    assert_eq!((delete("/keys/k"), delete("")), (204, 204));
    assert!(item.with_file_name("notes").exists());
    let new = emulator.seed_store(SeedStore::new("new")).expect("a store");
    drop(emulator);
    let emulator = start(folder.path()).expect("the files of others are no items");
    assert_eq!(emulator.keys(&new), Vec::<String>::new());
}

#[test]
fn a_replaced_version_is_removed_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, item) = folder_with_item(folder.path());
    let old = fs::read(&item).expect("a file");
    let emulator = start(folder.path()).expect("an emulator");
    emulator
        .seed_item(&id, SeedItem::new("k", "new"))
        .expect("an item");
    drop(emulator);
    // The process ended before it removed the old version.
    fs::write(&item, old).expect("a file");
    let emulator = start(folder.path()).expect("an emulator");
    let value = emulator.item(&id, "k").expect("an item").value().clone();
    assert_eq!(value, "new");
    assert!(!item.exists());
}

#[test]
fn a_damaged_file_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, item) = folder_with_item(folder.path());
    let store = folder.path().join("stores/1");
    let lock = folder.path().join("fastly-kv-emulator.lock");
    for path in [&item, &store] {
        let content = fs::read(path).expect("a file");
        for length in 0..content.len() {
            fs::write(path, &content[..length]).expect("a file");
            failure(folder.path(), path);
        }
        for at in 0..content.len() {
            let mut damaged = content.clone();
            damaged[at] ^= 1;
            fs::write(path, damaged).expect("a file");
            failure(folder.path(), path);
        }
        fs::write(path, content).expect("a file");
    }
    fs::write(&lock, "fastly-kv-emulator 2\n").expect("a file");
    assert_eq!(failure(folder.path(), &lock), "has an unknown format");
    fs::write(&lock, "fastly-kv-emulator 1\n").expect("a file");
    start(folder.path()).expect("the folder is intact again");
}

#[test]
fn a_copy_of_a_store_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    folder_with_item(folder.path());
    let copy = folder.path().join("stores/9");
    fs::copy(folder.path().join("stores/1"), &copy).expect("a copy");
    assert_eq!(
        failure(folder.path(), &copy),
        "has the ID of a different store"
    );
}

#[test]
fn a_seeded_generation_does_not_affect_later_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, _) = folder_with_item(folder.path());
    for _ in 0..2 {
        let emulator = start(folder.path()).expect("an emulator");
        let seed = SeedItem::new("k", "").with_generation(u64::MAX);
        emulator.seed_item(&id, seed).expect("an item");
        let mut generations = Vec::new();
        for key in ["k", "k", "k2"] {
            emulator
                .seed_item(&id, SeedItem::new(key, ""))
                .expect("an item");
            let item = emulator.item(&id, key).expect("an item");
            generations.push(item.generation().expect("a generation"));
        }
        assert!(generations.is_sorted_by(|a, b| a < b), "{generations:?}");
        assert_eq!(generations[2].to_string().len(), 16);
        let seed = SeedItem::new("last", "").with_generation(u64::MAX);
        emulator.seed_item(&id, seed).expect("an item");
    }
}

#[test]
fn items_without_a_store_are_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    folder_with_item(folder.path());
    fs::remove_file(folder.path().join("stores/1")).expect("a file");
    let message = failure(folder.path(), &folder.path().join("items/1"));
    assert_eq!(message, "has items of a store that does not exist");
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_errors() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().expect("a folder");
    let folder = tempfile::tempdir().expect("a folder");
    let (_, item) = folder_with_item(folder.path());
    let moved = outside.path().join("moved");
    for name in [
        "items/1/2",
        "stores/1",
        "items/1",
        "items",
        "stores",
        "fastly-kv-emulator.lock",
    ] {
        let path = folder.path().join(name);
        fs::rename(&path, &moved).expect("a file");
        symlink(&moved, &path).expect("a link");
        let message = failure(folder.path(), &path);
        assert!(message.starts_with("is not a"), "{name}: {message}");
        fs::remove_file(&path).expect("a link");
        fs::rename(&moved, &path).expect("a file");
    }
    // A pipe would block a reader.
    fs::remove_file(&item).expect("a file");
    let pipe = std::process::Command::new("mkfifo").arg(&item).status();
    if pipe.is_ok_and(|status| status.success()) {
        assert_eq!(failure(folder.path(), &item), "is not a regular file");
    }
}

#[cfg(unix)]
#[test]
fn a_temporary_link_is_not_followed_when_writing() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().expect("a folder");
    let target = outside.path().join("target");
    fs::write(&target, "untouched").expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let (id, item) = folder_with_item(folder.path());
    let emulator = start(folder.path()).expect("an emulator");
    symlink(&target, item.with_file_name(".3.tmp")).expect("a link");
    symlink(&target, item.with_file_name("4")).expect("a link");
    for value in ["three", "four"] {
        emulator
            .seed_item(&id, SeedItem::new("k", value))
            .expect("an item");
        assert_eq!(emulator.item(&id, "k").expect("an item").value(), value);
    }
    assert_eq!(fs::read_to_string(&target).expect("a file"), "untouched");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_replaced_by_a_link_is_not_used() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().expect("a folder");
    for name in ["items/1", "items"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (id, _) = folder_with_item(folder.path());
        let emulator = start(folder.path()).expect("an emulator");
        let path = folder.path().join(name);
        let moved = outside.path().join("moved");
        fs::rename(&path, &moved).expect("a folder");
        symlink(&moved, &path).expect("a link");
        let files = || {
            let entries = fs::read_dir(if name == "items" {
                moved.join("1")
            } else {
                moved.clone()
            });
            entries.expect("a folder").count()
        };
        let path = format!("/resources/stores/kv/{id}/keys/k");
        for method in ["PUT", "DELETE"] {
            let response = crate::support::send(emulator.address(), method, &path, &[], b"new");
            assert_eq!(response.status, 500, "{method}");
            assert_eq!(files(), 1);
        }
        fs::remove_dir_all(&moved).expect("a folder");
    }
}

#[test]
fn a_failed_write_is_an_error_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, item) = folder_with_item(folder.path());
    let emulator = start(folder.path()).expect("an emulator");
    // A file in place of the folder of the items.
    let items = item.parent().expect("a folder").to_owned();
    fs::remove_dir_all(&items).expect("a folder");
    fs::write(&items, "").expect("a file");
    let path = format!("/resources/stores/kv/{id}/keys/k");
    let response = crate::support::send(emulator.address(), "PUT", &path, &[], b"new");
    assert_eq!(response.status, 500);
    let detail = response.json()["detail"].to_string();
    assert!(detail.contains("cannot write"), "{detail}");
    assert_eq!(emulator.item(&id, "k").expect("an item").value(), "value");
}
