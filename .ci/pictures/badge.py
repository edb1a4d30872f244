"""Badges: a label and a value, which is read from the file that decides it."""
import re
import tomllib
from xml.sax.saxutils import escape

FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

STYLE = f"""
    text {{ font: 11px {FONT}; text-anchor: middle; fill: #ffffff; }}
    .label {{ fill: #57606a; }}
    .value {{ fill: #0a5c9e; }}
    @media (prefers-color-scheme: dark) {{
      .label {{ fill: #444c56; }}
      .value {{ fill: #1f6feb; }}
    }}
  """


def badges(root):
    """The badges of the workspace at `root`, each a name, a label and a value."""
    with open(f"{root}/Cargo.toml", "rb") as file:
        workspace = tomllib.load(file)["workspace"]
    with open(f"{root}/docs/openapi-support.md") as file:
        versions = re.search(r"\| `openapi` \| supported \| (3\.[^;]*);", file.read()).group(1)
    package = workspace["package"]
    return [
        ("licence", "licence", package["license"].replace("OR", "or")),
        ("rust", "Rust", f"{package['rust-version']} or newer"),
        ("openapi", "OpenAPI", versions),
        ("unsafe", "unsafe code", {"forbid": "forbidden"}[workspace["lints"]["rust"]["unsafe_code"]]),
    ]


def picture(label, value):
    left, right = (round(len(text) * 6.3) + 16 for text in (label, value))
    width = left + right
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 {width} 20" role="img" '
        'aria-labelledby="title">',
        f'  <title id="title">{escape(label)}: {escape(value)}</title>',
        f"  <style>{STYLE}</style>",
        '  <clipPath id="round"><rect width="100%" height="20" rx="4"/></clipPath>',
        '  <g clip-path="url(#round)">',
        f'    <rect class="label" width="{left}" height="20"/>',
        f'    <rect class="value" x="{left}" width="{right}" height="20"/>',
        "  </g>",
        f'  <text x="{left / 2}" y="14">{escape(label)}</text>',
        f'  <text x="{left + right / 2}" y="14">{escape(value)}</text>',
        "</svg>",
        "",
    ])
