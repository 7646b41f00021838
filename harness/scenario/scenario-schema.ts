// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { CONFIGS } from "../machine/config.ts";
import { means } from "../subject/means.ts";
import { stepSchema } from "../subject/step-kinds.ts";
import { SUBJECTS } from "../subject/subjects.ts";

/** The four levels at which a scenario can talk to the kernel under test. */
export const LEVELS = ["user", "api", "mapping", "peer"] as const;

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const machine = v.strictObject({
  balloon: v.optional(means("which ballooned pages go first", v.picklist(["lowmem", "highmem"]))),
  // the runtime has room for 184
  balloonedPages: v.optional(means("ballooned lowmem pages; else 32", whole(1, 184))),
  maptrackEntries: v.optional(means("as Xen counts: up to 256 give 255; else 1024", whole(0, 1024))),
  xenDebug: v.optional(means("a Xen built with its debug option", v.boolean())),
  hvm: v.optional(means("the other domains have device models", v.boolean())),
});

/** A scenario as its JSON file holds it. */
export const scenarioSchema = v.strictObject({
  $schema: v.optional(means("path of the JSON schema, for editors", v.string())),
  id: means(
    "none of the catalogue's",
    v.pipe(
      v.string(),
      v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "small letters, digits and -, at most 64, not - first"),
    ),
  ),
  title: means("what reports call it", v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
  story: means("who does what, and what should come of it", v.pipe(v.string(), v.minLength(1))),
  level: means("whose doings it is about, as headings say", v.picklist(LEVELS)),
  /** Where neither the folder that it is in nor the device that it opens says so. */
  subject: v.optional(
    means("else the device that is opened says", v.picklist(SUBJECTS.map(({ name }) => name))),
  ),
  configs: v.optional(means("where it makes sense", v.array(v.picklist(CONFIGS))), [...CONFIGS]),
  machine: v.optional(means("what is special about the machine", machine), {}),
  needs: v.optional(
    means(
      "kernel function or struct that it is about",
      v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, "a C name")),
    ),
  ),
  /** sweep-scenarios.ts does it. */
  sweep: v.optional(means("also with each call failing in turn", v.boolean()), false),
  steps: means(
    "what is done, in this order",
    v.pipe(v.array(stepSchema), v.minLength(1), v.maxLength(10_000)),
  ),
});

/** A named list of steps, and the machine that they need. */
export type Scenario = Omit<v.InferOutput<typeof scenarioSchema>, "$schema"> & {
  readonly subject: string;
  /** It is of the catalogue: on a kernel that keeps its word each of its steps makes sense. */
  readonly isTried?: true;
};
