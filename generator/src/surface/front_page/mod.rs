//! The front page of a crate: the description of the API, a first program, the operations, and a guide to the client.

mod programs;

use crate::model::name::unraw;
use crate::model::operation::{Operation, RequestBody, RequestContent};
use crate::model::types::ResponseBody;
use crate::model::{Api, Group, code_span};
use crate::surface::comment::{self, Comment};
use crate::surface::double;
use crate::surface::example::Example;
use crate::surface::features::{TARGETS, features};
use crate::surface::scene::Scene;
use crate::surface::sentence;

/// The most operations before the guide. A longer list follows it, so that readers find the guide.
const MOST_OPERATIONS_FIRST: usize = 40;

/// The most links in one sentence.
const MOST_LINKS: usize = 3;

/// The targets of the link to the module `testing`, which exists only with its feature, after an empty line.
pub(super) const LINKS: [&str; 3] = [
    r#"#![doc = ""]"#,
    r#"#![cfg_attr(feature = "testing", doc = "[`testing`]: testing")]"#,
    r#"#![cfg_attr(not(feature = "testing"), doc = "[`testing`]: #features")]"#,
];

const ERRORS: &str = "# Errors\n\n\
    Every call returns the same type, [`Error`], with a variant for each kind of failure. [`Error::Api`] is a response \
    whose status is not a success: [`ApiError`] has its status, headers, message and body. [`Error::status`] \
    returns the status of any response, and [`is_not_found`](Error::is_not_found), [`is_conflict`](Error::is_conflict), \
    [`is_rate_limited`](Error::is_rate_limited) and [`is_timeout`](Error::is_timeout) check for the usual cases.";

const TYPED_ERRORS: &str = "[`Error::failure`] returns a documented failure of an operation, typed by its status. The \
    operation is named by its request builder:";

const RETRIES: &str = "# Retries and rate limits\n\n\
    A failed request is sent at most three times, and only if that is safe: [`RetryPolicy`] says which failures are \
    retried. A 429 response is retried after the time in `retry-after` or when the rate limit is reset, if that is within \
    [`max_total`](RetryPolicy::max_total) (60 s by default). With [`wait_for_reset`](RetryPolicy::wait_for_reset), a \
    request waits before it is sent if the last response said that nothing is left. [`Response::rate_limit`] returns what \
    a response reported. [`RetryPolicy::none`] turns retries off.";

const CALLS: &str = "Required arguments are positional and optional ones are setters of the request builder, whose `send` \
    sends the request. The [`Response`] dereferences to its body, and has the [`status`](Response::status) and the \
    [`headers`](Response::headers).";

const SETTINGS: &str = "[`ClientBuilder`] also has the [`attempt_timeout`](ClientBuilder::attempt_timeout), the \
    [`base_url`](ClientBuilder::base_url), the [`body_limit`](ClientBuilder::body_limit) and the \
    [`user_agent`](ClientBuilder::user_agent). [`layer`](ClientBuilder::layer) adds `tower` middleware, and \
    [`service`](ClientBuilder::service) replaces the transport. A [`Client`] is cheap to clone, and its clones share \
    their connections.";

const OPTIONS: &str = "# Options of one call\n\n\
    Each request builder has the setter `options`. [`CallOptions`] replace the settings of the client for that call:";

const TESTING: &str = "# Testing\n\n\
    With the feature `testing`, the module [`testing`] has a double of the API: in process, without a socket, with typed \
    replies and injected faults. Its function `for_each_fault` runs code once for each point at which a call can fail.";

const TRACING: &str = "# Tracing and metrics\n\n\
    With the feature `tracing`, each call is a span and each attempt an event, with the fields of OpenTelemetry's semantic \
    conventions for HTTP clients. [`ClientBuilder::on_attempt`] needs no feature: it passes an [`AttemptReport`] of each \
    attempt to a function, for metrics. Neither a span nor a report contains arguments, \
    bodies or credentials.";

