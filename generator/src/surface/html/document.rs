//! A Markdown text as one HTML document: what Markdown becomes, and of the HTML in it the tags that have a meaning, each
//! with its end, so that no parser has to repair the tree. The others are text.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TextMergeWithOffset, html};

use super::tag::{HtmlTag, Meaning};
use super::text::linked;

/// The deepest element. The converter recurses, and the parser can take quadratic time.
const DEEPEST: usize = 48;

/// The most pieces: elements, lines, and characters that could start a tag. With more, HTML is shown as text.
const MOST: usize = 20_000;

/// An element that is not closed yet.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Html(&'static str),
    /// Of Markdown, which closes it; HTML does not.
    Markdown {
        is_paragraph: bool,
    },
}

/// The document that is being written.
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
struct Document<'a> {
    events: Vec<Event<'a>>,
    open: Vec<Open>,
    pieces: usize,
    /// Line breaks that are not written yet: at the end of a block they have no meaning.
    breaks: usize,
    is_in_block: bool,
    /// Whether the block cannot have a second line, as a heading or a cell of Markdown.
    one_line: usize,
    in_link: usize,
    in_code: bool,
    /// The rows of the table.
    rows: usize,
    /// Whether there is HTML that is more than text.
    has_html: bool,
    /// Whether there is a comment without an end, so that no other is searched for its end.
    is_in_comment: bool,
}

/// The HTML of a Markdown text that has HTML in it, but not too much.
pub(super) fn document(source: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut document = Document::default();
    let mut block = String::new();
    for (event, range) in
        TextMergeWithOffset::new(Parser::new_ext(source, options).into_offset_iter())
    {
        document.pieces += 1;
        match event {
            Event::Start(Tag::HtmlBlock) => block.clear(),
            Event::Html(html) => block.push_str(&html),
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                document.html(&block, None, None);
            }
            Event::InlineHtml(html) => {
                let before = source[..range.start].chars().next_back();
                document.html(&html, before, source[range.end..].chars().next());
            }
            Event::Start(tag) => document.start(tag),
            Event::End(_) => document.end(event),
            Event::Text(text) if document.in_code => document.events.push(Event::Text(text)),
            Event::Text(text) => document.text(&escaped(&text)),
            Event::SoftBreak => document.soft_break(),
            Event::HardBreak => document.breaks += 1,
            other => {
                document.write_breaks();
                document.events.push(other);
            }
        }
        if document.pieces > MOST || document.open.len() > DEEPEST * 2 {
            return None;
        }
    }
    if !document.has_html {
        return None;
    }
    document.close_to(0);
    let mut text = String::with_capacity(source.len() * 2);
    html::push_html(&mut text, document.events.into_iter());
    Some(text)
}

impl<'a> Document<'a> {
    fn write(&mut self, html: impl Into<CowStr<'a>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    fn start(&mut self, tag: Tag<'a>) {
        let is_inline = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if is_inline {
            self.write_breaks();
        } else {
            self.start_block();
        }
        match tag {
            Tag::Heading { .. } | Tag::Table(_) => self.one_line += 1,
            Tag::Link { .. } | Tag::Image { .. } => self.in_link += 1,
            Tag::CodeBlock(_) => self.in_code = true,
            _ => {}
        }
        self.open.push(Open::Markdown {
            is_paragraph: tag == Tag::Paragraph,
        });
        self.events.push(Event::Start(tag));
    }

    fn end(&mut self, event: Event<'a>) {
        use pulldown_cmark::TagEnd;
        let start = self
            .open
            .iter()
            .rposition(|open| matches!(open, Open::Markdown { .. }))
            .unwrap_or(0);
        self.close_to(start + 1);
        self.open.truncate(start);
        match event {
            Event::End(TagEnd::Heading(_) | TagEnd::Table) => self.one_line -= 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.in_link -= 1,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            _ => {}
        }
        let is_inline = matches!(
            event,
            Event::End(
                TagEnd::Emphasis
                    | TagEnd::Strong
                    | TagEnd::Strikethrough
                    | TagEnd::Link
                    | TagEnd::Image
            )
        );
        if !is_inline {
            self.start_block();
        }
        self.events.push(event);
    }

    fn start_block(&mut self) {
        self.breaks = 0;
        self.is_in_block = false;
    }

    /// Writes the line breaks before content of a line.
    fn write_breaks(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks > 0 && self.is_in_block {
            let is_cell = self.is_open("td") || self.is_open("th");
            self.events.pop_if(|last| is_wbr(last));
            if let Some(Event::InlineHtml(text)) = self.events.last_mut() {
                *text = text.trim_end().to_owned().into();
            }
            match self.open.last() {
                _ if is_cell || self.one_line > 0 => self.write(" "),
                Some(Open::Html("p") | Open::Markdown { is_paragraph: true }) if breaks > 1 => {
                    self.write("</p><p>");
                }
                _ => self.write("<br>"),
            }
        }
        self.is_in_block = true;
    }

    fn soft_break(&mut self) {
        if self.breaks == 0 {
            // A place where a line can be broken.
            self.write(if self.one_line > 0 { " " } else { "<wbr>" });
        }
    }

