// Lints the prose of the repository: `node .ci/prose/check.mjs`, or with paths from the root, only those files.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { exceptions } from "./exceptions.mjs";
import { lint } from "./lint.mjs";

const FILES = [
  "*.md",
  "*.rs",
  "*.toml",
  "spec/*.yaml",
  "generator/wire/*.yaml",
  ".github/*.yml",
  ".ci/run",
  ".ci/semver-judge",
];
// The runtime in the generated crate is a copy of generator/runtime/src; documents and crates of tests are test data.
const EXCLUDED = [
  /^generated\/src\/runtime\//,
  /^generator\/tests\/(?:broken|changes|fixtures|snapshots)\//,
  /^\.ci\/prose\//,
];

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...FILES], {
  encoding: "utf8",
});
const tracked = [...new Set(listed.split("\n"))].filter(
  (path) => path && !EXCLUDED.some((excluded) => excluded.test(path)),
);
const given = process.argv.slice(2);
const paths =
  given.length > 0
    ? tracked.filter((path) => given.some((arg) => path === arg || path.startsWith(`${arg.replace(/\/$/, "")}/`)))
    : tracked;

const used = new Set();
let count = 0;
for (const path of paths) {
  let source;
  try {
    source = readFileSync(path, "utf8");
  } catch {
    continue; // Deleted, and not yet committed.
  }
  // Generated tests repeat the words of their documents; the generated crate is the one that people read.
  if (source.startsWith("// @generated") && !path.startsWith("generated/src/")) continue;
  const lines = source.split("\n");
  for (const { line, column, name, phrase, write } of await lint(path, source)) {
    const exception = exceptions.find(({ file, phrase }) => file === path && lines[line - 1].includes(phrase));
    if (exception) {
      used.add(exception);
      continue;
    }
    count += 1;
    console.log(`${path}:${line}:${column}: ${name}: "${phrase}"; write: ${write}`);
  }
}
for (const exception of exceptions.filter((exception) => paths.includes(exception.file) && !used.has(exception))) {
  count += 1;
  console.log(`.ci/prose/exceptions.mjs: unused: "${exception.phrase}" in ${exception.file}`);
}
console.log(`${count} findings in ${paths.length} files.`);
process.exitCode = count > 0 ? 1 : 0;
