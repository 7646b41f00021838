// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import type { GateFinding, GatePatch, Problem } from "../../gate/gate-report.ts";
import type { ConfigName } from "../../machine/config.ts";
import { buildErrors } from "../first-screen/build-error-lines.ts";

/** Why a side does not build: what a compiler said, or that it said nothing. */
export interface ToldBuild {
  readonly side: SideName;
  /** Where it is so, in their order. */
  readonly configs: readonly string[];
  /** Empty if no file is named. */
  readonly file: string;
  /** From 1; 0 if no line is named. */
  readonly line: number;
  readonly message: string;
  readonly code: string;
}

/** A problem with its findings in place of their numbers. */
export interface ToldProblem extends Omit<Problem, "head" | "follows"> {
  /** As its example shows it. */
  readonly head: GateFinding;
  readonly follows: readonly GateFinding[];
}

/** What there is to tell of a patch, in the one order and the one grouping that all formats have. */
export interface Told {
  readonly builds: readonly ToldBuild[];
  readonly problems: readonly ToldProblem[];
  readonly accepted: readonly GateFinding[];
  readonly mended: readonly ToldProblem[];
}

export function tellPatch(patch: GatePatch): Told {
  const { findings, problems } = patch;
  const told = problems.map(({ head, follows, ...about }): ToldProblem => {
    return {
      ...about,
      head: { ...findings[head]!, ...about.example.shows },
      follows: follows.map((i) => findings[i]!),
    };
  });
  return {
    builds: buildsOf(patch),
    problems: told.filter(({ kind }) => kind === "fails"),
    accepted: findings.filter(({ status }) => status === "accepted"),
    mended: told.filter(({ kind }) => kind === "mended"),
  };
}

function buildsOf(patch: GatePatch): ToldBuild[] {
  const named = buildErrors(patch).map(
    ({ error: { file, line, message, code }, side, configs }): ToldBuild => {
      return { side, configs, file, line, message, code };
    },
  );
  const silent = new Map<SideName, ConfigName[]>();
  for (const { config, ...sides } of patch.configs)
    for (const side of ["before", "after"] as const) {
      const { ok, errors, unavailable } = sides[side];
      if (ok || unavailable !== "" || errors.length > 0) continue;
      silent.set(side, [...(silent.get(side) ?? []), config]);
    }
  const message = "the compiler says nothing of why";
  return [
    ...named,
    ...[...silent].map(([side, configs]) => ({ side, configs, file: "", line: 0, message, code: "" })),
  ];
}
