//! Finds the paths in Rust source that may lead to modules of the same crate, in imports and in code.

/// A path in a file, relative to the module of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FoundPath {
    /// The inline modules that contain the path.
    pub(crate) inside: Vec<String>,
    /// The first segment is `super`, `self`, `crate` or a name in the module; the last segment of a glob is `*`.
    pub(crate) segments: Vec<String>,
    /// The local name of an import.
    pub(crate) name: Option<String>,
    /// Whether the import is visible outside its module.
    pub(crate) reexported: bool,
}

/// Returns the paths in a source, except for those in test modules.
pub(crate) fn paths(source: &str) -> Vec<FoundPath> {
    let tokens = tokens(source);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        inside: Vec::new(),
        depth: 0,
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

/// Splits a source into words, `::` and single characters, without comments and literals.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'r' | 'b' if raw_string(rest).is_some() => raw_string(rest).unwrap_or_default(),
            '"' => 1 + string(&rest[1..]),
            '\'' => character(rest),
            _ if rest.starts_with("::") => {
                tokens.push("::".to_owned());
                2
            }
            _ if is_word(first) => {
                let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                tokens.push(rest[..word].to_owned());
                word
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push(first.to_string());
                }
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of a string literal after its opening quotation mark.
fn string(after_mark: &str) -> usize {
    let mut escaped = false;
    for (at, c) in after_mark.char_indices() {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    after_mark.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let content = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content.find(&end)? + end.len();
    Some(text.len() - content.len() + length)
}

/// The length of a character literal, or of the quotation mark alone if it starts a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let escaped = matches!(characters.next(), Some((_, '\\')));
    let end = if escaped {
        characters.skip(1).find(|(_, c)| *c == '\'')
    } else {
        characters.next().filter(|(_, c)| *c == '\'')
    };
    end.map_or(1, |(at, _)| at + 1)
}

struct Reader<'t> {
    tokens: &'t [String],
    at: usize,
    /// The inline modules around the next token, with the depth of their braces.
    inside: Vec<(String, usize)>,
    depth: usize,
    found: Vec<FoundPath>,
}

impl Reader<'_> {
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Whether the next token continues a path to another crate or after a type in angle brackets.
    fn follows_a_path(&self) -> bool {
        self.at > 0 && self.tokens[self.at - 1] == "::"
    }

    /// Whether the next tokens are `#[cfg(test)]`, so that the item after them is not compiled otherwise.
    fn is_test_attribute(&self) -> bool {
        let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
        (0..)
            .zip(attribute)
            .all(|(ahead, token)| self.token(ahead) == token)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            match self.token(0) {
                "mod" if self.token(2) == "{" => {
                    let name = self.token(1).to_owned();
                    self.inside.push((name, self.depth));
                    self.at += 2;
                    continue;
                }
                // A visibility names a module and imports nothing.
                "pub" if self.token(1) == "(" => {
                    self.at += 1;
                    self.skip_group();
                    continue;
                }
                "#" if self.is_test_attribute() => {
                    while !matches!(self.token(0), "{" | ";" | "") {
                        self.at += 1;
                    }
                    self.skip_group();
                    continue;
                }
                // Quoted tokens are the code of another crate.
                "quote" | "parse_quote" if self.token(1) == "!" => {
                    self.at += 2;
                    self.skip_group();
                    continue;
                }
                "{" => self.depth += 1,
                "}" => {
                    self.depth = self.depth.saturating_sub(1);
                    if self
                        .inside
                        .last()
                        .is_some_and(|(_, depth)| *depth == self.depth)
                    {
                        self.inside.pop();
                    }
                }
                "use" => {
                    let reexported =
                        self.at > 0 && matches!(self.tokens[self.at - 1].as_str(), "pub" | ")");
                    self.at += 1;
                    if self.token(0) == "::" {
                        // A path to another crate.
                        continue;
                    }
                    self.tree(&mut Vec::new(), Some(reexported));
                    continue;
                }
                word if self.token(1) == "::" && is_name(word) && !self.follows_a_path() => {
                    self.tree(&mut Vec::new(), None);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Skips a group in any kind of brackets.
    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.token(0) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Reads a path and the paths in braces at its end. For an import, `import` is whether it is re-exported.
    fn tree(&mut self, prefix: &mut Vec<String>, import: Option<bool>) {
        let start = prefix.len();
        loop {
            match self.token(0) {
                "{" if import.is_some() => {
                    self.at += 1;
                    while !matches!(self.token(0), "}" | "") {
                        let before = self.at;
                        self.tree(prefix, import);
                        // A macro may have different tokens here.
                        if self.token(0) == "," || self.at == before {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    prefix.truncate(start);
                    return;
                }
                "*" if import.is_some() => {
                    prefix.push("*".to_owned());
                    self.at += 1;
                    break;
                }
                word if is_name(word) => {
                    // In braces, `self` is the path before the braces.
                    if word != "self" || prefix.is_empty() {
                        prefix.push(word.to_owned());
                    }
                    self.at += 1;
                }
                // A leading `::` starts a path to another crate; any other token ends the path.
                _ => break,
            }
            if self.token(0) == "::" {
                self.at += 1;
            } else {
                break;
            }
        }
        let mut name = prefix.last().cloned();
        if self.token(0) == "as" {
            name = Some(self.token(1).to_owned());
            self.at += 2;
        }
        let is_test = self.inside.iter().any(|(module, _)| module == "tests");
        if !prefix.is_empty() && !is_test {
            self.found.push(FoundPath {
                inside: self
                    .inside
                    .iter()
                    .map(|(module, _)| module.clone())
                    .collect(),
                segments: prefix.clone(),
                name: name.filter(|_| import.is_some()),
                reexported: import == Some(true),
            });
        }
        prefix.truncate(start);
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[test]
fn paths_in_imports_and_in_code_are_found() {
    let source = r##"
        //! As [`super::doc`] says.
        use std::fmt;
        use super::a::{self, B, c::{D, E as F}, g::*};
        pub(in super::hidden) use self::h::I;
        /* use super::comment; */
        const J: &str = "super::string \" super::string"; const K: &str = r#"super::raw"#;
        use ::v::W;
        fn l<'s>(m: &'s str, n: char) -> bool { n == '"' || x::y() || super::o::p::<u8>(m) == crate::q::R { s: self.t } }
        mod inner { use super::super::u; }
        fn w() { quote! { use x::{#(#y),*}; { crate::z() } }; super::zz::f() }
        mod tests { use super::*; }
        #[cfg(test)] fn aa(bb: cc::DD) -> EE { super::ff() } #[cfg(test)] mod gg; #[cfg(test)] use super::{hh};
        fn ii() { super::jj() }
    "##;
    let found: Vec<(String, String)> = paths(source)
        .into_iter()
        .map(|path| {
            let name = path.name.unwrap_or_default();
            let mark = if path.reexported { "pub " } else { "" };
            let inside = path.inside.join("/");
            (
                format!("{inside}{}", path.segments.join("::")),
                format!("{mark}{name}"),
            )
        })
        .collect();
    let expected = [
        ("std::fmt", "fmt"),
        ("super::a", "a"),
        ("super::a::B", "B"),
        ("super::a::c::D", "D"),
        ("super::a::c::E", "F"),
        ("super::a::g::*", "*"),
        ("self::h::I", "pub I"),
        ("x::y", ""),
        ("super::o::p", ""),
        ("crate::q::R", ""),
        ("innersuper::super::u", "u"),
        ("super::zz::f", ""),
        ("super::jj", ""),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(path, name)| ((*path).to_owned(), (*name).to_owned()))
        .collect();
    assert_eq!(found, expected);
}
