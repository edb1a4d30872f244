//! Changes as a unified diff.

use std::fmt::Write as _;
use std::time::Duration;

use annotate_snippets::renderer::{AnsiColor, Style};
use similar::TextDiff;

use super::changes::Change;

/// Beyond this a diff of two long files is still right, but may be longer than it has to be.
const PATIENCE: Duration = Duration::from_secs(2);

/// The changes to the crate in the folder `crate_folder`, in the form that `git diff` prints and `git apply` reads.
pub(super) fn render(crate_folder: &str, changes: &[Change<'_>]) -> String {
    let mut patch = String::new();
    for change in changes {
        let old = change
            .old
            .as_deref()
            .map(String::from_utf8_lossy)
            .unwrap_or_default();
        let name = |side: &str, exists: bool| {
            let file = format!(
                "{side}/{}/{}",
                crate_folder.trim_start_matches('/'),
                change.path
            );
            if exists { file } else { "/dev/null".to_owned() }
        };
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_lines(&*old, change.new.unwrap_or_default());
        let mut unified = diff.unified_diff();
        unified.header(
            &name("a", change.old.is_some()),
            &name("b", change.new.is_some()),
        );
        for line in unified.to_string().split_terminator('\n') {
            let style = style(line);
            // Writing to a string does not fail.
            let _ = writeln!(patch, "{style}{line}{style:#}");
        }
    }
    patch
}

fn style(line: &str) -> Style {
    match line.as_bytes() {
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => Style::new().bold(),
        [b'-', ..] => AnsiColor::Red.on_default(),
        [b'+', ..] => AnsiColor::Green.on_default(),
        [b'@', ..] => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    }
}
