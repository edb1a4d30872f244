//! The parts of the KV store crate that are written by hand and must follow the document: the table of operations in
//! its README, its recordings, and its tour. Each message says what to add.

mod support;

use std::path::Path;

use openapi_crate::Files as _;
use openapi_crate::model::Api;
use openapi_crate::model::operation::Operation;
use support::{Folder, kv_store_api};

/// The folder of the recordings, as the messages name it.
const RECORDINGS: &str = "generated/tests/recordings";

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.groups.iter().flat_map(|group| &group.operations)
}

fn readme() -> String {
    let bytes = Folder::of_workspace("generated").read("README.md");
    String::from_utf8(bytes.expect("the file exists")).expect("the file is UTF-8")
}

/// The names of all recordings: `get-store/404-msg`.
fn recordings() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(RECORDINGS);
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("the folder exists");
        let names = entries.map(|entry| entry.expect("the folder can be read").file_name());
        names
            .map(|name| name.into_string().expect("names are UTF-8"))
            .collect()
    };
    let folders = names(&root)
        .into_iter()
        .filter(|name| root.join(name).is_dir());
    let mut recordings: Vec<String> = folders
        .flat_map(|folder| {
            let files = names(&root.join(&folder));
            let files = files
                .into_iter()
                .map(move |file| format!("{folder}/{file}"));
            files.map(|file| file.trim_end_matches(".yaml").to_owned())
        })
        .collect();
    recordings.sort();
    recordings
}

/// A row of the README's table of operations.
#[derive(Debug)]
struct Row {
    /// The accessor of the group, which the first row of a group has.
    accessor: String,
    /// The name of the method.
    method: String,
    /// The arguments.
    arguments: usize,
    /// The request line.
    request: String,
}

/// The table of operations in a README.
fn rows(readme: &str) -> Vec<Row> {
    let (_, table) = readme
        .split_once("\n| accessor | method | request | description |\n")
        .expect("the README has a table of operations");
    let rows = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let mut accessor = String::new();
    rows.map(|row| {
        let cells: Vec<&str> = row
            .split('|')
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        let [_, group, call, request, ..] = cells[..] else {
            panic!("a row has four cells: {row}")
        };
        if !group.is_empty() {
            group.clone_into(&mut accessor);
        }
        let (method, arguments) = call.split_once('(').unwrap_or((call, ""));
        let arguments = arguments.trim_end_matches(')').split(',');
        Row {
            accessor: accessor.clone(),
            method: method.to_owned(),
            arguments: arguments
                .filter(|argument| !argument.trim().is_empty())
                .count(),
            request: request.to_owned(),
        }
    })
    .collect()
}

/// The differences between the README's table and the operations of an API.
fn differences_of_table(api: &Api, readme: &str) -> Vec<String> {
    let mut rows = rows(readme);
    let mut differences = Vec::new();
    for group in &api.groups {
        let accessor = format!("client.{}()", group.module);
        for operation in &group.operations {
            let request = format!("{} {}", operation.method.as_str(), operation.path);
            let mut arguments: Vec<&str> = operation
                .required_parameters()
                .map(|parameter| parameter.name.as_str())
                .collect();
            let body = operation.body.as_ref().filter(|body| body.required);
            arguments.extend(body.map(|body| body.name.as_str()));
            let found = rows.iter().position(|row| {
                row.accessor == accessor
                    && row.method == operation.name
                    && row.arguments == arguments.len()
                    && row.request == request
            });
            match found {
                Some(index) => drop(rows.remove(index)),
                None => differences.push(format!(
                    "generated/README.md has no row for `{}`; add this one to those of `{accessor}`, with a description:\n\
                     | | `{}({})` | `{request}` | … |",
                    operation.id,
                    operation.name,
                    arguments.join(", "),
                )),
            }
        }
    }
    differences.extend(rows.iter().map(|row| {
        format!(
            "generated/README.md has a row for `{}.{}(…)` (`{}`), which is not in the document; remove the row",
            row.accessor, row.method, row.request
        )
    }));
    differences
}

