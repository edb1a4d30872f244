//! The client of an API whose generated code depends on this crate.
//!
//! Only the crate that defines a type can add methods to it, and several APIs can share the runtime. So each API has
//! its own `Client` and `ClientBuilder` around those of the runtime, with the same methods. A test compares both.

/// Expands to its argument if the default transport is available, which the caller's features do not say.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_reqwest {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to nothing, since the default transport is not available.
#[cfg(not(all(feature = "reqwest", not(target_family = "wasm"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_reqwest {
    ($($item:tt)*) => {};
}

/// The targets of the links to the methods of the default transport, after an empty line.
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
#[doc(hidden)]
#[macro_export]
macro_rules! links_of_the_builder {
    () => {
        "
[`connect_timeout`]: Self::connect_timeout
[`idle_timeout`]: Self::idle_timeout
[`http_client`]: Self::http_client
[`http2_keep_alive`]: Self::http2_keep_alive
[`http2_prior_knowledge`]: Self::http2_prior_knowledge"
    };
}

/// The same without the methods.
#[cfg(not(all(feature = "reqwest", not(target_family = "wasm"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! links_of_the_builder {
    () => {
        "
[`connect_timeout`]: #
[`idle_timeout`]: #
[`http_client`]: #
[`http2_keep_alive`]: #
[`http2_prior_knowledge`]: #"
    };
}

/// Expands to its argument if a client can use that of `reqwest`.
#[cfg(all(
    feature = "reqwest",
    any(not(target_family = "wasm"), target_os = "unknown")
))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_http_client {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to nothing, since a client cannot use that of `reqwest`.
#[cfg(not(all(
    feature = "reqwest",
    any(not(target_family = "wasm"), target_os = "unknown")
)))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_http_client {
    ($($item:tt)*) => {};
}

