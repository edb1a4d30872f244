//! Markdown and HTML with which a description attacks: constructs, each in several surroundings.

/// Constructs that hold code, HTML or links, or that change how the text after them is read.
pub(crate) const CONSTRUCTS: &[&str] = &[
    // Code blocks.
    "```\nhostile\n```",
    "```rust\nhostile\n```",
    "~~~\nhostile\n~~~",
    "``` \t \nhostile\n```",
    "````\n```\nhostile\n````",
    "```json\n```\nhostile\n```\nhostile",
    "```json\nhostile",
    "```text\nhostile\n ```\n\n    hostile",
    "   ```\n   hostile\n   ```",
    "```json\u{a0}rust\nhostile\n```",
    "```json,rust\nhostile\n```",
    "```text ignore\nhostile\n```",
    "```Text\nhostile\n```",
    "```\\text\nhostile\n```",
    "```&#116;ext\nhostile\n```",
    "```text`\nhostile\n```",
    "```no_run\n# async fn example(client: fuzzed::Client) -> Result<(), fuzzed::Error> {\nhostile!();\n# Ok(()) }\n```",
    "```no_run\nuse fuzzed::Client;\n\nfn main() { hostile!() }\n```",
    "```no_run\nuse std::future::Future;\nfn main() { hostile!() }\n```",
    "    hostile",
    "\thostile",
    " \thostile",
    "a\n\n    hostile\n\n\thostile",
    // Lists, quotations, tables, footnotes, definitions.
    "- a\n\n      hostile",
    "- a\n  - b\n\n        hostile",
    "1. a\n\n       hostile",
    "10) a\n\n        hostile",
    "-     hostile",
    "-\n      hostile",
    "- [ ] a\n\n      hostile\n- [x] ```\n  hostile\n  ```",
    "- ```\n  hostile\n  ```",
    "- - - ```\n      hostile",
    "* a\n+ b\n\n      hostile",
    "> ```\n> hostile",
    "> ```text\nhostile",
    "> a\nlazy\n>     hostile",
    ">     hostile\n    hostile",
    "> - ```\n>   hostile",
    "| a | b |\n| - | - |\n| `|` | <b>hostile</b> |\n    hostile",
    "a | b\n- | -\n```\nhostile\n```",
    "[^1]\n\n[^1]: a\n\n    hostile",
    "[^a]:\n\n        hostile",
    "[^1]: ```\n    hostile\n    ```",
    "[a]: https://a.test\n    hostile\n\n    hostile",
    "[a]: <b>\n'title\n\n```\nhostile\n```'",
    "[Client]: hostile\n[`Client`]: hostile\n[Error]: hostile",
    "a\n===\n    hostile",
    "a\n---\n\n    hostile\n***\n    hostile",
    // HTML blocks of the seven kinds, and inline HTML.
    "<script>\n\n```\nhostile\n```\n</script>",
    "<pre\n>\n\n    hostile",
    "<style>a\n\n    hostile</style>",
    "<textarea>\n\n```\nhostile",
    "<!-- a -->\n    hostile",
    "<!--> a\n\n    hostile\n-->",
    "<!--->\n\n    hostile\n-->",
    "<!-- -- >\n```\nhostile\n```",
    "<? a ?>\n\n    hostile",
    "<!DOCTYPE a>\n    hostile\n\n    hostile",
    "<![CDATA[ a ]]>\n\n    hostile",
    "<div\n\n    hostile",
    "</div>\n    hostile\n\n    hostile",
    "<x>\n    hostile\n\n    hostile\n</x>",
    "<b a='\n\n    hostile\n'>",
    "<b\na=\"`\">`hostile`</b>",
    "<a href='https://a.test/&#10;&#10;    hostile'>a</a>",
    "<a href=\"https://a.test/](hostile)\">a](hostile)</a>",
    "<a href=\"&#106;avascript:hostile\">a</a>",
    "<a href=\"java&Tab;script:hostile\">a</a>",
    "<a href=javascript:hostile>a</a>",
    "<a href=\"https:hostile\" href=\"javascript:hostile\">a</a>",
    "<a href=\"//a.test/hostile\">a</a>",
    "<A HREF='data:text/html,hostile'>a</A>",
    "<a href=\"https://a.test\">\n\n```\nhostile\n```\n</a>",
    "<img src=x onerror=hostile alt=\"](javascript:hostile)\">",
    "<img alt=\"&#10;&#10;```&#10;hostile\">",
    "<img alt=\"<b>hostile</b>\">",
    "<code>`</code>`<b>`<code>``hostile</code>",
    "<code>\n\n    hostile\n</code>",
    "<code><pre>```\nhostile\n```</pre></code>",
    "<pre>&#96;&#96;&#96;\nhostile</pre>",
    "<pre>```\n\n</pre>\n```\nhostile\n```",
    "<p>&lt;script&gt;hostile&lt;/script&gt;</p>",
    "<p>    hostile</p><p>\n    hostile</p>",
    "<p>```</p>\nhostile\n<p>```</p>",
    "<p>~~~<br>hostile<br>~~~</p>",
    "<br><br>    hostile",
    "a<br>    hostile<br><br>    hostile",
    "a<br>```<br>hostile<br>```",
    "<ul><li>    hostile</li><li>```\nhostile\n```</li></ul>",
    "<ul><li><ul><li><ul><li>\n\n\n        hostile",
    "<ol><li>- ```\n hostile</ol>",
    "<table><tr><td>|\n\n    hostile</td></tr><tr><td>```\nhostile\n```</td></tr></table>",
    "<table><tr><td><table><tr><td>\n\n    hostile</td></tr></table></td></tr></table>",
    "<h1>\n\n    hostile</h1>",
    "<h2>a\n```\nhostile\n```</h2>",
    "<blockquote>\n\n    hostile</blockquote>",
    "<b>\n\n    hostile\n\n</b>",
    "<<b>script>hostile<</b>/script>",
    "<scr<b></b>ipt>hostile</scr<b></b>ipt>",
    "<<!-- -->b>hostile<<!-- -->/b>",
    "<svg><a xlink:href=\"javascript:hostile\"><text>hostile</text></a></svg>",
    "<details><summary>a</summary>\n\n```\nhostile\n```\n</details>",
    // Links.
    "[a](javascript:hostile) [a](JAVASCRIPT:hostile) [a](java\\\nscript:hostile)",
    "[a](<javascript:hostile>) [a](&#x6a;avascript:hostile) [a](javascript&colon;hostile)",
    "[a](\u{1}javascript:hostile) [a](\u{a0}javascript:hostile) [a](java\u{ad}script:hostile)",
    "[a](vbscript:hostile) [a](data:text/html;base64,hostile) [a](file:///hostile) [a](blob:hostile)",
    "![a](javascript:hostile) ![a](data:image/svg+xml,hostile) [![a](data:hostile)](data:hostile)",
    "<javascript:hostile> <data:hostile> <hostile+x:y> <file:///hostile>",
    "[a][b]\n\n[b]: javascript:hostile",
    "[hostile] [`hostile`] [a][hostile] [a](hostile) [a](`hostile`) [a](hostile \"b\") [hostile][]",
    "[struct@hostile] [hostile!] [hostile()] [fn@hostile] [a](macro@hostile) [a](hostile())",
    "[a](crate::evil::x) [a](self::evil::x) [a](super::evil::x) [a](Self::evil::x) [a](::evil::x)",
    "[evil::x] [`evil::x`] [`evil::x()`] [evil::x#b] [a](evil::x#b) [a](evil::x \"t\")",
    "[a](&#104;ostile) [a](<hostile>) [a]( hostile ) [a](\nhostile\n)",
    "[[hostile]] [a [hostile] b](https://a.test) ![hostile] [!hostile]",
    "[a](b.html#hostile#c) [a](#hostile#c) [a](mailto:a@b.test#hostile#c) [a](a]struct@hostile)",
    "\\[hostile] \\\\[hostile] \\\\\\[hostile]",
    "`[hostile` [hostile] `hostile]`",
    "https://a.test/[hostile] https://a.test/<b>hostile https://a.test/`[hostile]`",
    "*[hostile]* **[hostile](hostile)** ~~[hostile]~~ \"[hostile]\"",
    // Rust.
    "\"# #![doc = \"hostile\"] */ /*! hostile */ //! hostile",
    "*/ fn hostile() {} /*\n//! hostile\n/// hostile",
    "# hostile\n#![feature(hostile)]\n## \\# hostile",
    // Separators of lines.
    "a\r\n\r\n    hostile\r\n```\r\nhostile\r\n```\r\n",
    "```json\rhostile\r```\r    hostile",
    "a\u{b}\u{c}    hostile\u{85}    hostile\u{2028}    hostile\u{2029}```\u{2029}hostile",
    "a\u{0}\u{0}    hostile\u{feff}```\u{feff}hostile",
    "a\u{2003}\u{2003}\u{2003}\u{2003}\n\u{3000}\u{3000}\u{3000}\u{3000}hostile",
    "\u{feff}    hostile",
    "\u{200b}```\nhostile\n```",
];