const CUSTOM: &str = "# Undocumented endpoints\n\n\
    [`Client::request`] sends a request that is not one of the operations, with the same credentials, retries and errors:";

/// The comment of the crate.
pub(super) fn comment(api: &Api) -> Comment {
    let count: usize = api.groups.iter().map(|group| group.operations.len()).sum();
    let start = Comment::from(introduction(api))
        .with_example("Getting started", Example::first(api))
        .with_text(CALLS.to_owned());
    if count > MOST_OPERATIONS_FIRST {
        guide(api, start).with_text(operations(api))
    } else {
        guide(api, start.with_text(operations(api)))
    }
}

/// A sentence about the crate, and the description of the API.
fn introduction(api: &Api) -> String {
    let (lead, rest) = comment::lead_and_rest(&api.docs, &api.package);
    let is_title = api.docs.summary.is_some() && sentence::is_one_line_of_prose(&lead);
    let lead = if is_title {
        format!("Client for {lead}")
    } else {
        lead
    };
    [lead, rest].join("\n\n").trim_end().to_owned()
}

/// Adds the sections about the client.
fn guide(api: &Api, comment: Comment) -> Comment {
    let errors = programs::errors(api);
    let is_typed = matches!(
        &errors,
        Some(Scene::Errors {
            failure: Some(_),
            ..
        })
    );
    let errors_text = if is_typed {
        format!("{ERRORS}\n\n{TYPED_ERRORS}")
    } else {
        ERRORS.to_owned()
    };
    let mut comment = comment
        .with_text(format!("# Settings\n\n{}", credentials(api)))
        .with_scene(Some(programs::settings(api)))
        .with_text(SETTINGS.to_owned());
    if let Some(options) = programs::options(api) {
        comment = comment
            .with_text(OPTIONS.to_owned())
            .with_scene(Some(options));
    }
    comment = comment
        .with_text(errors_text)
        .with_scene(errors)
        .with_text(RETRIES.to_owned());
    for section in [pages(api), streams(api)].into_iter().flatten() {
        comment = comment.with_text(section);
    }
    comment
        .with_text(TESTING.to_owned())
        .with_scene(double::example(api))
        .with_text(TRACING.to_owned())
        .with_text(CUSTOM.to_owned())
        .with_scene(Some(programs::custom(api)))
        .with_text(format!(
            "# Features\n\n{}\n\n# Targets\n\n{TARGETS}",
            features()
        ))
}

/// The list of the operations.
fn operations(api: &Api) -> String {
    let lists = api.groups.iter().map(list);
    format!("# Operations{}", lists.collect::<String>())
}

/// The ways to set the credentials.
fn credentials(api: &Api) -> String {
    let variables: Vec<String> = api
        .credentials
        .iter()
        .filter_map(|credential| credential.variable.as_deref())
        .map(code_span)
        .collect();
    let from_env = match variables.as_slice() {
        [] => String::new(),
        [one] => format!(
            "[`Client::from_env`] reads the credentials from the environment variable {one}. "
        ),
        several => format!(
            "[`Client::from_env`] reads the credentials from the environment variables {}. ",
            several.join(", ")
        ),
    };
    let sources: Vec<String> = api
        .credentials
        .iter()
        .filter_map(|credential| credential.source_setter.as_deref())
        .take(MOST_LINKS)
        .map(|setter| format!("[`{0}`](ClientBuilder::{0})", unraw(setter)))
        .collect();
    let source = if sources.is_empty() {
        String::new()
    } else {
        format!(
            " A token that expires comes from a [`TokenSource`]: see {}.",
            sources.join(", ")
        )
    };
    format!("{from_env}[`Client::builder`] configures a client.{source}")
}