/// Defines the client of an API and its builder.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    () => {
        /// A client for the API, created by a [`ClientBuilder`].
        ///
        /// Clones are cheap and share their connections. A client can be used by any number of tasks concurrently.
        ///
        /// # Retries and rate limits
        ///
        /// A failed request is sent at most three times, and only if that is safe: see
        /// [`RetryPolicy`](super::RetryPolicy). A 429 response waits for the time in `retry-after` or until the rate
        /// limit is reset, if that is within the policy's total (60 s by default). Otherwise it is returned
        /// immediately, and its message says when the limit is reset. With `wait_for_reset`, a request waits before it
        /// is sent if the last response said that nothing is left.
        ///
        /// ```ignore
        /// let policy = RetryPolicy::default()
        ///     .max_total(Duration::from_secs(300))
        ///     .wait_for_reset(true);
        /// let client = builder.retry(policy).build()?;
        /// ```
        ///
        /// # Timeouts
        ///
        /// By default, only establishing a connection has a time limit (10 s). `timeout` limits a whole call: all
        /// attempts, the delays between them, and the response to the end of its body. `attempt_timeout` limits each
        /// attempt, which is then retried if that is safe. `idle_timeout` limits each wait for bytes of the response,
        /// and so suits long downloads; the first wait includes sending the request body.
        ///
        /// ```ignore
        /// let client = builder
        ///     .timeout(Duration::from_secs(120))
        ///     .attempt_timeout(Duration::from_secs(30))
        ///     .idle_timeout(Duration::from_secs(10))
        ///     .build()?;
        /// ```
        ///
        /// # Runtimes and blocking programs
        ///
        /// The default transport needs a `tokio` runtime. A call outside a runtime fails with
        /// [`Error::Config`](super::Error::Config). A client can be used on several runtimes, such as those of several
        /// tests: each runtime has its own connections, and those of the eight most recently used runtimes are kept. On
        /// a runtime without a timer, requests are sent only once and connecting has no time limit. A response body is
        /// received by the runtime that made the call, so that runtime must keep running while the body is read; the
        /// timeout of the call applies wherever the body is read. A client or a service set by the user is shared by
        /// all runtimes, so its connections must not belong to a runtime that idles.
        ///
        /// On WebAssembly in a browser or Node.js, the default transport is `fetch`, which needs no `tokio` runtime. It
        /// reads a request body into memory before sending it, and follows redirects to any origin. WASI has no default
        /// transport and no timer: a client needs a service, requests are sent only once, and a timeout is checked whenever
        /// the call is polled.
        ///
        /// A program without `async` keeps one runtime and runs each call on it:
        ///
        /// ```ignore
        /// let runtime = tokio::runtime::Builder::new_current_thread()
        ///     .enable_all()
        ///     .build()?;
        /// let response = runtime.block_on(call)?;
        /// ```
        #[derive(Clone)]
        pub struct Client($crate::Client);

        impl Client {
            #[doc(hidden)]
            pub fn call(&self, operation: &'static $crate::Operation) -> $crate::Call {
                self.0.call(operation)
            }

            /// Starts building a request that is not one of the document's operations.
            ///
            /// It has what an operation has: the base URL, the credentials, headers, timeouts and retries of the
            /// client, and errors that name it, such as `GET /path`. It is retried as its method allows: GET, HEAD,
            /// OPTIONS, TRACE, PUT and DELETE are idempotent, and no other method is (RFC 9110, section 9.2.2). The
            /// credentials are those of the document's `security`, or else those that its operations require: the first
            /// alternative that the client has.
            ///
            /// A server repeats a TRACE request in its response, so such a request has no credentials and no headers
            /// that are marked as sensitive (RFC 9110, section 9.3.8). One with a body is rejected, and so is CONNECT.
            ///
            /// The path is below the base URL, which may have a path itself. It starts with `/` and may have a query.
            /// Characters that are not allowed in a URL are percent-encoded, and existing escapes are kept. A path with
            /// a segment `.` or `..`, a control character or a fragment is rejected.
            ///
            /// # Examples
            ///
            /// ```ignore
            /// let response = client
            ///     .request(Method::GET, "/resources/stores")
            ///     .query("limit", 1)
            ///     .send()
            ///     .await?;
            /// let stores: serde_json::Value = response.json().await?;
            /// ```
            pub fn request(
                &self,
                method: $crate::Method,
                path: impl AsRef<str>,
            ) -> $crate::Request {
                self.0.request(method, path)
            }
        }

        impl ::std::fmt::Debug for Client {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        /// Configures and builds a [`Client`].
        ///
        /// | settings | methods |
        /// | --- | --- |
        /// | credentials | those named after the API's security schemes |
        /// | server | [`base_url`](Self::base_url) |
        /// | time limits | [`timeout`](Self::timeout), [`attempt_timeout`](Self::attempt_timeout), [`connect_timeout`], [`idle_timeout`] |
        /// | retries | [`retry`](Self::retry) |
        /// | requests | [`header`](Self::header), [`user_agent`](Self::user_agent) |
        /// | responses | [`body_limit`](Self::body_limit), [`request_id_header`](Self::request_id_header) |
        /// | transport | [`layer`](Self::layer), [`service`](Self::service), [`http_client`], [`http2_keep_alive`], [`http2_prior_knowledge`] |
        /// | metrics | [`on_attempt`](Self::on_attempt) |
        ///
        /// [`connect_timeout`], [`idle_timeout`] and the methods that start with `http` belong to the default transport,
        /// and need the feature `reqwest`.
        ///
        /// # Examples
        ///
        /// ```ignore
        /// let client = builder
        ///     .base_url("https://proxy.example.com/api")?
        ///     .timeout(Duration::from_secs(30))
        ///     .retry(RetryPolicy::none())
        ///     .build()?;
        /// ```
        #[doc = $crate::links_of_the_builder!()]
        #[must_use]
        pub struct ClientBuilder($crate::ClientBuilder);

        impl ClientBuilder {
            #[doc(hidden)]
            pub fn new(api: &'static $crate::Api) -> Self {
                Self($crate::ClientBuilder::new(api))
            }

            /// Creates a builder with the credentials in the environment. Fails if the API has credentials but none is
            /// set.
            #[doc(hidden)]
            pub fn from_env(api: &'static $crate::Api) -> Result<Self, $crate::Error> {
                $crate::ClientBuilder::from_env(api).map(Self)
            }

            /// Sets the credential of a security scheme.
            #[doc(hidden)]
            pub fn credential(self, scheme: &'static str, secret: impl Into<String>) -> Self {
                Self(self.0.credential(scheme, secret))
            }

            /// Sets the user name and password of a security scheme.
            #[doc(hidden)]
            pub fn basic(
                self,
                scheme: &'static str,
                user: impl Into<String>,
                password: impl Into<String>,
            ) -> Self {
                Self(self.0.basic(scheme, user, password))
            }

            /// Sets the token source of a security scheme.
            #[doc(hidden)]
            pub fn source(self, scheme: &'static str, source: impl $crate::TokenSource) -> Self {
                Self(self.0.source(scheme, source))
            }

            /// Sets the base URL, which defaults to the API's server.
            ///
            /// It consists of `http` or `https`, a host, and optionally a port and a path, which is prepended to the
            /// path of every request.
            ///
            /// # Errors
            ///
            /// Returns [`Error::Config`](super::Error::Config) if the URL is invalid or has any other part, such as a
            /// query.
            pub fn base_url(self, url: impl AsRef<str>) -> Result<Self, $crate::Error> {
                self.0.base_url(url).map(Self)
            }

            /// Sets the timeout of a whole call: all attempts, the delays between them, and the response to the end of
            /// its body, even if it is read as a stream.
            ///
            /// By default, only establishing a connection has a time limit (10 s). The timeout applies wherever the
            /// response body is read, even outside the runtime that made the call.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the timeout of each attempt, from connecting to the end of its response body. An idempotent request
            /// that times out before the response is retried, unlike after [`timeout`](Self::timeout). There is no such
            /// limit by default.
            ///
            /// It includes the time that a request waits in layers, and applies to any transport.
            pub fn attempt_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.attempt_timeout(timeout))
            }

            $crate::with_reqwest! {
                /// Sets the timeout of establishing a connection, including TLS, which defaults to 10 s. Any request
                /// that times out then is retried, since the server has not received it.
                ///
                /// This and [`idle_timeout`](Self::idle_timeout) apply to the default transport, on a `tokio` runtime
                /// with its timer enabled. A client or a service set by the user has its own.
                pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                    Self(self.0.connect_timeout(timeout))
                }
            }

            $crate::with_reqwest! {
                /// Sets the timeout of each wait for bytes of the response, both before it starts and while its body is
                /// read. It suits long downloads, whose whole duration is unknown. There is no such limit by default.
                ///
                /// The wait before the response includes connecting and sending the request body, however fast the body
                /// is sent. A client that also uploads long bodies needs a timeout that is longer than an upload.
                pub fn idle_timeout(self, timeout: ::std::time::Duration) -> Self {
                    Self(self.0.idle_timeout(timeout))
                }
            }

            /// Sets the retry policy, which defaults to [`RetryPolicy::default`](super::RetryPolicy::default).
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sets the maximum length in bytes of a response body that is read into memory, after decompression.
            ///
            /// Reading a longer body as bytes, a string or a decoded value fails with
            /// [`Error::Body`](super::Error::Body), and so does a longer line or event of a stream. By default, the
            /// limit is 64 MiB for strings and decoded values and 16 MiB for lines and events, and bytes have none. It
            /// does not apply to byte streams. The body of an [`ApiError`](super::ApiError) is truncated to the limit
            /// (64 MiB by default).
            ///
            /// A decoded value can take many times the memory of its JSON. A value that would take more than 16 times
            /// the limit (1 GiB by default) is [`Error::Decode`](super::Error::Decode).
            pub fn body_limit(self, limit: usize) -> Self {
                Self(self.0.body_limit(limit))
            }

            /// Sets the response header with the id of the request, which errors report, in addition to the usual ones,
            /// such as `x-request-id`, `fastly-trace-id` and `x-served-by`.
            ///
            /// # Errors
            ///
            /// Returns [`Error::Config`](super::Error::Config) if the name is not valid.
            pub fn request_id_header(self, name: &str) -> Result<Self, $crate::Error> {
                self.0.request_id_header(name).map(Self)
            }

            /// Sets the `user-agent` header, which defaults to the crate's name and version.
            pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
                Self(self.0.user_agent(user_agent))
            }

            /// Sets a function that is called once for each attempt of a call when the attempt ends, for metrics. It
            /// replaces the function that was set before.
            ///
            /// The attempt of a successful response ends with the response body, or when the caller drops that. A
            /// request that is not sent, because of an invalid argument or a failed token source, is not an attempt. The
            /// function must neither block nor panic.
            pub fn on_attempt(
                self,
                observer: impl Fn(&$crate::AttemptReport<'_>) + Send + Sync + 'static,
            ) -> Self {
                Self(self.0.on_attempt(observer))
            }

            /// Sets a header of every request. It replaces a header of that name that was set before or that the client
            /// sends by default, such as `accept` and `user-agent`. A header in the options of a call replaces it, and
            /// so does an argument of the operation.
            ///
            /// The value is a string without control characters, bytes, a number or a `HeaderValue`. Like the
            /// credentials, it is sent to the server of the base URL or of the operation: redirects and next pages of a
            /// different origin are not requested.
            ///
            /// # Errors
            ///
            /// Returns [`Error::Config`](super::Error::Config) if the name or the value is invalid, and for headers
            /// that carry credentials (`authorization`, `proxy-authorization`, `cookie`, those of API keys) or that the
            /// client or the transport sets: `host`, `content-type`, `content-length` and those of the connection.
            pub fn header<V>(self, name: impl AsRef<str>, value: V) -> Result<Self, $crate::Error>
            where
                V: TryInto<$crate::http::HeaderValue>,
                V::Error: Into<$crate::http::Error>,
            {
                self.0.header(name, value).map(Self)
            }

            $crate::with_http_client! {
                /// Sends requests through an existing `reqwest` client, with its connection pool, proxies and
                /// certificates.
                ///
                /// The client's timeouts and redirect policy also apply. **The default policy of `reqwest` is unsafe
                /// here**: it sends API key headers to other hosts, and may change the method to GET. Prefer
                /// `reqwest::redirect::Policy::none()`. (The built-in client follows redirects only within the same
                /// scheme, host and port, and never changes the method.) A redirect that is not followed is reported as
                /// [`Error::Api`](super::Error::Api), unless the API documents it as a response of the operation.
                pub fn http_client(self, client: $crate::reqwest::Client) -> Self {
                    Self(self.0.http_client(client))
                }
            }

            $crate::with_reqwest! {
                /// Sets the pings that detect a silent HTTP/2 connection: after `interval` without a frame from the
                /// server, a ping is sent, and without a response to it within `timeout`, the connection is closed. Its
                /// calls fail with [`Error::Timeout`](super::Error::Timeout), and idempotent ones are retried on a new
                /// connection.
                ///
                /// The defaults are 10 s and 20 s. `None` turns the pings off, so that every call on a silent
                /// connection times out. Pings are sent only while calls are in progress. They do not apply to
                /// HTTP/1.1, where each call in progress has its own connection, nor to a client or service set by the
                /// user.
                pub fn http2_keep_alive(
                    self,
                    interval: impl Into<Option<::std::time::Duration>>,
                    timeout: ::std::time::Duration,
                ) -> Self {
                    Self(self.0.http2_keep_alive(interval, timeout))
                }
            }

            $crate::with_reqwest! {
                /// Uses HTTP/2 for every request, even over `http`, where it cannot be negotiated. By default, HTTP/2
                /// is used if the server offers it over TLS, and otherwise HTTP/1.1.
                pub fn http2_prior_knowledge(self) -> Self {
                    Self(self.0.http2_prior_knowledge())
                }
            }

            /// Sends requests through a service: a stack of `tower` layers, another HTTP client, or a test double. On
            /// WASI, a service is required.
            ///
            /// The service is called once per attempt. If the source chain of its error contains an
            /// [`io::Error`](std::io::Error) of kind `ConnectionRefused`, the connection could not be established;
            /// after any other error, the request may have been processed. An `io::Error` of kind `TimedOut`, including
            /// in the response body, is reported as [`Error::Timeout`](super::Error::Timeout).
            pub fn service<S, B>(self, service: S) -> Self
            where
                S: $crate::tower_service::Service<
                        $crate::http::Request<$crate::Body>,
                        Response = $crate::http::Response<B>,
                    > + Clone
                    + Send
                    + 'static,
                S::Future: Send + 'static,
                S::Error: Into<$crate::BoxError>,
                B: $crate::http_body::Body<Data = $crate::bytes::Bytes> + Send + 'static,
                B::Error: Into<$crate::BoxError>,
            {
                Self(self.0.service(service))
            }

            /// Adds a `tower` layer over the transport: the default one, or the client or service set by the user,
            /// before or after. A layer that is added later wraps those added before, so the last one sees a request
            /// first.
            ///
            /// The layer is called once for each attempt, with a request that has the credentials and all headers.
            /// Redirects are followed below it. Retries, timeouts of the call and decoding are above it. Each request
            /// uses a clone of the layer's service, once that is ready. A service that cannot be cloned, such as a rate
            /// limit, needs a buffer: `ServiceBuilder::new().buffer(100).rate_limit(10, Duration::from_secs(1))`. A
            /// buffer starts a task, so [`build`](Self::build) must be called in a runtime, which must keep running.
            ///
            /// A layer may change the type of the response body. An error of a layer is
            /// [`Error::Connection`](super::Error::Connection), after which an idempotent request is retried, or
            /// [`Error::Timeout`](super::Error::Timeout) if its source chain contains a timeout of `tower`,
            /// `tower-http` or `tokio`, or an [`io::Error`](std::io::Error) of kind `TimedOut`. Use
            /// [`retry`](Self::retry) rather than a layer that retries, which does not know which operations are
            /// idempotent.
            ///
            /// # Examples
            ///
            /// With `TimeoutLayer` of `tower`:
            ///
            /// ```ignore
            /// let client = builder
            ///     .layer(TimeoutLayer::new(Duration::from_secs(5)))
            ///     .build()?;
            /// ```
            pub fn layer<L, S, B>(self, layer: L) -> Self
            where
                L: $crate::tower_layer::Layer<$crate::TransportService, Service = S>
                    + Send
                    + 'static,
                S: $crate::tower_service::Service<
                        $crate::http::Request<$crate::Body>,
                        Response = $crate::http::Response<B>,
                    > + Clone
                    + Send
                    + 'static,
                S::Future: Send + 'static,
                S::Error: Into<$crate::BoxError>,
                B: $crate::http_body::Body<Data = $crate::bytes::Bytes> + Send + 'static,
                B::Error: Into<$crate::BoxError>,
            {
                Self(self.0.layer(layer))
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// Returns [`Error::Config`](super::Error::Config) if a credential or the user agent is invalid, or if
            /// there is no base URL or transport.
            pub fn build(self) -> Result<Client, $crate::Error> {
                self.0.build().map(Client)
            }
        }

        impl ::std::fmt::Debug for ClientBuilder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}
