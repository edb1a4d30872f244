//! Names of files and folders, with `/` on every system and without the differences between spellings of one path.

use std::env;
use std::path::Path;

/// Converts a path that the user wrote to a name, as the generator and diagnostics use. It is relative to the working
/// directory if it is inside.
///
/// All spellings of a path have the same name: it has no `.`, no repeated `/`, none at the end, and no `..` after a
/// folder. A `..` after a link is kept, since it leads to the parent folder of the link's target.
pub fn normalized(path: &str) -> String {
    let path = with_slashes(path);
    if path.is_empty() || is_url(&path) {
        return path.into_owned();
    }
    let here = env::current_dir().ok();
    let path = here
        .and_then(|here| inside(&path, &here))
        .unwrap_or_else(|| path.into_owned());
    resolved(root_of(&path), path.split('/'), |name| {
        Path::new(name).is_symlink()
    })
}

/// Like [`normalized`], but also relative to the working directory if only a folder around it contains the path, as in
/// `../spec/codegen.toml`. A path that has only the root of the file system in common with it stays absolute.
pub fn relative(path: &str) -> String {
    let name = normalized(path);
    let Some(here) = env::current_dir().ok().filter(|_| is_absolute(&name)) else {
        return name;
    };
    let mut up = String::new();
    for folder in here.ancestors().skip(1) {
        up.push_str("../");
        if folder.parent().is_none() {
            break;
        }
        if let Some(inside) = inside(&name, folder) {
            return format!("{up}{inside}");
        }
    }
    name
}

/// Joins a name to the folder it is relative to, and resolves `.` and `..` lexically: `spec` and `../generated` become
/// `generated`.
pub fn join(folder: &str, name: &str) -> String {
    let (folder, name) = (with_slashes(folder), with_slashes(name));
    if is_url(&name) {
        return name.into_owned();
    }
    if is_absolute(&name) {
        return resolved(root_of(&name), name.split('/'), |_| false);
    }
    let parts = folder.split('/').chain(name.split('/'));
    resolved(root_of(&folder), parts, |_| false)
}

/// Whether a name is a URL, which names no file: `https://example.com/api.yaml`.
pub fn is_url(name: &str) -> bool {
    let scheme = name.split_once("://").map(|(scheme, _)| scheme);
    // A single letter is a drive of Windows.
    scheme.is_some_and(|scheme| {
        scheme.len() > 1
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    })
}

/// The rest of an absolute path below a folder, which is without links.
fn inside(path: &str, folder: &Path) -> Option<String> {
    if !is_absolute(path) {
        return None;
    }
    let is_folder =
        |start: &Path| start == folder || start.canonicalize().ok().as_deref() == Some(folder);
    let ends = path
        .match_indices('/')
        .map(|(end, _)| end)
        .chain([path.len()]);
    let end = ends
        .filter(|end| *end > 0)
        .find(|end| is_folder(Path::new(&path[..*end])))?;
    let rest = path[end..].trim_start_matches('/');
    Some(if rest.is_empty() { "." } else { rest }.to_owned())
}

/// Joins the parts of a path without `.`, and without `..` after a folder that is not a link.
fn resolved<'a>(
    root: &str,
    parts: impl Iterator<Item = &'a str>,
    is_link: impl Fn(&str) -> bool,
) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in parts {
        match (part, kept.last()) {
            ("" | ".", _) => {}
            ("..", None) if !root.is_empty() => {}
            ("..", Some(last)) if *last != ".." && !is_drive(last) => {
                if is_link(&format!("{root}{}", kept.join("/"))) {
                    kept.push(part);
                } else {
                    kept.pop();
                }
            }
            _ => kept.push(part),
        }
    }
    match (root.is_empty(), kept.is_empty()) {
        (true, true) => ".".to_owned(),
        _ => format!("{root}{}", kept.join("/")),
    }
}

