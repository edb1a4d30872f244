#!/usr/bin/env python3
"""Compiles the code of the client's guide as its readers do: `.ci/site/recipes.py [PAGE]...`.

Each page in `docs/guide/client` becomes a package outside the workspace. Its dependencies are those of the first page,
and those of the blocks `toml` of the page, with the paths of this repository in place of versions. Each block `rust` is a
file of the package, as it is on the page: a program, a test, or functions. So a page without a dependency, a feature or
an import that its code needs fails here, while the documentation tests of `generator/guide` have those of all pages.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import console

FIRST = f"{console.ROOT}/docs/guide/client/first-value.md"
PATHS = {"fastly-kv-store": "generated", "fastly-kv-emulator": "generated/emulator"}
CODE = re.compile(r"(?ms)^```(\w+)[\w,-]*\n(.*?)^```$")


def dependencies(text):
    """The dependencies that the blocks of a page name, by section."""
    found = {"dependencies": {}, "dev-dependencies": {}}
    for kind, content in CODE.findall(text):
        if kind == "toml":
            for section, entries in tomllib.loads(content).items():
                found.setdefault(section, {}).update(entries)
    return found


def value(entry):
    """A value in TOML."""
    if isinstance(entry, dict):
        return "{ " + ", ".join(f"{key} = {value(part)}" for key, part in entry.items()) + " }"
    if isinstance(entry, list):
        return "[" + ", ".join(map(value, entry)) + "]"
    return str(entry).lower() if isinstance(entry, bool) else f'"{entry}"'


def manifest(texts):
    """The manifest of a package with the dependencies of several pages. Those of a later page replace earlier ones."""
    sections = {}
    for text in texts:
        for section, entries in dependencies(text).items():
            sections.setdefault(section, {}).update(entries)
    written = '[package]\nname = "recipe"\nversion = "0.1.0"\nedition = "2024"\n'
    for section, entries in sections.items():
        written += f"\n[{section}]\n"
        for name, entry in entries.items():
            if name in PATHS:
                entry = {"version": entry} if isinstance(entry, str) else dict(entry)
                del entry["version"]
                entry = {"path": f"{console.ROOT}/{PATHS[name]}", **entry}
            written += f"{name} = {value(entry)}\n"
    return written


def mistakes(path, folder):
    """Compiles the code of a page in a folder. Returns the messages of the compiler, if it fails."""
    with open(path) as file:
        page = file.read()
    with open(FIRST) as file:
        first = file.read()
    shutil.copy(f"{console.ROOT}/Cargo.lock", folder)
    os.makedirs(f"{folder}/src/bin")
    os.makedirs(f"{folder}/tests")
    with open(f"{folder}/Cargo.toml", "w") as file:
        file.write(manifest([first, page]))
    blocks = [content for kind, content in CODE.findall(page) if kind == "rust"]
    for number, content in enumerate(blocks):
        name = f"{folder}/src/bin/code_{number}.rs"
        if re.search(r"(?m)^#\[(tokio::)?test\]$", content):
            name = f"{folder}/tests/code_{number}.rs"
        elif not re.search(r"(?m)^(async )?fn main\(", content):
            content = f"#![allow(dead_code)]\n{content}\nfn main() {{}}\n"
        with open(name, "w") as file:
            file.write(content)
    checked = subprocess.run(["cargo", "check", "--all-targets"], cwd=folder, env=console.environment(folder),
                             text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return len(blocks), [checked.stdout] if checked.returncode or "warning:" in checked.stdout else []


def main():
    failed, count = False, 0
    for path in sys.argv[1:] or sorted(glob.glob(f"{console.ROOT}/docs/guide/client/*.md")):
        with tempfile.TemporaryDirectory() as folder:
            blocks, found = mistakes(path, folder)
        count += blocks
        for mistake in found:
            print(f"{os.path.relpath(path, console.ROOT)}: {mistake}\n")
            failed = True
    print(f"{count} blocks of code")
    sys.exit(failed)


if __name__ == "__main__":
    main()
