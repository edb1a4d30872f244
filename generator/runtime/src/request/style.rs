//! Parameter styles: serialization of arguments in paths, queries, headers and cookies.
//!
//! The rules are those of "Style Examples" in OpenAPI 3.0.4, which agree with RFC 6570 where the two overlap. (OpenAPI
//! 3.0.3 joined a non-exploded `label` with dots; later versions correct that.) An argument that a conforming server
//! could not decode unambiguously is rejected.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::argument::{Argument, NotAnArgument};
use super::percent::{
    RESERVED_COOKIE, RESERVED_PART, RESERVED_PATH, RESERVED_VALUE, VALUE, pair, query_text, value,
};
use super::spec::{Location, Parameter, Style};

/// Appends the expansion of a path parameter to a URL.
pub(crate) fn push_path(
    url: &mut String,
    parameter: &Parameter,
    argument: &Argument,
) -> Result<(), NotAnArgument> {
    // Fast path: nearly every path argument is a plain string.
    if let (Style::Simple, Argument::Primitive(text)) = (parameter.style, argument)
        && !text.is_empty()
        && !parameter.allow_reserved
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
        return Err(NotAnArgument("must not be empty".into()));
    }
    url.push_str(&expanded);
    Ok(())
}

/// Expands a query parameter to `name=value` pairs.
pub(crate) fn query(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    Ok(pairs(parameter, argument)?.iter().map(Pair::form).collect())
}

/// Expands a cookie parameter to `name=value` pairs.
pub(crate) fn cookie(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    query(parameter, argument)
}

/// Returns a parameter that is the whole query string, or `None` if it is empty.
pub(crate) fn querystring(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Option<String>, NotAnArgument> {
    let Argument::Primitive(text) = argument else {
        return Err(NotAnArgument("must be a single value".into()));
    };
    let written = match parameter.style {
        // Already encoded.
        Style::Form => query_text(text),
        _ => value(text),
    };
    Ok((!written.is_empty()).then_some(written))
}

/// Returns the value of a header parameter, with UTF-8 left unescaped, or `None` for an empty array or object.
pub(crate) fn header(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Option<String>, NotAnArgument> {
    let pairs = pairs(parameter, argument)?;
    if pairs.is_empty() {
        return Ok(None);
    }
    Ok(Some(bare(&pairs, ",")))
}

/// An encoded name and value.
struct Pair {
    name: String,
    value: String,
    /// Whether the name is that of a property, which every style writes, rather than the parameter's.
    property: bool,
}

impl Pair {
    /// Writes the pair for styles `simple` and `label`, which name only properties.
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

    /// Writes the pair for style `matrix`, which omits the `=` before an empty value (RFC 6570, section 3.2.7).
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
        Argument::Primitive(text) => Ok(vec![writer.pair(writer.whole(text)?)]),
        Argument::Array(items) if items.is_empty() => Ok(Vec::new()),
        Argument::Object(properties) if properties.is_empty() => Ok(Vec::new()),
        Argument::Array(items) => {
            let items = items
                .iter()
                .map(|item| writer.part(flat(item)?))
                .collect::<Result<Vec<_>, _>>()?;
            if parameter.explode {
                return Ok(items.into_iter().map(|item| writer.pair(item)).collect());
            }
            Ok(vec![writer.pair(items.join(writer.separator()))])
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
            Ok(vec![writer.pair(parts.join(writer.separator()))])
        }
    }
}

/// Returns the `name=value` pairs of a query parameter that the document does not have: one for each item of a list.
pub(crate) fn query_pairs(name: &str, argument: &Argument) -> Result<Vec<String>, NotAnArgument> {
    match argument {
        Argument::Primitive(text) => Ok(vec![pair(name, text)]),
        Argument::Array(items) => items
            .iter()
            .map(|item| Ok(pair(name, flat(item)?)))
            .collect(),
        Argument::Object(_) => Err(NotAnArgument("must be a single value or a list".into())),
    }
}

fn flat(argument: &Argument) -> Result<&str, NotAnArgument> {
    match argument {
        Argument::Primitive(text) => Ok(text),
        Argument::Array(_) | Argument::Object(_) => Err(NotAnArgument(
            "contains a nested array or object, which its style does not support".into(),
        )),
    }
}

/// Writes strings for the location and style of a parameter.
struct Writer<'a> {
    parameter: &'a Parameter,
}

