//! The steps for what the recordings of an operation contain: statuses that the document lacks, and the optional
//! parameters and the enum values that no request has.

use openapi_crate::model::Api;
use openapi_crate::model::operation::{Location, Operation, Parameter};
use openapi_crate::model::types::{Type, TypeKind};

use crate::parts::{Parts, RECORDINGS, has_status};
use crate::steps::is_step;

/// A recorded exchange, as far as the document describes it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The name of the recording, such as `get-store/404-msg`.
    pub(crate) name: String,
    pub(crate) status: u16,
    /// Whether the file says `documented: false`.
    pub(crate) is_undocumented: bool,
    /// The encoded query of the request.
    pub(crate) query: String,
    /// The names and values of the request's headers.
    pub(crate) headers: Vec<(String, String)>,
}

impl Exchange {
    /// Reads the file of a recording.
    pub(crate) fn of(name: &str, file: &[u8]) -> Self {
        let file: serde_yaml::Value = serde_yaml::from_slice(file).expect("a recording is YAML");
        let request = &file["request"];
        let target = request["target"].as_str().expect("a target");
        let string = |value: &serde_yaml::Value| value.as_str().unwrap_or_default().to_owned();
        let headers = request["headers"].as_mapping().into_iter().flatten();
        let status = file["response"]["status"].as_u64();
        Self {
            name: name.to_owned(),
            status: status
                .and_then(|status| status.try_into().ok())
                .expect("a status"),
            is_undocumented: file["documented"].as_bool() == Some(false),
            query: target
                .split_once('?')
                .map_or("", |(_, query)| query)
                .to_owned(),
            headers: headers
                .map(|(name, value)| (string(name), string(value)))
                .collect(),
        }
    }

    /// Whether the exchange is of the operation with this id, in its folder or in the tour.
    fn is_of(&self, id: &str) -> bool {
        match self.name.split_once('/') {
            Some(("tour", step)) => step
                .split_once('-')
                .is_some_and(|(_, step)| is_step(step, id)),
            Some((folder, _)) => folder == id,
            None => false,
        }
    }

    /// Whether the request has a parameter, with this value if there is one.
    fn has(&self, parameter: &Parameter, value: Option<&str>) -> bool {
        let name = parameter.wire_name.as_str();
        match parameter.location {
            Location::Query => self.query.split('&').any(|pair| {
                let (found, is) = pair.split_once('=').unwrap_or((pair, ""));
                found == name && value.is_none_or(|value| is == value)
            }),
            Location::Header => self.headers.iter().any(|(found, is)| {
                found.eq_ignore_ascii_case(name) && value.is_none_or(|value| is == value)
            }),
            Location::Path | Location::Querystring | Location::Cookie => true,
        }
    }
}

/// The steps for the recordings of an operation.
pub(crate) fn steps(
    api: &Api,
    operation: &Operation,
    statuses: &[&str],
    parts: &Parts,
) -> Vec<String> {
    let of_operation = |exchange: &&Exchange| exchange.is_of(&operation.id);
    let own: Vec<&Exchange> = parts.exchanges.iter().filter(of_operation).collect();
    let mut steps: Vec<String> = own.iter().filter_map(|one| status(one, statuses)).collect();
    // A new operation has the step for its statuses.
    if !own.is_empty() {
        steps.extend(arguments(api, operation, &own));
    }
    steps
}

/// The step for a status that the document no longer has, or now has.
fn status(exchange: &Exchange, statuses: &[&str]) -> Option<String> {
    let (name, status) = (&exchange.name, exchange.status);
    let recording = format!("of/{status}");
    let is_documented = statuses.iter().any(|one| has_status(&recording, one, &[]));
    match (is_documented, exchange.is_undocumented) {
        (false, false) => Some(format!(
            "{RECORDINGS}/{name}.yaml has the status {status}, which is not documented: remove it, its call and what the \
             emulator does for it, or add `documented: false` to the file if the service still sends it"
        )),
        (true, true) => Some(format!(
            "remove `documented: false` from {RECORDINGS}/{name}.yaml: the status {status} is documented"
        )),
        (true, false) | (false, true) => None,
    }
}

/// The step for optional parameters without a recording, and for values of their enums.
fn arguments(api: &Api, operation: &Operation, own: &[&Exchange]) -> Option<String> {
    let mut missing = Vec::new();
    let required: Vec<&str> = operation
        .required_parameters()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let parameters = operation.parameters.iter();
    for parameter in parameters.filter(|one| !required.contains(&one.name.as_str())) {
        let name = &parameter.wire_name;
        let kind = match parameter.ty.core() {
            Type::Named(id) => Some(&api.types[*id].kind),
            _ => None,
        };
        match kind {
            Some(TypeKind::StringEnum(list)) => {
                let values = list.variants.iter().map(|variant| &variant.wire_name);
                let values =
                    values.filter(|value| !own.iter().any(|one| one.has(parameter, Some(value))));
                missing.extend(values.map(|value| format!("`{name}={value}`")));
            }
            _ if own.iter().any(|one| one.has(parameter, None)) => {}
            _ => missing.push(format!("`{name}`")),
        }
    }
    (!missing.is_empty()).then(|| {
        format!(
            "record a request with {} in {RECORDINGS}/{}/, with a call in generated/tests/calls/{}.rs; the emulator, \
             which replays it, must support it",
            missing.join(" and one with "),
            operation.id,
            operation.name
        )
    })
}
