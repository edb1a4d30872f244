//! How does an argument look on the wire? As its parameter's style and RFC 3986 say.
//!
//! The rules are the table of style examples in version 3.0.4 of the specification, which is RFC 6570 where the two overlap (3.0.3
//! joined a `label` that is not exploded with dots; later versions correct that). Whatever a receiver that
//! follows the rules could not take apart again is refused.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::argument::{Argument, NotAnArgument};
use super::operation::{Location, Parameter, Style};

/// Everything but `unreserved` (RFC 3986, section 2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As [`VALUE`], the reserved characters kept that do not change what the query says. Kept as they are, `&` would
/// start another argument, `=` stand for the one that ends a name, `+` be read as a space, `#` end the query; URL
/// parsers encode `'` on their own. Escaped, all of these mean themselves.
const RESERVED_VALUE: &AsciiSet = &RESERVED_PART.remove(b',');

/// As [`RESERVED_VALUE`], for one value among others that a comma may separate.
const RESERVED_PART: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';');

/// The text of a path template: what a path may hold stays, escapes included.
const TEMPLATE: &AsciiSet = &VALUE
    .remove(b'%')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The text of a path template (or of a base URL's path) with everything escaped that a path cannot hold.
pub(super) fn template_text(text: &str) -> String {
    utf8_percent_encode(text, TEMPLATE).to_string()
}

/// Appends the text of a path template to a URL.
pub(super) fn push_template_text(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, TEMPLATE));
}

