//! Tells what a failed run would do with `--keep-going`.

use openapi_crate::diagnostic::{Code, Diagnostic, Level};
use openapi_crate::{Files, Input, Outcome, read};

use crate::reporter::count;

/// Returns the sentence about `--keep-going`, from a second run with it; `None` if it would not help.
pub(super) fn hint(input: &Input, files: &impl Files, failed: &Outcome) -> Option<String> {
    let before = errors(&failed.diagnostics);
    // A document that is too large takes the longest to read, and is refused again.
    let too_large = |one: &Diagnostic| one.code == Code::DocumentTooLarge;
    if input.keep_going || before == 0 || failed.diagnostics.iter().any(too_large) {
        return None;
    }
    let input = Input {
        keep_going: true,
        ..input.clone()
    };
    let reading = read(&input, files);
    let after = errors(&reading.diagnostics);
    let Some(api) = reading.api else {
        let fewer = before.checked_sub(after).filter(|fewer| *fewer > 0)?;
        return Some(format!(
            "with `--keep-going`, {fewer} of these {} would be {}, and {after} would remain",
            count(before, "error"),
            warnings(fewer)
        ));
    };
    let kept: usize = api.groups.iter().map(|group| group.operations.len()).sum();
    if kept == 0 {
        return None;
    }
    let errors = count(before, "error");
    let s = if before == 1 { "s" } else { "" };
    Some(match reading.left_out {
        0 => format!(
            "with `--keep-going`, {errors} would be {}, and no operation would be left out",
            warnings(before)
        ),
        left_out => format!(
            "{errors} affect{s} only {left_out} of {}; with `--keep-going`, {} left out",
            count(left_out + kept, "operation"),
            if left_out == 1 { "it is" } else { "they are" },
        ),
    })
}

fn warnings(count: usize) -> &'static str {
    if count == 1 { "a warning" } else { "warnings" }
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    let errors = diagnostics.iter();
    errors.filter(|one| one.level == Level::Error).count()
}
