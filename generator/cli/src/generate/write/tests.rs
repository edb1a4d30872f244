//! Tests of writing changes.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::transaction::STAGING;
use super::*;

fn write_one(folder: &Path, name: &str, changes: &[Change<'_>]) -> Result<(), Diagnostic> {
    let folder = Folder {
        path: folder.to_owned(),
        name,
        changes,
    };
    write(&[folder])
}

fn changes() -> Vec<Change<'static>> {
    let change = |path: &str, old: Option<&str>, new| Change {
        path: path.to_owned(),
        old: old.map(|old| old.as_bytes().to_vec()),
        new,
    };
    vec![
        change("src/added.rs", None, Some("new".into())),
        change("src/gone/mod.rs", Some("old"), None),
        change("src/replaced.rs", Some("old"), Some("new".into())),
        change("src/sub/last.rs", None, Some("new".into())),
    ]
}

/// A crate that matches `changes`, with files that are a day old.
fn crate_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for change in changes() {
        if let Some(old) = change.old {
            let path = folder.path().join(change.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, old).unwrap();
            make_old(&path);
        }
    }
    folder
}

fn make_old(path: &Path) {
    let yesterday = SystemTime::now() - Duration::from_secs(86_400);
    fs::File::open(path)
        .unwrap()
        .set_modified(yesterday)
        .unwrap();
}

/// All paths below a folder, with the contents and time of files.
fn tree(folder: &Path) -> Vec<(PathBuf, Option<(String, SystemTime)>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(tree(&path));
            all.push((path, None));
        } else {
            let modified = entry.metadata().unwrap().modified().unwrap();
            all.push((
                path.clone(),
                Some((fs::read_to_string(path).unwrap(), modified)),
            ));
        }
    }
    all.sort();
    all
}

fn names(folder: &Path) -> Vec<String> {
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    tree(folder)
        .iter()
        .filter(|(_, file)| file.is_some())
        .map(|(path, _)| name(path))
        .collect()
}

#[test]
fn changes_are_written_and_nothing_else_remains() {
    let folder = crate_folder();
    assert!(write_one(folder.path(), "out", &changes()).is_ok());
    assert_eq!(
        names(folder.path()),
        ["src/added.rs", "src/replaced.rs", "src/sub/last.rs"]
    );
    assert_eq!(
        fs::read(folder.path().join("src/replaced.rs")).unwrap(),
        b"new"
    );
    assert!(
        !folder.path().join("src/gone").exists(),
        "an empty folder remains"
    );
}

