//! The graph of imports between modules, and its cycles.

use std::collections::{BTreeMap, BTreeSet};

/// The imports between modules, by path.
#[derive(Debug, Default)]
pub(crate) struct Graph(BTreeMap<String, BTreeSet<String>>);

impl Graph {
    pub(crate) fn add(&mut self, from: &str, to: &str) {
        if from != to {
            let targets = self.0.entry(from.to_owned()).or_default();
            targets.insert(to.to_owned());
        }
    }

    pub(crate) fn edges(&self) -> Vec<(String, String)> {
        let edges = self.0.iter().flat_map(|(from, targets)| {
            let edge = move |to: &String| (from.clone(), to.clone());
            targets.iter().map(edge)
        });
        edges.collect()
    }

    /// The graph of the top-level folders and files.
    pub(crate) fn of_folders(&self) -> Self {
        let top = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
        let mut folders = Self::default();
        for (from, to) in self.edges() {
            folders.add(&top(&from), &top(&to));
        }
        folders
    }

    /// The groups of modules that reach each other.
    pub(crate) fn cycles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&String, BTreeSet<&String>> = self
            .0
            .keys()
            .map(|from| (from, self.reached(from)))
            .collect();
        let mut cycles = BTreeSet::new();
        for (from, targets) in &reached {
            let cycle: Vec<String> = targets
                .iter()
                .filter(|to| reached.get(*to).is_some_and(|back| back.contains(from)))
                .map(|to| (*to).clone())
                .collect();
            if !cycle.is_empty() {
                cycles.insert(cycle);
            }
        }
        cycles.into_iter().collect()
    }

    /// The modules that a module imports directly or indirectly.
    fn reached(&self, from: &String) -> BTreeSet<&String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(module) = open.pop() {
            for target in self.0.get(module).into_iter().flatten() {
                if reached.insert(target) {
                    open.push(target);
                }
            }
        }
        reached
    }
}

#[test]
fn a_cycle_is_found_and_a_chain_is_not() {
    let mut graph = Graph::default();
    for (from, to) in [("a::b", "c"), ("c", "d"), ("d", "a::e"), ("f", "c")] {
        graph.add(from, to);
    }
    assert!(graph.cycles().is_empty());
    assert_eq!(graph.of_folders().cycles(), [["a", "c", "d"]]);
    graph.add("d", "a::b");
    assert_eq!(graph.cycles(), [["a::b", "c", "d"]]);
}
