//! The rate limit.

use std::time::{Duration, UNIX_EPOCH};

use fastly_kv_emulator::{Clock, Emulator, RateLimit};

use crate::Api;

const START: u64 = 1_767_225_600;

#[test]
fn writes_are_limited_until_the_reset() {
    let clock = Clock::fixed_at(UNIX_EPOCH + Duration::from_secs(START));
    let builder = Emulator::builder().rate_limit(RateLimit::per_hour(3));
    let api = Api::with(builder.clock(clock).token("secret"));
    let send = |method: &str, path: &str, token: &str| {
        let response = api.send(method, path, &[("fastly-key", token)], b"v");
        let number = |name| {
            response
                .header(name)
                .map(|it| it.parse().expect("a number"))
        };
        let remaining: Option<u64> = number("fastly-ratelimit-remaining");
        let reset: Option<u64> = number("fastly-ratelimit-reset");
        (response.status, remaining, reset)
    };
    let reset = Some(START + 3_600);
    assert_eq!(send("PUT", "/ID/keys/k", "secret"), (200, Some(2), reset));
    assert_eq!(send("GET", "/ID/keys/k", "secret"), (200, None, None));
    assert_eq!(send("HEAD", "/ID/keys/k", "secret"), (200, None, None));
    assert_eq!(send("PUT", "/ID/keys/k", "wrong"), (401, None, None));
    assert_eq!(
        send("DELETE", "/ID/keys/x", "secret"),
        (404, Some(1), reset)
    );
    api.emulator.advance(Duration::from_secs(3_599));
    assert_eq!(send("POST", "", "secret"), (400, Some(0), reset));
    for _ in 0..2 {
        assert_eq!(
            send("DELETE", "/ID/keys/k", "secret"),
            (429, Some(0), reset)
        );
        assert_eq!(send("PUT", "/ID/batch", "secret"), (429, Some(0), reset));
    }
    assert_eq!(send("GET", "/ID/keys/k", "secret"), (200, None, None));
    api.emulator.advance(Duration::from_secs(1));
    let next = Some(START + 7_200);
    assert_eq!(send("DELETE", "/ID/keys/k", "secret"), (204, Some(2), next));
}

#[test]
fn without_a_limit_responses_have_no_headers_of_it() {
    let api = Api::start();
    let response = api.put("/ID/keys/k", "v");
    assert_eq!(response.header("fastly-ratelimit-remaining"), None);
    api.emulator.set_rate_limit(Some(RateLimit::per_hour(0)));
    let response = api.put("/ID/keys/k", "v");
    assert_eq!(response.status, 429);
    assert_eq!(response.json()["msg"], "Too many requests");
}
