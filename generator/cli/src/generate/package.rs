//! The package of an existing manifest: it must have the name that generated examples use.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;

/// Returns an error if the manifest, which is named `file` in it, is not that of a crate with this name.
pub(super) fn mismatch(file: &str, manifest: &str, package: &str) -> Option<Diagnostic> {
    let table = DeTable::parse(manifest).ok()?;
    let table = table.get_ref();
    if table.contains_key("workspace") && !table.contains_key("package") {
        let folder = file.trim_end_matches("/Cargo.toml");
        let message = format!(
            "`{file}` is a workspace without a package, so that no crate would contain the generated code"
        );
        let help = format!(
            "choose a folder in it, such as `{folder}/{package}`, or add `[package]` to the file"
        );
        return Some(
            Diagnostic::error("different-package", message)
                .file(file)
                .help(help),
        );
    }
    let name_in = |section: &str| {
        let DeValue::Table(section) = table.get(section)?.get_ref() else {
            return None;
        };
        let name: &Spanned<DeValue<'_>> = section.get("name")?;
        Some((name.get_ref().as_str()?.to_owned(), name.span()))
    };
    let (found, span) = name_in("package")?;
    let in_code = |name: &str| name.replace('-', "_");
    let library = name_in("lib").map_or_else(|| in_code(&found), |(name, _)| name);
    if library == in_code(package) {
        return None;
    }
    let message = format!(
        "the package of `{file}` is `{found}`, but the examples of the generated code would use `{package}`"
    );
    Some(
        Diagnostic::error("different-package", message)
            .range(file, manifest, span)
            .help(format!(
                "generate the package `{found}`, or change the name in this file to `{package}`"
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::mismatch;

    #[test]
    fn the_name_in_code_must_be_that_of_the_package() {
        for (manifest, is_same) in [
            ("[package]\nname = \"my-books\"\n", true),
            ("[package]\nname = \"my_books\"\n", true),
            ("package.name = 'my-books'\n", true),
            (
                "[package]\nname = \"books\"\n[lib]\nname = \"my_books\"\n",
                true,
            ),
            (
                "[package]\nname = \"my-books\"\n[lib]\nname = \"books\"\n",
                false,
            ),
            ("[package]\nname = \"books\"\n", false),
            ("# mine\n", true),
            ("[workspace]\nmembers = []\n", false),
            ("[package\n", true),
        ] {
            let found = mismatch("Cargo.toml", manifest, "my-books");
            assert_eq!(found.is_none(), is_same, "{manifest}");
        }
    }
}
