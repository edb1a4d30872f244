//! What is in a recording? One request and its response, in a YAML file that a person can read and edit.
//!
//! `tests/recordings/README.md` describes the form.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;

/// One request and the response it gets.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// Where it was read from, for messages.
    pub(crate) name: String,
    /// What has to arrive.
    pub(crate) request: Request,
    /// What is answered.
    pub(crate) response: Response,
}

/// A request as it has to arrive.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, byte for byte.
    pub(crate) target: String,
    /// Every header but those that the transport adds.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// A response as it is given.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// A recording as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(
        dead_code,
        reason = "for readers of the file; reading it makes sure that it is there"
    )]
    about: String,
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

/// The recording of this name: its path below `tests/recordings`, with slashes and without the ending.
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

/// The names of all recordings, sorted.
pub(crate) fn files() -> Vec<String> {
    let folders = entries(&folder()).into_iter().filter(|path| path.is_dir());
    let mut names: Vec<String> = folders
        .flat_map(|folder| files_in(&name(&folder)))
        .collect();
    names.sort();
    names
}

/// The names of the recordings in one folder, sorted: an operation's, or those of a story such as the tour.
pub(crate) fn files_in(of: &str) -> Vec<String> {
    let recording = |file: PathBuf| match name(&file).strip_suffix(".yaml") {
        Some(recording) => format!("{of}/{recording}"),
        None => panic!("{} is no recording", file.display()),
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
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings")
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
