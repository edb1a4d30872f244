//! Recordings: YAML files with one request and its response.
//!
//! `tests/recordings/README.md` describes the format.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;

/// A request and its response.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// The recording's name, for messages.
    pub(crate) name: String,
    /// The expected request.
    pub(crate) request: Request,
    /// The response to play back.
    pub(crate) response: Response,
}

/// An expected request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, byte for byte.
    pub(crate) target: String,
    /// All headers except those that the transport adds.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// A recorded response.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// The format of a recording's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(
        dead_code,
        reason = "for readers of the file; deserialized to ensure that it is present"
    )]
    about: String,
    #[expect(
        dead_code,
        reason = "the generator's test `kv_store_upkeep` compares it with the document"
    )]
    documented: Option<bool>,
    request: FileRequest,
    response: FileResponse,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRequest {
    method: String,
    target: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

/// Loads a recording by its path in `tests/recordings`, with slashes and without the extension.
pub(crate) fn load(name: &str) -> Exchange {
    let path = folder().join(format!("{name}.yaml"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: File =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let request = Request {
        method: file.request.method,
        target: file.request.target,
        headers: file.request.headers.into_iter().collect(),
        body: body(file.request.body, file.request.body_base64, &path),
    };
    let response = Response {
        status: file.response.status,
        headers: file.response.headers.into_iter().collect(),
        body: body(file.response.body, file.response.body_base64, &path),
    };
    Exchange {
        name: name.to_owned(),
        request,
        response,
    }
}

/// Returns the names of all recordings, sorted.
pub(crate) fn files() -> Vec<String> {
    let folders = entries(&folder()).into_iter().filter(|path| path.is_dir());
    let mut names: Vec<String> = folders
        .flat_map(|folder| files_in(&name(&folder)))
        .collect();
    names.sort();
    names
}

/// Returns the names of the recordings in a folder, sorted: those of an operation, or those of the tour.
pub(crate) fn files_in(of: &str) -> Vec<String> {
    let recording = |file: PathBuf| match name(&file).strip_suffix(".yaml") {
        Some(recording) => format!("{of}/{recording}"),
        None => panic!("{} is not a recording", file.display()),
    };
    let mut names: Vec<String> = entries(&folder().join(of))
        .into_iter()
        .map(recording)
        .collect();
    names.sort();
    names
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn folder() -> PathBuf {
    // The tests of the emulator, in a folder of this package, read the recordings too.
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let recordings = folders.find_map(|folder| {
        let recordings = folder.join("tests/recordings");
        recordings.is_dir().then_some(recordings)
    });
    recordings.expect("the folder of the recordings exists")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect()
}

fn body(text: Option<String>, base64: Option<String>, path: &Path) -> Bytes {
    match (text, base64) {
        (None, None) => Bytes::new(),
        (Some(text), None) => text.into(),
        (None, Some(base64)) => {
            let base64: String = base64.split_whitespace().collect();
            let bytes = STANDARD.decode(base64);
            bytes
                .unwrap_or_else(|error| panic!("{}: body_base64: {error}", path.display()))
                .into()
        }
        (Some(_), Some(_)) => panic!("{}: either body or body_base64, not both", path.display()),
    }
}
