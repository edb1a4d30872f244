//! The subset of `JSONPath` (RFC 9535) that overlay targets support.
//!
//! Supports names, indices, wildcards, `..` and comparisons in filters, but neither slices nor functions. Unlike in the
//! RFC, names without quotes may contain `-`, as in the names of extensions.

mod parser;
mod path;

pub(super) use self::parser::parse;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn select(path: &str) -> Vec<String> {
        let document = json!({
            "paths": {"/a": {"get": {"tags": ["x", "y", "z"]}}, "/b": {"get": {"operationId": "list", "n": 2}}},
            "it's": {"name": 1, "x-a": {"name": 2}},
        });
        parse(path)
            .unwrap_or_else(|error| panic!("{path}: {error}"))
            .select(&document)
    }

    #[test]
    fn names_select_members() {
        assert_eq!(select("$"), [""]);
        assert_eq!(select("$.paths['/a'].get"), ["/paths/~1a/get"]);
        assert_eq!(
            select("$[\"paths\"]['/a','/b']"),
            ["/paths/~1a", "/paths/~1b"]
        );
        assert_eq!(select(r"$['it\'s'].x-a.name"), ["/it's/x-a/name"]);
        assert!(select("$.paths.missing").is_empty());
    }

    #[test]
    fn wildcards_and_descendants_select_many() {
        assert_eq!(
            select("$.paths.*.get"),
            ["/paths/~1a/get", "/paths/~1b/get"]
        );
        assert_eq!(select("$.paths[*][*].n"), ["/paths/~1b/get/n"]);
        assert_eq!(select("$..name"), ["/it's/name", "/it's/x-a/name"]);
        assert_eq!(select("$..['tags'][0]"), ["/paths/~1a/get/tags/0"]);
    }

    #[test]
    fn indices_select_elements() {
        assert_eq!(
            select("$.paths['/a'].get.tags[-1]"),
            ["/paths/~1a/get/tags/2"]
        );
        assert_eq!(
            select("$..tags[ 2 , 0 ]"),
            ["/paths/~1a/get/tags/2", "/paths/~1a/get/tags/0"]
        );
        assert!(select("$..tags[7]").is_empty());
    }

    #[test]
    fn filters_select_matching_children() {
        for path in [
            "$.paths[?(@.get.operationId == 'list')]",
            "$.paths[?@.get.operationId]",
            "$.paths[?!@.get.tags]",
            "$.paths[?@.get.n >= 2 && (@.get.n < 3 || @.get.tags)]",
            "$.paths[?@.get.operationId != @.get.n && @.get.n == 2.0]",
            "$.paths[?$.paths['/a'].get && @.get.n]",
        ] {
            assert_eq!(select(path), ["/paths/~1b"], "{path}");
        }
        assert_eq!(select("$..tags[?@ == 'y']"), ["/paths/~1a/get/tags/1"]);
    }

    #[test]
    fn an_invalid_path_says_what_was_expected_and_where() {
        let error = |path: &str| parse(path).expect_err(path);
        assert_eq!(error("paths"), "it must start with `$`");
        assert_eq!(
            error("$.paths["),
            "expected a name in quotes, an index, `*` or `?` at the end"
        );
        assert_eq!(
            error("$.paths['/a']get"),
            "expected `.`, `..` or `[` at character 14, found `g`"
        );
        assert_eq!(error("$.a['b"), "expected a closing ' at the end");
        assert_eq!(
            error("$[?@.a == b]"),
            "expected `@`, `$`, a string in quotes, a number, `true`, `false` or `null` at character 11, found `b`"
        );
        for slice in ["$.a[0:2]", "$.a[::-2]", "$.a[1 :]"] {
            assert!(
                error(slice).starts_with("slices are not supported"),
                "{slice}"
            );
        }
        assert_eq!(error("$[?length(@.a) > 1]"), "functions are not supported");
        assert_eq!(
            error("$[?!@.a == 1]"),
            "`!` must be followed by a path or parentheses"
        );
        assert_eq!(error("$[?(@.a]"), "expected `)` at character 8, found `]`");
        assert_eq!(
            error("$[?'a']"),
            "expected a comparison such as `==` at character 7, found `]`"
        );
        assert_eq!(
            error(&format!("$[?{}", "(".repeat(10_000))),
            "filters nest too deeply"
        );
        assert_eq!(
            error(&format!("$[?{}", "!".repeat(10_000))),
            "filters nest too deeply"
        );
        assert_eq!(
            error(&format!("${}", "[?@".repeat(10_000))),
            "filters nest too deeply"
        );
    }
}
