//! Applies an overlay to the document: the actions of the Overlay Specification 1.0.

use serde_json::{Map, Value};

use super::check;
use super::jsonpath;
use super::origin::{FileIndex, MAIN, Origin};
use super::repair;
use super::source::SourceMap;
use super::syntax::{DEPTH, depth, node};
use crate::diagnostic::suggestion::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part};
use crate::pointer::{self, Pointer, escape};

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
        let message = format!("Overlay {version} is not handled; 1.0 is");
        let place = node(&name, "/overlay", Part::Value);
        let help = "write `overlay: 1.0.0`, and the actions as that version has them";
        diagnostics.push(Diagnostic::error(Code::UnsupportedVersion, place, message).help(help));
        return;
    }
    other_document(&overlay, &name, sources, diagnostics);
    let actions = overlay
        .get("actions")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let list = Pointer::ROOT.key("actions");
    // Counted once, and what each action adds: there may be thousands of actions on a document of millions of values.
    let mut grown = size(document);
    for (index, members) in actions.iter().enumerate() {
        let at = list.index(index);
        let action = Action {
            file,
            name: &name,
            at: &at,
            members,
        };
        if let Err(complaint) = action.apply(document, &mut grown, sources) {
            diagnostics.push(*complaint);
        }
    }
}

/// Complains where an overlay says that it is one to another document: by its file name, wherever that stands.
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
        let message = format!("this overlay is one to `{extends}`, and is applied to `{document}`");
        let place = node(name, "/extends", Part::Value);
        diagnostics.push(
            Diagnostic::warning(Code::InvalidOverlay, place, message)
                .help("correct `extends`, or give the overlay that belongs to the document"),
        );
    }
}

/// How many values an overlay may make of a document.
const GROWTH: usize = 10_000_000;

/// How many values there are in a tree.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

struct Action<'a> {
    file: FileIndex,
    name: &'a str,
    at: &'a Pointer<'a>,
    members: &'a Value,
}

