//! Benchmark of batch encoding.
//!
//! Throughput is measured in bytes of the values, before Base64 and JSON encoding.

#![allow(missing_docs, reason = "the names of benchmarks describe them")]

use divan::Bencher;
use divan::counter::BytesCount;
use fastly_kv_store::types::BatchItem;
use fastly_kv_store::{Body, BoxError, Client};
use futures::executor::block_on;
use http_body_util::BodyExt as _;
use std::task::{Context, Poll};

/// The payload of a batch in bytes: more than the limit of a request, so that streaming dominates.
const PAYLOAD: usize = 64 * 1024 * 1024;

fn main() {
    divan::main();
}

/// A service that reads the request body and discards it.
#[derive(Clone)]
struct Sink;

impl tower::Service<http::Request<Body>> for Sink {
    type Response = http::Response<String>;
    type Error = BoxError;
    type Future = futures::future::BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move {
            let mut body = request.into_body();
            while let Some(frame) = body.frame().await {
                divan::black_box(frame?);
            }
            Ok(http::Response::new(r#"{"errors":[]}"#.to_owned()))
        })
    }
}

/// Encodes a batch of values of this many bytes, on one core.
#[divan::bench(args = [100, 1_000, 10_000, 100_000], sample_size = 1, sample_count = 10)]
fn encode(bencher: Bencher<'_, '_>, value: usize) {
    let client = Client::builder().token("t").service(Sink).build().unwrap();
    let count = PAYLOAD / value;
    let bytes = bytes::Bytes::from((0..=u8::MAX).cycle().take(value).collect::<Vec<_>>());
    bencher.counter(BytesCount::new(count * value)).bench(|| {
        let bytes = bytes.clone();
        let items = (0..count).map(move |_| BatchItem::new("key", bytes.clone()));
        block_on(client.kv_store_item().upsert_batch("store", items).send()).unwrap()
    });
}
