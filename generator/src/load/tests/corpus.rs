//! Are the documents of real APIs accepted?

use std::path::Path;

use super::super::load;
use crate::diagnostic::{Code, Diagnostics, Level};
use crate::{Files, Input};

struct Disk;

impl Files for Disk {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(name)
    }
}

#[test]
fn real_documents_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no folder ../shared/corpus beside the checkout");
        return;
    };
    for entry in entries {
        let name = entry.expect("a readable folder").path().display().to_string();
        let input = Input { document: name.clone(), ..Input::default() };
        let mut diagnostics = Diagnostics::default();
        let (document, _) = load(&input, &Disk, &mut diagnostics);
        let errors: Vec<_> = diagnostics
            .into_vec()
            .into_iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
            .collect();
        // Paths of one of them have parameters that it describes as those of the query, or not at all.
        let (theirs, ours): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|error| error.code == Code::PathParameterMismatch);
        assert!(ours.is_empty(), "{name}: {ours:#?}");
        assert!(theirs.is_empty() || name.ends_with("intercom.yaml"), "{name}: {theirs:#?}");
        assert!(document.is_some(), "{name}");
    }
}
