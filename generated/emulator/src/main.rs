//! The program `fastly-kv-emulator`: an emulator for development.

mod args;

use std::io::{self, Write};
use std::process::ExitCode;

use args::Args;
use fastly_kv_emulator::{Emulator, StartError};

fn main() -> ExitCode {
    match args::parse(std::env::args_os().skip(1)) {
        Ok(Args::Help) => print(args::HELP),
        Ok(Args::Version) => print(concat!(
            "fastly-kv-emulator ",
            env!("CARGO_PKG_VERSION"),
            "\n"
        )),
        Ok(Args::Run(builder)) => match builder.start_blocking() {
            Ok(emulator) => run(emulator),
            Err(error) => {
                report(&format!("{error}{}", advice(&error)));
                ExitCode::from(1)
            }
        },
        Err(message) => {
            report(&message);
            ExitCode::from(2)
        }
    }
}

/// Prints the URL and runs until the process is stopped.
fn run(emulator: Emulator) -> ExitCode {
    // A closed output does not stop the emulator.
    let _ = print(&format!("{}\n", emulator.url()));
    emulator.run();
    report("the server failed");
    ExitCode::from(1)
}

/// The option that would help after an error, as the end of its message.
fn advice(error: &StartError) -> &'static str {
    match error {
        StartError::Listen { source, .. } => match source.kind() {
            io::ErrorKind::AddrInUse => {
                "; choose a different one with --port, or a free one with --port 0"
            }
            io::ErrorKind::PermissionDenied => "; choose a port above 1023 with --port",
            io::ErrorKind::AddrNotAvailable => "; choose a different one with --host",
            _ => "",
        },
        StartError::Data { .. } => "; choose a different folder with --data",
        _ => "",
    }
}

fn print(text: &str) -> ExitCode {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Ok(()) => ExitCode::SUCCESS,
        // For example `--help | head -1`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(1),
    }
}

fn report(message: &str) {
    // There is no way to report that this fails.
    let _ = writeln!(io::stderr(), "error: {message}");
}
