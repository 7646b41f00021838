// SPDX-License-Identifier: GPL-2.0-only
import { expect, it, test } from "vitest";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { unknownNames } from "../../harness/scenario/unknown-names.ts";
import type { Step } from "../../harness/subject/step-kinds.ts";

const OPEN = { do: "open", process: "p", file: "gnt", device: "xen/gntdev" } as const;
const of = (...steps: readonly object[]) => unknownNames([OPEN, ...steps] as readonly Step[]);

test.each<[string, object, object]>([
  [
    "a file",
    { do: "close", file: "gmt" },
    { path: ["steps", 1, "file"], text: "no step before it opens a file called `gmt`: did you mean `gnt`?" },
  ],
  [
    "a mapping",
    { do: "mmap", map: "other" },
    { path: ["steps", 1, "map"], text: "no step before it makes a mapping called `other`" },
  ],
  [
    "a mapping of a page",
    { do: "kmap", page: { map: "m", page: 0 } },
    { path: ["steps", 1, "page", "map"], text: "no step before it makes a mapping called `m`" },
  ],
  [
    "an address",
    { do: "kernel-read", at: { mapping: "k" }, offset: 0 },
    { path: ["steps", 1, "at", "mapping"], text: "no step before it gets an address called `k`" },
  ],
])("finds %s that no step gives", (_, step, problem) => {
  expect(of(step)).toEqual([problem]);
});

it("takes a name that a step gives from that step on", () => {
  const close = { do: "close", file: "late" };
  expect(of({ ...OPEN, file: "late" }, close)).toEqual([]);
  expect(of(close, { ...OPEN, file: "late" })).toHaveLength(1);
});

it("finds nothing in the catalogue", () => {
  for (const { id, steps } of loadCatalogue()) expect(unknownNames(steps), id).toEqual([]);
});
