//! Lists.

use super::tag::HtmlTag;
use super::writer::{List, Writer};

/// The deepest list.
const DEEPEST: usize = 6;

impl Writer<'_> {
    pub(super) fn list(&mut self, tag: &HtmlTag<'_>) {
        if tag.is_closing {
            let list = self.lists.pop();
            self.trim_end();
            if let Some(list) = list.filter(|_| !self.out.is_empty()) {
                let prefix = &list.prefix;
                self.out
                    .push_str(&format!("\n{}\n{prefix}", prefix.trim_end()));
            }
            self.skip_space();
            return;
        }
        let prefix = if self.lists.len() < DEEPEST {
            self.prefix()
        } else {
            self.list_prefix()
        };
        let next = (tag.name == "ol").then_some(1);
        if self.lists.is_empty() {
            self.break_paragraph();
        }
        // Lists in lists deeper than this are one list.
        if self.lists.len() < DEEPEST * 4 {
            self.lists.push(List { prefix, next });
        }
    }

    pub(super) fn item(&mut self) {
        let (prefix, marker) = match self.lists.last_mut() {
            Some(List { prefix, next }) => {
                let marker = next.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                *next = next.map(|number| number.saturating_add(1));
                (prefix.clone(), marker)
            }
            None => (String::new(), "- ".to_owned()),
        };
        if self.is_at_start_of_line() {
            self.out.truncate(self.out.len() - self.line().len());
        } else {
            self.trim_end();
            self.out.push('\n');
        }
        self.out.push_str(&prefix);
        self.out.push_str(&marker);
        self.skip_space();
    }

    /// The start of each line of an item of the innermost list.
    pub(super) fn list_prefix(&self) -> String {
        self.lists.last().map_or_else(String::new, |list| {
            let marker = list.next.map_or("  ", |_| "   ");
            format!("{}{marker}", list.prefix)
        })
    }
}
