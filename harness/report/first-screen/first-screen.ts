// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import type { GatePatch, Problem } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import { emptyPass } from "../coverage-lines.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { buildErrorLines, buildErrors } from "./build-error-lines.ts";
import { costLines } from "./cost-lines.ts";
import { fitProblems } from "./fit-problems.ts";
import { problemLines, shortProblem } from "./problem-lines.ts";
import { verdictLines } from "./verdict-lines.ts";

/** Lines of a terminal that a reader has before him. */
const HEIGHT = 40;

/** Problems that a patch mends, and lines that never ran, which are named here. */
const MOST_MENDED = 2;
const MOST_CHANGED = 3;
const MOST_MISSED = 4;

/** Lines of costs, if there is room. */
const MOST_COSTS = 3;

/** What a first screen names beside what was found. */
export interface Commands {
  /** The command that shows a problem's example; empty if there is none. */
  readonly trace: (example: Problem["example"]) => string;
  /** The command that tells all of one problem; empty if there is none. */
  readonly explain: (problem: number) => string;
  /** The command that lists all. */
  readonly all: string;
}

/**
 * What a maintainer has to know of a patch, on one screen: the verdict, what does not build, what is broken, what is mended,
 * what was not run, where more is.
 *
 * @param head which patch it is, as lines
 */
export function firstScreen(
  patch: GatePatch,
  head: readonly string[],
  screen: Screen,
  commands: Commands,
): string[] {
  const { problems } = patch;
  const errors = buildErrors(patch);
  const failing = problems.filter(({ kind }) => kind === "fails");
  const top = [...head, "", ...verdictLines(patch, errors, screen)];
  const broken = buildErrorLines(errors, patch, screen);
  const end = endLines(patch, screen, commands);
  const parts = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);
  const shown = failing.map((one, i) => ({
    full: problemLines(one, patch, screen, { trace: commands.trace(one.example), isFirst: i === 0 }),
    short: shortProblem(one, patch.findings, screen),
  }));
  const whole = (most: number, changed: readonly string[]): string[] => {
    const tail = [
      ...mendedLines(patch, screen),
      ...changed,
      ...costLines(patch, screen, most),
      ...missedLines(patch, screen),
    ];
    const around = [...top, ...parts(broken), ...parts(tail), ...parts(end)];
    const { lines, left } = fitProblems(shown, HEIGHT - heightOf(around) - 1);
    const more = left === 0 ? [] : [`    and ${many(left, "more problem")}`];
    return [...top, ...parts(broken), ...parts([...lines, ...more]), ...parts(tail), ...parts(end)];
  };
  const changed = changedLines(patch, screen);
  const fits = (lines: readonly string[]): boolean => heightOf(lines) <= HEIGHT;
  const wide = whole(MOST_COSTS, changed);
  if (fits(wide)) return wide;
  const narrow = whole(1, changed);
  // where something fails, it is that which has to be seen
  return fits(narrow) || failing.length === 0 ? narrow : whole(1, []);
}

/** Results that are others than before, and fail nothing: a refusal that is gone is one that nobody may miss. */
function changedLines({ findings }: GatePatch, screen: Screen): string[] {
  const others = findings.filter(({ invariant, class: kind, status }) => {
    return invariant === "outcome" && kind === "changed" && status === "noted";
  });
  if (others.length === 0) return [];
  const parts = others
    .slice(0, MOST_CHANGED)
    .map((one) => `${headlineOf(one)} (${many(one.seen.length, "run")})`);
  const more = others.length - parts.length;
  const text = `changed: ${parts.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
  return [screen.colors.yellow(paragraph(screen, printable(text), 0, 2))];
}

const heightOf = (lines: readonly string[]): number => lines.join("\n").split("\n").length;

function mendedLines({ problems }: GatePatch, screen: Screen): string[] {
  const groups = new Map<string, Problem[]>();
  for (const one of problems)
    if (one.kind === "mended") groups.set(one.headline, [...(groups.get(one.headline) ?? []), one]);
  if (groups.size === 0) return [];
  const shown = [...groups].slice(0, MOST_MENDED);
  const parts = shown.map(([headline, alike]) => {
    const times = alike.length === 1 ? "" : `${alike.length} times, `;
    return `${headline} (${times}${many(
      alike.reduce((sum, { runs }) => sum + runs, 0),
      "run",
    )})`;
  });
  const more = [...groups].slice(MOST_MENDED).reduce((sum, [, alike]) => sum + alike.length, 0);
  const text = `mended: ${parts.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
  return [screen.colors.green(paragraph(screen, printable(text), 0, 2))];
}

function missedLines({ coverage }: GatePatch, screen: Screen): string[] {
  const missed = coverage?.missed ?? [];
  if (missed.length === 0) return [];
  // what the patch adds first: what it takes away is gone
  const ordered = missed.toSorted((a, b) => Number(a.side === "before") - Number(b.side === "before"));
  const places = ordered.slice(0, MOST_MISSED).map(({ file, line, side }) => {
    return `${file}:${line}${side === "before" ? " (before)" : ""}`;
  });
  const more = missed.length - places.length;
  const text = `never run: ${places.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [screen.colors.yellow(paragraph(screen, printable(text), 0, 2))];
}

function endLines(patch: GatePatch, screen: Screen, { explain, all }: Commands): string[] {
  const { problems, verdict, exitCode, line, coverage } = patch;
  const wanted = problems.find(({ kind }) => kind === "fails") ?? problems[0];
  const about = wanted === undefined ? "" : explain(wanted.number);
  const rows = [
    ...(about === "" ? [] : [["all of one problem:", about] as const]),
    ["every finding:", all] as const,
  ];
  const wide = Math.max(...rows.map(([what]) => what.length));
  // not wrapped: they are meant to be pasted
  const more = rows.map(([what, command]) => `${what.padEnd(wide)} $ ${command}`);
  // what holds is held within bounds; of what is broken, all is said
  if (exitCode === 1 || exitCode === 3) return more;
  const tone = exitCode === 0 ? screen.colors.green : screen.colors.red;
  const empty = verdict === "pass" && coverage !== null ? emptyPass([coverage]) : "";
  return [
    ...more,
    ...(empty === "" ? [] : [screen.colors.yellow(paragraph(screen, empty, 0, 2))]),
    paragraph(screen, screen.colors.bold(tone(printable(line))), 0, 2),
  ];
}
