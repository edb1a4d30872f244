//! One small change of a document for each kind of change, and its effect on callers.
//!
//! Each change is an overlay for `changes/shelf.yaml`. The Rust file of the same name is a caller of the base:
//! `.ci/semver-judge` compiles it against both versions, and runs cargo-semver-checks on the two crates.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::iter;

use openapi_crate::diff::{Change, Kind, diff};
use openapi_crate::load::SourceMap;
use openapi_crate::surface::public_api;
use openapi_crate::{Input, Reading, generate, read};
use support::Folder;

const BASE: &str = "shelf.yaml";

/// The overlay of the base and of each change: a document must not choose the variable of a credential.
const BASE_OVERLAY: &str = "shelf.overlay.yaml";

fn input(overlay: Option<&str>) -> Input {
    Input {
        document: BASE.to_owned(),
        overlays: iter::once(BASE_OVERLAY.to_owned())
            .chain(overlay.map(|name| format!("{name}.yaml")))
            .collect(),
        package: "shelf".to_owned(),
        ..Input::default()
    }
}

fn folder() -> Folder {
    Folder::of_workspace("generator/tests/changes")
}

fn reading(overlay: Option<&str>) -> Reading {
    let reading = read(&input(overlay), &folder());
    assert!(reading.diagnostics.is_empty(), "{:#?}", reading.diagnostics);
    reading
}

/// The verdict on a change, and each difference with its reason and places.
fn verdict(name: &str) -> String {
    let (base, new) = (reading(None), reading(Some(name)));
    let found = diff(
        &base.api.expect("it has no errors"),
        &new.api.expect("it has no errors"),
    );
    let mut text = format!("{}: {}\n", found.bump().as_str(), found.summary());
    for change in &found.changes {
        let Change {
            effect,
            kind,
            item,
            what,
            why,
            base: before,
            new: after,
        } = change;
        let (before, after) = (
            place(&base.sources, before.as_ref()),
            place(&new.sources, after.as_ref()),
        );
        let _ = write!(
            text,
            "\n{} {} {item}: {what}\n",
            effect.as_str(),
            kind.as_str()
        );
        let _ = write!(text, "  {why}\n  {before} -> {after}\n");
    }
    text
}

fn place(sources: &SourceMap, pointer: Option<&String>) -> String {
    let Some(pointer) = pointer else {
        return "nowhere".to_owned();
    };
    let location = sources.locate_nearest(pointer);
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// A test for each change, and a list of the changes.
macro_rules! changes {
    ($($test:ident),* $(,)?) => {
        $(
            #[test]
            fn $test() {
                let name = stringify!($test);
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(concat!("change__", stringify!($test)), verdict(name));
                });
            }
        )*

        const CHANGES: &[&str] = &[$(stringify!($test)),*];
    };
}

#[test]
fn every_change_has_a_test_and_a_caller() {
    let tested: BTreeSet<String> = CHANGES.iter().map(|name| (*name).to_owned()).collect();
    for extension in ["yaml", "rs"] {
        let files = files(extension);
        let different: Vec<_> = files.symmetric_difference(&tested).collect();
        assert!(
            different.is_empty(),
            "generator/tests/changes/NAME.{extension} and an entry of `CHANGES` in generator/tests/changes.rs must both \
             exist, but only one does for {different:?}"
        );
    }
}

/// The changes in the folder that have a file with this extension.
fn files(extension: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/changes"));
    let names = entries.expect("the folder exists").map(|entry| {
        entry
            .expect("the folder can be read")
            .file_name()
            .into_string()
            .expect("names are UTF-8")
    });
    let suffix = format!(".{extension}");
    names
        .filter(|name| name != BASE && name != BASE_OVERLAY)
        .filter_map(|name| name.strip_suffix(&suffix).map(str::to_owned))
        .collect()
}

