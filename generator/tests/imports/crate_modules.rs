//! The modules of a crate, read from its files, and the imports between them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::graph::Graph;
use crate::paths::{FoundPath, paths};

/// The modules of a crate with a file, and the paths in each.
#[derive(Debug)]
pub(crate) struct Modules(BTreeMap<Vec<String>, Vec<FoundPath>>);

impl Modules {
    /// Reads the files of a crate, except for its tests.
    pub(crate) fn read(source_folder: &Path) -> Self {
        let mut modules = Self(BTreeMap::new());
        modules.read_folder(source_folder, &[]);
        modules
    }

    fn read_folder(&mut self, folder: &Path, module: &[String]) {
        for entry in fs::read_dir(folder).expect("the folder exists") {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_stem().expect("a file has a name");
            let name = name.to_str().expect("names are UTF-8");
            let mut child = module.to_vec();
            if !matches!(name, "lib" | "mod") {
                child.push(name.to_owned());
            }
            if name == "tests" {
                continue;
            }
            if path.is_dir() {
                self.read_folder(&path, &child);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).expect("the file can be read");
                self.0.insert(child, paths(&source));
            }
        }
    }

    /// Returns the graph of imports. Importing a re-exported name counts as importing the module that defines the name,
    /// not the module with the re-export.
    pub(crate) fn imports(&self) -> Graph {
        let mut graph = Graph::default();
        for (module, found) in &self.0 {
            for path in found.iter().filter(|path| !path.reexported) {
                if let Some(path) = self.absolute(module, path) {
                    graph.add(&shown(module), &shown(&self.defining(&path, 0)));
                }
            }
        }
        graph
    }

    /// Returns the modules with a path to another crate, outside their tests.
    pub(crate) fn users_of(&self, krate: &str) -> Vec<String> {
        let leads_there =
            |path: &FoundPath| path.segments.first().is_some_and(|first| first == krate);
        let users = self
            .0
            .iter()
            .filter(|(_, found)| found.iter().any(leads_there));
        users.map(|(module, _)| shown(module)).collect()
    }

    /// Returns the module that defines the item of a path, following imports and re-exports.
    fn defining(&self, path: &[String], hops: usize) -> Vec<String> {
        let mut module = Vec::new();
        let mut rest = path.iter();
        while let Some(segment) = rest.next() {
            module.push(segment.clone());
            if self.0.contains_key(&module) {
                continue;
            }
            module.pop();
            let import =
                self.0.get(&module).into_iter().flatten().find(|import| {
                    import.inside.is_empty() && import.name.as_ref() == Some(segment)
                });
            let target = import.and_then(|import| self.absolute(&module, import));
            if let Some(mut target) = target.filter(|_| hops < 8) {
                target.extend(rest.cloned());
                return self.defining(&target, hops + 1);
            }
            break;
        }
        module
    }

    /// Returns the path from the root of the crate; `None` for a path to another crate.
    fn absolute(&self, module: &[String], path: &FoundPath) -> Option<Vec<String>> {
        let mut absolute: Vec<String> = module.iter().chain(&path.inside).cloned().collect();
        let first = path.segments.first()?;
        if !matches!(first.as_str(), "crate" | "super" | "self") {
            let child: Vec<String> = module.iter().chain([first]).cloned().collect();
            if !self.0.contains_key(&child) {
                return None;
            }
        }
        for segment in &path.segments {
            match segment.as_str() {
                "crate" => absolute.clear(),
                "super" => {
                    absolute.pop();
                }
                "self" | "*" => {}
                _ => absolute.push(segment.clone()),
            }
        }
        Some(absolute)
    }
}

/// The display name of a module; the root is `lib`.
fn shown(module: &[String]) -> String {
    if module.is_empty() {
        "lib".to_owned()
    } else {
        module.join("::")
    }
}

#[test]
fn an_import_leads_to_the_module_that_defines_the_name() {
    let sources = [
        ("", "mod a; mod b; pub use self::a::C; fn x() { b::y() }"),
        (
            "a",
            "use super::b; mod c; mod d; pub use self::c::C; pub struct E;",
        ),
        ("a::c", "use super::b::F; use super::d::G; use super::E;"),
        ("a::d", "fn d(c: super::c::C) {}"),
        ("b", "pub struct F; fn f() { std::mem::drop(c::d()) }"),
    ];
    let modules = Modules(
        sources
            .iter()
            .map(|(module, source)| {
                let module = module.split("::").filter(|part| !part.is_empty());
                (module.map(str::to_owned).collect(), paths(source))
            })
            .collect(),
    );
    let imports = modules.imports();
    let edges = imports.edges();
    let edges: Vec<(&str, &str)> = edges
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(
        edges,
        [
            ("a", "b"),
            ("a::c", "a"),
            ("a::c", "a::d"),
            ("a::c", "b"),
            ("a::d", "a::c"),
            ("lib", "b"),
        ]
    );
    assert_eq!(imports.cycles(), [["a::c", "a::d"]]);
    assert_eq!(modules.users_of("std"), ["b"]);
}
