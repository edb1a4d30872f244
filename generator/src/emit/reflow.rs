//! Which lines of laid-out code fit on one?
//!
//! `prettyplease` breaks a line at 89 characters and gives each argument, each call of a chain and each body lines of
//! their own. Generated code is mostly short functions of one expression, which read better as the line that they
//! are. This joins what fits, as `rustfmt` does with `use_small_heuristics = "Max"` and `fn_single_line`: it moves line
//! ends and takes away the commas before them, and nothing else. It reads lines, so no literal may have several.

/// How long a line of code gets.
pub(super) const WIDTH: usize = 110;

/// The code in as few lines as fit into `width`; code that is laid out in a way of its own stays as it is.
pub(super) fn reflow(text: &str, width: usize) -> String {
    let lines: Vec<Line<'_>> = text.lines().map(Line::of).collect();
    let mut at = 0;
    let mut printer = Printer {
        width,
        text: String::with_capacity(text.len()),
    };
    while at < lines.len() {
        match code_at(&lines, &mut at) {
            Some(code) => printer.code(code.indentation, &code),
            None => return text.to_owned(),
        }
    }
    printer.text
}

struct Line<'a> {
    indentation: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim_start();
        Self {
            indentation: line.len() - text.len(),
            text,
        }
    }

    fn opens(&self) -> bool {
        !self.text.starts_with("//") && self.text.ends_with(['(', '[', '{'])
    }

    fn closes(&self) -> bool {
        self.text.starts_with([')', ']', '}'])
    }
}

/// A line and what belongs to it below: an item, a statement, an argument, a comment.
struct Code<'a> {
    indentation: usize,
    /// The line, up to the bracket that it opens if it opens one.
    first: &'a str,
    groups: Vec<Group<'a>>,
    /// Further lines, indented: the calls of a chain.
    chain: Vec<Code<'a>>,
}

/// What stands between brackets, and the line that closes them, which may open the next ones.
struct Group<'a> {
    inner: Vec<Code<'a>>,
    close: &'a str,
}

fn code_at<'a>(lines: &[Line<'a>], at: &mut usize) -> Option<Code<'a>> {
    let line = lines.get(*at)?;
    *at += 1;
    let indentation = line.indentation;
    let mut code = Code {
        indentation,
        first: line.text,
        groups: Vec::new(),
        chain: Vec::new(),
    };
    let mut open = line.opens();
    while open {
        let mut inner = Vec::new();
        while !lines.get(*at)?.closes() {
            inner.push(code_at(lines, at)?);
        }
        let close = lines.get(*at)?;
        *at += 1;
        open = close.opens();
        code.groups.push(Group {
            inner,
            close: close.text,
        });
    }
    while lines
        .get(*at)
        .is_some_and(|line| line.indentation > indentation)
    {
        code.chain.push(code_at(lines, at)?);
    }
    Some(code)
}

impl Code<'_> {
    /// All of it as one line, without indentation, if that is no longer than this.
    fn flat(&self, limit: usize) -> Option<String> {
        // A comment ends with its line, and an attribute stands above what it is for.
        if self.first.is_empty() || self.first.starts_with("//") || self.first.starts_with('#') {
            return None;
        }
        let mut flat = self.first.to_owned();
        for group in &self.groups {
            between(&mut flat, &group.inner, limit)?;
            flat.push_str(group.close);
        }
        for link in &self.chain {
            if !link.first.starts_with('.') {
                return None;
            }
            flat.push_str(&link.flat(limit.checked_sub(flat.len())?)?);
        }
        (flat.len() <= limit).then_some(flat)
    }

    /// What it ends with.
    fn end(&self) -> &str {
        match (self.chain.last(), self.groups.last()) {
            (Some(link), _) => link.end(),
            (None, Some(group)) => group.close,
            (None, None) => self.first,
        }
    }

    /// Whether this is a field of a value before it.
    fn is_field_access(&self) -> bool {
        let name = self.first.strip_prefix('.').filter(|name| *name != "await");
        self.groups.is_empty() && self.chain.is_empty() && name.is_some_and(is_word)
    }
}

