//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use fastly_kv_store::BoxError;

use super::name;

pub(crate) const USAGE: &str = "\
usage: sync up FOLDER --store ID [OPTIONS]      copies the files of a folder into a store
       sync down FOLDER --store ID [OPTIONS]    copies the items of a store into a folder

The token is that of the environment variable FASTLY_API_TOKEN.

  --prefix P         the folder of the store: its keys start with `P/` (default: all keys)
  --delete           deletes what the source does not have: items below the prefix, or files of the folder
  --dry-run          changes nothing, and shows what would be done
  --jobs N           the maximum number of concurrent requests (8)
  --ttl SECONDS      the time after an upload at which an item expires; a different one is a change of the item
  --timeout SECONDS  the time that a request may take without progress (30)
  --url URL          a different server, such as the emulator";

/// The direction in which files are copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// The arguments of the program.
#[derive(Debug, Clone)]
pub(crate) struct Arguments {
    pub(crate) direction: Direction,
    pub(crate) folder: PathBuf,
    pub(crate) store: String,
    /// Empty, or with a slash at its end, so that `site` is not a prefix of `site-old/index.html`.
    pub(crate) prefix: String,
    pub(crate) delete: bool,
    pub(crate) dry_run: bool,
    pub(crate) jobs: usize,
    /// In seconds.
    pub(crate) time_to_live: Option<u64>,
    pub(crate) timeout: Duration,
    pub(crate) url: Option<String>,
}

impl Arguments {
    /// Parses the command line. Returns `None` if it asks for help.
    pub(crate) fn parse(
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Result<Option<Self>, BoxError> {
        let mut parsed = Self {
            direction: Direction::Up,
            folder: PathBuf::new(),
            store: String::new(),
            prefix: String::new(),
            delete: false,
            dry_run: false,
            jobs: 8,
            time_to_live: None,
            timeout: Duration::from_secs(30),
            url: None,
        };
        let mut operands = Vec::new();
        let mut arguments = arguments.into_iter().map(Into::into);
        while let Some(argument) = arguments.next() {
            let option = argument.to_str().filter(|text| text.starts_with('-'));
            let Some(option) = option else {
                operands.push(argument);
                continue;
            };
            match option {
                "-h" | "--help" => return Ok(None),
                "--delete" => parsed.delete = true,
                "--dry-run" => parsed.dry_run = true,
                _ => {
                    let value = arguments.next().map(OsString::into_string);
                    let value = value.ok_or_else(|| format!("`{option}` has no value"))?;
                    let value = value.map_err(|_| format!("`{option}` must be UTF-8"))?;
                    let set = parsed.set(option, &value);
                    set.map_err(|error| format!("`{option} {value}`: {error}"))?;
                }
            }
        }
        let Ok([direction, folder]) = <[OsString; 2]>::try_from(operands) else {
            return Err("a direction and a folder are required".into());
        };
        parsed.direction = match direction.to_str() {
            Some("up") => Direction::Up,
            Some("down") => Direction::Down,
            _ => return Err("the direction must be `up` or `down`".into()),
        };
        parsed.folder = folder.into();
        if parsed.store.is_empty() {
            return Err("`--store` is required".into());
        }
        Ok(Some(parsed))
    }

    fn set(&mut self, option: &str, value: &str) -> Result<(), BoxError> {
        match option {
            "--store" => value.clone_into(&mut self.store),
            "--prefix" => self.prefix = prefix(value)?,
            "--jobs" => self.jobs = value.parse::<std::num::NonZeroUsize>()?.get(),
            "--ttl" => self.time_to_live = Some(value.parse()?),
            "--timeout" => {
                let timeout = Duration::try_from_secs_f64(value.parse()?)?;
                // A longer time is no limit.
                self.timeout =
                    timeout.clamp(Duration::from_millis(1), Duration::from_secs(1 << 30));
            }
            "--url" => self.url = Some(value.to_owned()),
            _ => return Err("there is no such option".into()),
        }
        Ok(())
    }
}

/// Returns a prefix with a slash at its end.
fn prefix(value: &str) -> Result<String, BoxError> {
    let folder = value.strip_suffix('/').unwrap_or(value);
    if value.is_empty() {
        return Ok(String::new());
    }
    name::check_key(folder)?;
    name::check(folder, cfg!(windows))?;
    Ok(format!("{folder}/"))
}
