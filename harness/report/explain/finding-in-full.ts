// SPDX-License-Identifier: GPL-2.0-only

import { shortLine } from "../../base/line-of.ts";
import type { SideName } from "../../base/make-views.ts";
import type { GateFinding } from "../../gate/gate-report.ts";
import type { Frame } from "../../guest/stack.ts";
import { codeLine } from "../first-screen/code-line.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { callTrace } from "./call-trace.ts";
import type { CheckedTexts } from "./checked-texts.ts";
import { seenLines } from "./seen-lines.ts";
import { sourceLines } from "./source-lines.ts";

const LABEL = 10;

/** All that there is to say of one finding. */
export function findingInFull(finding: GateFinding, texts: CheckedTexts, screen: Screen): string[] {
  const { place, before, after, expected, invariant, message, signature, seen } = finding;
  const row = (name: string, text: string): string =>
    paragraph(screen, `${`${name}:`.padEnd(LABEL)}${printable(text)}`, 2, LABEL);
  const source = place.line === 0 ? null : texts.read(place.side, place.file);
  const parts = [
    [
      ...(place.line === 0 ? [] : [paragraph(screen, printable(`--> ${placeText(finding)}`), 3, 4)]),
      ...sourceLines(place, source, texts.hunks, screen),
    ],
    invariant === "trace"
      ? [row("differs", message)]
      : [row("before", before), row("after", after), ...(expected === "" ? [] : [row("expected", expected)])],
    stackLines(finding, texts, screen),
    [paragraph(screen, printable(`signature: "${signature}"`), 2, LABEL), ...seenLines(seen, texts, screen)],
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

/** `drivers/xen/gntdev.c:120 gntdev_alloc_map() (hunk 2, after side)`. */
function placeText({ place: { file, line, function: name, side, hunk } }: GateFinding): string {
  const inHunk = hunk === null ? "" : `hunk ${hunk.number}, `;
  return `${file}:${line}${name === "" ? "" : ` ${name}()`} (${inHunk}${side} side)`;
}

/** How objects of a rule come and go, in the field's words. */
function verbsOf({ invariant, subject }: GateFinding): { readonly taken: string; readonly back: string } {
  if (invariant === "grant-leak") return { taken: "maps it", back: "unmaps it" };
  if (subject === "ballooned page") return { taken: "takes it", back: "gives it back" };
  return { taken: "allocates it", back: "frees it" };
}

/** The finding's own call traces, then how the other side does it. */
function stackLines(finding: GateFinding, { hunks, read }: CheckedTexts, screen: Screen): string[] {
  const { place, stacks, elsewhere = [] } = finding;
  const other = place.side === "before" ? "after" : "before";
  const { taken, back } = verbsOf(finding);
  const titles = {
    here: `call trace (${place.side} side)`,
    allocated: `allocated (${place.side} side)`,
    freed: `freed (${place.side} side)`,
  };
  const codeAt = ({ file, line }: Frame, side: SideName): string[] => {
    const code = shortLine(read(side, file)?.split("\n")[line - 1] ?? "");
    return codeLine({ file, line, code, side }, hunks, screen);
  };
  // an inline function of a header says less than who calls it
  const inC = (frames: readonly Frame[]): Frame[] =>
    frames.filter(({ file }) => file.endsWith(".c")).slice(0, 1);
  return [
    ...stacks.flatMap(({ what, frames }) =>
      callTrace(titles[what], frames, screen, what === "here" ? place : null),
    ),
    ...elsewhere.flatMap(({ what, frames }) => [
      ...callTrace(`the ${other} side ${what === "freed" ? back : taken}`, frames, screen),
      ...inC(frames).flatMap((frame) => codeAt(frame, other)),
    ]),
  ];
}
