//! The second stage: lowers the `openapiv3` document to the [`model`](crate::model).
//!
//! Each file lowers one OpenAPI feature. Anything that is not supported is reported as a diagnostic with its place.

mod all_of;
mod boxes;
mod combination;
mod component;
mod constraint;
mod custom_type;
mod derive;
mod direction;
mod discriminator;
mod docs;
mod example;
mod extension;
mod file_content;
mod group;
mod header;
mod hinted_name;
mod inheritance;
mod integer_enum;
mod json_type;
mod limits;
mod lowering;
mod media_type;
mod merge;
mod merge_patch;
mod multipart;
mod name_hint;
mod nested_argument;
mod next_page;
mod node;
mod nullable;
mod object;
mod one_of;
mod operation;
mod operation_name;
mod origin;
mod page_argument;
mod page_property;
mod pagination;
mod parameter;
mod part_header;
mod placeholder;
mod recursion;
mod request_body;
mod resolve;
mod response;
mod retry;
mod scalar;
mod schema;
mod schema_shape;
mod security;
mod server;
mod string_enum;
mod tag_name;
mod type_name;
mod work;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use self::extension::Extensions;
use self::lowering::Lowering;
use self::work::Work;
use crate::diagnostic::Diagnostics;
use crate::hints::{Object, RATE_LIMIT};
use crate::load::Document;
use crate::model::extern_name::{Module, reserved_names};
use crate::model::scope::Scope;
use crate::model::types::Types;
use crate::model::{Api, RateLimit};
use crate::pointer::Pointer;

/// Lowers a resolved document to the model, and reports what is not supported to `diagnostics`.
pub fn lower(document: &Document, package: &str, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let extensions = Extensions::new(&openapi.extensions, Pointer::ROOT.to_string());
    extensions.check(Object::Document, diagnostics);
    let rate_limit = rate_limit(&extensions, diagnostics);

    let additional = document.additional_operations.values().flatten();
    let additional = additional.map(|one| &one.operation);
    let mut lowering = Lowering {
        openapi,
        additional_operations: &document.additional_operations,
        rate_limit: rate_limit.clone(),
        keep_going: document.keep_going,
        short_operation_names: document.short_operation_names,
        diagnostics,
        types: Types::default(),
        type_names: Scope::reserving(&reserved_names(Module::Types).collect::<Vec<_>>()),
        wanted_type_names: Vec::new(),
        hinted_types: Vec::new(),
        inline_types: HashMap::new(),
        pages: HashMap::new(),
        operation_ids: openapi
            .operations()
            .map(|(_, _, operation)| operation)
            .chain(additional)
            .filter_map(|operation| operation.operation_id.clone())
            .collect(),
        numbered_ids: HashMap::new(),
        operation_hints: HashMap::new(),
        families: inheritance::hierarchy::Families::of(openapi),
        own_structs: HashMap::new(),
        tags: Vec::new(),
        raw_bytes: Vec::new(),
        work: Work::default(),
        merge_depth: 0,
        merged: HashSet::new(),
        nullable: RefCell::default(),
    };
    lowering.component_schemas();
    // Code that asks for the item type of an array, such as operations, would not terminate otherwise.
    recursion::break_alias_cycles(&mut lowering.types, lowering.diagnostics);
    recursion::refuse_endless_unions(&mut lowering.types, lowering.diagnostics);
    let credentials = lowering.credentials();
    let mut groups = lowering.groups(&credentials);
    let security = lowering.default_security(&credentials, &groups);
    let server = lowering.server().unwrap_or_default();
    let servers = lowering.servers();

    lowering.displaced_type_names();
    lowering.refuse_too_large(&groups);

    let mut types = lowering.types;
    let raw_bytes = lowering.raw_bytes;
    type_name::rename_shadowed(&mut types, &mut lowering.type_names);
    discriminator::choose(
        &mut types,
        &lowering.merged,
        &lowering.tags,
        lowering.diagnostics,
    );
    inheritance::set_tags(&mut types, lowering.tags);
    // A single remaining alternative is an alias too.
    recursion::break_alias_cycles(&mut types, lowering.diagnostics);
    nested_argument::warn(&types, &groups, lowering.diagnostics);
    merge_patch::set(&mut types, &mut groups, &mut lowering.type_names);
    direction::mark_directions(&mut types, &groups);
    scalar::report_raw_bytes(openapi, &types, &raw_bytes, diagnostics);
    boxes::mark_boxes(&mut types);
    derive::set(openapi, &mut types, diagnostics);
    Api {
        package: package.to_owned(),
        docs: docs::of_info(openapi),
        version: openapi.info.version.clone(),
        server,
        servers,
        credentials,
        security,
        rate_limit,
        groups,
        types,
    }
}

fn rate_limit(extensions: &Extensions<'_>, diagnostics: &mut Diagnostics) -> Option<RateLimit> {
    let hint = extensions.object(RATE_LIMIT, &["remaining", "reset"], diagnostics)?;
    Some(RateLimit {
        remaining: hint.required_string("remaining", diagnostics)?,
        reset: hint.required_string("reset", diagnostics)?,
    })
}

/// The methods of a type in a file of the runtime, whose names are reserved.
#[cfg(test)]
fn methods(ty: &str, source: &str) -> Vec<String> {
    let file = syn::parse_file(source).expect("the runtime is Rust");
    let implementations = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => match &*item.self_ty {
            syn::Type::Path(path) if path.path.is_ident(ty) => Some(&item.items),
            _ => None,
        },
        _ => None,
    });
    let names = implementations.flatten().filter_map(|item| match item {
        syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    names.collect()
}
