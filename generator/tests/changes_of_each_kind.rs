//! Each kind of type, body and response in the model has a change in `changes/`: a new variant of one of these enums
//! does not compile here until it names one.

mod support;

use openapi_crate::model::Api;
use openapi_crate::model::operation::{Location, Repeat, RequestContent, Style};
use openapi_crate::model::security::CredentialKind;
use openapi_crate::model::types::{PartContent, ResponseBody, Type, TypeKind};
use openapi_crate::{Input, read};
use support::Folder;

fn of_type(ty: &Type) -> &'static [&'static str] {
    match ty {
        Type::Named(_) => &["type_renamed_in_use", "struct_becomes_an_enum"],
        Type::String | Type::Double => &["field_type_changed"],
        Type::Boolean => &["union_type_changed"],
        Type::Integer(_) => &["integer_widened", "part_type_changed"],
        Type::Base64 => &["bytes_become_a_string"],
        Type::Timestamp | Type::Date => &["timestamp_becomes_a_date"],
        Type::Uuid => &["string_becomes_a_uuid"],
        Type::Secret => &["string_becomes_a_secret"],
        Type::Nullable(_) => &["patch_property_made_nullable", "absent_became_null"],
        Type::Array(_) => &["lines_become_an_array"],
        Type::Map(_) => &["map_value_type_changed", "map_becomes_an_object"],
        // The base has no value of these types, which change like a string.
        Type::Null | Type::Float | Type::Ipv4 | Type::Ipv6 => &[],
        Type::Untyped => &["additional_properties_typed"],
        Type::Custom(_) => &["string_becomes_a_custom_type"],
    }
}

fn of_definition(kind: &TypeKind) -> &'static [&'static str] {
    match kind {
        TypeKind::Object(_) => &[
            "field_added",
            "field_removed",
            "additional_properties_denied",
        ],
        TypeKind::StringEnum(_) => &["variant_added", "variant_removed", "variant_value_changed"],
        TypeKind::IntegerEnum(_) => &["integer_value_added", "integer_value_removed"],
        TypeKind::OneOf(_) => &[
            "union_variant_added",
            "union_variant_removed",
            "union_tag_changed",
            "union_discriminator_removed",
            "union_type_changed",
        ],
        TypeKind::Checked(_) => &["validated_limit_changed", "validated_type_added"],
        TypeKind::Alias(_) => &["alias_changed"],
        TypeKind::Response(_) => &["response_header_added", "response_header_removed"],
        TypeKind::ByStatus(_) => &["status_added", "status_removed"],
        TypeKind::Multipart(_) => &["part_added", "part_removed", "part_made_required"],
    }
}

fn of_part(content: &PartContent) -> &'static [&'static str] {
    match content {
        PartContent::File => &["file_becomes_text", "file_becomes_files"],
        PartContent::Files => &["file_becomes_files"],
        // The base has no map of files, which changes like a list of them.
        PartContent::Entries { .. } => &[],
        PartContent::Value(_) => &["part_type_changed", "part_media_type_changed"],
    }
}

fn of_request(content: &RequestContent) -> &'static [&'static str] {
    match content {
        RequestContent::Json(_) => &["body_type_changed", "form_becomes_json"],
        RequestContent::JsonLines(_) => &["line_type_changed", "lines_become_an_array"],
        RequestContent::Form { .. } => &["form_field_added", "form_field_style_changed"],
        RequestContent::Multipart(_) => &["form_becomes_multipart"],
        RequestContent::Bytes => &["body_kind_changed"],
    }
}

fn of_response(body: &ResponseBody) -> &'static [&'static str] {
    match body {
        ResponseBody::Empty => &["response_body_removed"],
        ResponseBody::Json(_) => &["response_type_changed"],
        ResponseBody::Text => &["text_becomes_json"],
        ResponseBody::Bytes => &["redirect_becomes_a_response", "accept_changed"],
        ResponseBody::JsonLines(_) => &["response_line_type_changed"],
        ResponseBody::Events(_) => &["event_type_changed", "events_become_text"],
        ResponseBody::ByStatus(_) => &["status_added", "status_removed"],
    }
}

