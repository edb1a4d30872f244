#!/usr/bin/env python3
"""Runs the commands of the pages, and compares their output: `.ci/site/console.py [--write] [PAGE]...`.

The pages are all Markdown files of the repository but those of tests. Each has a temporary folder. A block after a line
such as "`api.yaml`:" is a file of that folder, and the commands of a block `console` run there, in the order of the page.
The lines after a command are its output, in which a line `…` is any number of lines, and times, quoted versions and new
IDs are ignored. A command must succeed, or fail in a block `console,fails`. In a block `console,repository`, it runs at the
root of the repository. A block `console,ignore` is not run; IGNORED has the reason for each of its commands. A command
that ends with `&` runs until the end of the page. `cd` is for the commands and files after it, up to the next heading
`##`. The repository is in the folder `kv` next to a crate. Rust code that documentation tests ignore must be a file, since
a command compiles it.

The port 7676 of the pages is replaced by a free one, so that several runs do not conflict.

`openapi-crate` and `fastly-kv-emulator` are the programs of this workspace, and so are the packages that Cargo uses.
`--write` replaces the output in the pages.
"""
import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
TARGET = os.environ.get("CARGO_TARGET_DIR", f"{ROOT}/target")
# The reasons not to run commands that start with these words, or contain these.
IGNORED = {
    "cargo install": "installs a program on the machine",
    "cargo add": "has no package to add to on this page, or needs a published one; README.md shows those that run",
    "cargo +nightly fuzz": "needs the nightly toolchain, and does not end",
    "cargo test -p openapi-crate": "`.ci/run test` runs it",
    "cargo check -p fastly-kv-store": "`.ci/run clippy` compiles the same",
    "FOLDER": "the folder is that of the reader",
    "../shared": "forks do not have this folder; `.ci/run upstream` and the tests of the command line cover it",
    "--test kv_store_upkeep": "is for a changed document; `.ci/run test` runs it",
    "--keep-going": "is for a changed document; `.ci/run clippy` compiles the same code",
    "@redocly/cli": "`.ci/run spec` runs it",
    "openapi-spec-validator": "`.ci/run spec` runs it",
}
# Sentences and commands that hold until the packages are published. RELEASING.md lists the pages that have them.
UNPUBLISHED = re.compile(r"[Uu]ntil (the|it|they)[^.]* published|once it is published|(from|of|in) a clone|cargo (add|install) .*--path \.\.|cargo install --path")
# Files whose code and commands are inputs or outputs of tests.
TESTS = re.compile(r"(^|/)tests/|^\.ci/prose/")
# The port of the emulator on the pages. Other numbers contain these digits.
PORT = re.compile(r"\b7676\b")
# Blocks of commands under a name that this script does not know.
SHELL = re.compile(r"(?m)^ *```(sh|shell|bash)\b")
# The manifests with the versions of packages that the pages require.
PACKAGES = {"openapi-crate": "Cargo.toml", "openapi-crate-runtime": "Cargo.toml",
            "fastly-kv-store": "generated/Cargo.toml", "fastly-kv-emulator": "generated/emulator/Cargo.toml"}
BLOCK = re.compile(r"(?ms)^(?: *`([^`\n]+)`:\n\n)?( *)```([\w,-]*)\n(.*?)^ *```$")
# Seconds for one command, which may compile a crate with its dependencies.
LONGEST = 1200

CARGO = f"""
[patch.crates-io]
openapi-crate = {{ path = "{ROOT}/generator" }}
openapi-crate-runtime = {{ path = "{ROOT}/generator/runtime" }}
fastly-kv-store = {{ path = "{ROOT}/generated" }}

[profile.dev]
debug = "line-tables-only"
[profile.dev.package."*"]
debug = false
"""


def wrong_versions(text):
    """The requirements of a page for packages of this workspace that are not for their current versions."""
    for name, manifest in PACKAGES.items():
        with open(f"{ROOT}/{manifest}") as file:
            current = re.search(r'(?m)^version = "(\d+\.\d+)', file.read())[1]
        for version in re.findall(rf'(?m)^{name} = (?:\{{ version = )?"([\d.]+)"', text):
            if version != current:
                yield f"{name} = {version!r} should be {current!r}"


def unlisted(path, text):
    """The first sentence of a page that holds until the packages are published, unless RELEASING.md lists the page."""
    found = UNPUBLISHED.search(text)
    name = os.path.relpath(path, ROOT)
    with open(f"{ROOT}/RELEASING.md") as file:
        listed = name == "RELEASING.md" or f"`{name}`" in file.read()
    if found and not listed:
        yield f"RELEASING.md must list this page, which says `{found[0]}`"


def environment(home):
    kept = {name: os.environ[name] for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN") if name in os.environ}
    return {**kept, "PATH": f"{TARGET}/debug:{os.environ['PATH']}", "CARGO_TARGET_DIR": TARGET, "NO_COLOR": "1",
            "CARGO_TERM_COLOR": "never", "CARGO_TERM_QUIET": "true", "LC_ALL": "C.UTF-8", "COLUMNS": "100",
            "GIT_CONFIG_GLOBAL": f"{home}/gitconfig", "GIT_CONFIG_NOSYSTEM": "1"}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])


