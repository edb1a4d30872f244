//! Methods that send a call and decode its response.

use std::collections::hash_map::RandomState;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::arguments::Call;
use super::error::{Error, ResponseHead};
use super::http::is_json_sequence;
use super::json::Json;
use super::page_facts::PageFacts;
use super::paging::Paging;
use super::response::{
    ByStatus, ByteStream, Charset, Events, JsonLines, RawResponse, Response,
    check_content_encoding, decode_json, inspect_json, optional_json, read_up_to,
    variant_without_body,
};
use super::send::{Sending, send};

/// The maximum number of bytes of an unused body that are read so that the connection can be reused.
const MAX_DRAIN: usize = 64 * 1024;

/// The time that a server has for an unused body.
const DRAIN_TIME: Duration = Duration::from_millis(500);

impl Call {
    fn send(self) -> Sending {
        let (client, draft) = self.into_parts();
        send(client, draft)
    }

    /// Sends the request and decodes the response body as JSON.
    pub async fn send_json<T: Json>(self) -> Result<Response<T>, Error> {
        let (response, body) = collect(self.send()).await?;
        let value = decode_json(response.head(), &body)?;
        Ok(response.map(|()| value))
    }

    /// Sends the request and decodes the response body as a page. Also returns the facts about it.
    pub(super) async fn send_page<T: Json>(
        self,
        paging: Paging,
        hasher: RandomState,
    ) -> Result<(Response<T>, PageFacts), Error> {
        let (response, body) = collect(self.send()).await?;
        // A response without a page, if the type has one.
        if body.is_empty()
            && let Ok(none) = T::from_json(Value::Null)
        {
            return Ok((response.map(|()| none), PageFacts::default()));
        }
        let mut facts = PageFacts::default();
        let value = inspect_json(response.head(), &body, |value| {
            facts = PageFacts::of(value, &body, paging, &hasher);
        })?;
        Ok((response.map(|()| value), facts))
    }

    /// Sends the request and ignores the response body.
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let (response, body) = self.send().await?.take_body();
        drain(body).await?;
        Ok(response)
    }

    /// Sends the request and returns the response body as a stream.
    pub async fn send_stream(self) -> Result<Response<ByteStream>, Error> {
        let mut response = self.send().await?;
        // The header of an empty body has no effect.
        if !response.is_known_empty() {
            check_content_encoding(response.head())?;
        }
        Ok(response)
    }

    /// Sends the request and reads the response body as a string in its charset.
    pub async fn send_text(self) -> Result<Response<String>, Error> {
        let (response, body) = self.send_stream().await?.take_body();
        let text = body.text_in(Charset::of(response.headers())).await?;
        Ok(response.map(|()| text))
    }

    /// Sends the request and decodes the response body as JSON, or returns `None` for an empty body and the statuses in
    /// `without_body`.
    pub async fn send_optional_json<T: Json>(
        self,
        without_body: &'static [u16],
    ) -> Result<Response<Option<T>>, Error> {
        let (response, body) = self.send().await?.take_body();
        // A 205 response has no content (RFC 9110, section 15.3.6).
        let is_reset = response.status() == StatusCode::RESET_CONTENT;
        if is_reset || without_body.contains(&response.status().as_u16()) {
            drain(body).await?;
            return Ok(response.map(|()| None));
        }
        let body = collect_body(response.head(), body).await?;
        let raw = RawResponse::new(response.head().clone(), body);
        let value = optional_json(raw)?;
        Ok(response.map(|()| value))
    }

    /// Sends the request and decodes the response body according to the status.
    pub async fn send_by_status<T: ByStatus>(self) -> Result<Response<T>, Error> {
        let (response, body) = self.send().await?.take_body();
        if let Some(variant) = variant_without_body(response.head()) {
            drain(body).await?;
            let variant = variant?;
            return Ok(response.map(|()| variant));
        }
        let body = collect_body(response.head(), body).await?;
        let variant = T::read(RawResponse::new(response.head().clone(), body))?;
        Ok(response.map(|()| variant))
    }

    /// Sends the request and returns the response as a stream of events whose data is JSON.
    pub async fn send_events<T: Json>(self) -> Result<Response<Events<T>>, Error> {
        Ok(self.send_stream().await?.map_body(Events::json))
    }

    /// Sends the request and returns the response as a stream of events whose data is a string.
    pub async fn send_text_events(self) -> Result<Response<Events<String>>, Error> {
        Ok(self.send_stream().await?.map_body(Events::text))
    }

    /// Sends the request and returns the response as a stream of JSON values, one per line, or each after a record
    /// separator if that is the media type of the response.
    pub async fn send_json_lines<T: Json>(self) -> Result<Response<JsonLines<T>>, Error> {
        let response = self.send_stream().await?;
        let has_records = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(is_json_sequence);
        Ok(response.map_body(if has_records {
            JsonLines::of_records
        } else {
            JsonLines::new
        }))
    }
}

/// Awaits a response and reads its whole body, which will be decoded.
async fn collect(
    response: impl Future<Output = Result<Response<ByteStream>, Error>>,
) -> Result<(Response<()>, Bytes), Error> {
    let (response, body) = response.await?.take_body();
    let body = collect_body(response.head(), body).await?;
    Ok((response, body))
}

/// Reads a body that will be decoded.
async fn collect_body(head: &ResponseHead, body: ByteStream) -> Result<Bytes, Error> {
    let body = body.bytes_to_decode().await?;
    // The header of an empty body has no effect.
    if !body.is_empty() {
        check_content_encoding(head)?;
    }
    Ok(body)
}

/// Reads a short body that is not used, so that the connection can be reused. Errors are ignored, except those of the
/// request body. A response body that is longer or takes longer costs the connection instead.
async fn drain(mut body: ByteStream) -> Result<(), Error> {
    if !body.is_known_empty() {
        // Boxed because of its timers.
        Box::pin(read_up_to(&mut body, MAX_DRAIN, DRAIN_TIME, DRAIN_TIME)).await;
    }
    match body.finish_upload() {
        Some(finishing) => finishing.await,
        None => Ok(()),
    }
}
