//! Resolves every reference to a local one, `#/components/<section>/<name>`, whose target exists.
//!
//! A target elsewhere, in another file or in the middle of the document, moves into `components` under a name derived
//! from its pointer. Path items and callbacks are inlined instead, since `openapiv3` has no references to them.

mod address;
mod component;
mod cycle;
mod inline;
mod name;
mod own_address;
mod resolver;
mod site;
mod target;
mod unreadable;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use self::address::Folder;
pub(super) use self::address::end_of_root;
use self::resolver::{Fragment, Resolver, Target, Unresolved, Wrong};
use self::site::{Site, sites};
pub(super) use self::unreadable::reason;
use super::origin::{FileIndex, MAIN};
use super::source::SourceMap;
use super::specification::{Kind, Object};
use super::syntax::too_deep;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level, Place};
use crate::input::Files;
use crate::pointer::{escape, unescape};

/// The maximum number of uses shown for one unresolved reference.
const SHOWN: usize = 3;

/// Resolves all references of `document`, the main file's tree with its overlays applied.
pub(super) fn resolve(
    document: &mut Value,
    version: Version,
    root: Option<&str>,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let sites = sites(
        Kind::Object(Object::Document),
        document,
        "",
        document.get("components"),
        version,
    );
    if !sites.is_empty() {
        let original = document.clone();
        let folder = Folder::of(sources.name(MAIN), root);
        let mut resolver = Resolver {
            document,
            version,
            trees: HashMap::from([(MAIN, original)]),
            folder,
            files,
            sources,
            diagnostics,
            names: HashMap::new(),
            taken: HashSet::new(),
            numbers: HashMap::new(),
            copied: Vec::new(),
            moved: Vec::new(),
            inlined: HashMap::new(),
            copied_values: 0,
            pending: Vec::new(),
            unresolved: IndexMap::new(),
            documentation: Vec::new(),
        };
        resolver.run(sites);
    }
    cycle::report_cycles(document, sources, diagnostics);
}

/// An unresolved reference.
pub(super) struct Dangling {
    /// The pointer of the object that contains it.
    pub(super) pointer: String,
    /// Whether it can be replaced by a schema that allows any value.
    pub(super) is_schema: bool,
}

/// Returns the unresolved references of a document.
pub(super) fn dangling(document: &Value, version: Version) -> Vec<Dangling> {
    let all = sites(Kind::Object(Object::Document), document, "", None, version);
    let leads_nowhere = |site: &Site| {
        site.reference
            .strip_prefix('#')
            .is_none_or(|pointer| document.pointer(pointer).is_none())
    };
    let dangling = |site: Site| Dangling {
        pointer: site.pointer,
        is_schema: site.object == Object::Schema && !site.mapping,
    };
    all.into_iter()
        .filter(leads_nowhere)
        .map(dangling)
        .collect()
}

/// Whether an object is only documentation, so that the crate does not depend on it.
fn is_documentation(object: Object) -> bool {
    matches!(object, Object::Example | Object::Link | Object::Callback)
}

