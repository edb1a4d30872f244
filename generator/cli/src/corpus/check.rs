//! Runs `cargo check` on generated crates and counts its errors and warnings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::entry::Check;
use crate::file_system::replace;

/// Checks several crates with the same dependencies.
pub(super) struct Checks {
    /// The shared target folder.
    target: PathBuf,
    /// The lock file of the first crate, for the others.
    lock: Option<String>,
    out: PathBuf,
}

impl Checks {
    pub(super) fn prepare(out: &Path) -> Self {
        let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        Self {
            target: out.join("target"),
            lock: None,
            out,
        }
    }

    /// Checks a crate. The measured time excludes its dependencies.
    pub(super) fn check(&mut self, folder: &Path) -> Check {
        if self.lock.is_none() {
            self.dependencies(folder);
        }
        if let Some(lock) = &self.lock {
            // Without the lock file, Cargo resolves the versions again.
            drop(replace(&folder.join("Cargo.lock"), lock));
        }
        let start = Instant::now();
        let mut check = self.cargo(folder);
        check.seconds = start.elapsed().as_secs_f64();
        check
    }

    /// Checks the dependencies of all crates, with an empty crate of the same manifest.
    fn dependencies(&mut self, folder: &Path) {
        let empty = self.out.join("corpus-dependencies");
        let prepared = fs::read_to_string(folder.join("Cargo.toml")).and_then(|manifest| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            fs::create_dir_all(empty.join("src"))?;
            replace(&empty.join("src/lib.rs"), "")?;
            let manifest = manifest.replacen(
                &format!("name = \"{name}\""),
                "name = \"corpus-dependencies\"",
                1,
            );
            replace(&empty.join("Cargo.toml"), &manifest)
        });
        // If this fails, the first crate takes longer and reports the error.
        if prepared.is_ok() {
            self.cargo(&empty);
            self.lock = fs::read_to_string(empty.join("Cargo.lock")).ok();
        }
    }

    fn cargo(&self, folder: &Path) -> Check {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["check", "--quiet", "--message-format=json"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .stdin(Stdio::null())
            .output();
        let Ok(output) = output else {
            return Check {
                errors: 1,
                ..Check::default()
            };
        };
        let mut check = Check::default();
        for line in output.stdout.split(|byte| *byte == b'\n') {
            let Ok(message) = serde_json::from_slice::<serde_json::Value>(line) else {
                continue;
            };
            match message
                .pointer("/message/level")
                .and_then(serde_json::Value::as_str)
            {
                Some("error") => check.errors += 1,
                Some("warning") => check.warnings += 1,
                _ => {}
            }
        }
        if !output.status.success() {
            check.errors = check.errors.max(1);
        }
        check
    }
}
