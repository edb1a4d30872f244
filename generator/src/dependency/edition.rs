//! The edition of the package around a module.

use super::scan::entries;

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
fn edition(manifest: &str) -> Option<String> {
    let mut package = entries(manifest);
    package.retain(|entry| entry.path.first().is_some_and(|first| first == "package"));
    let mut found = package.iter();
    let edition = found.find(|entry| entry.path.get(1).is_some_and(|key| key == "edition"));
    let Some(edition) = edition else {
        // That of a package without an edition.
        return (!package.is_empty()).then(|| "2015".to_owned());
    };
    let value = edition.value.as_deref()?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
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
            ("package.edition = \"2021\"\n", Some("2021")),
            ("[ package ]\n\"edition\" = \"2021\"\n", Some("2021")),
            (
                "[package]\ndescription = \"\"\"\nedition = \"2021\"\n\"\"\"\nedition = \"2024\"\n",
                None,
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
