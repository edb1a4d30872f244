//! The byte range of each node of a file, which the fast parsers do not record.
//!
//! Built only for files with a diagnostic. A file with a syntax error has the positions before the error.

mod build;
mod find;
mod nodes;

pub(super) use self::find::first_line;
pub(super) use self::nodes::Positions;

#[cfg(test)]
mod tests {
    use super::build::Offsets;
    use super::*;
    use crate::diagnostic::Part;

    fn marked<'t>(text: &'t str, positions: &Positions, pointer: &str, part: Part) -> &'t str {
        let span = positions.find(pointer, part).expect("the file has nodes");
        &text[first_line(text, span)]
    }

    #[test]
    fn json_with_tabs_escapes_and_long_names_has_positions() {
        let long = "k".repeat(2000);
        let text = format!(
            "{{\r\n\t\"a\\u0062 \\ud83d\\ude00\": [1, {{\"ö\": true}}],\r\n\t\"{long}\": \"x\\\"y\"\n}}"
        );
        let positions = Positions::of_json(&text);
        assert_eq!(marked(&text, &positions, "/ab 😀/0", Part::Value), "1");
        assert_eq!(marked(&text, &positions, "/ab 😀/1/ö", Part::Value), "true");
        assert_eq!(marked(&text, &positions, "/ab 😀/1/ö", Part::Key), "\"ö\"");
        assert_eq!(
            marked(&text, &positions, &format!("/{long}"), Part::Value),
            "\"x\\\"y\""
        );
    }

    #[test]
    fn yaml_with_non_ascii_text_and_both_line_endings_has_positions() {
        let text = "größe: ß\r\nlist:\r\n  - 'x ''y'  # remark\r\n  - k: plain value  # remark\r\n200: |\r\n  text\r\nempty:\r\n";
        let positions = Positions::of_yaml(text);
        assert_eq!(marked(text, &positions, "/größe", Part::Value), "ß");
        assert_eq!(marked(text, &positions, "/list/0", Part::Value), "'x ''y'");
        assert_eq!(
            marked(text, &positions, "/list/1/k", Part::Value),
            "plain value"
        );
        assert_eq!(marked(text, &positions, "/200", Part::Value), "text");
        assert_eq!(marked(text, &positions, "/empty", Part::Value), "empty");
    }

    #[test]
    fn character_offsets_convert_in_both_directions() {
        let text = "aß😀b";
        let mut offsets = Offsets::of(text);
        let bytes = [3, 1, 2, 0, 4, 9, 2].map(|character| offsets.byte(character));
        assert_eq!(bytes, [7, 1, 3, 0, 8, 8, 3]);
    }

    #[test]
    fn an_object_is_marked_by_its_name_and_a_missing_node_by_its_parent() {
        let text = "info:\n  title: T\nlist:\n  - - k: v\n";
        let positions = Positions::of_yaml(text);
        assert_eq!(marked(text, &positions, "/info", Part::Value), "info");
        assert_eq!(
            marked(text, &positions, "/info/version", Part::Value),
            "info"
        );
        assert_eq!(marked(text, &positions, "/list/0/0", Part::Value), "k");
        assert_eq!(marked(text, &positions, "/list/0", Part::Value), "k");
    }

    #[test]
    fn aliases_and_merge_keys_resolve_to_the_original_value() {
        let text = "base: &b {type: text}\none: *b\ntwo:\n  <<: *b\nthree:\n  <<: [*b]\n";
        let positions = Positions::of_yaml(text);
        for pointer in ["/one/type", "/two/type", "/three/type"] {
            assert_eq!(
                positions.find(pointer, Part::Value),
                positions.find("/base/type", Part::Value)
            );
        }
    }

    #[test]
    fn the_part_before_a_yaml_error_has_positions() {
        let text = "a: 1\nb: [1, 2\nc: }\n";
        assert_eq!(
            marked(text, &Positions::of_yaml(text), "/a", Part::Value),
            "1"
        );
    }

    #[test]
    fn members_of_a_large_object_are_found() {
        for count in [1, 31, 32, 33, 100] {
            let members: String = (0..count).map(|n| format!("m{n}: {n}\n")).collect();
            let text = format!("{members}m0: again\n");
            let positions = Positions::of_yaml(&text);
            assert_eq!(
                marked(&text, &positions, "/m0", Part::Value),
                "again",
                "{count}"
            );
            let last = count - 1;
            let expected = if last == 0 {
                "again".to_owned()
            } else {
                last.to_string()
            };
            assert_eq!(
                marked(&text, &positions, &format!("/m{last}"), Part::Value),
                expected
            );
        }
    }

    #[test]
    fn duplicates_are_found_with_both_places() {
        let text = "{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}";
        let [duplicate] = &Positions::of_json(text).duplicates()[..] else {
            panic!("expected one duplicate")
        };
        assert_eq!(
            (
                duplicate.name.as_str(),
                duplicate.first.start,
                duplicate.again.start
            ),
            ("c", 15, 23)
        );
    }
}
