//! The macro that defines the double of a generated crate.
//!
//! An embedded runtime does not export it from its crate.
#![allow(
    unused_macros,
    unused_imports,
    reason = "only the generated double uses it"
)]

/// Defines the double of an API, from the path of the module `testing` of the runtime and the types of the calls. The
/// methods for the operations are generated.
#[doc(hidden)]
#[macro_export]
macro_rules! double {
    ($($testing:ident)::+; $($call:ident),* $(,)?) => {
        /// A double of the API, which a client uses as its service.
        ///
        /// Each method is named after an operation, and starts an expectation: the methods of [`On`] set its condition
        /// and its reply or failure, and those of [`Expectation`] how often it applies.
        /// [`calls`](UntypedDouble::calls) returns the received calls, and [`verify`](UntypedDouble::verify) panics if
        /// one was unexpected, or if a reply or failure was not used. Clones share their expectations and calls. The
        /// [module](self) has an example.
        #[derive(Clone, Debug)]
        pub struct Double($($testing)::+::UntypedDouble);

        impl Double {
            const OPERATIONS: &'static [$($testing)::+::Described] = {
                use $($testing)::+ as testing;
                &[$(testing::Described::of::<$call>()),*]
            };

            /// Creates a double without expectations: every call is unexpected.
            pub fn new() -> Self {
                Self($($testing)::+::UntypedDouble::new(Self::OPERATIONS))
            }
        }

        impl Default for Double {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::ops::Deref for Double {
            type Target = $($testing)::+::UntypedDouble;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl $($testing)::+::Service<$($testing)::+::Request<$($testing)::+::Body>> for Double {
            type Response = $($testing)::+::Response<$($testing)::+::ReplyBody>;
            type Error = $($testing)::+::BoxError;
            type Future = $($testing)::+::Responding;

            fn poll_ready(
                &mut self,
                context: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Result<(), Self::Error>> {
                $($testing)::+::Service::poll_ready(&mut self.0, context)
            }

            fn call(
                &mut self,
                request: $($testing)::+::Request<$($testing)::+::Body>,
            ) -> Self::Future {
                $($testing)::+::Service::call(&mut self.0, request)
            }
        }

        /// Runs code once without a fault, and then once for each point at which a call can fail.
        ///
        /// The points are, for each request: the connection is refused, the connection breaks before the response, the
        /// response never arrives, the status is 429, 500 or 503, and the body ends early.
        ///
        /// Each run gets a new double, on which `run` defines the expectations. A call with an injected fault does not
        /// use up an expectation. Delays of the client take no time. If nothing limits the wait for a response that never
        /// arrives, the connection times out, as the operating system would eventually do. The output of the code is
        /// ignored, so `run` must contain the assertions.
        ///
        /// # Panics
        ///
        /// Panics with the point if, in any run,
        ///
        /// - the code panics, so that a failed assertion names the fault;
        /// - a request that the client must not repeat, and that may have been processed, is made again with the same
        ///   arguments and body, more often than in the run without a fault;
        /// - a call is unexpected;
        /// - the code makes no request of the double, or does not reach the request with the fault, so that nothing
        ///   would be checked;
        /// - without a fault, an expectation with `times` has fewer calls;
        /// - the code makes more than twice as many requests as without a fault, and 100 more.
        ///
        /// # Examples
        ///
        /// ```no_run
        /// # use std::future::Future;
        /// # struct On;
        /// # impl On {
        /// #     fn reply<T>(&self, _: T) {}
        /// #     fn calls(&self) -> Vec<()> { Vec::new() }
        /// # }
        /// # struct Double;
        /// # impl Double {
        /// #     fn get_item(&self) -> On { On }
        /// #     fn delete_item(&self) -> On { On }
        /// # }
        /// # fn client_of(api: &Double) -> &Double { api }
        /// # async fn take_item(_: &Double) -> Result<String, String> { Ok(String::new()) }
        /// # async fn for_each_fault<F: Future<Output = ()>>(_: impl FnMut(Double) -> F) {}
        /// # async fn example() {
        /// for_each_fault(|api| async move {
        ///     api.get_item().reply("value");
        ///     api.delete_item().reply(());
        ///     let client = client_of(&api);
        ///
        ///     let outcome = take_item(&client).await; // the code to test
        ///
        ///     let deleted = !api.delete_item().calls().is_empty();
        ///     assert!(deleted || outcome.is_err(), "not deleted, without an error");
        /// })
        /// .await;
        /// # }
        /// ```
        pub async fn for_each_fault<F, Fut>(mut run: F) -> $($testing)::+::Faults
        where
            F: FnMut(Double) -> Fut,
            Fut: std::future::Future,
        {
            let run = |double| run(Double(double));
            $($testing)::+::for_each_fault(Double::OPERATIONS, run).await
        }
    };
}

pub use double;
