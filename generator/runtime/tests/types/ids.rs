//! Tests of schemas with an `$id`, which is the base of the references in them.

use serde_json::json;

use crate::round_trip;
use crate::v3_1_ids::{Order, Place};

#[test]
fn references_in_a_schema_with_an_id_are_relative_to_it() {
    let order: Order = round_trip(&json!({
        "line": { "sku": "a" },
        "buyer": { "line": "b", "total": true },
        "name": "c",
        "total": 3,
        "next": { "line": { "sku": "d" } },
        "place": "here",
    }));
    assert_eq!((order.line.sku.as_str(), order.total), ("a", Some(3)));
    let buyer = order.buyer.expect("there is a buyer");
    assert_eq!(
        (buyer.line.as_deref(), buyer.total),
        (Some("b"), Some(true))
    );
    assert_eq!(
        (order.name.as_deref(), order.place),
        (Some("c"), Some(Place::Here))
    );
    assert_eq!(order.next.map(|next| next.line.sku).as_deref(), Some("d"));
}
