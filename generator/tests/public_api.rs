//! The public API of the KV store crate, one signature per line.

mod support;

use openapi_crate::surface::public_api;
use support::kv_store_api;

#[test]
fn the_public_api_matches_its_snapshot() {
    let lines = public_api(&kv_store_api());
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("public_api", lines.join("\n"));
    });
}
