#!/usr/bin/env python3
"""Formats the Rust code of the guide: `.ci/site/rustfmt.py [--check]`."""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
BLOCK = re.compile(r"(?ms)^(```rust[\w,]*\n)(.*?)^```$")


def formatted(code):
    done = subprocess.run(["rustfmt", "--edition", "2024", "--emit", "stdout", "--quiet"], input=code, text=True,
                          capture_output=True, check=True)
    return done.stdout


def main():
    stale = []
    for path in sorted(glob.glob(f"{ROOT}/docs/guide/**/*.md", recursive=True)):
        with open(path) as file:
            text = file.read()
        new = BLOCK.sub(lambda found: f"{found[1]}{formatted(found[2])}```", text)
        if new != text:
            stale.append(os.path.relpath(path, ROOT))
            if "--check" not in sys.argv:
                with open(path, "w") as file:
                    file.write(new)
    if stale and "--check" in sys.argv:
        sys.exit(f"run .ci/site/rustfmt.py; these pages differ: {', '.join(stale)}")


if __name__ == "__main__":
    main()
