//! Tokens.

use fastly_kv_emulator::Emulator;

use crate::Api;

#[test]
fn a_configured_token_is_required() {
    let api = Api::with(
        Emulator::builder()
            .token("secret")
            .read_only_token("reader"),
    );
    let status = |method: &str, path: &str, token: Option<&str>| {
        let headers: Vec<_> = token.iter().map(|token| ("fastly-key", *token)).collect();
        api.send(method, path, &headers, b"v").status
    };
    assert_eq!(status("PUT", "/ID/keys/k", Some("secret")), 200);
    assert_eq!(status("GET", "/ID/keys/k", Some("reader")), 200);
    assert_eq!(status("PUT", "/ID/keys/k", Some("reader")), 403);
    assert_eq!(status("DELETE", "/ID", Some("reader")), 403);
    for token in [
        None,
        Some(""),
        Some("Secret"),
        Some("secre"),
        Some("secrets"),
    ] {
        for path in ["", "/ID", "/ID/keys", "/ID/keys/k", "/none", "/ID/what"] {
            assert_eq!(status("GET", path, token), 401, "{token:?} {path}");
        }
        assert_eq!(status("PUT", "/ID/batch", token), 401);
    }
    assert_eq!(status("GET", "/ID/what", Some("secret")), 404);
    let response = api.get("");
    assert_eq!(response.json()["msg"], "Unauthorized");
    assert!(!response.text().contains("secret"));
}

#[test]
fn without_a_token_every_request_is_accepted() {
    let api = Api::with(Emulator::builder().read_only_token("reader"));
    assert_eq!(api.put("/ID/keys/k", "v").status, 200);
    let headers = [("fastly-key", "any")];
    assert_eq!(api.send("DELETE", "/ID/keys/k", &headers, b"").status, 204);
}