impl Resolver<'_> {
    /// Removes the unresolved references of documentation. An example leaves an empty one, which others may refer to.
    fn leave_out_documentation(&mut self) {
        for (pointer, object) in std::mem::take(&mut self.documentation) {
            if object == Object::Example {
                if let Some(value) = self.document.pointer_mut(&pointer) {
                    *value = Value::Object(serde_json::Map::new());
                }
            } else if let Some((parent, name)) = pointer.rsplit_once('/')
                && let Some(Value::Object(members)) = self.document.pointer_mut(parent)
            {
                members.shift_remove(unescape(name).as_ref());
            }
        }
    }

    fn run(&mut self, of_document: Vec<Site>) {
        let main = Target {
            file: MAIN,
            pointer: String::new(),
        };
        let whole = Fragment {
            pointer: String::new(),
            from: main,
            kind: Kind::Object(Object::Document),
            inside: Rc::default(),
        };
        self.resolve_fragment(&whole, of_document);
        while let Some(fragment) = self.pending.pop() {
            let Some(value) = self.document.pointer(&fragment.pointer) else {
                continue;
            };
            let plain = (fragment.from.file == MAIN)
                .then(|| self.trees.get(&MAIN)?.get("components"))
                .flatten();
            let found = sites(
                fragment.kind,
                value,
                &fragment.from.pointer,
                plain,
                self.version,
            );
            self.resolve_fragment(&fragment, found);
        }
        self.leave_out_documentation();
        for ((_, object, _), Wrong { diagnostic, again }) in std::mem::take(&mut self.unresolved) {
            let Some(mut diagnostic) = diagnostic else {
                continue;
            };
            if is_documentation(object) {
                diagnostic.level = Level::Warning;
                diagnostic.message.push_str("; ignoring the reference");
            }
            let more = again.len().saturating_sub(SHOWN);
            let shown = again.into_iter().take(SHOWN).enumerate().fold(
                *diagnostic,
                |shown, (index, place)| {
                    let remark = match more {
                        1.. if index + 1 == SHOWN => {
                            format!("also used here, and {more} more times")
                        }
                        _ => "also used here".to_owned(),
                    };
                    shown.related(place, remark)
                },
            );
            self.diagnostics.push(shown);
        }
        for (pointer, origin) in std::mem::take(&mut self.copied) {
            self.sources.origins.set(&pointer, origin);
        }
        self.move_to_components();
        if too_deep(self.document) {
            let place = Place::File(self.sources.name(MAIN).to_owned());
            let message = "the document nests too deeply once its references are resolved";
            let help = "shorten the chain of references to path items and callbacks";
            self.diagnostics
                .push(Diagnostic::error(Code::ReferenceCycle, place, message).help(help));
        }
    }

    fn resolve_fragment(&mut self, fragment: &Fragment, sites: Vec<Site>) {
        for site in sites {
            if let Err(Some(diagnostic)) = self.resolve_site(fragment, &site) {
                self.diagnostics.push(*diagnostic);
            }
        }
    }

    fn resolve_site(&mut self, fragment: &Fragment, site: &Site) -> Result<(), Unresolved> {
        let from = Target {
            file: fragment.from.file,
            pointer: site.pointer.clone(),
        };
        let below = site
            .pointer
            .strip_prefix(&fragment.from.pointer)
            .unwrap_or_default();
        let here = format!("{}{below}", fragment.pointer);
        let reference = self.full_reference(site, from.file);
        let key = (from.file, site.object, reference);
        let again = self.place(&from);
        if let Some(known) = self.unresolved.get_mut(&key) {
            known.again.push(again);
            if is_documentation(site.object) {
                self.documentation.push((here, site.object));
            }
            return Err(None);
        }
        let target = self.target(&key.2, &from, site.object).and_then(|target| {
            self.check_kind(site.object, &target, &key.2, &from)?;
            Ok(target)
        });
        let target = match target {
            Ok(target) => target,
            Err(diagnostic) => {
                // Later steps must not follow it.
                if is_documentation(site.object) {
                    self.documentation.push((here, site.object));
                }
                self.unresolved.insert(
                    key,
                    Wrong {
                        diagnostic,
                        again: Vec::new(),
                    },
                );
                return Err(None);
            }
        };
        if matches!(site.object, Object::PathItem | Object::Callback) {
            return self.inline(fragment, &here, &from, &target, site.object);
        }
        let name = self.component(site.object, &target);
        let section = site.object.section().unwrap_or_default();
        let written = if site.mapping {
            here
        } else {
            format!("{here}/$ref")
        };
        if let Some(value) = self.document.pointer_mut(&written) {
            *value = Value::String(format!("#/components/{section}/{}", escape(&name)));
        }
        Ok(())
    }

    /// The full reference: the mapping of a discriminator may use a schema's bare name.
    fn full_reference(&self, site: &Site, file: FileIndex) -> String {
        let schemas = self
            .trees
            .get(&file)
            .and_then(|tree| tree.get("components")?.get("schemas"));
        if site.mapping
            && schemas
                .and_then(|schemas| schemas.get(&site.reference))
                .is_some()
        {
            return format!("#/components/schemas/{}", escape(&site.reference));
        }
        site.reference.clone()
    }
}
