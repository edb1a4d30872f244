//! Renders a verdict as a table for the terminal.

use std::fmt::Write as _;

use annotate_snippets::renderer::{AnsiColor, Style};
use openapi_crate::diff::{Change, Effect, Kind};

use super::Verdict;

/// The maximum number of listed items with changed documentation.
const NAMED: usize = 8;

/// Renders the verdict with colours, which the caller strips if they are not wanted.
pub(crate) fn render(verdict: &Verdict<'_>) -> String {
    let mut text = format!("{} -> {}\n", verdict.base.label, verdict.new.label);
    for effect in Effect::ALL {
        let changes: Vec<&Change> = verdict.described(effect).collect();
        let documented = if effect == Effect::Documentation {
            verdict.documentation_only()
        } else {
            Vec::new()
        };
        if changes.is_empty() && documented.is_empty() {
            continue;
        }
        let style = style(effect).bold();
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{style}{}{style:#}", effect.as_str());
        let width = changes
            .iter()
            .map(|change| change.item.chars().count())
            .max()
            .unwrap_or(0);
        for change in changes {
            let (sign, style) = sign(change.kind);
            let item = format!("{:width$}", change.item);
            let _ = writeln!(text, "  {style}{sign}{style:#} {item}  {}", change.what);
            let _ = writeln!(text, "    {:width$}  {}", "", change.why);
            let dimmed = Style::new().dimmed();
            let _ = writeln!(
                text,
                "    {:width$}  {dimmed}{}{dimmed:#}",
                "",
                verdict.short_places(change)
            );
        }
        if !documented.is_empty() {
            let _ = writeln!(text, "  ~ {}", listed(&documented));
        }
    }
    let bump = verdict.diff.bump().as_str();
    let style = verdict.diff.effect().map_or(Style::new(), style).bold();
    let _ = writeln!(
        text,
        "\n{style}{bump}{style:#}: {}{}",
        verdict.diff.summary(),
        verdict.required_version()
    );
    text
}

fn style(effect: Effect) -> Style {
    match effect {
        Effect::Breaking => AnsiColor::Red.on_default(),
        Effect::Behaviour => AnsiColor::Yellow.on_default(),
        Effect::Addition => AnsiColor::Green.on_default(),
        Effect::Documentation => AnsiColor::Cyan.on_default(),
    }
}

fn sign(kind: Kind) -> (char, Style) {
    match kind {
        Kind::Added => ('+', AnsiColor::Green.on_default()),
        Kind::Removed => ('-', AnsiColor::Red.on_default()),
        Kind::Changed => ('~', AnsiColor::Yellow.on_default()),
    }
}

fn listed(items: &[&str]) -> String {
    let named: Vec<&str> = items.iter().take(NAMED).copied().collect();
    let more = match items.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}
