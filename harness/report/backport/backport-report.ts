// SPDX-License-Identifier: GPL-2.0-only

import type { BackportResult } from "../../backport/check-backport.ts";
import type { Comparison, Shown } from "../../backport/comparison.ts";
import { type ComparisonGroup, groupComparisons } from "../../backport/group-comparisons.ts";
import type { HunkCounterpart } from "../../backport/hunk-counterpart.ts";
import { many } from "../../base/many.ts";
import type { CheckResult } from "../../judge/check-patch.ts";
import type { Series } from "../../patch/series.ts";
import { placeName } from "../place-name.ts";
import { paragraph, printable, type Screen } from "../screen.ts";

/** Events that are listed of what is lost or extra: mostly they follow from what is listed before them. */
const MOST_EVENTS = 6;
const MOST_HUNKS = 20;
const LABEL = 20;

/**
 * The comparison of a backport for people.
 *
 * @param all list what is kept too
 */
export function backportReport(
  result: BackportResult,
  series: { readonly upstream: Series; readonly backport: Series },
  screen: Screen,
  all: boolean,
): string {
  const { colors } = screen;
  const { comparisons, verdict } = result;
  const out: string[] = [
    ...patchLines("upstream", series.upstream, result.upstream, screen),
    ...patchLines("backport", series.backport, result.backport, screen),
    "",
    ...result.upstream.configs.flatMap((_, i) => configLines(result, i, screen)),
  ];
  const section = (title: string, groups: readonly ComparisonGroup[], isWhole: boolean): void => {
    if (groups.length === 0) return;
    out.push("", paragraph(screen, colors.bold(title), 0, 2));
    const told = groups.filter(({ first }) => first.kind === "invariant" || first.kind === "result");
    const events = groups.filter((one) => !told.includes(one));
    const listed = isWhole ? events : events.slice(0, MOST_EVENTS);
    for (const group of [...told, ...listed]) out.push("", ...groupLines(group, screen));
    const more = events.length - listed.length;
    if (more > 0)
      out.push(
        "",
        paragraph(screen, colors.dim(`and ${many(more, "more sort")} of events. --all lists them.`), 2),
      );
  };
  section(
    colors.red("LOST: upstream does it, the backport does not"),
    groupComparisons(comparisons, "lost"),
    all,
  );
  section(
    colors.red("EXTRA: the backport does it, upstream does not"),
    groupComparisons(comparisons, "extra"),
    all,
  );
  const apart = groupComparisons(comparisons, "not-comparable");
  section(colors.yellow("NOT COMPARABLE: a base has nothing to compare with"), apart, all);
  out.push(...awayLines(result, screen), ...hunkLines(result, screen));
  const kept = groupComparisons(comparisons, "kept");
  if (all) section(colors.green("KEPT: both do it"), kept, true);
  else if (kept.length > 0) out.push("", ...keptLines(kept, screen));
  const tone = verdict.exitCode === 0 ? colors.green : colors.red;
  out.push("", paragraph(screen, colors.bold(tone(printable(verdict.line))), 0, 2), "");
  return out.join("\n");
}

function patchLines(name: string, series: Series, { views }: CheckResult, screen: Screen): string[] {
  const info = series.cover ?? series.patches[0];
  const { colors } = screen;
  const hunks = views.placed.length;
  const moved = views.placed.filter(({ offset, fuzz }) => offset !== 0 || fuzz !== 0).length;
  const count = series.patches.length > 1 ? ` (a series of ${series.patches.length}, as a whole)` : "";
  const title = `${`${name}:`.padEnd(10)}${printable(info?.subject || series.name)}${count}`;
  const where = `${many(hunks, "hunk")} in ${many(views.touched.length, "file")}`;
  const fit = moved === 0 ? "" : `, ${moved} with offset or fuzz`;
  return [
    paragraph(screen, colors.bold(title), 0, 10),
    paragraph(screen, printable(`on ${views.base}; ${where}${fit}`), 10, 2),
  ];
}

function configLines(
  { upstream, backport, comparisons, away }: BackportResult,
  i: number,
  screen: Screen,
): string[] {
  const { colors } = screen;
  const { config } = upstream.configs[i]!;
  const label = colors.bold(config.padEnd(LABEL - 2));
  const lines: string[] = [];
  for (const [name, { configs }] of [["upstream", upstream] as const, ["backport", backport] as const]) {
    const { before, after } = configs[i]!;
    for (const { side, module, unavailable, errors } of [before, after]) {
      if (module !== null) continue;
      const [error] = errors;
      const why = error === undefined ? "" : `: ${error.file}:${error.line}: ${error.message}`;
      const what = unavailable === "" ? `does not build${why}` : `cannot run: ${unavailable}`;
      const tone = unavailable === "" ? colors.red : colors.yellow;
      const text = tone(printable(`the ${side} side of the ${name} ${what}`));
      lines.push(paragraph(screen, `${label}  ${text}`, 2, LABEL));
    }
  }
  if (lines.length > 0) return lines;
  const own = comparisons.filter((one) => one.config === config);
  const count = (fate: Comparison["fate"]): number =>
    new Set(own.flatMap((one) => (one.fate === fate ? [one.scenario] : []))).size;
  const fates = (["kept", "lost", "extra", "not-comparable"] as const).filter((fate) => count(fate) > 0);
  const parts = fates.map((fate) => `${fate.replace("-", " ")} in ${count(fate)}`);
  const last = fates.at(-1);
  const noun = last !== undefined && count(last) === 1 ? "scenario" : "scenarios";
  const gone = away.filter((one) => one.config === config).length;
  const rest = gone > 0 ? `; ${gone} not run on both` : "";
  const what = parts.length === 0 ? "no effect in any scenario" : `effects ${parts.join(", ")} ${noun}`;
  return [paragraph(screen, `${label}  ${what}${rest}`, 2, LABEL)];
}

