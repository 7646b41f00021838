// SPDX-License-Identifier: GPL-2.0-only
import { ACTORS, type Actor } from "../../subject/actor.ts";
import { STEP_ENTRIES } from "../../subject/step-kinds.ts";
import { SUBJECTS } from "../../subject/subjects.ts";
import type { Field } from "./shape.ts";
import { shapeOf } from "./shape-of.ts";

/** A kind of step, for people. */
export interface StepWords {
  readonly verb: string;
  readonly does: string;
  /** Without `do`. */
  readonly fields: readonly Field[];
}

/** Kinds of steps in which the same one acts. */
export interface StepGroup {
  /** Who acts. */
  readonly title: string;
  /** What a scenario that is about these gives as its `level`. */
  readonly level: string;
  readonly steps: readonly StepWords[];
}

const TITLES: Readonly<Record<Actor, string>> = {
  user: "A process",
  api: "Kernel code that calls the grant functions",
  mapping: "Kernel code that maps and uses pages",
  peer: "Another domain",
  fault: "Faults: the n-th use of something from now on fails",
};

/** All kinds of steps by who acts, in the order in which they are defined; a process with any device first. */
export function stepGroups(): readonly StepGroup[] {
  return ACTORS.flatMap((actor) =>
    [null, ...SUBJECTS].flatMap((subject): StepGroup[] => {
      const entries = STEP_ENTRIES.filter(({ by, verb }) => by === actor && ownerOf(verb) === subject);
      if (entries.length === 0) return [];
      const device = actor === "user" && subject !== null ? ` with /dev/${subject.devices[0]}` : "";
      entries.sort((a, b) => (a.verb < b.verb ? -1 : 1));
      const steps = entries.map(({ verb, does, schema }) => ({ verb, does, fields: fieldsOf(schema) }));
      return [{ title: `${TITLES[actor]}${device}`, level: actor === "fault" ? "peer" : actor, steps }];
    }),
  );
}

const ownerOf = (verb: string) =>
  SUBJECTS.find(({ steps }) => steps.some((one) => one.verb === verb)) ?? null;

function fieldsOf(schema: Parameters<typeof shapeOf>[0]): readonly Field[] {
  const shape = shapeOf(schema);
  return shape.kind === "object" ? shape.fields.filter(({ name }) => name !== "do") : [];
}
