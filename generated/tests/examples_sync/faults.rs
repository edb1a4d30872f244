//! Failures of the server and of the network.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use fastly_kv_emulator::{Emulator, Fault, Operation, RateLimit};
use fastly_kv_store::Client;
use futures::FutureExt;
use futures::future::BoxFuture;
use tempfile::TempDir;

use super::sync::report::Report;
use super::sync::store::Store;
use super::sync::{down, up};
use super::{Buffer, Run, Setup, read, write};

const NAMES: [&str; 12] = [
    "a", "b", "c", "d/e", "d/f", "d/g", "h", "i", "j", "k", "l", "m",
];

/// A setup with files of a few kilobytes each.
async fn with_files() -> Setup {
    let setup = Setup::new().await;
    for name in NAMES {
        write(setup.path(), &[(name, name.repeat(5_000).as_bytes())]);
    }
    setup
}

#[tokio::test]
async fn failures_that_pass_are_retried() {
    let setup = with_files().await;
    let faults = [
        Fault::status(503).times(2),
        Fault::cut(10).operation(Operation::ListItemKeys).times(1),
        Fault::reset().operation(Operation::UpsertItem).times(2),
        Fault::lost().operation(Operation::UpsertItem).times(1),
        Fault::stall().operation(Operation::UpsertItem).times(1),
        Fault::delay(Duration::from_millis(5)),
    ];
    setup.emulator.set_faults(faults, 1);
    let options = ["--timeout", "0.2", "--delete"];
    setup.seed("old", "value");
    let up = setup.program("up", setup.path(), &options).await.counts();
    assert_eq!((up.uploaded, up.deleted), (NAMES.len(), 1));

    let faults = [
        Fault::cut(3_000).operation(Operation::GetItem).times(3),
        Fault::stall().operation(Operation::GetItem).times(1),
        Fault::status(500).probability(0.2).times(4),
    ];
    setup.emulator.set_faults(faults, 1);
    let copy = TempDir::new().expect("a temporary folder");
    let down = setup.program("down", copy.path(), &options).await.counts();
    assert_eq!(down.downloaded, NAMES.len());
    assert_eq!(read(copy.path()), read(setup.path()));
}

#[tokio::test]
async fn a_download_that_always_ends_early_keeps_the_old_file() {
    let setup = with_files().await;
    setup.up(&[]).await.counts();
    write(setup.path(), &[("a", b"old")]);
    let before = read(setup.path());
    setup
        .emulator
        .set_faults([Fault::cut(100).operation(Operation::GetItem)], 1);
    let run = setup.down(setup.path(), &["--delete"]).await;
    // Those that have not changed need only the head of the response.
    assert_eq!(
        (run.counts.failed, run.counts.unchanged),
        (1, NAMES.len() - 1)
    );
    let errors = run.failure();
    assert!(errors.contains("error: a: "), "{errors}");
    assert_eq!(read(setup.path()), before);
}

#[tokio::test]
async fn a_server_that_fails_for_good_ends_the_run() {
    let setup = with_files().await;
    setup.emulator.set_faults([Fault::status(403)], 1);
    let errors = setup.up(&["--delete"]).await.failure();
    assert!(
        errors.starts_with("error: `list-item-keys` failed: 403"),
        "{errors}"
    );
    assert_eq!(setup.emulator.requests(Operation::UpsertItem), 0);
}

#[tokio::test]
async fn uploads_wait_for_the_rate_limit() {
    let limit = RateLimit::new(8, Duration::from_millis(700));
    let setup = Setup::with(Emulator::builder().rate_limit(limit)).await;
    for name in NAMES {
        write(setup.path(), &[(name, b"x")]);
    }
    let run = setup.program("up", setup.path(), &["--jobs", "1"]).await;
    assert!(run.succeeded, "{run:?}");
    assert_eq!(setup.keys().len(), NAMES.len());
    // Uploads wait before they are refused.
    let requests = setup.emulator.requests(Operation::UpsertItem);
    assert_eq!(requests, NAMES.len() as u64);
    let start = "the rate limit is reached; waiting ";
    assert!(run.errors.starts_with(start), "{run:?}");
}

