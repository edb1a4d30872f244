//! Suggestions: the name that an author probably meant.

/// Bytes of the longest name to look at.
const LONGEST: usize = 200;

/// The candidate that is spelt most like `name`, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    // The comparison takes time and memory by the square of the length, and no keyword or type has a name like that.
    if name.len() > LONGEST {
        return None;
    }
    let lowercase = name.to_lowercase();
    // A third of the letters may be wrong, and a difference in case alone counts for nothing.
    let limit = (name.chars().count() / 3).max(1);
    candidates
        // A character takes at most four bytes, so one that is longer or shorter by more than that is no slip.
        .filter(|candidate| {
            candidate.len() <= LONGEST && candidate.len().abs_diff(name.len()) <= 4 * limit
        })
        .map(|candidate| {
            (
                strsim::osa_distance(&lowercase, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `Store`?", or nothing.
pub(crate) fn did_you_mean<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> String {
    nearest(name, candidates)
        .map(|candidate| format!("did you mean `{candidate}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let names = || ["responses", "requestBody", "Store", "StoreList"].into_iter();
        assert_eq!(nearest("requestbody", names()), Some("requestBody"));
        assert_eq!(nearest("Stoer", names()), Some("Store"));
        assert_eq!(nearest("response", names()), Some("responses"));
        assert_eq!(nearest("operationId", names()), None);
    }

    #[test]
    fn a_name_too_long_to_compare_has_no_suggestion() {
        let long = "a".repeat(LONGEST + 1);
        assert_eq!(nearest(&long, [long.as_str()].into_iter()), None);
        assert_eq!(nearest("aa", [long.as_str(), "ab"].into_iter()), Some("ab"));
    }
}
