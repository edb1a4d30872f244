//! A failure at each point at which a request can fail, with the double.

use std::fs;
use std::path::Path;
use std::time::Duration;

use fastly_kv_store::testing::{Double, Fault, Recorded, for_each_fault};
use fastly_kv_store::types::{GetItemResponse, KeyListMeta, ListItemKeysResponse};
use fastly_kv_store::{Client, RetryPolicy};
use tempfile::TempDir;

use super::sync::arguments::Arguments;
use super::sync::report::{Counts, Report};
use super::sync::store::Store;
use super::sync::{down, up};
use super::{Buffer, read, write};

const KEYS: [&str; 3] = ["changed", "same", "stale"];

/// The metadata of a value with one byte, `1`.
const METADATA_OF_1: &str =
    "sha256=6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b size=1";

/// Defines a store with these items, of which `same` has the value `1`.
fn store_of(api: &Double, keys: &'static [&'static str], retry: RetryPolicy) -> Store {
    api.list_item_keys().reply_with(|_| {
        ListItemKeysResponse::new(
            keys.iter().map(ToString::to_string).collect(),
            KeyListMeta::default(),
        )
    });
    api.get_item().reply_with(|call| match call.key.as_str() {
        "same" => GetItemResponse::new("1").metadata(METADATA_OF_1),
        _ => GetItemResponse::new("from the store"),
    });
    api.upsert_item().reply(());
    api.delete_item().reply(());
    let builder = Client::builder().token("SECRET").retry(retry);
    let client = builder.service(api.clone()).build().expect("a client");
    Store::new(&client, &client, "s", Duration::from_secs(1))
}

fn arguments(direction: &str, folder: &Path) -> Arguments {
    let folder = folder.to_str().expect("UTF-8");
    let line = [direction, folder, "--store", "s", "--delete"];
    Arguments::parse(line)
        .expect("valid arguments")
        .expect("no help")
}

/// Uploads a changed, a new and an unchanged file, and deletes an item. Returns whether that succeeded.
async fn upload(api: &Double, retry: RetryPolicy) -> (bool, Counts) {
    let folder = TempDir::new().expect("a temporary folder");
    write(
        folder.path(),
        &[("changed", b"2"), ("new", b"3"), ("same", b"1")],
    );
    let store = store_of(api, &KEYS, retry);
    let report = Report::new(Buffer::default(), Buffer::default());
    let run = up::up(&store, &arguments("up", folder.path()), &report).await;
    assert_eq!(read(folder.path()).len(), 3, "an upload changes no file");
    (report.finish(&run, false), report.counts())
}

#[tokio::test]
async fn an_upload_survives_any_single_failure() {
    let faults = for_each_fault(|api| async move {
        let (succeeded, counts) = upload(&api, RetryPolicy::default()).await;
        assert!(succeeded, "{counts:?}");
        assert_eq!(
            (counts.uploaded, counts.unchanged, counts.deleted),
            (2, 1, 1)
        );
    });
    // A list, the metadata of two items, two uploads and a deletion.
    assert_eq!(faults.await.requests, 6);
}

#[tokio::test]
async fn an_upload_that_fails_deletes_nothing() {
    for_each_fault(|api| async move {
        let (succeeded, counts) = upload(&api, RetryPolicy::none()).await;
        let deleted: Vec<String> = api
            .delete_item()
            .calls()
            .into_iter()
            .map(|call| call.key)
            .collect();
        if counts.uploaded == 2 && counts.unchanged == 1 {
            assert_eq!(deleted, ["stale"]);
            assert_eq!(succeeded, counts.deleted == 1);
        } else {
            assert!(!succeeded && deleted.is_empty(), "{counts:?}");
        }
        for call in api.upsert_item().calls() {
            let content = match call.key.as_str() {
                "changed" => "2",
                "new" => "3",
                other => panic!("{other} is unchanged"),
            };
            assert_eq!(call.body.expect("a body"), content);
        }
    })
    .await;
}