/// Whether the name of a recording has a status that a documented one (`404`, `4XX` or `default`) covers. `others` are
/// the other documented statuses.
fn is_covered(recording: &str, documented: &str, others: &[&str]) -> bool {
    let name = recording.split_once('/').map_or("", |(_, name)| name);
    let status = name.split('-').next().unwrap_or_default();
    match documented {
        "default" => !others.iter().any(|other| is_covered(recording, other, &[])),
        range if range.ends_with("XX") => {
            status.len() == 3 && status[..1] == range[..1] && !others.contains(&status)
        }
        code => status == code,
    }
}

/// The statuses without a recording.
fn missing_recordings(api: &Api, recordings: &[String]) -> Vec<String> {
    let mut missing = Vec::new();
    for operation in operations(api) {
        let id = operation.id.as_str();
        let own = |name: &&String| name.split_once('/').is_some_and(|(folder, _)| folder == id);
        let successes = operation.success.statuses.iter().map(|one| &*one.status);
        let failures = operation.failures.iter().map(|one| &*one.status);
        let statuses: Vec<&str> = successes.chain(failures).collect();
        for status in &statuses {
            let others: Vec<&str> = statuses
                .iter()
                .copied()
                .filter(|one| one != status)
                .collect();
            let mut recordings = recordings.iter().filter(own);
            if !recordings.any(|name| is_covered(name, status, &others)) {
                missing.push(format!(
                    "`{id}` documents the status {status} and has no recording of it; add {RECORDINGS}/{id}/{status}.yaml \
                     ({RECORDINGS}/README.md describes the format) and a call to generated/tests/calls/{}.rs",
                    operation.name
                ));
            }
        }
    }
    missing
}

/// The recordings of operations that do not exist.
fn surplus_recordings(api: &Api, recordings: &[String]) -> Vec<String> {
    let exists =
        |folder: &str| folder == "tour" || operations(api).any(|operation| operation.id == folder);
    let surplus = recordings.iter().filter(|name| {
        let folder = name.split_once('/').map_or("", |(folder, _)| folder);
        !exists(folder)
    });
    surplus
        .map(|name| format!("{RECORDINGS}/{name}.yaml is of no operation; remove it and its call"))
        .collect()
}

