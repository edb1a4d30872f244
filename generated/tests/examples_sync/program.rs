//! The progress bar and the summary.

use std::time::Duration;

use super::Buffer;
use super::sync::report::{Outcome, Report};

/// Reports two files, and returns the output of errors and the progress.
fn written(has_progress: bool, has_color: bool) -> String {
    let errors = Buffer::default();
    let report = Report::new(Buffer::default(), errors.clone())
        .with_progress(has_progress)
        .with_color(has_color);
    report.expect(2);
    report.done("a", Ok(Outcome::Uploaded(1_500)));
    report.done("b", Err("no".into()));
    errors.text()
}

#[test]
fn a_terminal_has_a_progress_bar() {
    let bar = written(true, true);
    assert!(bar.contains("] 1/2 files, 1.5 kB\x1b[K"), "{bar:?}");
    assert!(bar.contains("\x1b[31merror:\x1b[0m b: no\n"), "{bar:?}");
    // Without colors, the bar is the same.
    let plain = written(true, false);
    assert!(
        plain.contains("[===============               ] 1/2 files"),
        "{plain:?}"
    );
    assert!(!plain.contains('m'), "{plain:?}");
}

#[test]
fn only_a_terminal_has_a_progress_bar() {
    assert_eq!(written(false, false), "error: b: no\n");
}

#[test]
fn concurrent_waits_are_reported_once() {
    let errors = Buffer::default();
    let report = Report::new(Buffer::default(), errors.clone());
    for _ in 0..8 {
        report.wait(Duration::from_secs(20));
    }
    assert_eq!(errors.text(), "the rate limit is reached; waiting 21 s\n");
}
