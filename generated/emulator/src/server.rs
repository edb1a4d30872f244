//! The HTTP server: connections, credentials, faults, and the operation for each request.

use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::{TcpListener, TcpStream};

use crate::body::{Failure, RequestBody, ResponseBody};
use crate::fault::{Faults, Kind};
use crate::flush::{Connection, Flushes};
use crate::problem::Problem;
use crate::query::Query;
use crate::rate_limit::Remaining;
use crate::reply::{self, Common, Reply};
use crate::route::{Operation, Route};
use crate::state::State;
use crate::{batch, items, stores};

/// The state that connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) state: Mutex<State>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) common: Mutex<Common>,
    pub(crate) clock: Arc<crate::Clock>,
    pub(crate) tokens: Tokens,
    pub(crate) counts: crate::counts::Counts,
}

/// The tokens that requests may have. Without any, credentials are not checked.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) full: Option<String>,
    /// Allows only GET and HEAD.
    pub(crate) read_only: Option<String>,
}

/// The connection must be reset.
#[derive(Debug)]
struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection is reset")
    }
}

impl std::error::Error for Reset {}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Accepts connections.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
            // For example, because the process has too many open files.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // A failure only makes small responses slower.
    let _ = stream.set_nodelay(true);
    let flushes = Flushes::default();
    let stream = Connection::new(stream, flushes.clone());
    let service = service_fn(move |request| {
        let (shared, flushes) = (Arc::clone(&shared), flushes.clone());
        async move { respond(&shared, request, flushes).await }
    });
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(stream, service);
    let result = (&mut connection).await;
    let is_reset = |error: &hyper::Error| {
        let source = std::error::Error::source(error);
        source.is_some_and(<dyn std::error::Error>::is::<Reset>)
    };
    if result.as_ref().is_err_and(is_reset) {
        connection.into_parts().io.reset();
    }
}

/// Responds to a request, with the faults that apply to it.
async fn respond(
    shared: &Shared,
    request: Request<Incoming>,
    flushes: Flushes,
) -> Result<Response<ResponseBody>, Reset> {
    let (parts, incoming) = request.into_parts();
    let mut body = RequestBody::new(incoming, &parts.headers);
    let route = Route::of(&parts.method, parts.uri.path());
    let operation = route.as_ref().ok().map(|route| route.operation);
    let injected = shared.faults().draw(operation);
    if let Some(operation) = operation {
        shared.counts.add(operation);
    }
    if !injected.delay.is_zero() {
        tokio::time::sleep(injected.delay).await;
    }
    let mut reply = match &injected.kind {
        Some(Kind::Reset) => return Err(Reset),
        Some(Kind::Stall) => pending().await,
        Some(Kind::Status(status)) => fault(*status, shared),
        Some(Kind::Response(response)) => Response::clone(response),
        _ => {
            let mut remaining = None;
            let result = match route {
                Ok(route) => perform(shared, &route, &parts, &mut body, &mut remaining).await,
                Err(no_route) => match authorize(&shared.tokens, &parts) {
                    Ok(()) => Ok(reply::no_route(no_route)),
                    Err(problem) => Err(problem.into()),
                },
            };
            let mut reply = match result {
                Ok(reply) => reply,
                Err(Failure::Problem(problem)) => reply::problem(problem),
                Err(Failure::Broken) => return Err(Reset),
            };
            if let Some(remaining) = remaining {
                reply::add_rate_limit(reply.headers_mut(), remaining);
            }
            add_common(shared, reply.headers_mut());
            reply
        }
    };
    body.discard().await;
    match injected.kind {
        Some(Kind::Lost) => Err(Reset),
        Some(Kind::Cut(bytes)) if parts.method != Method::HEAD && bytes < reply.body().len() => {
            let length = reply.body().len().into();
            reply.headers_mut().insert(CONTENT_LENGTH, length);
            Ok(reply.map(|data| ResponseBody::cut(data, bytes, flushes)))
        }
        _ => Ok(reply.map(ResponseBody::new)),
    }
}

fn add_common(shared: &Shared, headers: &mut HeaderMap) {
    let mut common = shared.common.lock().unwrap_or_else(PoisonError::into_inner);
    common.add(headers, shared.clock.now());
}

/// Returns the response of a fault.
fn fault(status: StatusCode, shared: &Shared) -> Reply {
    let now = shared.clock.now();
    let mut reply = if status == StatusCode::TOO_MANY_REQUESTS {
        let mut reply = reply::problem(too_many_requests());
        let remaining = Remaining {
            requests: 0,
            reset: (now / 1_000_000).saturating_add(1),
            is_exceeded: true,
        };
        reply::add_rate_limit(reply.headers_mut(), remaining);
        reply
    } else if status.is_success() {
        reply::empty(status)
    } else {
        reply::problem(Problem::new(status, "a fault of the emulator"))
    };
    add_common(shared, reply.headers_mut());
    reply
}

fn too_many_requests() -> Problem {
    Problem::with_message(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many requests",
        "the hourly budget for writes is spent",
    )
}

/// Performs an operation.
async fn perform(
    shared: &Shared,
    route: &Route<'_>,
    parts: &Parts,
    body: &mut RequestBody,
    remaining: &mut Option<Remaining>,
) -> Result<Reply, Failure> {
    authorize(&shared.tokens, parts)?;
    if !is_read(&parts.method) {
        *remaining = shared.state().count_write();
        if remaining.is_some_and(|remaining| remaining.is_exceeded) {
            return Err(too_many_requests().into());
        }
    }
    let query = &Query::parse(parts.uri.query().unwrap_or_default())?;
    let headers = &parts.headers;
    let (store, key) = (route.store.as_ref(), route.key.as_ref());
    let reply = match route.operation {
        Operation::GetStores => stores::get_stores(shared, query)?,
        Operation::CreateStore => stores::create_store(shared, query, body).await?,
        Operation::GetStore => stores::get_store(shared, store)?,
        Operation::DeleteStore => stores::delete_store(shared, store)?,
        Operation::UpdateStore => stores::update_store(shared, store, body).await?,
        Operation::ListItemKeys => items::list_item_keys(shared, store, query)?,
        Operation::GetItem => items::get_item(shared, store, key)?,
        Operation::UpsertItem => {
            items::upsert_item(shared, (store, key), query, headers, body).await?
        }
        Operation::DeleteItem => items::delete_item(shared, (store, key), query, headers)?,
        Operation::UpsertBatch => batch::upsert_batch(shared, store, body).await?,
    };
    Ok(reply)
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Checks the token of a request.
fn authorize(tokens: &Tokens, parts: &Parts) -> Result<(), Problem> {
    let Some(full) = &tokens.full else {
        return Ok(());
    };
    let found = parts.headers.get("fastly-key").map(HeaderValue::as_bytes);
    if found == Some(full.as_bytes()) {
        return Ok(());
    }
    let is_read_only = found.is_some() && found == tokens.read_only.as_deref().map(str::as_bytes);
    if !is_read_only {
        let detail = match found {
            Some(_) => "this token is unknown or has expired",
            None => "the request has no token in the header Fastly-Key",
        };
        return Err(Problem::with_message(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            detail,
        ));
    }
    if is_read(&parts.method) {
        return Ok(());
    }
    Err(Problem::with_message(
        StatusCode::FORBIDDEN,
        "Forbidden",
        "this token can only read",
    ))
}