/// Every difference in the generated code must be reported.
#[test]
fn every_difference_in_the_generated_code_is_reported() {
    let base = (generate(&input(None), &folder()), reading(None));
    for name in CHANGES {
        let new = (generate(&input(Some(name)), &folder()), reading(Some(name)));
        let code = |outcome: &openapi_crate::Outcome| -> Vec<(String, String)> {
            let files = &outcome.output.as_ref().expect("it has no errors").files;
            files
                .iter()
                .map(|file| (file.path.clone(), without_comments(&file.contents)))
                .collect()
        };
        let found = diff(
            base.1.api.as_ref().expect("it has no errors"),
            new.1.api.as_ref().expect("it has no errors"),
        );
        let differs = code(&base.0) != code(&new.0);
        // The code contains the names of path parameters, but callers pass them by position.
        let is_reported = found.changes.iter().any(|change| !change.is_prose())
            || *name == "path_parameter_renamed";
        assert!(
            !differs || is_reported,
            "{name}: the code differs, but no change is reported"
        );
    }
}

/// Every line of the public API that differs has the name of an item in a change.
#[test]
fn every_difference_in_the_public_api_belongs_to_a_change() {
    let base = reading(None).api.expect("it has no errors");
    let old: BTreeSet<String> = public_api(&base).into_iter().collect();
    let mut unreported = Vec::new();
    for name in CHANGES {
        let api = reading(Some(name)).api.expect("it has no errors");
        let new: BTreeSet<String> = public_api(&api).into_iter().collect();
        let named: BTreeSet<String> = diff(&base, &api).changes.iter().flat_map(items).collect();
        let lines = old.symmetric_difference(&new);
        let lines = lines.filter(|line| words(line).is_disjoint(&named));
        // Reported for the operation, whose function `pages` it makes possible.
        let lines =
            lines.filter(|line| !(*name == "pages_removed" && line.ends_with(": impl Page")));
        // Its items are reported.
        let lines = lines.filter(|line| *line != "crate::servers: mod");
        // The double follows the operations and types, which are reported.
        let lines = lines.filter(|line| !line.starts_with("crate::testing"));
        unreported.extend(lines.map(|line| format!("{name}: {line}")));
    }
    assert!(unreported.is_empty(), "{unreported:#?}");
}

/// The names of a change: that of its item, and those in code spans.
fn items(change: &Change) -> BTreeSet<String> {
    let item = change.item.rsplit("::").next().unwrap_or_default();
    let spans = change.what.split('`').skip(1).step_by(2);
    spans.chain([item]).flat_map(words).collect()
}

/// The words of a string in lower case, so that an operation and its builder have the same name.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('_', "").to_lowercase())
        .collect()
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_version_compared_with_itself_has_no_changes() {
    for name in CHANGES {
        let api = reading(Some(name)).api.expect("it has no errors");
        assert_eq!(diff(&api, &api).changes, [], "{name}");
    }
}

/// Reversing the direction turns an addition into a removal of the same item: a removal must never pass for compatible.
#[test]
fn a_removal_is_an_addition_in_the_other_direction() {
    let base = reading(None).api.expect("it has no errors");
    for name in CHANGES {
        let new = reading(Some(name)).api.expect("it has no errors");
        let (there, back) = (diff(&base, &new).changes, diff(&new, &base).changes);
        for (changes, reverse) in [(&there, &back), (&back, &there)] {
            // An addition reverses one removal.
            let mut added: Vec<(&str, &str)> = reverse
                .iter()
                .filter(|one| one.kind == Kind::Added)
                .map(|one| (&*one.item, &*one.what))
                .collect();
            for change in changes.iter().filter(|one| one.kind == Kind::Removed) {
                let what = reversed(&change.what);
                let addition = added.iter().position(|one| *one == (&*change.item, &*what));
                let addition = addition.unwrap_or_else(|| {
                    panic!(
                        "{name}: `{}: {}` is removed in one direction; added in the other are {added:?}",
                        change.item, change.what
                    )
                });
                added.swap_remove(addition);
            }
        }
    }
}

