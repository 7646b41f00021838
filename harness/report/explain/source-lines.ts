// SPDX-License-Identifier: GPL-2.0-only
import type { GateHunk } from "../../gate/gate-report.ts";
import type { Place } from "../../judge/verdict/finding.ts";
import { codeLine } from "../first-screen/code-line.ts";
import { printable, type Screen } from "../screen.ts";

/** Lines of C that are shown on either side of the one that a finding names. */
const AROUND = 3;

const TAB = 8;

/** Characters of a line that are looked at; a screen shows fewer. */
const LONGEST = 400;

/**
 * The line of C that a finding names, with those around it, as its side has them: `+` and `-` are the patch's own.
 *
 * @param text of the whole file, as the finding's side has it; null if it is not at hand
 */
export function sourceLines(
  place: Place,
  text: string | null,
  hunks: readonly GateHunk[],
  screen: Screen,
): string[] {
  const { file, line, side } = place;
  const all = text?.split("\n") ?? [];
  if (all[line - 1] === undefined) return codeLine(place, hunks, screen);
  const first = Math.max(1, line - AROUND);
  const last = Math.min(all.at(-1) === "" ? all.length - 1 : all.length, line + AROUND);
  const shown = all.slice(first - 1, last).map((one) => expanded(one.slice(0, LONGEST)));
  const indents = shown.flatMap((one) => (one === "" ? [] : [indentOf(one)]));
  const common = Math.min(...indents);
  const wider = { ...screen, width: screen.width + FREE };
  return shown.flatMap((one, i) => {
    const code = one.slice(common);
    const at = first + i;
    if (code === "") return [`${`${at}`.padStart(NUMBER)} |`];
    const [head = "", ...rest] = folded(code, screen.width - BESIDE);
    const column = at === line ? indentOf(code) + 1 : 0;
    const shownLine = codeLine({ file, side, code: head, line: at }, hunks, wider, column);
    const pad = " ".repeat(indentOf(code) + HANG);
    const more = rest.map((part) => `${" ".repeat(NUMBER)} |   ${pad}${printable(part)}`);
    return [...shownLine, ...more];
  });
}

/** As wide as code-line.ts writes a number, and all that it writes before the code. */
const NUMBER = 5;
const BESIDE = NUMBER + 5;

/** What code-line.ts leaves free at the end, for the mark of a line that is cut. */
const FREE = 3;

/** Blanks before what is folded. */
const HANG = 4;

/** A line that is too wide, in parts that are not: broken between words where it has any. */
function folded(code: string, width: number): string[] {
  if (code.length <= width) return [code];
  const hang = indentOf(code) + HANG;
  const space = code.lastIndexOf(" ", width);
  const at = space > hang ? space : width;
  const parts = [code.slice(0, at)];
  const room = Math.max(TAB, width - hang);
  for (let rest = code.slice(at).trimStart(); rest !== ""; ) {
    const blank = rest.length <= room ? rest.length : rest.lastIndexOf(" ", room);
    const end = blank > 0 ? blank : room;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return parts;
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** Tabs as blanks, as an editor of kernel code shows them. */
function expanded(text: string): string {
  let out = "";
  for (const part of text.trimEnd().split(/(\t)/))
    out += part === "\t" ? " ".repeat(TAB - (out.length % TAB)) : part;
  return out;
}
