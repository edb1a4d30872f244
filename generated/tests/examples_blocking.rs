//! Tests of the blocking program with the emulator.

#[path = "../examples/blocking.rs"]
#[allow(dead_code, reason = "the tests call `run`")]
mod blocking;

use fastly_kv_emulator::{Emulator, Fault, SeedStore};

/// An emulator with a store, and the store's id.
fn emulator() -> (Emulator, String) {
    let emulator = Emulator::builder().token("SECRET").start_blocking();
    let emulator = emulator.expect("a free port");
    let store = emulator.seed_store(SeedStore::new("assets"));
    (emulator, store.expect("a new name"))
}

/// Runs the program, and returns its output, or its exit code and its message.
fn run(url: &str, store: &str, command: &[&str]) -> Result<String, (u8, String)> {
    let arguments = ["--url", url, "--store", store];
    let arguments = arguments.iter().chain(command).map(ToString::to_string);
    let arguments: Vec<String> = arguments.collect();
    let mut out = Vec::new();
    match blocking::run(&arguments, "SECRET", &mut out) {
        Ok(()) => Ok(String::from_utf8(out).expect("UTF-8")),
        Err(failure) => Err((failure.exit_code(), failure.message())),
    }
}

#[test]
fn each_command_makes_its_calls_one_after_another() {
    let (emulator, store) = emulator();
    let run = |command: &[&str]| run(emulator.url(), &store, command).expect("success");
    assert_eq!(run(&["put", "a/1", "one"]), "");
    assert_eq!(run(&["add", "a/2", "two"]), "");
    assert_eq!(run(&["put", "b", "three"]), "");
    assert_eq!(run(&["get", "a/2"]), "two");
    assert_eq!(run(&["list", "a/"]), "a/1\na/2\n");
    assert_eq!(run(&["delete", "a/1"]), "");
    assert_eq!(run(&["list"]), "a/2\nb\n");
}

#[test]
fn each_kind_of_error_has_an_exit_code() {
    let (emulator, store) = emulator();
    let fails = |store: &str, command: &[&str]| {
        let (code, message) = run(emulator.url(), store, command).expect_err("a failure");
        assert!(!message.contains("SECRET"), "{message}");
        code
    };
    assert_eq!(fails(&store, &["get", "missing"]), 3);
    assert_eq!(fails("missing", &["list"]), 3);
    run(emulator.url(), &store, &["put", "k", "v"]).expect("success");
    assert_eq!(fails(&store, &["add", "k", "v"]), 4);
    assert_eq!(fails(&store, &["get", "bad#key"]), 1);
    assert_eq!(fails(&store, &["fetch", "k"]), 2);
    assert_eq!(fails(&store, &["get"]), 2);
    emulator.set_faults([Fault::status(500)], 1);
    assert_eq!(fails(&store, &["get", "k"]), 5);
}

#[test]
fn a_server_that_is_not_running_is_a_temporary_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let (code, _) = run(&url, "store", &["get", "k"]).expect_err("a failure");
    assert_eq!(code, 5);
}
