// Places where a forbidden word is right. An exception that excuses nothing is itself reported.
//
// `{ file, phrase, reason }`: `phrase` is a part of the line, `file` the path from the root.

export const exceptions = [];