#[test]
fn a_failed_rename_undoes_those_before_it() {
    for in_the_way in ["src/replaced.rs", "src/sub/last.rs"] {
        let folder = crate_folder();
        let changes = changes();
        let mut transaction = Transaction::begin(folder.path()).unwrap();
        for (index, change) in changes.iter().enumerate() {
            transaction.stage(index, change).unwrap();
        }
        // Another process creates the path first.
        let path = folder.path().join(in_the_way);
        drop(fs::remove_file(&path));
        fs::create_dir_all(path.join("in the way")).unwrap();
        let before = tree(&folder.path().join("src"));

        let failed = changes.iter().enumerate().find_map(|(index, change)| {
            transaction
                .commit(index, change)
                .is_err()
                .then_some(change.path.as_str())
        });
        assert_eq!(failed, Some(in_the_way));
        assert_eq!(transaction.roll_back(), None);
        assert_eq!(tree(&folder.path().join("src")), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only src");
    }
}

#[test]
fn a_failure_restores_files_times_and_folders() {
    let folder = crate_folder();
    let before = tree(folder.path());
    let mut changes = changes();
    changes.push(Change {
        path: "src/no-such-file.rs".to_owned(),
        old: Some(Vec::new()),
        new: None,
    });
    let diagnostic = write_one(folder.path(), "out", &changes)
        .unwrap_err()
        .render();
    assert!(
        diagnostic.contains("out/src/no-such-file.rs"),
        "{diagnostic}"
    );
    assert!(diagnostic.contains("`out` is unchanged"), "{diagnostic}");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn folders_created_by_a_failed_run_are_deleted() {
    let folder = TempDir::new().unwrap();
    let gone = [Change {
        path: "src/a.rs".to_owned(),
        old: Some(Vec::new()),
        new: None,
    }];
    assert!(write_one(&folder.path().join("new/crate"), "new/crate", &gone).is_err());
    // No file system allows a name of that length, but `new` is created before the failure.
    assert!(
        write_one(
            &folder.path().join("new").join("x".repeat(5000)),
            "new/x",
            &gone
        )
        .is_err()
    );
    assert_eq!(tree(folder.path()), []);
}

#[test]
fn a_failure_names_the_unwritable_folder() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let added = Change {
        path: "a.rs".to_owned(),
        old: None,
        new: Some("".into()),
    };
    let diagnostic = write_one(&file, "out", &[added]).unwrap_err();
    assert!(
        !diagnostic.message.contains(STAGING),
        "{}",
        diagnostic.message
    );
    assert!(
        diagnostic.message.starts_with("`out` cannot be written: "),
        "{}",
        diagnostic.message
    );
    assert!(diagnostic.help.is_some());
}

#[test]
fn no_changes_write_nothing() {
    let folder = TempDir::new().unwrap();
    assert!(write_one(&folder.path().join("crate"), "crate", &[]).is_ok());
    assert_eq!(tree(folder.path()), []);
}

#[test]
fn old_files_that_cannot_be_restored_are_kept() {
    let folder = crate_folder();
    let change = Change {
        path: "src/replaced.rs".to_owned(),
        old: Some(b"old".to_vec()),
        new: Some("new".into()),
    };
    let mut transaction = Transaction::begin(folder.path()).unwrap();
    transaction.stage(0, &change).unwrap();
    transaction.commit(0, &change).unwrap();
    let target = folder.path().join(&change.path);
    fs::remove_file(&target).unwrap();
    fs::create_dir_all(target.join("in the way")).unwrap();
    let kept = transaction.roll_back().unwrap();
    assert_eq!(fs::read(kept.join("0.old")).unwrap(), b"old");
}

#[test]
fn only_abandoned_staging_folders_are_deleted() {
    let folder = TempDir::new().unwrap();
    for name in [".codegen-dead", ".codegen-live", "other"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    make_old(&folder.path().join(".codegen-dead"));
    make_old(&folder.path().join("other"));
    let added = Change {
        path: "a.rs".to_owned(),
        old: None,
        new: Some("".into()),
    };
    assert!(write_one(folder.path(), "out", &[added]).is_ok());
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, [".codegen-live", "a.rs", "other"]);
}

#[test]
fn a_failure_in_one_folder_leaves_the_others_as_they_were() {
    let (first, second) = (crate_folder(), crate_folder());
    let changes = changes();
    // The last change of the second folder cannot be made.
    let obstacle = second.path().join("src/sub/last.rs");
    fs::create_dir_all(obstacle.join("in the way")).unwrap();
    let before = [tree(first.path()), tree(second.path())];
    let folders = [(&first, "first"), (&second, "second")].map(|(folder, name)| Folder {
        path: folder.path().to_owned(),
        name,
        changes: &changes,
    });
    let shown = write(&folders).unwrap_err().render();
    let shown = anstream::adapter::strip_str(&shown).to_string();
    assert!(shown.contains("`first`, `second` are unchanged"), "{shown}");
    assert_eq!([tree(first.path()), tree(second.path())], before);
}

/// A run that finds a manifest writes no readme.
#[test]
fn a_new_manifest_is_written_last() {
    let change = |path: &str| Change {
        path: path.to_owned(),
        old: None,
        new: Some("new".into()),
    };
    let changes = ["Cargo.toml", "README.md", "src/lib.rs"].map(change);
    let paths: Vec<_> = in_order(&changes)
        .map(|(index, change)| (index, change.path.as_str()))
        .collect();
    assert_eq!(
        paths,
        [(1, "README.md"), (2, "src/lib.rs"), (0, "Cargo.toml")]
    );
}
