// Extracts the prose of a file as Markdown, with a map from its positions to those of the file.

// Rust files whose string literals are messages for people.
const MESSAGES = /^(?:generator\/src|generator\/cli\/src|generator\/runtime\/src|xtask\/src)\//;

// Separates blocks, so that a list does not continue into the next one.
const SEPARATOR = ["", "<!-- -->", ""];

/** Returns `{ text, place(line, column), questions }` of the file at `path` with the given `source`. */
export function prose(path, source) {
  const name = path.split("/").at(-1);
  const extension = name.includes(".") ? name.split(".").at(-1) : "";
  const lines = source.split("\n");
  if (extension === "md") return markdown(lines);
  if (extension === "rs") return rust(source, MESSAGES.test(path) && !path.includes("/tests/"));
  if (extension === "yaml" && !path.startsWith(".github/")) return yaml(lines);
  return virtual(hashComments(lines));
}

/** Joins blocks, each a list of `{ text, line, column }` (both from 1), to one Markdown document. */
function virtual(blocks, findings = []) {
  const lines = [];
  const places = [];
  for (const block of blocks) {
    for (const { text, line, column } of block) {
      lines.push(text);
      places.push({ line, column });
    }
    for (const text of SEPARATOR) {
      lines.push(text);
      places.push(places.at(-1));
    }
  }
  const place = (line, column) => ({ line: places[line - 1].line, column: places[line - 1].column + column - 1 });
  return { text: lines.join("\n"), place, findings };
}

