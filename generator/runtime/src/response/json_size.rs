//! An estimate of the memory that a decoded JSON value takes.

/// The memory of a value in an array, including the unused capacity of the array.
const VALUE: usize = 64;

/// The memory of the first node of an object.
const OBJECT: usize = 640;

/// The memory of a property: a share of a node that is half full.
const PROPERTY: usize = 112;

/// The maximum ratio of the estimate to the length of the text, which `{"":0},` has.
const MAX_RATIO: usize = 130;

/// Returns whether the estimate for a JSON text exceeds a limit in bytes. A short text is not scanned.
pub(super) fn exceeds(limit: usize, text: &[u8]) -> bool {
    if text.len().saturating_mul(MAX_RATIO) <= limit {
        return false;
    }
    let (mut size, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            continue;
        }
        size = size.saturating_add(match byte {
            b'"' => {
                in_string = true;
                0
            }
            b',' | b'[' => VALUE,
            b'{' => OBJECT,
            b':' => PROPERTY,
            _ => 0,
        });
    }
    size > limit
}
