//! Text between tags.

/// The length of a URL in running text: up to white space, without the punctuation of the sentence.
pub(in crate::surface) fn url_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`'))
        .unwrap_or(text.len());
    let mut url = &text[..end];
    while let Some(last) = url.chars().next_back() {
        let unmatched = last == ')' && !url.contains('(');
        if !(unmatched
            || matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '_'
            ))
        {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len()
}

/// The text with links for its URLs, in which nothing is to be escaped.
pub(super) fn linked(text: &str) -> String {
    let mut linked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = next_url(rest) {
        let (before, url) = rest.split_at(start);
        let (url, after) = url.split_at(url_length(url));
        linked.push_str(&without_entities(before));
        linked.push_str(&format!("<a href=\"{url}\">{url}</a>"));
        rest = after;
    }
    linked + &without_entities(rest)
}

fn next_url(text: &str) -> Option<usize> {
    let mut places = text.match_indices("http").map(|(at, _)| at);
    places.find(|&at| text[at..].starts_with("http://") || text[at..].starts_with("https://"))
}

/// The text with an element for each `&` that Markdown would read as the start of an entity.
fn without_entities(text: &str) -> String {
    let mut pieces = text.split("&amp;");
    let mut escaped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_entity = piece.starts_with(|c: char| c == '#' || c.is_ascii_alphabetic());
        escaped.push_str(if is_entity { "<bdi></bdi>" } else { "&amp;" });
        escaped.push_str(piece);
    }
    escaped
}
