//! Finds two clients that cannot both be generated.

use openapi_crate::file_system::{FileSystem, join};
use openapi_crate::{Input, Layout};

/// A client, and the folder of its output.
pub(super) struct Client<'c> {
    pub(super) input: &'c Input,
    pub(super) output: &'c str,
}

/// The setting because of which two clients cannot both be generated, and the reason.
pub(super) fn conflict(
    one: &Client<'_>,
    other: &Client<'_>,
    files: &FileSystem,
) -> Option<(&'static str, String)> {
    let package = &one.input.package;
    let in_code = |package: &str| package.replace('-', "_");
    if in_code(package) == in_code(&other.input.package) {
        let message = format!(
            "two clients have the package `{package}`, or packages with the same name in code"
        );
        return Some(("/package", message));
    }
    // Two spellings of a folder, one of which may be absolute.
    let folder = |client: &Client<'_>| {
        let path = files.path(client.output);
        let path = std::path::absolute(&path).unwrap_or(path);
        join("", &path.to_string_lossy())
    };
    let owned = |client: &Client<'_>| match client.input.target.layout {
        Layout::Crate => format!("{}/src/", folder(client)),
        Layout::Module => format!("{}/", folder(client)),
    };
    let (mine, others) = (owned(one), owned(other));
    let overlap =
        folder(one) == folder(other) || mine.starts_with(&others) || others.starts_with(&mine);
    overlap.then(|| {
        let (mine, others) = (one.output, other.output);
        let message = format!("the output `{mine}` overlaps with `{others}` of a different client");
        ("/output", message)
    })
}
