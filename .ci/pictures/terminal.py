"""A command's output on a terminal, and its picture as SVG.

The picture contains text, not outlines, with the colours of the output, in a light and a dark variant. Every run of
characters has its position and width, so that columns are aligned in any monospaced font.
"""
import os
import pty
import re
import struct
import termios
from fcntl import ioctl
from xml.sax.saxutils import escape

FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
SIZE, ADVANCE, LINE, MARGIN = 13, 7.8, 19, 18

STYLE = f"""
    text {{ font: {SIZE}px {FONT}; fill: #1f2328; white-space: pre; }}
    rect {{ fill: #f6f8fa; stroke: #d0d7de; }}
    .bold {{ font-weight: 700; }}
    .dim {{ fill: #656d76; }}
    .red {{ fill: #cf222e; }}
    .green {{ fill: #1a7f37; }}
    .yellow {{ fill: #9a6700; }}
    .blue {{ fill: #0969da; }}
    .cyan {{ fill: #1b7c83; }}
    @media (prefers-color-scheme: dark) {{
      text {{ fill: #e6edf3; }}
      rect {{ fill: #161b22; stroke: #30363d; }}
      .dim {{ fill: #8d96a0; }}
      .red {{ fill: #ff7b72; }}
      .green {{ fill: #56d364; }}
      .yellow {{ fill: #e3b341; }}
      .blue {{ fill: #79c0ff; }}
      .cyan {{ fill: #76e3ea; }}
    }}
  """

# The classes of the codes of "select graphic rendition" that the command line uses.
CLASSES = {"1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow", "34": "blue", "36": "cyan", "91": "red",
           "92": "green", "93": "yellow", "94": "blue", "96": "cyan"}


def output(command, folder, environment):
    """Runs a command on a terminal of 120 columns, and returns its exit code and what it writes, with colours."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(command[0], command, environment)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    written = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux reports the end of a terminal as an error.
            break
        if not chunk:
            break
        written += chunk
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), written.decode().replace("\r\n", "\n")


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def runs(line, classes):
    """The runs of a line, each with its classes; `classes` has those that continue from the line before."""
    found = []
    for codes, text in re.findall(r"(?:\x1b\[([0-9;]*)m)?([^\x1b]*)", line):
        for code in filter(None, codes.split(";")):
            if code == "0":
                classes.clear()
            elif code in CLASSES:
                classes.append(CLASSES[code])
            else:
                raise ValueError(f"the colour {code} has no class")
        if text:
            found.append((text, " ".join(sorted(classes))))
    return found


def picture(title, command, written):
    """The picture of a command and its output."""
    lines = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *written.rstrip("\n").split("\n")]
    width = round(max(len(plain(line)) for line in lines) * ADVANCE) + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN - 4
    drawn, classes = [], []
    for row, line in enumerate(lines):
        x, y = MARGIN, MARGIN + SIZE - 1 + row * LINE
        for text, names in runs(line, classes):
            # Spaces move the position only: not every program that shows SVG keeps them.
            for word in re.finditer(r"\S+(?: \S+)*", text):
                at, long = x + word.start() * ADVANCE, len(word.group()) * ADVANCE
                chosen = f' class="{names}"' if names else ""
                drawn.append(f'  <text x="{at:.1f}" y="{y}" textLength="{long:.1f}"{chosen}>{escape(word.group())}</text>')
            x += len(text) * ADVANCE
    described = escape(plain("\n".join(lines)))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'role="img" aria-labelledby="title description">',
        f'  <title id="title">{escape(title)}</title>',
        f'  <desc id="description">{described}</desc>',
        f"  <style>{STYLE}</style>",
        f'  <rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        *drawn,
        "</svg>",
        "",
    ])
