#!/usr/bin/env python3
"""Runs the commands of the guide, and compares their output: `.ci/site/console.py [--write] [PAGE]...`.

Each page in `docs/guide` has a temporary folder. A block after a line such as "`api.yaml`:" is a file of that folder,
and the commands of a block `console` run there, in the order of the page. The lines after a command are its output, in
which a line `…` is any number of lines, and times and quoted versions are ignored. A command must succeed, or fail in a
block `console,fails`. In a block `console,repository`, it runs at the root of the repository. A block `console,ignore` is
not run; IGNORED lists its commands. A command that ends with `&` runs until the end of the page. Rust code that
documentation tests ignore must be a file, since a command compiles it.

`openapi-crate` and `fastly-kv-emulator` are the programs of this workspace, and so are the packages that Cargo uses.
`--write` replaces the output in the pages.
"""
import argparse
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
TARGET = os.environ.get("CARGO_TARGET_DIR", f"{ROOT}/target")
# Commands that change the user's machine, or need a published package or an account.
IGNORED = ("cargo install", "cargo add", "cargo publish", "export FASTLY_API_TOKEN", "npm ", "git tag")
# The manifests with the versions of packages that the pages require.
PACKAGES = {"openapi-crate": "Cargo.toml", "openapi-crate-runtime": "Cargo.toml",
            "fastly-kv-store": "generated/Cargo.toml", "fastly-kv-emulator": "generated/emulator/Cargo.toml"}
BLOCK = re.compile(r"(?ms)^(?:`([^`\n]+)`:\n\n)?```([\w,-]*)\n(.*?)^```$")
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


def environment(home):
    kept = {name: os.environ[name] for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN") if name in os.environ}
    return {**kept, "PATH": f"{TARGET}/debug:{os.environ['PATH']}", "CARGO_TARGET_DIR": TARGET, "NO_COLOR": "1",
            "CARGO_TERM_COLOR": "never", "CARGO_TERM_QUIET": "true", "LC_ALL": "C.UTF-8", "COLUMNS": "100",
            "GIT_CONFIG_GLOBAL": f"{home}/gitconfig", "GIT_CONFIG_NOSYSTEM": "1"}


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
    return re.sub(r'"\d+\.\d+\.\d+"', '"0.0.0"', re.sub(r"\d+\.\d+ s\b", "0 s", line))


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
            self.folder, self.variables, self.running = f"{home}/page", environment(home), []
            os.mkdir(self.folder)
            try:
                text = BLOCK.sub(self.block, self.text)
            finally:
                for child in self.running:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
        if self.write and text != self.text:
            with open(self.path, "w") as file:
                file.write(text)

    def block(self, found):
        name, kind, content = found.groups()
        kind, *attributes = kind.split(",")
        if kind == "console":
            return found[0] if "ignore" in attributes else self.console(found, attributes)
        if name and "/" not in name.removeprefix("src/") and "..." not in name:
            path = os.path.join(self.folder, name)
            if name == "Cargo.toml":
                # The versions that are already compiled here.
                shutil.copy(f"{ROOT}/Cargo.lock", self.folder)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(content)
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

    def console(self, found, attributes):
        folder = ROOT if "repository" in attributes else self.folder
        shown = []
        for command, expected in commands(found[3]):
            self.count += 1
            if command.endswith(" &"):
                code, lines = self.start(command.removesuffix(" &"), folder, len(expected))
            else:
                code, lines = run(command, folder, self.variables)
            if (code != 0) != ("fails" in attributes):
                self.mistakes.append(f"exit code {code}: {command}\n" + "\n".join(lines))
            # A block without its output shows the commands only.
            if self.write and not fits(expected, lines):
                expected = lines
            elif not self.write and not fits(expected, lines):
                self.mistakes.append(f"the output differs: {command}\n" + "\n".join(lines))
            shown += [f"$ {command}", *expected]
        return found[0][:found.start(3) - found.start()] + "\n".join(shown) + "\n```"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("pages", nargs="*")
    arguments = parser.parse_args()
    failed, count = False, 0
    for path in arguments.pages or sorted(glob.glob(f"{ROOT}/docs/guide/**/*.md", recursive=True)):
        page = Page(path, arguments.write)
        page.mistakes += wrong_versions(page.text)
        for found in BLOCK.finditer(page.text):
            if found[2] == "console,ignore":
                wrong = [command for command, _ in commands(found[3]) if not command.startswith(IGNORED)]
                page.mistakes += [f"must run: {command}" for command in wrong]
        page.run()
        count += page.count
        for mistake in page.mistakes:
            print(f"{os.path.relpath(path, ROOT)}: {mistake}\n")
            failed = True
    print(f"{count} commands")
    sys.exit(failed)


if __name__ == "__main__":
    main()
