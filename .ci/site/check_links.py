"""Checks that every link of the built site leads to a page and an anchor of it: `check_links.py FOLDER`."""
import os
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.links, self.ids = [], set()
        with open(path) as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("id"):
            self.ids.add(attributes["id"])
        for name in ("href", "src"):
            if attributes.get(name) is not None:
                self.links.append(attributes[name])


def mistakes(site):
    pages = {}
    for folder, _, files in os.walk(site):
        for name in files:
            if name.endswith(".html"):
                path = os.path.join(folder, name)
                pages[os.path.relpath(path, site)] = Page(path)
    count = 0
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if parts.scheme not in ("https", "mailto") and link != "javascript:void(0)":
                    yield f"{name}: `{link}`: only https"
                continue
            count += 1
            # The page for errors has absolute links, because it has no fixed place.
            target = os.path.normpath(os.path.join(os.path.dirname(name), unquote(parts.path).lstrip("/"))) if parts.path else name
            if os.path.isdir(os.path.join(site, target)):
                target = os.path.normpath(os.path.join(target, "index.html"))
            if not os.path.isfile(os.path.join(site, target)):
                yield f"{name}: `{link}`: there is no such page"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{name}: `{link}`: there is no such anchor"
    if count < 500:
        yield f"only {count} links"


if __name__ == "__main__":
    found = sorted(set(mistakes(sys.argv[1])))
    print("\n".join(found) or "no broken link")
    sys.exit(bool(found))
