//! The parts that are written by hand, read from their files.

use std::path::Path;

use openapi_crate::Files as _;

use crate::recorded::Exchange;
use crate::support::Folder;

/// The folder of the recordings, as the messages name it.
pub(crate) const RECORDINGS: &str = "generated/tests/recordings";

/// The parts that are written by hand.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    /// The README's table of operations.
    pub(crate) rows: Vec<Row>,
    /// The names of all recordings, such as `get-store/404-msg` and `tour/02-get-store`.
    pub(crate) recordings: Vec<String>,
    /// The contents of the recordings.
    pub(crate) exchanges: Vec<Exchange>,
    /// The operations of the emulator.
    pub(crate) routes: Vec<Route>,
}

/// A row of the README's table of operations.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The accessor of the group, which the first row of a group has.
    pub(crate) accessor: String,
    /// The name of the method.
    pub(crate) method: String,
    /// The number of arguments.
    pub(crate) arguments: usize,
    /// The request line.
    pub(crate) request: String,
}

/// An operation of the emulator.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The name of the operation, such as `get_store`.
    pub(crate) name: String,
    /// The request line.
    pub(crate) request: String,
}

impl Parts {
    pub(crate) fn of_repository() -> Self {
        let recordings = recordings();
        let exchanges = recordings.iter().map(|name| {
            let bytes = Folder::of_workspace(RECORDINGS).read(&format!("{name}.yaml"));
            Exchange::of(name, &bytes.expect("the file exists"))
        });
        Self {
            rows: rows(&text("generated", "README.md")),
            exchanges: exchanges.collect(),
            recordings,
            routes: routes(&text("generated/emulator", "src/route.rs")),
        }
    }

    /// The names of the recorded steps of the tour, without their numbers: `get-store`, `clean-up-delete-store`.
    pub(crate) fn tour(&self) -> impl Iterator<Item = &str> {
        self.recordings
            .iter()
            .filter_map(|name| name.strip_prefix("tour/")?.split_once('-'))
            .map(|(_, step)| step)
    }
}

fn text(folder: &str, name: &str) -> String {
    let bytes = Folder::of_workspace(folder).read(name);
    String::from_utf8(bytes.expect("the file exists")).expect("the file is UTF-8")
}

/// The table of operations in a README.
pub(crate) fn rows(readme: &str) -> Vec<Row> {
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

/// The variants of the emulator's `Operation`, each with the request line in its documentation.
pub(crate) fn routes(source: &str) -> Vec<Route> {
    let (_, variants) = source
        .split_once("pub enum Operation {\n")
        .expect("the emulator has an enum of its operations");
    let mut request = String::new();
    let mut routes = Vec::new();
    for line in variants.lines().take_while(|line| *line != "}") {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("///") {
            comment
                .split('`')
                .nth(1)
                .unwrap_or_default()
                .clone_into(&mut request);
        } else if let Some(variant) = line.strip_suffix(',') {
            routes.push(Route {
                name: snake(variant),
                request: std::mem::take(&mut request),
            });
        }
    }
    assert!(!routes.is_empty(), "the emulator has operations");
    routes
}

/// `GetStore` as `get_store`.
fn snake(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// Whether the name of a recording has a status that a documented one (`404`, `4XX` or `default`) covers. `others` are
/// the other documented statuses.
pub(crate) fn has_status(recording: &str, documented: &str, others: &[&str]) -> bool {
    let name = recording.split_once('/').map_or("", |(_, name)| name);
    let status = name.split('-').next().unwrap_or_default();
    match documented {
        "default" => !others.iter().any(|other| has_status(recording, other, &[])),
        range if range.ends_with("XX") => {
            status.len() == 3 && status[..1] == range[..1] && !others.contains(&status)
        }
        code => status == code,
    }
}

#[test]
fn a_range_of_statuses_is_covered_by_any_other_status_in_it() {
    assert!(has_status("get-a/404-html", "404", &[]));
    assert!(!has_status("get-a/404", "409", &[]));
    assert!(has_status("get-a/404", "4XX", &["200", "409"]));
    assert!(!has_status("get-a/409", "4XX", &["200", "409"]));
    assert!(has_status("get-a/503", "default", &["200", "4XX"]));
    assert!(!has_status("get-a/404", "default", &["200", "4XX"]));
}
