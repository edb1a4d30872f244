//! Tests of types that are only sent, in which an absent property differs from one that is `null` (RFC 7396).

use serde_json::json;

use crate::merge_patch::NotePatch;
use crate::round_trip;

#[test]
fn an_absent_property_is_not_sent() {
    let patch = NotePatch::default();
    assert_eq!(
        serde_json::to_value(patch).unwrap(),
        json!({"version": null})
    );
}

#[test]
fn a_property_is_sent_as_null_or_with_its_value() {
    let mut patch = NotePatch::default().title("new").tags(Vec::new());
    patch.due = Some(None);
    patch.parent = Some(None);
    patch.kind = Some(None);
    let sent = json!({
        "version": null, "title": "new", "due": null, "tags": [], "parent": null, "kind": null,
    });
    assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
    assert_eq!(round_trip::<NotePatch>(&sent), patch);
}
