//! Who answers? A small HTTP server that plays a list of exchanges, in order.

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

/// A server that plays a list of exchanges. It stops when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    base_url: String,
    script: Arc<Script>,
    accepting: JoinHandle<()>,
}

/// What is to be played, and how far it has come.
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
    /// Starts to answer on a port of this machine that was free.
    pub(crate) async fn start(exchanges: Vec<Exchange>, matching: Matching) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port of this machine");
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
        }
    }

    /// Where it answers.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Whether every exchange was asked for, as recorded and in order; otherwise what was not.
    pub(crate) fn finish(self) -> Result<(), String> {
        let progress = self.script.progress();
        let mut report = progress.differences.clone();
        for exchange in self.script.exchanges.iter().skip(progress.requests) {
            let _ = writeln!(report, "{}: nobody asked for it", exchange.name);
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
    }
}

impl Script {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: http::Request<Incoming>) -> http::Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return self.refuse(&format!("{} {}: {error}", parts.method, parts.uri)),
        };
        let turn = {
            let mut progress = self.progress();
            progress.requests += 1;
            progress.requests - 1
        };
        let Some(exchange) = self.exchanges.get(turn) else {
            return self.refuse(&format!(
                "{} {}: no exchange is left",
                parts.method, parts.uri
            ));
        };
        let difference = describe(&exchange.request, &parts, &body, self.matching);
        if difference.is_empty() {
            response(exchange)
        } else {
            self.refuse(&format!(
                "{} is not what was sent:\n{difference}",
                exchange.name
            ))
        }
    }

    /// Keeps what was wrong, and answers with a status that no recording has.
    fn refuse(&self, difference: &str) -> http::Response<Full<Bytes>> {
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
                service_fn(|request| async { Ok::<_, Infallible>(script.answer(request).await) });
            // A client that goes away in the middle is the client's business, and its test fails by itself.
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
