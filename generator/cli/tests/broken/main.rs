//! The diagnostics of documents with one mistake each.
//!
//! The documents are in generator/tests/broken. Their codes and places are written here by hand; the snapshots show the
//! diagnostics as a user sees them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/broken")
}

/// The output of a run on a document, with its overlay if there is one.
fn run(document: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-crate"));
    command
        .args(["generate", "--name", "broken", "--spec", document, "--out"])
        .arg(out)
        .current_dir(folder());
    let overlay = format!(
        "{}.overlay.yaml",
        document.rsplit_once('.').map_or(document, |(stem, _)| stem)
    );
    if folder().join(&overlay).is_file() {
        command.args(["--overlay", &overlay]);
    }
    for variable in [
        "CARGO_MANIFEST_DIR",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
    ] {
        command.env_remove(variable);
    }
    String::from_utf8(command.output().unwrap().stderr).unwrap()
}

/// Each diagnostic's code, level and place: `error[duplicate-key] a.yaml:9:5`.
fn places(diagnostics: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut title: Option<&str> = None;
    for line in diagnostics.lines() {
        if line.starts_with("error[") || line.starts_with("warning[") {
            title = line.split_once(':').map(|(title, _)| title);
        } else if let (Some(of), Some(place)) = (title, line.trim_start().strip_prefix("--> ")) {
            found.push(format!("{of} {place}"));
            title = None;
        }
    }
    found
}

/// The documents of each subject with their expected diagnostics. Creates a test for each subject, and one that all
/// documents are listed.
macro_rules! broken {
    ($($subject:ident { $($document:literal: $($expected:literal)+;)+ })+) => {
        $(
            #[test]
            fn $subject() {
                let mut shown = String::new();
                let mut wrong = Vec::new();
                $(
                    let diagnostics = run($document);
                    let expected: &[&str] = &[$($expected),+];
                    let found = places(&diagnostics);
                    if found != expected {
                        wrong.push(format!("{}: {found:#?}, expected {expected:#?}", $document));
                    }
                    shown.push_str(&format!("──── {}\n{diagnostics}\n", $document));
                )+
                assert!(wrong.is_empty(), "{}", wrong.join("\n"));
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(concat!("broken__", stringify!($subject)), shown);
                });
            }
        )+

        #[test]
        fn every_document_has_its_diagnostic() {
            let tested: BTreeSet<String> = [$($($document),+),+].map(str::to_owned).into();
            let there: BTreeSet<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|entry| entry.unwrap())
                .filter(|entry| entry.path().is_file())
                .map(|entry| entry.file_name().into_string().unwrap())
                .filter(|name| !name.ends_with(".overlay.yaml"))
                .collect();
            let different: Vec<_> = there.symmetric_difference(&tested).collect();
            assert!(
                different.is_empty(),
                "only one of generator/tests/broken and `broken!` in generator/cli/tests/broken/main.rs has {different:?}"
            );
        }
    };
}

