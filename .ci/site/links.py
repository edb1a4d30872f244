"""A preprocessor of mdBook that lets the pages of the site be the files of the repository, where they are.

`docs/SUMMARY.md` also names files outside of `docs`, such as `../ARCHITECTURE.md`. Here, each page gets its place in the
site, and each link between files of the repository becomes one between pages. A link to a file that is not a page is one
to the repository at SITE_REPOSITORY, such as `https://example.com/project/blob/main`, or plain text without it.
"""
import glob
import json
import os
import posixpath
import re
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
# Code, and links: `](target)`, `[name]: target`, `src="target"`.
FENCE = re.compile(r"(?ms)^( *)(```+).*?^\1\2 *$")
SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
INLINE = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
IMAGE = re.compile(r"(!\[[^\]]*\]\(|<img [^>]*?src=\")([^()\s\"]+)")
DEFINITION = re.compile(r"(?m)^(\[[^\]]+\]: )(\S+)$")


def chapters(items):
    for item in items:
        if isinstance(item, dict) and "Chapter" in item:
            yield item["Chapter"]
            yield from chapters(item["Chapter"]["sub_items"])


def place(file):
    """The path in the site of a file of the repository. A README is the index of its folder."""
    path = file.removeprefix("docs/")
    return path.removesuffix("README.md") + "index.md" if posixpath.basename(path) == "README.md" else path


def decisions(chapter):
    """Adds the pages that the list of decisions links to, in its order."""
    folder = posixpath.dirname(chapter["path"])
    paths = re.findall(r"(?m)^- \[[^\]]+\]\(([a-z0-9-]+\.md)\)", chapter["content"])
    for position, path in enumerate(paths, 1):
        with open(f"{ROOT}/docs/{folder}/{path}") as file:
            content = file.read()
        chapter["sub_items"].append({"Chapter": {
            "name": content.split("\n", 1)[0].removeprefix("# ").replace("`", ""), "content": content,
            "number": [*chapter["number"], position], "sub_items": [], "path": f"{folder}/{path}", "source_path": f"{folder}/{path}",
            "parent_names": [*chapter["parent_names"], chapter["name"]],
        }})


class Page:
    """A page, with the links of its file rewritten for its place."""

    def __init__(self, file, pages):
        self.file, self.pages = file, pages

    def target(self, link):
        """The new target of a link; `None` if it is a file without a page and without an address."""
        path, hash, anchor = link.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return link
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), path))
        if not os.path.exists(os.path.join(ROOT, file)):
            sys.exit(f"{self.file}: `{link}` does not exist")
        if file == "docs/SUMMARY.md":  # The site shows it next to each page.
            return None
        if file in self.pages or file.startswith("docs/") and not file.endswith(".md") and not os.path.isdir(os.path.join(ROOT, file)):
            return posixpath.relpath(place(file), posixpath.dirname(place(self.file)) or ".") + hash + anchor
        repository = os.environ.get("SITE_REPOSITORY")
        return f"{repository}/{file}{hash}{anchor}" if repository else None

    def rewrite(self, text):
        def inline(found):
            target = self.target(found[2])
            return found[1] if target is None else f"[{found[1]}]({target})"

        def other(found):
            return found[1] + (self.target(found[2]) or found[2])

        kept = []

        def keep(found):
            kept.append(found[0])
            return f"\x00{len(kept) - 1}\x00"

        text = SPAN.sub(keep, FENCE.sub(keep, text))
        text = DEFINITION.sub(other, IMAGE.sub(other, INLINE.sub(inline, text)))
        while "\x00" in text:
            text = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)
        return text


def main():
    if sys.argv[1:2] == ["supports"]:
        return
    _, book = json.load(sys.stdin)
    for chapter in list(chapters(book["items"])):
        if chapter["path"] == "decisions/README.md":
            decisions(chapter)
    found = [chapter for chapter in chapters(book["items"]) if chapter["path"]]
    for chapter in found:
        chapter["file"] = posixpath.normpath(posixpath.join("docs", chapter["path"]))
    pages = {chapter["file"] for chapter in found}
    files = glob.glob("docs/**/*.md", root_dir=ROOT, recursive=True)
    missing = sorted(set(files) - pages - {"docs/SUMMARY.md"})
    if missing:
        sys.exit(f"docs/SUMMARY.md: does not list {', '.join(missing)}")
    for chapter in found:
        file = chapter.pop("file")
        chapter["content"] = Page(file, pages).rewrite(chapter["content"])
        chapter["path"] = place(file)
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    main()
