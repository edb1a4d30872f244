//! The targets that are supported, the nodes they select, and the errors for all other targets.

use serde_json::{Value, json};

use crate::load::jsonpath::parse;

fn select_from(document: &Value, path: &str) -> Vec<String> {
    parse(path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .select(document)
}

fn select(path: &str) -> Vec<String> {
    let document = json!({
        "paths": {"/a": {"get": {"tags": ["x", "y", "z"]}}, "/b": {"get": {"operationId": "list", "n": 2}}},
        "it's": {"name": 1, "x-a": {"name": 2}},
    });
    select_from(&document, path)
}

fn error(path: &str) -> String {
    parse(path)
        .err()
        .unwrap_or_else(|| panic!("{path} is accepted"))
}

#[test]
fn names_select_members() {
    assert_eq!(select("$"), [""]);
    assert_eq!(select("$.paths['/a'].get"), ["/paths/~1a/get"]);
    let both = ["/paths/~1a", "/paths/~1b"];
    assert_eq!(select("$[\"paths\"]['/a', '/b','/a']"), both);
    assert_eq!(select("$[\"it's\"].x-a.name"), ["/it's/x-a/name"]);
    for missing in ["$.paths.missing", "$..tags['0']", "$.paths.get"] {
        assert!(select(missing).is_empty(), "{missing}");
    }
}

#[test]
fn wildcards_and_descendants_select_many() {
    let both = ["/paths/~1a/get", "/paths/~1b/get"];
    assert_eq!(select("$.paths.*.get"), both);
    assert_eq!(select("$.paths[*][*].n"), ["/paths/~1b/get/n"]);
    assert_eq!(select("$..name"), ["/it's/name", "/it's/x-a/name"]);
    assert_eq!(select("$..['tags'][0]"), ["/paths/~1a/get/tags/0"]);
    let operation_id = ["/paths/~1b/get/operationId"];
    assert_eq!(select("$..[?@ == 'list']"), operation_id);
}

#[test]
fn a_node_is_selected_once_and_before_its_descendants() {
    let document = json!({"a": [[1], [2]], "b": {"a": []}});
    let all = ["/a", "/b", "/a/0", "/a/1", "/a/0/0", "/a/1/0", "/b/a"];
    assert_eq!(select_from(&document, "$..*"), all);
    let twice = ["/a/0", "/a/1", "/a/0/0", "/a/1/0", "/b/a"];
    assert_eq!(select_from(&document, "$..*..*"), twice);
    assert_eq!(select_from(&document, "$..a..*"), twice[..4]);
}

#[test]
fn indices_select_elements() {
    for last in ["$..tags[-1]", "$..tags[2]", "$..tags[ 2 ]"] {
        assert_eq!(select(last), ["/paths/~1a/get/tags/2"], "{last}");
    }
    for outside in ["$..tags[7]", "$..tags[-4]", "$.paths[0]"] {
        assert!(select(outside).is_empty(), "{outside}");
    }
}

#[test]
fn filters_select_matching_children() {
    for path in [
        "$.paths[?(@.get.operationId == 'list')]",
        "$.paths[?@.get.operationId]",
        "$.paths[?!@.get.tags]",
        "$.paths[? !(@.get.tags && @.get) ]",
        "$.paths[?@.get.n == 2.0 && (@.get.n == 3 || @.get.operationId != \"b\")]",
        "$.paths[?(@.get.n != 3) && (@['get']['n'])]",
        "$.paths[?@.get.tags[0] == 'y' || @.get.n == 2]",
    ] {
        assert_eq!(select(path), ["/paths/~1b"], "{path}");
    }
    assert_eq!(select("$..tags[?@ == 'y']"), ["/paths/~1a/get/tags/1"]);
    for any in ["$.paths.*[?@.tags[*] == 'y']", "$.*.*[?@.tags[?@ == 'y']]"] {
        assert_eq!(select(any), ["/paths/~1a/get"], "{any}");
    }
    assert!(select("$.paths[?@.get.missing == null]").is_empty());
}

#[test]
fn the_targets_of_real_overlays_are_supported() {
    let document = json!({
        "paths": {
            "/some-item": {"x-oai-traits": {"paged": true}, "get": {"parameters": [
                {"name": "filter", "in": "query"},
                {"name": "filter", "in": "header"},
            ]}},
            "/b": {"post": {"x-internal": true, "tags": ["a", "internal"], "x-oai-traits": ["paged"]}},
        },
        "servers": [{"description": "Production"}, {"description": "Test (old)"}],
    });
    let all = ["/paths/~1some-item/x-oai-traits", "/paths/~1some-item/get"];
    let target = "$.paths['/some-item'].*";
    assert_eq!(select_from(&document, target), all);
    let target = "$.paths..parameters[?@.name == 'filter' && @.in == 'query']";
    let parameter = ["/paths/~1some-item/get/parameters/0"];
    assert_eq!(select_from(&document, target), parameter);
    for target in ["$.paths.*.get", "$.paths[?@.x-oai-traits.paged].get"] {
        let selected = select_from(&document, target);
        assert_eq!(selected, ["/paths/~1some-item/get"], "{target}");
    }
    for target in [
        "$.paths[?(@.post['x-oai-traits'][?(@ == 'paged')])].post",
        "$.paths.*[?(@.x-internal)]",
        "$.paths.*[?@['x-internal'] == true]",
        "$.paths.*[?(@.tags[*] == 'internal')]",
        "$.paths['/b']['get','post']",
    ] {
        assert_eq!(
            select_from(&document, target),
            ["/paths/~1b/post"],
            "{target}"
        );
    }
    for target in [
        "$.servers[?(@.description == 'Test (old)')]",
        "$.servers[-1]",
    ] {
        assert_eq!(select_from(&document, target), ["/servers/1"], "{target}");
    }
}

const STEP: &str = "expected `.name`, `..name` or `[…]`";
const SELECTOR: &str = "expected names in quotes without `\\`, an index, `*` or `?` with a filter";
const OPERATOR: &str = "expected `.name`, `[…]`, `==`, `!=`, `&&` or `||`";
const TEST: &str = "expected a path from `@`";
const LITERAL: &str =
    "expected a string in quotes without `\\`, a number, `true`, `false` or `null`";
const BALANCE: &str = "expected matching quotes, brackets and parentheses";

#[test]
fn an_invalid_path_says_what_was_expected_and_where() {
    assert_eq!(error("paths"), "it must start with `$`");
    for (path, expected, found) in [
        ("$.", STEP, "2, found `.`"),
        ("$.größe.ä!", STEP, "10, found `!`"),
        ("$.paths['/a']get", STEP, "14, found `get`"),
        ("$.paths[", BALANCE, "8, found `[`"),
        ("$.a['b", BALANCE, "4, found `['b`"),
        ("$[?(@.a]", BALANCE, "2, found `[?(@.a]`"),
        ("$.a[]", SELECTOR, "5"),
        ("$.a[b]", SELECTOR, "5, found `b`"),
        ("$[?@.a == b]", LITERAL, "11, found `b`"),
        ("$[?@.a = 'b']", OPERATOR, "8, found `= 'b'`"),
        ("$[?@.a &&]", TEST, "10"),
        ("$[?'a']", TEST, "4, found `'a'`"),
        ("$[?!!@.a]", TEST, "5, found `!@.a`"),
    ] {
        assert_eq!(error(path), format!("{expected} at character {found}"));
    }
}

#[test]
fn syntax_that_overlays_do_not_need_is_refused() {
    for (path, expected, found) in [
        ("$.a[0:2]", SELECTOR, "5, found `0:2`"),
        ("$.a[::-2]", SELECTOR, "5, found `::-2`"),
        ("$.a[ 1 :]", SELECTOR, "6, found `1 :`"),
        ("$.a[2, 0]", SELECTOR, "5, found `2, 0`"),
        ("$['a\\n']", SELECTOR, "3, found `'a\\n'`"),
        ("$['it\\'s']", BALANCE, "2, found `['it\\'s']`"),
        ("$.a.length()", STEP, "11, found `()`"),
        ("$[?length(@.a) > 1]", TEST, "4, found `length(@.a) > 1`"),
        ("$[?$.a]", TEST, "4, found `$.a`"),
        ("$[?'b' == @.a]", TEST, "4, found `'b'`"),
        ("$[?!@.a == 1]", TEST, "4, found `!@.a`"),
        ("$[?@.a == @.b]", LITERAL, "11, found `@.b`"),
        ("$[?@.a < 3]", OPERATOR, "8, found `< 3`"),
        ("$[?@.a >= 3]", OPERATOR, "8, found `>= 3`"),
        ("$[?@.a =~ /b/]", OPERATOR, "8, found `=~ /b/`"),
        (
            "$[?@..a]",
            "expected a path without `..`",
            "4, found `@..a`",
        ),
    ] {
        assert_eq!(error(path), format!("{expected} at character {found}"));
    }
}

#[test]
fn deep_filters_are_refused_and_long_ones_are_not() {
    for deep in ["(", "[?@", "!"] {
        let deep = deep.repeat(10_000);
        error(&format!("$[?{deep}"));
        error(&format!("$[?{deep}@{}]", "])".repeat(10_000)));
    }
    let nested = |depth| format!("${}{}", "[?@".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(32)).is_ok());
    assert!(error(&nested(40)).starts_with(BALANCE));
    let long = vec!["(@ == 'z')"; 10_000].join(" || ");
    assert_eq!(
        select(&format!("$..tags[?{long}]")),
        ["/paths/~1a/get/tags/2"]
    );
}

#[test]
fn no_part_of_a_target_is_a_panic() {
    let target =
        r#"$..ä['b', "c"][?(!@.d[-1] == 'ö' && (@["e"]) || @.f != 1.5)].*[?@.g[?@ == null]] "#;
    let bounds = || target.char_indices().map(|(at, _)| at);
    for (start, end) in bounds().flat_map(|start| bounds().map(move |end| (start, end))) {
        let part = format!("${}", target.get(start..end).unwrap_or_default());
        let _ = parse(&part).map(|path| path.select(&json!({"b": [{"g": 1}]})));
    }
}
