//! The shared state of the stage.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use openapiv3::OpenAPI;

use super::inheritance::hierarchy::Families;
use super::inheritance::tag::Tag;
use super::name_hint::NameHint;
use super::work::{Excess, FIELDS_A_PARAMETER, Work};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::AdditionalOperations;
use crate::model::name::pascal;
use crate::model::operation::PageFunction;
use crate::model::scope::Scope;
use crate::model::types::{Additional, Direction, Object, TypeDefinition, TypeId, TypeKind, Types};
use crate::model::{Docs, Group, RateLimit};
use crate::pointer::Pointer;

/// The maximum number of types in a crate: five times that of the largest known documents. Each takes some 20 KB of
/// memory to emit.
const MOST_TYPES: usize = 75_000;

/// The cost of emitting an operation, in types.
const TYPES_AN_OPERATION: usize = 3;

/// The shared state of the stage.
pub(super) struct Lowering<'a> {
    pub(super) openapi: &'a OpenAPI,
    /// The operations of each path that `openapi` does not have.
    pub(super) additional_operations: &'a AdditionalOperations,
    pub(super) rate_limit: Option<RateLimit>,
    /// Whether an invalid operation is left out with a warning.
    pub(super) keep_going: bool,
    /// Whether the methods of operations have short names.
    pub(super) short_operation_names: bool,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) types: Types,
    pub(super) type_names: Scope,
    /// The name that each type gets if it is free.
    pub(super) wanted_type_names: Vec<String>,
    /// The types that hints name.
    pub(super) hinted_types: Vec<(TypeId, NameHint)>,
    /// The types of inline schemas, by their pointers.
    pub(super) inline_types: HashMap<String, TypeId>,
    /// The operation ids of the document, and those generated so far.
    pub(super) operation_ids: HashSet<String>,
    /// The properties that the lists so far use, by the type of a page.
    pub(super) pages: HashMap<(TypeId, PageFunction), Vec<String>>,
    /// The last number appended to each generated id.
    pub(super) numbered_ids: HashMap<String, usize>,
    /// The names from the hints of operations, by pointer.
    pub(super) operation_hints: HashMap<String, String>,
    /// The schemas whose discriminator distinguishes their children.
    pub(super) families: Families<'a>,
    /// The structs of such schemas, by schema name.
    pub(super) own_structs: HashMap<&'a str, TypeId>,
    /// The tags of the structs, set once all types are known.
    pub(super) tags: Vec<Tag>,
    /// The pointers of raw bytes that JSON may have to represent.
    pub(super) raw_bytes: Vec<String>,
    pub(super) work: Work,
    /// The number of merged schemas around the current one.
    pub(super) merge_depth: usize,
    /// The types of several schemas that all apply.
    pub(super) merged: HashSet<TypeId>,
    /// Whether each referenced schema allows `null`.
    pub(super) nullable: RefCell<HashMap<&'a str, bool>>,
}

impl Lowering<'_> {
    /// Reports valid OpenAPI that is not supported, with the fallback.
    pub(super) fn unsupported(&mut self, place: Place, what: impl Into<String>, fallback: &str) {
        self.diagnostics
            .push(Diagnostic::warning(Code::Unsupported, place, what).help(fallback));
    }

    /// Refuses an API whose crate would take gigabytes to emit and could not be compiled.
    pub(super) fn refuse_too_large(&mut self, groups: &[Group]) {
        if let Some(excess) = self.work.excess_of_steps() {
            let place = || Pointer::ROOT.key("components").key_place();
            self.within_limits(Err(excess), place);
        }
        let operations: usize = groups.iter().map(|group| group.operations.len()).sum();
        if operations * TYPES_AN_OPERATION + self.types.len() > MOST_TYPES {
            let message = format!(
                "a crate of {operations} operations and {} types is too large",
                self.types.len()
            );
            self.diagnostics.push(
                Diagnostic::error(
                    Code::DocumentTooLarge,
                    Pointer::ROOT.key("paths").key_place(),
                    message,
                )
                .help("split the document into several, with a crate for each"),
            );
        }
    }

    /// Counts one more reference followed in an `allOf`. Returns whether to follow it; [`ascend`](Self::ascend) ends it.
    pub(super) fn descend(&mut self, place: impl FnOnce() -> Place) -> bool {
        !self.is_refused() && {
            let result = self.work.descend();
            self.within_limits(result, place)
        }
    }

    /// Ends what [`descend`](Self::descend) began.
    pub(super) fn ascend(&mut self) {
        self.work.ascend();
    }

    /// Counts parameters, or what takes as much code. Returns whether the crate may have them.
    pub(super) fn allow_parameters(&mut self, count: usize, place: impl FnOnce() -> Place) -> bool {
        self.allow_members(count.saturating_mul(FIELDS_A_PARAMETER), place)
    }

    /// Counts the fields of a struct or the values of an enum. Returns whether the crate may have them.
    pub(super) fn allow_members(&mut self, count: usize, place: impl FnOnce() -> Place) -> bool {
        !self.is_refused() && {
            let result = self.work.add_members(count);
            self.within_limits(result, place)
        }
    }

    /// Whether a limit was exceeded, so that the rest of the document need not be lowered.
    pub(super) fn is_refused(&self) -> bool {
        self.work.is_refused()
    }

    /// Reports the first limit that the document exceeds.
    fn within_limits(&mut self, result: Result<(), Excess>, place: impl FnOnce() -> Place) -> bool {
        let Err(Excess { message, help }) = result else {
            return true;
        };
        self.diagnostics
            .push(Diagnostic::error(Code::DocumentTooLarge, place(), message).help(help));
        false
    }

    /// Reserves the name and id of a type before it is lowered, so that references to it resolve.
    pub(super) fn reserve_type(&mut self, wanted: &str, pointer: String) -> TypeId {
        let wanted = pascal(wanted);
        let name = self.type_names.claim(&wanted, "");
        self.wanted_type_names.push(wanted);
        self.types.push(TypeDefinition {
            name,
            pointer,
            docs: Docs::default(),
            direction: Direction::default(),
            kind: TypeKind::Object(Object {
                fields: Vec::new(),
                additional: Additional::Denied,
                invalid: None,
            }),
            derives: Vec::new(),
        })
    }
}
