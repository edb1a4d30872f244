//! The second stage: `openapiv3` in, the [`model`](crate::model) out.
//!
//! One file is about one OpenAPI feature. What the document says and Rust will not have becomes a diagnostic with
//! its place, never silence.

mod all_of;
mod constraint;
mod direction;
mod discriminator;
mod docs;
mod example;
mod extension;
mod group;
mod header;
mod inheritance;
mod integer_enum;
mod json_type;
mod media_type;
mod multipart;
mod node;
mod nullable;
mod object;
mod one_of;
mod operation;
mod pagination;
mod parameter;
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
mod type_name;

use std::collections::{HashMap, HashSet};

use openapiv3::OpenAPI;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::Document;
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{Additional, Direction, Object, TypeDefinition, TypeId, TypeKind, Types};
use crate::model::{Api, Docs, Group, RateLimit};
use crate::pointer::Pointer;

use extension::Extensions;

/// Makes the model of a resolved document; what it cannot express goes to `diagnostics`.
pub fn lower(document: &Document, package: &str, diagnostics: &mut Diagnostics) -> Api {
    let openapi = &document.openapi;
    let extensions = Extensions::new(&openapi.extensions, Pointer::ROOT.to_string());
    extensions.check(&["x-rust-rate-limit"], diagnostics);
    let rate_limit = rate_limit(&extensions, diagnostics);

    let mut lowering = Lowering {
        openapi,
        rate_limit: rate_limit.clone(),
        keep_going: document.keep_going,
        diagnostics,
        types: Types::default(),
        type_names: Scope::reserving(type_name::RESERVED_TYPE_NAMES),
        inline_types: HashMap::new(),
        operation_ids: openapi
            .operations()
            .filter_map(|(_, _, operation)| operation.operation_id.clone())
            .collect(),
        families: inheritance::Families::of(openapi),
        own_structs: HashMap::new(),
        tags: Vec::new(),
    };
    lowering.component_schemas();
    // Whoever asks what a list is made of, as operations do, would not come to an end.
    recursion::break_alias_cycles(&mut lowering.types, lowering.diagnostics);
    let credentials = lowering.credentials();
    let groups = lowering.groups(&credentials);
    let server = lowering.server();
    let servers = lowering.servers();

    lowering.refuse_too_large(&groups);

    let mut types = lowering.types;
    type_name::rename_shadowed(&mut types, &mut lowering.type_names);
    discriminator::choose(&mut types, lowering.diagnostics);
    inheritance::set_tags(&mut types, lowering.tags);
    // One alternative that is left is an alias, too.
    recursion::break_alias_cycles(&mut types, lowering.diagnostics);
    direction::mark_directions(&mut types, &groups);
    recursion::mark_boxes(&mut types);
    Api {
        package: package.to_owned(),
        docs: docs::of_info(openapi),
        version: openapi.info.version.clone(),
        server,
        servers,
        credentials,
        rate_limit,
        groups,
        types,
    }
}

fn rate_limit(extensions: &Extensions<'_>, diagnostics: &mut Diagnostics) -> Option<RateLimit> {
    let hint = extensions.object("x-rust-rate-limit", &["remaining", "reset"], diagnostics)?;
    Some(RateLimit {
        remaining: hint.required_string("remaining", diagnostics)?,
        reset: hint.required_string("reset", diagnostics)?,
    })
}

/// How many types a crate may have: five times those of the largest documents known. To write one takes some 20 KB
/// of memory.
const MOST_TYPES: usize = 75_000;

/// To write an operation takes as much as to write so many types.
const TYPES_AN_OPERATION: usize = 3;

/// What every part of the stage works on.
struct Lowering<'a> {
    openapi: &'a OpenAPI,
    rate_limit: Option<RateLimit>,
    /// Whether an operation that is wrong is left out, with a warning.
    keep_going: bool,
    diagnostics: &'a mut Diagnostics,
    types: Types,
    type_names: Scope,
    /// The types of inline schemas, by the places of these.
    inline_types: HashMap<String, TypeId>,
    /// Those of the document, and those of operations without one that were seen before.
    operation_ids: HashSet<String>,
    /// Which schemas have a discriminator for those that name them.
    families: inheritance::Families<'a>,
    /// The structs of such schemas, by their names.
    own_structs: HashMap<&'a str, TypeId>,
    /// What tells the others apart, for those who build them.
    tags: Vec<inheritance::Tag>,
}

impl Lowering<'_> {
    /// Reports valid OpenAPI that is not supported, with the fallback taken.
    fn unsupported(&mut self, place: Place, what: impl Into<String>, fallback: &str) {
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Refuses what would take gigabytes to write and nobody could compile.
    fn refuse_too_large(&mut self, groups: &[Group]) {
        let operations: usize = groups.iter().map(|group| group.operations.len()).sum();
        if operations * TYPES_AN_OPERATION + self.types.len() > MOST_TYPES {
            let message = format!(
                "a crate of {operations} operations and {} types is too large to be written",
                self.types.len()
            );
            self.diagnostics.push(
                Diagnostic::error(
                    Code::DocumentTooLarge,
                    Pointer::ROOT.key("paths").key_place(),
                    message,
                )
                .help("make a crate each of parts of the document"),
            );
        }
    }

    /// Takes a name for a type that is about to be lowered, so that references to it work meanwhile.
    fn reserve_type(&mut self, wanted: &str, pointer: String) -> TypeId {
        let name = self.type_names.claim(&pascal(wanted), "");
        self.types.push(TypeDefinition {
            name,
            pointer,
            docs: Docs::default(),
            direction: Direction::default(),
            kind: TypeKind::Object(Object {
                fields: Vec::new(),
                additional: Additional::Denied,
            }),
        })
    }
}

/// The methods of the types in a file of the runtime, whose names generated ones must not take.
#[cfg(test)]
fn methods(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).expect("the runtime is Rust");
    let implementations = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
        _ => None,
    });
    let names = implementations.flatten().filter_map(|item| match item {
        syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    names.collect()
}
