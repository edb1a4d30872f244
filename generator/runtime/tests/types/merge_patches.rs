//! Tests of merge patches (RFC 7396), in which an absent property differs from one that is `null`.

use serde_json::json;

use crate::merge_patch::{
    CatMergePatch, ChapterMergePatch, ChaptersMergePatch, Draft, DraftAuthorMergePatch,
    DraftMergePatch2, NotePatch, PetMergePatch, Reviewer, Settings,
};
use crate::round_trip;

#[test]
fn an_absent_property_is_not_sent() {
    let patch = NotePatch::default();
    assert_eq!(serde_json::to_value(patch).unwrap(), json!({}));
    let settings = serde_json::to_value(Settings::default()).unwrap();
    assert_eq!(settings, json!({}));
}

#[test]
fn a_property_is_sent_as_null_or_with_its_value() {
    let mut patch = NotePatch::default().id("a").title("new").tags(Vec::new());
    patch.version = Some(None);
    patch.due = Some(None);
    patch.parent = Some(None);
    patch.kind = Some(None);
    patch.plain = Some(None);
    let sent = json!({
        "version": null, "id": "a", "title": "new", "due": null, "tags": [], "parent": null, "kind": null, "plain": null,
    });
    assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
    assert_eq!(round_trip::<NotePatch>(&sent), patch);
}

#[test]
fn objects_and_maps_in_a_patch_are_patches_and_items_are_not() {
    let mut author = DraftAuthorMergePatch::default().email("");
    author.email = Some(None);
    let mut chapter = ChapterMergePatch::default().text("new");
    chapter.additional_properties.insert("words".into(), None);
    let chapters =
        ChaptersMergePatch::from([("one".to_owned(), None), ("two".to_owned(), Some(chapter))]);
    let mut patch = DraftMergePatch2::default()
        .author(author)
        .chapters(chapters)
        .reviewers(vec![Reviewer::new("Ann")]);
    patch.due = Some(None);
    patch.previous = Some(None);
    let sent = json!({
        "due": null,
        "author": {"email": null},
        "reviewers": [{"name": "Ann"}],
        "chapters": {"one": null, "two": {"text": "new", "words": null}},
        "previous": null,
    });
    assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
    assert_eq!(round_trip::<DraftMergePatch2>(&sent), patch);
}

#[test]
fn an_alternative_of_a_patch_is_a_patch() {
    let mut cat = CatMergePatch::default().kind("Cat");
    cat.lives = Some(None);
    let sent = json!({"kind": "Cat", "lives": null});
    let patch = PetMergePatch::from(cat);
    assert_eq!(serde_json::to_value(&patch).unwrap(), sent);
    assert_eq!(round_trip::<PetMergePatch>(&sent), patch);
}

/// The same schema outside of patches keeps its required properties.
#[test]
fn the_resource_of_a_patch_has_its_required_properties() {
    let without_author = json!({"title": "a", "author": null});
    assert!(serde_json::from_value::<Draft>(without_author).is_err());
    let draft: Draft =
        serde_json::from_value(json!({"title": null, "author": {"name": "Ann"}})).unwrap();
    assert_eq!(draft.title, None);
}
