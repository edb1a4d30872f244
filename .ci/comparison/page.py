"""The page docs/comparison.md, whose tables are between markers."""
import os
import subprocess

import tools

PAGE = os.path.join(tools.REPOSITORY, "docs/comparison.md")


def markdown(head, rows):
    rows = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def replace(name, text):
    """Replaces what is between the two markers of this name."""
    start, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    with open(PAGE) as file:
        before, _, rest = file.read().partition(start)
    after = rest.partition(end)[2]
    with open(PAGE, "w") as file:
        file.write(before + start + "\n" + text + "\n" + end + after)


def versions(date):
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    peers = [f"{tool} {version}" for tool, version in tools.VERSIONS.items()]
    return f"Measured on {date} with {', '.join(peers)}, this repository at that date, and Rust {rustc}."
