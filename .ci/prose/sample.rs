//! `question`: Does the checker read the documentation of modules?
//!
//! Its module documentation may ask: why not?

use answer::text;

/// What `opening`: reports the start of a doc comment.
///
/// `answer`: An answer in a doc comment.
///
/// ```
/// let answer = text(); // `complaint`: complains in an example
/// let url = "https://example.com/answer"; // The answer's code is not prose, this is: `answer`:
/// ```
///
/// ```yaml
/// description: The answer in another language.
/// ```
pub fn answer<'a>(answer: &'a str) -> char {
    // `beside`: A comment, beside the code, and one over two
    // lines that has nothing else.
    let quote = '"'; // `stand`: It stands after the code.
    let message = format!("`stand`: the `{answer}` stands in {text}, and \"more\" follows \
        `beside`: with a key beside it");
    let raw = r#"`is gone`: the old "file" that is gone"#;
    let code = "answer";
    let document = "openapi: 3.0.3
info: { title: The answer of the shelf }";
    let path = "answer::text::stands in the code";
    quote
}

#[test]
fn the_count_is_right() {}

/// `thing`: The test below has the same mistake as this thing.
#[test]
fn a_value_is_decoded() {}