#[tokio::test]
async fn a_wait_for_the_rate_limit_is_reported() {
    let setup = with_files().await;
    let refused = http::Response::builder()
        .status(429)
        .header("retry-after", "0");
    let refused = Fault::response(refused.body("").expect("a response"));
    setup.emulator.set_faults([refused.times(1)], 1);
    let run = setup.program("up", setup.path(), &["--dry-run"]).await;
    assert_eq!(run.counts.uploaded, NAMES.len());
    assert!(
        run.errors
            .starts_with("the rate limit is reached; waiting "),
        "{run:?}"
    );
}

/// Drops a run as soon as a condition is met, as Ctrl-C does.
async fn interrupt(run: impl Future<Output = Run>, is_met: impl Fn() -> bool) {
    let met = async {
        while !is_met() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        run = run => panic!("the run is complete: {run:?}"),
        () = met => {}
    }
}

#[tokio::test]
async fn an_interrupted_run_is_resumed() {
    let setup = with_files().await;
    let slow = || {
        let delay = Fault::delay(Duration::from_millis(20));
        setup.emulator.set_faults([delay], 1);
    };
    slow();
    interrupt(setup.up(&["--jobs", "2"]), || setup.keys().len() >= 3).await;
    setup.emulator.set_faults([], 1);
    let (all, stored) = (NAMES.len(), setup.keys().len());
    assert!(stored < all);
    let up = setup.up(&[]).await.counts();
    assert!(up.unchanged >= stored && up.uploaded >= 1, "{up:?}");
    assert_eq!(up.unchanged + up.uploaded, all);

    let copy = TempDir::new().expect("a temporary folder");
    slow();
    let run = setup.down(copy.path(), &["--jobs", "2"]);
    interrupt(run, || read(copy.path()).len() >= 3).await;
    setup.emulator.set_faults([], 1);
    let expected = read(setup.path());
    for (name, content) in read(copy.path()) {
        assert_eq!(
            expected.get(&name),
            Some(&content),
            "{name} is not complete"
        );
    }
    let down = setup.down(copy.path(), &[]).await.counts();
    assert!(down.unchanged >= 1 && down.downloaded >= 1, "{down:?}");
    assert_eq!(read(copy.path()), expected);
}

/// Counts the requests that are in progress.
#[derive(Debug, Clone, Default)]
struct InProgress<S> {
    inner: S,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl<S, R> tower::Service<R> for InProgress<S>
where
    S: tower::Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let now = Arc::clone(&self.now);
        self.most
            .fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let response = self.inner.call(request);
        async move {
            let response = response.await;
            now.fetch_sub(1, Ordering::SeqCst);
            response
        }
        .boxed()
    }
}

#[tokio::test]
async fn there_are_never_more_requests_than_jobs() {
    let setup = with_files().await;
    setup
        .emulator
        .set_faults([Fault::delay(Duration::from_millis(3))], 1);
    let (now, most) = (Arc::default(), Arc::default());
    let in_progress = (Arc::clone(&now), Arc::clone(&most));
    let layer = tower::layer::layer_fn(move |inner| {
        let (now, most) = in_progress.clone();
        InProgress { inner, now, most }
    });
    let builder = Client::builder().token("SECRET").layer(layer);
    let builder = builder.base_url(setup.emulator.url()).expect("a valid URL");
    let client = builder.build().expect("a client");
    let store = Store::new(&client, &client, &setup.store, Duration::from_secs(5));
    let report = Report::new(Buffer::default(), Buffer::default());
    for jobs in [2, 5] {
        setup.seed("old/1", "value");
        setup.seed("old/2", "value");
        most.store(0, Ordering::SeqCst);
        let jobs_option = jobs.to_string();
        let options = ["--jobs", &jobs_option, "--delete"];
        let arguments = setup.arguments("up", setup.path(), &options);
        up::up(&store, &arguments, &report).await.expect("success");
        assert_eq!(most.load(Ordering::SeqCst), jobs);
        let copy = TempDir::new().expect("a temporary folder");
        let arguments = setup.arguments("down", copy.path(), &options);
        most.store(0, Ordering::SeqCst);
        down::down(&store, &arguments, &report)
            .await
            .expect("success");
        assert_eq!(most.load(Ordering::SeqCst), jobs);
    }
    assert_eq!(now.load(Ordering::SeqCst), 0);
    assert_eq!(report.counts().deleted, 4);
}
