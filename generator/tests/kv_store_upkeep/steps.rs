//! The steps by which the parts that are written by hand follow the document, grouped by operation.

use std::collections::BTreeSet;

use openapi_crate::model::Api;
use openapi_crate::model::operation::Operation;

use crate::parts::{Parts, RECORDINGS, has_status};
use crate::recorded;

/// The file with the operations of the emulator, as the messages name it.
const ROUTES: &str = "generated/emulator/src/route.rs";

/// The steps of each operation whose parts differ from the document, as a paragraph.
pub(crate) fn steps(api: &Api, mut parts: Parts) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for group in &api.groups {
        let accessor = format!("client.{}()", group.module);
        for operation in &group.operations {
            let old = old_name(api, operation, &parts);
            let mut steps = Vec::new();
            if let Some(old) = &old {
                let old_id = old.replace('_', "-");
                steps = renamed(operation, old, &old_id, &parts);
                rename(&mut parts, old, &old_id, operation);
            }
            steps.extend(row(operation, &accessor, &parts));
            let statuses = statuses(operation);
            steps.extend(recordings(operation, &statuses, &parts));
            steps.extend(recorded::steps(api, operation, &statuses, &parts));
            steps.extend(tour(operation, &parts));
            steps.extend(route(operation, &parts));
            let heading = match old {
                Some(old) => format!("`{old}` is now `{}`, so rename it", operation.name),
                None => format!("`{}` ({})", operation.id, request(operation)),
            };
            paragraphs.extend(paragraph(&heading, &steps));
        }
    }
    paragraphs.extend(surplus(api, &parts));
    paragraphs
}

fn paragraph(heading: &str, steps: &[String]) -> Option<String> {
    (!steps.is_empty()).then(|| format!("{heading}:\n- {}", steps.join("\n- ")))
}

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.groups.iter().flat_map(|group| &group.operations)
}

fn request(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}

/// The name that the parts still have for a renamed operation: that of the same request.
fn old_name(api: &Api, operation: &Operation, parts: &Parts) -> Option<String> {
    let request = request(operation);
    let rows = parts.rows.iter().map(|row| (&row.method, &row.request));
    let routes = parts.routes.iter().map(|one| (&one.name, &one.request));
    let names: Vec<(&String, &String)> = rows.chain(routes).collect();
    if names.iter().any(|(name, _)| **name == operation.name) {
        return None;
    }
    let mut old = names.into_iter().filter(|(_, at)| **at == request);
    let (old, _) = old.find(|(name, _)| operations(api).all(|one| one.name != **name))?;
    Some(old.clone())
}

/// The steps for a new name.
fn renamed(operation: &Operation, old: &str, old_id: &str, parts: &Parts) -> Vec<String> {
    let (id, name) = (&operation.id, &operation.name);
    let mut steps = Vec::new();
    if parts.rows.iter().any(|row| row.method == old) {
        steps.push(format!(
            "`{old}` to `{name}` in the table of generated/README.md"
        ));
    }
    if parts.recordings.iter().any(|one| is_of(one, old_id)) {
        steps.push(format!(
            "{RECORDINGS}/{old_id}/ to {id}/, and generated/tests/calls/{old}.rs to {name}.rs, with its lines in mod.rs"
        ));
    }
    let of_tour = parts.recordings.iter().filter(|one| {
        let step = one
            .strip_prefix("tour/")
            .and_then(|one| one.split_once('-'));
        step.is_some_and(|(_, step)| is_step(step, old_id))
    });
    let of_tour: Vec<String> = of_tour.map(|one| format!("{one}.yaml")).collect();
    if !of_tour.is_empty() {
        steps.push(format!(
            "the step `{old_id}` to `{id}` in generated/examples/tour/walk.rs and {RECORDINGS}: {}",
            of_tour.join(", ")
        ));
    }
    if parts.routes.iter().any(|one| one.name == old) {
        steps.push(format!("the variant and the name of `{old}` in {ROUTES}"));
    }
    steps
}

/// Renames an operation in the parts, so that later steps are about other differences.
fn rename(parts: &mut Parts, old: &str, old_id: &str, operation: &Operation) {
    let (id, name) = (&operation.id, &operation.name);
    for row in parts.rows.iter_mut().filter(|row| row.method == old) {
        row.method.clone_from(name);
    }
    for route in parts.routes.iter_mut().filter(|one| one.name == old) {
        route.name.clone_from(name);
    }
    let names = parts
        .exchanges
        .iter_mut()
        .map(|exchange| &mut exchange.name);
    for recording in parts.recordings.iter_mut().chain(names) {
        let (folder, file) = recording.split_once('/').unwrap_or_default();
        let step = file.split_once('-').filter(|_| folder == "tour");
        if folder == old_id {
            *recording = format!("{id}/{file}");
        } else if let Some((number, step)) = step.filter(|(_, step)| is_step(step, old_id)) {
            *recording = format!("tour/{number}-{}", step.replacen(old_id, id, 1));
        }
    }
}

/// Whether a recording is of an operation with this id.
fn is_of(recording: &str, id: &str) -> bool {
    recording
        .split_once('/')
        .is_some_and(|(folder, _)| folder == id)
}