    /// Writes text between tags, in which `<` and `&` are escaped.
    fn text(&mut self, text: &str) {
        self.pieces += text.matches("&lt;").count();
        if self.is_open("pre") {
            let is_first = matches!(self.events.last(), Some(Event::InlineHtml(html)) if html.ends_with("<code>"));
            let text = if is_first {
                text.trim_start_matches('\n')
            } else {
                text
            };
            return self.write(text.to_owned());
        }
        let text = if self.breaks > 0 {
            text.trim_start()
        } else {
            text
        };
        if text.is_empty() {
            return;
        }
        if !text.trim().is_empty() {
            self.write_breaks();
        }
        let is_link = self.in_link > 0 || self.is_open("a") || self.is_open("code");
        self.write(if is_link {
            text.to_owned()
        } else {
            linked(text)
        });
    }

    /// Writes a piece of HTML between two characters.
    fn html(&mut self, html: &str, before: Option<char>, after: Option<char>) {
        let mut at = 0;
        while let Some(start) = html[at..].find('<').map(|found| at + found) {
            self.text(&html[at..start]);
            let rest = &html[start..];
            if rest.starts_with("<!--") && !self.is_in_comment {
                if let Some(length) = rest.find("-->") {
                    at = start + length + "-->".len();
                    self.has_html = true;
                    continue;
                }
                self.is_in_comment = true;
            }
            self.pieces += 1;
            if self.pieces > MOST {
                return;
            }
            let Some(tag) = HtmlTag::at(rest) else {
                self.text("&lt;");
                at = start + 1;
                continue;
            };
            at = start + tag.length;
            let before = html[..start].chars().next_back().or(before);
            let after = html[at..].chars().next().or(after);
            // Emphasis of Markdown cannot end between punctuation and a letter, or start between a letter and punctuation.
            let (outer, inner) = if tag.is_closing {
                (after, before)
            } else {
                (before, after)
            };
            let is_apart = matches!(tag.meaning, Meaning::Inline("b" | "em"))
                && outer.is_some_and(char::is_alphanumeric)
                && inner.is_some_and(|c| c.is_ascii_punctuation() && c != '<' && c != '>');
            if is_apart && !tag.is_closing {
                self.write(" ");
            }
            self.tag(&tag, rest);
            if is_apart && tag.is_closing {
                self.write(" ");
            }
        }
        self.text(&html[at..]);
    }

    fn tag(&mut self, tag: &HtmlTag, html: &str) {
        self.has_html = true;
        let is_in_pre = self.is_open("pre");
        match tag.meaning {
            Meaning::Break if is_in_pre => self.write("\n"),
            Meaning::Break => self.breaks += 1,
            Meaning::Block("pre") => self.block("pre", tag.is_closing),
            Meaning::None => {}
            _ if is_in_pre => {}
            Meaning::Rule => {
                self.close("p");
                self.start_block();
                self.write("<hr>");
            }
            Meaning::Image => {
                self.write_breaks();
                self.write(html[..tag.length].to_owned());
            }
            Meaning::Block(name) => self.block(name, tag.is_closing),
            Meaning::Inline(name) if tag.is_closing => self.close(name),
            Meaning::Inline(name) => {
                if self.is_open("code") || name != "a" && self.is_open(name) {
                    return;
                }
                if name == "a" {
                    self.close("a");
                }
                if self.push(name) {
                    self.write_breaks();
                    let start = if name == "a" {
                        html[..tag.length].to_owned()
                    } else {
                        format!("<{name}>")
                    };
                    self.write(start);
                }
            }
        }
    }

    fn block(&mut self, name: &'static str, is_closing: bool) {
        if matches!(name, "tr" | "td" | "th") && !self.is_open("table") {
            return self.text(" ");
        }
        if is_closing {
            self.close(name);
            self.start_block();
            return;
        }
        // Blocks that end where the next starts, up to the list or the table that they are in.
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["table"]),
            _ => (&["p"], &["li", "td", "th"]),
        };
        let last = self.open.iter().rposition(|open| match open {
            Open::Html(name) => ends.contains(name) || within.contains(name),
            Open::Markdown { .. } => true,
        });
        if let Some(last) = last
            && matches!(self.open[last], Open::Html(name) if ends.contains(&name))
        {
            self.close_to(last);
        }
        self.start_block();
        let mut name = name;
        match name {
            "table" => self.rows = 0,
            "tr" => self.rows += 1,
            // The first row of a table of Markdown is its header.
            "td" if self.rows <= 1 => name = "th",
            _ => {}
        }
        if self.push(name) {
            let start = if name == "pre" {
                "<pre><code>".to_owned()
            } else {
                format!("<{name}>")
            };
            self.write(start);
        }
    }

    fn push(&mut self, name: &'static str) -> bool {
        let is_shallow = self.open.len() < DEEPEST;
        if is_shallow {
            self.open.push(Open::Html(name));
        }
        is_shallow
    }

    /// Whether an element of HTML is open.
    fn is_open(&self, name: &str) -> bool {
        self.open
            .iter()
            .any(|open| matches!(open, Open::Html(one) if *one == name))
    }

    /// Closes the innermost element of HTML with a name, and those in it.
    fn close(&mut self, name: &str) {
        let alternative = if name == "td" { "th" } else { name };
        for index in (0..self.open.len()).rev() {
            match self.open[index] {
                Open::Html(one) if one == name || one == alternative => {
                    return self.close_to(index);
                }
                Open::Html(_) => {}
                Open::Markdown { .. } => return,
            }
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            match self.open.pop() {
                Some(Open::Html("pre")) => self.write("</code></pre>"),
                Some(Open::Html(name)) => self.write(format!("</{name}>")),
                _ => {}
            }
        }
    }
}

fn is_wbr(event: &Event<'_>) -> bool {
    matches!(event, Event::InlineHtml(html) if &**html == "<wbr>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