/// Returns the description of the addition that reverses a removal. Most have the same description.
fn reversed(removal: &str) -> String {
    if let Some((functions, uses)) = removal.split_once(": the type is now ")
        && let Some((is, was)) = uses.split_once(", was ")
    {
        return format!("{functions}: the type is now {was}, was {is}");
    }
    removal
        .replace("no longer reads", "reads")
        .replace("is no longer deprecated", "is now deprecated")
}

changes! {
    union_variant_added,
    union_variant_removed,
    union_tag_changed,
    union_tag_added,
    union_discriminator_removed,
    union_type_changed,
    integer_value_added,
    integer_value_removed,
    form_field_added,
    form_field_removed,
    form_field_style_changed,
    form_becomes_json,
    form_becomes_multipart,
    part_added,
    part_removed,
    part_made_required,
    part_type_changed,
    part_media_type_changed,
    file_becomes_files,
    file_becomes_text,
    line_type_changed,
    lines_become_an_array,
    response_line_type_changed,
    event_type_changed,
    events_become_text,
    events_become_lines,
    response_alternative_added,
    response_alternative_removed,
    status_added,
    status_removed,
    success_status_changed,
    text_becomes_json,
    redirect_becomes_a_response,
    response_header_empty_is_absent,
    patch_property_no_longer_nullable,
    patch_property_made_nullable,
    map_value_type_changed,
    map_becomes_an_object,
    bytes_become_a_string,
    timestamp_becomes_a_date,
    string_becomes_a_secret,
    property_made_nullable,
    property_made_read_only,
    recursion_removed,
    integer_widened,
    nested_argument_property_added,
    nested_argument_property_removed,
    nested_argument_style_changed,
    request_header_added,
    request_header_removed,
    request_header_made_required,
    cookie_becomes_a_header,
    credential_kind_changed,
    credential_added,
    servers_added,
    validated_type_added,
    absent_became_null,
    accept_changed,
    additional_properties_denied,
    additional_properties_typed,
    alias_changed,
    argument_added,
    argument_replaced_silently,
    argument_made_optional,
    argument_made_required,
    argument_removed,
    argument_type_changed,
    arguments_swapped,
    arguments_swapped_silently,
    base_url_changed,
    base_url_removed,
    body_added,
    body_alternative_added,
    body_kind_changed,
    body_made_optional,
    body_made_required,
    body_media_type_changed,
    body_type_changed,
    credential_header_changed,
    credential_renamed,
    credential_variable_changed,
    credential_variable_removed,
    default_changed,
    error_added,
    error_body_changed,
    error_removed,
    field_added,
    field_deprecated,
    field_made_optional,
    field_made_required,
    field_removed,
    field_renamed,
    field_renamed_in_json,
    field_type_changed,
    field_becomes_a_discriminator,
    first_required_field_added,
    limit_changed,
    no_change,
    operation_added,
    operation_deprecated,
    operation_moved,
    operation_removed,
    operation_renamed,
    page_cursor_moved,
    page_items_changed,
    pages_removed,
    parameter_moved,
    parameter_style_changed,
    path_changed,
    path_parameter_renamed,
    rate_limit_added,
    required_field_added,
    required_field_added_to_a_response,
    required_fields_swapped,
    response_body_removed,
    response_header_added,
    response_header_hides_a_field,
    response_header_type_changed,
    response_header_removed,
    response_type_changed,
    retry_changed,
    security_removed,
    server_of_operation_changed,
    setter_added,
    setter_removed,
    setter_renamed,
    setter_type_changed,
    struct_becomes_an_enum,
    tag_renamed,
    string_becomes_a_custom_type,
    string_becomes_a_uuid,
    type_added,
    type_description_changed,
    type_no_longer_sent,
    type_kind_changed,
    type_removed,
    type_renamed,
    type_renamed_in_use,
    type_now_also_sent,
    validated_limit_changed,
    validated_pattern_changed,
    validated_property_limit_changed,
    validation_removed,
    variant_added,
    variant_removed,
    variant_value_changed,
    variant_named_unknown_added,
}
