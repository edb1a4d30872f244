//! Names the items of operations: the methods of a group, the builders and the statics.

use std::collections::HashMap;

use crate::model::Group;
use crate::model::extern_name::{Module, reserved_names};
use crate::model::name::{pascal, screaming_snake, snake, unraw};
use crate::model::operation::Operation;
use crate::model::scope::{ModuleScope, Namespaces, Scope};

/// Methods that take precedence over those of a group: `Into::into` takes `self` by value.
const RESERVED: &[&str] = &["into", "try_into"];

/// Other methods of every group, or of every type, or names that suggest a constructor. A name is not shortened to one.
const KEPT: &[&str] = &[
    "borrow",
    "clone",
    "clone_into",
    "cmp",
    "default",
    "eq",
    "fmt",
    "new",
    "to_owned",
    "type_id",
];

/// Names the method, the builder, the enum of failures and the static of each operation of a group.
///
/// The static is private, so it is renamed in a conflict of names.
///
/// `hinted` are the pointers of the operations named by `x-rust-name`.
pub(super) fn name_operations(
    group: &mut Group,
    are_short: bool,
    hinted: &HashMap<String, String>,
) {
    let short = if are_short {
        short_names(group, hinted)
    } else {
        vec![None; group.operations.len()]
    };
    let mut functions = Scope::reserving(RESERVED);
    let mut full_names = Scope::reserving(RESERVED);
    for (operation, short) in group.operations.iter_mut().zip(short) {
        let full = full_names.claim(&snake(&operation.name), "_operation");
        operation.description.clone_from(&full);
        operation.name = functions.claim(&short.unwrap_or(full), "_operation");
    }
    for operation in &mut group.operations {
        // A required body is an argument, with a method for each media type. An optional body is a setter.
        if let Some(body) = operation.body.as_mut().filter(|body| body.required) {
            for alternative in &mut body.alternatives {
                let name = operation.name.trim_start_matches("r#");
                alternative.function =
                    functions.claim(&format!("{name}_{}", alternative.function), "");
            }
        }
    }

    let mut module = ModuleScope::default();
    module.reserve(Namespaces::TypeAndValue, reserved_names(Module::Operations));
    module.reserve(Namespaces::TypeAndValue, [group.type_name.as_str()]);
    module.reserve(Namespaces::Value, arguments(&group.operations));
    for operation in &mut group.operations {
        operation.builder = module.claim(
            Namespaces::TypeAndValue,
            &pascal(&operation.builder),
            "Request",
        );
    }
    // The names of the other items do not depend on the documented failures.
    for operation in &mut group.operations {
        if !operation.failures.is_empty() {
            let wanted = format!("{}Failure", operation.builder);
            operation.failure = module.claim(Namespaces::Type, &wanted, "Response");
        }
    }
    for operation in &mut group.operations {
        // Upper case does not keep names distinct: `ß` becomes `SS`.
        operation.description = module.claim(
            Namespaces::Value,
            &screaming_snake(&operation.description),
            "_OPERATION",
        );
    }
}

/// The name of each operation without the words of the group's tag; `None` if it keeps its full name.
///
/// A name is shortened only if the short one is different from the short and the full names of all other operations
/// of the group. So names do not depend on the order, and the short name of one is never the full name of another.
fn short_names(group: &Group, hinted: &HashMap<String, String>) -> Vec<Option<String>> {
    let tag = unraw(&snake(&group.tag)).replace('_', "");
    let full: Vec<String> = group
        .operations
        .iter()
        .map(|operation| snake(&operation.name))
        .collect();
    let wanted = |operation: &Operation, full: &str| {
        let rest = without_tag(unraw(full), &tag)?;
        // A keyword, a digit or nothing is not a name.
        let is_name = snake(rest) == rest && !RESERVED.contains(&rest) && !KEPT.contains(&rest);
        (is_name && !hinted.contains_key(&operation.pointer)).then(|| rest.to_owned())
    };
    let operations = group.operations.iter().zip(&full);
    let short: Vec<Option<String>> = operations
        .map(|(operation, full)| wanted(operation, full))
        .collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for name in full.iter().chain(short.iter().flatten()) {
        *uses.entry(unraw(name)).or_default() += 1;
    }
    let is_unique = |name: &String| uses.get(name.as_str()) == Some(&1);
    let unique = short.iter().map(|name| name.clone().filter(is_unique));
    unique.collect()
}

/// A name without the words of a tag at its start. The tag has no `_`, because words are divided in different ways:
/// `OAuth2` is `o_auth2`, and `oauth2Token` is `oauth2_token`.
fn without_tag<'n>(name: &'n str, tag: &str) -> Option<&'n str> {
    let mut tag = tag;
    let mut rest = name;
    while !tag.is_empty() {
        let (word, after) = rest.split_once('_')?;
        tag = tag.strip_prefix(word)?;
        rest = after;
    }
    Some(rest)
}

/// The names of the arguments of these operations. An argument must not have the name of a static or a tuple struct
/// (E0530), which happens with caseless letters.
pub(super) fn arguments(operations: &[Operation]) -> impl Iterator<Item = &str> {
    operations.iter().flat_map(|operation| {
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str());
        parameters.chain(operation.body.iter().map(|body| body.name.as_str()))
    })
}
