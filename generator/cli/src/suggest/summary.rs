//! Renders the summary of a run: the actions, the remaining diagnostics, and the next command.

use std::collections::BTreeMap;

use annotate_snippets::renderer::AnsiColor;
use openapi_crate::Input;
use openapi_crate::diagnostic::Level;
use openapi_crate::suggest::{Action, Effect, Suggestions};

use super::Suggest;
use super::destination::Written;
use crate::program::Program;
use crate::reporter::count;
use crate::shell;
use crate::visible::Text;

/// The maximum number of places to change by hand in the summary.
const NAMED: usize = 12;

/// Renders the summary with colours.
pub(super) fn render(
    arguments: &Suggest,
    program: &Program,
    input: &Input,
    suggestions: &Suggestions,
    written: Option<Written>,
) -> Text {
    let mut text = Text::default();
    let actions = &suggestions.actions;
    let document = &input.document;
    if actions.is_empty() {
        text.line(&format!("{document}: nothing to suggest"));
    } else {
        let counted = count(actions.len(), "action");
        let fixed = match suggestions.fixed {
            0 => String::new(),
            fixed => format!(" for {}", count(fixed, "diagnostic")),
        };
        text.line(&format!("{document}: {counted}{fixed}"));
        text.line(&format!("  {}", effects(actions)));
    }
    by_hand(suggestions, &mut text);
    left(suggestions, &mut text);
    let name = &arguments.overlay_out;
    if written == Some(Written::Unchanged) {
        text.line(&format!("{name}: unchanged"));
    }
    if written.is_some() && name != "-" {
        next(arguments, program, &mut text);
    }
    text
}

/// The number of actions with each effect.
fn effects(actions: &[Action]) -> String {
    let of = |effect: Effect| actions.iter().filter(|one| one.effect == effect).count();
    let stated = [
        (Effect::Adds, "adds to the API", "add to the API"),
        (
            Effect::ChangesTypes,
            "changes types of the API",
            "change types of the API",
        ),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (effect, one, several) in stated {
        match of(effect) {
            0 => {}
            1 => parts.push(format!("1 action {one}")),
            number => parts.push(format!("{number} actions {several}")),
        }
    }
    if parts.is_empty() {
        return "no action has an effect on the API".to_owned();
    }
    match of(Effect::None) {
        0 => {}
        1 => parts.push("the other one has no effect on it".to_owned()),
        rest => parts.push(format!("the other {rest} have no effect on it")),
    }
    parts.join("; ")
}

/// Adds the places that an overlay cannot change.
fn by_hand(suggestions: &Suggestions, text: &mut Text) {
    if suggestions.by_hand.is_empty() {
        return;
    }
    text.line("to be fixed by hand, since an overlay of this document cannot change it:");
    for (location, diagnostic) in suggestions.by_hand.iter().take(NAMED) {
        text.line(&format!(
            "  {}:{}: {}",
            location.file, location.line, diagnostic.message
        ));
    }
    if let Some(more) = suggestions
        .by_hand
        .len()
        .checked_sub(NAMED)
        .filter(|more| *more > 0)
    {
        text.line(&format!("  and {more} more"));
    }
}

/// Adds the number of diagnostics of each code that are left.
fn left(suggestions: &Suggestions, text: &mut Text) {
    let after = &suggestions.after;
    let errors = after.iter().filter(|one| one.level == Level::Error).count();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in after {
        *codes.entry(diagnostic.code.as_str()).or_default() += 1;
    }
    let counted = [
        (errors, "error", AnsiColor::BrightRed),
        (after.len() - errors, "warning", AnsiColor::Yellow),
    ];
    let counted: Vec<_> = counted.into_iter().filter(|(n, ..)| *n > 0).collect();
    let Some((_, _, colour)) = counted.first() else {
        text.line("left: no diagnostics");
        return;
    };
    let numbers: Vec<String> = counted.iter().map(|(n, what, _)| count(*n, what)).collect();
    let codes: Vec<String> = codes
        .iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    text.push("left: ");
    text.styled(colour.on_default().bold(), &numbers.join(", "));
    text.line(&format!(" ({})", codes.join(", ")));
}

/// Adds the command that uses the overlay.
fn next(arguments: &Suggest, program: &Program, text: &mut Text) {
    let name = &arguments.overlay_out;
    let Some(spec) = &arguments.spec else {
        text.line(&format!(
            "next: review `{name}`, and add it to `overlays` in the settings"
        ));
        return;
    };
    let mut command = vec![program.name, program.generate, "--spec", spec];
    for overlay in arguments.overlay.iter().chain([name]) {
        command.extend(["--overlay", overlay]);
    }
    let selectors = |option: &str, selectors: &[openapi_crate::Selector]| {
        let one = |selector: &openapi_crate::Selector| [option.to_owned(), selector.to_string()];
        selectors.iter().flat_map(one).collect::<Vec<_>>()
    };
    let selected = [
        selectors("--include", &arguments.include),
        selectors("--exclude", &arguments.exclude),
    ]
    .concat();
    command.extend(selected.iter().map(String::as_str));
    if let Some(root) = &arguments.root {
        command.extend(["--root", root]);
    }
    command.extend(["--out", "FOLDER", "--name", "PACKAGE"]);
    text.line(&format!(
        "next: review `{name}`, then run `{}`",
        shell::line(&command)
    ));
}
