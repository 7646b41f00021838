// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import type { Actor } from "./actor.ts";
import { COMMON_STEPS } from "./common/steps.ts";
import { namedValue } from "./named-value.ts";
import type { RunState } from "./run/run-state.ts";
import type { StepTraits } from "./step-kind.ts";
import { SUBJECT_STEPS } from "./subjects.ts";

const ALL = [...COMMON_STEPS, ...SUBJECT_STEPS] as const;

/** Every step there is. */
export const stepSchema = namedValue(
  "STEP",
  'one of these: { "do": its name, and its fields }',
  v.variant(
    "do",
    ALL.map(({ schema }) => schema),
  ),
);

/** What a step is called, and what it is for whoever writes one. */
export interface StepEntry {
  readonly verb: string;
  readonly by: Actor;
  readonly does: string;
  readonly schema: v.GenericSchema;
}

/** All kinds of steps, as they are defined. */
export const STEP_ENTRIES: readonly StepEntry[] = ALL;

/** One step of a scenario, defaults filled in. */
export type Step = v.InferOutput<(typeof ALL)[number]["schema"]>;
export type StepOf<Verb extends Step["do"]> = Extract<Step, { do: Verb }>;

/** A kind of step whose own type nobody has to know. */
interface AnyStepKind extends StepTraits<Step> {
  readonly verb: Step["do"];
  readonly by: Actor;
  readonly does: string;
  readonly tells: (step: Step) => string;
  readonly run: (run: RunState, step: Step) => number | null;
}

// the schema ties each verb to its step; a call through the map cannot see that
const KINDS = new Map(ALL.map((kind) => [kind.verb as string, kind as unknown as AnyStepKind]));

/** @returns what there is to know of a step's kind */
export function kindOf({ do: verb }: Pick<Step, "do">): AnyStepKind {
  const kind = KINDS.get(verb);
  if (kind === undefined) throw new Error(`no step is called ${verb}`);
  return kind;
}
