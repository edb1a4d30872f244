//! A folder into a store and back.

use fastly_kv_emulator::Operation;
use tempfile::TempDir;

use super::{Setup, read, write};

/// Names and contents that are easily damaged.
fn odd_files() -> Vec<(&'static str, Vec<u8>)> {
    let large = (0..5_000_000_u32).map(|n| (n / 7 % 251) as u8).collect();
    vec![
        ("large.bin", large),
        ("empty", Vec::new()),
        ("a file with spaces.txt", b" \n".to_vec()),
        ("100%25 & a+b=c, 'quoted' ~!.txt", b"\0\xff".to_vec()),
        ("grüße/日本語/🦀.md", "🦀".into()),
        ("a/b/c/d/e/f", b"deep".to_vec()),
        (".hidden/.file", b"hidden".to_vec()),
        ("a/...", b"three periods".to_vec()),
    ]
}

#[tokio::test]
async fn an_odd_folder_is_unchanged_after_a_round_trip() {
    let setup = Setup::new().await;
    let files = odd_files();
    let slices: Vec<_> = files
        .iter()
        .map(|(name, content)| (*name, &content[..]))
        .collect();
    write(setup.path(), &slices);
    let up = setup.up(&["--prefix", "x y/é"]).await.counts();
    assert_eq!((up.uploaded, up.unchanged), (files.len(), 0));
    assert!(up.bytes > 5_000_000, "{up:?}");
    assert!(setup.keys().iter().all(|key| key.starts_with("x y/é/")));

    let copy = TempDir::new().expect("a temporary folder");
    let copied = copy.path().join("new/folder");
    let down = setup.down(&copied, &["--prefix", "x y/é/"]).await.counts();
    assert_eq!((down.downloaded, down.bytes), (files.len(), up.bytes));
    assert_eq!(read(&copied), read(setup.path()));

    // Nothing has changed since, in either direction.
    let uploads = setup.emulator.requests(Operation::UpsertItem);
    let up = setup.up(&["--prefix", "x y/é", "--delete"]).await.counts();
    assert_eq!((up.uploaded, up.unchanged, up.deleted), (0, files.len(), 0));
    assert_eq!(setup.emulator.requests(Operation::UpsertItem), uploads);
    let down = setup
        .down(&copied, &["--prefix", "x y/é", "--delete"])
        .await
        .counts();
    assert_eq!(
        (down.downloaded, down.unchanged, down.deleted),
        (0, files.len(), 0)
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_downloaded_file_has_the_permissions_of_a_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let setup = Setup::new().await;
    setup.seed("downloaded", "value");
    write(setup.path(), &[("new", b"")]);
    setup.down(setup.path(), &[]).await.counts();
    let mode = |name| {
        let metadata = setup.path().join(name).metadata().expect("a file");
        metadata.permissions().mode()
    };
    assert_eq!(mode("downloaded"), mode("new"));
}

#[tokio::test]
async fn items_of_other_programs_are_compared_by_their_content() {
    let setup = Setup::new().await;
    setup.seed("a", "one");
    assert_eq!(setup.down(setup.path(), &[]).await.counts().downloaded, 1);
    assert_eq!(setup.down(setup.path(), &[]).await.counts().unchanged, 1);
    // The first upload adds the hash, by which the next one is skipped.
    assert_eq!(setup.up(&[]).await.counts().uploaded, 1);
    assert_eq!(setup.up(&[]).await.counts().unchanged, 1);
}
