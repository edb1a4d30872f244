#!/usr/bin/env python3
"""Tests of the scripts of this folder and of `.ci/pictures`: each finds the mistakes that it is there to find."""
import os
import socket
import sys
import tempfile
import tomllib
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [HERE, os.path.join(HERE, "../pictures")]

import check_links
import console
import links
import recipes
import terminal


def page_of(text):
    """The mistakes of a page of the guide."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.md")
        with open(path, "w") as file:
            file.write(text)
        page = console.Page(path, False)
        page.run()
        return page.mistakes


class Console(unittest.TestCase):
    def test_output_and_exit_codes_are_compared(self):
        self.assertEqual(page_of("```console\n$ echo a\na\n$ true\n```\n"), [])
        self.assertIn("output differs", page_of("```console\n$ echo a\nb\n```\n")[0])
        self.assertIn("output differs", page_of("```console\n$ echo a\n```\n")[0])
        self.assertIn("exit code 1", page_of("```console\n$ false\n```\n")[0])
        self.assertIn("exit code 0", page_of("```console,fails\n$ true\n```\n")[0])

    def test_an_ellipsis_is_any_number_of_lines_and_times_are_ignored(self):
        self.assertEqual(page_of("```console\n$ seq 3; echo done in 0.10 s\n1\n…\ndone in 0.05 s\n```\n"), [])
        self.assertEqual(len(page_of("```console\n$ seq 3\n…\n4\n```\n")), 1)

    def test_files_exist_for_the_commands_after_them(self):
        file = "`a.yaml`:\n\n```yaml\na: 1\n```\n\n"
        self.assertEqual(page_of(f"{file}```console\n$ cat a.yaml\na: 1\n```\n"), [])
        self.assertEqual(len(page_of(f"```console\n$ cat a.yaml\na: 1\n```\n\n{file}")), 2)

    def test_ignored_code_is_a_file(self):
        code = "```rust,ignore\nfn main() {}\n```\n"
        self.assertEqual(page_of(f"`src/main.rs`:\n\n{code}"), [])
        self.assertIn("nothing compiles", page_of(code)[0])

    def test_a_command_that_is_not_run_has_a_reason(self):
        self.assertEqual(page_of("```console,ignore\n$ cargo install a\n```\n"), [])
        self.assertIn("needs a reason", page_of("```console,ignore\n$ true\n```\n")[0])
        self.assertIsNotNone(console.SHELL.search("a\n\n   ```sh\n   true\n"))

    def test_all_pages_are_read(self):
        read = {os.path.relpath(path, console.ROOT) for path in console.pages()}
        self.assertLess({"README.md", "docs/suggest.md", "docs/guide/client/pages.md", "generated/README.md"}, read)

    def test_a_folder_is_left_at_the_next_heading(self):
        enter = "```console\n$ mkdir a\n$ cd a\n$ ls ../kv/Cargo.toml\n../kv/Cargo.toml\n```\n\n`b.txt`:\n\n```text\nb\n```\n"
        self.assertEqual(page_of(f"{enter}\n```console\n$ cat b.txt\nb\n```\n"), [])
        self.assertEqual(page_of(f"{enter}\n## Next\n\n```console\n$ cat a/b.txt\nb\n```\n"), [])

    def test_commands_of_a_list_item_run(self):
        self.assertEqual(page_of("1. Run:\n\n   ```console\n   $ echo a\n   a\n   ```\n"), [])
        self.assertIn("output differs", page_of("1. Run:\n\n   ```console\n   $ echo a\n   b\n   ```\n")[0])

    def test_the_port_of_the_pages_is_replaced_by_a_free_one(self):
        served = ("`a.txt`:\n\n```text\nhttp://127.0.0.1:7676/a.txt\n```\n\n```console\n"
                  "$ python3 -u -m http.server --bind 127.0.0.1 7676 &\n"
                  "Serving HTTP on 127.0.0.1 port 7676 (http://127.0.0.1:7676/) ...\n"
                  "$ curl --silent $(cat a.txt)\nhttp://127.0.0.1:7676/a.txt\n```\n")
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                other.bind(("127.0.0.1", 7676))
                other.listen()
            except OSError:
                pass  # A different program has the port, which is as good.
            self.assertEqual(page_of(served), [])

    def test_the_default_port_of_the_emulator_is_replaced_too(self):
        page = console.Page(f"{console.ROOT}/README.md", False)
        page.port = "1234"
        self.assertEqual(page.with_port("fastly-kv-emulator --token a &"), "fastly-kv-emulator --port 1234 --token a &")
        self.assertEqual(page.with_port("fastly-kv-emulator --port 7676 &"), "fastly-kv-emulator --port 1234 &")
        self.assertEqual(page.with_port("cargo add fastly-kv-emulator"), "cargo add fastly-kv-emulator")

    def test_pages_to_change_at_the_first_release_are_listed(self):
        self.assertEqual(len(list(console.unlisted("a.md", "Until the packages are published, use paths."))), 1)
        self.assertEqual(list(console.unlisted(f"{console.ROOT}/README.md", "Until the packages are published, use paths.")), [])
        self.assertEqual(list(console.unlisted("a.md", "Published.")), [])

    def test_versions_are_those_of_the_workspace(self):
        self.assertEqual(len(list(console.wrong_versions('fastly-kv-store = { version = "999.0" }\n'))), 1)
        self.assertEqual(list(console.wrong_versions('serde = "999.0"\n')), [])


class Recipes(unittest.TestCase):
    def test_a_package_has_the_dependencies_of_its_page(self):
        first = '```toml\n[dependencies]\nfastly-kv-store = "0.2"\nfutures = "0.3"\n```\n'
        page = '```toml\n[dependencies]\nfastly-kv-store = { version = "0.2", features = ["fs"] }\n```\n'
        written = tomllib.loads(recipes.manifest([first, page]))["dependencies"]
        self.assertEqual(dict(recipes.examples())["blocking"], {})
        self.assertEqual(dict(recipes.examples())["layers"]["tower"]["features"], ["buffer", "limit"])
        self.assertEqual(written, {"fastly-kv-store": {"path": f"{console.ROOT}/generated", "features": ["fs"]}, "futures": "0.3"})


class Links(unittest.TestCase):
    def test_links_are_those_of_the_site(self):
        pages = {"README.md", "docs/settings.md", "docs/decisions/README.md", "docs/guide/client/errors.md"}
        root, deep = links.Page("README.md", pages), links.Page("docs/guide/client/errors.md", pages)
        self.assertEqual(root.rewrite("[a](docs/settings.md#hints)"), "[a](settings.md#hints)")
        self.assertEqual(root.rewrite("[a](docs/decisions/README.md)"), "[a](decisions/index.md)")
        self.assertEqual(deep.rewrite("[a](../../settings.md)"), "[a](../../settings.md)")
        self.assertEqual(deep.rewrite("[a](../../../README.md)"), "[a](../../index.md)")
        self.assertEqual(root.rewrite("[a](https://example.com) `[a](docs/settings.md)`"),
                         "[a](https://example.com) `[a](docs/settings.md)`")
        self.assertEqual(root.rewrite("![a](docs/pictures/rust.svg)"), "![a](pictures/rust.svg)")
        self.assertEqual(root.rewrite("[the `file`](Cargo.toml)"), "the `file`")
        with self.assertRaises(SystemExit):
            root.rewrite("[a](docs/nothing.md)")

    def test_broken_links_of_the_site_are_found(self):
        with tempfile.TemporaryDirectory() as site:
            with open(f"{site}/a.html", "w") as file:
                file.write('<p id="x"><a href="#x">1</a><a href="#y">2</a><a href="b.html">3</a><img src="http://c"></p>')
            found = "\n".join(check_links.mistakes(site))
        for mistake in ["`#y`: there is no such anchor", "`b.html`: there is no such page", "`http://c`: only https"]:
            self.assertIn(mistake, found)
        self.assertNotIn("`#x`", found)


class Terminal(unittest.TestCase):
    def test_colours_are_classes_and_text_is_escaped(self):
        # The heading of changes of the documentation, in a verdict.
        self.assertEqual(terminal.runs("\x1b[36mdocumentation\x1b[0m", []), [("documentation", "cyan")])
        picture = terminal.picture("t", "c", "\x1b[1m\x1b[91ma <b>\x1b[0m  c\n")
        self.assertIn('class="bold red">a &lt;b&gt;</text>', picture)
        self.assertIn(f'x="{terminal.MARGIN + 7 * terminal.ADVANCE:.1f}" y="49" textLength="7.8">c</text>', picture)
        with self.assertRaises(ValueError):
            terminal.picture("t", "c", "\x1b[95ma")


if __name__ == "__main__":
    unittest.main()
