//! Percent-decoding, and the arguments in a query.

use std::borrow::Cow;

use crate::problem::Problem;

/// The decoded arguments of a query.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes a query. A plus sign is a space, as in HTML forms.
    pub(crate) fn parse(query: &str) -> Result<Self, Problem> {
        let decode = |encoded: &str| {
            percent_decode(&encoded.replace('+', "%20"))
                .map(Cow::into_owned)
                .ok_or_else(|| Problem::bad_request("the query has a wrong percent-encoding"))
        };
        let arguments = query.split('&').filter(|argument| !argument.is_empty());
        let arguments = arguments.map(|argument| {
            let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
            Ok((decode(name)?, decode(value)?))
        });
        arguments.collect::<Result<_, _>>().map(Self)
    }

    /// Returns the first argument with this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut arguments = self.0.iter();
        arguments
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns a Boolean argument, which is `false` if it is absent.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(found) => Err(Problem::bad_request(format!(
                "`{name}` must be `true` or `false`, found {found:?}"
            ))),
        }
    }
}

/// Decodes a string, or returns `None` if an encoding is incomplete or the result is not UTF-8.
pub(crate) fn percent_decode(encoded: &str) -> Option<Cow<'_, str>> {
    if !encoded.contains('%') {
        return Some(Cow::Borrowed(encoded));
    }
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let (digits, after) = rest.split_first_chunk::<2>()?;
        rest = after;
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let value = digit(digits[0])? * 16 + digit(digits[1])?;
        decoded.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_complete_encodings_of_utf8_are_decoded() {
        let decoded = |encoded| percent_decode(encoded).map(Cow::into_owned);
        assert_eq!(decoded("a+b"), Some("a+b".to_owned()));
        assert_eq!(decoded("%61%2f%C3%bc"), Some("a/ü".to_owned()));
        for wrong in ["%", "%4", "%zz", "%C3", "%ff", "a%", "%+1"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn arguments_are_decoded() {
        let query = Query::parse("a=1&b=x%2By+z&flag=true&empty&a=2").ok();
        let query = query.unwrap_or_default();
        assert_eq!(query.get("a"), Some("1"));
        assert_eq!(query.get("b"), Some("x+y z"));
        assert_eq!(query.get("empty"), Some(""));
        assert_eq!(query.get("missing"), None);
        assert_eq!(query.flag("flag").ok(), Some(true));
        assert_eq!(query.flag("missing").ok(), Some(false));
        assert!(query.flag("a").is_err());
        assert!(Query::parse("a=%").is_err());
    }
}
