//! One small document for each OpenAPI feature, and a snapshot of the generated code.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use support::fixture::{documents, generate_fixture};
use support::{api_files, diagnostics};

/// Runs a fixture, and shows its diagnostics and files, without those that all crates share.
fn outcome(document: &str) -> String {
    let outcome = generate_fixture(document, "fixture", "");
    let mut text = diagnostics(&outcome);
    for file in outcome
        .output
        .iter()
        .flat_map(api_files)
        .filter(|file| shown(document, &file.path))
    {
        let _ = write!(text, "──── {}\n{}", file.path, file.contents);
    }
    text
}

/// The fixtures that are about the double. That of the others is only compiled, with the crates of the fixtures.
const OF_THE_DOUBLE: [&str; 2] = ["double.yaml", "double_names.yaml"];

/// Whether a file is in the snapshot of a document.
fn shown(document: &str, path: &str) -> bool {
    match path {
        "src/lib.rs" => false,
        "src/testing.rs" => OF_THE_DOUBLE.contains(&document),
        _ => true,
    }
}

/// The runtime's tests compile and use copies of generated types, which must be current.
#[test]
fn the_types_in_the_tests_of_the_runtime_are_up_to_date() {
    for name in [
        "all_of",
        "all_of_merged",
        "discriminator_values",
        "enums",
        "kept_values",
        "merge_patch",
        "listed_children",
        "narrowed_enums",
        "one_of_constants",
        "one_of_discriminator",
        "one_of_shapes",
        "parents",
        "string_formats",
        "v3_1_ids",
        "v3_1_types",
        "validated",
    ] {
        let output = generate_fixture(
            &format!("{name}.yaml"),
            "fixture",
            "INSTA_UPDATE=always cargo test -p openapi-crate --test fixtures",
        )
        .output
        .expect("the fixture is a document");
        let types = output
            .files
            .iter()
            .find(|file| file.path == "src/types.rs")
            .expect("it has types");
        let path = format!(
            "{}/runtime/tests/types/{name}.rs",
            env!("CARGO_MANIFEST_DIR")
        );
        if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
            std::fs::write(&path, &types.contents).expect("the file can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == types.contents,
            "{path} is stale: run this test with INSTA_UPDATE=always"
        );
    }
}

/// A test for each fixture, and one that every fixture has a test.
macro_rules! fixtures {
    ($($test:ident: $document:literal),* $(,)?) => {
        $(
            #[test]
            fn $test() {
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(concat!("fixture__", stringify!($test)), outcome($document));
                });
            }
        )*

        #[test]
        fn every_fixture_has_a_test() {
            let tested = BTreeSet::from([$($document.to_owned()),*]);
            let documents = documents();
            let missing: Vec<_> = documents.difference(&tested).collect();
            assert!(
                missing.is_empty(),
                "add a line `NAME: \"FILE\",` to `fixtures!` in generator/tests/fixtures.rs for {missing:?}, and run this \
                 test with INSTA_UPDATE=always"
            );
            let unknown: Vec<_> = tested.difference(&documents).collect();
            assert!(unknown.is_empty(), "generator/tests/fixtures has no {unknown:?}; remove the line from `fixtures!`");
        }
    };
}

