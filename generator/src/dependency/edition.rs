//! The edition of the package around a module.

/// The first edition in which an embedded runtime compiles.
const NEEDED: &str = "2024";

/// Returns the warning about the edition of a manifest, if an embedded runtime does not compile in it.
pub fn old_edition(manifest: &str) -> Option<String> {
    let found = edition(manifest)?;
    let is_old = found.parse::<u32>().is_ok_and(|year| year < 2024);
    is_old.then(|| {
        format!(
            "Cargo.toml has the edition {found}, but an embedded runtime needs {NEEDED}: set `edition = \"{NEEDED}\"`, \
             or let the module depend on `openapi-crate-runtime`"
        )
    })
}

/// The edition of a package; `None` if it is that of the workspace, or if there is no package.
fn edition(manifest: &str) -> Option<&str> {
    let mut is_package = false;
    let mut has_package = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            is_package = line.replace(' ', "").starts_with("[package]");
            has_package |= is_package;
        }
        let Some(rest) = line.strip_prefix("edition").filter(|_| is_package) else {
            continue;
        };
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return value[1..].split(quote).next();
    }
    // That of a package without an edition.
    has_package.then_some("2015")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_before_2024_is_a_warning() {
        for (manifest, edition) in [
            (
                "[package]\nname = \"a\"\nedition = \"2021\"\n",
                Some("2021"),
            ),
            ("[package]\nedition='2018' # why\n", Some("2018")),
            (
                "[package]\nname = \"a\"\n[dependencies]\nedition = \"2024\"\n",
                Some("2015"),
            ),
            ("[package]\nedition = \"2024\"\n", None),
            ("[package]\nedition = \"2027\"\n", None),
            ("[package]\nedition.workspace = true\n", None),
            ("[package]\nedition = { workspace = true }\n", None),
            ("[workspace]\nmembers = []\n", None),
            ("", None),
        ] {
            let found = old_edition(manifest);
            assert_eq!(found.is_some(), edition.is_some(), "{manifest}: {found:?}");
            if let (Some(found), Some(edition)) = (found, edition) {
                assert!(
                    found.contains(&format!("the edition {edition},")),
                    "{found}"
                );
            }
        }
    }
}
