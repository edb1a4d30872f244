//! Keys and links that lead out of the folder, and damaged values.

use std::fs;

use fastly_kv_emulator::{Fault, Operation, SeedItem};
use tempfile::TempDir;

use super::{Setup, read, write};

#[tokio::test]
async fn no_key_leads_out_of_the_folder() {
    let setup = Setup::new().await;
    let outer = TempDir::new().expect("a temporary folder");
    let folder = outer.path().join("inner");
    let absolute = outer.path().join("absolute").display().to_string();
    let hostile = [
        "../escaped",
        "a/../../escaped",
        "a/..",
        "a/./b",
        "/escaped",
        absolute.as_str(),
        "//host/share",
        "..\\escaped",
        "a\\b",
        "C:\\escaped",
        "c:escaped",
        "C:/escaped",
        "a\0b",
        "a/",
        "a//b",
        "NUL",
        "con.txt",
        "a/Lpt1",
        "COM¹.log",
        ".sync-x.part",
        "\u{1b}[31mred",
        "aux .txt",
    ];
    for key in hostile {
        setup.seed(key, "hostile");
    }
    setup.seed("a/b/good", "good");
    setup.seed("...", "good");
    let run = setup.down(&folder, &[]).await;
    assert_eq!(
        (run.counts.downloaded, run.counts.failed),
        (2, hostile.len()),
        "{}",
        run.errors
    );
    // Nothing is shown that a terminal would interpret.
    assert!(!run.errors.contains(['\0', '\x1b']), "{:?}", run.errors);
    assert!(
        run.errors.contains("error: \\u{1b}[31mred: "),
        "{:?}",
        run.errors
    );
    run.failure();
    let files: Vec<_> = read(outer.path()).into_keys().collect();
    assert_eq!(files, ["inner/...", "inner/a/b/good"]);

    // With a prefix, the rest of the key is the path.
    setup.seed("p/../escaped", "hostile");
    setup.seed("p//escaped", "hostile");
    let run = setup.down(&folder, &["--prefix", "p"]).await;
    assert_eq!((run.counts.downloaded, run.counts.failed), (0, 2));
    assert_eq!(read(outer.path()).len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let setup = Setup::new().await;
    let outside = TempDir::new().expect("a temporary folder");
    write(
        outside.path(),
        &[("file", b"outside"), ("secret", b"outside")],
    );
    symlink(outside.path(), setup.path().join("folder")).expect("a link");
    symlink(outside.path().join("file"), setup.path().join("link")).expect("a link");
    symlink(
        outside.path().join("missing"),
        setup.path().join("dangling"),
    )
    .expect("a link");
    write(setup.path(), &[("own", b"1")]);
    for key in [
        "folder/file",
        "folder/new/file",
        "link",
        "dangling",
        "stale",
    ] {
        setup.seed(key, "hostile");
    }
    let run = setup.up(&["--delete"]).await;
    assert!(run.succeeded, "{run:?}");
    assert_eq!(
        (run.counts.uploaded, run.counts.ignored, run.counts.deleted),
        (1, 3, 1)
    );
    assert!(
        run.errors.contains("link: ignored, a symbolic link\n"),
        "{run:?}"
    );
    // Items that a link hides are not stale.
    assert_eq!(
        setup.keys(),
        ["dangling", "folder/file", "folder/new/file", "link", "own"]
    );

    let before = read(outside.path());
    let run = setup.down(setup.path(), &["--delete"]).await;
    assert_eq!(
        (
            run.counts.downloaded,
            run.counts.unchanged,
            run.counts.failed
        ),
        (0, 1, 4),
        "{run:?}"
    );
    assert!(run.failure().contains("link is not a file"));
    assert_eq!(read(outside.path()), before);
    assert!(setup.path().join("link").is_symlink());
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_is_ignored() {
    let setup = Setup::new().await;
    let socket = std::os::unix::net::UnixListener::bind(setup.path().join("socket"));
    socket.expect("a socket");
    write(setup.path(), &[("own", b"1")]);
    let run = setup.up(&[]).await;
    assert!(run.succeeded, "{run:?}");
    assert_eq!((run.counts.uploaded, run.counts.ignored), (1, 1));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_name_that_is_not_utf_8_fails() {
    use std::os::unix::ffi::OsStrExt;

    let setup = Setup::new().await;
    write(setup.path(), &[("own", b"1")]);
    let name = std::ffi::OsStr::from_bytes(b"wrong-\xff");
    fs::write(setup.path().join(name), "").expect("a file");
    let run = setup.up(&[]).await;
    assert_eq!((run.counts.uploaded, run.counts.failed), (1, 1));
    assert!(
        run.failure()
            .contains("a name that is not UTF-8 cannot be a key")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn files_that_other_systems_cannot_have_are_not_uploaded() {
    let setup = Setup::new().await;
    write(
        setup.path(),
        &[("a\\b", b"1"), ("aux", b"2"), ("C:/x", b"3"), ("own", b"4")],
    );
    let run = setup.up(&[]).await;
    assert_eq!((run.counts.uploaded, run.counts.failed), (1, 3), "{run:?}");
    assert!(
        run.failure()
            .contains("error: aux: `aux` is a device on Windows\n")
    );
    assert_eq!(setup.keys(), ["own"]);
}

#[tokio::test]
async fn a_file_and_a_folder_with_the_same_name_are_an_error() {
    let setup = Setup::new().await;
    setup.seed("a", "file");
    setup.seed("a/b", "file");
    let run = setup.down(setup.path(), &[]).await;
    assert_eq!(
        (run.counts.downloaded, run.counts.failed),
        (1, 1),
        "{run:?}"
    );
    assert_eq!(read(setup.path()).len(), 1);
}

#[tokio::test]
async fn a_value_without_the_hash_of_its_metadata_is_not_stored() {
    let setup = Setup::new().await;
    write(setup.path(), &[("a", b"1")]);
    setup.up(&[]).await.counts();
    let metadata = setup
        .emulator
        .item(&setup.store, "a")
        .expect("an item")
        .metadata()
        .to_owned();
    let damaged = SeedItem::new("a", "2").with_metadata(metadata);
    setup
        .emulator
        .seed_item(&setup.store, damaged)
        .expect("a valid item");
    write(setup.path(), &[("a", b"local")]);
    let errors = setup.down(setup.path(), &[]).await.failure();
    assert!(errors.contains("does not have the hash"), "{errors}");
    assert_eq!(fs::read(setup.path().join("a")).expect("a file"), b"local");
    assert_eq!(read(setup.path()).len(), 1, "the temporary file is deleted");
}

#[tokio::test]
async fn a_value_without_an_end_is_not_stored() {
    let setup = Setup::new().await;
    setup.seed("a", "1");
    let endless = http::Response::new(vec![0; 26_214_401]);
    let fault = Fault::response(endless).operation(Operation::GetItem);
    setup.emulator.set_faults([fault], 1);
    let errors = setup.down(setup.path(), &[]).await.failure();
    assert!(
        errors.contains("the value has more than 26214400 bytes"),
        "{errors}"
    );
    assert!(read(setup.path()).is_empty());
}
