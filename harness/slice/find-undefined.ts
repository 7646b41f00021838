// SPDX-License-Identifier: GPL-2.0-only
import type { Declared } from "./describe-item.ts";
import { findLocals } from "./find-locals.ts";
import type { Item } from "./item.ts";
import { Kind, type Tokens } from "./lex.ts";
import type { Location } from "./locations.ts";
import type { Reached } from "./reach.ts";
import type { UnitItems } from "./unit-items.ts";

/** Where a name is used: by which function or datum, and the first place in it. */
export interface Use extends Location {
  readonly function: string;
}

/** A name that kept code uses and the unit only declares. */
export interface Undefined extends Location {
  readonly name: string;
  readonly kind: "function" | "variable";
  /** The declaration, in one line. */
  readonly text: string;
  readonly callers: readonly Use[];
}

/**
 * The names that kept functions and data use, and that nothing kept defines. Functions that were cut are not among
 * them: those are declared by the slice alone. A name that is a local variable's as well may be missing its users.
 */
export function findUndefined(unit: UnitItems, { kept, cut }: Reached): Undefined[] {
  const found = new Map<
    string,
    { name: string; declaration: Item; kind: "function" | "variable"; callers: Use[] }
  >();
  const defined = new Map<string, boolean>();
  const isDefined = (name: string): boolean => {
    let known = defined.get(name);
    if (known === undefined) {
      known = (unit.byName.get(name) ?? []).some(
        (item) => kept.has(item) && !item.isRegister && declarationsOf(item, name).some((one) => one.defines),
      );
      defined.set(name, known);
    }
    return known;
  };
  for (const user of unit.items) {
    if (!kept.has(user) || cut.has(user)) continue;
    if (!user.isFunction && user.kind !== "declaration") continue;
    if (!user.isFunction && !user.declared.some((one) => one.kind === "variable" && one.defines)) continue;
    let locals: ReadonlySet<string> | null = null;
    for (const name of user.uses) {
      if (isDefined(name)) continue;
      const declaration = unit.byName.get(name)?.[0];
      const [how] = declaration === undefined ? [] : declarationsOf(declaration, name);
      if (declaration === undefined || (how?.kind !== "function" && how?.kind !== "variable")) continue;
      locals ??= user.isFunction ? findLocals(unit.tokens, user.range.from, user.range.to) : new Set();
      if (locals.has(name)) continue;
      const entry = found.get(name) ?? { name, declaration, kind: how.kind, callers: [] };
      found.set(name, entry);
      const offset = firstUse(unit.tokens, user, name);
      entry.callers.push({ function: user.name, ...unit.locations.at(offset) });
    }
  }
  return [...found.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, declaration, kind, callers }) => {
      return {
        name,
        kind,
        text: oneLine(unit, declaration),
        callers,
        file: declaration.file,
        line: declaration.line,
      };
    });
}

const declarationsOf = (item: Item, name: string): Declared[] =>
  item.declared.filter((one) => one.name === name);

function firstUse({ text, kind, start, end }: Tokens, { range }: Item, name: string): number {
  for (let i = range.from; i < range.to; i++) {
    if (kind[i] !== Kind.word || end[i]! - start[i]! !== name.length) continue;
    if (text.startsWith(name, start[i]) && kind[i - 1] !== Kind.arrow && kind[i - 1] !== 0x2e)
      return start[i]!;
  }
  return start[range.from]!;
}

function oneLine({ text, tokens }: UnitItems, { range }: Item): string {
  const words: string[] = [];
  for (let i = range.from; i < range.to; i++) words.push(text.slice(tokens.start[i], tokens.end[i]));
  return words.join(" ");
}
