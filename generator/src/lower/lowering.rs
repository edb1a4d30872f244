//! The state of the stage, which the files of all features share.

use std::collections::{HashMap, HashSet};

use openapiv3::OpenAPI;

use super::inheritance::hierarchy::Families;
use super::inheritance::tag::Tag;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::name::pascal;
use crate::model::scope::Scope;
use crate::model::types::{Additional, Direction, Object, TypeDefinition, TypeId, TypeKind, Types};
use crate::model::{Docs, Group, RateLimit};
use crate::pointer::Pointer;

/// How many types a crate may have: five times those of the largest documents known. To write one takes some 20 KB
/// of memory.
const MOST_TYPES: usize = 75_000;

/// To write an operation takes as much as to write so many types.
const TYPES_AN_OPERATION: usize = 3;

/// What every part of the stage works on.
pub(super) struct Lowering<'a> {
    pub(super) openapi: &'a OpenAPI,
    pub(super) rate_limit: Option<RateLimit>,
    /// Whether an operation that is wrong is left out, with a warning.
    pub(super) keep_going: bool,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) types: Types,
    pub(super) type_names: Scope,
    /// The types of inline schemas, by the places of these.
    pub(super) inline_types: HashMap<String, TypeId>,
    /// Those of the document, and those of operations without one that were seen before.
    pub(super) operation_ids: HashSet<String>,
    /// Which schemas have a discriminator for those that name them.
    pub(super) families: Families<'a>,
    /// The structs of such schemas, by their names.
    pub(super) own_structs: HashMap<&'a str, TypeId>,
    /// What tells the others apart, for those who build them.
    pub(super) tags: Vec<Tag>,
}

impl Lowering<'_> {
    /// Reports valid OpenAPI that is not supported, with the fallback taken.
    pub(super) fn unsupported(&mut self, place: Place, what: impl Into<String>, fallback: &str) {
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Refuses what would take gigabytes to write and nobody could compile.
    pub(super) fn refuse_too_large(&mut self, groups: &[Group]) {
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
    pub(super) fn reserve_type(&mut self, wanted: &str, pointer: String) -> TypeId {
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
