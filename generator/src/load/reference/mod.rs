//! Resolves every reference to a local one, `#/components/<section>/<name>`, whose target exists.
//!
//! A target elsewhere, in another file or in the middle of the document, moves into `components` under a name derived
//! from its pointer. Path items and callbacks are inlined instead, since `openapiv3` has no references to them, and so are
//! security schemes and the target of a reference where OpenAPI does not allow one.

mod address;
mod component;
mod cycle;
mod inline;
mod misplaced;
mod name;
mod own_address;
mod resolver;
mod section;
mod site;
mod target;
mod unreadable;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use self::address::Folder;
pub(super) use self::address::end_of_root;
use self::component::component_name;
pub(super) use self::resolver::Uses;
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

/// Resolves all references of `document`, the main file's tree with its overlays applied. Returns the diagnostics that
/// apply to several uses, which [`report`] reports.
pub(super) fn resolve(
    document: &mut Value,
    version: Version,
    root: Option<&str>,
    files: &dyn Files,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Vec<Uses> {
    let mut uses = Vec::new();
    let webhooks = take_webhooks(document, version);
    let sites = sites(
        Kind::Object(Object::Document),
        document,
        "",
        document.get("components"),
        version,
    );
    if !sites.is_empty() {
        let mut original = document.clone();
        if let Some(webhooks) = webhooks {
            original["webhooks"] = webhooks;
        }
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
            ignored: Vec::new(),
            misplaced: IndexMap::new(),
            undefined: IndexSet::new(),
        };
        uses = resolver.run(sites);
    }
    cycle::report_cycles(document, sources, diagnostics);
    uses
}

/// Reports each diagnostic with its uses at places that are kept. Without any, it is not reported.
pub(super) fn report(
    uses: Vec<Uses>,
    is_kept: impl Fn(&Place) -> bool,
    diagnostics: &mut Diagnostics,
) {
    for Uses {
        mut diagnostic,
        again,
    } in uses
    {
        let mut again = again.into_iter().filter(|place| is_kept(place));
        if !is_kept(&diagnostic.place) {
            let Some(first) = again.next() else {
                continue;
            };
            diagnostic.place = first;
        }
        let again = again.collect();
        diagnostics.push(Uses { diagnostic, again }.diagnostic());
    }
}

/// The references in a value of that kind.
pub(super) fn references(kind: Kind, value: &Value, version: Version) -> Vec<String> {
    let found = sites(kind, value, "", None, version);
    found.into_iter().map(|site| site.reference).collect()
}

/// Takes the webhooks out of a document: a client does not need them, only the parts that others refer to. An empty
/// object remains.
fn take_webhooks(document: &mut Value, version: Version) -> Option<Value> {
    let webhooks = document.get_mut("webhooks")?;
    let taken = (version > Version::V3_0 && webhooks.is_object()).then(|| webhooks.take())?;
    *webhooks = Value::Object(serde_json::Map::new());
    Some(taken)
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
        is_schema: site.kind == Kind::Reference(Object::Schema) && !site.mapping,
    };
    all.into_iter()
        .filter(leads_nowhere)
        .map(dangling)
        .collect()
}

/// Whether the crate does not depend on a reference: it is documentation, or an entry of a discriminator's mapping for
/// a schema that the document does not have.
fn is_ignorable(site: &Site) -> bool {
    let is_local = || site.reference.starts_with('#') || !site.reference.contains(['#', '/', '.']);
    site.advisory || site.mapping && is_local()
}

/// Whether a target is a component of the main document already.
fn is_component(object: Object, target: &Target) -> bool {
    let name = || component_name(&target.pointer, object.section()?);
    target.file == MAIN && name().is_some()
}

