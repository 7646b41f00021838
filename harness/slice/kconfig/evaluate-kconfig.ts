// SPDX-License-Identifier: GPL-2.0-only
import { holds as holdsIn } from "./holds.ts";
import type { Kconfig, KconfigSymbol } from "./parse-kconfig.ts";

/** Rounds until nothing changes; a tree that needs more has a circle. */
const MAX_ROUNDS = 60;

/** Characters of conditions that are looked at in all. 6.12 takes 3 million; files come from patches as well. */
const EFFORT = 40_000_000;

/**
 * A configuration as `make allnoconfig` makes it, with a few symbols given: whatever a user would be asked is off, all
 * else follows from defaults and selects.
 *
 * @param given values by name, without CONFIG_: `y`, `n`, or a number or text; they hold whatever the files say
 * @returns values by name; symbols that are off or empty are left out
 */
export function evaluateKconfig(kconfig: Kconfig, given: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of given) if (value !== "n") values.set(name, value);
  let left = EFFORT;
  const holds = (expression: string): boolean => {
    left -= expression.length + 1;
    return left > 0 && holdsIn(expression, values);
  };
  for (let round = 0; round < MAX_ROUNDS && left > 0; round++) {
    let changed = false;
    const set = (name: string, value: string): void => {
      if (given.has(name) || values.get(name) === value) return;
      values.set(name, value);
      changed = true;
    };
    for (const symbol of kconfig.symbols.values()) {
      const on = values.get(symbol.name);
      if (on === "y" || on === "m")
        for (const { value, when } of symbol.selects) if (holds(when)) set(value, "y");
      if (given.has(symbol.name)) continue;
      // each member of a choice looks at all others
      left -= kconfig.choices[symbol.choice]?.members.length ?? 0;
      if (left <= 0) break;
      const value = defaultOf(symbol, kconfig, holds, values);
      if (value !== null) set(symbol.name, value);
    }
    if (!changed) break;
  }
  return values;
}

function defaultOf(
  symbol: KconfigSymbol,
  kconfig: Kconfig,
  holds: (expression: string) => boolean,
  values: ReadonlyMap<string, string>,
): string | null {
  if (!symbol.depends.some(holds)) return null;
  const isBool = symbol.type === "bool" || symbol.type === "tristate" || symbol.type === "unknown";
  if (symbol.choice !== -1) {
    const choice = kconfig.choices[symbol.choice]!;
    if (choice.members.some((name) => name !== symbol.name && values.has(name))) return null;
    const taken = choice.defaults.find(({ when }) => holds(when))?.value ?? choice.members[0];
    return taken === symbol.name ? "y" : null;
  }
  const asked = symbol.prompts.some(holds);
  if (isBool && asked) return null;
  const chosen = symbol.defaults.find(({ when }) => holds(when));
  if (chosen === undefined) return null;
  if (isBool) return holds(chosen.value) ? "y" : null;
  const text = chosen.value.replaceAll(/^["']|["']$/g, "");
  if (/^[A-Z][A-Z0-9_]*$/.test(text) && symbol.type !== "string") return values.get(text) ?? null;
  return text.includes("$(") ? (symbol.type === "string" ? null : "0") : text;
}
