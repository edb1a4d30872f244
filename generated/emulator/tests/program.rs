//! Tests that run the program as a user does.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};

use support::{Response, send};

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fastly-kv-emulator"));
    command.args(args).stdin(Stdio::null());
    command
}

fn output(args: &[&str]) -> Output {
    program(args).output().expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A running program, which is stopped on drop.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut command = program(args);
        let command = command.args(["--port", "0"]).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let mut line = String::new();
        let output = child.stdout.take().expect("an output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.trim_end().strip_prefix("http://");
        let address = address.and_then(|it| it.parse().ok());
        Self {
            child,
            address: address.unwrap_or_else(|| panic!("{line:?} is no URL")),
        }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let target = format!("/resources/stores/kv{path}");
        send(self.address, method, &target, headers, body.as_bytes())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_help_and_the_version_are_printed() {
    for args in [["--help"], ["-h"]] {
        let output = output(&args);
        assert_eq!(output.status.code(), Some(0));
        let help = text(&output.stdout);
        let options = [
            "--port",
            "--host",
            "--token",
            "--read-only-token",
            "--data",
            "--rate-limit",
            "--eventual-delay",
            "--fault",
            "--fault-seed",
            "--help",
            "--version",
        ];
        for option in options {
            assert!(help.contains(option), "{option}");
        }
        let longest = help.lines().map(str::len).max();
        assert!(longest <= Some(96), "{longest:?}");
        assert_eq!(text(&output.stderr), "");
    }
    for args in [["--version"], ["-V"]] {
        let output = output(&args);
        assert_eq!(output.status.code(), Some(0));
        let version = concat!("fastly-kv-emulator ", env!("CARGO_PKG_VERSION"), "\n");
        assert_eq!(text(&output.stdout), version);
    }
}

#[test]
fn wrong_arguments_are_usage_errors_that_name_them() {
    let cases: &[(&[&str], &str)] = &[
        (&["serve"], "unknown argument `serve`"),
        (&["--prot", "1"], "unknown argument `--prot`"),
        (&["--port"], "--port needs a value"),
        (
            &["--port", "x"],
            "--port must be a port from 0 to 65535, found `x`",
        ),
        (
            &["--port=65536"],
            "--port must be a port from 0 to 65535, found `65536`",
        ),
        (&["--host", "localhost"], "--host must be an IP address"),
        (
            &["--token", ""],
            "--token must have visible ASCII characters only",
        ),
        (
            &["--token", "a b"],
            "--token must have visible ASCII characters only",
        ),
        (
            &["--read-only-token", "r"],
            "--read-only-token needs --token",
        ),
        (&["--data", ""], "--data needs a folder"),
        (
            &["--rate-limit", "-1"],
            "--rate-limit must be a number of requests",
        ),
        (
            &["--eventual-delay", "2"],
            "--eventual-delay must be a duration",
        ),
        (
            &["--fault", "503:2"],
            "the fault `503:2` needs a probability",
        ),
        (&["--fault-seed", "x"], "--fault-seed must be an integer"),
        (&["--help=x"], "--help has no value"),
    ];
    for (args, message) in cases {
        let output = output(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let error = text(&output.stderr);
        assert!(error.starts_with(&format!("error: {message}")), "{error}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_port_in_use_and_a_wrong_folder_are_failures() {
    let running = Running::start(&[]);
    let port = running.address.port().to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let file = file.display().to_string();
    let below = format!("{file}/data");
    let port_error = format!(
        "error: cannot listen on 127.0.0.1:{port}: a different program listens on this port; choose a different one \
         with --port, or a free one with --port 0\n"
    );
    let file_error =
        format!("error: {file} is not a folder; choose a different folder with --data\n");
    let below_error =
        format!("error: {below} cannot be used: a folder in its path is a file; choose");
    let cases: [(&[&str], &str); 6] = [
        (&["--port", &port], &port_error),
        // An address for documentation (RFC 5737), which no machine has.
        (
            &["--host", "192.0.2.1", "--port", "0"],
            "error: cannot listen on 192.0.2.1:0: it is not an address of this machine; choose a different one with --host",
        ),
        (
            &["--data", env!("CARGO_MANIFEST_DIR")],
            concat!(
                "error: ",
                env!("CARGO_MANIFEST_DIR"),
                " is not empty and is not a data folder of the emulator;"
            ),
        ),
        (
            &["--data", "/dev/null"],
            "error: /dev/null is not a folder; choose a different folder with --data\n",
        ),
        (&["--data", &file], &file_error),
        (&["--data", &below], &below_error),
    ];
    for (args, message) in cases {
        let output = output(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let error = text(&output.stderr);
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn it_listens_on_the_loopback_with_the_settings_of_its_arguments() {
    let args = [
        "--token=secret",
        "--read-only-token",
        "reader",
        "--rate-limit",
        "10",
        "--eventual-delay",
        "60s",
        "--fault",
        "get_item:503:x1",
        "--fault",
        "get_item:404",
        "--fault-seed",
        "1",
    ];
    let running = Running::start(&args);
    assert!(running.address.ip().is_loopback());
    let token = [("fastly-key", "secret")];
    let created = running.send("POST", "", &token, r#"{"name":"s"}"#);
    assert_eq!(created.status, 201);
    assert_eq!(created.header("fastly-ratelimit-remaining"), Some("9"));
    let id = created.json()["id"].as_str().expect("an ID").to_owned();
    let key = format!("/{id}/keys/k");
    assert_eq!(running.send("PUT", &key, &token, "v").status, 200);
    assert_eq!(running.send("GET", &key, &token, "").status, 503);
    assert_eq!(running.send("GET", &key, &token, "").status, 404);
    let list = format!("/{id}/keys?consistency=eventual");
    let list = running.send("GET", &list, &token, "").json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(0));
    let reader = [("fastly-key", "reader")];
    assert_eq!(running.send("PUT", &key, &reader, "").status, 403);
    assert_eq!(running.send("GET", "", &[], "").status, 401);
}

#[test]
fn data_survives_the_end_of_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("new/data").display().to_string();
    let running = Running::start(&["--data", &data]);
    let created = running.send("POST", "", &[], r#"{"name":"s"}"#).json();
    let id = created["id"].as_str().expect("an ID");
    let key = format!("/{id}/keys/k");
    assert_eq!(running.send("PUT", &key, &[], "value").status, 200);
    let second = output(&["--port", "0", "--data", &data]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("is in use by a different emulator"));
    // Killed, not stopped.
    drop(running);
    let running = Running::start(&["--data", &data]);
    assert_eq!(running.send("GET", &key, &[], "").text(), "value");
}

#[test]
fn a_kill_during_writes_leaves_complete_items() {
    const LENGTH: usize = 60_000;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let mut running = Running::start(&["--data", &data]);
    let created = running.send("POST", "", &[], r#"{"name":"s"}"#).json();
    let id = created["id"].as_str().expect("an ID").to_owned();
    for round in 0..5 {
        let (address, id) = (running.address, id.clone());
        let writer = std::thread::spawn(move || {
            for number in 0_u64.. {
                // A number with spaces before it.
                let value = format!("{:LENGTH$}", round * 1_000_000 + number);
                let key = format!("/resources/stores/kv/{id}/keys/k{}", number % 3);
                let head = format!("PUT {key} HTTP/1.1\r\nconnection: close\r\n");
                let request = format!("{head}content-length: {}\r\n\r\n{value}", value.len());
                let Ok(mut connection) = std::net::TcpStream::connect(address) else {
                    break;
                };
                let _ = connection.write_all(request.as_bytes());
                let _ = connection.read_to_end(&mut Vec::new());
            }
        });
        std::thread::sleep(std::time::Duration::from_millis(60));
        running.child.kill().expect("a running child");
        running.child.wait().expect("its end");
        writer.join().expect("the writer");
        running = Running::start(&["--data", &data]);
    }
    let list = running.send("GET", &format!("/{id}/keys"), &[], "").json();
    let keys = list["data"].as_array().expect("keys").clone();
    assert!(!keys.is_empty());
    for key in keys {
        let path = format!("/{id}/keys/{}", key.as_str().expect("a key"));
        let value = running.send("GET", &path, &[], "").text();
        assert_eq!(value.len(), LENGTH);
        assert!(value.trim().parse::<u64>().is_ok());
    }
}

#[test]
fn a_closed_output_does_not_stop_it() {
    let mut command = program(&["--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program");
    let mut line = [0; 8];
    let mut output = child.stdout.take().expect("an output");
    output.read_exact(&mut line).expect("a URL");
    drop(output);
    assert!(child.try_wait().expect("a child").is_none());
    child.kill().expect("a running child");
    child.wait().expect("its end");
}
