// SPDX-License-Identifier: GPL-2.0-only

import { many } from "../../base/many.ts";
import { shortened } from "../../base/shortened.ts";
import type { GateFinding, GatePatch, Problem } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { codeLine } from "./code-line.ts";

/** What follows from a problem, by name. */
const MOST_FOLLOWS = 2;

/**
 * A problem as it leads a report: what is wrong, how often, where, what is seen, what follows from it, what shows it.
 *
 * @param trace the command that shows its example; empty if there is none
 * @param isFirst the one that most people need: with what follows from it, and the command
 */
export function problemLines(
  problem: Problem,
  { findings, hunks }: Pick<GatePatch, "findings" | "hunks">,
  screen: Screen,
  { trace, isFirst }: { readonly trace: string; readonly isFirst: boolean },
): string[] {
  const head = findings[problem.head]!;
  const { place } = head;
  const row = (text: string): string =>
    `${" ".repeat(INDENT)}${printable(shortened(text, screen.width - INDENT - MARK))}`;
  const freed = freedText(head);
  const follows = isFirst ? followsText(problem, findings) : "";
  return [
    ...headline(problem, screen),
    ...(place.line === 0 ? [] : [paragraph(screen, printable(`--> ${placeText(head)}`), 3, 4)]),
    ...codeLine(place, hunks, screen),
    ...(head.invariant === "outcome" ? [] : [row(`= ${head.after}`)]),
    ...(freed === "" ? [] : [row(`= ${freed}`)]),
    ...(follows === "" ? [] : [row(`= and so: ${follows}`)]),
    ...(isFirst && trace !== "" ? [screen.colors.dim(`${" ".repeat(INDENT)}$ ${trace}`)] : []),
  ];
}

const INDENT = 8;

/** What stands for the rest of a text that is cut. */
const MARK = 2;

/** A problem by name alone. */
export const shortProblem = (problem: Problem, screen: Screen): string[] => headline(problem, screen);

/** ` 1. memory leak: kmap_ops is never freed          289 runs, no fault needed`. */
function headline({ number, headline: text, runs, runsWithoutFault }: Problem, screen: Screen): string[] {
  const { colors, width } = screen;
  const label = `${number}.`.padStart(3);
  const count = runsText(runs, runsWithoutFault);
  const gap = width - label.length - 1 - text.length - count.length;
  const title = colors.bold(printable(text));
  if (gap >= 2) return [`${label} ${title}${" ".repeat(gap)}${colors.dim(count)}`];
  return [
    `${label} ${paragraph(screen, title, 4, 0).trimStart()}`,
    `${" ".repeat(Math.max(4, width - count.length))}${colors.dim(count)}`,
  ];
}

/** `12 runs, no fault`. */
export function runsText(runs: number, without: number): string {
  const all = many(runs, "run");
  if (without === 0) return `${all}, with a fault injected`;
  return without === runs ? `${all}, no fault` : `${all}, ${without} without a fault`;
}

/** `drivers/xen/gntdev.c:120 gntdev_alloc_map() (hunk 2)`. */
function placeText({ place: { file, line, function: name, side, hunk } }: GateFinding): string {
  const facts = [...(hunk === null ? [] : [`hunk ${hunk.number}`]), ...(side === "before" ? ["before"] : [])];
  const also = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  return `${file}:${line}${name === "" ? "" : ` ${name}()`}${also}`;
}

/** Where the other side gives back what this one leaves behind; empty if it has no such thing. */
function freedText({ elsewhere = [], place: { side } }: GateFinding): string {
  const frames = elsewhere.find(({ what }) => what === "freed")?.frames ?? [];
  const frame = frames.find(({ file }) => !file.startsWith("include/"));
  if (frame === undefined) return "";
  const other = side === "after" ? "before" : "after";
  return `${other} the patch, freed by ${frame.function}() at ${frame.file}:${frame.line}`;
}

/** What comes of it, most often first. */
function followsText({ follows }: Problem, findings: readonly GateFinding[]): string {
  if (follows.length === 0) return "";
  const names = new Map<string, number>();
  for (const index of follows) {
    const one = findings[index]!;
    const name = headlineOf(one);
    names.set(name, Math.max(names.get(name) ?? 0, one.seen.length));
  }
  const parts = [...names]
    .slice(0, MOST_FOLLOWS)
    .map(([name, runs]) => `${name} (${runs} run${runs === 1 ? "" : "s"})`);
  const more = names.size - parts.length;
  return `${parts.join(", ")}${more > 0 ? `, ${more} more` : ""}`;
}
