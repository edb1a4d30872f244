//! Every mistake in a document has its diagnostic, with the place and what to do about it.
//!
//! Each document in generator/tests/broken has one mistake. Which diagnostic it gets, and where, is written here by hand;
//! the snapshots show the diagnostics as a user sees them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/broken")
}

/// What a user sees of a run on a document, and on its overlay where there is one.
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

/// The documents about one subject, and their diagnostics by hand; a test for each subject, and one that none is forgotten.
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
            assert_eq!(there, tested);
        }
    };
}

broken! {
    syntax {
        "empty.yaml": "error[invalid-syntax] empty.yaml";
        "indentation.yaml": "error[invalid-syntax] indentation.yaml:4:2";
        "further_left.yaml": "error[invalid-syntax] further_left.yaml:4:1";
        "colon_in_a_text.yaml": "error[invalid-syntax] colon_in_a_text.yaml:3:16";
        "tab.yaml": "error[invalid-syntax] tab.yaml:3:1";
        "list_not_closed.yaml": "error[invalid-syntax] list_not_closed.yaml:4:1";
        "quote_not_closed.yaml": "error[invalid-syntax] quote_not_closed.yaml:3:10";
        "unknown_anchor.yaml": "error[invalid-syntax] unknown_anchor.yaml:2:7";
        "comma_too_many.json": "error[invalid-syntax] comma_too_many.json:3:41";
        "comma_missing.json": "error[invalid-syntax] comma_missing.json:3:3";
        "brace_missing.json": "error[invalid-syntax] brace_missing.json:4:14";
        "duplicate_key.yaml": "error[duplicate-key] duplicate_key.yaml:9:5";
        "duplicate_key.json": "error[duplicate-key] duplicate_key.json:3:43";
    }
    kind_of_document {
        "not_an_object.json": "error[not-openapi] not_an_object.json";
        "openapi_misspelt.yaml": "error[not-openapi] openapi_misspelt.yaml:1:1";
        "swagger.yaml": "error[unsupported-version] swagger.yaml:1:10";
        "version_of_the_future.yaml": "error[unsupported-version] version_of_the_future.yaml:1:10";
    }
    keywords {
        "missing_responses.yaml":
            "warning[invalid-document] missing_responses.yaml:6:5"
            "warning[unsupported] missing_responses.yaml:6:5";
        "info_without_version.yaml": "warning[invalid-document] info_without_version.yaml:2:1";
        "misspelt_keyword.yaml": "warning[unknown-keyword] misspelt_keyword.yaml:8:7";
        "keyword_of_a_newer_version.yaml": "warning[invalid-document] keyword_of_a_newer_version.yaml:7:10";
        "keyword_of_another_type.yaml": "warning[invalid-document] keyword_of_another_type.yaml:7:24";
        "sibling_of_a_reference.yaml": "warning[ignored-sibling] sibling_of_a_reference.yaml:10:7";
        "required_says_yes.yaml": "error[invalid-document] required_says_yes.yaml:11:21";
        "tags_as_one_text.yaml": "error[invalid-document] tags_as_one_text.yaml:8:13";
        "description_is_empty.yaml": "warning[invalid-document] description_is_empty.yaml:8:7";
        "version_as_a_number.yaml": "warning[invalid-document] version_as_a_number.yaml:2:28";
        "wrong_type.json": "error[invalid-document] wrong_type.json:5:36";
        "path_without_slash.yaml": "error[invalid-document] path_without_slash.yaml:5:3";
        "status_code_in_words.yaml": "error[invalid-document] status_code_in_words.yaml:9:9";
        "status_code_too_long.yaml": "error[invalid-document] status_code_too_long.yaml:9:9";
    }
    operations {
        "duplicate_operation_id.yaml": "warning[duplicate-operation-id] duplicate_operation_id.yaml:10:20";
        "path_without_parameter.yaml": "warning[path-parameter-mismatch] path_without_parameter.yaml:5:3";
        "parameter_without_path.yaml": "warning[path-parameter-mismatch] parameter_without_path.yaml:9:19";
        "path_parameter_misspelt.yaml": "warning[path-parameter-mismatch] path_parameter_misspelt.yaml:10:19";
        "path_template_misspelt.yaml": "warning[path-parameter-mismatch] path_template_misspelt.yaml:9:19";
        "path_template_open.yaml": "error[path-parameter-mismatch] path_template_open.yaml:5:3";
        "path_template_twice.yaml": "warning[path-parameter-mismatch] path_template_twice.yaml:5:3";
        "server_variable_not_described.yaml": "error[invalid-document] server_variable_not_described.yaml:4:10";
        "server_variable_default.yaml": "warning[invalid-document] server_variable_default.yaml:6:42";
        "unknown_security_scheme.yaml": "warning[unresolved-reference] unknown_security_scheme.yaml:8:20";
        "security_scheme_without_name.yaml": "error[invalid-document] security_scheme_without_name.yaml:11:5";
    }
    parameters {
        "parameter_without_schema.yaml": "warning[invalid-document] parameter_without_schema.yaml:9:11";
        "parameter_with_schema_and_content.yaml": "warning[invalid-document] parameter_with_schema_and_content.yaml:9:49";
        "parameter_in_body.yaml": "error[invalid-document] parameter_in_body.yaml:9:30";
        "parameter_in_querry.yaml": "error[invalid-document] parameter_in_querry.yaml:9:30";
        "parameter_twice.yaml": "warning[invalid-document] parameter_twice.yaml:10:11";
        "style_of_another_place.yaml": "error[invalid-document] style_of_another_place.yaml:9:45";
    }
    schemas {
        "type_misspelt.yaml": "error[invalid-document] type_misspelt.yaml:7:16";
        "type_as_a_list.yaml": "warning[invalid-document] type_as_a_list.yaml:7:10";
        "type_with_a_format_s_name.yaml": "error[invalid-document] type_with_a_format_s_name.yaml:7:16";
        "array_without_items.yaml": "warning[invalid-document] array_without_items.yaml:7:5";
        "negative_length.yaml": "error[invalid-document] negative_length.yaml:7:35";
        "bounds_that_cross.yaml": "warning[invalid-document] bounds_that_cross.yaml:10:16";
        "required_property_not_described.yaml": "warning[undefined-property] required_property_not_described.yaml:9:18";
        "required_of_a_property.yaml": "warning[invalid-document] required_of_a_property.yaml:10:41";
        "discriminator_without_property_name.yaml": "error[invalid-document] discriminator_without_property_name.yaml:9:7";
        "discriminator_of_a_missing_property.yaml": "warning[undefined-property] discriminator_of_a_missing_property.yaml:9:38";
        "discriminator_mapped_to_nothing.yaml": "error[unresolved-reference] discriminator_mapped_to_nothing.yaml:9:60";
        "name_that_another_schema_has.yaml": "error[invalid-extension] name_that_another_schema_has.yaml:7:37";
        "name_that_code_uses.yaml": "error[invalid-extension] name_that_code_uses.yaml:7:37";
        "name_that_is_none.yaml": "error[invalid-extension] name_that_is_none.yaml:7:37";
    }
    values {
        "enum_with_duplicates.yaml": "warning[invalid-document] enum_with_duplicates.yaml:9:22";
        "enum_of_another_type.yaml": "warning[invalid-document] enum_of_another_type.yaml:9:18";
        "enum_without_values.yaml": "warning[invalid-document] enum_without_values.yaml:7:24";
        "default_of_another_type.yaml": "warning[invalid-document] default_of_another_type.yaml:9:16";
        "default_not_in_enum.yaml": "warning[invalid-document] default_not_in_enum.yaml:10:16";
        "default_out_of_bounds.yaml": "warning[invalid-document] default_out_of_bounds.yaml:10:16";
        "default_too_long.yaml": "warning[invalid-document] default_too_long.yaml:7:47";
    }
    references {
        "unresolved_schema.yaml": "error[unresolved-reference] unresolved_schema.yaml:14:23";
        "unresolved_in_json.json": "error[unresolved-reference] unresolved_in_json.json:11:17";
        "reference_to_swagger_definitions.yaml": "error[unresolved-reference] reference_to_swagger_definitions.yaml:7:16";
        "reference_to_another_kind.yaml": "error[unresolved-reference] reference_to_another_kind.yaml:9:17";
        "reference_without_hash.yaml": "error[unresolved-reference] reference_without_hash.yaml:7:16";
        "reference_that_is_no_pointer.yaml": "error[unresolved-reference] reference_that_is_no_pointer.yaml:7:16";
        "reference_cycle.yaml": "error[reference-cycle] reference_cycle.yaml:12:16";
        "schema_cycle_of_references.yaml": "error[reference-cycle] schema_cycle_of_references.yaml:7:16";
    }
    other_files {
        "reference_to_a_url.yaml": "error[unresolved-reference] reference_to_a_url.yaml:7:16";
        "reference_out_of_the_folder.yaml": "error[unresolved-reference] reference_out_of_the_folder.yaml:7:16";
        "reference_to_a_missing_file.yaml": "error[unreadable-file] reference_to_a_missing_file.yaml:8:13";
        "mistake_in_another_file.yaml": "error[invalid-document] parts/store.yaml:4:38";
        "mistake_in_another_json_file.yaml": "error[invalid-document] parts/store.json:4:17";
        "syntax_of_another_file.yaml": "error[invalid-syntax] parts/broken.yaml:3:2";
    }
    overlays {
        "overlay_matches_nothing.yaml": "error[overlay-no-match] overlay_matches_nothing.overlay.yaml:4:13";
        "overlay_target_is_no_path.yaml": "error[invalid-overlay] overlay_target_is_no_path.overlay.yaml:4:13";
        "overlay_action_does_nothing.yaml": "error[invalid-overlay] overlay_action_does_nothing.overlay.yaml:4:5";
        "overlay_update_of_another_kind.yaml": "error[invalid-overlay] overlay_update_of_another_kind.overlay.yaml:5:13";
        "overlay_of_another_version.yaml": "error[unsupported-version] overlay_of_another_version.overlay.yaml:1:10";
        "overlay_of_another_document.yaml": "warning[invalid-overlay] overlay_of_another_document.overlay.yaml:3:10";
        "overlay_without_actions.yaml": "error[invalid-overlay] overlay_without_actions.overlay.yaml:1:1";
        "overlay_adds_a_mistake.yaml": "error[invalid-document] overlay_adds_a_mistake.overlay.yaml:6:19";
        "hint_pointer_leads_nowhere.yaml": "error[invalid-extension] hint_pointer_leads_nowhere.overlay.yaml:6:64";
        "hint_names_no_parameter.yaml": "error[invalid-extension] hint_names_no_parameter.overlay.yaml:6:36";
        "hint_without_a_member.yaml": "error[invalid-extension] hint_without_a_member.overlay.yaml:6:7";
        "hint_misspelt.yaml": "error[invalid-extension] hint_misspelt.overlay.yaml:6:7";
        "hint_pointer_without_slash.yaml": "error[invalid-extension] hint_pointer_without_slash.overlay.yaml:6:50";
    }
}