function markdown(lines) {
  const findings = [];
  let fenced = false;
  lines.forEach((text, index) => {
    if (/^\s*```/.test(text)) fenced = !fenced;
    if (!fenced && /^#+ .*\?\s*$/.test(text)) findings.push({ line: index + 1, column: 1, ...QUESTION, phrase: text });
  });
  return { text: lines.join("\n"), place: (line, column) => ({ line, column }), findings };
}

const QUESTION = { name: "question", write: "a statement of what it contains or does" };
const OPENING = { name: "opening", write: "a noun phrase, or a verb in the third person" };

// ---- Rust ----

function rust(source, messages) {
  const blocks = [];
  const findings = [];
  const tests = source.search(/^#\[cfg\(test\)\]\s*mod \w+ \{/m);
  let block = [];
  let kind = "";
  let fence = "";
  const close = () => {
    if (block.length > 0) {
      blocks.push(block);
      firstParagraph(kind, block, findings);
    }
    block = [];
    kind = "";
    fence = "";
  };
  for (const token of tokens(source)) {
    if (token.type === "comment") {
      const [, marker, rest] = /^(\/\/[/!]?) ?(.*)$/.exec(token.text);
      if (marker !== kind || token.line !== block.at(-1)?.at + 1) close();
      kind = marker;
      const column = token.column + token.text.length - rest.length;
      const line = { text: rest, line: token.line, column, at: token.line };
      const mark = /^\s*```+\s*(.*)$/.exec(rest);
      if (mark) {
        fence = fence
          ? ""
          : /^(?:|rust|no_run|ignore|should_panic|compile_fail|edition.*)(?:,.*)?$/.test(mark[1])
            ? "rust"
            : "other";
        block.push(line);
      } else if (fence === "rust") {
        // The comments of an example are prose, its code is not.
        const comment = /^(.*?(?:^|\s)\/\/ )(.*)$/.exec(rest);
        if (comment) blocks.push([{ ...line, text: comment[2], column: column + comment[1].length }]);
        block.push(line);
      } else {
        block.push(line);
      }
    } else {
      close();
      if (messages && token.type === "string" && (tests < 0 || token.offset < tests)) {
        const lines = message(token);
        if (lines) blocks.push(lines);
      }
    }
  }
  close();
  for (const [, before, name] of source.matchAll(
    /((?:^|\n)[ \t]*#\[(?:\w+::)?test\b[^\n]*\n(?:[ \t]*#\[[^\n]*\n)*[ \t]*(?:async )?fn )(\w+)/g,
  )) {
    const end = source.indexOf(before + name) + before.length;
    const start = source.lastIndexOf("\n", end - 1) + 1;
    const line = source.slice(0, end).split("\n").length;
    blocks.push([{ text: name.replaceAll("_", " "), line, column: end - start + 1 }]);
  }
  return virtual(blocks, findings);
}

/** A documentation comment must not open with a question, or with the pronoun of one. */
function firstParagraph(kind, block, findings) {
  if (kind !== "//!" && kind !== "///") return;
  const end = block.findIndex((line) => line.text.trim() === "");
  const paragraph = block.slice(0, end < 0 ? undefined : end);
  if (paragraph.length === 0) return;
  const { line, column } = paragraph[0];
  const text = paragraph.map((line) => line.text).join(" ");
  if (/\?\s*$/.test(text)) findings.push({ line, column, ...QUESTION, phrase: text });
  const word = /^(?:What|Who|Whom|Whose|Which|How(?! to))\b(?!-)/.exec(text);
  if (word && !/\?\s*$/.test(text)) findings.push({ line, column, ...OPENING, phrase: text.slice(0, 40) });
}

/** The lines of a string literal, `undefined` if it is not prose. Placeholders become letters, escapes spaces. */
function message({ text, line, column, raw }) {
  let value = text;
  if (!raw)
    value = value
      .replace(/\\["'\\]/g, (escape) => ` ${escape[1]}`)
      .replace(/\\[ntr0]/g, "  ")
      .replace(/\\$/gm, " ");
  value = value
    .replace(/\{\{|\}\}/g, "  ")
    .replace(/\{[\w.:?#$<>^]*\}/g, (placeholder) => "X".repeat(placeholder.length));
  // Prose has three words in a row, and no line of YAML, JSON or Rust.
  if (!/[A-Za-z]{2,}[,;]? [a-z]+[,;]? [A-Za-z`]+/.test(value)) return undefined;
  if (
    /^\s*(?:[\w$-]+:(?:\s|$)|[{}[\]<#]|- )/m.test(value) ||
    /(?:;|\{)\s*$/m.test(value) ||
    /::|=>|\bfn \w/.test(value)
  )
    return undefined;
  return value.split("\n").map((part, index) => {
    const trimmed = part.trimStart();
    return { text: trimmed, line: line + index, column: (index === 0 ? column : 1) + part.length - trimmed.length };
  });
}

/** Yields the line comments and string literals of Rust source; other code as one token per run. */
function* tokens(source) {
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\b(?:b|c)?r(#*)"([\s\S]*?)"\1|\b[bc]?"((?:[^"\\]|\\[\s\S])*)"|"((?:[^"\\]|\\[\s\S])*)"|'(?:[^'\\\n]|\\(?:u\{[^}]*\}|x..|.))'|\n|[^\s]/g;
  let line = 1;
  let start = 0;
  for (const match of source.matchAll(pattern)) {
    const offset = match.index;
    const column = offset - start + 1;
    const whole = match[0];
    if (whole.startsWith("//")) yield { type: "comment", text: whole, line, column, offset };
    else if (match[2] !== undefined)
      yield { type: "string", text: match[2], line, column: column + whole.indexOf('"') + 1, raw: true, offset };
    else if (match[3] !== undefined || match[4] !== undefined) {
      yield {
        type: "string",
        text: match[3] ?? match[4],
        line,
        column: column + whole.indexOf('"') + 1,
        raw: false,
        offset,
      };
    } else if (whole !== "\n") yield { type: "code", offset };
    const breaks = whole.split("\n").length - 1;
    if (breaks > 0) {
      line += breaks;
      start = offset + whole.lastIndexOf("\n") + 1;
    }
  }
}

// ---- YAML, TOML, shell ----

function hashComments(lines) {
  const blocks = [];
  let last = -2;
  lines.forEach((text, index) => {
    const comment = /^(\s*#+ )(.*)$/.exec(text);
    if (!comment) return;
    const line = {
      text: comment[2].trimStart(),
      line: index + 1,
      column: text.length - comment[2].trimStart().length + 1,
    };
    if (last === index - 1) blocks.at(-1).push(line);
    else blocks.push([line]);
    last = index;
  });
  return blocks;
}

/** The comments of a YAML file, and its values of `description`, `summary` and `title`, in any style. */
function yaml(lines) {
  const blocks = hashComments(lines);
  for (let index = 0; index < lines.length; index += 1) {
    const key = /^(\s*(?:- )?)(?:description|summary|title): +(\S.*)$/.exec(lines[index]);
    if (!key) continue;
    const indent = key[1].length;
    const block = [];
    if (!/^[|>][+-]?\d?\s*(?:#.*)?$/.test(key[2])) {
      block.push({ text: key[2], line: index + 1, column: lines[index].length - key[2].length + 1 });
    }
    while (
      index + 1 < lines.length &&
      (/^\s*$/.test(lines[index + 1]) || /^\s*/.exec(lines[index + 1])[0].length > indent)
    ) {
      index += 1;
      const text = lines[index].trimStart();
      block.push({ text, line: index + 1, column: lines[index].length - text.length + 1 });
    }
    blocks.push(block);
  }
  return virtual(blocks);
}
