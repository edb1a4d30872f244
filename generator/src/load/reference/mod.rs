//! Makes every reference a local one: `#/components/<section>/<name>`, and there is something at that name.
//!
//! What stands elsewhere, in another file or in the middle of the document, is put into `components` under a name made
//! from its place. Path items and callbacks, for which `openapiv3` has no references, are put in place of the
//! reference instead.

mod address;
mod cycle;
mod name;
mod site;

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use self::address::Folder;
use self::site::{Site, sites};
use super::origin::{FileIndex, MAIN, Origin};
use super::source::SourceMap;
use super::specification::{Kind, Object};
use super::syntax::{self, too_deep};
use super::{Version, v3_1};
use crate::Files;
use crate::diagnostic::suggestion::{did_you_mean, nearest};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};
use crate::pointer::{escape, steps};

/// Resolves all references of `document`, which is the main file's tree with its overlays applied.
pub(super) fn resolve(
    document: &mut Value,
    version: Version,
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
        let folder = Folder::of(sources.name(MAIN));
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
            copied: Vec::new(),
            moved: Vec::new(),
            inlined: HashMap::new(),
            pending: Vec::new(),
            unresolved: IndexMap::new(),
        };
        resolver.run(sites);
    }
    cycle::complain(document, sources, diagnostics);
}

/// A reference that leads nowhere.
pub(super) struct Dangling {
    /// The object that holds it.
    pub(super) pointer: String,
    /// Whether a schema that allows anything could stand there.
    pub(super) is_schema: bool,
}

/// The references of a resolved document that could not be resolved.
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

/// A node of one file's tree, as the file has it before any reference is resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Target {
    file: FileIndex,
    pointer: String,
}

/// A part of the document whose references are yet to be resolved.
struct Fragment {
    /// Where it is in the document.
    pointer: String,
    /// Where it comes from; its references are relative to that file.
    from: Target,
    kind: Kind,
    /// What it stands in place of, from the outermost in: a reference to one of them would never end.
    inside: Rc<Vec<Target>>,
}

struct Resolver<'r> {
    document: &'r mut Value,
    version: Version,
    /// Every file's tree, unchanged; the main file's has its overlays applied.
    trees: HashMap<FileIndex, Value>,
    folder: Folder,
    files: &'r dyn Files,
    sources: &'r mut SourceMap,
    diagnostics: &'r mut Diagnostics,
    /// The component that stands for a node.
    names: HashMap<(Object, Target), String>,
    /// Components that were given a name here.
    taken: HashSet<(Object, String)>,
    /// Parts of the document that were copied from elsewhere.
    copied: Vec<(String, Origin)>,
    /// Nodes of the document that become components, and are referred to from where they were.
    moved: Vec<(String, Object, String)>,
    /// How often a node was put in place of a reference.
    inlined: HashMap<Target, usize>,
    pending: Vec<Fragment>,
    /// The references that lead to nothing, by the file they stand in and what is expected of them.
    unresolved: IndexMap<(FileIndex, Object, String), Wrong>,
}

/// A reference that leads to nothing.
struct Wrong {
    /// The complaint about the first; `None` where there is one already, of what it would lead through.
    diagnostic: Option<Box<Diagnostic>>,
    /// Where it stands again.
    again: Vec<Place>,
}

/// How many wrong references get a suggestion: each is a comparison with every name there is.
const SUGGESTIONS: usize = 200;

/// How many places of the same wrong reference are shown.
const SHOWN: usize = 3;

/// How often the same node may be put in place of references: with nested callbacks, twice each is without end.
const INLINED: usize = 64;

/// Why a reference cannot be resolved; `None` where that has been complained of already.
type Unresolved = Option<Box<Diagnostic>>;

