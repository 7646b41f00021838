// SPDX-License-Identifier: GPL-2.0-only

import type { Reached } from "../reach.ts";
import type { Item } from "../text/item.ts";
import type { UnitItems } from "../text/unit-items.ts";
import type { Edit } from "./edit.ts";
import { editItem } from "./edit-item.ts";
import { fronted } from "./fronted.ts";

/**
 * Writes the kept items, each at the file and line at which it stood: a line marker goes before whatever does not
 * follow what is before it in the text as well.
 *
 * @param visible static functions that the linker is to see
 * @param behind functions of the .c file that are defined by another name (fronted.ts)
 */
export function renderSlice(
  unit: UnitItems,
  { kept, cut }: Reached,
  visible: ReadonlySet<string> = new Set(),
  behind: ReadonlySet<string> = new Set(),
): string {
  const external = new Set([...visible, ...[...cut.keys()].map(({ name }) => name)]);
  const parts: string[] = [];
  let last: Item | null = null;
  for (const item of unit.items) {
    if (!kept.has(item) && !isLayoutPragma(unit, item)) continue;
    const gap = last === null ? "" : unit.text.slice(last.end, item.start);
    const follows = last !== null && last.index === item.index - 1 && !cut.has(last) && !gap.includes("#");
    if (follows && item.kind !== "pragma") parts.push(gap);
    else {
      const { file, line } = item;
      const name = file.replace(/["\\]/g, "\\$&");
      parts.push(`${parts.length === 0 ? "" : "\n"}# ${line} "${name}"\n`);
    }
    parts.push(itemText(unit, item, cut.has(item), external, behind));
    last = item;
  }
  parts.push("\n");
  return parts.join("");
}

/** Layouts depend on it, and what is pushed has to be popped. */
const isLayoutPragma = ({ text }: UnitItems, { kind, start, end }: Item): boolean =>
  kind === "pragma" && /^#[ \t]*pragma[ \t]+(pack|ms_struct)\b/.test(text.slice(start, end));

function itemText(
  unit: UnitItems,
  item: Item,
  isCut: boolean,
  external: ReadonlySet<string>,
  behind: ReadonlySet<string>,
): string {
  const { text, tokens } = unit;
  const end = isCut ? tokens.end[item.range.body - 1]! : item.end;
  if (item.kind === "pragma") return text.slice(item.start, end);
  const isExternal =
    isCut || (item.kind === "declaration" && item.declared.some(({ name }) => external.has(name)));
  const edits = [...editItem(tokens, item, isExternal), ...editDirectives(unit, item.start, end)];
  // a body that stays is edited like any other; the head is that of a function that others call
  if (!isCut && item.isFunction && external.has(item.name))
    edits.push(
      ...editItem(tokens, item, true).filter((one) => !edits.some(({ start }) => start === one.start)),
    );
  if (item.isFunction && item.file === unit.mainFile && behind.has(item.name))
    edits.push(renamed(unit, item, fronted.inner(item.name)));
  edits.sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  let at = item.start;
  for (const edit of edits) {
    if (edit.start < at || edit.end > end) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at, end), isCut ? ";" : "");
  return parts.join("");
}

/** The function's name in its head, which may get longer: its lines stay where they are. */
function renamed({ tokens: { text, start, end } }: UnitItems, { name, range }: Item, by: string): Edit {
  for (let i = range.from; i < range.body; i++)
    if (text.slice(start[i], end[i]) === name) return { start: start[i]!, end: end[i]!, text: by };
  throw new Error(`the head of ${name} does not name it`);
}

const PRAGMA = /^#[ \t]*pragma\b.*/;
const MARKER = /^#[ \t]*\d+[ \t]*(?:"(?:[^"\\]|\\.)*")?/;

/** Longer markers are none, as in Locations. */
const LONGEST = 20_000;

/**
 * Directives inside an item. `# N "file" 2` leaves a file that the slice never entered, which clang refuses: flags go.
 * What is neither marker nor pragma is not the preprocessor's: it must not become a directive now.
 */
function editDirectives({ text, tokens: { directives } }: UnitItems, start: number, end: number): Edit[] {
  const edits: Edit[] = [];
  for (let i = firstFrom(directives, start); i < directives.length && directives[i]! < end; i += 2) {
    const [first, last] = [directives[i]!, directives[i + 1]!];
    const line = text.slice(first, last);
    const kept = (PRAGMA.exec(line) ?? MARKER.exec(line.slice(0, LONGEST)))?.[0].length ?? 0;
    if (kept < line.length)
      edits.push({ start: first + kept, end: last, text: " ".repeat(line.length - kept) });
  }
  return edits;
}

/** Index of the first pair that starts at the offset or behind it. */
function firstFrom(directives: readonly number[], offset: number): number {
  let low = 0;
  let high = directives.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (directives[middle * 2]! < offset) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}
