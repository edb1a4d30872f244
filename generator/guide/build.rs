//! Lists the pages of the guide, each as the documentation of a module.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = root.join("docs/guide");
    let mut modules = module("readme", &root.join("README.md"))?;
    for page in pages(&guide)? {
        let name = page.strip_prefix(&guide)?.with_extension("");
        let name = name.to_string_lossy().replace(['/', '\\', '-'], "_");
        modules += &module(&name, &page)?;
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("pages.rs"), modules)?;
    Ok(())
}

/// A module whose documentation is a page.
fn module(name: &str, page: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", page.display());
    let text = with_tests_as_programs(&fs::read_to_string(page)?);
    Ok(format!("#[doc = {text:?}]\npub mod {name} {{}}\n"))
}

/// The page with the `main` of a program in place of each test, because a documentation test does not run tests.
fn with_tests_as_programs(page: &str) -> String {
    const TEST: &str = "#[tokio::test]\nasync fn ";
    let mut parts = page.split(TEST);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let after_name = part.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        text += "#[tokio::main]\nasync fn main";
        text += after_name;
    }
    text
}

/// The pages in a folder and below.
fn pages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