impl Resolver<'_> {
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
        self.fragment(&whole, of_document);
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
            self.fragment(&fragment, found);
        }
        for (_, Wrong { diagnostic, again }) in std::mem::take(&mut self.unresolved) {
            let Some(diagnostic) = diagnostic else {
                continue;
            };
            let more = again.len().saturating_sub(SHOWN);
            let shown = again.into_iter().take(SHOWN).enumerate().fold(
                *diagnostic,
                |shown, (index, place)| {
                    let remark = match more {
                        1.. if index + 1 == SHOWN => {
                            format!("the same reference again, as in {more} more places")
                        }
                        _ => "the same reference again".to_owned(),
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
            let message = "with its references resolved, the document nests too deeply";
            let help = "break the chain of references to path items and callbacks";
            self.diagnostics
                .push(Diagnostic::error(Code::ReferenceCycle, place, message).help(help));
        }
    }

    fn fragment(&mut self, fragment: &Fragment, sites: Vec<Site>) {
        for site in sites {
            if let Err(Some(diagnostic)) = self.site(fragment, &site) {
                self.diagnostics.push(*diagnostic);
            }
        }
    }

    fn site(&mut self, fragment: &Fragment, site: &Site) -> Result<(), Unresolved> {
        let from = Target {
            file: fragment.from.file,
            pointer: site.pointer.clone(),
        };
        let below = site
            .pointer
            .strip_prefix(&fragment.from.pointer)
            .unwrap_or_default();
        let here = format!("{}{below}", fragment.pointer);
        let reference = self.meant(site, from.file);
        let key = (from.file, site.object, reference);
        let again = self.place(&from);
        if let Some(known) = self.unresolved.get_mut(&key) {
            known.again.push(again);
            return Err(None);
        }
        let target = self.target(&key.2, &from, site.object).and_then(|target| {
            self.expect(site.object, &target, &key.2, &from)?;
            Ok(target)
        });
        let target = match target {
            Ok(target) => target,
            Err(diagnostic) => {
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

    /// The reference as it is meant: the mapping of a discriminator may give a schema's bare name.
    fn meant(&self, site: &Site, file: FileIndex) -> String {
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

    /// The node that a reference leads to, through any other reference on the way.
    fn target(
        &mut self,
        reference: &str,
        from: &Target,
        object: Object,
    ) -> Result<Target, Unresolved> {
        let mut reference = reference.to_owned();
        let mut from = from.clone();
        let mut rest = String::new();
        let mut passed = HashSet::new();
        loop {
            let mut target = self.address(&reference, &from)?;
            target.pointer.push_str(&rest);
            let complaint =
                |code, message: String| Diagnostic::error(code, self.place(&from), message);
            let Some(tree) = self.trees.get(&target.file) else {
                return Err(None);
            };
            match walk(tree, &target, object) {
                Walk::Found => return Ok(target),
                Walk::Nothing { step, names } => {
                    let message = format!("`{reference}` does not exist");
                    let diagnostic = complaint(Code::UnresolvedReference, message);
                    if self.unresolved.len() >= SUGGESTIONS {
                        return Err(Some(diagnostic.into()));
                    }
                    let near = did_you_mean(&step, names.iter().copied());
                    let help = near.is_empty().then(|| instead(&reference, &names));
                    return Err(Some(
                        Diagnostic {
                            help,
                            ..diagnostic.label(near)
                        }
                        .into(),
                    ));
                }
                Walk::Reference {
                    at,
                    reference: next,
                    rest: beyond,
                } => {
                    let next_from = Target {
                        file: target.file,
                        pointer: at,
                    };
                    if !passed.insert((next_from.clone(), beyond.clone())) || passed.len() > HOPS {
                        let message = format!("`{reference}` leads back to itself");
                        let help = "one of the references on the way must be a definition";
                        return Err(Some(
                            complaint(Code::ReferenceCycle, message).help(help).into(),
                        ));
                    }
                    (reference, from, rest) = (next, next_from, beyond);
                }
            }
        }
    }

    /// The file and the place in it that a reference names.
    fn address(&mut self, reference: &str, from: &Target) -> Result<Target, Unresolved> {
        let place = self.place(from);
        let wrong = |message| {
            Some(Box::new(Diagnostic::error(
                Code::UnresolvedReference,
                place.clone(),
                message,
            )))
        };
        let (path, pointer) = address::split(reference).map_err(&wrong)?;
        if path.is_empty() {
            return Ok(Target {
                file: from.file,
                pointer,
            });
        }
        let path = self.folder.join(from.file, &path).map_err(&wrong)?;
        if let Some(file) = self.folder.file(&path) {
            return Ok(Target { file, pointer });
        }
        let name = self.folder.name(&path);
        let bytes = match self.files.read(&name) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.folder.unreadable(path);
                // What looks like a name was hardly meant as one of a file.
                let mut diagnostic = if reference.contains(['#', '/', '.']) {
                    let message = format!("`{name}` cannot be read: {}", reason(&error));
                    Diagnostic::error(Code::UnreadableFile, place, message)
                        .help("a reference is relative to the folder of the file it stands in")
                } else {
                    let message = format!(
                        "`{reference}` is neither a schema of the document nor a file beside it"
                    );
                    Diagnostic::error(Code::UnresolvedReference, place, message).help(
                        "a reference to a schema is written `#/components/schemas/` and its name",
                    )
                };
                let section = self
                    .trees
                    .get(&from.file)
                    .and_then(|tree| tree.get("components")?.get("schemas"));
                let names = section
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(Map::keys);
                if let Some(name) = nearest(reference, names.map(String::as_str)) {
                    diagnostic =
                        diagnostic.label(format!("did you mean `#/components/schemas/{name}`?"));
                }
                return Err(Some(diagnostic.into()));
            }
        };
        let (file, tree) = syntax::parse(&name, bytes, self.sources, self.diagnostics);
        self.folder.add(path, file);
        self.trees.extend(tree.map(|tree| (file, tree)));
        Ok(Target { file, pointer })
    }

    /// That a node is what is expected in place of the reference, as far as its place says what it is.
    fn expect(
        &self,
        object: Object,
        target: &Target,
        reference: &str,
        from: &Target,
    ) -> Result<(), Unresolved> {
        let found = match self.kind(target) {
            Some(Kind::Object(found) | Kind::Reference(found) | Kind::FlagOrReference(found))
                if found == object =>
            {
                return Ok(());
            }
            None | Some(Kind::Any) => return Ok(()),
            Some(Kind::Object(found) | Kind::Reference(found) | Kind::FlagOrReference(found)) => {
                found.name()
            }
            Some(_) => "something else",
        };
        let message = format!(
            "`{reference}` is {found}; {} is expected here",
            object.name()
        );
        let diagnostic = Diagnostic::error(Code::UnresolvedReference, self.place(from), message);
        let help = match object.section() {
            Some(section) => format!("refer to one of `#/components/{section}`"),
            None => format!("refer to {}", object.name()),
        };
        Err(Some(diagnostic.help(help).into()))
    }

    /// What stands at a node's place; `None` where only the reference to it says so.
    fn kind(&self, target: &Target) -> Option<Kind> {
        let tree = self.trees.get(&target.file)?;
        if target.file != MAIN && tree.get("openapi").is_none() {
            return None;
        }
        steps(&target.pointer).try_fold(Kind::Object(Object::Document), |kind, step| match kind {
            Kind::Object(object) | Kind::Reference(object) | Kind::FlagOrReference(object) => {
                v3_1::member(object, &step, self.version)
            }
            Kind::List(kind) | Kind::Map(kind) => Some(*kind),
            Kind::Any | Kind::Text | Kind::Flag | Kind::Number | Kind::Natural | Kind::Word(_) => {
                None
            }
        })
    }

    /// The name of the component that stands for a node, which is made one if it is none.
    fn component(&mut self, object: Object, target: &Target) -> String {
        let section = object.section().unwrap_or_default();
        if target.file == MAIN
            && let Some(name) = component_name(&target.pointer, section)
        {
            return name;
        }
        if let Some(name) = self.names.get(&(object, target.clone())) {
            return name.clone();
        }
        let tree = self.trees.get(&target.file);
        let wanted = name::of(&target.pointer, self.sources.name(target.file), tree);
        let existing = self
            .trees
            .get(&MAIN)
            .and_then(|tree| tree.get("components")?.get(section));
        let free = |name: &String| {
            existing.is_none_or(|existing| existing.get(name).is_none())
                && !self.taken.contains(&(object, name.clone()))
        };
        let numbered = (2..).map(|number: usize| format!("{wanted}{number}"));
        let Some(name) = [wanted.clone()].into_iter().chain(numbered).find(free) else {
            return wanted;
        };
        self.taken.insert((object, name.clone()));
        self.names.insert((object, target.clone()), name.clone());
        let known = matches!(
            self.kind(target),
            Some(Kind::Reference(_) | Kind::FlagOrReference(_))
        );
        if target.file == MAIN && known {
            self.moved
                .push((target.pointer.clone(), object, name.clone()));
            return name;
        }
        let Some(value) = tree.and_then(|tree| tree.pointer(&target.pointer)).cloned() else {
            return name;
        };
        let Some(members) = components(self.document, section) else {
            return name;
        };
        members.insert(name.clone(), value);
        let pointer = format!("/components/{section}/{}", escape(&name));
        self.copied.push((pointer.clone(), self.origin(target)));
        self.pending.push(Fragment {
            pointer,
            from: target.clone(),
            kind: Kind::Reference(object),
            inside: Rc::default(),
        });
        name
    }

    /// Puts a copy of a node in place of the reference at `here`.
    fn inline(
        &mut self,
        fragment: &Fragment,
        here: &str,
        from: &Target,
        target: &Target,
        object: Object,
    ) -> Result<(), Unresolved> {
        let complaint = |message: &str| {
            let diagnostic = Diagnostic::error(Code::ReferenceCycle, self.place(from), message);
            Some(
                diagnostic
                    .help("write the path item of this callback out instead")
                    .into(),
            )
        };
        if fragment.inside.contains(target) {
            return Err(complaint("this reference leads back to where it stands"));
        }
        if self
            .inlined
            .get(target)
            .is_some_and(|times| *times >= INLINED)
        {
            return Err(complaint(
                "too many references lead here through callbacks of one another",
            ));
        }
        *self.inlined.entry(target.clone()).or_default() += 1;
        let tree = self.trees.get(&target.file);
        let Some(mut value) = tree.and_then(|tree| tree.pointer(&target.pointer)).cloned() else {
            return Err(None);
        };
        let Some(place) = self.document.pointer_mut(here) else {
            return Err(None);
        };
        let own = place.take();
        let mut beside = Vec::new();
        // A path item may have members of its own beside the reference.
        if let (Value::Object(own), Value::Object(members)) = (own, &mut value) {
            for (name, value) in own.into_iter().filter(|(name, _)| name != "$ref") {
                beside.push(escape(&name).into_owned());
                members.insert(name, value);
            }
        }
        *place = value;
        self.copied.push((here.to_owned(), self.origin(target)));
        for name in &beside {
            let own = Target {
                file: from.file,
                pointer: format!("{}/{name}", from.pointer),
            };
            self.copied
                .push((format!("{here}/{name}"), self.origin(&own)));
        }
        let mut inside = fragment.inside.as_ref().clone();
        inside.push(target.clone());
        let inside = Rc::new(inside);
        // Member by member: the reference's own members are relative to another file.
        let members = self.document.pointer(here).and_then(Value::as_object);
        for name in members.into_iter().flat_map(Map::keys) {
            let Some(kind) = v3_1::member(object, name, self.version) else {
                continue;
            };
            let name = escape(name);
            if beside.iter().any(|own| *own == name) {
                continue;
            }
            let from = Target {
                file: target.file,
                pointer: format!("{}/{name}", target.pointer),
            };
            let pointer = format!("{here}/{name}");
            self.pending.push(Fragment {
                pointer,
                from,
                kind,
                inside: Rc::clone(&inside),
            });
        }
        Ok(())
    }

    fn move_to_components(&mut self) {
        // The innermost first: the others then hold a reference in its place.
        self.moved
            .sort_by_key(|(pointer, ..)| std::cmp::Reverse(steps(pointer).count()));
        for (from, object, name) in std::mem::take(&mut self.moved) {
            let section = object.section().unwrap_or_default();
            let to = format!("/components/{section}/{}", escape(&name));
            let Some(place) = self.document.pointer_mut(&from) else {
                continue;
            };
            let reference = Map::from_iter([("$ref".to_owned(), Value::String(format!("#{to}")))]);
            let value = std::mem::replace(place, Value::Object(reference));
            if let Some(members) = components(self.document, section) {
                members.insert(name, value);
                self.sources.origins.relocate(&from, &to);
            }
        }
    }

    /// Where a node comes from: an overlay can have put a part into the main file's tree.
    fn origin(&self, target: &Target) -> Origin {
        match target.file {
            MAIN => self.sources.origins.of(&target.pointer),
            file => Origin {
                file,
                pointer: target.pointer.clone(),
            },
        }
    }

    /// The place of the reference that stands at `from`, or of the mapping that is one.
    fn place(&self, from: &Target) -> Place {
        let mapping = self
            .trees
            .get(&from.file)
            .and_then(|tree| tree.pointer(&from.pointer))
            .is_some_and(Value::is_string);
        let pointer = if mapping {
            from.pointer.clone()
        } else {
            format!("{}/$ref", from.pointer)
        };
        let origin = self.origin(&Target {
            file: from.file,
            pointer,
        });
        Place::Node {
            file: self.sources.name(origin.file).to_owned(),
            pointer: origin.pointer,
            part: Part::Value,
        }
    }
}

/// How many references may follow one another.
const HOPS: usize = 100;

enum Walk<'t> {
    Found,
    /// The step that leads to nothing, and what there is in its place.
    Nothing {
        step: String,
        names: Vec<&'t str>,
    },
    /// A reference on the way: where it stands, and what is left to walk beyond it.
    Reference {
        at: String,
        reference: String,
        rest: String,
    },
}

fn walk<'t>(tree: &'t Value, target: &Target, object: Object) -> Walk<'t> {
    let mut value = tree;
    let mut rest = target.pointer.as_str();
    for step in steps(&target.pointer) {
        let at = target.pointer.strip_suffix(rest).unwrap_or_default();
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            return Walk::Reference {
                at: at.to_owned(),
                reference: reference.to_owned(),
                rest: rest.to_owned(),
            };
        }
        let next = match value {
            Value::Object(members) => members.get(step.as_ref()),
            Value::Array(elements) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| elements.get(index)),
            _ => None,
        };
        let Some(next) = next else {
            let names = value
                .as_object()
                .into_iter()
                .flat_map(Map::keys)
                .map(String::as_str)
                .collect();
            return Walk::Nothing {
                step: step.into_owned(),
                names,
            };
        };
        value = next;
        rest = rest
            .get(1..)
            .and_then(|below| below.find('/').and_then(|end| below.get(end..)))
            .unwrap_or("");
    }
    let component = object
        .section()
        .and_then(|section| component_name(&target.pointer, section));
    match value.get("$ref").and_then(Value::as_str) {
        // A component that is itself a reference stays one.
        Some(reference) if target.file != MAIN || component.is_none() => Walk::Reference {
            at: target.pointer.clone(),
            reference: reference.to_owned(),
            rest: String::new(),
        },
        _ => Walk::Found,
    }
}

