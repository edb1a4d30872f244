//! Replaced schemas: they keep their documentation and lose the keywords that describe their values.

use serde_json::{Map, Value};

use super::fit::{self, Misfit};
use super::holder::{holders, object_at, place};
use super::misplaced::{kind_at, object_of, objects};
use super::unused;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::hints::TYPE;
use crate::input::Input;
use crate::load::source::SourceMap;
use crate::load::version::Version;
use crate::rust_path;
use crate::target::{Layout, Runtime};

/// The keywords that a replaced schema keeps, in addition to extensions.
const KEPT: [&str; 8] = [
    "title",
    "description",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "$comment",
];

/// The keywords that a replaced schema of strings, numbers or booleans keeps too.
const KEPT_OF_SCALAR: [&str; 4] = ["default", "example", "examples", "format"];

/// The members of a parameter or a header that are no keywords of a schema.
const SCHEMA: &str = "schema";
const CONTENT: &str = "content";

/// Replaces each schema that has a Rust type, and removes the schemas that only these need.
pub(super) fn replace(
    document: &mut Value,
    version: Version,
    input: &Input,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) {
    let holders = holders(document, TYPE);
    if holders.is_empty() {
        return;
    }
    let before = unused::reachable(document);
    for pointer in holders {
        // An earlier one may contain it.
        let Some(node) = object_at(document, &pointer) else {
            continue;
        };
        let Some(hint) = node.get(TYPE) else {
            continue;
        };
        let path = match hint.as_str() {
            None => Err(format!("`{TYPE}` must be the path of a Rust type")),
            Some(path) => rust_path::type_path(path)
                .and_then(|path| is_available(&path, input).map(|()| path)),
        };
        match path {
            Ok(path) => {
                let object = kind_at(&pointer, version).and_then(object_of);
                if object.is_none_or(|object| !objects(TYPE).contains(&object)) {
                    // Lowering reports it.
                    continue;
                }
                let schema = fit::schema_at(document, &pointer);
                if let Some(misfit) = schema.and_then(|schema| fit::misfit(document, &path, schema))
                {
                    report_misfit(&path, &misfit, place(sources, &pointer, TYPE), diagnostics);
                    if let Some(node) = object_at(document, &pointer) {
                        node.shift_remove(TYPE);
                    }
                    continue;
                }
                let target = referenced(document, &pointer, true);
                let own = referenced(document, &pointer, false);
                if let Some(node) = object_at(document, &pointer) {
                    in_place(node, &path, version, own.as_ref(), target.as_ref());
                }
            }
            Err(message) => {
                diagnostics.push(
                    Diagnostic::error(
                        Code::InvalidExtension,
                        place(sources, &pointer, TYPE),
                        message,
                    )
                    .help("write a path such as `crate::Money` or `rust_decimal::Decimal`"),
                );
                if let Some(node) = object_at(document, &pointer) {
                    node.shift_remove(TYPE);
                }
            }
        }
    }
    unused::remove(document, &before);
}

/// Reports a type that cannot hold the values of the schema that it should replace.
fn report_misfit(path: &str, misfit: &Misfit, place: Place, diagnostics: &mut Diagnostics) {
    let Misfit { form, found } = misfit;
    let message = format!(
        "`{path}` is {form} in JSON, but the schema has the type {found}; keeping its type"
    );
    diagnostics.push(
        Diagnostic::warning(Code::Unsupported, place, message)
            .help("use a type with that form, or a type of yours that reads both"),
    );
}

/// The schema that an object refers to, or the schema in it.
fn referenced(document: &Value, pointer: &str, in_schema: bool) -> Option<Map<String, Value>> {
    let mut node = document.pointer(pointer)?;
    if in_schema {
        node = node.get(SCHEMA)?;
    }
    // A longer chain of references, or a cycle, leads to none.
    for _ in 0..8 {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            return node.as_object().cloned();
        };
        node = document.pointer(reference.strip_prefix('#')?)?;
    }
    None
}

