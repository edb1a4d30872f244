//! Finds the figures that are worse than in an earlier run.

use super::entry::{Entry, Report};

/// The growth of a crate, in percent, that is not reported.
const GROWTH: usize = 2;

/// Returns a line for each figure of a document that is worse than before. Time and memory depend on the machine and
/// are not compared.
pub(super) fn between(before: &Report, after: &Report) -> Vec<String> {
    let mut found = Vec::new();
    for new in &after.documents {
        let Some(old) = before
            .documents
            .iter()
            .find(|old| old.document == new.document)
        else {
            continue;
        };
        found.extend(
            of_document(old, new)
                .into_iter()
                .map(|what| format!("{}: {what}", new.document)),
        );
    }
    for old in &before.documents {
        if after
            .documents
            .iter()
            .all(|new| new.document != old.document)
        {
            found.push(format!("{}: the document is missing", old.document));
        }
    }
    found
}

fn of_document(old: &Entry, new: &Entry) -> Vec<String> {
    if let Some(failure) = &new.failure {
        return match &old.failure {
            None => vec![format!("no longer has a crate: {failure}")],
            Some(_) => Vec::new(),
        };
    }
    if old.failure.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut compare = |what: &str, old: usize, new: usize, worse: bool| {
        if worse {
            found.push(format!("{what}: {old} -> {new}"));
        }
    };
    compare(
        "fewer operations",
        old.operations,
        new.operations,
        new.operations < old.operations,
    );
    for (code, count) in &new.warnings {
        let was = old.warnings.get(code).copied().unwrap_or_default();
        compare(
            &format!("more `{code}` warnings"),
            was,
            *count,
            *count > was,
        );
    }
    compare(
        "more untyped values",
        old.untyped,
        new.untyped,
        new.untyped_percent() > old.untyped_percent() + 0.05,
    );
    compare(
        "more unsupported schemas",
        old.fallbacks,
        new.fallbacks,
        new.fallbacks > old.fallbacks,
    );
    compare(
        "more lines",
        old.lines,
        new.lines,
        new.lines * 100 > old.lines * (100 + GROWTH),
    );
    if let (Some(was), Some(is)) = (&old.check, &new.check) {
        compare(
            "more compiler errors",
            was.errors,
            is.errors,
            is.errors > was.errors,
        );
        compare(
            "more compiler warnings",
            was.warnings,
            is.warnings,
            is.warnings > was.warnings,
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::entry::Check;
    use super::*;

    fn entry() -> Entry {
        Entry {
            document: "a.yaml".to_owned(),
            operations: 5,
            lines: 1000,
            values: 100,
            untyped: 1,
            check: Some(Check::default()),
            ..Entry::default()
        }
    }

    fn worse(change: impl FnOnce(&mut Entry)) -> Vec<String> {
        let mut changed = entry();
        change(&mut changed);
        between(
            &Report {
                documents: vec![entry()],
            },
            &Report {
                documents: vec![changed],
            },
        )
    }

    #[test]
    fn each_worse_figure_is_reported() {
        assert_eq!(
            worse(|entry| entry.operations = 4),
            ["a.yaml: fewer operations: 5 -> 4"]
        );
        assert_eq!(
            worse(|entry| entry.untyped = 2),
            ["a.yaml: more untyped values: 1 -> 2"]
        );
        assert_eq!(
            worse(|entry| entry.fallbacks = 1),
            ["a.yaml: more unsupported schemas: 0 -> 1"]
        );
        assert_eq!(
            worse(|entry| entry.lines = 1021),
            ["a.yaml: more lines: 1000 -> 1021"]
        );
        let warned = worse(|entry| entry.warnings = [("unsupported".to_owned(), 1)].into());
        assert_eq!(warned, ["a.yaml: more `unsupported` warnings: 0 -> 1"]);
        let broken = worse(|entry| {
            entry.check = Some(Check {
                errors: 2,
                ..Check::default()
            });
        });
        assert_eq!(broken, ["a.yaml: more compiler errors: 0 -> 2"]);
        let failed = worse(|entry| entry.failure = Some("no".to_owned()));
        assert_eq!(failed, ["a.yaml: no longer has a crate: no"]);
    }

    #[test]
    fn better_slower_or_new_figures_are_not_reported() {
        let fine = worse(|entry| {
            (entry.operations, entry.untyped, entry.lines, entry.seconds) = (6, 0, 1020, 100.0);
            entry.check = None;
        });
        assert_eq!(fine, Vec::<String>::new());
        assert_eq!(
            between(
                &Report::default(),
                &Report {
                    documents: vec![entry()]
                }
            ),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_missing_document_is_reported() {
        let before = Report {
            documents: vec![entry()],
        };
        assert_eq!(
            between(&before, &Report::default()),
            ["a.yaml: the document is missing"]
        );
    }
}