/// The operations that the tour does not call.
fn missing_in_tour(api: &Api, recordings: &[String]) -> Vec<String> {
    let steps: Vec<&str> = recordings
        .iter()
        .filter_map(|name| name.strip_prefix("tour/")?.split_once('-'))
        .map(|(_, step)| step)
        .collect();
    operations(api)
        .filter(|operation| {
            !steps.iter().any(|step| {
                let rest = step.strip_prefix(&*operation.id);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            })
        })
        .map(|operation| {
            format!(
                "the tour does not call `{}`; add a step to generated/examples/tour/walk.rs, and its exchange to {RECORDINGS}/tour/",
                operation.id
            )
        })
        .collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_readme_has_a_row_for_each_operation() {
    assert_none(&differences_of_table(&kv_store_api(), &readme()));
}

#[test]
fn each_documented_status_has_a_recording() {
    assert_none(&missing_recordings(&kv_store_api(), &recordings()));
}

#[test]
fn each_recording_is_of_an_operation() {
    assert_none(&surplus_recordings(&kv_store_api(), &recordings()));
}

#[test]
fn the_name_of_each_recording_starts_with_its_status() {
    for name in recordings()
        .iter()
        .filter(|name| !name.starts_with("tour/"))
    {
        let bytes = Folder::of_workspace(RECORDINGS).read(&format!("{name}.yaml"));
        let recording: serde_yaml::Value =
            serde_yaml::from_slice(&bytes.expect("the file exists")).expect("the file is YAML");
        let status = recording["response"]["status"].as_u64().expect("a number");
        assert!(
            is_covered(name, &status.to_string(), &[]),
            "{name} has the status {status}"
        );
    }
}

#[test]
fn the_tour_calls_each_operation() {
    assert_none(&missing_in_tour(&kv_store_api(), &recordings()));
}

/// The differences that a test causes. After a change of the document, there are others, which the tests above report.
fn new_ones(mut differences: Vec<String>, before: &[String]) -> Vec<String> {
    differences.retain(|difference| !before.contains(difference));
    differences
}

#[test]
fn a_missing_row_is_shown_in_full() {
    let api = kv_store_api();
    let without: String = readme()
        .lines()
        .filter(|line| !line.contains("`upsert_batch("))
        .map(|line| format!("{line}\n"))
        .collect();
    let before = differences_of_table(&api, &readme());
    assert_eq!(
        new_ones(differences_of_table(&api, &without), &before),
        [
            "generated/README.md has no row for `upsert-batch`; add this one to those of `client.kv_store_item()`, with a description:\n\
             | | `upsert_batch(store_id, body)` | `PUT /resources/stores/kv/{store_id}/batch` | … |"
        ]
    );
}

#[test]
fn a_row_that_differs_from_the_document_is_reported() {
    let api = kv_store_api();
    for (was, is) in [
        ("`delete_store(id)`", "`remove_store(id)`"),
        ("`delete_store(id)`", "`delete_store(id, force)`"),
        (
            "`DELETE /resources/stores/kv/{store_id}`",
            "`DELETE /stores/{store_id}`",
        ),
        ("`client.kv_store()`", "`client.stores()`"),
    ] {
        let readme = readme();
        assert!(readme.contains(was), "{was}");
        let before = differences_of_table(&api, &readme);
        let differences = new_ones(
            differences_of_table(&api, &readme.replace(was, is)),
            &before,
        );
        let surplus = differences
            .iter()
            .filter(|one| one.ends_with("remove the row"));
        let surplus = surplus.count();
        assert!(
            surplus > 0 && differences.len() == 2 * surplus,
            "{is}: {differences:#?}"
        );
    }
}

#[test]
fn a_missing_recording_is_named_with_its_place() {
    let api = kv_store_api();
    for (operation, status) in [
        ("get-item", "404"),
        ("update-store", "200"),
        ("delete-store", "409"),
    ] {
        let mut recordings = recordings();
        let before = missing_recordings(&api, &recordings);
        recordings.retain(|name| !name.starts_with(&format!("{operation}/{status}")));
        let missing = new_ones(missing_recordings(&api, &recordings), &before);
        let [missing] = &missing[..] else {
            panic!("{missing:#?}")
        };
        assert!(
            missing.contains(&format!(
                "add generated/tests/recordings/{operation}/{status}.yaml"
            )),
            "{missing}"
        );
    }
    let recordings = [String::from("get-shop/200")];
    assert_eq!(
        surplus_recordings(&api, &recordings),
        ["generated/tests/recordings/get-shop/200.yaml is of no operation; remove it and its call"]
    );
    assert_eq!(
        missing_in_tour(&api, &recordings).len(),
        operations(&api).count()
    );
}

#[test]
fn a_range_of_statuses_is_covered_by_any_other_status_in_it() {
    assert!(is_covered("get-a/404-html", "404", &[]));
    assert!(!is_covered("get-a/404", "409", &[]));
    assert!(is_covered("get-a/404", "4XX", &["200", "409"]));
    assert!(!is_covered("get-a/409", "4XX", &["200", "409"]));
    assert!(is_covered("get-a/503", "default", &["200", "4XX"]));
    assert!(!is_covered("get-a/404", "default", &["200", "4XX"]));
}

/// The text files of the crate, except for those of other formats.
fn text_files(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            text_files(&path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.push((path.display().to_string(), text));
        }
    }
}

/// The release step of the README changes the version in the manifest only.
#[test]
fn only_the_manifest_has_the_version_of_the_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the file exists");
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let version = manifest["package"]["version"].as_str().expect("a string");
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        text_files(&root.join(folder), &mut files);
    }
    text_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots"),
        &mut files,
    );
    assert!(files.len() > 200, "{} files", files.len());
    let named = format!("fastly-kv-store/{version}");
    let wrong: Vec<&String> = files
        .iter()
        .filter(|(path, text)| {
            text.contains(&named) || path.contains("/src/") && text.contains(version)
        })
        .map(|(path, _)| path)
        .collect();
    assert!(
        wrong.is_empty(),
        "a release must not change other files than the manifest: {wrong:#?}"
    );
}
