//! Tests of schemas that all apply to the same value: every keyword of each of them holds, at any depth.

use serde_json::{Value, from_value, json};

use crate::all_of_merged::{
    Address, Deep, DeepChecked, DeepNarrow, Kind, Order, OrderBuyer, OrderBuyerAddress, OrderState,
    OrderTagsItem,
};
use crate::round_trip;

fn order() -> Value {
    json!({
        "buyer": {
            "name": "Ada", "vat": "GB1",
            "address": { "city": "London", "zip": "W1", "country": "GB" },
        },
        "lines": [{ "sku": "a", "count": 2 }],
        "tags": ["new"],
        "prices": { "net": { "amount": 1.5, "currency": "GBP" } },
        "kind": "quote",
        "state": "lost",
        "at": "2025-06-23T19:40:58Z",
        "id": "127.0.0.1",
        "total": 12,
        "ship_to": { "street": "Main", "city": "Rome" },
        "next": { "buyer": { "name": "Bob" } },
        "closed": { "a": "b" },
    })
}

#[test]
fn properties_of_a_property_in_several_schemas_are_merged() {
    let order: Order = round_trip(&order());
    let address = order.buyer.address.expect("the buyer has an address");
    assert_eq!(
        (order.buyer.name.as_str(), order.buyer.vat.as_deref()),
        ("Ada", Some("GB1"))
    );
    assert_eq!(
        (
            address.city.as_deref(),
            address.zip.as_str(),
            address.country.as_deref()
        ),
        (Some("London"), "W1", Some("GB"))
    );
    assert!(address.additional_properties.is_empty());
    assert_eq!(
        order.next.map(|next| next.buyer.name),
        Some("Bob".to_owned())
    );
}

#[test]
fn items_and_additional_properties_are_merged() {
    let order: Order = round_trip(&order());
    let lines = order.lines.unwrap_or_default();
    assert_eq!((lines[0].sku.as_str(), lines[0].count), ("a", 2));
    assert_eq!(order.tags, Some(vec![OrderTagsItem::New]));
    let prices = order.prices.unwrap_or_default();
    assert_eq!(
        (prices["net"].amount, prices["net"].currency.as_deref()),
        (1.5, Some("GBP"))
    );
}

#[test]
fn a_refinement_leaves_the_type() {
    let order: Order = round_trip(&order());
    assert_eq!(order.kind, Some(Kind::Quote));
    assert_eq!(order.state, Some(OrderState::Lost));
    assert_eq!(
        order.at.map(|at| at.to_string()).as_deref(),
        Some("2025-06-23T19:40:58Z")
    );
    assert!(order.id.is_some_and(|id| id.is_loopback()));
    assert_eq!(order.total, Some(12));
}

#[test]
fn each_required_property_is_required() {
    let without = |pointer: &str, name: &str| {
        let mut order = order();
        let object = order.pointer_mut(pointer).and_then(Value::as_object_mut);
        object.expect("the pointer leads to an object").remove(name);
        from_value::<Order>(order)
            .expect_err("it is required")
            .to_string()
    };
    for (pointer, name) in [
        ("", "buyer"),
        ("/buyer", "name"),
        ("/buyer/address", "zip"),
        ("/lines/0", "sku"),
        ("/lines/0", "count"),
        ("/prices/net", "amount"),
        ("/ship_to", "street"),
        ("/ship_to", "city"),
    ] {
        let error = without(pointer, name);
        assert!(error.contains(name), "{pointer}/{name}: {error}");
    }
}

#[test]
fn values_are_written_with_the_properties_of_each_schema() {
    let address = OrderBuyerAddress::new("W1").country("GB");
    let buyer = OrderBuyer::new("Ada").address(address).vat("GB1");
    let order = Order::new(buyer).kind(Kind::Sample).total(7);
    assert_eq!(
        serde_json::to_value(&order).expect("an order can be written"),
        json!({
            "buyer": { "name": "Ada", "vat": "GB1", "address": { "zip": "W1", "country": "GB" } },
            "kind": "sample", "total": 7,
        })
    );
}

#[test]
fn an_all_of_may_be_in_a_property_in_items_and_in_additional_properties() {
    let json = json!({
        "both": { "street": "Main", "floor": 3 },
        "same": { "street": "Main" },
        "enum": "order",
        "narrow": "sample",
        "time": "2025-06-23T19:40:58Z",
        "count": 3,
        "whole": 4,
        "list": [{ "street": "Main", "floor": 4 }],
        "map": { "a": "quote" },
        "lists": [{ "a": "1", "b": "2" }],
        "none": "b",
    });
    let deep: Deep = round_trip(&json);
    let same: Option<Address> = deep.same;
    assert!(same.is_some());
    assert_eq!(deep.both.and_then(|both| both.floor), Some(3));
    assert_eq!(deep.narrow, Some(DeepNarrow::Sample));
    assert_eq!(deep.list.unwrap_or_default()[0].floor, Some(4));
    assert_eq!(deep.map.unwrap_or_default()["a"], Kind::Quote);
    let lists = deep.lists.unwrap_or_default();
    assert_eq!(
        (lists[0].a.as_deref(), lists[0].b.as_deref()),
        (Some("1"), Some("2"))
    );
    assert_eq!((deep.count, deep.whole), (Some(3_u32), Some(4_i64)));
}

#[test]
fn the_limits_of_each_schema_are_checked() {
    assert!(DeepChecked::new("a").is_err());
    assert!(DeepChecked::new("ab").is_ok());
    assert!(DeepChecked::new("ten letters").is_err());
}
