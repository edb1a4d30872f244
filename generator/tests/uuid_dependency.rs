//! A crate depends on `uuid` and implements JSON for its type exactly if its API has UUIDs.

mod support;

use std::fmt::Write as _;
use std::io;

use openapi_crate::{Files, Input, Output, generate};
use support::{Folder, kv_store};

/// A document as the only file.
struct Alone(String);

impl Files for Alone {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }
}

/// Generates the crate of a document with one operation and these schemas.
fn crate_of(operation: &str, schemas: &str) -> Output {
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Ids, version: '1' }}\nservers: [{{ url: https://a.example }}]\n\
         paths: {{ /a: {{ get: {{ operationId: a, {operation} }} }} }}\ncomponents:\n  schemas:\n    A: {{ type: string }}\n{schemas}"
    );
    let input = Input {
        document: "a.yaml".to_owned(),
        package: "ids".to_owned(),
        ..Input::default()
    };
    let outcome = generate(&input, &Alone(document));
    outcome
        .output
        .unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

/// The dependency in the manifest. One file of types implements the format exactly if the dependency is present.
fn dependency(output: &Output) -> Option<toml::Value> {
    let manifest: toml::Table = output.manifest.parse().expect("the manifest is TOML");
    let dependency = manifest["dependencies"].get("uuid").cloned();
    let files = files_with_format(output);
    assert_eq!(files.len(), usize::from(dependency.is_some()), "{files:?}");
    dependency
}

/// The paths of the files that implement the format, all of which import the macro.
fn files_with_format(output: &Output) -> Vec<&str> {
    let files = output.files.iter().filter(|file| {
        let has_format = file.contents.contains("\ntext_format!(uuid::Uuid);\n");
        let import = "use crate::runtime::for_types::*;";
        assert!(!has_format || file.contents.contains(import));
        has_format
    });
    files.map(|file| file.path.as_str()).collect()
}

const DONE: &str = "responses: { '204': { description: Done. } }";

#[test]
fn a_uuid_in_any_place_is_enough() {
    let uuid = "{ type: string, format: uuid }";
    let argument = format!(
        "parameters: [{{ name: b, in: query, schema: {{ type: array, items: {uuid} }} }}], {DONE}"
    );
    let response = format!(
        "responses: {{ '200': {{ description: Done., content: {{ application/json: {{ schema: {uuid} }} }} }} }}"
    );
    let header = format!(
        "responses: {{ '200': {{ description: Done., headers: {{ b: {{ schema: {uuid} }} }} }} }}"
    );
    let part = format!(
        "    B: {{ type: object, properties: {{ c: {{ type: object, additionalProperties: {uuid} }} }} }}\n"
    );
    let workspace = Folder::of_workspace(".")
        .read("Cargo.toml")
        .expect("the manifest exists");
    let workspace: toml::Table = String::from_utf8_lossy(&workspace)
        .parse()
        .expect("the manifest is TOML");
    let shared = &workspace["workspace"]["dependencies"]["uuid"];
    for (operation, schemas) in [
        (&*argument, ""),
        (&*response, ""),
        (&*header, ""),
        (DONE, &*part),
    ] {
        assert_eq!(
            dependency(&crate_of(operation, schemas)).as_ref(),
            Some(shared),
            "{operation} {schemas}"
        );
    }
}

#[test]
fn an_api_without_uuids_has_no_dependency() {
    assert_eq!(dependency(&kv_store()), None);
    assert_eq!(
        dependency(&crate_of(
            DONE,
            "    B: { type: string, format: uuid, enum: [a] }\n"
        )),
        None
    );
}

/// In the parent module of the types, the import of the macro would make the imports of all its modules unused.
#[test]
fn with_types_in_many_files_the_format_is_in_the_file_above_them() {
    let mut schemas = String::new();
    for n in 0..300 {
        writeln!(
            schemas,
            "    B{n}: {{ type: object, properties: {{ c: {{ type: string, format: uuid }} }} }}"
        )
        .unwrap();
    }
    let output = crate_of(DONE, &schemas);
    assert!(dependency(&output).is_some());
    assert_eq!(files_with_format(&output), ["src/types.rs"]);
}
