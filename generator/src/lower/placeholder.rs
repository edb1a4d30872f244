//! The names in the braces of a path template, which `x-rust-name` also replaces.

use std::collections::HashMap;

use crate::model::name::snake;
use crate::model::operation::{Location, Parameter, Path, Style};

/// The path parameters of an operation that a hint names: the new name of each, by its name in the document.
#[derive(Debug, Default)]
pub(super) struct Placeholders(HashMap<String, String>);

impl Placeholders {
    /// Adds a parameter with the name from its hint, unless its name in the document is on the wire.
    pub(super) fn add(&mut self, parameter: &Parameter, hinted: Option<&str>) {
        if parameter.location == Location::Path
            && parameter.style != Style::Matrix
            && let Some(hinted) = hinted
        {
            self.0
                .insert(parameter.wire_name.clone(), hinted.to_owned());
        }
    }

    /// Renames the parameters, in the template too, so that documentation and code have one name for each. A parameter
    /// that could not have the name in Rust keeps its own.
    pub(super) fn rename(mut self, path: &mut Path, parameters: &mut [Parameter]) {
        for parameter in parameters {
            if parameter.location != Location::Path {
                continue;
            }
            match self.0.get(&parameter.wire_name) {
                Some(hinted) if parameter.name == snake(hinted) => {
                    parameter.wire_name.clone_from(hinted);
                }
                _ => {
                    self.0.remove(&parameter.wire_name);
                }
            }
        }
        if !self.0.is_empty() {
            path.template = self.in_template(&path.template);
        }
    }

    /// The template with the new names.
    fn in_template(&self, template: &str) -> String {
        let mut parts = template.split('{');
        let mut renamed = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let name = self.0.get(name).map_or(name, String::as_str);
            renamed.push_str(&format!("{{{name}}}{rest}"));
        }
        renamed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_at_the_same_time() {
        let names = [("a", "b"), ("b", "a")].map(|(old, new)| (old.to_owned(), new.to_owned()));
        let renamed = Placeholders(HashMap::from(names)).in_template("/{a}{b}/x/{c}?all=1");
        assert_eq!(renamed, "/{b}{a}/x/{c}?all=1");
    }
}
