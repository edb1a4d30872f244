//! The documents of real APIs are accepted.

use std::path::Path;

use super::super::load;
use crate::diagnostic::{Diagnostics, Level};
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
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "../shared/corpus does not exist");
        eprintln!("skipped: ../shared/corpus does not exist");
        return;
    };
    for entry in entries {
        let name = entry
            .expect("a readable folder")
            .path()
            .display()
            .to_string();
        let input = Input {
            document: name.clone(),
            ..Input::default()
        };
        let mut diagnostics = Diagnostics::default();
        let (document, _) = load(&input, &Disk, &mut diagnostics);
        let errors: Vec<_> = diagnostics
            .into_vec()
            .into_iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert!(document.is_some(), "{name}");
    }
}