/// A secret as a query or cookie value.
pub(super) fn value(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// A name and a value, in a query or a form.
pub(super) fn pair(name: &str, value: &str) -> String {
    format!(
        "{}={}",
        utf8_percent_encode(name, VALUE),
        utf8_percent_encode(value, VALUE)
    )
}

/// Whether URL parsing would drop this path segment, or its parent with it; `%2e` counts as a dot there.
pub(super) fn is_dot_segment(segment: &str) -> bool {
    let after_dot = |text| {
        [".", "%2e", "%2E"]
            .iter()
            .find_map(|dot| str::strip_prefix(text, *dot))
    };
    let rest = after_dot(segment);
    rest == Some("") || rest.and_then(after_dot) == Some("")
}

/// Appends the expansion of a path parameter to a URL.
pub(super) fn push_path(
    url: &mut String,
    parameter: &Parameter,
    argument: &Argument,
) -> Result<(), NotAnArgument> {
    // What nearly every path argument is needs no list of pairs.
    if let (Style::Simple, Argument::Primitive(text)) = (parameter.style, argument)
        && !text.is_empty()
    {
        url.extend(utf8_percent_encode(text, VALUE));
        return Ok(());
    }
    let pairs = pairs(parameter, argument)?;
    let expanded = match parameter.style {
        Style::Label if pairs.is_empty() => String::new(),
        Style::Label => format!(".{}", bare(&pairs, ".")),
        Style::Matrix => pairs.iter().map(Pair::matrix).collect(),
        _ => bare(&pairs, ","),
    };
    if expanded.is_empty() {
        return Err(NotAnArgument("is empty".into()));
    }
    url.push_str(&expanded);
    Ok(())
}

/// The expansion of a query parameter, as `name=value` pairs.
pub(super) fn query(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    Ok(pairs(parameter, argument)?.iter().map(Pair::form).collect())
}

/// The expansion of a cookie parameter, as `name=value` pairs.
pub(super) fn cookie(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    query(parameter, argument)
}

/// The value of a header parameter: UTF-8 as it is. `None` for an empty array or object.
pub(super) fn header(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Option<String>, NotAnArgument> {
    let pairs = pairs(parameter, argument)?;
    if pairs.is_empty() {
        return Ok(None);
    }
    Ok(Some(bare(&pairs, ",")))
}

/// A name and a value, encoded.
struct Pair {
    name: String,
    value: String,
    /// The name is a property's, not the parameter's: it stands in the text whatever the style.
    property: bool,
}

impl Pair {
    /// As `simple` and `label` have it: only properties are named.
    fn bare(&self) -> String {
        if self.property {
            self.form()
        } else {
            self.value.clone()
        }
    }

    fn form(&self) -> String {
        format!("{}={}", self.name, self.value)
    }

    /// As `form`, without the `=` where nothing follows it (RFC 6570, section 3.2.7).
    fn matrix(&self) -> String {
        if self.value.is_empty() {
            format!(";{}", self.name)
        } else {
            format!(";{}", self.form())
        }
    }
}

fn bare(pairs: &[Pair], separator: &str) -> String {
    pairs
        .iter()
        .map(Pair::bare)
        .collect::<Vec<_>>()
        .join(separator)
}

fn pairs(parameter: &Parameter, argument: &Argument) -> Result<Vec<Pair>, NotAnArgument> {
    let writer = Writer { parameter };
    match argument {
        _ if parameter.style == Style::DeepObject => writer.deep(argument),
        Argument::Primitive(text) => Ok(vec![writer.own(writer.whole(text)?)]),
        Argument::Array(items) if items.is_empty() => Ok(Vec::new()),
        Argument::Object(properties) if properties.is_empty() => Ok(Vec::new()),
        Argument::Array(items) => {
            let items = items
                .iter()
                .map(|item| writer.part(flat(item)?))
                .collect::<Result<Vec<_>, _>>()?;
            if parameter.explode {
                return Ok(items.into_iter().map(|item| writer.own(item)).collect());
            }
            Ok(vec![writer.own(items.join(writer.separator()))])
        }
        Argument::Object(properties) => {
            let mut named = Vec::with_capacity(properties.len());
            for (name, value) in properties {
                named.push(Pair {
                    name: writer.property_name(name)?,
                    value: writer.part(flat(value)?)?,
                    property: true,
                });
            }
            if parameter.explode {
                return Ok(named);
            }
            let parts = named
                .into_iter()
                .flat_map(|pair| [pair.name, pair.value])
                .collect::<Vec<_>>();
            Ok(vec![writer.own(parts.join(writer.separator()))])
        }
    }
}

fn flat(argument: &Argument) -> Result<&str, NotAnArgument> {
    match argument {
        Argument::Primitive(text) => Ok(text),
        Argument::Array(_) | Argument::Object(_) => Err(NotAnArgument(
            "holds an array or object inside another, which its style cannot carry".into(),
        )),
    }
}

/// Writes text as one parameter's location and style want it.
struct Writer<'a> {
    parameter: &'a Parameter,
}

impl Writer<'_> {
    fn own(&self, value: String) -> Pair {
        Pair {
            name: self.name(),
            value,
            property: false,
        }
    }

    fn name(&self) -> String {
        utf8_percent_encode(self.parameter.name, VALUE).to_string()
    }

    /// What stands between the parts of an array or object that is not exploded.
    fn separator(&self) -> &'static str {
        match self.parameter.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ => ",",
        }
    }

    /// A primitive that is the whole value.
    fn whole(&self, text: &str) -> Result<String, NotAnArgument> {
        self.text(text, RESERVED_VALUE)
    }

    /// Text, with what `reserved` keeps where the parameter allows reserved characters.
    fn text(&self, text: &str, reserved: &'static AsciiSet) -> Result<String, NotAnArgument> {
        match self.parameter.location {
            Location::Header => header_text(text),
            Location::Query if self.parameter.allow_reserved => {
                Ok(utf8_percent_encode(text, reserved).to_string())
            }
            Location::Path | Location::Query | Location::Cookie => Ok(value(text)),
        }
    }

    /// A primitive among others: it must not hold what separates them.
    fn part(&self, text: &str) -> Result<String, NotAnArgument> {
        let style = self.parameter.style;
        let separator = match (self.parameter.location, style) {
            (Location::Header, _) => Some(','),
            (_, Style::SpaceDelimited) if !self.parameter.explode => Some(' '),
            (_, Style::PipeDelimited) if !self.parameter.explode => Some('|'),
            _ => None,
        };
        if let Some(separator) = separator.filter(|separator| text.contains(*separator)) {
            return Err(NotAnArgument(format!(
                "holds {separator:?}, which separates its parts on the wire"
            )));
        }
        let written = self.text(text, RESERVED_PART)?;
        // The dot that separates is written as it is, so the one inside a part is not.
        Ok(if style == Style::Label && self.parameter.explode {
            written.replace('.', "%2E")
        } else {
            written
        })
    }

    fn property_name(&self, name: &str) -> Result<String, NotAnArgument> {
        if self.parameter.location == Location::Header
            && self.parameter.explode
            && name.contains('=')
        {
            return Err(NotAnArgument(
                "holds '=' in a property's name, which ends it on the wire".into(),
            ));
        }
        // Reserved characters are allowed in the value alone.
        let parameter = Parameter {
            allow_reserved: false,
            ..*self.parameter
        };
        Writer {
            parameter: &parameter,
        }
        .part(name)
    }

    /// `name[property][0]=value`, to any depth.
    fn deep(&self, argument: &Argument) -> Result<Vec<Pair>, NotAnArgument> {
        let mut pairs = Vec::new();
        self.deepen(self.name(), argument, &mut pairs)?;
        Ok(pairs)
    }

    fn deepen(
        &self,
        name: String,
        argument: &Argument,
        pairs: &mut Vec<Pair>,
    ) -> Result<(), NotAnArgument> {
        match argument {
            Argument::Primitive(text) => {
                pairs.push(Pair {
                    name,
                    value: self.whole(text)?,
                    property: true,
                });
            }
            Argument::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.deepen(format!("{name}%5B{index}%5D"), item, pairs)?;
                }
            }
            Argument::Object(properties) => {
                for (property, item) in properties {
                    if property.contains(['[', ']']) {
                        return Err(NotAnArgument(
                            "holds a bracket in a property's name, which ends it on the wire"
                                .into(),
                        ));
                    }
                    self.deepen(format!("{name}%5B{}%5D", value(property)), item, pairs)?;
                }
            }
        }
        Ok(())
    }
}

/// Text of a header's value as it is, unless HTTP would change or refuse it.
fn header_text(text: &str) -> Result<String, NotAnArgument> {
    if let Some(control) = text.chars().find(|c| c.is_ascii_control() && *c != '\t') {
        return Err(NotAnArgument(format!(
            "holds {control:?}, which a header cannot carry"
        )));
    }
    if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        return Err(NotAnArgument(
            "starts or ends with a space or tab, which HTTP drops from a header".into(),
        ));
    }
    Ok(text.to_owned())
}

/// A path template's text up to its first parameter, that parameter's name, and what comes after it.
pub(super) fn split_parameter(template: &str) -> Option<(&str, &str, &str)> {
    let (text, after) = split_at(template, b'{');
    let (name, after) = split_at(after?, b'}');
    Some((text, name, after?))
}

/// What is before the first of these characters, and what is behind it. `str::split_once` is made for longer texts than
/// a path template, and cannot run in the compiler, where an operation's path and query are taken apart.
pub(super) const fn split_at(text: &str, ascii: u8) -> (&str, Option<&str>) {
    let mut at = 0;
    while at < text.len() {
        if text.as_bytes()[at] == ascii {
            let (before, rest) = text.split_at(at);
            return (before, Some(rest.split_at(1).1));
        }
        at += 1;
    }
    (text, None)
}
