//! A small HTTP server that plays exchanges in order.

use std::convert::Infallible;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::difference::{Matching, describe};
use super::recording::Exchange;

/// A server that plays exchanges in order. It stops on drop, which fails the test unless `finish` has been called.
#[derive(Debug)]
pub(crate) struct Server {
    base_url: String,
    script: Arc<Script>,
    accepting: JoinHandle<()>,
    is_finished: bool,
}

/// The exchanges to play, and the progress so far.
#[derive(Debug)]
struct Script {
    exchanges: Vec<Exchange>,
    matching: Matching,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    requests: usize,
    differences: String,
}

impl Server {
    /// Starts a server on a free local port.
    pub(crate) async fn start(exchanges: Vec<Exchange>, matching: Matching) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a local port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let script = Arc::new(Script {
            exchanges,
            matching,
            progress: Mutex::default(),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&script)));
        Self {
            base_url: format!("http://{address}"),
            script,
            accepting,
            is_finished: false,
        }
    }

    /// Returns the base URL.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns an error if any request differed from the recordings or is missing.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        self.is_finished = true;
        let progress = self.script.progress();
        let mut report = progress.differences.clone();
        for exchange in self.script.exchanges.iter().skip(progress.requests) {
            let _ = writeln!(report, "{}: not requested", exchange.name);
        }
        if report.is_empty() {
            Ok(())
        } else {
            Err(report)
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
        assert!(
            self.is_finished || std::thread::panicking(),
            "the test must call `finish`, which checks that every exchange has been replayed"
        );
    }
}

impl Script {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn respond(&self, request: http::Request<Incoming>) -> http::Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return self.reject(&format!("{} {}: {error}", parts.method, parts.uri)),
        };
        let turn = {
            let mut progress = self.progress();
            progress.requests += 1;
            progress.requests - 1
        };
        let Some(exchange) = self.exchanges.get(turn) else {
            return self.reject(&format!(
                "{} {}: no exchange is left",
                parts.method, parts.uri
            ));
        };
        let difference = describe(&exchange.request, &parts, &body, self.matching);
        if difference.is_empty() {
            response(exchange)
        } else {
            self.reject(&format!(
                "{} differs from the request:\n{difference}",
                exchange.name
            ))
        }
    }

    /// Records a difference, and responds with a status that no recording has.
    fn reject(&self, difference: &str) -> http::Response<Full<Bytes>> {
        let _ = writeln!(self.progress().differences, "{difference}");
        let mut response = http::Response::new(Full::from(difference.to_owned()));
        *response.status_mut() = http::StatusCode::IM_A_TEAPOT;
        response
    }
}

async fn accept(listener: TcpListener, script: Arc<Script>) {
    while let Ok((stream, _)) = listener.accept().await {
        let script = Arc::clone(&script);
        tokio::spawn(async move {
            let service =
                service_fn(|request| async { Ok::<_, Infallible>(script.respond(request).await) });
            // If the client disconnects early, its test fails anyway.
            let _ = http1::Builder::new()
                .auto_date_header(false)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn response(exchange: &Exchange) -> http::Response<Full<Bytes>> {
    let mut response = http::Response::builder().status(exchange.response.status);
    for (name, value) in &exchange.response.headers {
        response = response.header(name.as_str(), value.as_bytes());
    }
    let response = response.body(Full::new(exchange.response.body.clone()));
    response.unwrap_or_else(|error| panic!("the response of {}: {error}", exchange.name))
}
