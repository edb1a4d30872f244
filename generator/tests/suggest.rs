//! The overlays that `suggest` writes: one document per rule, with what the rule fixes and what it leaves, and the
//! properties that hold for every document.

mod support;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use openapi_crate::diagnostic::{Code, Diagnostic, Level};
use openapi_crate::diff::diff;
use openapi_crate::suggest::{Effect, Suggestions};
use openapi_crate::{Files, Input, Reading, read, suggest};
use support::{Folder, diagnostics_of};

const DOCUMENTS: &str = "generator/tests/suggest/documents";

/// A folder and an overlay in memory.
struct WithOverlay<'f>(&'f Folder, String);

/// The name of the overlay.
const OVERLAY: &str = "suggested.overlay.yaml";

impl Files for WithOverlay<'_> {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match name {
            OVERLAY => Ok(self.1.clone().into_bytes()),
            _ => self.0.read(name),
        }
    }
}

fn input(document: &str) -> Input {
    Input {
        document: document.to_owned(),
        package: "test".to_owned(),
        ..Input::default()
    }
}

/// Reads the document with the suggested overlay.
fn read_with(input: &Input, folder: &Folder, overlay: String) -> Reading {
    let mut input = input.clone();
    input.overlays.push(OVERLAY.to_owned());
    read(&input, &WithOverlay(folder, overlay))
}

/// The overlay, the places to change by hand, and the diagnostics that are left.
fn shown(suggestions: &Suggestions) -> String {
    let mut text = suggestions.overlay().unwrap_or_default();
    for (location, diagnostic) in &suggestions.by_hand {
        let _ = writeln!(
            text,
            "# by hand at {}:{}: {}",
            location.file, location.line, diagnostic.message
        );
    }
    let left = diagnostics_of(&suggestions.after, &suggestions.sources);
    for line in left.lines() {
        let _ = writeln!(text, "# left: {line}");
    }
    text.replace('\u{1b}', "<escape>")
}

/// The name and the text of each document of a folder.
fn documents(folder: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let mut names: Vec<String> = std::fs::read_dir(path)
        .expect("the folder exists")
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().expect("names are UTF-8"))
        .filter(|name| !name.ends_with(".overlay.yaml"))
        .collect();
    names.sort();
    names
}

#[test]
fn the_overlay_of_each_document() {
    let folder = Folder::of_workspace(DOCUMENTS);
    for document in documents(DOCUMENTS) {
        let suggestions = suggest(&input(&document), &folder);
        check(&document, &input(&document), &folder, &suggestions);
        insta::with_settings!({ snapshot_path => "suggest", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(document.trim_end_matches(".yaml"), shown(&suggestions));
        });
    }
}

/// The fixtures and the invalid documents, with their overlays.
#[test]
fn every_document_has_fewer_diagnostics_and_no_other_difference() {
    let mut fixed = 0;
    for name in ["generator/tests/fixtures", "generator/tests/broken"] {
        let folder = Folder::of_workspace(name);
        for document in documents(name) {
            let mut input = input(&document);
            let stem = document.split('.').next().unwrap_or_default();
            let overlay = format!("{stem}.overlay.yaml");
            if folder.read(&overlay).is_ok() {
                input.overlays.push(overlay);
            }
            let suggestions = suggest(&input, &folder);
            check(&document, &input, &folder, &suggestions);
            fixed += suggestions.fixed;
        }
    }
    assert!(fixed > 50, "{fixed} diagnostics are fixed");
}

/// The documents of `../shared/corpus`. `REQUIRE_SHARED=true` fails if they are missing.
#[test]
fn every_document_of_the_corpus_has_fewer_diagnostics_and_no_other_difference() {
    let corpus = "../shared/corpus";
    if !PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(corpus)
        .is_dir()
    {
        let is_required = std::env::var("REQUIRE_SHARED").is_ok_and(|value| value == "true");
        assert!(!is_required, "{corpus} does not exist");
        eprintln!("skipped: {corpus} does not exist");
        return;
    }
    let folder = Folder::of_workspace(corpus);
    let mut fixed = 0;
    for document in documents(corpus) {
        // Its run in a debug build takes as long as all others.
        if document == "github.json" {
            continue;
        }
        let input = input(&document);
        let suggestions = suggest(&input, &folder);
        is_additive(&document, &input, &folder, &suggestions);
        fixed += suggestions.fixed;
    }
    assert!(fixed >= 20, "{fixed} diagnostics are fixed");
}

/// Checks the suggestions for a document, and that nothing is left to suggest.
fn check(document: &str, input: &Input, folder: &Folder, suggestions: &Suggestions) {
    is_additive(document, input, folder, suggestions);
    if let Some(overlay) = suggestions.overlay() {
        let mut with = input.clone();
        with.overlays.push(OVERLAY.to_owned());
        let again = suggest(&with, &WithOverlay(folder, overlay));
        assert_eq!(again.actions, [], "{document}");
    }
}

