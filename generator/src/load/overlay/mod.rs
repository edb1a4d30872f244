//! Applies overlays to the document (Overlay Specification 1.1).

mod action;
mod change;
mod incomplete;

use serde_json::Value;

use self::action::{Action, Work, size};
use super::origin::{FileIndex, MAIN};
use super::source::SourceMap;
use super::{check, repair};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::input::is_file;
use crate::pointer::Pointer;

/// Applies all actions of the overlay `file`, whose tree is `overlay`, to `document`.
pub(super) fn apply(
    document: &mut Value,
    mut overlay: Value,
    file: FileIndex,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let name = sources.name(file).to_owned();
    repair::overlay(&mut overlay, &name, sources, diagnostics);
    if !check::overlay(&overlay, &name, diagnostics) {
        return;
    }
    let version = overlay.get("overlay").and_then(Value::as_str);
    let version = version.unwrap_or_default().to_owned();
    let mut numbers = version.trim().split('.');
    let has_copies = match (numbers.next(), numbers.next()) {
        (Some("1"), Some("0")) => false,
        (Some("1"), Some("1")) => true,
        _ => {
            let message = format!(
                "Overlay {version} is not supported; the supported versions are 1.0 and 1.1"
            );
            let place = Pointer::base("/overlay").place_in(Some(&name), Part::Value);
            let help = "write `overlay: 1.1.0`, with the actions of that version";
            diagnostics
                .push(Diagnostic::error(Code::UnsupportedVersion, place, message).help(help));
            return;
        }
    };
    other_document(&overlay, &name, sources, diagnostics);
    let actions = overlay
        .get("actions")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let list = Pointer::ROOT.key("actions");
    // Counted once, then updated by each action: thousands of actions may apply to a document of millions of values.
    let mut work = Work {
        grown: size(document),
        visited: 0,
        copied: 0,
        incomplete: Vec::new(),
    };
    for (index, members) in actions.iter().enumerate() {
        let at = list.index(index);
        let action = Action {
            file,
            name: &name,
            at: &at,
            members,
            has_copies,
        };
        if let Err(diagnostic) = action.apply(document, &mut work, sources) {
            let is_refused = diagnostic.code == Code::DocumentTooLarge;
            diagnostics.push(*diagnostic);
            if is_refused {
                return;
            }
        }
    }
    incomplete::report(&work.incomplete, document, &name, diagnostics);
}

