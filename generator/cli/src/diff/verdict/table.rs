//! Renders a verdict as a table for the terminal.

use annotate_snippets::renderer::{AnsiColor, Style};
use openapi_crate::diff::{Change, Effect, Kind};

use super::Verdict;
use crate::visible::{Text, value};

/// The maximum number of listed items with changed documentation.
const NAMED: usize = 8;

/// Renders the verdict with colours, which the caller strips if they are not wanted.
pub(crate) fn render(verdict: &Verdict<'_>) -> Text {
    let mut text = Text::default();
    text.line(&format!("{} -> {}", verdict.base.label, verdict.new.label));
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
        text.end_line();
        text.styled(style(effect).bold(), effect.as_str());
        text.end_line();
        let items: Vec<String> = changes.iter().map(|change| value(&change.item)).collect();
        let width = items
            .iter()
            .map(|item| item.chars().count())
            .max()
            .unwrap_or(0);
        for (change, item) in changes.iter().zip(items) {
            let (sign, style) = sign(change.kind);
            text.push("  ");
            text.styled(style, sign);
            text.line(&format!(" {item:width$}  {}", change.what));
            let indent = format!("    {:width$}  ", "");
            text.line(&format!("{indent}{}", change.why));
            text.push(&indent);
            text.styled(Style::new().dimmed(), &verdict.short_places(change));
            text.end_line();
        }
        if !documented.is_empty() {
            text.line(&format!("  ~ {}", listed(&documented)));
        }
    }
    let style = verdict.diff.effect().map_or(Style::new(), style).bold();
    text.end_line();
    text.styled(style, verdict.diff.bump().as_str());
    text.line(&format!(
        ": {}{}",
        verdict.diff.summary(),
        verdict.required_version()
    ));
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

fn sign(kind: Kind) -> (&'static str, Style) {
    match kind {
        Kind::Added => ("+", AnsiColor::Green.on_default()),
        Kind::Removed => ("-", AnsiColor::Red.on_default()),
        Kind::Changed => ("~", AnsiColor::Yellow.on_default()),
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
