// A textlint rule: "a" before a consonant, "an" before a vowel, also before a code span.

// The sound of a word is guessed from its first letters. Words that may be spelled out (`u64`, `HTTP`) are skipped.
const VOWEL = /^(?:[aeio][a-z]{2}|un(?!i)[a-z]{2}|up[a-z])/i;
const CONSONANT = /^(?:[bcdfgjklmnpqrstvwyz][a-z]{2}|h(?!onest|onou?r|our|eir)[a-z]{2}|uni|use)/i;
const SILENT = /^(?:one|once|eu|ewe|ouija)/i;
const ACRONYM = /^[A-Z]{2}/;

export function article(context) {
  const { Syntax, RuleError, report, getSource, locator } = context;
  const check = (node, index, found, word) => {
    if (ACRONYM.test(word)) return;
    const vowel = VOWEL.test(word) && !SILENT.test(word);
    const consonant = CONSONANT.test(word) || SILENT.test(word);
    const right = vowel ? "an" : consonant ? "a" : undefined;
    if (right && right !== found.toLowerCase()) {
      report(node, new RuleError(`${right} ${word}`, { padding: locator.range([index, index + found.length]) }));
    }
  };
  return {
    [Syntax.Str](node) {
      const text = getSource(node);
      for (const match of text.matchAll(/(?<![\w`'’.-])(an?)\s+([A-Za-z][\w-]*)/gi)) {
        if (match[1] !== "A" || match.index === 0 || /[.:]\s+$/.test(text.slice(0, match.index))) {
          check(node, match.index, match[1], match[2]);
        }
      }
      const last = /(?<![\w`'’.-])(an?)\s+\[?$/i.exec(text);
      const siblings = node.parent?.children ?? [];
      const next = siblings[siblings.indexOf(node) + 1];
      const code = next?.type === Syntax.Link ? next.children[0] : next;
      if (last && code?.type === Syntax.Code) check(node, last.index, last[1], code.value);
    },
  };
}
