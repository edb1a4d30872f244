//! The fixtures: their documents, and the generator's outcome for each.

use std::collections::BTreeSet;

use openapi_crate::{Files, Hints, Input, Outcome, Target, generate};

use super::Folder;

/// The fixtures in the folder: its files without overlays and without the files in subfolders.
pub(crate) fn documents() -> BTreeSet<String> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
        .expect("the folder exists");
    folder
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().expect("names are UTF-8"))
        .filter(|name| !name.ends_with(".overlay.yaml"))
        .collect()
}

/// The name of a fixture: that of its document without the extension.
pub(crate) fn name(document: &str) -> &str {
    document.split('.').next().unwrap_or_default()
}

/// The fixtures of which a run includes only some operations, by name, with the selector.
const SELECTED: [(&str, &str); 1] = [("selection", "tag:books")];

/// The settings of the types of formats, by fixture.
const FORMATS: [(&str, &[(&str, &str)]); 1] = [(
    "custom_types",
    &[
        ("format.decimal", "rust_decimal::Decimal"),
        ("format.time", "jiff::civil::Time"),
        ("format.uri", "url::Url"),
        ("format.url", "url::Url"),
    ],
)];

/// The hints of the settings of a fixture.
fn hints(fixture: &str) -> Hints {
    let of_fixture = FORMATS.iter().filter(|(one, _)| *one == fixture);
    let types = of_fixture.flat_map(|(_, types)| *types);
    Hints {
        types: types
            .map(|(target, path)| ((*target).to_owned(), (*path).to_owned()))
            .collect(),
        ..Hints::default()
    }
}

/// Runs the generator on a fixture, with the overlay of the same name if there is one.
pub(crate) fn generate_fixture(document: &str, package: &str, regenerate: &str) -> Outcome {
    generate_fixture_as(document, package, regenerate, Target::default())
}

/// Like [`generate_fixture`], in this form.
pub(crate) fn generate_fixture_as(
    document: &str,
    package: &str,
    regenerate: &str,
    target: Target,
) -> Outcome {
    let folder = Folder::of_workspace("generator/tests/fixtures");
    let overlay = format!("{}.overlay.yaml", name(document));
    let has_overlay = folder.read(&overlay).is_ok();
    let selected = SELECTED.iter().filter(|(one, _)| *one == name(document));
    let include = selected.map(|(_, selector)| selector.parse().expect("it is a selector"));
    let input = Input {
        document: document.to_owned(),
        include: include.collect(),
        overlays: has_overlay.then_some(overlay).into_iter().collect(),
        package: package.to_owned(),
        regenerate: regenerate.to_owned(),
        hints: hints(name(document)),
        target,
        ..Input::default()
    };
    generate(&input, &folder)
}
