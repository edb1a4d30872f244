//! A reader for version 1 of the format of go-vcr, a recorder for Go programs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use http::Uri;
use serde::Deserialize;

use crate::replay::{Exchange, Request, Response};

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

/// Loads the exchanges of a file, in order.
pub(crate) fn load(path: &Path) -> Vec<Exchange> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let tape: Tape =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(
        tape.version,
        1,
        "{} has a different format version",
        path.display()
    );
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let exchange =
        |(index, interaction)| exchange(format!("{file}, interaction {index}"), interaction);
    tape.interactions
        .into_iter()
        .enumerate()
        .map(exchange)
        .collect()
}

fn exchange(name: String, interaction: Interaction) -> Exchange {
    let Interaction { request, response } = interaction;
    let url: Uri = request
        .url
        .parse()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let target = url
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    Exchange {
        request: Request {
            method: request.method,
            target,
            headers: each(request.headers),
            body: request.body.into(),
        },
        response: Response {
            status: response.code,
            headers: each(response.headers),
            body: response.body.into(),
        },
        name,
    }
}

/// Returns one pair for each value of a header.
fn each(headers: BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let pairs = |(name, values): (String, Vec<String>)| {
        values
            .into_iter()
            .map(move |value| (name.clone(), value))
            .collect::<Vec<_>>()
    };
    headers.into_iter().flat_map(pairs).collect()
}
