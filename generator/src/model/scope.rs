//! Scopes of unique Rust names: of one namespace, or of a module, which has two.

use std::collections::{HashMap, HashSet};

/// The names taken in one namespace, such as the fields of a struct or the methods of a type.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    numbered: Numbers,
}

impl Scope {
    /// Creates a scope in which these names are taken.
    pub fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
            numbered: Numbers::default(),
        }
    }

    /// Whether a name is taken.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Takes a name: as wanted, or with the qualifier appended, or with 2, 3, … appended: the first that is free.
    ///
    /// The first call gets the plain name; callers follow the order of the document.
    pub fn claim(&mut self, wanted: &str, qualifier: &str) -> String {
        let taken = &self.taken;
        let name = self
            .numbered
            .free(wanted, qualifier, |name| taken.contains(name));
        self.taken.insert(name.clone());
        name
    }
}

/// The namespaces that contain the name of an item (the Rust reference, "Namespaces").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// The type namespace: a struct with named fields, an enum, a type alias, a module.
    Type,
    /// The value namespace: a static, a constant, a function.
    Value,
    /// Both: a tuple struct or a unit struct, whose name is also that of its constructor.
    TypeAndValue,
}

impl Namespaces {
    const fn has_types(self) -> bool {
        matches!(self, Self::Type | Self::TypeAndValue)
    }

    const fn has_values(self) -> bool {
        matches!(self, Self::Value | Self::TypeAndValue)
    }
}

/// The names taken in one module, including its imports.
#[derive(Clone, Debug, Default)]
pub struct ModuleScope {
    types: HashSet<String>,
    values: HashSet<String>,
    numbered: Numbers,
}

impl ModuleScope {
    /// Marks names as taken.
    pub fn reserve<'n>(
        &mut self,
        namespaces: Namespaces,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        for name in names {
            self.take(namespaces, name);
        }
    }

    /// Takes a name as [`Scope::claim`] does, in every namespace that contains the name of the item.
    pub fn claim(&mut self, namespaces: Namespaces, wanted: &str, qualifier: &str) -> String {
        let (types, values) = (&self.types, &self.values);
        let name = self.numbered.free(wanted, qualifier, |name| {
            namespaces.has_types() && types.contains(name)
                || namespaces.has_values() && values.contains(name)
        });
        self.take(namespaces, &name);
        name
    }

    fn take(&mut self, namespaces: Namespaces, name: &str) {
        if namespaces.has_types() {
            self.types.insert(name.to_owned());
        }
        if namespaces.has_values() {
            self.values.insert(name.to_owned());
        }
    }
}

/// The last number appended to each name, because thousands of items may want the same name.
#[derive(Clone, Debug, Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    /// Returns the first free name: as wanted, qualified, or numbered.
    fn free(&mut self, wanted: &str, qualifier: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let bare = wanted.trim_start_matches("r#");
        let mut name = wanted.to_owned();
        if is_taken(&name) && !qualifier.is_empty() {
            name = format!("{bare}{qualifier}");
        }
        if is_taken(&name) {
            // A trailing digit would merge with the appended number.
            let separator = if bare.ends_with(|c: char| c.is_ascii_digit()) {
                "_"
            } else {
                ""
            };
            let number = self.0.entry(bare.to_owned()).or_insert(1);
            while is_taken(&name) {
                *number += 1;
                name = format!("{bare}{separator}{number}");
            }
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_claim_gets_the_plain_name() {
        let mut scope = Scope::reserving(&["send"]);
        assert_eq!(scope.claim("id", "_path"), "id");
        assert_eq!(scope.claim("id", "_query"), "id_query");
        assert_eq!(scope.claim("id", "_query"), "id2");
        assert_eq!(scope.claim("send", "_query"), "send_query");
        assert_eq!(scope.claim("Sha1", ""), "Sha1");
        assert_eq!(scope.claim("Sha1", ""), "Sha1_2");
    }

    #[test]
    fn a_numbered_name_that_is_taken_is_skipped() {
        let mut scope = Scope::default();
        let names = ["a", "a3", "a", "a", "r#a", "r#a"].map(|wanted| scope.claim(wanted, ""));
        assert_eq!(names, ["a", "a3", "a2", "a4", "r#a", "a5"]);
    }

    #[test]
    fn names_in_different_namespaces_do_not_collide() {
        let mut module = ModuleScope::default();
        let mut claim = |namespaces, wanted| module.claim(namespaces, wanted, "_item");
        assert_eq!(claim(Namespaces::Type, "A"), "A");
        assert_eq!(claim(Namespaces::Value, "A"), "A");
        assert_eq!(claim(Namespaces::Value, "A"), "A_item");
        assert_eq!(claim(Namespaces::Type, "A"), "A_item");
    }

    #[test]
    fn a_tuple_struct_takes_its_name_in_both_namespaces() {
        let mut module = ModuleScope::default();
        module.reserve(Namespaces::Value, ["B"]);
        let mut claim = |namespaces, wanted| module.claim(namespaces, wanted, "");
        assert_eq!(claim(Namespaces::TypeAndValue, "A"), "A");
        assert_eq!(claim(Namespaces::Value, "A"), "A2");
        assert_eq!(claim(Namespaces::TypeAndValue, "B"), "B2");
        assert_eq!(claim(Namespaces::Type, "B"), "B");
    }
}