/// Reports an overlay that extends a different document. Compares file names and ignores folders.
fn other_document(overlay: &Value, name: &str, sources: &SourceMap, diagnostics: &mut Diagnostics) {
    let file = |path: &str| {
        path.rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let Some(extends) = overlay.get("extends").and_then(Value::as_str) else {
        return;
    };
    let document = sources.name(MAIN);
    if is_file(document) && file(extends) != file(document) {
        let message = format!("this overlay extends `{extends}`, but is applied to `{document}`");
        let place = Pointer::base("/extends").place_in(Some(name), Part::Value);
        diagnostics.push(
            Diagnostic::warning(Code::InvalidOverlay, place, message)
                .help("correct `extends`, or use the overlay of this document"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Syntax;
    use super::*;
    use serde_json::json;

    const DOCUMENT: &str = r#"{"info": {"title": "T"}, "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "paths": {"/a": {"get": {"tags": ["x"]}}}}"#;

    /// Applies actions to [`DOCUMENT`]; the diagnostics as `code:line message (label)`.
    fn applied(actions: &str) -> (Value, SourceMap, Vec<String>) {
        applied_in("1.0.0", actions)
    }

    /// The same for an overlay of a version.
    fn applied_in(version: &str, actions: &str) -> (Value, SourceMap, Vec<String>) {
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
        sources.add("api.json", DOCUMENT.to_owned(), Syntax::Json);
        let text =
            format!("overlay: {version}\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
        let overlay = serde_yaml::from_str(&text).expect("valid YAML");
        let file = sources.add("overlay.yaml", text, Syntax::Yaml);
        let mut document = serde_json::from_str(DOCUMENT).expect("valid JSON");
        apply(&mut document, overlay, file, &mut sources, &mut diagnostics);
        let found = diagnostics.into_vec().into_iter().map(|diagnostic| {
            let at = sources.locate(&diagnostic.place);
            format!(
                "{} {}:{} {} ({})",
                diagnostic.code, at.file, at.line, diagnostic.message, diagnostic.label
            )
        });
        let found = found.collect();
        (document, sources, found)
    }

    #[test]
    fn an_update_merges_objects_appends_to_arrays_and_replaces_values() {
        let actions = "  - target: $\n    update: {info: {title: U, x-a: 1}, tags: [{name: d}]}\n  - target: $..get\n    update: {tags: [y], x-b: [1]}\n  - target: $..get.tags\n    update: z\n";
        let (document, _, found) = applied(actions);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(document["info"], json!({"title": "U", "x-a": 1}));
        assert_eq!(document["tags"][3], json!({"name": "d"}));
        assert_eq!(
            document["paths"]["/a"]["get"],
            json!({"tags": ["x", "y", "z"], "x-b": [1]})
        );
    }

    #[test]
    fn a_removal_removes_every_match_and_keeps_the_order() {
        let (document, sources, _) = applied(
            "  - target: $.tags[?@.name != 'b']\n    remove: true\n  - target: $.info\n    remove: true\n",
        );
        assert_eq!(
            document.to_string(),
            r#"{"tags":[{"name":"b"}],"paths":{"/a":{"get":{"tags":["x"]}}}}"#
        );
        assert_eq!(sources.origins.of("/tags/0/name").pointer, "/tags/1/name");
    }

    #[test]
    fn a_value_from_an_overlay_is_located_in_the_overlay() {
        let (_, sources, _) = applied(
            "  - target: $.info\n    update:\n      x-a: {b: c}\n  - target: $.tags\n    update: {name: d}\n",
        );
        let line = |pointer: &str| {
            let at = sources.locate(&Pointer::base(pointer).place());
            (at.file, at.line)
        };
        assert_eq!(line("/info/x-a/b"), ("overlay.yaml".to_owned(), 6));
        assert_eq!(line("/tags/3/name"), ("overlay.yaml".to_owned(), 8));
        assert_eq!(line("/info/title"), ("api.json".to_owned(), 1));
    }

    #[test]
    fn a_target_without_a_match_is_an_error_with_a_suggestion() {
        let (_, _, found) = applied("  - target: $.paths['/a'].gte.tags\n    remove: true\n");
        assert_eq!(
            found,
            [
                "overlay-no-match overlay.yaml:4 `$.paths['/a'].gte.tags` matches nothing in the document (did you mean `get`?)"
            ]
        );
    }

    #[test]
    fn invalid_actions_are_errors() {
        let (_, _, found) = applied(
            "  - target: paths\n    remove: true\n  - target: $.info\n  - target: $.info\n    update: 1\n  - target: $.info.title\n    update: {}\n  - target: $\n    remove: true\n",
        );
        let lines: Vec<_> = found
            .iter()
            .map(|line| line.split(' ').take(2).collect::<String>())
            .collect();
        assert_eq!(
            lines,
            [
                "invalid-overlayoverlay.yaml:4",
                "invalid-overlayoverlay.yaml:6",
                "invalid-overlayoverlay.yaml:8",
                "invalid-overlayoverlay.yaml:10",
                "invalid-overlayoverlay.yaml:11"
            ]
        );
    }

    #[test]
    fn a_copy_is_merged_like_an_update_and_keeps_its_place() {
        let actions = "  - target: $.paths\n    update:\n      /b: {}\n      /c: {get: {summary: S}}\n  - target: $.paths[?(@ != 1)]\n    copy: $.paths['/a']\n  - target: $.info.title\n    copy: $.tags[1].name\n  - target: $.tags\n    copy: $.tags[0]\n";
        let (document, sources, found) = applied_in("1.1.0", actions);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            document["paths"],
            json!({
                "/a": {"get": {"tags": ["x", "x"]}},
                "/b": {"get": {"tags": ["x"]}},
                "/c": {"get": {"summary": "S", "tags": ["x"]}},
            })
        );
        assert_eq!(document["info"]["title"], "b");
        assert_eq!(document["tags"][3], json!({"name": "a"}));
        let origin = |pointer: &str| sources.origins.of(pointer).pointer;
        assert_eq!(origin("/paths/~1c/get/tags"), "/paths/~1a/get/tags");
        assert_eq!(origin("/tags/3/name"), "/tags/0/name");
        assert_eq!(
            origin("/paths/~1c/get/summary"),
            "/actions/0/update/~1c/get/summary"
        );
    }

    #[test]
    fn a_copy_into_the_node_itself_ends() {
        let actions = "  - target: $.info\n    copy: $\n  - target: $\n    copy: $.info\n";
        let (document, _, found) = applied_in("1.1.0", actions);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(document["info"]["info"]["title"], "T");
    }

    #[test]
    fn copies_that_double_the_document_are_refused() {
        let (_, _, found) = applied_in("1.1.0", &"  - target: $.info\n    copy: $\n".repeat(100));
        assert!(found[0].contains("copy more than"), "{found:?}");
        let (_, _, found) = applied_in(
            "1.1.0",
            &"  - target: $.tags\n    copy: $.tags\n".repeat(40),
        );
        assert!(found[0].contains("copy more than"), "{found:?}");
    }

    #[test]
    fn invalid_copies_are_errors() {
        let copy = |version: &str, action: &str| {
            let (_, _, found) = applied_in(version, &format!("  - target: $.info\n    {action}\n"));
            found.join("\n")
        };
        for (version, action, expected) in [
            (
                "1.0.0",
                "copy: $.tags[0]",
                "overlay.yaml:5 `copy` requires Overlay 1.1, but this overlay is Overlay 1.0",
            ),
            (
                "1.1.0",
                "copy: $.tags[*]",
                "overlay.yaml:5 `copy` must select exactly one node, found 3",
            ),
            (
                "1.1.0",
                "copy: $.tag",
                "overlay.yaml:5 `$.tag` matches nothing in the document (did you mean `tags`?)",
            ),
            (
                "1.1.0",
                "copy: tags",
                "overlay.yaml:5 `copy` is not a supported JSONPath",
            ),
            (
                "1.1.0",
                "copy: $.tags",
                "overlay.yaml:5 the target is an object, so `copy` must select an object",
            ),
            (
                "1.1.0",
                "copy: $.tags[0]\n    update: {}",
                "overlay.yaml:5 an action must not have both `copy` and `update`",
            ),
            (
                "1.1.0",
                "copy: $.tags[0]\n    remove: true",
                "overlay.yaml:5 an action must not have both `copy` and `remove`",
            ),
            (
                "1.1.0",
                "description: none",
                "overlay.yaml:4 an action must have `update`, `copy` or `remove: true`",
            ),
            (
                "1.2.0",
                "update: {}",
                "overlay.yaml:1 Overlay 1.2.0 is not supported; the supported versions are 1.0 and 1.1",
            ),
            (
                "1.10.0",
                "update: {}",
                "overlay.yaml:1 Overlay 1.10.0 is not supported",
            ),
        ] {
            let found = copy(version, action);
            assert!(found.contains(expected), "{action}: {found}");
        }
    }

    #[test]
    fn an_update_that_makes_the_document_too_large_is_refused() {
        let list = vec!["{}"; 4_000].join(", ");
        let object = (0..3_000)
            .map(|n| format!("k{n}: 1"))
            .collect::<Vec<_>>()
            .join(", ");
        let (_, _, found) = applied(&format!(
            "  - target: $\n    update: {{x-a: [{list}]}}\n  - target: $.x-a[*]\n    update: {{{object}}}\n"
        ));
        assert!(found[0].contains("too large"), "{found:?}");
    }

    #[test]
    fn targets_that_visit_too_many_values_are_refused() {
        let list = vec!["1"; 10_000].join(", ");
        let found = |actions: usize| {
            let visit = "  - target: $..info\n    update: {}\n".repeat(actions);
            let (_, _, found) = applied(&format!(
                "  - target: $\n    update: {{x-a: [{list}]}}\n{visit}"
            ));
            found
        };
        let refused = found(600);
        assert!(refused[0].contains("visit"), "{refused:?}");
        assert_eq!(found(100), Vec::<String>::new());
    }

    #[test]
    fn an_update_that_nests_too_deeply_is_refused() {
        let update = format!("{}1{}", "{a: ".repeat(50), "}".repeat(50));
        let (_, _, found) = applied(&format!(
            "  - target: $.info\n    update: {update}\n  - target: $.info{}\n    update: {{a: {update}}}\n",
            ".a".repeat(49)
        ));
        assert!(found[0].contains("too deeply"), "{found:?}");
    }

    #[test]
    fn a_member_that_is_added_without_a_type_is_a_warning() {
        let found = |target: &str, update: &str| {
            let action = format!("  - target: {target}\n    update: {update}\n");
            // The document has this schema and this response after the first action.
            let document = "  - target: $\n    update: {components: {schemas: {A: {type: object, properties: {old: {type: string}}}}, \
                responses: {B: {headers: {x-old: {schema: {type: string}}}, content: {application/json: {schema: {}}}}}}}\n";
            let (_, _, found) = applied(&format!("{document}{action}"));
            found
        };
        let schema = "$.components.schemas.A";
        let response = "$.components.responses.B";
        for (target, update, message) in [
            (
                schema,
                "{properties: {new: {description: D.}}}",
                "the document has no property `new`, and this update adds one without a `type`",
            ),
            (
                schema,
                "{properties: {new: {format: int64, minimum: 0}}}",
                "the document has no property `new`",
            ),
            (
                schema,
                "{properties: {new: {properties: {inner: {minimum: 0}}}}}",
                "the document has no property `inner`",
            ),
            (
                "$.components",
                "{schemas: {New: {description: D.}}}",
                "the document has no schema `New`",
            ),
            (
                response,
                "{headers: {x-new: {schema: {minimum: 0}}}}",
                "the document has no header `x-new`, and this update adds one without a `schema` with a `type`",
            ),
            (
                response,
                "{headers: {x-new: {description: D.}}}",
                "the document has no header `x-new`",
            ),
            (
                response,
                "{content: {text/plain: {example: a}}}",
                "the document has no media type `text/plain`, and this update adds one without a `schema`",
            ),
        ] {
            let found = found(target, update);
            assert_eq!(found.len(), 1, "{update}: {found:?}");
            let start = "overlay-no-match overlay.yaml:7 ";
            assert!(
                found[0].starts_with(&format!("{start}{message}")),
                "{found:?}"
            );
        }
        for (target, update) in [
            (schema, "{properties: {old: {description: D.}}}"),
            (schema, "{properties: {new: {}}}"),
            (
                schema,
                "{properties: {new: {type: object, properties: {inner: {description: D.}}}}}",
            ),
            (
                schema,
                "{properties: {new: {description: D., anyOf: [{}]}}}",
            ),
            (
                schema,
                "{properties: {new: {$ref: '#/components/schemas/A'}}}",
            ),
            (
                schema,
                "{properties: {properties: {type: object, description: D.}}}",
            ),
            (schema, "{example: {properties: {new: {a: 1}}}}"),
            (response, "{headers: {x-new: {schema: {type: string}}}}"),
            (response, "{headers: {x-old: {description: D.}}}"),
            (response, "{content: {text/plain: {}}}"),
            (response, "{content: {application/json: {example: a}}}"),
        ] {
            assert_eq!(found(target, update), Vec::<String>::new(), "{update}");
        }
    }

    #[test]
    fn a_later_action_can_complete_a_member() {
        let schema = "  - target: $\n    update: {components: {schemas: {A: {properties: {}}}}}\n";
        let (_, _, found) = applied(&format!(
            "{schema}  - target: $.components.schemas.A\n    update: {{properties: {{new: {{description: D.}}}}}}\n  \
             - target: $.components.schemas.A.properties.new\n    update: {{type: string}}\n"
        ));
        assert_eq!(found, Vec::<String>::new());
    }
}