function groupLines({ first, configs, scenarios, places }: ComparisonGroup, screen: Screen): string[] {
  const { colors } = screen;
  const own = first.fate === "extra" ? first.backport : first.upstream;
  const title = first.kind === "invariant" ? `${first.what} ${first.class}` : titleOf(first);
  const where = own.place === null || own.place.line === 0 ? "" : `  ${placeName(own.place)}`;
  const whose = where === "" ? "" : `, ${first.fate === "extra" ? "backport" : "upstream"}`;
  const lines = [paragraph(screen, `${colors.bold(printable(title))}${printable(where)}${whose}`, 2, 4)];
  if (own.place !== null && own.place.code !== "") {
    lines.push(paragraph(screen, colors.cyan(printable(own.place.code)), 6, 2));
  }
  const row = (name: string, { before, after }: Shown): void => {
    const text = before === after ? `${before}, before and after` : `before: ${before}`;
    lines.push(paragraph(screen, `${`${name}:`.padEnd(10)}${printable(text)}`, 6, 18));
    if (before !== after) lines.push(paragraph(screen, `after:  ${printable(after)}`, 16, 8));
  };
  row("upstream", first.upstream);
  row("backport", first.backport);
  if (first.note !== "") lines.push(paragraph(screen, printable(first.note), 6, 2));
  const more = places - 1;
  const others = scenarios.length - 1;
  const beside =
    more === 0
      ? ""
      : ` and ${many(more, "more place")}${others > 0 ? ` in ${many(others, "other scenario")}` : ""}`;
  const seen = `in ${first.scenario}, step ${first.step} (${first.verb})${beside}; ${configs.join(", ")}`;
  lines.push(paragraph(screen, colors.dim(seen), 6, 2));
  return lines;
}

function titleOf({ kind, what, signature }: Comparison): string {
  if (kind === "result") return `result of ${what}`;
  if (kind === "order") return "order of events";
  return signature.replace(/^event: /, "");
}

function awayLines({ away }: BackportResult, screen: Screen): string[] {
  if (away.length === 0) return [];
  const reasons = new Map<string, string[]>();
  for (const { reason, scenario } of away) reasons.set(reason, [...(reasons.get(reason) ?? []), scenario]);
  const lines = [...reasons].map(([reason, names]) => {
    const rest = names.length === 1 ? "" : ` and ${names.length - 1} more`;
    return paragraph(screen, printable(`${names[0]}${rest}: ${reason}`), 2, 2);
  });
  return ["", screen.colors.bold("NOT RUN ON BOTH, and one patch has effects there"), "", ...lines];
}

function hunkLines(result: BackportResult, screen: Screen): string[] {
  const odd = result.hunks.filter(({ state }) => state !== "there");
  if (odd.length === 0) return [];
  const lines = odd.slice(0, MOST_HUNKS).flatMap((hunk) => hunkLine(hunk, result, screen));
  const more = odd.length > MOST_HUNKS ? [`  and ${odd.length - MOST_HUNKS} more`] : [];
  return [
    "",
    screen.colors.bold("UPSTREAM HUNKS THAT THE BACKPORT LACKS OR WORDS DIFFERENTLY"),
    "",
    ...lines,
    ...more,
  ];
}

function hunkLine(
  hunk: HunkCounterpart,
  { unshown, idle, backport }: BackportResult,
  screen: Screen,
): string[] {
  const { path, number, state, line, instead, section, inputLine } = hunk;
  const is = state === "missing" ? "is not in the backport" : "is altered in the backport";
  const lines = [paragraph(screen, printable(`hunk ${number} of ${path} (line ${inputLine}) ${is}`), 2, 2)];
  const detail = (text: string): number => lines.push(paragraph(screen, printable(text), 6, 2));
  if (state === "altered")
    detail(instead === "" ? `lost: ${line}` : `${line}  became  ${line[0]} ${instead}`);
  else detail(`lost: ${line} …`);
  const text = backport.views.before.read(path);
  const name = /(\w+)\(/.exec(section)?.[1];
  if (text === null) detail(`the base of the backport has no ${path}`);
  else if (name !== undefined && !text.includes(name))
    detail(`the base of the backport has no ${name} there`);
  if (idle.includes(hunk))
    detail("with or without it, the code is the same in the configurations that were built");
  if (unshown.includes(hunk)) {
    const what = state === "missing" ? "lost hunk" : "altered hunk";
    const why = `${what} in code that no scenario reaches or tells apart: not comparable, to be read by a person`;
    lines.push(paragraph(screen, screen.colors.red(why), 6, 2));
  }
  return lines;
}

function keptLines(kept: readonly ComparisonGroup[], screen: Screen): string[] {
  const counts = new Map<string, number>();
  for (const { first } of kept) {
    const name =
      first.kind === "invariant"
        ? `${first.what} ${first.class}`
        : first.kind === "result"
          ? "results"
          : "sorts of events";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const moved = kept.filter(({ first }) => first.note !== "");
  const notes = [...new Set(moved.map(({ first }) => `${first.what}: ${first.note}`))];
  const text = `kept:  ${[...counts].map(([name, count]) => `${count} ${name}`).join(", ")}. --all lists them.`;
  return [
    paragraph(screen, text, 2, 7),
    ...notes.slice(0, 5).map((note) => paragraph(screen, printable(note), 9, 2)),
  ];
}
