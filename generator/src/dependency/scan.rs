//! Reads the dependencies of a manifest, line by line, without a parser for TOML.
//!
//! It reads every form in which Cargo's manifests list dependencies. What it does not understand, it leaves out.

/// A dependency of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The `cfg` or the name of the target that it is for, if it is not for all.
    pub(super) target: Option<String>,
    pub(super) name: String,
    /// Its value, with all lines that it has.
    pub(super) text: String,
}

impl Dependency {
    /// The name of its package, which is that of the dependency unless the manifest renames it.
    pub(super) fn package(&self) -> &str {
        fn after(text: &str) -> Option<&str> {
            let value = text.trim_start().strip_prefix('=')?.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value[1..].split(quote).next()
        }
        let starts = self.text.match_indices("package").filter(|(at, _)| {
            let before = self.text[..*at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '.'))
        });
        let mut found = starts.filter_map(|(at, key)| after(&self.text[at + key.len()..]));
        found.next().unwrap_or(&self.name)
    }
}

/// The dependencies of a manifest, without those of tests and build scripts.
pub(super) fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    for entry in entries(manifest) {
        let Some((target, [name, members @ ..])) = split(&entry.path) else {
            continue;
        };
        let text = match entry.value {
            Some(value) => format!("{} ={value}\n", members.join(".")),
            None if members.is_empty() => String::new(),
            None => continue,
        };
        match found.last_mut() {
            Some(last) if last.name == *name && last.target == target => last.text.push_str(&text),
            _ => found.push(Dependency {
                target,
                name: name.clone(),
                text,
            }),
        }
    }
    found
}

/// A key of a manifest with its value, or the header of a table.
pub(super) struct Entry {
    /// The keys from the root.
    pub(super) path: Vec<String>,
    /// The text after the equals sign; none for a header.
    pub(super) value: Option<String>,
}

/// The keys and tables of a manifest, in their order.
pub(super) fn entries(manifest: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let mut section = Vec::new();
    let mut open = Open::default();
    for line in manifest.lines() {
        if open.continues() {
            if let Some(value) = found.last_mut().and_then(|last| last.value.as_mut()) {
                value.push('\n');
                value.push_str(line);
            }
            open.read(line);
            continue;
        }
        let line = line.trim();
        if line.starts_with('[') {
            section = header(line).unwrap_or_else(|| vec!["?".to_owned()]);
            found.push(Entry {
                path: section.clone(),
                value: None,
            });
            continue;
        }
        let Some((keys, value)) =
            keys(line).and_then(|(keys, rest)| Some((keys, rest.strip_prefix('=')?)))
        else {
            continue;
        };
        open = Open::default();
        open.read(value);
        found.push(Entry {
            path: section.iter().cloned().chain(keys).collect(),
            value: Some(value.to_owned()),
        });
    }
    found
}

/// The target and the keys after `dependencies`, if a path is that of a dependency.
fn split(path: &[String]) -> Option<(Option<String>, &[String])> {
    match path {
        [first, rest @ ..] if first == "dependencies" => Some((None, rest)),
        [first, target, second, rest @ ..] if first == "target" && second == "dependencies" => {
            Some((Some(target.clone()), rest))
        }
        _ => None,
    }
}

/// The keys of a table's header.
fn header(line: &str) -> Option<Vec<String>> {
    let (keys, rest) = keys(line.strip_prefix('[')?)?;
    rest.starts_with(']').then_some(keys)
}

/// The keys at the start of a line, separated by dots, and the rest of the line.
fn keys(line: &str) -> Option<(Vec<String>, &str)> {
    let mut keys = Vec::new();
    let mut rest = line.trim_start();
    loop {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (key, after) = if let Some(quote) = quote {
            let (key, after) = rest[1..].split_once(quote)?;
            (key, after)
        } else {
            let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let end = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
            rest.split_at(end)
        };
        if key.is_empty() {
            return None;
        }
        keys.push(key.to_owned());
        rest = after.trim_start();
        match rest.strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None => return Some((keys, rest)),
        }
    }
}

/// The brackets and the string that are open at the end of a line.
#[derive(Default)]
struct Open {
    brackets: usize,
    string: Option<&'static str>,
}

