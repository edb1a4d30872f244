// The words that this project does not use, and what to write instead.
//
// A rule has a name, a pattern or several, and advice. A space in a pattern matches any white space, line breaks
// included; `headings: false` skips headings. Patterns see prose only: no code spans, no code blocks, no link targets.
// A new rule needs a line in `sample.md` with the phrase it must find; a legitimate use that a pattern must not find
// belongs in the second part of that file. `exceptions.mjs` is for single places.

export const words = [
  // Nouns of the field.
  { name: "answer", not: /\banswer(?:s|ed|ing)?\b/i, write: "response (noun); returns, responds (verb)" },
  {
    name: "text",
    not: [/\btexts\b/i, /\b(?:a|another|any|each|empty|every|no|one) text\b(?![/-]| (?:editor|file|format|node)\b)/i],
    write: "string (a type or a value); source (of a file)",
  },
  { name: "complaint", not: /\bcomplain(?:s|ed|ing|ts?)?\b/i, write: "diagnostic, error, warning; report (verb)" },
  {
    name: "try as a noun",
    not: [
      /\b(?:another|each|every|failed|first|last|next|no|of|one|per|second|several|the) try\b/i,
      /\b(?:all|between|failed|few|how many|more|number of|of|several|status,|the|three|two) tries\b/i,
    ],
    write: "attempt",
  },
  {
    name: "send again",
    not: [
      /\b(?:send|sends|sent|sending|tried|tries|try) (?:it |them |the \w+ )?(?:again|once more|twice)\b/i,
      /\basked for (?:again|once more|twice)\b/i,
    ],
    write: "retry, retried",
  },
  { name: "asked for", not: [/\basked for\b(?! an?\b)/i, /^Asks? for\b/], write: "request, requested; requires" },
  { name: "thing", not: /\bthings?\b(?! are as\b)/i, write: "the noun: field, item, operation, schema" },
  {
    name: "part of a response",
    not: /\bPart of (?:a |an |the )?(?:requests?|responses?)\b/,
    write: "what the type holds",
  },
  { name: "stand-in", not: /\bstand-ins?\b/i, write: "mock server, test double, fake" },
  { name: "cure", not: /\bcures?\b|\bremed(?:y|ies)\b|(?<!\bthe )\bways? out\b/i, write: "fix, help" },
  { name: "mend", not: /\bmend(?:s|ed|ing)?\b/i, write: "repair, fix" },
  {
    name: "nobody",
    not: /\b(?:nobody|no one|somebody|someone|whoever)\b/i,
    write: "the role: caller, client, user, server",
  },
  { name: "whatever", not: /\b(?:whatever|whichever)\b/i, write: "any, all, regardless of" },
  {
    name: "who",
    // "users who" and "says who" are plain English; a bare relative pronoun is not.
    not: /(?<!\b(?:author|caller|contributor|developer|maintainer|owner|people|person|reader|reviewer|user)s? )(?<!\b(?:decide|determine|know|say|show)s? )\bwho\b/i,
    write: "the role: caller, client, user, reader",
  },
  { name: "of its own", not: /\bof (?:his|its|my|our|their|your) own\b/i, write: "its own X, a separate X" },

  // Verbs.
  {
    name: "stand",
    not: /\b(?:stands?|stood|standing)\b(?!-| (?:alone|for|in for)\b)/i,
    write: "is, is defined in, has",
  },
  {
    name: "goes",
    not: /\b(?:go|goes|going|went) (?:along|in|into|on the wire|out|over|with)\b/i,
    write: "is sent, is passed, belongs in, continues",
  },
  {
    name: "comes",
    not: /\b(?:came|come|comes|coming) (?:along|back|in|out|with)\b/i,
    write: "is returned, is received, has",
  },
  { name: "has it", not: /\bhas it\b/i, write: "specifies, declares; as in" },
  {
    name: "gives",
    not: /\b(?:gave|give|gives|giving) (?:back|it (?:back|up)|rise)\b|\b(?:gives|gave)\b(?! up\b)/i,
    write: "returns, sets, produces, has, assigns",
  },
  {
    name: "hand over",
    not: /\b(?:handed|handing|hands) (?:back|in|on|out|over)\b|\bhand \w+ (?:back|on|over)\b/i,
    write: "pass, return",
  },
  {
    name: "told",
    not: /\b(?:is|are|be|been|being|was|were) told\b(?! (?:apart|to)\b)/i,
    write: "receives, is notified, is determined",
  },
  {
    name: "said",
    not: /\b(?:is|are|be|been|being|was|were) said\b|\bsa(?:id|y|ys|ying) (?:\w+ )?of\b/i,
    write: "describes, specifies, states about",
  },
  { name: "speak of", not: /\bsp(?:eaks?|eaking|oke|oken) (?:about|of)\b/i, write: "describe, apply to" },
  {
    name: "express",
    not: /\b(?:are|be|is|not) expressed\b|\binexpressible\b/i,
    write: "support, represent",
  },
  {
    name: "not read",
    not: /(?<!\bbody )\b(?:is|are|was|were|be) not read\b(?! (?:as|from|into)\b)/i,
    write: "ignored",
  },
  {
    name: "taken for",
    not: /\b(?:take|takes|taken|took) (?:it |them )?for\b(?! granted)/i,
    write: "treat as, interpret as",
  },
  {
    name: "hold against",
    not: /\bh(?:eld|old|olds|olding) (?:\w+ ){0,2}(?:against|to it)\b/i,
    write: "compare with, validate against",
  },
  { name: "broke off", not: /\b(?:break|breaks|breaking|broke|broken) off\b/i, write: "fail, end early" },
  { name: "becomes of", not: /\b(?:became|become|becomes) of\b/i, write: "is generated for, happens to" },
  { name: "is gone", not: /\b(?:is|are|be|was|were) gone\b/i, write: "is removed, no longer exists" },
  {
    name: "is not there",
    not: /\b(?:is|are|be|was|were) (?:not )?there\b(?! (?:a|an|any|no|to)\b)/i,
    write: "exists, does not exist; is present, missing",
  },
  {
    name: "is another",
    not: /\b(?:is|are|was|were|become|becomes|became) another\b(?! name for\b)/i,
    write: "changed, is different",
  },
  { name: "is meant", not: /\b(?:is|are|was|were|be|been) meant\b(?! (?:as|for|to)\b)/i, write: "intended" },

  // Quantities.
  { name: "there have to be", not: /\bthere (?:has|have|had) to be\b/i, write: "must have" },
  {
    name: "or more",
    not: /\b(?:\d+|two|three|four|five|ten|elements|items) or (?:fewer|less|more)\b/i,
    write: "at least, at most",
  },
  { name: "not more than", not: /\b(?:no|not) (?:fewer|less|more) than\b/i, write: "at most, at least; only" },
  { name: "any more", not: /\bany ?more\b(?! \w+s\b)|\bno more\b(?! than\b)/i, write: "no longer; nothing else" },
  { name: "first of those", not: /\bthe (?:first|last) of (?:them|those|these)\b/i, write: "the first X that …" },
  { name: "all that", not: /\ball that\b/i, write: "all X, everything" },

  // Adverbs and prepositions.
  {
    name: "another kind",
    not: /\banother (?:format|kind|media type|name(?! for)|order|place|shape|signature|status|style|type|value|version|word)\b/i,
    write: "a different X, a new X",
  },
  {
    name: "otherwise",
    // As a manner; "fails otherwise" is a condition, which is fine.
    not: /\b(?:be|called|described|do|does|done|it|look|looks|named|sent|stands|them|treated|written) otherwise\b(?!,)/i,
    write: "differently",
  },
  { name: "the other way round", not: /\bthe other way (?:a)?round\b/i, write: "the reverse, vice versa" },
  { name: "over the wire", not: /\b(?:across|over) the wire\b/i, write: "on the wire" },
  { name: "beside", not: /\bbesides?\b/i, write: "next to, with, in addition to" },
  {
    name: "behind",
    // In time or order. Code is behind a flag, a server behind a proxy, and a reader falls behind.
    not: /(?<!\b(?:code|gateway|server|service|type) )\bbehind\b(?!$|[.,;)]| (?:an? |the )?(?:box|feature|flag|lock|mutex|pointer|proxy|reference|scenes)\b)/i,
    write: "after",
  },
  { name: "in the words of", not: /\bin (?:the|its|our|their) (?:words|language)\b/i, write: "using the terms of, as" },
  { name: "all the same", not: /\ball the same\b/i, write: "anyway, still" },

  // Constructions.
  {
    name: "what is",
    // After a verb of saying it is an indirect question, which is fine.
    not: /(?<!\b(?:describe|determine|explain|know|report|say|see|show|state)s? )\bwhat (?:came|comes|goes|has|makes|names|proves|stands|went (?!wrong)|(?:is|are|was|were) (?!new|next|wrong))/i,
    headings: false,
    write: "a noun: the response, the credentials, the fields that …",
  },
  {
    name: "inversion",
    // Capitals: only where a sentence starts so.
    not: /\b(?:After|At|Before|Behind|By|For|From|In|Into|Of|On|Through|To|With|Without) (?:two|what|which|whom|whose)\b|\b(?:Of|From) (?:a|an|several|the) \w+(?: that)? (?:only|the|which)\b/,
    write: "subject, verb, object",
  },
  { name: "repeated word", not: /\b(?!(?:had|that)\b)([a-z]+) \1\b(?!-)/i, write: "the word once" },
];