def commands(block):
    """The commands of a block, each with its output."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif found and not found[-1][1] and found[-1][0].endswith("\\"):
            found[-1][0] += "\n" + line
        elif found:
            found[-1][1].append(line)
        else:
            raise ValueError(f"output before a command: {line}")
    return found


def run(command, folder, variables):
    """The exit code and the output of a command. Programs that it leaves running are stopped."""
    child = subprocess.Popen(["bash", "-c", command], cwd=folder, env=variables, text=True, start_new_session=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        written, _ = child.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        written = f"no end after {LONGEST} s"
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return child.wait(), [line.rstrip() for line in written.splitlines()]


def without_numbers(line):
    """A line without what differs in each run: times, versions, and the IDs and generations of the emulator."""
    for pattern, shown in [(r"\d+\.\d+ s\b", "0 s"), (r'"\d+\.\d+\.\d+"', '"0.0.0"'), (r'"id":"\w+"', '"id":"0"'),
                           (r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\b", "0"), (r"\b\d{16}\b", "0")]:
        line = re.sub(pattern, shown, line)
    return line


def fits(expected, lines):
    """Whether the output fits the lines of the page, of which `…` is any number of lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "…" else re.escape(without_numbers(line)) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(without_numbers(line) + "\n" for line in lines)) is not None


class Page:
    def __init__(self, path, write):
        self.path, self.write, self.mistakes, self.count = path, write, [], 0
        with open(path) as file:
            self.text = file.read()

    def run(self):
        with tempfile.TemporaryDirectory() as home:
            os.makedirs(f"{home}/.cargo")
            with open(f"{home}/.cargo/config.toml", "w") as file:
                file.write(CARGO)
            with open(f"{home}/gitconfig", "w") as file:
                file.write("[user]\nname = x\nemail = x@example.com\n[init]\ndefaultBranch = main\n")
            self.top, self.variables, self.running = f"{home}/page", environment(home), []
            self.port = free_port()
            os.mkdir(self.top)
            self.enter(self.top)
            try:
                sections = re.split(r"(?m)^(?=## )", self.text)
                text = "".join(self.section(section) for section in sections)
            finally:
                for child in self.running:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
        if self.write and text != self.text:
            with open(self.path, "w") as file:
                file.write(text)

    def enter(self, folder):
        """Continues in a folder, with the repository next to it."""
        self.folder = folder
        repository = os.path.join(os.path.dirname(folder), "kv")
        if not os.path.lexists(repository):
            os.symlink(ROOT, repository)

    def section(self, text):
        self.folder = self.top
        return BLOCK.sub(self.block, text)

    def block(self, found):
        name, indent, kind, content = found.groups()
        kind, *attributes = kind.split(",")
        if kind == "console":
            return self.console(found, indent, content, attributes)
        if name and "/" not in re.sub("^(src|tests)/", "", name) and "..." not in name:
            path = os.path.join(self.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(PORT.sub(self.port, content))
        elif kind == "rust" and "ignore" in attributes:
            self.mistakes.append(f"nothing compiles this code:\n{content}")
        return found[0]

    def start(self, command, folder, count):
        """Starts a command that keeps running. Returns its exit code, if it has ended, and its first lines."""
        child = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=self.variables, text=True,
                                 start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
        self.running.append(child)
        lines = [child.stdout.readline().rstrip() for _ in range(count)]
        return child.poll() or 0, lines

    def console(self, found, indent, content, attributes):
        shown = []
        for command, expected in commands(re.sub(f"(?m)^{indent}", "", content)):
            if "ignore" in attributes:
                if not any(word in command for word in IGNORED):
                    self.mistakes.append(f"must run, or needs a reason: {command}")
                continue
            self.count += 1
            lines = self.command(self.with_port(command), len(expected), attributes)
            lines = [re.sub(rf"\b{self.port}\b", "7676", line) for line in lines]
            if not fits(expected, lines):
                if self.write:
                    expected = lines
                else:
                    self.mistakes.append(f"the output differs: {command}\n" + "\n".join(lines))
            shown += [f"$ {command}", *expected]
        if "ignore" in attributes:
            return found[0]
        written = "".join(f"{indent}{line}".rstrip() + "\n" for line in "\n".join(shown).split("\n"))
        return found[0][:found.start(4) - found.start()] + written + f"{indent}```"

    def with_port(self, command):
        """The command with the free port, also for an emulator whose port is the default."""
        command = PORT.sub(self.port, command)
        return re.sub(r"^fastly-kv-emulator\b(?!.*--port)", f"fastly-kv-emulator --port {self.port}", command)

    def command(self, command, count, attributes):
        """Runs a command. Returns its output, or its first lines if it keeps running."""
        folder = ROOT if "repository" in attributes else self.folder
        if os.path.exists(f"{folder}/Cargo.toml") and not os.path.exists(f"{folder}/Cargo.lock"):
            # The versions that are already compiled here.
            shutil.copy(f"{ROOT}/Cargo.lock", folder)
        if command.startswith("cd "):
            self.enter(os.path.normpath(os.path.join(folder, command[3:])))
            return []
        if command.endswith(" &"):
            code, lines = self.start(command.removesuffix(" &"), folder, count)
        else:
            code, lines = run(command, folder, self.variables)
        if (code != 0) != ("fails" in attributes):
            self.mistakes.append(f"exit code {code}: {command}\n" + "\n".join(lines))
        return lines


def pages():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, text=True, check=True, stdout=subprocess.PIPE).stdout
    return [f"{ROOT}/{path}" for path in sorted(listed.split()) if not TESTS.search(path)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("pages", nargs="*")
    arguments = parser.parse_args()
    failed, count = False, 0
    for path in arguments.pages or pages():
        page = Page(path, arguments.write)
        page.mistakes += [*wrong_versions(page.text), *unlisted(path, page.text)]
        if SHELL.search(page.text):
            page.mistakes.append("commands are in blocks `console`, which run")
        page.run()
        count += page.count
        for mistake in page.mistakes:
            print(f"{os.path.relpath(path, ROOT)}: {mistake}\n")
            failed = True
    print(f"{count} commands")
    sys.exit(failed)


if __name__ == "__main__":
    main()
