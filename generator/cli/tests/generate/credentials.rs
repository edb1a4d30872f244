//! Tests of the environment variables of credentials, which only the user chooses.

use crate::workspace::{DOCUMENT, SETTINGS, Workspace, shown};

/// A document whose scheme names a variable.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    let document = DOCUMENT.replace(
        "components:\n",
        "security: [{key: []}]\ncomponents:\n  securitySchemes:\n    key:\n      type: http\n      scheme: bearer\n      x-rust-credential: {setter: token, variable: AWS_SECRET_ACCESS_KEY}\n",
    );
    workspace.write("spec/shelf.yaml", &document);
    workspace
}

#[test]
fn a_document_does_not_choose_the_variable() {
    let workspace = workspace();
    let output = workspace.generate(&[]);
    assert!(output.status.success(), "{}", shown(&output));
    let shown = shown(&output);
    assert!(shown.contains("warning[invalid-extension]"), "{shown}");
    for (path, (contents, _)) in workspace.tree("generated") {
        let text = String::from_utf8(contents).unwrap();
        assert!(!text.contains("AWS_SECRET"), "{path}");
    }
}

#[test]
fn the_settings_choose_the_variable() {
    let workspace = workspace();
    workspace.write(
        "spec/codegen.toml",
        &format!("{SETTINGS}\n[credentials.key]\nvariable = 'SHELF_TOKEN'\n"),
    );
    let output = workspace.generate(&[]);
    assert!(output.status.success(), "{}", shown(&output));
    let client = workspace.read("generated/src/client.rs");
    assert!(client.contains("from_env") && client.contains("SHELF_TOKEN"));
    assert!(!client.contains("AWS_SECRET"));
}

#[test]
fn a_wrong_setting_of_a_credential_is_an_error() {
    for (setting, message) in [
        ("credentials.kee.variable = 'A'", "did you mean `key`?"),
        (
            "credentials.key.variable = ''",
            "must be the name of an environment variable",
        ),
        (
            "credentials.key.variable = 'A=B'",
            "must be the name of an environment variable",
        ),
        ("credentials.key = 'A'", "the setting must be a table"),
        ("credentials = 'A'", "the setting must be a table"),
        ("credentials.key.value = 'A'", "unknown setting `value`"),
        ("credentials.key = {}", "the setting `variable` is missing"),
    ] {
        let workspace = workspace();
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}{setting}\n"));
        let output = workspace.generate(&[]);
        assert_eq!(output.status.code(), Some(1), "{setting}");
        assert!(
            shown(&output).contains(message),
            "{setting}: {}",
            shown(&output)
        );
    }
}

#[test]
fn a_run_lists_the_hosts_that_receive_credentials() {
    let workspace = workspace();
    let document = workspace.read("spec/shelf.yaml").replace(
        "  - url: https://shelf.example\n",
        "  - url: https://{region}.shelf.example\n    variables: {region: {default: eu, enum: [eu, us]}}\n  - url: https://user@EU.shelf.example:443\n",
    );
    workspace.write("spec/shelf.yaml", &document);
    let output = workspace.generate(&[]);
    let shown = shown(&output);
    let line = "\ncredentials are sent to 2 hosts: eu.shelf.example, us.shelf.example\n";
    assert!(shown.contains(line), "{shown}");
}
