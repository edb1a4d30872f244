//! Renders changes as a unified diff.

use std::time::Duration;

use annotate_snippets::renderer::{AnsiColor, Style};
use similar::TextDiff;

use super::changes::{Change, Changes};
use crate::visible::{Text, value};

/// The time limit for a minimal diff. Beyond it, the diff is still correct, but may be longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The maximum number of missing files, and of those left over, whose contents are part of the diff.
const MOST_WHOLE: usize = 12;

/// Renders the changes to the crate in `crate_folder`, in the format of `git diff` and `git apply`.
///
/// Many missing files, and those of a crate without any, are named, one per line, and so are many files that are left
/// over, and the files of which only the line endings differ. Such a diff is not complete.
///
/// A file with invisible characters, or with a line that a CI runner would execute, is shown with escapes, and its
/// changes cannot be applied.
pub(super) fn render(crate_folder: &str, changes: &Changes<'_>) -> Text {
    let mut patch = Text::default();
    let names_missing = changes.is_first() || changes.added() > MOST_WHOLE;
    let names_left_over = changes.removed() > MOST_WHOLE;
    for change in &changes.changes {
        let named = match change {
            Change { old: None, .. } if names_missing => Some("missing"),
            Change { new: None, .. } if names_left_over => Some("left over"),
            change if change.is_of_line_endings() => Some("line endings"),
            _ => None,
        };
        if let Some(what) = named {
            let file = value(&format!("{crate_folder}/{}", change.path));
            patch.line(&format!("{what}: {file}"));
            continue;
        }
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
