// SPDX-License-Identifier: GPL-2.0-only
import type { ReportingDescriptor } from "sarif";
import { INVARIANTS } from "../../../judge/invariants/index.ts";

/** Rule of what does not build. */
export const BUILD_RULE = "build";

/** What is told and is no broken invariant: title, and why it matters. */
const OTHERS: readonly (readonly [string, string, string])[] = [
  [
    BUILD_RULE,
    "build error",
    "a side that does not compile cannot be run: nothing is said of that configuration",
  ],
  [
    "outcome",
    "another result",
    "what a caller gets has changed, and nothing that was fixed or broken accounts for it",
  ],
  ["trace", "another way there", "what the kernel does on the way has changed"],
];

/** Descriptions of rules: the title is their name, and why a kernel developer cares their help. */
export function sarifRules(ids: readonly string[]): ReportingDescriptor[] {
  const known = new Map([
    ...INVARIANTS.map(({ id, title, why }) => [id as string, [title, why]] as const),
    ...OTHERS.map(([id, title, why]) => [id, [title, why]] as const),
  ]);
  return [...new Set(ids)].toSorted().map((id): ReportingDescriptor => {
    const [title, why] = known.get(id) ?? [id, id];
    return {
      id,
      name: pascal(title),
      shortDescription: { text: sentence(title) },
      fullDescription: { text: sentence(why) },
      help: { text: `${sentence(title)} ${sentence(why)}` },
      defaultConfiguration: { level: "error" },
    };
  });
}

/** `MemoryLeak`: the form that names of rules have. */
const pascal = (title: string): string =>
  title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
