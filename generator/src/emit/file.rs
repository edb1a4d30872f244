//! Assembles files: the head, then the printed items with a blank line between them.
//!
//! Tokens and syntax trees take some twenty times the memory of their text, so each unit is printed separately. Units
//! are independent, so all processors share the work.

use super::{head, item, parallel, relocate};
use crate::OutputFile;
use crate::surface::file::{SourceFile, Unit};
use crate::surface::imports::Imports;
use crate::target::{Layout, Target};

/// The text of some items, and the names that they import.
struct Printed {
    texts: Vec<String>,
    imports: Imports,
}

/// Prints these files of a crate, in order.
pub(super) fn files(files: &[SourceFile<'_>], target: &Target, krate: &str) -> Vec<OutputFile> {
    let all: Vec<&Unit<'_>> = files.iter().flat_map(|file| &file.units).collect();
    let printed = parallel::map(&all, |unit| print(unit));
    let mut rest = printed.as_slice();
    let parts: Vec<_> = files
        .iter()
        .map(|file| {
            let printed = rest.split_off(..file.units.len()).unwrap_or_default();
            (file, printed)
        })
        .collect();
    parallel::map(&parts, |(file, printed)| join(file, printed, target, krate))
}

fn print(unit: &Unit<'_>) -> Printed {
    let items = unit();
    let mut imports = Imports::default();
    for item in &items {
        item.import(&mut imports);
    }
    Printed {
        texts: items.iter().map(item::text).collect(),
        imports,
    }
}

fn join(file: &SourceFile<'_>, printed: &[Printed], target: &Target, krate: &str) -> OutputFile {
    let mut imports = Imports::default();
    for one in printed {
        imports.extend(&one.imports);
    }
    let mut contents = head::text(&file.head, &imports, target.runtime);
    for text in printed.iter().flat_map(|one| &one.texts) {
        if !contents.is_empty() {
            contents.push('\n');
        }
        contents.push_str(text);
    }
    let path = match target.layout {
        Layout::Crate => &file.path,
        Layout::Module => file.path.strip_prefix("src/").unwrap_or(&file.path),
    };
    if *target != Target::default() {
        contents = relocate::relocate(&contents, depth(&file.path), target, krate);
    }
    OutputFile {
        path: path.to_owned(),
        contents,
    }
}

/// The levels of a file's module below the root of the generated code.
fn depth(path: &str) -> usize {
    match path.strip_prefix("src/") {
        None | Some("lib.rs") => 0,
        Some(path) => path.split('/').count(),
    }
}