impl Resolver<'_> {
    /// Removes the unresolved references that the crate does not depend on. An example leaves an empty one, which others
    /// may refer to.
    fn leave_out_ignored(&mut self) {
        for (pointer, kind) in std::mem::take(&mut self.ignored) {
            if kind == Kind::Reference(Object::Example) {
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

    /// Resolves the references of the document, and of the parts copied to it.
    fn run(&mut self, of_document: Vec<Site>) -> Vec<Uses> {
        let main = Target {
            file: MAIN,
            pointer: String::new(),
        };
        let whole = Fragment {
            pointer: String::new(),
            from: main,
            kind: Kind::Object(Object::Document),
            advisory: false,
            inside: Rc::default(),
        };
        let (sections, others) = of_document
            .into_iter()
            .partition(|site| section::is_section(&site.pointer));
        self.resolve_fragment(&whole, sections);
        self.resolve_sections();
        self.resolve_fragment(&whole, others);
        while let Some(fragment) = self.pending.pop() {
            let Some(value) = self.document.pointer(&fragment.pointer) else {
                continue;
            };
            let plain = (fragment.from.file == MAIN)
                .then(|| self.trees.get(&MAIN)?.get("components"))
                .flatten();
            let mut found = sites(
                fragment.kind,
                value,
                &fragment.from.pointer,
                plain,
                self.version,
            );
            if let Some(site) = found.first_mut()
                && site.pointer == fragment.from.pointer
            {
                site.advisory |= fragment.advisory;
            }
            self.resolve_fragment(&fragment, found);
        }
        self.leave_out_ignored();
        for (pointer, origin) in std::mem::take(&mut self.copied) {
            self.sources.origins.set(&pointer, origin);
        }
        self.move_to_components();
        self.leave_out_undefined();
        if too_deep(self.document) {
            let place = Place::File(self.sources.name(MAIN).to_owned());
            let message = "the document nests too deeply once its references are resolved";
            let help = "shorten the chain of references to path items and callbacks";
            self.diagnostics
                .push(Diagnostic::error(Code::ReferenceCycle, place, message).help(help));
        }
        let unresolved = std::mem::take(&mut self.unresolved).into_values();
        let unresolved = unresolved.filter_map(|wrong| {
            let mut diagnostic = wrong.diagnostic?;
            if !wrong.needed {
                diagnostic.level = Level::Warning;
                diagnostic.message.push_str("; ignoring the reference");
            }
            let again = wrong.again;
            Some(Uses { diagnostic, again })
        });
        unresolved
            .chain(std::mem::take(&mut self.misplaced).into_values())
            .collect()
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
        let key = (from.file, site.kind, reference);
        let again = self.place(&from);
        let ignorable = is_ignorable(site);
        if let Some(known) = self.unresolved.get_mut(&key) {
            known.again.push(again);
            known.needed |= !ignorable;
            if ignorable {
                self.ignored.push((here, site.kind));
            }
            return Err(None);
        }
        let target = self.target(&key.2, &from, site.kind).and_then(|target| {
            if site.kind.referenced().is_none() {
                self.note_undefined(&target);
            }
            self.check_kind(site.kind, &target, &key.2, &from)?;
            Ok(target)
        });
        let target = match target {
            Ok(target) => target,
            Err(diagnostic) => {
                // Later steps must not follow it.
                if ignorable {
                    self.ignored.push((here, site.kind));
                }
                self.unresolved.insert(
                    key,
                    Wrong {
                        diagnostic,
                        again: Vec::new(),
                        needed: !ignorable,
                    },
                );
                return Err(None);
            }
        };
        let object = match site.kind.referenced() {
            Some(Object::PathItem | Object::Callback | Object::MediaType) => {
                return self.inline(fragment, &here, &from, &target, site.kind);
            }
            // In `components`, its target would be one more scheme of the client.
            Some(object @ Object::SecurityScheme) if !is_component(object, &target) => {
                return self.inline(fragment, &here, &from, &target, site.kind);
            }
            Some(object) => object,
            None => return self.replace_misplaced(fragment, &here, site, &from, &target),
        };
        let name = self.component(object, &target);
        let section = object.section().unwrap_or_default();
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