impl Writer<'_> {
    fn pair(&self, value: String) -> Pair {
        Pair {
            name: self.name(),
            value,
            property: false,
        }
    }

    fn name(&self) -> String {
        if self.parameter.style == Style::Cookie {
            return self.parameter.name.to_owned();
        }
        utf8_percent_encode(self.parameter.name, VALUE).to_string()
    }

    /// Returns the separator of a non-exploded array or object.
    fn separator(&self) -> &'static str {
        match self.parameter.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ => ",",
        }
    }

    /// Encodes a primitive that is the whole value.
    fn whole(&self, text: &str) -> Result<String, NotAnArgument> {
        self.text(text, RESERVED_VALUE)
    }

    /// Encodes a string, with the set `reserved` if the parameter allows reserved characters.
    fn text(&self, text: &str, reserved: &'static AsciiSet) -> Result<String, NotAnArgument> {
        match self.parameter.location {
            Location::Header => header_text(text),
            Location::Query if self.parameter.allow_reserved => {
                Ok(utf8_percent_encode(text, reserved).to_string())
            }
            Location::Cookie if self.parameter.style == Style::Cookie => cookie_text(text),
            Location::Path if self.parameter.allow_reserved => {
                Ok(utf8_percent_encode(text, RESERVED_PATH).to_string())
            }
            Location::Cookie if self.parameter.allow_reserved => {
                Ok(utf8_percent_encode(text, RESERVED_COOKIE).to_string())
            }
            Location::Path | Location::Query | Location::Querystring | Location::Cookie => {
                Ok(value(text))
            }
        }
    }

    /// Encodes one of several primitives, which must not contain their separator.
    fn part(&self, text: &str) -> Result<String, NotAnArgument> {
        let style = self.parameter.style;
        let separator = match (self.parameter.location, style) {
            (Location::Header, _) => Some(','),
            (_, Style::Cookie) if !self.parameter.explode => Some(','),
            (_, Style::SpaceDelimited) if !self.parameter.explode => Some(' '),
            (_, Style::PipeDelimited) if !self.parameter.explode => Some('|'),
            _ => None,
        };
        if let Some(separator) = separator.filter(|separator| text.contains(*separator)) {
            return Err(NotAnArgument(format!(
                "contains {separator:?}, the separator of its values on the wire"
            )));
        }
        let written = self.text(text, RESERVED_PART)?;
        // Dots separate the values, so a dot within a value is escaped.
        Ok(if style == Style::Label && self.parameter.explode {
            written.replace('.', "%2E")
        } else {
            written
        })
    }

    fn property_name(&self, name: &str) -> Result<String, NotAnArgument> {
        let is_unescaped =
            self.parameter.location == Location::Header || self.parameter.style == Style::Cookie;
        if is_unescaped && self.parameter.explode && name.contains('=') {
            return Err(NotAnArgument(
                "has a property name with '=', which ends the name on the wire".into(),
            ));
        }
        // Reserved characters are allowed only in values.
        let parameter = Parameter {
            allow_reserved: false,
            ..*self.parameter
        };
        Writer {
            parameter: &parameter,
        }
        .part(name)
    }

    /// Writes `name[property][0]=value` pairs, nested to any depth.
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
                            "has a property name with a bracket, which ends the name on the wire"
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

/// Returns a cookie value unchanged, unless it has a character that a cookie cannot have (RFC 6265, section 4.1.1). Spaces,
/// commas and double quotes are common in practice.
fn cookie_text(text: &str) -> Result<String, NotAnArgument> {
    if let Some(refused) = text
        .chars()
        .find(|c| matches!(c, ';' | '\\') || c.is_control() || !c.is_ascii())
    {
        return Err(NotAnArgument(format!(
            "contains {refused:?}, which is not allowed in a cookie"
        )));
    }
    header_text(text)
}

/// Returns a header value unchanged, unless HTTP would alter or reject it.
fn header_text(text: &str) -> Result<String, NotAnArgument> {
    if let Some(control) = text.chars().find(|c| c.is_ascii_control() && *c != '\t') {
        return Err(NotAnArgument(format!(
            "contains {control:?}, which is not allowed in a header"
        )));
    }
    if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        return Err(NotAnArgument(
            "starts or ends with a space or tab, which HTTP strips from headers".into(),
        ));
    }
    Ok(text.to_owned())
}
