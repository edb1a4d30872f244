//! Tests of invalid input: an error with its place, exit code 1, and nothing is written.

use std::fs;

use crate::workspace::{DOCUMENT, SETTINGS, Workspace, assert_shown};

/// Creates tests that break a workspace after its first run and snapshot the output.
macro_rules! refused {
    ($($behaviour:ident: $damage:expr;)+) => { $(
        #[test]
        fn $behaviour() {
            let workspace = Workspace::generated();
            let damage: fn(&Workspace) = $damage;
            damage(&workspace);
            let before = workspace.tree("");
            let output = workspace.generate(&[]);
            assert_eq!(output.status.code(), Some(1));
            assert_eq!(workspace.tree(""), before);
            assert_shown!(output);
        }
    )+ };
}

refused! {
    a_missing_document: |workspace| fs::remove_file(workspace.path("spec/shelf.yaml")).unwrap();
    a_folder_as_document: |workspace| {
        fs::remove_file(workspace.path("spec/shelf.yaml")).unwrap();
        fs::create_dir(workspace.path("spec/shelf.yaml")).unwrap();
    };
    an_empty_document: |workspace| workspace.write("spec/shelf.yaml", "");
    broken_yaml: |workspace| workspace.edit_document("  title: Shelf", "  title: [broken");
    broken_json: |workspace| {
        workspace.write("spec/shelf.json", "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {,}\n}\n");
        workspace.write("spec/codegen.toml", &SETTINGS.replace("yaml", "json"));
    };
    a_document_that_is_not_utf_8: |workspace| {
        fs::write(workspace.path("spec/shelf.yaml"), b"openapi: 3.0.3\ninfo: \xff\xfe\n").unwrap();
    };
    a_document_that_is_not_openapi: |workspace| {
        workspace.write("spec/shelf.yaml", "name: shelf\nversion: 1.0.0\n");
    };
    an_unresolved_reference: |workspace| {
        workspace.edit_document("#/components/schemas/Book'", "#/components/schemas/Bok'");
    };
    several_errors_at_once: |workspace| {
        let twice = DOCUMENT.replace("#/components/schemas/Book'", "#/components/schemas/Bok'");
        workspace.write("spec/shelf.yaml", &twice.replace("  version: 1.0.0\n", ""));
    };
    a_url_as_document: |workspace| {
        workspace.write("spec/codegen.toml", &SETTINGS.replace("shelf.yaml", "https://shelf.example/api.yaml"));
    };
    a_missing_overlay: |workspace| {
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}overlays = [\"ours.yaml\"]\n"));
    };
    a_file_in_place_of_the_output_folder: |workspace| {
        workspace.write("taken", "");
        workspace.write("spec/codegen.toml", &SETTINGS.replace("../generated", "../taken/generated"));
    };
    a_file_in_place_of_the_source_folder: |workspace| {
        fs::remove_dir_all(workspace.path("generated/src")).unwrap();
        workspace.write("generated/src", "");
    };
    a_file_in_place_of_a_module_folder: |workspace| {
        fs::remove_dir_all(workspace.path("generated/src/runtime")).unwrap();
        workspace.write("generated/src/runtime", "");
    };
    missing_settings: |workspace| fs::remove_file(workspace.path("spec/codegen.toml")).unwrap();
    settings_that_are_not_toml: |workspace| workspace.write("spec/codegen.toml", "document: shelf.yaml\n");
    settings_that_are_not_utf_8: |workspace| {
        fs::write(workspace.path("spec/codegen.toml"), b"document = \"\xff\"\n").unwrap();
    };
    an_unknown_setting: |workspace| {
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}pakage = \"shelf\"\n"));
    };
    a_missing_setting: |workspace| workspace.write("spec/codegen.toml", "document = \"shelf.yaml\"\n");
    a_setting_of_the_wrong_type: |workspace| {
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}overlays = \"ours.yaml\"\n"));
    };
    a_setting_with_an_unknown_value: |workspace| {
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}operation_names = \"long\"\n"));
    };
    an_output_that_is_the_folder_of_the_settings: |workspace| {
        workspace.write("spec/codegen.toml", &SETTINGS.replace("../generated", "."));
    };
    a_document_without_a_name: |workspace| {
        workspace.write("spec/codegen.toml", &SETTINGS.replace("shelf.yaml", ""));
    };
    a_swagger_document_with_an_overlay: |workspace| {
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}overlays = [\"ours.yaml\"]\n"));
        workspace.write("spec/ours.yaml", "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions: [{ target: $.paths, update: {} }]\n");
        workspace.write("spec/shelf.yaml", "swagger: '2.0'\n");
    };
    a_package_name_that_cargo_refuses: |workspace| {
        workspace.write("spec/codegen.toml", &SETTINGS.replace("shelf-client", "shelf client"));
    };
}