/// Adds what stands between brackets to the line that opens them.
fn between(line: &mut String, inner: &[Code<'_>], limit: usize) -> Option<()> {
    let padding = match line.chars().next_back() {
        Some('{') if is_use(line) => "",
        Some('{') if is_function(line) && is_expression(inner) || is_struct(line, inner) => " ",
        Some('{') => return None,
        // Of a tuple with one element, the comma is a part.
        Some('(') if inner.len() == 1 && !is_call(line) => return None,
        _ => "",
    };
    for (index, one) in inner.iter().enumerate() {
        line.push_str(if index > 0 { " " } else { padding });
        line.push_str(&one.flat(limit.checked_sub(line.len())?)?);
    }
    if line.ends_with(',') {
        line.pop();
    }
    line.push_str(padding);
    Some(())
}

fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn is_use(line: &str) -> bool {
    line.starts_with("use ") || line.starts_with("pub use ")
}

fn is_function(line: &str) -> bool {
    ["fn ", "pub fn ", "pub async fn "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Whether the parenthesis at the end belongs to the name before it.
fn is_call(line: &str) -> bool {
    let name = line
        .strip_suffix('(')
        .and_then(|before| before.chars().next_back());
    name.is_some_and(|last| last.is_alphanumeric() || matches!(last, '_' | '>' | '!'))
}

/// Whether a body is one expression, and none that has several lines by its nature.
fn is_expression(body: &[Code<'_>]) -> bool {
    let [only] = body else { return false };
    let keywords = ["match ", "if ", "for ", "while ", "loop ", "let "];
    !only.end().ends_with(';')
        && !keywords
            .iter()
            .any(|keyword| only.first.starts_with(keyword))
}

/// Whether the line starts the value of a struct, and these are its fields.
fn is_struct(line: &str, inner: &[Code<'_>]) -> bool {
    let Some(before) = line.strip_suffix(" {") else {
        return false;
    };
    let is_definition = ["struct ", "enum ", "impl ", "trait ", "match ", "fn "];
    let path = before.rsplit([' ', '(', '&']).next().unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default();
    name.trim_start_matches("r#")
        .starts_with(char::is_uppercase)
        && !is_definition.iter().any(|keyword| line.contains(keyword))
        && inner.iter().all(|field| {
            let name = field.first.split([':', ',']).next().unwrap_or_default();
            field.first.starts_with("..") || is_word(name.trim_start_matches("r#"))
        })
}

/// As few lines of these elements as there can be, each no longer than `width` unless an element alone is.
pub(super) fn filled<'e>(width: usize, elements: impl Iterator<Item = &'e str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for element in elements {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + element.len() <= width => {
                line.push(' ');
                line.push_str(element);
            }
            _ => lines.push(element.to_owned()),
        }
    }
    lines
}

struct Printer {
    width: usize,
    text: String,
}

impl Printer {
    fn line(&mut self, indentation: usize, text: &str) {
        if !text.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', indentation));
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// On one line where it fits, else its parts on lines of their own.
    fn code(&mut self, indentation: usize, code: &Code<'_>) {
        if let Some(flat) = code.flat(self.width.saturating_sub(indentation)) {
            return self.line(indentation, &flat);
        }
        let mut start = code.first.to_owned();
        let mut chain = code.chain.as_slice();
        // The fields that a chain starts with stay with what has them.
        while let [field, rest @ ..] = chain
            && code.groups.is_empty()
            && field.is_field_access()
        {
            start.push_str(field.first);
            chain = rest;
        }
        let end = self.groups(indentation, start, &code.groups);
        self.line(indentation, &end);
        for link in chain {
            self.code(indentation + 4, link);
        }
    }

    /// Writes all but the last line of some groups and what stands before them, and returns that.
    fn groups(&mut self, indentation: usize, start: String, groups: &[Group<'_>]) -> String {
        let room = self.width.saturating_sub(indentation);
        let mut line = start;
        for group in groups {
            let mut flat = line.clone();
            if between(&mut flat, &group.inner, room).is_some()
                && flat.len() + group.close.len() <= room
            {
                line = flat + group.close;
                continue;
            }
            // The brackets of an only argument stand with those around it.
            if let [only] = group.inner.as_slice()
                && let [list] = only.groups.as_slice()
                && only.chain.is_empty()
                && only.first.ends_with('[')
                && line.ends_with('(')
            {
                let end = self.groups(indentation, line + only.first, std::slice::from_ref(list));
                line = end.strip_suffix(',').unwrap_or(&end).to_owned() + group.close;
                continue;
            }
            self.line(indentation, &line);
            self.inner(indentation + 4, &line, &group.inner);
            group.close.clone_into(&mut line);
        }
        line
    }

    /// Writes what stands between brackets: imports and the elements of a list fill lines, all else has lines of its own.
    fn inner(&mut self, indentation: usize, open: &str, inner: &[Code<'_>]) {
        let room = self.width.saturating_sub(indentation);
        if is_use(open) {
            let names = inner
                .iter()
                .flat_map(|line| line.first.split_inclusive(", "));
            return self.fill(indentation, names.map(str::trim_end));
        }
        if open.ends_with('[')
            && let Some(elements) = inner
                .iter()
                .map(|code| code.flat(room))
                .collect::<Option<Vec<_>>>()
        {
            return self.fill(indentation, elements.iter().map(String::as_str));
        }
        for one in inner {
            self.code(indentation, one);
        }
    }

    fn fill<'e>(&mut self, indentation: usize, elements: impl Iterator<Item = &'e str>) {
        for line in filled(self.width.saturating_sub(indentation), elements) {
            self.line(indentation, &line);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
    use quote::quote;

    use super::*;

    fn reflowed(width: usize, tokens: TokenStream) -> String {
        reflow(
            &prettyplease::unparse(&syn::parse2(tokens).expect("the code of a test is Rust")),
            width,
        )
    }

    #[test]
    fn a_function_of_one_expression_is_a_line_where_it_fits() {
        let code = quote! { impl A { fn limit(self, limit: u64) -> Self { Self(self.0.query("limit", &limit)) } } };
        let line =
            "    fn limit(self, limit: u64) -> Self { Self(self.0.query(\"limit\", &limit)) }";
        assert_eq!(
            reflowed(line.len(), code.clone()),
            format!("impl A {{\n{line}\n}}\n")
        );
        let apart = "impl A {\n    fn limit(self, limit: u64) -> Self {\n        Self(self.0.query(\"limit\", &limit))\n    }\n}\n";
        assert_eq!(reflowed(line.len() - 1, code), apart);
    }

    #[test]
    fn a_signature_is_kept_together_before_its_body_is() {
        let code = quote! { fn find(&self, name: impl Into<String>, kind: Kind, limit: u64) -> Find { Find(self.0.call(&FIND)) } };
        let expected = "fn find(&self, name: impl Into<String>, kind: Kind, limit: u64) -> Find {\n    Find(self.0.call(&FIND))\n}\n";
        assert_eq!(reflowed(80, code), expected);
    }

    #[test]
    fn the_calls_of_a_long_chain_have_lines_of_their_own_and_its_field_has_none() {
        let code = quote! { fn f(self) -> A { A(self.0.call(&OPERATION).path_text("owner", owner).path_text("repository", repository)) } };
        let expected = "fn f(self) -> A {
    A(
        self.0
            .call(&OPERATION)
            .path_text(\"owner\", owner)
            .path_text(\"repository\", repository),
    )
}
";
        assert_eq!(reflowed(60, code), expected);
    }

    #[test]
    fn elements_and_imports_fill_lines() {
        let names = [
            "one", "two", "three", "four", "five", "six", "seven", "eight",
        ];
        let list = reflowed(
            60,
            quote! { static A: B = B::new().c(&[#(D::e(#names)),*]); },
        );
        let expected = "static A: B = B::new()
    .c(&[
        D::e(\"one\"), D::e(\"two\"), D::e(\"three\"),
        D::e(\"four\"), D::e(\"five\"), D::e(\"six\"),
        D::e(\"seven\"), D::e(\"eight\"),
    ]);
";
        assert_eq!(list, expected);
        let imports = reflowed(
            60,
            quote! { use a::{Addddddddddd, Beeeeeeeeeeeeee, Ceeeeeeeeeeeee, Deeeeeeeeeeeeeeeeee, Effffffff, Fffff, G}; },
        );
        let expected = "use a::{
    Addddddddddd, Beeeeeeeeeeeeee, Ceeeeeeeeeeeee,
    Deeeeeeeeeeeeeeeeee, Effffffff, Fffff, G,
};
";
        assert_eq!(imports, expected);
    }

    #[test]
    fn comments_attributes_and_statements_are_not_joined() {
        for code in [
            quote! { struct A { #[doc = " One."] a: u8 } },
            quote! { fn f() { let a = 1; a } },
            quote! { fn f(self) -> u8 { match self { A => 1, B => 2 } } },
            quote! { enum A { B, C } },
            quote! { impl A for B { type C = D; } },
        ] {
            let apart =
                prettyplease::unparse(&syn::parse2(code).expect("the code of a test is Rust"));
            assert_eq!(reflow(&apart, 200), apart);
        }
    }

    #[test]
    fn the_comma_of_a_tuple_stays() {
        let name: TokenStream = "a".repeat(90).parse().expect("it is an identifier");
        let code = reflowed(200, quote! { static A: B = (#name,); });
        assert_eq!(
            code.replace(char::is_whitespace, ""),
            format!("staticA:B=({name},);")
        );
    }

    /// Without commas before a closing bracket.
    fn normalized(tokens: TokenStream) -> TokenStream {
        let mut kept: Vec<TokenTree> = Vec::new();
        for token in tokens {
            kept.push(match token {
                TokenTree::Group(group) => {
                    let mut inner: Vec<TokenTree> = normalized(group.stream()).into_iter().collect();
                    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                    if group.delimiter() != Delimiter::None && inner.last().is_some_and(is_comma) {
                        inner.pop();
                    }
                    Group::new(group.delimiter(), inner.into_iter().collect()).into()
                }
                token => token,
            });
        }
        kept.into_iter().collect()
    }

    #[test]
    fn the_code_of_this_workspace_stays_what_it_is() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the crate is in the workspace");
        let mut files = 0;
        for folder in [
            "generator/src/emit",
            "generator/runtime/src",
            "generated/src",
        ] {
            for path in sources(&workspace.join(folder)) {
                let source = fs::read_to_string(&path).expect("it is text");
                let file = syn::parse_file(&source).expect("it is Rust");
                let laid_out = prettyplease::unparse(&file);
                for width in [40, 80, WIDTH, 1000] {
                    let tokens = |text: &str| {
                        let tokens = text
                            .parse()
                            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                        normalized(tokens).to_string()
                    };
                    assert!(
                        tokens(&reflow(&laid_out, width)) == tokens(&laid_out),
                        "{} is other code in lines of {width}",
                        path.display()
                    );
                }
                files += 1;
            }
        }
        assert!(files > 70, "{files} files");
    }

    /// The Rust files in a folder and in those below it.
    fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("it can be read").path());
        paths
            .flat_map(|path| match path.extension() {
                _ if path.is_dir() => sources(&path),
                Some(extension) if extension == "rs" => vec![path],
                _ => Vec::new(),
            })
            .collect()
    }
}
