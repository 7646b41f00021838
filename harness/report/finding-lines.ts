// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../guest/stack.ts";
import type { Finding } from "../judge/verdict/finding.ts";
import { placeName } from "./place-name.ts";
import { paragraph, printable, type Screen } from "./screen.ts";

/** What a finding is shown with, whatever it was collected from. */
export interface ShownFinding {
  readonly first: Pick<
    Finding,
    "invariant" | "place" | "message" | "before" | "after" | "expected" | "stacks" | "scenario" | "step"
  >;
  readonly configs: readonly string[];
  /** Ids, in order, each once. */
  readonly scenarios: readonly string[];
}

/** A finding for people: its line of C, what each side shows, who called, where it is seen. */
export function findingLines({ first, configs, scenarios }: ShownFinding, screen: Screen): string[] {
  const { colors } = screen;
  const { place } = first;
  const where = place.line === 0 ? "" : `  ${printable(placeName(place))}`;
  const lines = [paragraph(screen, `${colors.bold(first.invariant)}${where}`, 2, 4)];
  if (place.code !== "") lines.push(paragraph(screen, colors.cyan(printable(place.code)), 6, 2));
  if (first.invariant === "trace") lines.push(paragraph(screen, printable(first.message), 6, 2));
  else {
    const row = (name: string, text: string): string =>
      paragraph(screen, `${`${name}:`.padEnd(10)}${printable(text)}`, 6, 10);
    lines.push(row("before", first.before), row("after", first.after));
    if (first.expected !== "") lines.push(row("expected", first.expected));
    for (const [name, text] of stackRows(first)) lines.push(row(name, text));
  }
  const many = scenarios.length === 1 ? "" : ` and ${scenarios.length - 1} more`;
  const seen = `seen in ${first.scenario}, step ${first.step}${many}; ${configs.join(", ")}`;
  lines.push(paragraph(screen, colors.dim(seen), 6, 2));
  return lines;
}

/** Frames that are shown of a stack; nobody reads more. */
const MOST_FRAMES = 5;

const STACK_NAMES = { here: "callers", allocated: "alloc", freed: "freed" } as const;

/** An inline function of a header that all of the kernel has: kmalloc and the like say nothing to a reader. */
const isWrapper = ({ file }: Frame): boolean => file.startsWith("include/linux/");

/** Where the object of a finding was made and freed, and who called what went wrong. */
function stackRows({ stacks, place }: Pick<Finding, "stacks" | "place">): [string, string][] {
  return stacks.flatMap(({ what, frames: all }): [string, string][] => {
    const frames = all.filter((one) => !isWrapper(one) || one.file === place.file);
    const names = frames.map(({ function: name, file, line }) => `${name} at ${file}:${line}`);
    // the finding's own line is in its title
    const at = frames.findIndex((one) => one.file === place.file && one.line === place.line);
    const isHere = what === "here" && at !== -1;
    const called = isHere ? names.slice(0, at).toReversed().slice(-MOST_FRAMES) : [];
    const callers = (isHere ? names.slice(at + 1) : names).slice(0, MOST_FRAMES);
    return [
      ...(called.length === 0 ? [] : [["calls", called.join(", ")] as [string, string]]),
      ...(callers.length === 0 ? [] : [[STACK_NAMES[what], callers.join(", ")] as [string, string]]),
    ];
  });
}
