//! The styles of parameters: how an argument is written on the wire.
//!
//! The rules are the table of style examples in version 3.0.4 of the specification, which is RFC 6570 where the two overlap (3.0.3
//! joined a `label` that is not exploded with dots; later versions correct that). Whatever a receiver that
//! follows the rules could not read back is refused.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::argument::{Argument, NotAnArgument};
use super::percent::{RESERVED_PART, RESERVED_VALUE, VALUE, value};
use super::spec::{Location, Parameter, Style};

/// Appends the expansion of a path parameter to a URL.
pub(crate) fn push_path(
    url: &mut String,
    parameter: &Parameter,
    argument: &Argument,
) -> Result<(), NotAnArgument> {
    // Nearly every path argument is a plain string, which needs no list of pairs.
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
pub(crate) fn query(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    Ok(pairs(parameter, argument)?.iter().map(Pair::form).collect())
}

/// The expansion of a cookie parameter, as `name=value` pairs.
pub(crate) fn cookie(
    parameter: &Parameter,
    argument: &Argument,
) -> Result<Vec<String>, NotAnArgument> {
    query(parameter, argument)
}

/// The value of a header parameter: UTF-8 as it is. `None` for an empty array or object.
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

/// A name and a value, encoded.
struct Pair {
    name: String,
    value: String,
    /// Whether the name is a property's, which every style writes, and not the parameter's.
    property: bool,
}

impl Pair {
    /// As styles `simple` and `label` have it: only properties are named.
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

    /// As `form`, without the `=` if nothing follows it (RFC 6570, section 3.2.7).
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

fn flat(argument: &Argument) -> Result<&str, NotAnArgument> {
    match argument {
        Argument::Primitive(text) => Ok(text),
        Argument::Array(_) | Argument::Object(_) => Err(NotAnArgument(
            "holds an array or object inside another, which its style cannot carry".into(),
        )),
    }
}

/// Writes text as the location and the style of one parameter have it.
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
        utf8_percent_encode(self.parameter.name, VALUE).to_string()
    }

    /// The separator between the parts of an array or object that is not exploded.
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

    /// Text, with the characters that `reserved` leaves if the parameter allows reserved characters.
    fn text(&self, text: &str, reserved: &'static AsciiSet) -> Result<String, NotAnArgument> {
        match self.parameter.location {
            Location::Header => header_text(text),
            Location::Query if self.parameter.allow_reserved => {
                Ok(utf8_percent_encode(text, reserved).to_string())
            }
            Location::Path | Location::Query | Location::Cookie => Ok(value(text)),
        }
    }

    /// A primitive among others: it must not contain their separator.
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
        // The separating dot is written as it is, so a dot inside of a part is escaped.
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
