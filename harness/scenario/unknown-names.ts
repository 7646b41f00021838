// SPDX-License-Identifier: GPL-2.0-only

import { nearestNames } from "../base/nearest-names.ts";
import { kindOf, type Step } from "../subject/step-kinds.ts";
import type { Problem } from "./problem.ts";
import { quoted } from "./quoted.ts";

/** What the first word of a name that steps give says it is; a reserved mapping and its pages are one thing to people. */
const THINGS: Readonly<Record<string, string>> = {
  file: "opens a file",
  map: "makes a mapping",
  pages: "makes a mapping",
  mapping: "gets an address",
};

/** Names given last that a mistyped one is compared with: a file of thousands is no reason to wait. */
const MOST_NAMES = 100;

/** @returns of each step, the names that it uses and no step before it gives, whatever the kernel says to these */
export function unknownNames(steps: readonly Step[]): Problem[] {
  const given = new Map<string, Set<string>>();
  return steps.flatMap((step, i) => {
    const { gives, uses } = kindOf(step);
    const unknown = new Map(
      (uses?.(step) ?? []).map(split).map(({ thing, name }) => [`${thing} ${name}`, { thing, name }]),
    );
    const problems = [...unknown.values()].flatMap(({ thing, name }): Problem[] => {
      const known = given.get(thing) ?? new Set();
      if (known.has(name)) return [];
      const near = nearestNames(name, [...known].slice(-MOST_NAMES))[0] ?? null;
      const hint = near === null ? "" : `: did you mean ${quoted(near)}?`;
      const text = `no step before it ${thing} called ${quoted(name)}${hint}`;
      return [{ path: ["steps", i, ...(pathTo(step, name) ?? [])], text }];
    });
    const own = gives?.(step) ?? null;
    if (own !== null) {
      const { thing, name } = split(own);
      given.set(thing, (given.get(thing) ?? new Set()).add(name));
    }
    return problems;
  });
}

function split(given: string): { readonly thing: string; readonly name: string } {
  const at = given.indexOf(" ");
  const kind = given.slice(0, at);
  return { thing: THINGS[kind] ?? `gives a ${kind}`, name: given.slice(at + 1) };
}

/** Where in a step a name stands. */
function pathTo(value: object, name: string): (string | number)[] | null {
  for (const [key, one] of Object.entries(value)) {
    if (key === "do") continue;
    const at = Array.isArray(value) ? Number(key) : key;
    if (one === name) return [at];
    const inner = typeof one === "object" && one !== null ? pathTo(one as object, name) : null;
    if (inner !== null) return [at, ...inner];
  }
  return null;
}
