//! Tests that the tour runs every step, and always deletes its store.

mod replay;
#[path = "../examples/tour/walk.rs"]
mod walk;

use fastly_kv_store::{BoxError, Client, ClientBuilder, RetryPolicy};
use replay::Exchange;

/// Runs the tour against these exchanges, all of which must be requested. Returns its result and output.
async fn run(exchanges: Vec<Exchange>) -> (Result<(), BoxError>, String) {
    let server = replay::Server::start(exchanges, replay::Matching::Exact).await;
    let mut printed = Vec::new();
    let outcome = walk::tour(&client(&server), walk::RECORDED_NAME, &mut printed).await;
    if let Err(differences) = server.finish() {
        panic!("{differences}");
    }
    (outcome, String::from_utf8(printed).expect("UTF-8"))
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

/// Returns the exchanges of the tour's steps and those of its cleanup, which have `-clean-up-` in their names.
fn exchanges() -> (Vec<Exchange>, Vec<Exchange>) {
    replay::files_in("tour")
        .iter()
        .map(|name| replay::load(name))
        .partition(|exchange| !exchange.name.contains("-clean-up-"))
}

/// Returns the same exchange with a server error as its response.
fn failing(mut exchange: Exchange) -> Exchange {
    exchange.response = replay::Response {
        status: 500,
        headers: Vec::new(),
        body: "out of order".into(),
    };
    exchange
}

#[tokio::test]
async fn every_step_runs_and_is_printed() {
    let (steps, clean_up) = exchanges();
    let (outcome, printed) = run([steps, clean_up].concat()).await;
    outcome.expect("a complete tour");
    assert!(!printed.contains(replay::TOKEN), "the token is shown");
    insta::assert_snapshot!(printed);
}

#[tokio::test]
async fn a_failed_step_ends_the_tour_and_the_store_is_deleted() {
    let (steps, clean_up) = exchanges();
    // The first exchange creates the store. A separate test covers its failure.
    for failed in 1..steps.len() {
        let mut played = steps[..=failed].to_vec();
        played[failed] = failing(played[failed].clone());
        let (outcome, printed) = run([played, clean_up.clone()].concat()).await;
        let error = outcome.expect_err("the error of the step").to_string();
        assert!(
            error.contains("500 Internal Server Error: out of order"),
            "{failed}: {error}"
        );
        assert!(
            printed.ends_with("  delete-store    204 No Content\n"),
            "{failed}: {printed}"
        );
    }
}

#[tokio::test]
async fn a_closed_output_ends_the_tour_and_the_store_is_deleted() {
    let (mut played, clean_up) = exchanges();
    played.truncate(1);
    played.extend(clean_up);
    let server = replay::Server::start(played, replay::Matching::Exact).await;
    // Space for the first heading only.
    let mut closed = [0; 8];
    let outcome = walk::tour(&client(&server), walk::RECORDED_NAME, &mut &mut closed[..]).await;
    assert!(outcome.is_err());
    assert_eq!(server.finish(), Ok(()));
}

#[tokio::test]
async fn a_missing_error_ends_the_tour() {
    let (steps, clean_up) = exchanges();
    let rejected: Vec<usize> = (0..steps.len())
        .filter(|step| steps[*step].response.status >= 400)
        .collect();
    assert_eq!(
        rejected.len(),
        3,
        "a write, the deletion of an item, the deletion of the store"
    );
    for accepted in rejected {
        let mut played = steps[..=accepted].to_vec();
        played[accepted].response = replay::Response {
            status: 204,
            headers: Vec::new(),
            body: "".into(),
        };
        let (outcome, _) = run([played, clean_up.clone()].concat()).await;
        let error = outcome.expect_err("the error of the step").to_string();
        assert_eq!(
            error,
            "the API accepted a request that it should have rejected"
        );
    }
}

#[tokio::test]
async fn a_store_without_a_creation_response_is_found_by_name() {
    let (steps, clean_up) = exchanges();
    let found = steps
        .iter()
        .find(|step| step.name.ends_with("-get-stores"))
        .expect("a look-up by name");
    let played = vec![failing(steps[0].clone()), found.clone()];
    let (outcome, printed) = run([played, clean_up].concat()).await;
    assert!(
        outcome
            .expect_err("no store")
            .to_string()
            .starts_with("`create-store` failed: 500")
    );
    assert!(
        printed.ends_with("  delete-store    204 No Content\n"),
        "{printed}"
    );
}

#[tokio::test]
async fn deletion_is_retried_while_the_api_still_counts_items() {
    let (mut played, clean_up) = exchanges();
    let still_full = played
        .iter()
        .find(|step| step.name.ends_with("-delete-store-conflict"))
        .expect("a store with items")
        .clone();
    let emptied = clean_up.len() - 1;
    played.extend_from_slice(&clean_up[..emptied]);
    played.push(still_full);
    let mut list = clean_up[0].clone();
    list.response.body = r#"{"data":[],"meta":{"limit":1000}}"#.into();
    played.push(list);
    played.push(clean_up[emptied].clone());
    let (outcome, _) = run(played).await;
    outcome.expect("a complete tour");
}

#[tokio::test]
async fn a_store_that_cannot_be_deleted_is_reported() {
    const NOT_DELETED: &str =
        "the store k4Tz7WnQ2bXs9LfJ0vHcRe was not deleted: `delete-store` failed";
    let (mut steps, mut clean_up) = exchanges();
    let deletion = clean_up.len() - 1;
    clean_up[deletion] = failing(clean_up[deletion].clone());
    let (outcome, _) = run([steps.clone(), clean_up.clone()].concat()).await;
    let error = outcome.expect_err("the error of the cleanup").to_string();
    assert!(error.starts_with(NOT_DELETED), "{error}");

    // It is also reported after an earlier error.
    steps.truncate(2);
    steps[1] = failing(steps[1].clone());
    let (outcome, _) = run([steps, clean_up].concat()).await;
    let error = outcome.expect_err("the error of the cleanup").to_string();
    assert!(
        error.starts_with("`get-store` failed: 500") && error.contains(NOT_DELETED),
        "{error}"
    );
}
