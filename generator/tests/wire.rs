//! The wire format of the KV store crate, one fact per line.

mod support;

use openapi_crate::wire::wire;
use support::kv_store_api;

#[test]
fn the_wire_format_matches_its_snapshot() {
    let lines = wire(&kv_store_api());
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("wire", lines.join("\n"));
    });
}