/// The section about lists with pages.
fn pages(api: &Api) -> Option<String> {
    let links = links(api, |operation| operation.pagination.is_some())?;
    Some(format!(
        "# Pages\n\n\
         `items()` returns the [`Items`] of a list, and `pages()` its [`Pages`]: streams that request each page when it is \
         needed. `TryStreamExt` of the crate `futures-util` has the methods of streams. The lists are {links}."
    ))
}

/// The section about bodies that need not fit in memory.
fn streams(api: &Api) -> Option<String> {
    let has_response = |is_wanted: fn(&ResponseBody) -> bool| {
        links(api, move |operation| is_wanted(&operation.success.body))
    };
    let has_request = |is_wanted: fn(&RequestContent) -> bool| {
        links(api, move |operation| {
            let mut contents = operation.body.iter().flat_map(RequestBody::contents);
            contents.any(is_wanted)
        })
    };
    let lines = [
        (
            has_response(|body| matches!(body, ResponseBody::Bytes)),
            "[`ByteStream`]: a response body of bytes, as it arrives; or read it with [`bytes`](ByteStream::bytes) or \
             [`text`](ByteStream::text)",
        ),
        (
            has_response(|body| matches!(body, ResponseBody::Events(_))),
            "[`Events`]: server-sent events",
        ),
        (
            has_response(|body| matches!(body, ResponseBody::JsonLines(_))),
            "[`JsonLines`]: JSON values, one per line",
        ),
        (
            has_request(|body| matches!(body, RequestContent::Bytes)),
            "[`Body`]: a request body of bytes, a string or [a stream](Body::from_stream)",
        ),
        (
            has_request(|body| matches!(body, RequestContent::JsonLines(_))),
            "[`NdJson`]: a request body of many items, encoded while they are sent",
        ),
        (
            has_request(|body| matches!(body, RequestContent::Multipart(_))),
            "[`Part`]: a file in a multipart request, in memory or a stream",
        ),
    ];
    let lines: Vec<String> = lines
        .into_iter()
        .filter_map(|(links, text)| Some(format!("- {text} ({})", links?)))
        .collect();
    (!lines.is_empty()).then(|| format!("# Streams\n\n{}", lines.join("\n")))
}

/// Links to the first operations that are wanted, and how many others there are; `None` if there are none.
fn links(api: &Api, is_wanted: impl Fn(&Operation) -> bool) -> Option<String> {
    let mut links = Vec::new();
    let mut count = 0_usize;
    for group in &api.groups {
        for operation in group.operations.iter().filter(|one| is_wanted(one)) {
            count += 1;
            if links.len() < MOST_LINKS {
                let name = unraw(&operation.name);
                links.push(format!("[`{name}`]({}::{name})", path(group)));
            }
        }
    }
    let (last, others) = links.split_last()?;
    Some(match count - links.len() {
        0 if others.is_empty() => last.clone(),
        0 => format!("{} and {last}", others.join(", ")),
        1 => format!("{} and 1 other", links.join(", ")),
        rest => format!("{} and {rest} others", links.join(", ")),
    })
}

/// The path of the struct of a group.
fn path(group: &Group) -> String {
    format!("{}::{}", unraw(&group.module), group.type_name)
}

/// The operations of a group: a list and not a table, as rustdoc does not wrap the cells of long names.
fn list(group: &Group) -> String {
    let path = path(group);
    let with_colon = |sentence: String| {
        if sentence.is_empty() {
            sentence
        } else {
            format!(": {sentence}")
        }
    };
    let mut list = format!(
        "\n\n[`Client::{}`]{}\n",
        unraw(&group.module),
        with_colon(comment::first_sentence(&group.docs))
    );
    for operation in &group.operations {
        let name = unraw(&operation.name);
        list.push_str(&format!(
            "\n- [`{name}`]({path}::{name}) ({}){}",
            code_span(&format!(
                "{} {}",
                operation.method.as_str(),
                operation.path.template
            )),
            with_colon(comment::first_sentence(&operation.docs))
        ));
    }
    list
}
