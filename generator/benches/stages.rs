//! Benchmarks of each stage, on the KV store document and on large documents of `../shared/corpus`, if it exists.

use std::path::PathBuf;

use divan::{Bencher, black_box};
use openapi_crate::diagnostic::Diagnostics;
use openapi_crate::{Files, Input, Target, emit, load, lower};

fn main() {
    divan::main();
}

/// The KV store document, and large documents of the corpus in JSON and YAML.
const DOCUMENTS: &[&str] = &[
    "spec/kv-store.yaml",
    "../shared/corpus/github.json",
    "../shared/corpus/discord.json",
    "../shared/corpus/workos.yaml",
    "../shared/corpus/twilio.yaml",
    "../shared/corpus/intercom.yaml",
    "../shared/corpus/box.json",
];

struct Workspace(PathBuf);

impl Workspace {
    fn here() -> Self {
        Self(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".."))
    }
}

impl Files for Workspace {
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.0.join(name))
    }
}

/// The documents that exist.
fn documents() -> impl Iterator<Item = &'static str> {
    DOCUMENTS
        .iter()
        .copied()
        .filter(|name| Workspace::here().0.join(name).exists())
}

fn input(document: &str) -> Input {
    Input {
        document: document.to_owned(),
        package: "bench".to_owned(),
        keep_going: true,
        ..Input::default()
    }
}

fn loaded(document: &str) -> load::Document {
    let (loaded, _) = load::load(
        &input(document),
        &Workspace::here(),
        &mut Diagnostics::default(),
    );
    loaded.expect("a document without errors")
}

#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn a_load(bencher: Bencher<'_, '_>, document: &str) {
    bencher.bench_local(|| {
        load::load(
            &input(document),
            &Workspace::here(),
            &mut Diagnostics::default(),
        )
    });
}

#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn b_lower(bencher: Bencher<'_, '_>, document: &str) {
    let loaded = loaded(document);
    bencher.bench_local(|| lower::lower(black_box(&loaded), "bench", &mut Diagnostics::default()));
}

#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn c_emit(bencher: Bencher<'_, '_>, document: &str) {
    let loaded = loaded(document);
    let api = lower::lower(&loaded, "bench", &mut Diagnostics::default());
    bencher.bench_local(|| emit::emit(black_box(&api), "", &Target::default()));
}
