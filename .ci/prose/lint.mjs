// Lints the prose of files with textlint and the rules of `words.mjs`.

import { TextlintKernel } from "@textlint/kernel";
import markdownPlugin from "@textlint/textlint-plugin-markdown";
import patternRule from "@textlint-rule/textlint-rule-pattern";

import { article } from "./article.mjs";
import { prose } from "./extract.mjs";
import { words } from "./words.mjs";

const unwrap = (module) => module.default ?? module;
const kernel = new TextlintKernel();
const advice = new Map(words.map(({ name, write }) => [name, write]));
const rules = [
  ...words.map(({ name, not, headings = true }) => ({
    ruleId: name,
    rule: unwrap(patternRule),
    options: {
      patterns: [not].flat().map(({ source, flags }) => ({
        pattern: `/${source.replaceAll(" ", "\\s+")}/${flags}`,
        message: name,
        allowNodeTypes: headings ? [] : ["Header"],
      })),
    },
  })),
  { ruleId: "article", rule: article },
];

/** The findings of one file: `{ line, column, name, phrase, write }` in their order. */
export async function lint(path, source) {
  const { text, place, findings } = prose(path, source);
  const { messages } = await kernel.lintText(text, {
    filePath: path,
    ext: ".md",
    plugins: [{ pluginId: "markdown", plugin: unwrap(markdownPlugin) }],
    rules,
  });
  const all = [...findings];
  for (const { ruleId, message, loc, range } of messages) {
    all.push({
      ...place(loc.start.line, loc.start.column),
      name: ruleId,
      phrase: text.slice(...range).replace(/\s+/g, " "),
      write: advice.get(ruleId) ?? message,
    });
  }
  return all.sort((a, b) => a.line - b.line || a.column - b.column);
}
