//! Keys that would share a file.

use tempfile::TempDir;

use super::sync::collision::{Ignores, collisions};
use super::{Setup, read, write};

/// A file system as on macOS.
const INSENSITIVE: Ignores = Ignores {
    case: true,
    form: true,
};

/// A file system as on Linux.
const EXACT: Ignores = Ignores {
    case: false,
    form: false,
};

/// The names that collide, in order.
fn colliding<'a>(names: &[&'a str], ignores: Ignores) -> Vec<&'a str> {
    let found = collisions(names.iter().copied(), ignores);
    found.into_keys().collect()
}

#[test]
fn names_that_are_the_same_for_a_file_system_collide() {
    for names in [
        ["A", "a"],
        ["\u{e9}", "e\u{301}"],
        ["\u{c9}", "e\u{301}"],
        ["Dir/x", "dir/y"],
        ["stra\u{df}e", "STRASSE"],
        ["\u{212b}", "\u{e5}"],
    ] {
        let mut sorted = names;
        sorted.sort_unstable();
        assert_eq!(colliding(&names, INSENSITIVE), sorted);
        assert_eq!(colliding(&names, EXACT), [""; 0], "{names:?}");
    }
    let windows = Ignores {
        form: false,
        ..INSENSITIVE
    };
    assert_eq!(colliding(&["\u{e9}", "e\u{301}"], windows), [""; 0]);
    assert_eq!(
        colliding(&["a", "b", "dir/a", "dir/b"], INSENSITIVE),
        [""; 0]
    );
    let reasons = collisions(["A", "a"].into_iter(), INSENSITIVE);
    assert_eq!(
        reasons["a"],
        "`a` and `A` are the same name for the file system of the folder"
    );
}

#[test]
fn a_file_that_is_also_a_folder_collides() {
    for ignores in [EXACT, INSENSITIVE] {
        assert_eq!(colliding(&["a", "a/b", "a/c", "ab"], ignores), ["a"]);
        assert_eq!(colliding(&["a/b/c", "a/b"], ignores), ["a/b"]);
    }
    assert_eq!(colliding(&["A", "a/b"], INSENSITIVE), ["A", "a/b"]);
}

#[tokio::test]
async fn no_key_replaces_the_file_of_another() {
    let setup = Setup::new().await;
    for key in ["A", "a", "dir", "dir/x", "\u{e9}", "e\u{301}"] {
        setup.seed(key, key.to_owned());
    }
    let folder = TempDir::new().expect("a temporary folder");
    let ignores = Ignores::of(folder.path());
    let run = setup.down(folder.path(), &["--delete"]).await;
    let files = read(folder.path());
    // Each file has the value of its key.
    for (name, content) in &files {
        assert_eq!(name.as_bytes(), content);
    }
    let lost = 1 + 2 * usize::from(ignores.case) + 2 * usize::from(ignores.form);
    assert_eq!((run.counts.failed, files.len()), (lost, 6 - lost));
    let errors = run.failure();
    assert!(
        errors.contains("error: dir: `dir` is also the folder of `dir/x`"),
        "{errors}"
    );
}

#[tokio::test]
async fn the_file_of_a_key_that_became_a_folder_is_not_replaced() {
    let setup = Setup::new().await;
    setup.seed("a/b", "new");
    let folder = TempDir::new().expect("a temporary folder");
    write(folder.path(), &[("a", b"old")]);
    let errors = setup.down(folder.path(), &["--delete"]).await.failure();
    assert!(errors.contains("is not a folder"), "{errors}");
    assert_eq!(read(folder.path())["a"], b"old");
}

#[test]
fn the_file_system_is_probed_without_a_trace() {
    let folder = TempDir::new().expect("a temporary folder");
    let ignores = Ignores::of(folder.path());
    if cfg!(target_os = "linux") {
        assert_eq!(ignores, EXACT);
    }
    assert!(read(folder.path()).is_empty());
    assert_eq!(
        Ignores::usual() == EXACT,
        !cfg!(any(windows, target_vendor = "apple"))
    );
    assert_eq!(Ignores::of(&folder.path().join("missing")), INSENSITIVE);
}