broken! {
    syntax {
        "empty.yaml": "error[invalid-syntax] empty.yaml";
        "indentation.yaml": "error[invalid-syntax] indentation.yaml:4:2";
        "outdented_line.yaml": "error[invalid-syntax] outdented_line.yaml:4:1";
        "colon_in_a_string.yaml": "error[invalid-syntax] colon_in_a_string.yaml:3:16";
        "tab.yaml": "error[invalid-syntax] tab.yaml:3:1";
        "unclosed_array.yaml": "error[invalid-syntax] unclosed_array.yaml:4:1";
        "unclosed_quote.yaml": "error[invalid-syntax] unclosed_quote.yaml:3:10";
        "unknown_anchor.yaml": "error[invalid-syntax] unknown_anchor.yaml:2:7";
        "trailing_comma.json": "error[invalid-syntax] trailing_comma.json:3:41";
        "missing_comma.json": "error[invalid-syntax] missing_comma.json:3:3";
        "missing_brace.json": "error[invalid-syntax] missing_brace.json:4:14";
        "duplicate_key.yaml": "error[duplicate-key] duplicate_key.yaml:9:5";
        "duplicate_key.json": "error[duplicate-key] duplicate_key.json:3:43";
    }
    kind_of_document {
        "not_an_object.json": "error[not-openapi] not_an_object.json";
        "openapi_misspelt.yaml": "error[not-openapi] openapi_misspelt.yaml:1:1";
        "swagger.yaml": "error[unsupported-version] swagger.yaml:1:10";
        "unsupported_version.yaml": "error[unsupported-version] unsupported_version.yaml:1:10";
    }
    keywords {
        "missing_responses.yaml":
            "warning[invalid-document] missing_responses.yaml:6:5"
            "warning[unsupported] missing_responses.yaml:6:5";
        "info_without_version.yaml": "warning[invalid-document] info_without_version.yaml:2:1";
        "misspelt_keyword.yaml": "warning[unknown-keyword] misspelt_keyword.yaml:8:7";
        "keyword_of_a_newer_version.yaml": "warning[invalid-document] keyword_of_a_newer_version.yaml:7:10";
        "keyword_of_a_different_type.yaml": "warning[invalid-document] keyword_of_a_different_type.yaml:7:24";
        "sibling_of_a_reference.yaml": "warning[ignored-sibling] sibling_of_a_reference.yaml:10:7";
        "required_is_yes.yaml": "error[invalid-document] required_is_yes.yaml:11:21";
        "tags_as_a_string.yaml": "error[invalid-document] tags_as_a_string.yaml:8:13";
        "empty_description.yaml": "warning[invalid-document] empty_description.yaml:8:7";
        "version_as_a_number.yaml": "warning[invalid-document] version_as_a_number.yaml:2:28";
        "wrong_type.json": "error[invalid-document] wrong_type.json:5:36";
        "path_without_slash.yaml": "error[invalid-document] path_without_slash.yaml:5:3";
        "misspelt_status_code.yaml": "error[invalid-document] misspelt_status_code.yaml:9:9";
        "status_code_too_long.yaml": "error[invalid-document] status_code_too_long.yaml:9:9";
    }
    operations {
        "duplicate_operation_id.yaml": "warning[duplicate-operation-id] duplicate_operation_id.yaml:10:20";
        "path_without_parameter.yaml": "warning[path-parameter-mismatch] path_without_parameter.yaml:5:3";
        "parameter_without_path.yaml": "warning[path-parameter-mismatch] parameter_without_path.yaml:9:19";
        "path_parameter_misspelt.yaml": "warning[path-parameter-mismatch] path_parameter_misspelt.yaml:10:19";
        "path_template_misspelt.yaml": "warning[path-parameter-mismatch] path_template_misspelt.yaml:9:19";
        "unclosed_path_template.yaml": "error[path-parameter-mismatch] unclosed_path_template.yaml:5:3";
        "path_template_with_a_repeated_name.yaml": "warning[path-parameter-mismatch] path_template_with_a_repeated_name.yaml:5:3";
        "undefined_server_variable.yaml": "warning[invalid-document] undefined_server_variable.yaml:5:18" "warning[invalid-document] undefined_server_variable.yaml:6:10" "warning[invalid-document] undefined_server_variable.yaml:7:18" "warning[invalid-document] undefined_server_variable.yaml:7:54";
        "server_variable_default.yaml": "warning[invalid-document] server_variable_default.yaml:6:42";
        "unknown_security_scheme.yaml": "warning[unresolved-reference] unknown_security_scheme.yaml:8:20";
        "security_scheme_without_name.yaml": "error[invalid-document] security_scheme_without_name.yaml:11:5";
    }
    parameters {
        "parameter_without_schema.yaml": "warning[invalid-document] parameter_without_schema.yaml:9:11";
        "parameter_with_schema_and_content.yaml": "warning[invalid-document] parameter_with_schema_and_content.yaml:9:49";
        "parameter_in_body.yaml": "error[invalid-document] parameter_in_body.yaml:9:30";
        "parameter_in_querry.yaml": "error[invalid-document] parameter_in_querry.yaml:9:30";
        "duplicate_parameter.yaml": "warning[invalid-document] duplicate_parameter.yaml:10:11";
        "style_of_a_different_location.yaml": "error[invalid-document] style_of_a_different_location.yaml:9:45";
    }
    version_3_2 {
        "additional_operation_with_a_keyword.yaml": "error[invalid-document] additional_operation_with_a_keyword.yaml:6:7";
        "additional_operation_of_an_invalid_method.yaml": "error[invalid-document] additional_operation_of_an_invalid_method.yaml:6:7";
        "querystring_next_to_query.yaml": "error[invalid-document] querystring_next_to_query.yaml:8:11";
        "querystring_with_a_schema.yaml": "error[invalid-document] querystring_with_a_schema.yaml:6:50";
        "querystring_in_an_older_version.yaml": "error[invalid-document] querystring_in_an_older_version.yaml:6:37";
        "self_with_a_fragment.yaml": "error[invalid-document] self_with_a_fragment.yaml:2:8";
        "tag_without_its_parent.yaml": "warning[invalid-document] tag_without_its_parent.yaml:3:49";
        "tag_in_a_cycle.yaml":
            "warning[invalid-document] tag_in_a_cycle.yaml:4:24"
            "warning[invalid-document] tag_in_a_cycle.yaml:5:24";
    }
    schemas {
        "type_misspelt.yaml": "error[invalid-document] type_misspelt.yaml:7:16";
        "type_as_an_array.yaml": "warning[invalid-document] type_as_an_array.yaml:7:10";
        "format_as_type.yaml": "error[invalid-document] format_as_type.yaml:7:16";
        "array_without_items.yaml": "warning[invalid-document] array_without_items.yaml:7:5";
        "negative_length.yaml": "error[invalid-document] negative_length.yaml:7:35";
        "contradictory_bounds.yaml": "warning[invalid-document] contradictory_bounds.yaml:10:16";
        "undefined_required_property.yaml": "warning[undefined-property] undefined_required_property.yaml:9:18";
        "required_on_a_property.yaml": "warning[invalid-document] required_on_a_property.yaml:10:41";
        "discriminator_without_property_name.yaml": "error[invalid-document] discriminator_without_property_name.yaml:9:7";
        "discriminator_on_a_missing_property.yaml": "warning[undefined-property] discriminator_on_a_missing_property.yaml:9:38";
        "discriminator_mapping_to_a_missing_schema.yaml": "warning[unresolved-reference] discriminator_mapping_to_a_missing_schema.yaml:9:60";
        "name_of_another_schema.yaml": "error[invalid-extension] name_of_another_schema.yaml:7:37";
        "reserved_type_name.yaml": "error[invalid-extension] reserved_type_name.yaml:7:37";
        "invalid_type_name.yaml": "error[invalid-extension] invalid_type_name.yaml:7:37";
    }
    names {
        "parameter_name_that_is_taken.yaml": "error[invalid-extension] parameter_name_that_is_taken.yaml:10:61";
        "reserved_parameter_name.yaml": "error[invalid-extension] reserved_parameter_name.yaml:9:46";
        "field_name_that_is_taken.yaml": "error[invalid-extension] field_name_that_is_taken.yaml:11:41";
        "operation_name_that_is_taken.yaml": "error[invalid-extension] operation_name_that_is_taken.yaml:7:41";
        "header_name_that_is_taken.yaml": "error[invalid-extension] header_name_that_is_taken.yaml:13:31";
        "part_name_that_is_taken.yaml": "error[invalid-extension] part_name_that_is_taken.yaml:15:49";
        "name_of_another_tag.yaml": "error[invalid-extension] name_of_another_tag.yaml:5:29";
        "same_name_of_two_tags.yaml": "error[invalid-extension] same_name_of_two_tags.yaml:6:29";
        "reserved_tag_name.yaml": "error[invalid-extension] reserved_tag_name.yaml:5:29";
        "invalid_tag_name.yaml": "error[invalid-extension] invalid_tag_name.yaml:5:29";
        "hint_misspelt_on_a_tag.yaml": "error[invalid-extension] hint_misspelt_on_a_tag.yaml:5:16";
        "name_of_an_unused_tag.yaml": "error[invalid-extension] name_of_an_unused_tag.yaml:5:34";
        "type_name_of_a_property_without_a_type.yaml": "error[invalid-extension] type_name_of_a_property_without_a_type.yaml:7:75";
        "type_name_of_a_property_that_is_taken.yaml": "error[invalid-extension] type_name_of_a_property_that_is_taken.yaml:7:75";
        "type_name_on_a_schema.yaml": "error[invalid-extension] type_name_on_a_schema.yaml:7:24";
        "inline_type_name_that_is_taken.yaml": "error[invalid-extension] inline_type_name_that_is_taken.yaml:7:59";
        "hint_misspelt_on_a_property.yaml": "error[invalid-extension] hint_misspelt_on_a_property.yaml:7:57";
    }
    values {
        "enum_with_duplicate_values.yaml": "warning[invalid-document] enum_with_duplicate_values.yaml:9:22";
        "enum_value_of_the_wrong_type.yaml": "warning[invalid-document] enum_value_of_the_wrong_type.yaml:9:18";
        "enum_without_values.yaml": "warning[invalid-document] enum_without_values.yaml:7:24";
        "default_of_the_wrong_type.yaml": "warning[invalid-document] default_of_the_wrong_type.yaml:9:16";
        "default_not_in_enum.yaml": "warning[invalid-document] default_not_in_enum.yaml:10:16";
        "default_out_of_bounds.yaml": "warning[invalid-document] default_out_of_bounds.yaml:10:16";
        "default_too_long.yaml": "warning[invalid-document] default_too_long.yaml:7:47";
    }
    references {
        "unresolved_schema.yaml": "error[unresolved-reference] unresolved_schema.yaml:14:23";
        "unresolved_in_json.json": "error[unresolved-reference] unresolved_in_json.json:11:17";
        "reference_to_swagger_definitions.yaml": "error[unresolved-reference] reference_to_swagger_definitions.yaml:7:16";
        "reference_to_the_wrong_kind.yaml": "error[unresolved-reference] reference_to_the_wrong_kind.yaml:9:17";
        "reference_in_place_of_an_operation.yaml": "error[unresolved-reference] reference_in_place_of_an_operation.yaml:6:18" "error[unresolved-reference] reference_in_place_of_an_operation.yaml:12:28";
        "reference_without_hash.yaml": "error[unresolved-reference] reference_without_hash.yaml:7:16";
        "reference_that_is_not_a_pointer.yaml": "error[unresolved-reference] reference_that_is_not_a_pointer.yaml:7:16";
        "reference_cycle.yaml": "error[reference-cycle] reference_cycle.yaml:12:16";
        "schema_reference_cycle.yaml": "error[reference-cycle] schema_reference_cycle.yaml:7:16";
    }
    other_files {
        "reference_to_a_url.yaml": "error[unresolved-reference] reference_to_a_url.yaml:7:16";
        "reference_outside_the_folder.yaml": "error[unresolved-reference] reference_outside_the_folder.yaml:7:16";
        "reference_to_a_folder.yaml": "error[unreadable-file] reference_to_a_folder.yaml:8:13";
        "reference_to_a_missing_file.yaml": "error[unreadable-file] reference_to_a_missing_file.yaml:8:13";
        "mistake_in_a_referenced_file.yaml": "error[invalid-document] parts/store.yaml:4:38";
        "mistake_in_a_referenced_json_file.yaml": "error[invalid-document] parts/store.json:4:17";
        "syntax_error_in_a_referenced_file.yaml": "error[invalid-syntax] parts/broken.yaml:3:2";
    }
    overlays {
        "overlay_matches_nothing.yaml": "error[overlay-no-match] overlay_matches_nothing.overlay.yaml:4:13";
        "overlay_target_that_is_not_a_path.yaml": "error[invalid-overlay] overlay_target_that_is_not_a_path.overlay.yaml:4:13";
        "overlay_action_without_effect.yaml": "error[invalid-overlay] overlay_action_without_effect.overlay.yaml:4:5";
        "overlay_update_of_the_wrong_kind.yaml": "error[invalid-overlay] overlay_update_of_the_wrong_kind.overlay.yaml:5:13";
        "overlay_of_an_unsupported_version.yaml": "error[unsupported-version] overlay_of_an_unsupported_version.overlay.yaml:1:10";
        "overlay_copy_in_1_0.yaml": "error[invalid-overlay] overlay_copy_in_1_0.overlay.yaml:5:11";
        "overlay_copy_of_several_nodes.yaml": "error[invalid-overlay] overlay_copy_of_several_nodes.overlay.yaml:5:11";
        "overlay_of_a_different_document.yaml": "warning[invalid-overlay] overlay_of_a_different_document.overlay.yaml:3:10";
        "overlay_without_actions.yaml": "error[invalid-overlay] overlay_without_actions.overlay.yaml:1:1";
        "overlay_adds_a_mistake.yaml": "error[invalid-document] overlay_adds_a_mistake.overlay.yaml:6:19";
        "overlay_updates_a_missing_property.yaml": "warning[overlay-no-match] overlay_updates_a_missing_property.overlay.yaml:7:9";
        "hint_pointer_to_a_missing_property.yaml": "error[invalid-extension] hint_pointer_to_a_missing_property.overlay.yaml:6:64";
        "hint_with_an_unknown_parameter.yaml": "error[invalid-extension] hint_with_an_unknown_parameter.overlay.yaml:6:36";
        "hint_with_a_missing_member.yaml": "error[invalid-extension] hint_with_a_missing_member.overlay.yaml:6:7";
        "hint_misspelt.yaml": "error[invalid-extension] hint_misspelt.overlay.yaml:6:7";
        "hint_pointer_without_slash.yaml": "error[invalid-extension] hint_pointer_without_slash.overlay.yaml:6:50";
    }
}
