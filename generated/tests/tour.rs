//! Does the tour take every step, and leave nothing behind whatever happens?

mod replay;
#[path = "../examples/tour/walk.rs"]
mod walk;

use fastly_kv_store::{BoxError, Client, ClientBuilder, RetryPolicy};
use replay::Exchange;

/// The number of the tour's exchanges that come before it cleans up.
const STEPS: usize = 18;

/// Takes the tour of a server that plays these exchanges, all of which have to be asked for; what it printed.
async fn take(exchanges: Vec<Exchange>) -> (Result<(), BoxError>, String) {
    let server = replay::Server::start(exchanges, replay::Matching::Exact).await;
    let mut printed = Vec::new();
    let outcome = walk::tour(&client(&server), walk::RECORDED_NAME, &mut printed).await;
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    (
        outcome,
        String::from_utf8(printed).expect("the tour prints text"),
    )
}

fn client(server: &replay::Server) -> Client {
    let client = Client::builder()
        .token(replay::TOKEN)
        .retry(RetryPolicy::none());
    client
        .base_url(server.base_url())
        .and_then(ClientBuilder::build)
        .expect("a client")
}

/// The exchanges of the tour: those of its steps, and those with which it cleans up.
fn exchanges() -> (Vec<Exchange>, Vec<Exchange>) {
    let mut steps: Vec<Exchange> = replay::files_in("tour")
        .iter()
        .map(|name| replay::load(name))
        .collect();
    let clean_up = steps.split_off(STEPS);
    (steps, clean_up)
}

/// The same exchange with an answer that the API gives when it is in trouble.
fn failing(mut exchange: Exchange) -> Exchange {
    exchange.response = replay::Response {
        status: 500,
        headers: Vec::new(),
        body: "out of order".into(),
    };
    exchange
}

#[tokio::test]
async fn every_step_is_taken_and_told() {
    let (steps, clean_up) = exchanges();
    let (outcome, printed) = take([steps, clean_up].concat()).await;
    outcome.expect("a tour to its end");
    assert!(!printed.contains(replay::TOKEN), "the token is shown");
    insta::assert_snapshot!(printed);
}

#[tokio::test]
async fn a_step_that_fails_ends_the_tour_and_leaves_nothing_behind() {
    let (steps, clean_up) = exchanges();
    // The first exchange creates the store: its failure is a story of its own.
    for failed in 1..STEPS {
        let mut played = steps[..=failed].to_vec();
        played[failed] = failing(played[failed].clone());
        let (outcome, printed) = take([played, clean_up.clone()].concat()).await;
        let error = outcome.expect_err("the error of the step").to_string();
        assert!(
            error.contains("500 Internal Server Error: out of order"),
            "{failed}: {error}"
        );
        assert!(
            printed.ends_with("nothing is left\n"),
            "{failed}: {printed}"
        );
    }
}

#[tokio::test]
async fn an_output_that_is_closed_ends_the_tour_and_leaves_nothing_behind() {
    let (mut played, clean_up) = exchanges();
    played.truncate(1);
    played.extend(clean_up);
    let server = replay::Server::start(played, replay::Matching::Exact).await;
    // Room for the first headline, and for no more.
    let mut closed = [0; 8];
    let outcome = walk::tour(&client(&server), walk::RECORDED_NAME, &mut &mut closed[..]).await;
    assert!(outcome.is_err());
    assert_eq!(server.finish(), Ok(()));
}

#[tokio::test]
async fn a_refusal_that_does_not_come_ends_the_tour() {
    let (steps, clean_up) = exchanges();
    let refused: Vec<usize> = (0..STEPS)
        .filter(|step| steps[*step].response.status >= 400)
        .collect();
    assert_eq!(
        refused.len(),
        3,
        "a write, the deletion of an item, the deletion of the store"
    );
    for accepted in refused {
        let mut played = steps[..=accepted].to_vec();
        played[accepted].response = replay::Response {
            status: 204,
            headers: Vec::new(),
            body: "".into(),
        };
        let (outcome, _) = take([played, clean_up.clone()].concat()).await;
        let error = outcome.expect_err("a step that went wrong").to_string();
        assert_eq!(error, "the API accepted what it should have refused");
    }
}

#[tokio::test]
async fn a_store_whose_creation_was_not_answered_is_found_by_its_name() {
    let (steps, clean_up) = exchanges();
    let found = steps
        .iter()
        .find(|step| step.name.ends_with("-get-stores"))
        .expect("a look-up by name");
    let played = vec![failing(steps[0].clone()), found.clone()];
    let (outcome, printed) = take([played, clean_up].concat()).await;
    assert!(
        outcome
            .expect_err("no store")
            .to_string()
            .starts_with("`create-store` failed: 500")
    );
    assert!(printed.ends_with("nothing is left\n"), "{printed}");
}

#[tokio::test]
async fn a_store_that_is_still_thought_to_be_full_is_deleted_a_little_later() {
    let (mut played, clean_up) = exchanges();
    let still_full = replay::load("tour/18-delete-store-conflict");
    let emptied = clean_up.len() - 1;
    played.extend_from_slice(&clean_up[..emptied]);
    played.push(still_full);
    let mut list = clean_up[0].clone();
    list.response.body = r#"{"data":[],"meta":{"limit":1000}}"#.into();
    played.push(list);
    played.push(clean_up[emptied].clone());
    let (outcome, _) = take(played).await;
    outcome.expect("a tour to its end");
}

#[tokio::test]
async fn a_store_that_cannot_be_deleted_is_named() {
    const LEFT: &str = "the store k4Tz7WnQ2bXs9LfJ0vHcRe is left: `delete-store` failed";
    let (mut steps, mut clean_up) = exchanges();
    let deletion = clean_up.len() - 1;
    clean_up[deletion] = failing(clean_up[deletion].clone());
    let (outcome, _) = take([steps.clone(), clean_up.clone()].concat()).await;
    let error = outcome.expect_err("a store that is left").to_string();
    assert!(error.starts_with(LEFT), "{error}");

    // Also if it is not the only thing that went wrong.
    steps.truncate(2);
    steps[1] = failing(steps[1].clone());
    let (outcome, _) = take([steps, clean_up].concat()).await;
    let error = outcome.expect_err("a store that is left").to_string();
    assert!(
        error.starts_with("`get-store` failed: 500") && error.contains(LEFT),
        "{error}"
    );
}