fn of_location(location: Location) -> &'static [&'static str] {
    match location {
        Location::Path => &["path_parameter_renamed"],
        Location::Query => &["setter_added", "parameter_moved"],
        Location::Header => &["request_header_added", "request_header_removed"],
        Location::Cookie => &["cookie_becomes_a_header"],
        // A location is compared like any other.
        Location::Querystring => &[],
    }
}

fn of_style(style: Style) -> &'static [&'static str] {
    match style {
        Style::Form | Style::SpaceDelimited | Style::PipeDelimited => {
            &["parameter_style_changed", "form_field_style_changed"]
        }
        Style::DeepObject => &["nested_argument_style_changed"],
        // A style is compared like any other.
        Style::Simple | Style::Label | Style::Matrix | Style::Cookie | Style::Json => &[],
    }
}

fn of_credential(kind: &CredentialKind) -> &'static [&'static str] {
    match kind {
        CredentialKind::ApiKeyHeader(_) => &["credential_header_changed"],
        CredentialKind::Bearer => &["credential_kind_changed", "credential_added"],
        // The place of a key is compared like its name, and a password like a token.
        CredentialKind::ApiKeyQuery(_)
        | CredentialKind::ApiKeyCookie(_)
        | CredentialKind::Basic => &[],
    }
}

fn of_repeat(repeat: &Repeat) -> &'static [&'static str] {
    match repeat {
        Repeat::Always | Repeat::Never | Repeat::Unless(_) => &["retry_changed"],
    }
}

/// The changes of everything in an API.
fn of_api(api: &Api) -> Vec<&'static str> {
    let mut names: Vec<&[&str]> = Vec::new();
    for (_, definition) in api.types.iter() {
        names.push(of_definition(&definition.kind));
        for ty in definition.kind.parts() {
            names.extend([of_type(&ty), of_type(ty.core())]);
        }
        if let TypeKind::Multipart(parts) = &definition.kind {
            names.extend(parts.iter().map(|part| of_part(&part.content)));
        }
    }
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        for parameter in &operation.parameters {
            names.extend([of_location(parameter.location), of_style(parameter.style)]);
        }
        let body = operation.body.iter();
        names.extend(body.map(|body| of_request(&body.content)));
        names.push(of_response(&operation.success.body));
        names.push(of_repeat(&operation.repeat));
    }
    let credentials = api.credentials.iter();
    names.extend(credentials.map(|credential| of_credential(&credential.kind)));
    names.concat()
}

#[test]
fn the_changes_of_each_kind_in_the_base_exist() {
    let input = Input {
        document: "shelf.yaml".to_owned(),
        overlays: vec!["shelf.overlay.yaml".to_owned()],
        package: "shelf".to_owned(),
        ..Input::default()
    };
    let folder = Folder::of_workspace("generator/tests/changes");
    let api = read(&input, &folder).api.expect("it has no errors");
    let names = of_api(&api);
    for name in &names {
        let path = format!("{}/tests/changes/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        assert!(std::fs::exists(&path).unwrap_or(false), "{path} is missing");
    }
    // The base has these kinds, so that their changes can be made.
    for name in [
        "union_variant_added",
        "integer_value_added",
        "validated_limit_changed",
        "alias_changed",
        "status_added",
        "part_added",
        "file_becomes_text",
        "line_type_changed",
        "form_field_added",
        "form_becomes_multipart",
        "event_type_changed",
        "text_becomes_json",
        "response_line_type_changed",
        "request_header_added",
        "cookie_becomes_a_header",
        "nested_argument_style_changed",
        "response_header_added",
        "map_value_type_changed",
        "bytes_become_a_string",
        "timestamp_becomes_a_date",
    ] {
        assert!(
            names.contains(&name),
            "the base has nothing that `{name}` changes"
        );
    }
}
