//! The text of an HTML page.

/// The elements whose content is not shown as text.
const INVISIBLE: [&str; 4] = ["script", "style", "template", "svg"];

/// Returns the page's title, or else its first heading, or else its text.
pub(super) fn text_of(page: &str) -> Option<String> {
    // Only ASCII is lowercased, so offsets remain valid.
    let lower = page.to_ascii_lowercase();
    let element = |tag: &str| {
        let open = lower.find(&format!("<{tag}"))?;
        let start = open + lower.get(open..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find(&format!("</{tag}"))?;
        non_empty(strip_tags(page.get(start..end)?))
    };
    ["title", "h1", "h2"]
        .into_iter()
        .find_map(element)
        .or_else(|| non_empty(strip_tags(&visible(page, &lower))))
}

fn non_empty(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// Removes comments and the elements that are not shown.
fn visible(page: &str, lower: &str) -> String {
    let mut shown = String::new();
    let mut at = 0;
    while let Some((start, end)) = hidden(lower, at) {
        shown.push_str(page.get(at..start).unwrap_or_default());
        at = end;
    }
    shown.push_str(page.get(at..).unwrap_or_default());
    shown
}

/// Returns the range of the first comment or invisible element from an offset.
fn hidden(lower: &str, from: usize) -> Option<(usize, usize)> {
    let rest = lower.get(from..)?;
    let comment = rest.find("<!--").map(|start| (start, "--".to_owned()));
    let elements = INVISIBLE.iter().filter_map(|tag| {
        let start = rest.find(&format!("<{tag}"))?;
        Some((start, format!("</{tag}")))
    });
    let (start, end_mark) = comment.into_iter().chain(elements).min()?;
    let after = start + end_mark.len();
    let end = rest.get(after..)?.find(&end_mark).map(|end| after + end);
    let end = end.and_then(|end| Some(end + rest.get(end..)?.find('>')? + 1));
    Some((from + start, from + end.unwrap_or(rest.len())))
}

/// Replaces tags with spaces, so that words of different elements remain apart, and decodes the common entities.
fn strip_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (name, after) = tag.split_once('>').unwrap_or((tag, ""));
        if is_block(name) {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    entities
        .into_iter()
        .fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// Returns whether a tag separates words. The others change only the style.
fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
    let inline = [
        "a", "abbr", "b", "code", "em", "font", "i", "span", "strong", "tt", "u",
    ];
    !inline.iter().any(|tag| name.eq_ignore_ascii_case(tag))
}
