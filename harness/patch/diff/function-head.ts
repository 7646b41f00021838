// SPDX-License-Identifier: GPL-2.0-only

/** Attributes that take arguments and may stand before the name of a function. */
const ATTRIBUTE =
  /\b__(?:attribute__|printf|scanf|aligned|section|acquires|releases|must_hold|cond_lock|alloc_size)\b\s*\(/;

/** From this length on, what stands behind an `@@` may be cut off: diff -p leaves 40 bytes of a line, git 80. */
export const CUT = 30;

/** Longer than the beginning of any function. Patches are hostile, and looking for a name takes the square of the length. */
const LONGEST = 1000;

/**
 * True for a line that diff and git name behind `@@` for the lines below it: one that begins with a letter, `_` or `$`.
 * A label is none, although it begins so and is named where git does not know that a file is C.
 */
export function isHead(line: string): boolean {
  return /^[A-Za-z_$]/.test(line) && !isLabel(line);
}

/** True for a label of C, which says nothing of the function that it stands in. */
export function isLabel(line: string): boolean {
  return /^[A-Za-z_]\w*\s*:(?!:)/.test(line);
}

/** True for a head after which nothing is open: a declaration, a macro call at file scope, a body of one line. */
export function isWholeHead(line: string): boolean {
  return line.length <= LONGEST && /[;}]\s*(?:\/\*.*\*\/\s*|\/\/.*)?$/.test(line);
}

/**
 * True if what a hunk names is this head, cut off perhaps, or another form of it: a function may have got an argument
 * or another type since the patch was made.
 */
export function isSameHead(named: string, line: string): boolean {
  const [one, other] = [named.trim(), line.trim()];
  if (one === other || (one.length >= CUT && other.startsWith(one))) return true;
  const name = nameOf(one);
  return name !== "" && name === nameOf(other);
}

/** True for a head that tells which function it is: it has a name, or may have one beyond where it is cut off. */
export function isTellingHead(named: string): boolean {
  return !isLabel(named) && (named.length >= CUT || nameOf(named) !== "");
}

/** The name of a function, a variable or a type that a head begins; empty if it has none. */
export function nameOf(head: string): string {
  if (head.length > LONGEST) return "";
  const attribute = ATTRIBUTE.exec(head);
  const text = attribute === null ? head : head.slice(attribute.index + attribute[0].length);
  const variable = /(\w+)\s*(?:\[[^\]]*\]\s*)*=/.exec(text);
  const call = /([A-Za-z_$][\w$]*)\s*\(\s*([\w$]*)/.exec(text);
  if (variable !== null && (call === null || variable.index < call.index)) return variable[1]!;
  // of what a macro defines, its first argument is the name
  if (call !== null) return /^[A-Z0-9_]+$/.test(call[1]!) ? `${call[1]} ${call[2]}` : call[1]!;
  const type = /\b(struct|union|enum)\s+(\w+)\s*\{?\s*$/.exec(text);
  return type === null ? "" : `${type[1]} ${type[2]}`;
}