/// Surroundings of a construct: a prefix of its first line, a prefix of the others, and text before and after it.
const SURROUNDINGS: &[[&str; 4]] = &[
    ["", "", "", ""],
    ["", "", "A sentence. ", ""],
    ["", "", "A sentence.\n", "\nb"],
    ["", "", "A sentence.\n\n", "\n\n    hostile"],
    ["- ", "  ", "", "\n\nb"],
    ["> ", "> ", "a\n\n", "\nb"],
    ["> - ", ">   ", "", "\n>\n> b"],
    ["", "", "<p>", "</p>"],
    ["", "", "<div>\n\n", "\n\n</div>"],
    ["", "", "`a ", " b`"],
    ["", "", "# ", "\n===="],
    ["    ", "    ", "a:\n\n", "\n\nb"],
    // The note of a `#[deprecated]` attribute, which rustdoc also reads as Markdown.
    ["", "", "Deprecated: use ", " instead."],
];

/// All constructs in all surroundings.
pub(crate) fn all() -> Vec<String> {
    let mut all = Vec::new();
    for construct in CONSTRUCTS {
        for [first, others, before, after] in SURROUNDINGS {
            let lines = construct.replace('\n', &format!("\n{others}"));
            all.push(format!("{before}{first}{lines}{after}"));
        }
    }
    // A long line and a deep nesting.
    all.push(format!("{}\n\n    hostile", "a ".repeat(20_000)));
    all.push(format!("{} ```\nhostile", ">".repeat(200)));
    all.push(format!("{}```\nhostile", "- ".repeat(100)));
    all.push(format!(
        "{}hostile{}",
        "[".repeat(500),
        "](hostile)".repeat(500)
    ));
    all.push(format!("{}```\nhostile", "<div>\n\n".repeat(200)));
    all
}
