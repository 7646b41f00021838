// SPDX-License-Identifier: GPL-2.0-only
import { splitItems } from "../../slice/text/split-items.ts";

/**
 * The functions whose code may be another on the two sides although no line of their own need have changed: those whose
 * text differs once macros are expanded, and those that name a type, a variable or a macro whose definition differs.
 *
 * @param before text by kernel path
 * @param after text by kernel path
 * @returns names of functions
 */
export function changedFunctions(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const names = new Set<string>();
  const functions = new Set<string>();
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const differing = paths.filter((path) => before.get(path) !== after.get(path));
  for (const path of differing) {
    const [was, is] = [definitionsOf(before.get(path) ?? ""), definitionsOf(after.get(path) ?? "")];
    for (const name of new Set([...was.keys(), ...is.keys()])) {
      const [left, right] = [was.get(name), is.get(name)];
      if (left?.text === right?.text) continue;
      names.add(name);
      if (left?.isFunction === true || right?.isFunction === true) functions.add(name);
    }
  }
  const others = new Set([...names].filter((name) => !functions.has(name)));
  if (others.size > 0) {
    for (const text of [...before.values(), ...after.values()])
      for (const name of usersOf(text, others)) functions.add(name);
  }
  return functions;
}

interface Definition {
  readonly text: string;
  readonly isFunction: boolean;
}

/** What a text defines, by name; white space does not count. */
function definitionsOf(text: string): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const note = (name: string, part: string, isFunction: boolean): void => {
    const known = found.get(name);
    found.set(name, {
      text: `${known?.text ?? ""} ${squeezed(part)}`,
      isFunction: isFunction || known?.isFunction === true,
    });
  };
  for (const item of splitItems(text).items) {
    const part = text.slice(item.start, item.end);
    for (const name of item.names) note(name, part, item.isFunction);
  }
  for (const [name, rest] of macrosOf(text)) note(name, rest, false);
  return found;
}

/** The macros that a text defines, each with what stands behind its name. A macro may have any number of lines. */
function* macrosOf(text: string): Generator<readonly [name: string, rest: string]> {
  const define = /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm;
  for (let found = define.exec(text); found !== null; found = define.exec(text)) {
    const from = define.lastIndex;
    let end = text.indexOf("\n", from);
    while (end !== -1 && text[end - 1] === "\\") end = text.indexOf("\n", end + 1);
    if (end === -1) end = text.length;
    define.lastIndex = end;
    yield [found[1]!, text.slice(from, end)];
  }
}

const squeezed = (text: string): string => text.replaceAll(/^#.*$/gm, "").replaceAll(/\s+/g, " ").trim();

/** The functions of a text that name one of these. */
function usersOf(text: string, names: ReadonlySet<string>): string[] {
  return splitItems(text).items.flatMap((item) => {
    if (!item.isFunction) return [];
    // of macros that are not expanded, the words alone
    const words = text.slice(item.start, item.end).match(/[A-Za-z_]\w*/g) ?? [];
    return [...item.uses, ...words].some((one) => names.has(one)) ? [item.name] : [];
  });
}