/// The start of an absolute path. On Windows, `//` starts the name of another computer.
fn root_of(path: &str) -> &'static str {
    match path {
        path if cfg!(windows) && path.starts_with("//") => "//",
        path if path.starts_with('/') => "/",
        _ => "",
    }
}

fn is_absolute(path: &str) -> bool {
    Path::new(path).is_absolute() || path.starts_with('/')
}

/// Whether a part is a drive of Windows, such as `C:`.
fn is_drive(part: &str) -> bool {
    cfg!(windows) && part.ends_with(':')
}

/// Replaces the separators of Windows, which are characters of a name on other systems.
fn with_slashes(path: &str) -> std::borrow::Cow<'_, str> {
    if cfg!(windows) && path.contains('\\') {
        path.replace('\\', "/").into()
    } else {
        path.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_without_dot_segments() {
        assert_eq!(join("spec", "kv-store.yaml"), "spec/kv-store.yaml");
        assert_eq!(join("spec", "../generated/"), "generated");
        assert_eq!(join("spec", "./a/./b.yaml"), "spec/a/b.yaml");
        assert_eq!(join("spec", "../../other/x.yaml"), "../other/x.yaml");
        assert_eq!(join("spec", ".."), ".");
        assert_eq!(join("", "./x.yaml"), "x.yaml");
        assert_eq!(join("/home/me/spec", "../x.yaml"), "/home/me/x.yaml");
        assert_eq!(join("spec", "/a//b/../c.yaml"), "/a/c.yaml");
    }

    #[test]
    fn an_absolute_name_ignores_the_folder() {
        let absolute = env::temp_dir().join("a.yaml");
        let absolute = absolute.to_str().unwrap();
        assert_eq!(join("spec", absolute), with_slashes(absolute));
    }

    #[test]
    fn a_url_is_kept() {
        for url in ["https://example.com/a/../api.yaml", "file:///api.yaml"] {
            assert_eq!(join("spec", url), url);
            assert_eq!(normalized(url), url);
        }
        assert_eq!(join("spec", "a/http://b"), "spec/a/http:/b");
    }

    #[test]
    fn all_spellings_of_a_path_have_the_same_name() {
        let here = env::current_dir().unwrap();
        let here = here.to_str().unwrap();
        for (path, name) in [
            ("api.yaml", "api.yaml"),
            ("./api.yaml", "api.yaml"),
            (".//api.yaml", "api.yaml"),
            ("src/../api.yaml", "api.yaml"),
            ("missing/../api.yaml", "api.yaml"),
            ("out/", "out"),
            ("out/.", "out"),
            ("a//b/../c/", "a/c"),
            (&format!("{here}/api.yaml"), "api.yaml"),
            (&format!("{here}/./src/../api.yaml"), "api.yaml"),
            (here, "."),
            ("src/..", "."),
            (".", "."),
            ("../a/../b", "../b"),
            ("/", "/"),
            ("//", "/"),
            ("/../a/", "/a"),
            ("", ""),
        ] {
            assert_eq!(normalized(path), name, "{path}");
            assert_eq!(relative(path), name, "{path}");
        }
    }

    #[test]
    fn only_the_relative_name_of_a_path_has_parent_folders() {
        let here = env::current_dir().unwrap();
        let parent = here.parent().unwrap().to_str().unwrap();
        let path = format!("{parent}/spec/api.yaml");
        assert_eq!(normalized(&path), path);
        assert_eq!(relative(&path), "../spec/api.yaml");
        assert_eq!(relative("/dev/stdin"), "/dev/stdin");
    }

    #[cfg(unix)]
    #[test]
    fn the_parent_of_a_link_is_that_of_its_target() {
        let folder = tempfile::TempDir::new().unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("link")).unwrap();
        let folder = folder.path().to_str().unwrap();
        let path = format!("{folder}/link/../x");
        assert_eq!(normalized(&path), path);
        assert_eq!(
            normalized(&format!("{folder}/none/../x")),
            format!("{folder}/x")
        );
    }
}
