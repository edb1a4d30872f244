//! Tests of the workflows of this repository, which run the code of pull requests.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// The name and the text of each workflow.
fn workflows() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/workflows");
    let found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let text = fs::read_to_string(entry.path()).unwrap();
            (name, text.replace("\r\n", "\n"))
        })
        .collect();
    assert!(!found.is_empty());
    found
}

/// The text of each job.
fn jobs(workflow: &str) -> Vec<String> {
    let (_, jobs) = workflow.split_once("\njobs:\n").unwrap();
    let mut found: Vec<String> = Vec::new();
    for line in jobs.lines() {
        let starts = line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
        if starts {
            found.push(String::new());
        }
        if let Some(job) = found.last_mut() {
            job.push_str(line);
            job.push('\n');
        }
    }
    found
}

#[test]
fn actions_are_pinned_to_commits() {
    for (name, text) in workflows() {
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, version) = line.split_once('@').unwrap();
            let (commit, release) = version.split_once(" # v").unwrap_or_default();
            let pinned = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(pinned && release.split('.').count() == 3, "{name}: {line}");
        }
    }
}

#[test]
fn a_job_may_only_read_by_default() {
    for (name, text) in workflows() {
        let (head, _) = text.split_once("\njobs:\n").unwrap();
        assert!(
            head.contains("\npermissions:\n  contents: read\n"),
            "{name}"
        );
        assert!(
            !head.contains(": write") && !head.contains("pull_request_target"),
            "{name}"
        );
    }
}

#[test]
fn a_job_that_may_write_runs_nothing_of_the_pull_request() {
    let mut writing = 0;
    for (name, text) in workflows() {
        for job in jobs(&text).iter().filter(|job| job.contains(": write")) {
            writing += 1;
            for forbidden in [
                "checkout",
                "cargo",
                "rustup",
                "rust-cache",
                "npx",
                ".ci/",
                "secrets.",
            ] {
                assert!(!job.contains(forbidden), "{name}: {forbidden} in\n{job}");
            }
        }
    }
    assert!(writing >= 2, "{writing} jobs");
}

/// Expressions are replaced before the shell reads the script, so a value could add commands.
#[test]
fn no_script_has_an_expression() {
    let mut scripts = 0;
    for (name, text) in workflows() {
        // The column of the key `run` whose lines follow.
        let mut run: Option<usize> = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let key = line.trim_start_matches([' ', '-']);
            let column = line.len() - key.len();
            if key.starts_with("run:") {
                scripts += 1;
                run = Some(column);
            } else if run.is_some_and(|run| column <= run) {
                run = None;
            }
            assert!(run.is_none() || !line.contains("${{"), "{name}: {line}");
        }
    }
    assert!(scripts > 5);
}

#[test]
fn no_checkout_leaves_credentials_to_the_code_of_a_pull_request() {
    for (name, text) in workflows() {
        let steps = text.matches("uses: actions/checkout@").count();
        let without = text.matches("persist-credentials: false").count();
        assert_eq!(steps, without, "{name}");
        for forbidden in ["pull_request_target", "workflow_run", "secrets."] {
            assert!(!text.contains(forbidden), "{name}: {forbidden}");
        }
    }
}

/// The output of `.ci/verdict` in a repository whose `cargo` prints this verdict, before and after a change of the
/// changelog.
#[cfg(unix)]
fn comments(verdict: &str) -> [String; 2] {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = TempDir::new().unwrap();
    let root = folder.path();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.ci/verdict");
    fs::create_dir(root.join(".ci")).unwrap();
    fs::copy(script, root.join(".ci/verdict")).unwrap();
    let cargo = root.join("bin/cargo");
    fs::create_dir(root.join("bin")).unwrap();
    fs::write(root.join("verdict.md"), verdict).unwrap();
    fs::write(&cargo, "#!/bin/sh\ncat verdict.md\n").unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(root.join("CHANGELOG.md"), "## [Unreleased]\n").unwrap();
    let path = std::env::var("PATH").unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(root)
            .env("PATH", format!("{}:{path}", root.join("bin").display()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run("git", &["init", "--quiet", "--initial-branch", "main"]);
    run("git", &["add", "."]);
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    run(
        "git",
        &[&author[..], &["commit", "--quiet", "--message", "a"]].concat(),
    );
    let without = run("./.ci/verdict", &["main"]);
    fs::write(
        root.join("CHANGELOG.md"),
        "## [Unreleased]\n\n- A change.\n",
    )
    .unwrap();
    [without, run("./.ci/verdict", &["main"])]
}

/// The verdict of the command on a document with these operations and this title of the response.
#[cfg(unix)]
fn verdict(operations: &[&str], response: &str) -> String {
    let folder = TempDir::new().unwrap();
    let document = |operations: &[&str], response: &str| {
        let paths = operations.iter().map(|id| {
            format!("  /{id}: {{ get: {{ operationId: {id}, responses: {{ '204': {{ description: {response} }} }} }} }}\n")
        });
        let paths: String = paths.collect();
        format!(
            "openapi: 3.0.3\ninfo: {{ title: Shelf, version: '1' }}\nservers: [{{ url: https://shelf.example }}]\npaths:\n{paths}"
        )
    };
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let old = write("old.yaml", document(&["list", "add"], "Done."));
    let new = write("new.yaml", document(operations, response));
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-crate"))
        .arg("diff")
        .args([&old, &new])
        .args(["--format", "markdown"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn the_comment_on_a_pull_request_says_if_the_changelog_lacks_a_line() {
    for (operations, response, bump, is_noticed) in [
        (&["list"][..], "Done.", "major", true),
        (&["list", "add", "move"], "Done.", "minor", true),
        (&["list", "add"], "Finished.", "patch", false),
        (&["list", "add"], "Done.", "none", false),
    ] {
        let verdict = verdict(operations, response);
        let verdict = verdict.trim_end();
        assert!(verdict.contains(&format!(": {bump}")), "{verdict}");
        let [without, with] = comments(verdict);
        assert_eq!(with.trim_end(), verdict);
        let note = without
            .strip_prefix(verdict)
            .expect("the verdict comes first");
        assert_eq!(
            note.contains("`CHANGELOG.md` does not change"),
            is_noticed,
            "{note}"
        );
    }
}
