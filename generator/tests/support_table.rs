//! `docs/openapi-support.md` agrees with the fixtures.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use openapi_crate::diagnostic::Code;
use openapi_crate::{Files, Input, generate};
use support::Folder;

/// The levels of support.
const LEVELS: &[&str] = &["supported", "documented", "partly", "not", "unused"];

/// A row of a table about features.
#[derive(Debug)]
struct Row {
    what: String,
    level: String,
    /// The result or the reason.
    text: String,
    fixtures: Vec<String>,
}

/// The rows of all tables except the first, which explains the levels.
fn rows() -> Vec<Row> {
    let table = Folder::of_workspace("docs")
        .read("openapi-support.md")
        .expect("the table exists");
    let table = String::from_utf8(table).expect("it is UTF-8");
    let mut rows = Vec::new();
    for line in table.lines().skip_while(|line| *line != "## Document") {
        let Some(line) = line
            .strip_prefix("| ")
            .and_then(|line| line.strip_suffix(" |"))
        else {
            continue;
        };
        let cells: Vec<&str> = line.split(" |").map(str::trim).collect();
        let [what, level, text, fixtures] = cells.as_slice() else {
            panic!("expected four cells: {line}")
        };
        if level.is_empty() || level.starts_with('-') {
            continue;
        }
        rows.push(Row {
            what: (*what).to_owned(),
            level: (*level).to_owned(),
            text: (*text).to_owned(),
            fixtures: between(fixtures, '`'),
        });
    }
    assert!(rows.len() > 100, "the tables were not found");
    rows
}

/// The substrings between pairs of a character.
fn between(text: &str, mark: char) -> Vec<String> {
    text.split(mark)
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The fixtures in the folder, without their overlays, by name, with their file names.
fn fixtures() -> BTreeMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let entries = std::fs::read_dir(folder).expect("the folder exists");
    let files = entries.map(|entry| entry.expect("the folder can be read"));
    files
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().expect("names are UTF-8"))
        .filter(|name| !name.ends_with(".overlay.yaml"))
        .map(|file| (file.split('.').next().unwrap_or_default().to_owned(), file))
        .collect()
}

/// The words of a fixture: the keys and strings of its document, its overlay, and the files that it refers to.
fn words(file: &str) -> BTreeSet<String> {
    let folder = Folder::of_workspace("generator/tests/fixtures");
    let name = file.split('.').next().unwrap_or_default();
    let parts = [
        file.to_owned(),
        format!("{name}.overlay.yaml"),
        format!("{name}/paths.yaml"),
        format!("{name}/schemas.yaml"),
    ];
    let mut words = BTreeSet::new();
    for part in parts {
        if let Ok(bytes) = folder.read(&part) {
            let tree = serde_yaml::from_slice(&bytes).expect("a fixture is YAML");
            collect(&tree, &mut words);
        }
    }
    words
}

fn collect(tree: &serde_yaml::Value, words: &mut BTreeSet<String>) {
    match tree {
        serde_yaml::Value::Mapping(mapping) => {
            for (key, value) in mapping {
                collect(key, words);
                collect(value, words);
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| collect(item, words)),
        serde_yaml::Value::String(string) => {
            words.insert(string.clone());
        }
        serde_yaml::Value::Bool(value) => {
            words.insert(value.to_string());
        }
        serde_yaml::Value::Number(value) => {
            words.insert(value.to_string());
        }
        _ => {}
    }
}

/// Whether a key or string of a fixture is a use of a word in the table: the word itself, the word with parameters of a
/// media type, a media type with the word as its suffix, or a path with the word as a special character.
fn is_use(known: &str, word: &str) -> bool {
    let is_special = word.len() == 1 && !word.starts_with(char::is_alphanumeric);
    known == word
        || known
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(';'))
        || (word.starts_with('+') && known.ends_with(word))
        || (is_special && known.starts_with('/') && known.contains(word))
}

/// The warnings of a fixture about unsupported features.
fn unsupported(file: &str) -> Vec<String> {
    let input = Input {
        document: file.to_owned(),
        package: "fixture".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Folder::of_workspace("generator/tests/fixtures"));
    outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| matches!(diagnostic.code, Code::Unsupported | Code::UnknownKeyword))
        .map(|diagnostic| diagnostic.message.clone())
        .collect()
}

#[test]
fn each_row_has_one_of_the_levels() {
    let wrong: Vec<Row> = rows()
        .into_iter()
        .filter(|row| !LEVELS.contains(&row.level.as_str()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rows_name_exactly_the_fixtures() {
    let named: BTreeSet<String> = rows().into_iter().flat_map(|row| row.fixtures).collect();
    let known: BTreeSet<String> = fixtures().into_keys().collect();
    let missing: Vec<_> = known.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "name each fixture in the last cell of a row of docs/openapi-support.md, of the feature that it shows: {missing:?}"
    );
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "docs/openapi-support.md names {unknown:?}, which generator/tests/fixtures does not have"
    );
}

#[test]
fn the_fixtures_of_a_row_contain_its_keywords() {
    let fixtures = fixtures();
    let mut wrong = Vec::new();
    for row in rows() {
        let known: BTreeSet<String> = row
            .fixtures
            .iter()
            .filter_map(|name| fixtures.get(name))
            .flat_map(|file| words(file))
            .collect();
        // Together, the fixtures contain all keywords of the row.
        let missing = between(&row.what, '`').into_iter();
        let missing = missing.filter(|word| !known.iter().any(|known| is_use(known, word)));
        wrong.extend(missing.map(|word| format!("none of {:?} has `{word}`", row.fixtures)));
        if row.fixtures.is_empty() {
            wrong.push(format!("no fixture shows {}", row.what));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_partly_supported_or_unsupported_feature_causes_the_warning_in_its_row() {
    let fixtures = fixtures();
    let mut warnings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows()
        .iter()
        .filter(|row| row.level == "partly" || row.level == "not")
    {
        for name in &row.fixtures {
            let file = fixtures.get(name).cloned().unwrap_or_default();
            warnings
                .entry(name.clone())
                .or_insert_with(|| unsupported(&file));
        }
        let quotes = between(&row.text, '*');
        // A shorter quote could be in an unrelated warning.
        let short = quotes.iter().filter(|quote| quote.split(' ').count() < 3);
        wrong.extend(short.map(|quote| format!("too short to be a quote: {quote}")));
        if quotes.is_empty() {
            wrong.push(format!("no warning is quoted for {}", row.what));
        }
        for quote in quotes {
            let is_given = row
                .fixtures
                .iter()
                .any(|name| warnings[name].iter().any(|text| text.contains(&quote)));
            if !is_given {
                wrong.push(format!(
                    "none of {:?} gives the warning: {quote}",
                    row.fixtures
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The table covers every known limitation.
#[test]
fn every_warning_of_the_fixtures_is_quoted_by_a_row() {
    let quotes: Vec<String> = rows()
        .iter()
        .filter(|row| row.level == "partly" || row.level == "not")
        .flat_map(|row| between(&row.text, '*'))
        .collect();
    let mut missing = Vec::new();
    for (name, file) in fixtures() {
        let warnings = unsupported(&file).into_iter();
        let new =
            warnings.filter(|warning| !quotes.iter().any(|quote| warning.contains(quote.as_str())));
        missing.extend(new.map(|warning| format!("{name}: {warning}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
