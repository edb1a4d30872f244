//! Tests of objects with an integer enum as their discriminator.

use serde_json::json;

use crate::narrowed_enums::{LinkRuleTrigger, Rule, WordRuleScope, WordRuleTrigger};
use crate::round_trip;

#[test]
fn an_integer_selects_the_variant() {
    let Rule::WordRule(rule) = round_trip(&json!({"trigger": 1, "scope": "shelf"})) else {
        panic!("1 is a word")
    };
    assert_eq!(
        (rule.trigger, rule.scope),
        (WordRuleTrigger::Word, Some(WordRuleScope::Shelf))
    );
    let Rule::LinkRule(rule) = round_trip(&json!({"trigger": 4})) else {
        panic!("4 is a link")
    };
    assert_eq!(rule.trigger, LinkRuleTrigger::Flood);
}

#[test]
fn an_unknown_integer_is_kept() {
    round_trip::<Rule>(&json!({"trigger": 9, "scope": "house"}));
}
