//! Tests of parent and child schemas with a discriminator: the chosen child, and the discriminator that is written.

use serde_json::{Value, json, to_value};

use crate::parents::{
    Account, AccountBase, Bird, Car, Cat, Circle, Dog, DogKind, Employee, Firm, Garage,
    GarageHolder, GarageStored, GarageWall, Owner, Person, PersonBase, Pet, Poodle, RoundedSquare,
    Shape, ShapeBase, ShapeIs, Vehicle,
};
use crate::round_trip;

#[test]
fn the_discriminator_selects_the_child() {
    assert_eq!(
        round_trip::<Pet>(&json!({ "kind": "Cat", "name": "Tom" })),
        Pet::Cat(Cat::new("Tom"))
    );
    assert_eq!(
        round_trip::<Pet>(&json!({ "kind": "Bird", "name": "Tweety" })),
        Pet::Bird(Bird::new("Tweety"))
    );
    // The discriminator takes precedence over a better match.
    let pet = round_trip::<Pet>(&json!({ "kind": "Cat", "name": "Tom", "bark": true }));
    let Pet::Cat(cat) = pet else {
        panic!("{pet:?}")
    };
    assert_eq!(cat.additional_properties["bark"], true);
}

#[test]
fn a_grandchild_has_its_own_discriminator_value() {
    let dog = round_trip::<Pet>(&json!({ "kind": "dog", "name": "Rex", "bark": true }));
    assert_eq!(dog, Pet::Dog(Box::new(Dog::new("Rex", true))));
    let poodle =
        round_trip::<Pet>(&json!({ "kind": "Poodle", "name": "Rex", "bark": false, "curls": 7 }));
    assert_eq!(
        poodle,
        Pet::Poodle(Box::new(Poodle::new("Rex", false).curls(7)))
    );
    // It can be decoded as its parent, and is preserved.
    let json = json!({ "kind": "Poodle", "name": "Rex", "bark": false, "curls": 7 });
    let dog = round_trip::<Dog>(&json);
    assert_eq!(
        (dog.kind, dog.additional_properties["curls"].clone()),
        (DogKind::Unknown("Poodle".into()), json!(7))
    );
}

#[test]
fn the_parent_can_be_a_variant() {
    let shape = round_trip::<Shape>(&json!({ "is": "shape", "area": 1.5 }));
    assert_eq!(shape, Shape::Shape(ShapeBase::default().area(1.5)));
    assert_eq!(
        round_trip::<Account>(&json!({ "is": "any" })),
        Account::Account(AccountBase::default())
    );
    let unnamed = round_trip::<Vehicle>(&json!({ "type": "Vehicle", "wheels": 3 }));
    assert_eq!(
        unnamed,
        Vehicle::Unknown(json!({ "type": "Vehicle", "wheels": 3 }))
    );
}

#[test]
fn a_value_of_an_unknown_child_is_kept() {
    for json in [
        json!({ "kind": "Fish", "name": "Wanda", "fins": [1, 2] }),
        json!({ "kind": 7, "name": [] }),
        json!({ "kind": "dog", "name": "Rex" }),
        json!("Wanda"),
    ] {
        assert_eq!(round_trip::<Pet>(&json), Pet::Unknown(json));
    }
}

#[test]
fn the_best_matching_child_is_chosen_without_a_discriminator() {
    let vehicle = round_trip::<Vehicle>(&json!({ "wheels": 4, "doors": 2, "type": "car" }));
    assert_eq!(vehicle, Vehicle::Car(Car::new(2).wheels(4).r#type("car")));
    let vehicle: Vehicle = serde_json::from_value(json!({ "wheels": 4, "doors": 2 })).unwrap();
    assert_eq!(vehicle, Vehicle::Car(Car::new(2).wheels(4)));
}

#[test]
fn a_discriminator_with_several_values_is_preserved() {
    let json = json!({ "type": "cabriolet", "doors": 2 });
    let Vehicle::Car(car) = round_trip::<Vehicle>(&json) else {
        panic!("it is a car")
    };
    assert_eq!(car.r#type.as_deref(), Some("cabriolet"));
}

#[test]
fn a_constructed_child_gets_its_discriminator() {
    let written = |value: &dyn Fn() -> Value, expected: Value| assert_eq!(value(), expected);
    written(
        &|| to_value(Cat::new("Tom")).unwrap(),
        json!({ "kind": "Cat", "name": "Tom" }),
    );
    written(
        &|| to_value(Circle::default()).unwrap(),
        json!({ "is": "circle" }),
    );
    written(
        &|| to_value(RoundedSquare::default()).unwrap(),
        json!({ "is": "rounded-square" }),
    );
    // An optional discriminator is written if nothing else identifies the child.
    written(&|| to_value(Car::new(4)).unwrap(), json!({ "doors": 4 }));
    written(
        &|| to_value(Vehicle::from(Car::new(4))).unwrap(),
        json!({ "type": "car", "doors": 4 }),
    );
    assert_eq!(ShapeBase::default().is, ShapeIs::Shape);
}

#[test]
fn a_child_of_two_parents_has_a_discriminator_for_each() {
    let json = json!({ "is": "firm", "owns": "Firm" });
    assert_eq!(round_trip::<Account>(&json), Account::Firm(Firm::default()));
    assert_eq!(round_trip::<Owner>(&json), Owner::Firm(Firm::default()));
    assert_eq!(to_value(Firm::default()).unwrap(), json);
}

#[test]
fn children_are_told_apart_without_a_repeated_discriminator() {
    let garage: Garage = round_trip(&json!({
        "stored": { "type": "Truck", "wheels": 6 },
        "wall": { "is": "rounded-square" },
        "holder": { "is": "staff", "role": "employee" },
    }));
    assert!(matches!(garage.stored, Some(GarageStored::Truck(_))));
    assert!(matches!(garage.wall, Some(GarageWall::RoundedSquare(_))));
    assert!(matches!(garage.holder, Some(GarageHolder::Person(_))));
    // A value that is mapped to the child, but is not the first.
    let garage: Garage = round_trip(&json!({ "stored": { "type": "cabriolet", "doors": 2 } }));
    assert!(matches!(garage.stored, Some(GarageStored::Car(_))));
}

#[test]
fn a_child_that_is_a_parent_is_a_variant_next_to_its_children() {
    let person = round_trip::<Account>(&json!({ "is": "person", "role": "guest" }));
    assert_eq!(person, Account::Person(PersonBase::new("guest")));
    let json = json!({ "is": "staff", "role": "employee" });
    assert_eq!(
        round_trip::<Account>(&json),
        Account::Employee(Employee::default())
    );
    assert_eq!(
        round_trip::<Person>(&json),
        Person::Employee(Box::default())
    );
}