impl Action<'_> {
    fn apply(
        &self,
        document: &mut Value,
        grown: &mut usize,
        sources: &mut SourceMap,
    ) -> Result<(), Box<Diagnostic>> {
        let target = self
            .members
            .get("target")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let path = jsonpath::parse(target).map_err(|problem| {
            let help = "a target is a JSONPath, such as `$.paths['/stores'].get`";
            self.complaint(
                Code::InvalidOverlay,
                "target",
                format!("this target is not understood: {problem}"),
            )
            .help(help)
        })?;
        let selected = path.select(document);
        if selected.is_empty() {
            return Err(self.no_match(target, document).into());
        }
        if self
            .members
            .get("remove")
            .and_then(Value::as_bool)
            .unwrap_or_default()
        {
            // From the end, so that what is yet to be removed keeps its index.
            for pointer in selected.iter().rev() {
                remove(document, pointer, sources).ok_or_else(|| {
                    self.complaint(
                        Code::InvalidOverlay,
                        "target",
                        "the whole document cannot be removed".to_owned(),
                    )
                    .help("name what is to go")
                })?;
            }
            return Ok(());
        }
        let Some(update) = self.members.get("update") else {
            let place = node(self.name, self.at, Part::Value);
            let message = "this action has neither `update` nor `remove: true`";
            let help = "add `update`, with what is to change, or `remove: true`";
            return Err(Diagnostic::error(Code::InvalidOverlay, place, message)
                .help(help)
                .into());
        };
        *grown = grown.saturating_add(selected.len().saturating_mul(size(update)));
        if *grown > GROWTH {
            let message = format!(
                "this update would add to {} places, and the document grow too large",
                selected.len()
            );
            let help = "choose a narrower target";
            return Err(self
                .complaint(Code::InvalidOverlay, "target", message)
                .help(help)
                .into());
        }
        let deepest = selected
            .iter()
            .map(|pointer| pointer::steps(pointer).count())
            .max()
            .unwrap_or_default();
        if deepest + depth(update) > DEPTH {
            let message = "with this action, objects and arrays nest too deeply".to_owned();
            let help = format!("no more than {DEPTH} levels are read");
            return Err(self
                .complaint(Code::InvalidOverlay, "update", message)
                .help(help)
                .into());
        }
        let origin = self.at.key("update").to_string();
        for pointer in selected {
            // Selected just now, and an update never takes a node away.
            let Some(target) = document.pointer_mut(&pointer) else {
                continue;
            };
            let mut change = Change {
                file: self.file,
                sources,
            };
            match (&mut *target, update) {
                (Value::Object(target), Value::Object(update)) => {
                    change.merge(target, update, &pointer, &origin);
                }
                (Value::Array(target), Value::Array(update)) => {
                    change.append(target, update, &pointer, &origin);
                }
                (Value::Array(target), update) => change.push(target, update, &pointer, &origin),
                (Value::Object(_), _) => {
                    let message =
                        "the target is an object, so `update` must be an object".to_owned();
                    let help = "name the members that are to change: `update: { name: value }`";
                    return Err(self
                        .complaint(Code::InvalidOverlay, "update", message)
                        .help(help)
                        .into());
                }
                (target, Value::Object(_) | Value::Array(_)) => {
                    let message = format!(
                        "the target is the value `{target}`, so `update` must be a single value"
                    );
                    let help = "target the object around it to change several members";
                    return Err(self
                        .complaint(Code::InvalidOverlay, "update", message)
                        .help(help)
                        .into());
                }
                (target, update) => {
                    *target = update.clone();
                    change.came(&pointer, &origin);
                }
            }
        }
        Ok(())
    }

    fn no_match(&self, target: &str, document: &Value) -> Diagnostic {
        let message = format!("`{target}` matches nothing in the document");
        let diagnostic = self.complaint(Code::OverlayNoMatch, "target", message);
        // The longest beginning of the path that does match, and what there is instead.
        let mut ends: Vec<usize> = target
            .char_indices()
            .filter(|(_, c)| matches!(c, '.' | '['))
            .map(|(at, _)| at)
            .collect();
        ends.reverse();
        let mut matching = ends.into_iter().filter_map(|end| {
            let path = jsonpath::parse(target.get(..end)?).ok()?;
            Some((end, path.select(document).into_iter().next()?))
        });
        let Some((end, found)) = matching.next() else {
            return diagnostic.help("a target starts with `$`, the document");
        };
        let rest = target.get(end..).unwrap_or_default();
        let name: String = rest
            .trim_start_matches(['.', '[', '\'', '"'])
            .chars()
            .take_while(|c| !"'\"]".contains(*c))
            .collect();
        let name = if rest.starts_with('.') {
            name.split(['.', '[']).next().unwrap_or_default()
        } else {
            &name
        };
        let names = document
            .pointer(&found)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys);
        let label = did_you_mean(name, names.map(String::as_str));
        let last = target.get(..end).unwrap_or_default();
        diagnostic.label(label).help(format!(
            "`{last}` is there, and has no `{}`; correct the target, or remove the action",
            rest.trim_start_matches('.')
        ))
    }

    fn complaint(&self, code: Code, member: &str, message: String) -> Diagnostic {
        Diagnostic::error(
            code,
            node(self.name, self.at.key(member), Part::Value),
            message,
        )
    }
}

/// Removes a node; `None` where it is the document itself.
fn remove(document: &mut Value, pointer: &str, sources: &mut SourceMap) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            let name = pointer::unescape(last);
            members.shift_remove(name.as_ref());
            sources.origins.remove_member(parent, &name);
        }
        Some(Value::Array(elements)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < elements.len()) {
                sources
                    .origins
                    .remove_element(parent, index, elements.len());
                elements.remove(index);
            }
        }
        // Inside something that this action has removed already.
        _ => {}
    }
    Some(())
}

/// Puts parts of an overlay into the document and remembers where they came from.
struct Change<'s> {
    file: FileIndex,
    sources: &'s mut SourceMap,
}