/// What to do about a reference to nothing that is near nothing either.
fn instead(reference: &str, names: &[&str]) -> String {
    if reference.contains("#/definitions/") {
        return "OpenAPI 3 has its schemas in `#/components/schemas/`".to_owned();
    }
    // A longer list says nothing to anybody.
    if names.is_empty() || names.len() > 8 {
        return "define it there, or correct the reference".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("what there is in its place: {}", names.join(", "))
}

/// The name, if a pointer leads to a component of that section.
fn component_name(pointer: &str, section: &str) -> Option<String> {
    let mut steps = steps(pointer);
    let is_component = steps.next()? == "components" && steps.next()? == section;
    let name = steps.next().filter(|_| is_component)?.into_owned();
    steps.next().is_none().then_some(name)
}

/// The components of a section, made if it is not there; `None` where something else stands in its place.
fn components<'d>(document: &'d mut Value, section: &str) -> Option<&'d mut Map<String, Value>> {
    let object = |value: &'d mut Value, name: &str| {
        value.as_object_mut().map(|members| {
            members
                .entry(name.to_owned())
                .or_insert_with(|| Value::Object(Map::new()))
        })
    };
    object(object(document, "components")?, section)?.as_object_mut()
}

/// Why a file cannot be read, in the same words on every system.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
