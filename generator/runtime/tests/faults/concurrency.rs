//! Tests of a client that is shared by many tasks.

use std::sync::Arc;

use openapi_crate_runtime::Response;
use tokio::sync::{Barrier, Semaphore};

use crate::peer::{Peer, Server};
use crate::{GET_THING, client, get, soon};

/// Responds to each request with its path.
async fn echo(mut peer: Peer) {
    while let Some(request) = peer.read().await {
        let path = request.split(' ').nth(1).unwrap();
        let response = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{path}",
            path.len()
        );
        peer.write(response).await;
    }
}

#[tokio::test]
async fn a_hundred_calls_share_a_connection() {
    let server = Server::responding_with("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let client = client(&server.url);
    for _ in 0..100 {
        get(&client).await.unwrap();
    }
    assert_eq!(server.accepted(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tasks_share_a_client() {
    const TASKS: usize = 1000;
    // Both ends of a connection are file descriptors of this process, which many systems limit to 1024.
    const AT_ONCE: usize = 200;
    let server = Server::start(echo).await;
    let client = client(&server.url);
    let start = Arc::new(Barrier::new(TASKS));
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let tasks = (0..TASKS).map(|id| {
        let (client, start, permits) = (client.clone(), Arc::clone(&start), Arc::clone(&permits));
        tokio::spawn(async move {
            start.wait().await;
            for round in 0..3 {
                let _permit = permits.acquire().await.unwrap();
                let id = format!("{id}-{round}");
                let response = client.call(&GET_THING).path("id", &id).send_text().await;
                assert_eq!(
                    response.map(Response::into_inner).unwrap(),
                    format!("/things/{id}")
                );
            }
        })
    });
    for task in soon(futures::future::join_all(tasks)).await {
        task.unwrap();
    }
    // Calls reuse idle connections, but a few may open one while another is about to become idle.
    assert!(
        server.accepted() <= AT_ONCE * 2,
        "{} connections",
        server.accepted()
    );
}
