//! Suggestions for misspelt names.

/// The longest name to compare, in bytes.
const LONGEST: usize = 200;

/// Returns the candidate closest to `name`, if one is close enough to be a misspelling.
pub fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // The comparison is quadratic in the length, and no keyword or type has such a long name.
    if name.len() > LONGEST {
        return None;
    }
    let lowercase = name.to_lowercase();
    // A third of the letters may be wrong. Case is ignored.
    let limit = (name.chars().count() / 3).max(1);
    candidates
        // A character takes at most four bytes, so a larger difference in length exceeds the limit.
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

/// Returns "did you mean `Store`?", or an empty string.
pub(crate) fn did_you_mean<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> String {
    nearest(name, candidates)
        .map(|candidate| format!("did you mean `{candidate}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelling_is_recognised_and_a_different_word_is_not() {
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
