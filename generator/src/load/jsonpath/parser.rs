//! Parses paths, with errors that say what was expected and where.

use serde_json::Value;

use super::path::{Condition, JsonPath, Operand, Segment, Selector};

/// Parses a path. An error says what was expected, and at which character (counted from 1).
pub(in crate::load) fn parse(text: &str) -> Result<JsonPath, String> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
    };
    if !parser.eat("$") {
        return Err("it must start with `$`".to_owned());
    }
    let path = parser.segments()?;
    match parser.rest() {
        "" => Ok(path),
        _ => Err(parser.expected("`.`, `..` or `[`")),
    }
}

/// The comparison operators; a longer one precedes its prefix.
const COMPARISONS: [&str; 6] = ["==", "!=", "<=", ">=", "<", ">"];

/// The maximum nesting depth of filters.
const DEPTH: usize = 32;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn eat_spaced(&mut self, token: &str) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.eat(token)
    }

    /// Consumes the characters that match.
    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn expected(&self, what: &str) -> String {
        let column = self.text.get(..self.at).unwrap_or_default().chars().count() + 1;
        match self.rest().chars().next() {
            Some('(') => "functions are not supported".to_owned(),
            Some(':') => "slices are not supported; list the indices".to_owned(),
            Some(found) => format!("expected {what} at character {column}, found `{found}`"),
            None => format!("expected {what} at the end"),
        }
    }

    /// Runs `read` one level deeper in filters.
    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        if self.depth == DEPTH {
            return Err("filters nest too deeply".to_owned());
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn segments(&mut self) -> Result<JsonPath, String> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            let descendants = self.eat_spaced("..");
            let selectors = if self.eat("[") {
                self.bracketed()?
            } else if descendants || self.eat(".") {
                vec![self.shorthand()?]
            } else {
                self.at = before;
                return Ok(JsonPath(segments));
            };
            segments.push(Segment {
                descendants,
                selectors,
            });
        }
    }

    fn shorthand(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        match self.take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(c) || !c.is_ascii()) {
            "" => Err(self.expected("a name or `*`")),
            _ if self.rest().starts_with('(') => Err(self.expected("a name or `*`")),
            name => Ok(Selector::Name(name.to_owned())),
        }
    }

    fn bracketed(&mut self) -> Result<Vec<Selector>, String> {
        let mut selectors = vec![self.selector()?];
        while self.eat_spaced(",") {
            selectors.push(self.selector()?);
        }
        if self.eat_spaced("]") {
            Ok(selectors)
        } else {
            Err(self.expected("`]`"))
        }
    }

    fn selector(&mut self) -> Result<Selector, String> {
        if self.eat_spaced("*") {
            return Ok(Selector::Wildcard);
        }
        if self.eat("?") {
            return self.nested(Self::condition).map(Selector::Filter);
        }
        if self.rest().starts_with(['\'', '"']) {
            return self.string().map(Selector::Name);
        }
        let start = self.at;
        let index = self.take_while(|c| c.is_ascii_digit() || c == '-');
        index.parse().map(Selector::Index).map_err(|_| {
            self.at = start;
            self.expected("a name in quotes, an index, `*` or `?`")
        })
    }

    fn string(&mut self) -> Result<String, String> {
        let (start, mut characters) = (self.at, self.rest().char_indices());
        let quote = characters.next().map_or('"', |(_, quote)| quote);
        let mut escaped = false;
        // Rewritten as a JSON string, whose escapes are the same except for quotes.
        let mut json = String::from('"');
        for (at, character) in characters {
            if !escaped && character == quote {
                self.at += at + 1;
                json.push('"');
                let written = self.text.get(start..self.at).unwrap_or_default();
                return serde_json::from_str(&json)
                    .map_err(|_| format!("{written} has an unknown escape"));
            }
            match character {
                '\'' if escaped => drop(json.pop()),
                '"' if !escaped => json.push('\\'),
                _ => {}
            }
            json.push(character);
            escaped = !escaped && character == '\\';
        }
        self.at = self.text.len();
        Err(self.expected(&format!("a closing {quote}")))
    }

    fn condition(&mut self) -> Result<Condition, String> {
        let mut either = vec![self.conjunction()?];
        while self.eat_spaced("||") {
            either.push(self.conjunction()?);
        }
        Ok(Condition::Or(either))
    }

    fn conjunction(&mut self) -> Result<Condition, String> {
        let mut all = vec![self.term()?];
        while self.eat_spaced("&&") {
            all.push(self.term()?);
        }
        Ok(Condition::And(all))
    }

    fn term(&mut self) -> Result<Condition, String> {
        if self.eat_spaced("!") {
            return match self.nested(Self::term)? {
                Condition::Compare(..) => {
                    Err("`!` must be followed by a path or parentheses".to_owned())
                }
                term => Ok(Condition::Not(Box::new(term))),
            };
        }
        if self.eat_spaced("(") {
            let condition = self.nested(Self::condition)?;
            return if self.eat_spaced(")") {
                Ok(condition)
            } else {
                Err(self.expected("`)`"))
            };
        }
        let left = self.operand()?;
        match COMPARISONS.iter().find(|token| self.eat_spaced(token)) {
            Some(comparison) => Ok(Condition::Compare(left, comparison, self.operand()?)),
            None if matches!(left, Operand::Literal(_)) => {
                Err(self.expected("a comparison such as `==`"))
            }
            None => Ok(Condition::Exists(left)),
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        if self.eat_spaced("$") {
            return self.nested(Self::segments).map(Operand::Root);
        }
        if self.eat("@") {
            return self.nested(Self::segments).map(Operand::Current);
        }
        if self.rest().starts_with(['\'', '"']) {
            return Ok(Operand::Literal(Value::String(self.string()?)));
        }
        let start = self.at;
        let literal = self.take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        serde_json::from_str(literal)
            .map(Operand::Literal)
            .map_err(|_| {
                if !self.rest().starts_with('(') {
                    self.at = start;
                }
                self.expected("`@`, `$`, a string in quotes, a number, `true`, `false` or `null`")
            })
    }
}
