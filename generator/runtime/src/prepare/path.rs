//! The path of a request: the operation's template, expanded with the call's arguments.

use super::draft::Draft;
use super::error::ArgumentError;
use super::request::{self, NotAnArgument, is_dot_segment};
use super::spec::{Operation, Segment};

/// Appends the path of a call to a URL.
pub(super) fn push_path(url: &mut String, draft: &Draft) -> Result<(), ArgumentError> {
    let start = url.len();
    for segment in draft.operation.path {
        match *segment {
            Segment::Literal(text) => url.push_str(text),
            Segment::Parameter(index) => push_argument(url, draft, index)?,
        }
    }
    check_dot_segments(draft, url.get(start..).unwrap_or_default())
}

fn push_argument(url: &mut String, draft: &Draft, index: usize) -> Result<(), ArgumentError> {
    let Some(parameter) = draft.operation.parameters.get(index) else {
        return Err(draft.argument_error("path", "refers to an unknown parameter"));
    };
    let argument = draft
        .argument(index)
        .ok_or_else(|| draft.argument_error(parameter.name, "is required"))?;
    request::push_path(url, parameter, argument)
        .map_err(|NotAnArgument(why)| draft.argument_error(parameter.name, why))
}

/// Rejects a path with a `.` or `..` segment, which URL parsers would resolve.
fn check_dot_segments(draft: &Draft, path: &str) -> Result<(), ArgumentError> {
    // Fast path: few paths have a segment that starts with a dot, escaped or not.
    if !path
        .as_bytes()
        .windows(2)
        .any(|two| matches!(two, b"/." | b"/%"))
    {
        return Ok(());
    }
    // Slashes in arguments are escaped, so the segments are those of the template.
    let mut segments = path.split('/').enumerate();
    match segments.find(|(_, segment)| is_dot_segment(segment)) {
        None => Ok(()),
        Some((index, segment)) => Err(draft.argument_error(
            last_parameter(draft.operation, index),
            format!(
                "would produce the path segment `{segment}`, which refers to a different resource"
            ),
        )),
    }
}

/// Returns the last parameter in a segment of the template, or `path` if there is none.
fn last_parameter(operation: &Operation, index: usize) -> &'static str {
    let mut slashes = 0;
    let mut name = "path";
    for segment in operation.path {
        match *segment {
            Segment::Literal(text) => slashes += text.matches('/').count(),
            Segment::Parameter(parameter) if slashes == index => {
                name = operation
                    .parameters
                    .get(parameter)
                    .map_or(name, |it| it.name);
            }
            Segment::Parameter(_) => {}
        }
    }
    name
}
