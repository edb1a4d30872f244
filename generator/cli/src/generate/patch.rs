//! Renders changes as a unified diff.

use std::time::Duration;

use annotate_snippets::renderer::{AnsiColor, Style};
use similar::TextDiff;

use super::changes::Change;
use crate::visible::{Text, value};

/// The time limit for a minimal diff. Beyond it, the diff is still correct, but may be longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Renders the changes to the crate in `crate_folder`, in the format of `git diff` and `git apply`.
///
/// A file with invisible characters, or with a line that a CI runner would execute, is shown with escapes, and its
/// changes cannot be applied.
pub(super) fn render(crate_folder: &str, changes: &[Change<'_>]) -> Text {
    let mut patch = Text::default();
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
            if exists {
                value(&file)
            } else {
                "/dev/null".to_owned()
            }
        };
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_lines(&*old, change.new.as_deref().unwrap_or_default());
        let mut unified = diff.unified_diff();
        unified.header(
            &name("a", change.old.is_some()),
            &name("b", change.new.is_some()),
        );
        for line in unified.to_string().split_terminator('\n') {
            patch.source_line(style(line), line);
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
