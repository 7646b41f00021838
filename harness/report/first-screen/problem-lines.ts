// SPDX-License-Identifier: GPL-2.0-only

import { many } from "../../base/many.ts";
import { shortened } from "../../base/shortened.ts";
import type { GateFinding, GatePatch, Problem } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import { PROSE, paragraph, printable, type Screen } from "../screen.ts";
import { runCount } from "../told/run-count.ts";
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
  const freed = freedText(head);
  const follows = isFirst ? followsText(problem, findings) : "";
  return [
    ...headline(problem, screen),
    ...placeLines(head, screen),
    ...codeLine(place, hunks, screen),
    ...(head.invariant === "outcome" ? [] : noteLines(head.after, screen)),
    ...(freed === "" ? [] : noteLines(freed, screen)),
    ...(follows === "" ? [] : noteLines(`and so: ${follows}`, screen)),
    ...(isFirst && trace !== "" ? [screen.colors.dim(`${" ".repeat(INDENT)}$ ${trace}`)] : []),
  ];
}

const INDENT = 8;

/** Lines that a note takes at most. */
const NOTE = 2;

/** A sentence of a problem: at most two lines, however long it is. */
function noteLines(text: string, screen: Screen): string[] {
  // what came by mail may be of any length, and wrapping takes the more the longer a word is
  const whole = paragraph(screen, printable(shortened(`= ${text}`, NOTE * screen.width)), INDENT, 2);
  const lines = whole.split("\n");
  if (lines.length <= NOTE) return lines;
  const last = lines[NOTE - 1]!;
  return [...lines.slice(0, NOTE - 1), `${last.slice(0, screen.width - MARK.length)}${MARK}`];
}

/** What stands for the rest of a text that is cut. */
const MARK = " …";

/** A problem by name and place alone. */
export function shortProblem(problem: Problem, findings: readonly GateFinding[], screen: Screen): string[] {
  return [...headline(problem, screen), ...placeLines(findings[problem.head]!, screen)];
}

/** ` 1. memory leak: kmap_ops is never freed          289 runs, 113 inject a fault`. */
function headline(problem: Problem, screen: Screen): string[] {
  const { number, headline: text } = problem;
  const { colors } = screen;
  const width = Math.min(screen.width, PROSE);
  const label = `${number}.`.padStart(3);
  const count = runCount(problem);
  const gap = width - label.length - 1 - text.length - count.length;
  const title = colors.bold(printable(text));
  if (gap >= 2) return [`${label} ${title}${" ".repeat(gap)}${colors.dim(count)}`];
  return [
    `${label} ${paragraph(screen, title, 4, 0).trimStart()}`,
    `${" ".repeat(Math.max(4, width - count.length))}${colors.dim(count)}`,
  ];
}

/** `--> drivers/xen/gntdev.c:120 gntdev_alloc_map() (hunk 2) [memory-leak]`: what is in brackets can be explained. */
function placeLines(finding: GateFinding, screen: Screen): string[] {
  if (finding.place.line === 0) return [];
  return [paragraph(screen, printable(`--> ${placeText(finding)}`), 3, 4)];
}

function placeText({ invariant, place: { file, line, function: name, side, hunk } }: GateFinding): string {
  const facts = [...(hunk === null ? [] : [`hunk ${hunk.number}`]), ...(side === "before" ? ["before"] : [])];
  const also = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  return `${file}:${line}${name === "" ? "" : ` ${name}()`}${also} [${invariant}]`;
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
  const parts = [...names].slice(0, MOST_FOLLOWS).map(([name, runs]) => `${name} (${many(runs, "run")})`);
  const more = names.size - parts.length;
  return `${parts.join(", ")}${more > 0 ? `, ${more} more` : ""}`;
}