impl Open {
    fn continues(&self) -> bool {
        self.brackets > 0 || self.string.is_some()
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if let Some(end) = self.string {
                if c == '\\' && end.starts_with('"') {
                    rest = rest.get(2..).unwrap_or_default();
                } else if let Some(after) = rest.strip_prefix(end) {
                    self.string = None;
                    rest = after;
                } else {
                    rest = &rest[c.len_utf8()..];
                }
                continue;
            }
            let opened = ["\"\"\"", "'''", "\"", "'"]
                .into_iter()
                .find(|quote| rest.starts_with(quote));
            match (opened, c) {
                (Some(quote), _) => {
                    self.string = Some(quote);
                    rest = &rest[quote.len()..];
                    continue;
                }
                (None, '#') => break,
                (None, '[' | '{') => self.brackets += 1,
                (None, ']' | '}') => self.brackets = self.brackets.saturating_sub(1),
                (None, _) => {}
            }
            rest = &rest[c.len_utf8()..];
        }
        // Only the strings with three quotes have several lines.
        self.string = self.string.filter(|quote| quote.len() == 3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(manifest: &str) -> Vec<String> {
        let all = dependencies(manifest).into_iter();
        all.map(|one| match one.target {
            Some(target) => format!("{target} {}", one.name),
            None => one.name,
        })
        .collect()
    }

    #[test]
    fn every_form_of_a_dependency_is_found() {
        for (manifest, expected) in [
            (
                "[dependencies]\nserde = \"1\" # why\n\"uuid\"='1'\n",
                "serde, uuid",
            ),
            ("[ dependencies ]\nserde.workspace = true\n", "serde"),
            ("dependencies.serde = \"1\"\n", "serde"),
            (
                "[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"derive\",\n]\n",
                "serde",
            ),
            (
                "[dependencies]\ntokio = { version = \"1\", features = [\n  \"rt\", # a ]\n  \"time\",\n] }\nurl = \"2\"\n",
                "tokio, url",
            ),
            (
                "[target.'cfg(unix)'.dependencies]\na = \"1\"\n",
                "cfg(unix) a",
            ),
            (
                "[target.\"cfg(unix)\".dependencies.a]\nversion = \"1\"\n",
                "cfg(unix) a",
            ),
            (
                "[target.x86_64-pc-windows-msvc.dependencies]\na = \"1\"\n",
                "x86_64-pc-windows-msvc a",
            ),
        ] {
            assert_eq!(names(manifest).join(", "), expected, "{manifest}");
        }
    }

    #[test]
    fn the_lines_of_a_different_table_are_not_those_of_a_dependency() {
        let manifest = "[dependencies]\nserde = \"1\"\n[package.metadata]\nlist = [\n  { package = \"other\" },\n]\n";
        assert_eq!(dependencies(manifest)[0].package(), "serde");
    }

    #[test]
    fn nothing_else_is_a_dependency() {
        for manifest in [
            "",
            "not a manifest",
            "[dev-dependencies]\na = \"1\"\n",
            "[build-dependencies]\na = \"1\"\n",
            "[workspace.dependencies]\na = \"1\"\n",
            "[package]\ndescription = \"\"\"\n[dependencies]\na = 1\n\"\"\"\n",
            "[package]\ndescription = '''\n[dependencies]\na = 1\n'''\n",
            "[features]\ndefault = [\n  \"[dependencies]\",\n]\na = []\n",
            "# [dependencies]\n# a = \"1\"\n",
            "[dependencies]\n# a = \"1\"\n",
            "[dependencies\na = \"1\"\n",
            "[dependencies]\n=\n.\n\"a\n",
        ] {
            assert_eq!(names(manifest), Vec::<String>::new(), "{manifest}");
        }
    }

    #[test]
    fn any_start_of_a_manifest_is_read() {
        let text = "[dependencies]\na = \"\\\"é\\\\\"\nb = '[' # é\n[target.'é'.dependencies]\nc = {\n\"é\\";
        for end in 0..text.len() {
            if let Some(start) = text.get(..end) {
                drop(dependencies(start));
            }
        }
        assert_eq!(names(text), ["a", "b", "é c"]);
    }
}
