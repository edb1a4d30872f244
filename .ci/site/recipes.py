#!/usr/bin/env python3
"""Compiles the code of the client's guide as its readers do: `.ci/site/recipes.py [PAGE]...`.

Each page in `docs/guide/client` becomes a package outside the workspace. Its dependencies are those of the first page,
and those of the blocks `toml` of the page, with the paths of this repository in place of versions. Each block `rust` is a
file of the package, as it is on the page: a program, a test, or functions. So a page without a dependency, a feature or
an import that its code needs fails here, while the documentation tests of `generator/guide` have those of all pages.

The examples in the table of `generated/README.md` are compiled in the same way, with the packages that the table names.
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
# The feature of the client that an example needs.
FS = '```toml\n[dependencies]\nfastly-kv-store = { version = "0.2", features = ["fs"] }\n```\n'
CODE = re.compile(r"(?ms)^```(\w+)[\w,-]*\n(.*?)^```$")


def dependencies(text):
    """The dependencies that the blocks of a page name, by section."""
    found = {}
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


def examples():
    """The rows of the table of examples: each name, with the dependencies that it needs."""
    with open(f"{console.ROOT}/generated/README.md") as file:
        rows = re.findall(r"(?m)^\| `(\w+)` \| [^|]* \|([^|]*)\|$", file.read().split("| example |")[1].split("\n\n")[0])
    for name, cell in rows:
        packages = {}
        for arguments in re.findall(r"`([^`]+)`", cell):
            names, _, features = arguments.partition(" --features ")
            for package in names.split():
                packages[package] = {"version": "*", "features": features.split(",") if features else []}
        yield name, packages


def check_examples(folder):
    """Compiles the examples, each as a package. Returns their number, and the messages of those that fail."""
    with open(FIRST) as file:
        first = file.read()
    found = []
    listed = list(examples())
    for name, packages in listed:
        package = f"{folder}/{name}"
        os.makedirs(f"{package}/src")
        shutil.copy(f"{console.ROOT}/Cargo.lock", package)
        source = f"{console.ROOT}/generated/examples/{name}"
        if os.path.isdir(source):
            shutil.copytree(source, f"{package}/src", dirs_exist_ok=True)
        else:
            shutil.copy(f"{source}.rs", f"{package}/src/main.rs")
        written = "".join(f"{key} = {value(entry)}\n" for key, entry in packages.items())
        with open(f"{package}/Cargo.toml", "w") as file:
            file.write(manifest([first, FS]) + written)
        found += compile(package, name)
    return len(listed), found


def compile(folder, name):
    """Compiles a package. Returns the messages of the compiler, if there are any."""
    checked = subprocess.run(["cargo", "check", "--all-targets"], cwd=folder, env=console.environment(folder),
                             text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [f"{name}: {checked.stdout}"] if checked.returncode or "warning:" in checked.stdout else []


def mistakes(path, folder):
    """Compiles the code of a page in a folder. Returns the number of its blocks, and the messages of the compiler."""
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
    return len(blocks), compile(folder, os.path.relpath(path, console.ROOT))


def main():
    blocks, found = 0, []
    for path in sys.argv[1:] or sorted(glob.glob(f"{console.ROOT}/docs/guide/client/*.md")):
        with tempfile.TemporaryDirectory() as folder:
            count, messages = mistakes(path, folder)
        blocks += count
        found += messages
    if not sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            count, messages = check_examples(folder)
        blocks += count
        found += messages
    print("\n\n".join([*found, f"{blocks} blocks of code and examples"]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
