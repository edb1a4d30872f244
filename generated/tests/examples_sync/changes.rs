//! The changes that a run makes, and those that it does not make.

use std::fs;
use std::time::Duration;

use fastly_kv_emulator::{Emulator, Operation};

use super::{Setup, read, write};

#[tokio::test]
async fn only_a_changed_file_is_uploaded() {
    let setup = Setup::new().await;
    write(setup.path(), &[("a", b"1"), ("b", b"2"), ("c", b"3")]);
    assert_eq!(setup.up(&[]).await.counts().uploaded, 3);
    write(setup.path(), &[("b", b"4")]);
    let run = setup.up(&[]).await;
    assert_eq!(
        run.out,
        "upload b\n1 uploaded (1 B), 2 unchanged, 0 deleted, 0 ignored, 0 failed\n"
    );
    assert_eq!(setup.emulator.requests(Operation::UpsertItem), 4);
    let item = setup.emulator.item(&setup.store, "b").expect("an item");
    assert_eq!(item.value(), "4");
    let hash = "sha256=4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a";
    assert_eq!(item.metadata(), format!("{hash} size=1"));
}

#[tokio::test]
async fn stale_items_are_deleted_only_below_the_prefix() {
    let setup = Setup::new().await;
    for key in [
        "site/old",
        "site/a/old",
        "site",
        "site-old/a",
        "other",
        "old",
    ] {
        setup.seed(key, "value");
    }
    write(setup.path(), &[("new", b"1")]);
    // Without `--delete`, nothing is deleted.
    assert_eq!(setup.up(&["--prefix", "site"]).await.counts().deleted, 0);
    let run = setup.up(&["--prefix", "site", "--delete"]).await.counts();
    assert_eq!((run.deleted, run.unchanged), (2, 1));
    assert_eq!(
        setup.keys(),
        ["old", "other", "site", "site-old/a", "site/new"]
    );
}

#[tokio::test]
async fn stale_files_are_deleted_below_the_folder() {
    let setup = Setup::new().await;
    setup.seed("site/a", "value");
    setup.seed("old", "value");
    // A run that was killed has left the last one.
    write(
        setup.path(),
        &[("old", b""), ("b/old", b""), (".sync-x.part", b"")],
    );
    let kept = setup
        .down(setup.path(), &["--prefix", "site"])
        .await
        .counts();
    assert_eq!((kept.downloaded, kept.deleted), (1, 0));
    let run = setup
        .down(setup.path(), &["--prefix", "site", "--delete"])
        .await
        .counts();
    assert_eq!((run.unchanged, run.deleted), (1, 3));
    assert_eq!(read(setup.path()).into_keys().collect::<Vec<_>>(), ["a"]);
}

#[tokio::test]
async fn temporary_files_are_not_uploaded() {
    let setup = Setup::new().await;
    write(setup.path(), &[("a/.sync-x.part", b"1"), ("a/b", b"2")]);
    let run = setup.up(&[]).await;
    assert!(run.succeeded, "{run:?}");
    assert_eq!((run.counts.uploaded, run.counts.ignored), (1, 1));
    assert_eq!(setup.keys(), ["a/b"]);
}

#[tokio::test]
async fn lists_include_the_latest_changes() {
    let delay = Duration::from_secs(3_600);
    let setup = Setup::with(Emulator::builder().eventual_delay(delay)).await;
    write(setup.path(), &[("a", b"1")]);
    setup.up(&[]).await.counts();
    fs::rename(setup.path().join("a"), setup.path().join("b")).expect("a new name");
    let run = setup.up(&["--delete"]).await.counts();
    assert_eq!((run.uploaded, run.deleted), (1, 1));
    let run = setup.down(setup.path(), &[]).await.counts();
    assert_eq!((run.unchanged, run.downloaded), (1, 0));
}