#[tokio::test]
async fn a_download_loses_no_file_at_any_failure() {
    for is_retried in [true, false] {
        let retry = if is_retried {
            RetryPolicy::default()
        } else {
            RetryPolicy::none()
        };
        for_each_fault(|api| {
            let retry = retry.clone();
            async move {
                let folder = TempDir::new().expect("a temporary folder");
                write(
                    folder.path(),
                    &[("changed", b"local"), ("same", b"1"), ("old", b"4")],
                );
                let store = store_of(&api, &["changed", "new", "same"], retry);
                let report = Report::new(Buffer::default(), Buffer::default());
                let run = down::down(&store, &arguments("down", folder.path()), &report).await;
                let succeeded = report.finish(&run, false);
                let files = read(folder.path());
                let of = |name: &str| files.get(name).map(Vec::as_slice);
                assert_eq!(of("same"), Some(&b"1"[..]));
                let stored = Some(&b"from the store"[..]);
                if succeeded {
                    assert_eq!((files.len(), of("changed"), of("new")), (3, stored, stored));
                } else {
                    assert!(!is_retried, "a single failure is survived");
                    assert_eq!(of("old"), Some(&b"4"[..]));
                    assert!(of("changed") == stored || of("changed") == Some(b"local"));
                    assert!(of("new").is_none() || of("new") == stored);
                    assert!(files.len() <= 4, "no temporary file is left: {files:?}");
                }
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_refused_request_waits_for_the_rate_limit() {
    let api = Double::new();
    let reset = Duration::from_secs(20);
    api.list_item_keys()
        .fail(Fault::rate_limited(reset))
        .times(1);
    api.upsert_item().fail(Fault::rate_limited(reset)).times(1);
    let (succeeded, counts) = upload(&api, RetryPolicy::default()).await;
    assert!(succeeded, "{counts:?}");
    let waited: Vec<Duration> = api.calls().iter().map(Recorded::waited).collect();
    assert!(waited[1] >= reset, "{waited:?}");
    assert!(waited.iter().max() >= Some(&(2 * reset)), "{waited:?}");
}

#[tokio::test]
async fn a_file_that_changes_during_its_upload_fails() {
    let folder = TempDir::new().expect("a temporary folder");
    write(folder.path(), &[("a", b"1")]);
    let api = Double::new();
    let path = folder.path().join("a");
    api.upsert_item().reply_with(move |_| {
        fs::write(&path, "longer").expect("a file");
    });
    let store = store_of(&api, &[], RetryPolicy::none());
    let (report, errors) = (Buffer::default(), Buffer::default());
    let report = Report::new(report, errors.clone());
    up::up(&store, &arguments("up", folder.path()), &report)
        .await
        .expect("a run");
    assert_eq!(report.counts().failed, 1);
    assert!(
        errors
            .text()
            .contains("the file was changed during the upload"),
        "{}",
        errors.text()
    );
}

#[tokio::test]
async fn keys_without_the_prefix_are_left_alone() {
    let folder = TempDir::new().expect("a temporary folder");
    write(folder.path(), &[("a", b"1")]);
    let api = Double::new();
    // The server ignores the prefix.
    let store = store_of(&api, &["other/b", "p/stale", "pa"], RetryPolicy::none());
    for direction in ["up", "down"] {
        let mut arguments = arguments(direction, folder.path());
        arguments.prefix = "p/".to_owned();
        let report = Report::new(Buffer::default(), Buffer::default());
        super::sync::synchronize(&store, &arguments, &report)
            .await
            .expect("a run");
    }
    let deleted = api.delete_item().calls();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0].key, "p/stale");
    assert_eq!(
        api.list_item_keys().calls()[0].prefix.as_deref(),
        Some("p/")
    );
    let downloaded = api.get_item().calls();
    assert!(downloaded.iter().all(|call| call.key == "p/stale"));
    assert_eq!(
        read(folder.path()).into_keys().collect::<Vec<_>>(),
        ["stale"]
    );
}
