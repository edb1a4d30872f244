//! The names of files: paths below the folder, with slashes. A key is a prefix and a name.
//!
//! Keys come from the store, which others can write to. Only a name that passes [`check`] is ever used as a path, so
//! that no key leads out of the folder. Files are checked in the same way before they are uploaded, so that each uploaded
//! file can be downloaded, on every system.

/// The names that are devices on Windows, in every folder and with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The start and the end of the names of temporary files.
pub(crate) const TEMPORARY: (&str, &str) = (".sync-", ".part");

/// The maximum length of a key in bytes.
const KEY_BYTES: usize = 1_024;

/// Returns an error if a name could be a path out of the folder, or is not a file's name on this system.
pub(crate) fn check(name: &str, is_windows: bool) -> Result<(), String> {
    for part in name.split('/') {
        if part.is_empty() {
            return Err("a part of the path is empty".to_owned());
        }
        if part == "." || part == ".." {
            return Err(format!("`{part}` is not a file's name"));
        }
        let is_forbidden = |char: char| {
            char == '\\' || char.is_control() || is_windows && ":<>\"|?*".contains(char)
        };
        if let Some(found) = part.chars().find(|char| is_forbidden(*char)) {
            return Err(format!("a file's name cannot contain {found:?}"));
        }
        if let [letter, b':', ..] = part.as_bytes()
            && letter.is_ascii_alphabetic()
        {
            return Err(format!("`{}:` is a drive", char::from(*letter)));
        }
        if is_device(part) {
            return Err(format!("`{part}` is a device on Windows"));
        }
        if is_windows && part.ends_with(['.', ' ']) {
            return Err("Windows ignores a period or a space at the end of a name".to_owned());
        }
        if is_windows && is_short(part) {
            return Err(format!(
                "`{part}` could be the short name of a different file on Windows"
            ));
        }
        if is_temporary(part) {
            return Err(format!("`{part}` is the name of a temporary file"));
        }
    }
    Ok(())
}

/// Returns whether the last part of a name is that of a temporary file, which an interrupted run leaves.
pub(crate) fn is_temporary(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let (start, end) = TEMPORARY;
    last.starts_with(start) && last.ends_with(end)
}

/// Returns whether a name has the form of those that Windows creates for long names, such as `PROGRA~1`.
fn is_short(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part);
    let number = stem.rsplit_once('~').map(|(_, number)| number);
    stem.len() <= 8
        && number.is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn is_device(part: &str) -> bool {
    let stem = part.split(['.', ':']).next().unwrap_or(part);
    let stem = stem.trim_end().to_lowercase();
    if DEVICES.contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    let mut number = number.unwrap_or_default().chars();
    let digit = number.next();
    number.next().is_none() && digit.is_some_and(|digit| "123456789¹²³".contains(digit))
}

/// Returns an error if the API does not accept a key.
pub(crate) fn check_key(key: &str) -> Result<(), String> {
    if key.len() > KEY_BYTES {
        let length = key.len();
        return Err(format!(
            "a key has at most {KEY_BYTES} bytes, and this one would have {length}"
        ));
    }
    if key.starts_with(".well-known/acme-challenge/") {
        return Err("a key cannot start with `.well-known/acme-challenge/`".to_owned());
    }
    match key.chars().find(|char| "\r\n#;?^|".contains(*char)) {
        Some(found) => Err(format!("a key cannot contain {found:?}; rename the file")),
        None => Ok(()),
    }
}
