// SPDX-License-Identifier: GPL-2.0-only

/** A frame of a C stack: there are more of them than of anything else, so each has one line. */
const FRAME = /\{\n +("function": "[^\n]*"),\n +("file": "[^\n]*"),\n +("line": \d+)\n +\}/g;

/** Half a character, as JSON writes it: many a reader takes none. What is an escaped backslash begins no other escape. */
const HALF = /\\(?:\\|ud[89a-f][\da-f]{2})/g;

/**
 * JSON for a file, a terminal or a log: what may act on one of them is escaped, which means the same to a reader of JSON. What lies
 * below these characters, JSON escapes by itself; a line of it begins with none of a text's own.
 */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(HALF, whole).replace(FRAME, "{ $1, $2, $3 }")}\n`.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|#(?=#(?:vso|teamcity)?\[)/gi,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const whole = (found: string): string => (found.startsWith("\\u") ? "\\ufffd" : found);
