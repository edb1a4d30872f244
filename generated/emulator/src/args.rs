//! The arguments of the command line.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use fastly_kv_emulator::{Builder, Emulator, Fault, RateLimit};

/// The port of the program, unless `--port` is given.
const PORT: u16 = 7676;

/// The output of `--help`.
pub(crate) const HELP: &str = "\
The Fastly KV Store API in memory, over HTTP, for development.

Usage: fastly-kv-emulator [OPTIONS]

Prints its URL and runs until it is stopped, for example with Ctrl-C.

Options:
      --port PORT              Port to listen on; 0 selects a free port [default: 7676]
      --host ADDRESS           Address to listen on [default: 127.0.0.1]
      --token TOKEN            Token that requests must have [default: not checked]
      --read-only-token TOKEN  Second token, which can only read
      --data DIR               Folder that keeps the stores [default: memory only]
      --rate-limit N           Write requests per hour [default: unlimited]
      --eventual-delay TIME    Age of eventual lists, as in 500ms or 2s [default: 0s]
      --fault FAULT            Failure to inject; may be repeated
      --fault-seed N           Seed of faults that have a probability [default: 0]
  -h, --help                   Print this help
  -V, --version                Print the version

Faults: [OPERATION:]KIND[:PROBABILITY][:xTIMES]
  503                    respond with a status, and do not perform the operation
  reset                  reset the connection before the operation
  lost                   perform the operation, then reset the connection
  stall                  never respond
  cut:100                close the connection after 100 bytes of the response body
  delay:200ms            respond after a delay
  get_item:503:0.1       with one tenth of the reads of items
  upsert_item:lost:x2    only with the first two writes of items

Exit codes: 0 for --help and --version, 1 if the emulator cannot start, 2 for wrong arguments.
";

/// The run that the arguments request.
#[derive(Debug)]
pub(crate) enum Args {
    Help,
    Version,
    Run(Box<Builder>),
}

/// Parses the arguments, without the name of the program, or returns a message.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Args, String> {
    let mut builder = Emulator::builder().port(PORT);
    let mut read_only = None;
    let mut has_token = false;
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let (name, attached) = split(arg)?;
        let requested = match name.as_str() {
            "-h" | "--help" => Some(Args::Help),
            "-V" | "--version" => Some(Args::Version),
            _ => None,
        };
        if let Some(requested) = requested {
            return match attached {
                None => Ok(requested),
                Some(_) => Err(format!("{name} has no value; see --help")),
            };
        }
        if !OPTIONS.contains(&name.as_str()) {
            return Err(format!("unknown argument `{name}`; see --help"));
        }
        let value = attached
            .or_else(|| args.next())
            .ok_or_else(|| format!("{name} needs a value; see --help"))?;
        if name == "--data" {
            if value.is_empty() {
                return Err("--data needs a folder".to_owned());
            }
            builder = builder.data(PathBuf::from(value));
            continue;
        }
        let value = value
            .into_string()
            .map_err(|_| format!("the value of {name} is not UTF-8"))?;
        builder = match name.as_str() {
            "--port" => builder.port(parsed(&name, &value, "a port from 0 to 65535")?),
            "--host" => builder.host(parsed::<IpAddr>(&name, &value, "an IP address")?),
            "--token" => {
                has_token = true;
                builder.token(token(&name, value)?)
            }
            "--read-only-token" => {
                read_only = Some(token(&name, value)?);
                builder
            }
            "--rate-limit" => {
                let requests = parsed(&name, &value, "a number of requests")?;
                builder.rate_limit(RateLimit::per_hour(requests))
            }
            "--eventual-delay" => builder.eventual_delay(duration(&name, &value)?),
            "--fault-seed" => builder.fault_seed(parsed(&name, &value, "an integer")?),
            _ => builder.fault(value.parse::<Fault>().map_err(|error| error.to_string())?),
        };
    }
    match read_only {
        Some(_) if !has_token => Err("--read-only-token needs --token".to_owned()),
        Some(read_only) => Ok(Args::Run(Box::new(builder.read_only_token(read_only)))),
        None => Ok(Args::Run(Box::new(builder))),
    }
}

/// The options that have a value.
const OPTIONS: &[&str] = &[
    "--port",
    "--host",
    "--token",
    "--read-only-token",
    "--data",
    "--rate-limit",
    "--eventual-delay",
    "--fault",
    "--fault-seed",
];

/// Splits `--name=value`.
fn split(arg: OsString) -> Result<(String, Option<OsString>), String> {
    let arg = match arg.into_string() {
        Ok(arg) => arg,
        // A folder need not be UTF-8, but only as a separate argument.
        Err(arg) => return Err(format!("unknown argument `{}`; see --help", arg.display())),
    };
    Ok(match arg.split_once('=') {
        Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.into())),
        _ => (arg, None),
    })
}

fn parsed<T: std::str::FromStr>(name: &str, value: &str, expected: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("{name} must be {expected}, found `{value}`"))
}

fn token(name: &str, token: String) -> Result<String, String> {
    let is_header = token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_header && !token.is_empty() {
        Ok(token)
    } else {
        Err(format!("{name} must have visible ASCII characters only"))
    }
}

/// Parses a duration with the unit `ms` or `s`.
fn duration(name: &str, value: &str) -> Result<Duration, String> {
    let milliseconds = match value.strip_suffix("ms") {
        Some(number) => number.parse().ok(),
        None => value
            .strip_suffix('s')
            .and_then(|number| number.parse::<u64>().ok()?.checked_mul(1_000)),
    };
    milliseconds
        .map(Duration::from_millis)
        .ok_or_else(|| format!("{name} must be a duration as in 500ms or 2s, found `{value}`"))
}