/// Whether a step of the tour is a call of the operation with this id.
pub(crate) fn is_step(step: &str, id: &str) -> bool {
    let step = step.strip_prefix("clean-up-").unwrap_or(step);
    let rest = step.strip_prefix(id);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The step for the table of the README.
fn row(operation: &Operation, accessor: &str, parts: &Parts) -> Option<String> {
    let request = request(operation);
    let mut arguments: Vec<&str> = operation
        .required_parameters()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    arguments.extend(body.map(|body| body.name.as_str()));
    let name = &operation.name;
    let wanted = format!("| | `{name}({})` | `{request}` | … |", arguments.join(", "));
    match parts.rows.iter().find(|row| row.method == *name) {
        None => Some(format!(
            "add this row, with a description, to those of `{accessor}` in generated/README.md:\n  {wanted}"
        )),
        Some(row) if row.accessor != accessor => Some(format!(
            "move its row in generated/README.md from `{}` to `{accessor}`",
            row.accessor
        )),
        Some(row) if row.request != request || row.arguments != arguments.len() => Some(format!(
            "change its row in generated/README.md:\n  {wanted}"
        )),
        Some(_) => None,
    }
}

/// The documented statuses.
fn statuses(operation: &Operation) -> Vec<&str> {
    let successes = operation.success.statuses.iter().map(|one| &*one.status);
    let failures = operation.failures.iter().map(|one| &*one.status);
    successes.chain(failures).collect()
}

/// The step for the statuses without a recording.
fn recordings(operation: &Operation, statuses: &[&str], parts: &Parts) -> Option<String> {
    let id = operation.id.as_str();
    let is_missing = |status: &&str| {
        let others: Vec<&str> = statuses
            .iter()
            .copied()
            .filter(|one| one != status)
            .collect();
        let mut own = parts.recordings.iter().filter(|name| is_of(name, id));
        !own.any(|name| has_status(name, status, &others))
    };
    let missing: Vec<String> = statuses
        .iter()
        .copied()
        .filter(is_missing)
        .map(|status| format!("{status}.yaml"))
        .collect();
    (!missing.is_empty()).then(|| {
        format!(
            "record {} in {RECORDINGS}/{id}/ ({RECORDINGS}/README.md describes the format), with a call in generated/tests/calls/{}.rs",
            missing.join(" and "),
            operation.name
        )
    })
}

/// The step for the tour.
fn tour(operation: &Operation, parts: &Parts) -> Option<String> {
    let is_called = parts.tour().any(|step| is_step(step, &operation.id));
    (!is_called).then(|| {
        format!(
            "call it in generated/examples/tour/walk.rs, and record the exchange in {RECORDINGS}/tour/"
        )
    })
}

/// The step for the emulator.
fn route(operation: &Operation, parts: &Parts) -> Option<String> {
    let request = request(operation);
    match parts.routes.iter().find(|one| one.name == operation.name) {
        None => Some(format!(
            "implement it in the emulator: a variant of `Operation`, with the documentation `{request}`, and its path in \
             {ROUTES}; its response next to it, such as in stores.rs or items.rs. The tests of the emulator replay the \
             recordings"
        )),
        Some(route) if route.request != request => Some(format!(
            "change the emulator from `{}` to `{request}` in {ROUTES}",
            route.request
        )),
        Some(_) => None,
    }
}

/// The steps for the operations that only the parts have.
fn surplus(api: &Api, parts: &Parts) -> Vec<String> {
    let is_known = |name: &&str| operations(api).any(|one| one.name == **name);
    let folders = parts
        .recordings
        .iter()
        .filter_map(|name| name.split_once('/'));
    let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
    let folders = folders.into_iter().filter(|folder| {
        *folder != "tour" && operations(api).all(|operation| operation.id != *folder)
    });
    let folders: Vec<(String, &str)> = folders.map(|one| (one.replace('-', "_"), one)).collect();
    let rows = parts.rows.iter().map(|row| row.method.as_str());
    let routes = parts.routes.iter().map(|route| route.name.as_str());
    let names: BTreeSet<&str> = rows.chain(routes).filter(|name| !is_known(name)).collect();
    let all: BTreeSet<&str> = folders
        .iter()
        .map(|(name, _)| name.as_str())
        .chain(names)
        .collect();
    let paragraphs = all.into_iter().filter_map(|name| {
        let mut steps = Vec::new();
        if parts.rows.iter().any(|row| row.method == name) && !is_known(&name) {
            steps.push("its row in generated/README.md".to_owned());
        }
        for (_, folder) in folders.iter().filter(|(own, _)| own == name) {
            steps.push(format!(
                "{RECORDINGS}/{folder}/ and generated/tests/calls/{name}.rs, with its lines in mod.rs"
            ));
        }
        let id = name.replace('_', "-");
        if parts.tour().any(|step| is_step(step, &id)) && !is_known(&name) {
            steps.push(format!(
                "its steps in generated/examples/tour/walk.rs and {RECORDINGS}/tour/"
            ));
        }
        if parts.routes.iter().any(|route| route.name == name) && !is_known(&name) {
            steps.push(format!("its variant of `Operation` in {ROUTES}, and its response"));
        }
        paragraph(&format!("`{id}` is not in the document, so remove"), &steps)
    });
    paragraphs.collect()
}
