//! Tests of parents that list their children, which refer to the parent in their `allOf`.

use serde_json::json;

use crate::listed_children::{Bird, Cat, Dog, Pet, Plant, Round, Shape};
use crate::round_trip;

#[test]
fn a_parent_is_the_enum_of_its_children() {
    let cat: Pet = round_trip(&json!({ "kind": "Cat", "name": "Tom", "lives": 9 }));
    assert_eq!(cat, Pet::Cat(Cat::new("Cat").name("Tom").lives(9)));
    let dog: Pet = round_trip(&json!({ "kind": "Dog", "bark": true }));
    assert_eq!(dog, Pet::Dog(Dog::new("Dog", true)));
    let bird: Pet = round_trip(&json!({ "kind": "Bird" }));
    assert_eq!(bird, Pet::Bird(Bird::new("Bird")));
}

#[test]
fn a_listed_schema_that_does_not_refer_to_the_parent_has_its_properties() {
    let fish: Pet = round_trip(&json!({ "kind": "Fish", "name": "Wanda", "fins": 2 }));
    let Pet::Fish(fish) = fish else {
        panic!("{fish:?}")
    };
    assert_eq!((fish.name.as_deref(), fish.fins), (Some("Wanda"), Some(2)));
}

#[test]
fn a_parent_may_have_no_properties() {
    let herb: Plant = round_trip(&json!({ "is": "herb", "taste": "bitter" }));
    assert!(matches!(herb, Plant::Herb(_)), "{herb:?}");
}

#[test]
fn a_child_may_list_its_children() {
    let oval: Shape = round_trip(&json!({ "t": "oval", "r": 1.5, "o": 2.5 }));
    let Shape::Round(Round::Oval(oval)) = oval else {
        panic!("{oval:?}")
    };
    assert_eq!((oval.r, oval.o), (Some(1.5), Some(2.5)));
    let square: Shape = round_trip(&json!({ "t": "square", "s": 2.5 }));
    assert!(matches!(square, Shape::Square(_)), "{square:?}");
}
