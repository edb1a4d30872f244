//! A recorded exchange, and the two formats of recordings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// A recorded request with its response.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// For messages.
    pub(crate) name: String,
    pub(crate) method: String,
    /// The path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) response: Recorded,
}

/// A recorded response.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) status: u16,
    /// With names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(found, _)| found == name);
        header.map(|(_, value)| value.as_str())
    }
}

#[derive(Deserialize)]
struct Tape {
    version: u32,
    interactions: Vec<Interaction>,
}

#[derive(Deserialize)]
struct Interaction {
    request: TapeRequest,
    response: TapeResponse,
}

#[derive(Deserialize)]
struct TapeRequest {
    method: String,
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    body: String,
}

#[derive(Deserialize)]
struct TapeResponse {
    code: u16,
    #[serde(default)]
    headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    body: String,
}

/// Loads a recording of the live API, in version 1 of the format of go-vcr.
pub(crate) fn load_tape(path: &Path) -> Vec<Exchange> {
    let tape: Tape = load(path);
    assert_eq!(tape.version, 1, "{}", path.display());
    let exchange = |(index, interaction): (usize, Interaction)| {
        let Interaction { request, response } = interaction;
        let (_, rest) = request.url.split_once("://").expect("a URL");
        let path_start = rest.find('/').expect("a path");
        Exchange {
            name: format!("{}, interaction {index}", path.display()),
            method: request.method,
            target: rest[path_start..].to_owned(),
            headers: pairs(request.headers),
            body: request.body.into(),
            response: Recorded {
                status: response.code,
                headers: pairs(response.headers),
                body: response.body.into(),
            },
        }
    };
    tape.interactions
        .into_iter()
        .enumerate()
        .map(exchange)
        .collect()
}

fn pairs(headers: BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let pairs = headers.into_iter().flat_map(|(name, values)| {
        let name = name.to_ascii_lowercase();
        values.into_iter().map(move |value| (name.clone(), value))
    });
    pairs.collect()
}

#[derive(Deserialize)]
struct File {
    request: FileRequest,
    response: FileResponse,
}

#[derive(Deserialize)]
struct FileRequest {
    method: String,
    target: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

#[derive(Deserialize)]
struct FileResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

/// Loads a recording of this project, whose format is described in `generated/tests/recordings/README.md`.
pub(crate) fn load_recording(path: &Path, name: String) -> Exchange {
    let file: File = load(path);
    Exchange {
        name,
        method: file.request.method,
        target: file.request.target,
        headers: file.request.headers.into_iter().collect(),
        body: body(file.request.body, file.request.body_base64),
        response: Recorded {
            status: file.response.status,
            headers: file.response.headers.into_iter().collect(),
            body: body(file.response.body, file.response.body_base64),
        },
    }
}

fn body(text: Option<String>, base64: Option<String>) -> Vec<u8> {
    match base64 {
        None => text.unwrap_or_default().into(),
        Some(base64) => {
            let base64: String = base64.split_whitespace().collect();
            STANDARD.decode(base64).expect("Base64")
        }
    }
}

fn load<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}
