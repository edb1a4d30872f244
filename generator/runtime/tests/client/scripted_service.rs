//! A service in memory that responds with a script of outcomes.

use std::future::{Future, pending};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use openapi_crate_runtime::{Body, BoxError, Client, ClientBuilder};
use tokio::time::Instant;
use tower_service::Service;

use self::Outcome::{Lost, Refused, Responds, RetryAfter, Stalls, TimedOut};
use crate::fixture::API;

/// The outcome of an attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outcome {
    Responds(u16),
    /// Responds with this status, `retry-after` and, if it is not empty, `date`.
    RetryAfter(u16, &'static str, &'static str),
    /// The connection is refused.
    Refused,
    /// The connection is lost after the request.
    Lost,
    /// The service times out.
    TimedOut,
    Stalls,
}

/// A service with scripted outcomes, followed by success.
#[derive(Clone)]
pub(crate) struct Scripted {
    script: Arc<[Outcome]>,
    attempts: Arc<Mutex<Vec<(Instant, Bytes)>>>,
}

impl Scripted {
    pub(crate) fn new(script: &[Outcome]) -> Self {
        Self {
            script: script.into(),
            attempts: Arc::default(),
        }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        ClientBuilder::new(&API).service(self.clone())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn attempts(&self) -> usize {
        self.attempts.lock().unwrap().len()
    }

    pub(crate) fn bodies(&self) -> Vec<Bytes> {
        self.attempts
            .lock()
            .unwrap()
            .iter()
            .map(|(_, body)| body.clone())
            .collect()
    }

    /// Returns the delays between attempts.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let attempts = self.attempts.lock().unwrap();
        attempts
            .windows(2)
            .map(|pair| pair[1].0 - pair[0].0)
            .collect()
    }
}

impl Service<http::Request<Body>> for Scripted {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            let body = request.into_body().collect().await?.to_bytes();
            let number = {
                let mut attempts = this.attempts.lock().unwrap();
                attempts.push((Instant::now(), body));
                attempts.len() - 1
            };
            let response = http::Response::builder();
            match this.script.get(number).copied().unwrap_or(Responds(200)) {
                Responds(status) => Ok(response.status(status).body("{}".into())?),
                RetryAfter(status, wait, "") => Ok(response
                    .status(status)
                    .header("retry-after", wait)
                    .body("{}".into())?),
                RetryAfter(status, wait, date) => {
                    let response = response.header("retry-after", wait).header("date", date);
                    Ok(response.status(status).body("{}".into())?)
                }
                Refused => Err(io::Error::from(io::ErrorKind::ConnectionRefused).into()),
                Lost => Err(io::Error::from(io::ErrorKind::ConnectionReset).into()),
                TimedOut => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
                Stalls => pending().await,
            }
        })
    }
}
