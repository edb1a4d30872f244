//! Checks of settings that are text: those for the manifest of a crate, and the command that regenerates it.

/// Checks the description of a package, which registries require to have text.
pub(crate) fn description(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("`description` is empty: describe the crate, or remove the setting".to_owned());
    }
    Ok(())
}

/// Checks the command in the first line of each file.
pub(crate) fn regenerate(command: &str) -> Result<(), String> {
    if command.trim().is_empty() {
        return Err("`regenerate` is empty: write a command, or remove the setting".to_owned());
    }
    Ok(())
}

/// Checks the URL of a repository.
pub(crate) fn repository(url: &str) -> Result<(), String> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let is_url = rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    if is_url {
        return Ok(());
    }
    Err(format!(
        "`{url}` is not a URL such as `https://example.com/stores`"
    ))
}

/// Parses the URL of a repository, as an argument.
pub(crate) fn parse_repository(url: &str) -> Result<String, String> {
    repository(url).map(|()| url.to_owned())
}

/// Checks the version of a package: three numbers, and optionally a pre-release.
pub(crate) fn version(text: &str) -> Result<(), String> {
    let (numbers, rest) = match text.find(['-', '+']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let is_number = |part: &str| {
        part.chars().all(|c| c.is_ascii_digit())
            && part.parse::<u64>().is_ok()
            && (part == "0" || !part.starts_with('0'))
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
    let is_valid = numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && rest.chars().all(is_plain)
        && rest.len() != 1;
    if is_valid {
        Ok(())
    } else {
        Err(format!("`{text}` is not a version such as `0.1.0`"))
    }
}