impl Change<'_> {
    /// Objects are merged, arrays appended to, everything else replaced.
    fn merge(
        &mut self,
        target: &mut Map<String, Value>,
        update: &Map<String, Value>,
        pointer: &str,
        origin: &str,
    ) {
        for (name, update) in update {
            let pointer = format!("{pointer}/{}", escape(name));
            let origin = format!("{origin}/{}", escape(name));
            match (target.get_mut(name), update) {
                (Some(Value::Object(target)), Value::Object(update)) => {
                    self.merge(target, update, &pointer, &origin);
                }
                (Some(Value::Array(target)), Value::Array(update)) => {
                    self.append(target, update, &pointer, &origin);
                }
                _ => {
                    target.insert(name.clone(), update.clone());
                    self.came(&pointer, &origin);
                }
            }
        }
    }

    fn append(&mut self, target: &mut Vec<Value>, update: &[Value], pointer: &str, origin: &str) {
        for (index, element) in update.iter().enumerate() {
            self.push(target, element, pointer, &format!("{origin}/{index}"));
        }
    }

    fn push(&mut self, target: &mut Vec<Value>, element: &Value, pointer: &str, origin: &str) {
        self.came(&format!("{pointer}/{}", target.len()), origin);
        target.push(element.clone());
    }

    fn came(&mut self, pointer: &str, origin: &str) {
        self.sources.origins.set(
            pointer,
            Origin {
                file: self.file,
                pointer: origin.to_owned(),
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Syntax;
    use super::*;
    use serde_json::json;

    const DOCUMENT: &str = r#"{"info": {"title": "T"}, "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "paths": {"/a": {"get": {"tags": ["x"]}}}}"#;

    /// Applies actions to [`DOCUMENT`]; the complaints as `code:line message (label)`.
    fn applied(actions: &str) -> (Value, SourceMap, Vec<String>) {
        let (mut sources, mut diagnostics) = (SourceMap::default(), Diagnostics::default());
        sources.add("api.json", DOCUMENT.to_owned(), Syntax::Json);
        let text = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
        let overlay = serde_yaml::from_str(&text).expect("valid YAML");
        let file = sources.add("overlay.yaml", text, Syntax::Yaml);
        let mut document = serde_json::from_str(DOCUMENT).expect("valid JSON");
        apply(&mut document, overlay, file, &mut sources, &mut diagnostics);
        let complaints = diagnostics.into_vec().into_iter().map(|diagnostic| {
            let at = sources.locate(&diagnostic.place);
            format!(
                "{} {}:{} {} ({})",
                diagnostic.code, at.file, at.line, diagnostic.message, diagnostic.label
            )
        });
        let complaints = complaints.collect();
        (document, sources, complaints)
    }

    #[test]
    fn an_update_merges_objects_appends_to_arrays_and_replaces_values() {
        let actions = "  - target: $\n    update: {info: {title: U, x-a: 1}, tags: [{name: d}]}\n  - target: $..get\n    update: {tags: [y], x-b: [1]}\n  - target: $..get.tags\n    update: z\n";
        let (document, _, complaints) = applied(actions);
        assert!(complaints.is_empty(), "{complaints:?}");
        assert_eq!(document["info"], json!({"title": "U", "x-a": 1}));
        assert_eq!(document["tags"][3], json!({"name": "d"}));
        assert_eq!(
            document["paths"]["/a"]["get"],
            json!({"tags": ["x", "y", "z"], "x-b": [1]})
        );
    }

    #[test]
    fn a_removal_takes_every_match_and_keeps_the_order() {
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
    fn what_an_overlay_adds_is_located_in_the_overlay() {
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
        let (_, _, complaints) = applied("  - target: $.paths['/a'].gte.tags\n    remove: true\n");
        assert_eq!(
            complaints,
            [
                "overlay-no-match overlay.yaml:4 `$.paths['/a'].gte.tags` matches nothing in the document (did you mean `get`?)"
            ]
        );
    }

    #[test]
    fn actions_that_make_no_sense_are_errors() {
        let (_, _, complaints) = applied(
            "  - target: paths\n    remove: true\n  - target: $.info\n  - target: $.info\n    update: 1\n  - target: $.info.title\n    update: {}\n  - target: $\n    remove: true\n",
        );
        let lines: Vec<_> = complaints
            .iter()
            .map(|complaint| complaint.split(' ').take(2).collect::<String>())
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
    fn actions_that_grow_without_end_are_refused() {
        let list = vec!["{}"; 4_000].join(", ");
        let object = (0..3_000)
            .map(|n| format!("k{n}: 1"))
            .collect::<Vec<_>>()
            .join(", ");
        let (_, _, complaints) = applied(&format!(
            "  - target: $\n    update: {{x-a: [{list}]}}\n  - target: $.x-a[*]\n    update: {{{object}}}\n"
        ));
        assert!(complaints[0].contains("grow too large"), "{complaints:?}");
    }

    #[test]
    fn actions_that_nest_without_end_are_refused() {
        let update = format!("{}1{}", "{a: ".repeat(50), "}".repeat(50));
        let (_, _, complaints) = applied(&format!(
            "  - target: $.info\n    update: {update}\n  - target: $.info{}\n    update: {{a: {update}}}\n",
            ".a".repeat(49)
        ));
        assert!(complaints[0].contains("nest too deeply"), "{complaints:?}");
    }
}