/// Whether the generated code can name the type and implement its traits for it.
fn is_available(path: &str, input: &Input) -> Result<(), String> {
    let is_of_user = path.starts_with("crate::");
    let target = &input.target;
    if is_of_user && target.layout == Layout::Crate {
        return Err(format!(
            "`{path}` cannot exist: the whole crate is generated. Use `layout = \"module\"`, or a type of another crate"
        ));
    }
    let is_foreign = path.contains("::") && !is_of_user && rust_path::known(path).is_none();
    if is_foreign && target.runtime == Runtime::Crate && !rust_path::is_supported(path) {
        return Err(format!(
            "`{path}` cannot be used with `runtime = \"crate\"`, whose traits this crate cannot implement for it: name a struct of your crate around it, such as `crate::Wrapper`"
        ));
    }
    Ok(())
}

/// Replaces a schema, or the schemas of a parameter or a header.
fn in_place(
    node: &mut Map<String, Value>,
    path: &str,
    version: Version,
    own: Option<&Map<String, Value>>,
    target: Option<&Map<String, Value>>,
) {
    if let Some(schema) = node.get_mut(SCHEMA).and_then(Value::as_object_mut) {
        if let Some(target) = target {
            schema.clone_from(target);
        }
        strip(schema, path, version);
        node.shift_remove(TYPE);
    } else if let Some(content) = node.get_mut(CONTENT).and_then(Value::as_object_mut) {
        for media_type in content.values_mut() {
            if let Some(schema) = media_type.get_mut(SCHEMA).and_then(Value::as_object_mut) {
                strip(schema, path, version);
            }
        }
        node.shift_remove(TYPE);
    } else if node.contains_key("$ref") {
        let mut whole = own.cloned().unwrap_or_default();
        whole.retain(|name, _| !name.starts_with("x-"));
        whole.extend(
            node.iter()
                .filter(|(name, _)| *name != "$ref")
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        *node = whole;
        strip(node, path, version);
    } else {
        strip(node, path, version);
    }
}

/// Removes what a replaced schema says about its values, except for the type that decides how it is sent.
fn strip(schema: &mut Map<String, Value>, path: &str, version: Version) {
    let (ty, mut allows_null) = placeholder(schema);
    let is_scalar = ty != "object";
    allows_null |= has_null_alternative(schema);
    schema.retain(|name, _| {
        name.starts_with("x-")
            || KEPT.contains(&name.as_str())
            || is_scalar && KEPT_OF_SCALAR.contains(&name.as_str())
    });
    schema.insert(TYPE.to_owned(), path.into());
    let ty = Value::from(ty);
    if !allows_null {
        schema.insert("type".to_owned(), ty);
    } else if version > Version::V3_0 {
        schema.insert("type".to_owned(), Value::Array(vec![ty, "null".into()]));
    } else {
        schema.insert("type".to_owned(), ty);
        schema.insert("nullable".to_owned(), true.into());
    }
}

/// The type that decides how a value is sent: that of a scalar, or an object for any other. Also whether it may be
/// `null`.
fn placeholder(schema: &Map<String, Value>) -> (&'static str, bool) {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(ty)) => vec![ty.as_str()],
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let allows_null = types.contains(&"null");
    let mut others = types.into_iter().filter(|ty| *ty != "null");
    let only = others.next().filter(|_| others.next().is_none());
    let known = ["string", "number", "integer", "boolean"];
    let scalar = known.into_iter().find(|known| Some(*known) == only);
    (scalar.unwrap_or("object"), allows_null)
}

/// Whether one of the alternatives of a schema is `null`, as in OpenAPI 3.1.
fn has_null_alternative(schema: &Map<String, Value>) -> bool {
    let alternatives = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|name| schema.get(name)?.as_array());
    alternatives
        .flatten()
        .any(|one| one.get("type").and_then(Value::as_str) == Some("null"))
}