fixtures! {
    additional_properties: "additional_properties.yaml",
    aliases: "aliases.yaml",
    all_of: "all_of.yaml",
    all_of_merged: "all_of_merged.yaml",
    all_of_one: "all_of_one.yaml",
    any_json_bodies: "any_json_bodies.yaml",
    any_of_combined: "any_of_combined.yaml",
    array_and_object_arguments: "array_and_object_arguments.yaml",
    body_alternatives: "body_alternatives.yaml",
    broken_rules: "broken_rules.yaml",
    bytes_body: "bytes_body.yaml",
    bytes_response: "bytes_response.yaml",
    closed_object: "closed_object.yaml",
    combinations: "combinations.yaml",
    component_references: "component_references.yaml",
    constraints_in_docs: "constraints_in_docs.yaml",
    cookie_parameters: "cookie_parameters.yaml",
    credential: "credential.yaml",
    credentials: "credentials.yaml",
    custom_types: "custom_types.yaml",
    default_response_and_ranges: "default_response_and_ranges.yaml",
    deprecated: "deprecated.yaml",
    descriptions: "descriptions.yaml",
    enums: "enums.yaml",
    event_stream: "event_stream.yaml",
    examples: "examples.yaml",
    error_bodies: "error_bodies.yaml",
    failures: "failures.yaml",
    documentation_only: "documentation_only.yaml",
    form_body: "form_body.yaml",
    free_form_map: "free_form_map.yaml",
    head_response: "head_response.yaml",
    header_keywords: "header_keywords.yaml",
    header_names: "header_names.yaml",
    header_parameters: "header_parameters.yaml",
    imported_names: "imported_names.yaml",
    inline_schema_names: "inline_schema_names.yaml",
    json_body_optional: "json_body_optional.yaml",
    json_body_required: "json_body_required.yaml",
    double: "double.yaml",
    double_names: "double_names.yaml",
    empty_values: "empty_values.yaml",
    hard_names: "hard_names.yaml",
    hinted_names: "hinted_names.yaml",
    listed_children: "listed_children.yaml",
    one_of_constants: "one_of_constants.yaml",
    json_document: "json_document.json",
    kept_values: "kept_values.yaml",
    merge_patch: "merge_patch.yaml",
    misplaced_references: "misplaced_references.yaml",
    rust_keywords: "rust_keywords.yaml",
    discriminator_values: "discriminator_values.yaml",
    discriminator_mismatches: "discriminator_mismatches.yaml",
    untyped_media_types: "untyped_media_types.yaml",
    repaired_paths: "repaired_paths.yaml",
    multi_file: "multi_file.yaml",
    media_type_ranges: "media_type_ranges.yaml",
    multipart_files: "multipart_files.yaml",
    multipart_mixed: "multipart_mixed.yaml",
    multipart_body: "multipart_body.yaml",
    names_of_the_client: "names_of_the_client.yaml",
    name_collisions: "name_collisions.yaml",
    callbacks_and_links: "callbacks_and_links.yaml",
    narrowed_enums: "narrowed_enums.yaml",
    ndjson_body: "ndjson_body.yaml",
    v3_1_keywords_in_v3_0: "v3_1_keywords_in_v3_0.yaml",
    no_server: "no_server.yaml",
    nullable_values: "nullable_values.yaml",
    number_formats: "number_formats.yaml",
    object_properties: "object_properties.yaml",
    operation_names: "operation_names.yaml",
    one_letter_names: "one_letter_names.yaml",
    one_of_discriminator: "one_of_discriminator.yaml",
    one_of_shapes: "one_of_shapes.yaml",
    overlay: "overlay.yaml",
    overlay_copy: "overlay_copy.yaml",
    pagination: "pagination.yaml",
    pagination_kinds: "pagination_kinds.yaml",
    pagination_places: "pagination_places.yaml",
    parameter_content: "parameter_content.yaml",
    parents: "parents.yaml",
    path_parameters: "path_parameters.yaml",
    path_templates: "path_templates.yaml",
    prelude_names: "prelude_names.yaml",
    property_named_new: "property_named_new.yaml",
    query_parameter_styles: "query_parameter_styles.yaml",
    rate_limit: "rate_limit.yaml",
    read_only_and_write_only: "read_only_and_write_only.yaml",
    recursion: "recursion.yaml",
    redirect_response: "redirect_response.yaml",
    relative_server: "relative_server.yaml",
    reserved_tags: "reserved_tags.yaml",
    response_headers: "response_headers.yaml",
    response_media_types: "response_media_types.yaml",
    retry_hints: "retry_hints.yaml",
    server_arguments: "server_arguments.yaml",
    servers_with_variables: "servers_with_variables.yaml",
    selection: "selection.yaml",
    several_servers: "several_servers.yaml",
    several_successes: "several_successes.yaml",
    string_enum: "string_enum.yaml",
    string_formats: "string_formats.yaml",
    text_body: "text_body.yaml",
    text_bodies: "text_bodies.yaml",
    text_formats: "text_formats.yaml",
    text_response: "text_response.yaml",
    typed_map: "typed_map.yaml",
    unusable_servers: "unusable_servers.yaml",
    unknown_keywords: "unknown_keywords.yaml",
    unsupported: "unsupported.yaml",
    untagged_operations: "untagged_operations.yaml",
    uuids: "uuids.yaml",
    v3_1_arrays_and_maps: "v3_1_arrays_and_maps.yaml",
    v3_1_composition: "v3_1_composition.yaml",
    v3_1_content: "v3_1_content.yaml",
    v3_1_ids: "v3_1_ids.yaml",
    v3_1_restrictions: "v3_1_restrictions.yaml",
    v3_1_types: "v3_1_types.yaml",
    v3_2_discriminator: "v3_2_discriminator.yaml",
    v3_2_document: "v3_2_document.yaml",
    v3_2_operations: "v3_2_operations.yaml",
    v3_2_parameters: "v3_2_parameters.yaml",
    v3_2_parts: "v3_2_parts.yaml",
    v3_2_streams: "v3_2_streams.yaml",
    validated: "validated.yaml",
    invalid_hints: "invalid_hints.yaml",
    invalid_overlay_hints: "invalid_overlay_hints.yaml",
}
