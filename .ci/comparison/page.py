"""The page docs/comparison.md, whose tables are between markers, and its rows in README.md."""
import os
import re
import subprocess
import sys

import tools

PAGE = os.path.join(tools.REPOSITORY, "docs/comparison.md")
README = os.path.join(tools.REPOSITORY, "README.md")
# The rows that README.md repeats.
HIGHLIGHTS = [
    "path, string: `..`",
    "response header, 64-bit integer",
    "503 with `Retry-After: 0`, then 200",
    "GitHub: generation",
    "Buildomat: compilation",
]


def markdown(head, rows):
    rows = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def parts(name, page=PAGE):
    """The page before, between and after the two markers of this name."""
    start, end = f"<!-- {name} -->\n\n", f"\n\n<!-- end of {name} -->"
    with open(page) as file:
        text = file.read()
    if text.count(start) != 1 or text.count(end) != 1:
        sys.exit(f"{page}: needs the markers of `{name}` once")
    before, _, rest = text.partition(start)
    between, _, after = rest.partition(end)
    return before + start, between, end + after


def replace(name, text, page=PAGE):
    before, _, after = parts(name, page)
    with open(page, "w") as file:
        file.write(before + text + after)


def highlights():
    """The table of README.md, from the rows of the page."""
    rows = [line for name in ["behaviour", "sizes"] for line in parts(name)[1].splitlines()]
    found = [[row for row in rows if row.startswith(f"| {name} |")] for name in HIGHLIGHTS]
    return "\n".join([rows[0].replace("behaviour", "", 1).replace("|  |", "| |"), rows[1], *(row for [row] in found)])


def mistakes(cells):
    """Where the page does not fit the scripts: other versions, other rows, or rows of different lengths."""
    found = [f"the version of {tool} is not {version}" for tool, version in tools.VERSIONS.items()
             if f"{tool} {version}," not in parts("versions")[1]]
    for name in ["behaviour", "sizes"]:
        rows = [re.split(r" (?<!\\)\| ", row.strip("| ")) for row in parts(name)[1].splitlines()]
        found += [f"the row `{row[0]}` has {len(row)} cells" for row in rows if len(row) != len(tools.TOOLS) + 1]
        found += [f"the row `{row[0]}` has an empty cell" for row in rows if not all(cell.strip() for cell in row)]
        if name == "behaviour" and [row[0] for row in rows[2:]] != [cell[0] for cell in cells.values()]:
            found.append("the rows of the first table are not those of cells.py")
    if parts("comparison", README)[1] != highlights():
        found.append("its rows in README.md differ; run .ci/comparison/measure --summary")
    return found


def versions(date):
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    peers = [f"{tool} {version}" for tool, version in tools.VERSIONS.items()]
    return f"Measured on {date} with {', '.join(peers)},\nthis repository at that date, and Rust {rustc}."
