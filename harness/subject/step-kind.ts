// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import type { Actor } from "./actor.ts";
import type { RunState } from "./run/run-state.ts";

/** What a step cannot be taken without. */
export interface Need {
  /** Entry point of csrc, which is there if the kernel has what it calls. */
  readonly entry: string;
  /** What the kernel lacks where it is not there. */
  readonly function: string;
}

/** What the rest of the tool has to know of a kind of step, beside how it is carried out. */
export interface StepTraits<Step> {
  /** The name that a step asks the kernel for; null if it asks for none. A program that gets an error uses it no further. */
  readonly gives?: (step: Step) => string | null;
  /** The names that it uses: a step whose names were not given is skipped. */
  readonly uses?: (step: Step) => readonly string[];
  /** What an earlier step got by the same name is still there if this one is refused. */
  readonly leavesEarlier?: (run: RunState, step: Step) => boolean;
  /** A process calls into a driver: where it gets an error, nothing may have changed. */
  readonly isSystemCall?: true;
  /** Its result tells of a failure although it is no error: so many frames that could not be mapped. */
  readonly tellsFailure?: (value: number) => boolean;
  /** The scenario asks for what no kernel may do: to succeed is wrong, and a side that refuses it has got as far as it can. */
  readonly isToBeRefused?: (step: Step) => boolean;
  /** Later steps build on it: a side to which it is refused has nothing left to show. */
  readonly isFoundation?: true;
  /** It touches memory, and faults where nothing is mapped. */
  readonly isAccess?: true;
  /** It plans that something fails. */
  readonly plansFault?: true;
  readonly needs?: Need;
}

/** What somebody can do in a scenario. */
export interface StepKind<Verb extends string, Schema extends v.GenericSchema>
  extends StepTraits<v.InferOutput<Schema>> {
  readonly verb: Verb;
  readonly schema: Schema;
  readonly by: Actor;
  /** What the actor does, in a line; what its result is, where that is neither an error nor 0. */
  readonly does: string;
  /** What one such step does, with its values: a sentence of which the actor is the subject. An ioctl's name it takes from `does`. */
  readonly tells: (step: v.InferOutput<Schema>) => string;
  /**
   * @returns the kernel's return value or the byte that was read; null if the step gives neither
   * @throws GuestDied if the kernel does not survive it, ScenarioError if the step makes no sense here
   */
  readonly run: (run: RunState, step: v.InferOutput<Schema>) => number | null;
}

const schemaOf = <Verb extends string, Entries extends v.ObjectEntries>(
  verb: Verb,
  entries: Entries,
  does: string,
) => v.pipe(v.strictObject({ do: v.literal(verb), ...entries }), v.description(does));

/** The schema of a step of this verb, and of nothing else. */
type SchemaOf<Verb extends string, Entries extends v.ObjectEntries> = ReturnType<
  typeof schemaOf<Verb, Entries>
>;

/**
 * Defines what somebody can do in a scenario.
 *
 * @param verb its name in JSON, unique among all subjects
 * @param entries the keys of the step beside `do`
 */
export const defineStep = <const Verb extends string, const Entries extends v.ObjectEntries>(
  verb: Verb,
  entries: Entries,
  how: Omit<StepKind<Verb, SchemaOf<Verb, Entries>>, "verb" | "schema">,
): StepKind<Verb, SchemaOf<Verb, Entries>> => ({ verb, schema: schemaOf(verb, entries, how.does), ...how });
