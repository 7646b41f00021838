// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { CONFIGS } from "../machine/config.ts";
import { stepSchema } from "../subject/step-kinds.ts";
import { SUBJECTS } from "../subject/subjects.ts";

/** The four levels at which a scenario can talk to the kernel under test. */
export const LEVELS = ["user", "api", "mapping", "peer"] as const;

/** A scenario as its JSON file holds it. */
export const scenarioSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "an id has small letters, digits and -")),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  /** What a kernel developer would tell: who does what, and what should come of it. */
  story: v.pipe(v.string(), v.minLength(1)),
  level: v.picklist(LEVELS),
  /** What it is about, where neither the folder that it is in nor the device that it opens says so. */
  subject: v.optional(v.picklist(SUBJECTS.map(({ name }) => name))),
  /** Configurations in which it makes sense; all by default. */
  configs: v.optional(v.array(v.picklist(CONFIGS)), [...CONFIGS]),
  machine: v.optional(
    v.strictObject({
      /** Which ballooned pages the balloon gives out first. */
      balloon: v.optional(v.picklist(["lowmem", "highmem"])),
      /** Ballooned lowmem pages that there are; the runtime has room for 184. */
      balloonedPages: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(184))),
      /** Xen counts whole frames: up to 256 entries give 255 handles. */
      maptrackEntries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1024))),
      xenDebug: v.optional(v.boolean()),
      /** The other domains run in containers of the hardware's: a device model serves them. */
      hvm: v.optional(v.boolean()),
    }),
    {},
  ),
  /** Of a kernel that lacks this function or struct it asks nothing, though it could be run there. */
  needs: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, "a name of the kernel's"))),
  /** Whether it is also run with each call that can fail failing, one at a time (sweep-scenarios.ts). */
  sweep: v.optional(v.boolean(), false),
  steps: v.pipe(v.array(stepSchema), v.minLength(1), v.maxLength(10_000)),
});

/** A named list of steps, and the machine that they need. */
export type Scenario = v.InferOutput<typeof scenarioSchema> & {
  readonly subject: string;
  /** It is of the catalogue: on a kernel that keeps its word each of its steps makes sense. */
  readonly isTried?: true;
};
