//! Tests of wrong settings: each is an error or a warning at its line of the settings file.

use crate::workspace::{SETTINGS, Workspace, shown};

/// The line of the setting that a test adds.
const LINE: usize = 4;

/// Settings, each with its column and its diagnostic.
const WRONG: &[(&str, usize, &str)] = &[
    (
        "include = ['tag:books', 'tag:book']",
        25,
        "error[selector-no-match]",
    ),
    (
        "exclude = ['operation:get-bok']",
        12,
        "error[selector-no-match]",
    ),
    ("overlays = ['none.yaml']", 13, "error[unreadable-file]"),
    ("root = '../none'", 8, "error[unreadable-file]"),
    (
        "credentials.token.variable = 'A'",
        13,
        "error[unresolved-reference]",
    ),
    (
        "credentials.token.variable = ''",
        30,
        "error[invalid-config]",
    ),
    ("layout = 'folder'", 10, "error[invalid-config]"),
    ("runtime = 'shared'", 11, "error[invalid-config]"),
    ("operation_names = 'long'", 19, "error[invalid-config]"),
    ("features = ['gzip']", 13, "error[invalid-config]"),
    ("version = '1'", 11, "error[invalid-config]"),
    ("license = 'MIT or so'", 11, "error[invalid-config]"),
    ("description = ' '", 15, "error[invalid-config]"),
    ("repository = 'example'", 14, "error[invalid-config]"),
    ("regenerate = ''", 14, "error[invalid-config]"),
    (
        "licence = 'MIT'",
        1,
        "error[invalid-config]: unknown setting `licence`",
    ),
    // Types.
    ("types.Bok = 'a::B'", 7, "error[unresolved-reference]"),
    (
        "types.Book.titles = 'a::B'",
        12,
        "error[unresolved-reference]",
    ),
    ("types.Book = 'Vec<u8>'", 14, "error[invalid-config]"),
    ("types.Book = 'crate::Book'", 14, "error[invalid-extension]"),
    ("types.Book.title = 'i64'", 20, "warning[unsupported]"),
    (
        "types = { \"/paths/~1books~1{id}/get/parameters/0\" = 'bool' }",
        53,
        "warning[unsupported]",
    ),
    // Traits.
    ("derive = ['Eq', 'Debug']", 17, "error[invalid-config]"),
    ("derive.Bok = ['Eq']", 8, "error[unresolved-reference]"),
    (
        "derive.Book = ['Eq', 'Copy']",
        22,
        "error[invalid-extension]: `Book` cannot derive `Copy`",
    ),
    (
        "derive.'Book.title' = ['Eq']",
        24,
        "error[invalid-extension]: this schema creates no struct",
    ),
    // Names.
    ("rename.get-bok = 'a'", 8, "error[unresolved-reference]"),
    (
        "rename.get-book = 'into'",
        19,
        "error[invalid-extension]: the name `into` is reserved",
    ),
    (
        "rename.get-book = 'self'",
        19,
        "error[invalid-extension]: `self` is not a valid",
    ),
    (
        "rename.Book = '1st'",
        15,
        "error[invalid-extension]: `1st` is not a valid",
    ),
    (
        "rename.Book = 'String'",
        15,
        "error[invalid-extension]: the name `String` is reserved",
    ),
    ("rename.Book = ''", 15, "error[invalid-config]"),
    (
        "rename.'/tags/0' = 'main'",
        20,
        "error[invalid-extension]: the name `main` is reserved",
    ),
];

#[test]
fn a_wrong_setting_is_reported_at_its_place() {
    for (setting, column, message) in WRONG {
        let workspace = Workspace::new();
        workspace.write("spec/codegen.toml", &format!("{SETTINGS}{setting}\n"));
        let output = workspace.generate(&[]);
        let shown = shown(&output);
        let place = format!("--> spec/codegen.toml:{LINE}:{column}\n");
        assert!(shown.contains(&place), "{setting}: {shown}");
        assert!(shown.contains(message), "{setting}: {shown}");
        assert!(
            shown.contains(&format!("{LINE} | {setting}\n")),
            "{setting}: {shown}"
        );
        let fails = message.starts_with("error");
        assert_eq!(output.status.success(), !fails, "{setting}: {shown}");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_reported_where_it_is_named() {
    let workspace = Workspace::new();
    workspace.write("spec/codegen.toml", &SETTINGS.replace("shelf", "shelves"));
    let shown = shown(&workspace.generate(&[]));
    assert!(shown.contains("--> spec/codegen.toml:1:12\n"), "{shown}");
}

#[test]
fn a_wrong_setting_of_a_client_is_reported_at_its_place() {
    let settings = "include = ['tag:books']\n[types]\nBook = 'a::Book'\n\
        [[client]]\ndocument = 'shelf.yaml'\noutput = '../one'\npackage = 'one'\n\
        [[client]]\ndocument = 'shelf.yaml'\noutput = '../two'\npackage = 'two'\ninclude = ['tag:bookz']\n\
        [client.rename]\nBok = 'Volume'\n";
    let workspace = Workspace::new();
    workspace.write("spec/codegen.toml", settings);
    let shown = shown(&workspace.generate(&[]));
    assert!(shown.contains("--> spec/codegen.toml:12:12\n"), "{shown}");
    assert!(shown.contains("--> spec/codegen.toml:14:1\n"), "{shown}");
    assert!(shown.contains("2 errors"), "{shown}");
}
