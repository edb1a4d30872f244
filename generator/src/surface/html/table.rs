//! Tables.

use super::tag::HtmlTag;
use super::writer::{Place, Writer};

impl Writer<'_> {
    /// A table without tables in it.
    pub(super) fn table(&mut self) {
        self.break_paragraph();
        let Some(close) = self.next_closing("table") else {
            return;
        };
        let rows = rows(&self.source[self.at..close.start]);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        let prefix = self.prefix();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.out.push_str(&prefix);
            }
            self.out.push_str(&format!("| {} |", row.join(" | ")));
            if index == 0 {
                self.out.push_str(&"  |".repeat(columns - row.len()));
                self.out
                    .push_str(&format!("\n{prefix}|{}", " --- |".repeat(columns)));
            }
            self.out.push('\n');
        }
        self.at = close.end;
        self.break_paragraph();
    }
}

/// The cells of a table.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<usize> = None;
    let mut at = 0;
    while let Some(start) = table[at..].find('<').map(|found| at + found) {
        let Some(tag) = HtmlTag::at(&table[start..]) else {
            at = start + 1;
            continue;
        };
        at = start + tag.length;
        let is_cell = matches!(tag.name.as_str(), "td" | "th");
        if is_cell || tag.name == "tr" {
            if let Some(from) = cell.take() {
                let text = in_one_line(&table[from..start]);
                match rows.last_mut() {
                    Some(row) => row.push(text),
                    None => rows.push(vec![text]),
                }
            }
            if tag.name == "tr" && !tag.is_closing {
                rows.push(Vec::new());
            }
            if is_cell && !tag.is_closing {
                cell = Some(at);
            }
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// The text of a cell.
fn in_one_line(html: &str) -> String {
    let mut writer = Writer::new(html);
    writer.span(html.len(), Place::OneLine);
    let words: Vec<&str> = writer.out.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}
