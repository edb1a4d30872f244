//! Applies overlays to the document (Overlay Specification 1.0).

mod action;
mod change;

use serde_json::Value;

use self::action::{Action, size};
use super::origin::{FileIndex, MAIN};
use super::source::SourceMap;
use super::{check, repair};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
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
    if let Some(version) = overlay
        .get("overlay")
        .and_then(Value::as_str)
        .filter(|version| !version.starts_with("1."))
    {
        let message = format!("Overlay {version} is not supported; use 1.0");
        let place = Pointer::base("/overlay").place_in(Some(&name), Part::Value);
        let help = "write `overlay: 1.0.0`, with the actions of that version";
        diagnostics.push(Diagnostic::error(Code::UnsupportedVersion, place, message).help(help));
        return;
    }
    other_document(&overlay, &name, sources, diagnostics);
    let actions = overlay
        .get("actions")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let list = Pointer::ROOT.key("actions");
    // Counted once, then updated by each action: thousands of actions may apply to a document of millions of values.
    let mut grown = size(document);
    let mut visited = 0;
    for (index, members) in actions.iter().enumerate() {
        let at = list.index(index);
        let action = Action {
            file,
            name: &name,
            at: &at,
            members,
        };
        if let Err(diagnostic) = action.apply(document, &mut grown, &mut visited, sources) {
            let is_refused = diagnostic.code == Code::DocumentTooLarge;
            diagnostics.push(*diagnostic);
            if is_refused {
                return;
            }
        }
    }
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
    if file(extends) != file(document) {
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
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
        sources.add("api.json", DOCUMENT.to_owned(), Syntax::Json);
        let text = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
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
}