/// Checks that the document has fewer diagnostics with the overlay, and a different API only if an action adds to it.
fn is_additive(document: &str, input: &Input, folder: &Folder, suggestions: &Suggestions) {
    let before = read(input, folder);
    let Some(overlay) = suggestions.overlay() else {
        let numbers = (suggestions.before.len(), suggestions.after.len());
        assert_eq!(numbers.0, numbers.1, "{document}");
        return;
    };
    is_inert(document, &overlay);
    let after = read_with(input, folder, overlay);
    let (old, new) = (counts(&before), counts(&after));
    let had_errors = before.diagnostics.iter().any(is_error);
    for (key, count) in &new {
        // What an error hid may come to light, but no mistake of the overlay.
        let is_of_overlay = matches!(key.0, Code::InvalidOverlay | Code::OverlayNoMatch);
        let known = old.get(key).copied().unwrap_or_default();
        assert!(
            *count <= known || had_errors && !is_of_overlay,
            "{document}: {key:?}"
        );
    }
    if suggestions.fixed > 0 && !had_errors {
        let fewer = after.diagnostics.len() < before.diagnostics.len();
        assert!(fewer, "{document}");
    }
    if let (Some(old), Some(new)) = (&before.api, &after.api) {
        let adds = suggestions
            .actions
            .iter()
            .any(|one| one.effect != Effect::None);
        let changes = diff(old, new).changes;
        assert_eq!(!changes.is_empty(), adds, "{document}: {changes:?}");
    }
}

/// Checks that the overlay has no character that a reader does not see, and no line that a runner executes.
fn is_inert(document: &str, overlay: &str) {
    for line in overlay.lines() {
        assert!(!line.chars().any(char::is_control), "{document}: {line:?}");
        assert!(
            !line.contains(['\u{202e}', '\u{200b}']),
            "{document}: {line:?}"
        );
        assert!(!line.trim_start().starts_with("::"), "{document}: {line:?}");
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.level == Level::Error
}

fn counts(reading: &Reading) -> HashMap<(Code, String), usize> {
    let mut counts = HashMap::new();
    for one in &reading.diagnostics {
        *counts.entry((one.code, one.message.clone())).or_default() += 1;
    }
    counts
}

#[test]
fn an_overlay_of_the_user_and_a_selection_are_honoured() {
    let own = r#"
overlay: 1.0.0
info: {title: O, version: '1'}
actions:
  - target: $.paths['/near/{shelf_id}'].get.parameters
    update: [{name: first, in: path, schema: {type: string}}]
  - target: $.paths['/near/{shelf_id}'].get.parameters[0]
    remove: true
  - target: $.paths["/optional/{shelf}/{it's}"].get.parameters[0]
    remove: true
"#;
    let folder = Folder::of_workspace(DOCUMENTS);
    let mut input = input("path_parameters.yaml");
    input.overlays.push(OVERLAY.to_owned());
    input.include = ["operation:near", "operation:optional"]
        .map(|selector| selector.parse().expect("a selector"))
        .into();
    let suggestions = suggest(&input, &WithOverlay(&folder, own.to_owned()));
    insta::assert_snapshot!(shown(&suggestions));
}

/// The targets that are suggested if an overlay with the word `spoilt` spoils the document.
fn targets(spoilt: &str, spoil: impl Fn(&mut Reading)) -> Vec<String> {
    let folder = Folder::of_workspace(DOCUMENTS);
    let read = |input: &Input, files: &dyn Files| {
        let mut reading = read(input, files);
        let overlay = input.overlays.last().map(|name| files.read(name));
        let overlay = overlay.map(|bytes| String::from_utf8(bytes.expect("a file")));
        if overlay.is_some_and(|text| text.expect("UTF-8").contains(spoilt)) {
            spoil(&mut reading);
        }
        reading
    };
    let input = input("path_parameters.yaml");
    let suggestions = openapi_crate::suggest::suggest(&input, &folder, &read);
    let targets = suggestions.actions.into_iter().map(|action| action.target);
    targets.collect()
}

#[test]
fn an_action_with_another_effect_is_not_suggested() {
    let all = targets("nothing in any overlay", |_| {});
    let is_spoilt = |target: &&String| target.contains("'/near/{shelf_id}'");
    assert!(all.iter().any(|target| is_spoilt(&target)));
    let expected: Vec<&String> = all.iter().filter(|target| !is_spoilt(target)).collect();
    let spoilt = "$.paths['/near/{shelf_id}']";
    let with_warning = targets(spoilt, |reading| {
        let mut warning = reading.diagnostics[0].clone();
        warning.message = "a new warning".to_owned();
        reading.diagnostics.push(warning);
    });
    let with_other_api = targets(spoilt, |reading| {
        let api = reading.api.as_mut().expect("an API");
        api.groups[0].operations.pop();
    });
    let without_effect = targets(spoilt, |reading| {
        let is_of_path = |one: &Diagnostic| one.message.contains("`/near/{shelf_id}`");
        let input = input("path_parameters.yaml");
        let before = read(&input, &Folder::of_workspace(DOCUMENTS));
        reading
            .diagnostics
            .extend(before.diagnostics.into_iter().filter(is_of_path));
    });
    for targets in [with_warning, with_other_api, without_effect] {
        assert_eq!(targets.iter().collect::<Vec<_>>(), expected);
    }
}
