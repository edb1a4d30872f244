//! Lists the pages of the guide, each as the documentation of a module.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = root.join("docs/guide");
    let mut modules = module("readme", &root.join("README.md"));
    for page in pages(&guide)? {
        let name = page.strip_prefix(&guide)?.with_extension("");
        let name = name.to_string_lossy().replace(['/', '\\', '-'], "_");
        modules += &module(&name, &page);
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("pages.rs"), modules)?;
    Ok(())
}

/// A module whose documentation is a page.
fn module(name: &str, page: &Path) -> String {
    println!("cargo::rerun-if-changed={}", page.display());
    let page = page.to_string_lossy();
    format!("#[doc = include_str!({page:?})]\npub mod {name} {{}}\n")
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
