// SPDX-License-Identifier: GPL-2.0-only

import type { SideName } from "../../base/make-views.ts";
import { many } from "../../base/many.ts";
import type { GateError, GatePatch } from "../../gate/gate-report.ts";
import { paragraph, printable, type Screen } from "../screen.ts";
import { codeLine } from "./code-line.ts";

/** Errors that are shown; the first is mostly what the others come of. */
const MOST = 3;

/** An error, and where it is one. */
export interface BuildError {
  readonly error: GateError;
  readonly side: SideName;
  readonly configs: readonly string[];
}

/** @returns each build error once, in all configurations that have it */
export function buildErrors({ configs }: Pick<GatePatch, "configs">): BuildError[] {
  const found = new Map<string, { error: GateError; side: SideName; configs: string[] }>();
  for (const one of configs)
    for (const side of ["before", "after"] as const) {
      const { ok, errors, unavailable } = one[side];
      if (ok || unavailable !== "") continue;
      for (const error of errors) {
        const key = `${side} ${error.file}:${error.line}:${error.column} ${error.message}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { error, side, configs: [one.config] });
        else known.configs.push(one.config);
      }
    }
  return [...found.values()];
}

/** Why a side does not build, as a compiler says it. */
export function buildErrorLines(
  errors: readonly BuildError[],
  { hunks }: Pick<GatePatch, "hunks">,
  screen: Screen,
): string[] {
  const lines = errors.slice(0, MOST).flatMap(({ error, side, configs }) => {
    const { file, line, message, code, codeColumn } = error;
    const where = `--> ${file}:${line} (${side}; ${configs.join(", ")})`;
    return [
      paragraph(screen, screen.colors.red(printable(`error: ${message}`)), 0, 4),
      paragraph(screen, printable(where), 3, 4),
      ...codeLine({ file, line, side, code }, hunks, screen, codeColumn),
    ];
  });
  const more = errors.length - MOST;
  return more > 0 ? [...lines, `and ${many(more, "more error")}`] : lines;
}
