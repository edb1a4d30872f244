//! The documents of real APIs are accepted.

use std::path::{Path, PathBuf};

use super::super::load;
use crate::diagnostic::{Diagnostics, Level};
use crate::{Files, Input};

struct Disk;

impl Files for Disk {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(name)
    }
}

/// The folder of the documents, unless the test is skipped without it.
fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if !folder.is_dir() {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "../shared/corpus does not exist");
        eprintln!("skipped: ../shared/corpus does not exist");
        return None;
    }
    Some(folder)
}

#[test]
fn real_documents_are_accepted() {
    let Some(folder) = corpus() else {
        return;
    };
    let entries = std::fs::read_dir(&folder).expect("a readable folder");
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

/// The document also has credentials for purges and for changing passwords.
#[test]
fn the_kv_operations_of_the_whole_fastly_api_need_one_credential_and_two_tags() {
    let Some(folder) = corpus() else {
        return;
    };
    let selector = |tag: &str| format!("tag:{tag}").parse().expect("a selector");
    let input = Input {
        document: folder.join("fastly-2023.yaml").display().to_string(),
        include: ["kv_store", "kv_store_item"].map(selector).to_vec(),
        ..Input::default()
    };
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load(&input, &Disk, &mut diagnostics);
    let document = document.expect("it is accepted").openapi;
    let components = document.components.as_ref().expect("it has components");
    let schemes = components.security_schemes.keys();
    assert_eq!(schemes.collect::<Vec<_>>(), ["token"]);
    let tags = document.tags.iter().map(|tag| tag.name.as_str());
    assert_eq!(tags.collect::<Vec<_>>(), ["kv_store", "kv_store_item"]);
    assert_eq!(document.operations().count(), 8);
}
