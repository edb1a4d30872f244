//! The doctests that `rustdoc` itself finds in the documentation of generated files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// The number of the next folder, since the tests of a process run at the same time.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Returns the code that nightly `rustdoc` would run in each of some strings of Markdown; `None` if it is not installed.
///
/// Each string is the comment of an item in a separate file, which needs no dependency and is not built.
pub(crate) fn listed(texts: &[String]) -> Option<Vec<Vec<String>>> {
    let is_installed = Command::new("rustdoc")
        .args(["+nightly", "--version"])
        .output();
    if !is_installed.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("listed-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("the folder can be created");
    let path = folder.join("lib.rs");
    let mut source = String::new();
    let mut line = 1;
    // The items by the number of their first line.
    let mut starts = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        starts.insert(line, index);
        for text in text.lines() {
            source.push_str(&format!(
                "///{}{text}\n",
                if text.is_empty() { "" } else { " " }
            ));
            line += 1;
        }
        source.push_str(&format!("pub struct S{index};\n"));
        line += 1;
    }
    fs::write(&path, source).expect("the file can be written");
    let output = Command::new("rustdoc")
        .args([
            "+nightly",
            "-Zunstable-options",
            "--output-format=doctest",
            "--edition=2024",
        ])
        .arg(&path)
        .output()
        .expect("rustdoc can be started");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::remove_dir_all(&folder).expect("the folder can be removed");
    let listing: Value = serde_json::from_slice(&output.stdout).expect("the list is JSON");
    let mut listed = vec![Vec::new(); texts.len()];
    for test in listing["doctests"].as_array().expect("it is a list") {
        let line = test["line"].as_u64().expect("it is a number");
        let (_, &index) = starts
            .range(..=line)
            .next_back()
            .expect("each line is of an item");
        let code = test["original_code"].as_str().expect("it is a string");
        listed[index].push(code.to_owned());
    }
    Some(listed)
}