#[tokio::test]
async fn an_empty_source_deletes_nothing() {
    let setup = Setup::new().await;
    setup.seed("a", "value");
    let error = setup.up(&["--delete"]).await.failure();
    assert!(
        error.contains("the folder has no files, so nothing was deleted"),
        "{error}"
    );
    assert_eq!(setup.keys(), ["a"]);
    write(setup.path(), &[("b", b"1")]);
    let error = setup
        .down(setup.path(), &["--delete", "--prefix", "x"])
        .await
        .failure();
    assert!(
        error.contains("the store has no items, so nothing was deleted"),
        "{error}"
    );
    assert_eq!(read(setup.path()).len(), 1);
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let setup = Setup::new().await;
    write(setup.path(), &[("same", b"1"), ("changed", b"2")]);
    setup.up(&[]).await.counts();
    write(setup.path(), &[("changed", b"3"), ("new", b"4")]);
    setup.seed("old", "value");
    let writes = || {
        let requests = |operation| setup.emulator.requests(operation);
        requests(Operation::UpsertItem) + requests(Operation::DeleteItem)
    };
    let (before, local) = (writes(), read(setup.path()));
    let run = setup.up(&["--dry-run", "--delete", "--jobs", "1"]).await;
    assert_eq!(
        run.out,
        "upload changed\nupload new\ndelete old\n\
         dry run, nothing was changed: 2 uploaded (2 B), 1 unchanged, 1 deleted, 0 ignored, 0 failed\n"
    );
    let run = setup
        .down(setup.path(), &["--dry-run", "--delete", "--jobs", "1"])
        .await;
    assert_eq!(
        run.out,
        "download changed\ndownload old\ndelete new\n\
         dry run, nothing was changed: 2 downloaded (1 B), 1 unchanged, 1 deleted, 0 ignored, 0 failed\n"
    );
    assert_eq!(writes(), before);
    assert_eq!(read(setup.path()), local);
    let missing = setup.path().join("missing");
    setup
        .down(&missing, &["--dry-run", "--delete"])
        .await
        .counts();
    assert!(!missing.exists());
}

#[tokio::test]
async fn a_different_time_to_live_is_a_change() {
    let setup = Setup::new().await;
    write(setup.path(), &[("a", b"1")]);
    assert_eq!(setup.up(&["--ttl", "60"]).await.counts().uploaded, 1);
    let left = setup
        .emulator
        .item(&setup.store, "a")
        .expect("an item")
        .time_to_live();
    assert!(
        left.is_some_and(|left| left <= Duration::from_secs(60)),
        "{left:?}"
    );
    assert_eq!(setup.up(&["--ttl", "60"]).await.counts().unchanged, 1);
    // An item that must not expire is written again, so that it does not.
    assert_eq!(setup.up(&[]).await.counts().uploaded, 1);
    assert_eq!(setup.up(&["--ttl", "60"]).await.counts().uploaded, 1);
    assert_eq!(setup.down(setup.path(), &[]).await.counts().unchanged, 1);
    setup.emulator.advance(Duration::from_secs(61));
    assert_eq!(setup.up(&["--ttl", "60"]).await.counts().uploaded, 1);
}

#[tokio::test]
async fn a_file_that_fails_does_not_stop_the_others() {
    let setup = Setup::new().await;
    setup.seed("old", "value");
    write(setup.path(), &[("a#b", b"1"), ("z", b"2"), ("large", b"")]);
    let large = fs::File::options()
        .write(true)
        .open(setup.path().join("large"));
    // A hole, which needs no space on the disk.
    large
        .expect("a file")
        .set_len(26_214_401)
        .expect("a longer file");
    let run = setup.up(&["--delete"]).await;
    assert_eq!(
        (run.counts.uploaded, run.counts.failed, run.counts.deleted),
        (1, 2, 0)
    );
    let errors = run.failure();
    for expected in [
        "error: a#b: a key cannot contain '#'; rename the file\n",
        "error: large: a value has at most 26214400 bytes, and the file has 26214401\n",
        "nothing was deleted, because of the errors\n",
    ] {
        assert!(errors.contains(expected), "{errors}");
    }
    assert_eq!(setup.keys(), ["old", "z"]);
}
