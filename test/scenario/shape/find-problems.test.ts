// SPDX-License-Identifier: GPL-2.0-only
import { toJsonSchema } from "@valibot/to-json-schema";
import { Ajv } from "ajv";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it, test } from "vitest";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { scenarioSchema } from "../../../harness/scenario/scenario-schema.ts";
import { findProblems } from "../../../harness/scenario/shape/find-problems.ts";
import { shapeOf } from "../../../harness/scenario/shape/shape-of.ts";
import { stepSchema } from "../../../harness/subject/step-kinds.ts";

const texts = (step: unknown): string[] => findProblems(shapeOf(stepSchema), step).map(({ text }) => text);

describe("a mistyped word", () => {
  test.each([
    ["of a step", { do: "mmapp", map: "m" }, "no step is called `mmapp`: did you mean `mmap`?"],
    ["of a field", { do: "open", fille: "f" }, "no field is called `fille`: did you mean `file`?"],
    ["of `do`", { dow: "close", file: "f" }, "no field is called `dow`: did you mean `do`?"],
    [
      "of a value",
      { do: "direct-io", map: "m", page: 0, access: "raed" },
      '`access` is "raed": did you mean "read"? It has to be "read" or "write"',
    ],
    [
      "of a field in a field",
      { do: "kmap", page: { map: "m", pge: 0 } },
      "no field is called `pge`: did you mean `page`?",
    ],
  ])("%s is told with the name that it is nearest to, once", (_, step, text) => {
    expect(texts(step)).toEqual([text]);
  });

  it("that is like none is told with the names that there are", () => {
    expect(texts({ do: "close", file: "f", when: 1 })).toEqual([
      "no field is called `when`: there are `do` and `file`",
    ]);
  });
});

test.each<[string, unknown, readonly string[]]>([
  ["an unknown step", { do: "reboot" }, ["no step is called `reboot`"]],
  ["no step", 7, ['the file is 7: it has to be an object, as { "do": "open", … }']],
  ["a step without a name", {}, ["`do` is missing, which says what is done"]],
  ["a step whose name is none", { do: 7 }, ["`do` is 7: it has to be a step's name"]],
  ["a field too few", { do: "open" }, ["`file` is missing (name that the file gets: NAME)"]],
  [
    "a number that is too large",
    { do: "user-write", map: "m", page: 0, value: 256 },
    ["`value` is 256: it has to be a whole number, 0 to 255"],
  ],
  [
    "no whole number",
    { do: "kmap", page: { api: 0.5 } },
    ["`page.api` is 0.5: it has to be a whole number, 0 to 1023"],
  ],
  [
    "a text for a number",
    { do: "peer-events", port: "5" },
    ['`port` is "5": it has to be a whole number, 0 to 1023'],
  ],
  [
    "a number for a text",
    { do: "close", file: 1 },
    ["`file` is 1: it has to be a text in double quotes: letters, digits, - and _, at most 32"],
  ],
  [
    "a name with a space",
    { do: "close", file: "my file" },
    ['`file` is "my file": it has to be letters, digits, - and _, at most 32'],
  ],
  [
    "no list",
    { do: "map-grant-ref", file: "f", map: "m", grants: {} },
    ["`grants` is an object: it has to be a list of 1 to 32: GRANT"],
  ],
  [
    "an empty list",
    { do: "map-grant-ref", file: "f", map: "m", grants: [] },
    ["`grants` has 0 entries: it may have 1 to 32"],
  ],
  [
    "one of three entries",
    {
      do: "map-grant-ref",
      file: "f",
      map: "m",
      grants: [
        [1, 8],
        [1, -1],
        [1, 9],
      ],
    },
    ["`grants[2][2]` is -1: it has to be a whole number, 0 to 4294967295"],
  ],
  [
    "a page of no kind",
    { do: "kmap", page: {} },
    [
      '`page` is an object: it has to be { "map": NAME, "page": 0..1023 }, { "api": 0..1023 } or ' +
        '{ "ordinary": "lowmem" or "highmem", "index": 0..1023 }',
    ],
  ],
  [
    "everything at once",
    { do: "direct-io", map: 1, page: -1, value: 256, more: 1 },
    [
      "`map` is 1: it has to be a text in double quotes: letters, digits, - and _, at most 32",
      "`page` is -1: it has to be a whole number, 0 to 1023",
      "`value` is 256: it has to be a whole number, 0 to 255",
      "no field is called `more`: there are `do`, `map`, `page`, `access`, `offset` and `value`",
      '`access` is missing (whether the kernel reads or writes: "read" or "write")',
    ],
  ],
])("says what is wrong with %s", (_, step, says) => {
  expect(texts(step)).toEqual(says);
});

it("does not take a name that every object of the language has for a field", () => {
  expect(texts({ do: "kmap-flush", constructor: 1 })).toEqual([
    "no field is called `constructor`: there is `do`",
  ]);
});

const validate = new Ajv({ strict: false }).compile(
  toJsonSchema(scenarioSchema, { errorMode: "ignore", typeMode: "input" }) as object,
);

it("says something of what the definition refuses, and nothing of what it takes", () => {
  const catalogue = loadCatalogue().map(({ isTried: _, ...scenario }) => scenario);
  const values = fc.constantFrom<unknown>(
    ...[
      null,
      true,
      -1,
      0,
      3.5,
      5000,
      "",
      "m",
      "x y",
      "open",
      "lowmem",
      [],
      [[1, 8]],
      {},
      { map: "m", page: 0 },
      { api: 1 },
    ],
  );
  const keys = fc.constantFrom(
    ..."do file map page value at ops id level machine configs steps extra".split(" "),
  );
  const edit = fc.record({ at: fc.nat(400), key: fc.option(keys), value: fc.option(values) });
  fc.assert(
    fc.property(fc.nat(catalogue.length - 1), fc.array(edit, { maxLength: 3 }), (which, edits) => {
      const scenario = structuredClone(catalogue[which]!);
      for (const one of edits) mutate(scenario, one);
      const problems = findProblems(shapeOf(scenarioSchema), scenario);
      expect(problems.length > 0, JSON.stringify(problems)).toBe(!validate(scenario));
      // it takes a list for an object, and so must not have the last word
      if (problems.length === 0) expect(v.is(scenarioSchema, scenario)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

/** Changes, adds or takes away something of one of the objects and lists in a value. */
function mutate(
  value: object,
  { at, key, value: put }: { readonly at: number; readonly key: string | null; readonly value: unknown },
): void {
  const all: object[] = [];
  const look = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    all.push(one);
    for (const inner of Object.values(one)) look(inner);
  };
  look(value);
  const object = all[at % all.length] as Record<string, unknown>;
  const names = Object.keys(object);
  const name = Array.isArray(object) || key === null ? names[at % Math.max(1, names.length)] : key;
  if (name === undefined) return;
  if (put === null && !Array.isArray(object)) delete object[name];
  else object[name] = structuredClone(put);
}
