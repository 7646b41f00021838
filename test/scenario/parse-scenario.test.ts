// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parseScenario } from "../../harness/scenario/parse-scenario.ts";
import { ScenarioError } from "../../harness/subject/run/scenario-error.ts";
import { expectGolden, fixturePath } from "../support/golden.ts";

const fixture = (name: string): string => readFileSync(fixturePath(`scenario/${name}`), "utf8");

const HEAD = { id: "a", title: "t", story: "s", level: "user" };

const parse = (steps: readonly unknown[], more: object = {}) =>
  parseScenario(JSON.stringify({ ...HEAD, steps, ...more }), "a.json");

function refusal(text: string): string {
  try {
    parseScenario(text, "a.json");
  } catch (error) {
    expect(error).toBeInstanceOf(ScenarioError);
    expect((error as ScenarioError).where).toBe("a.json");
    return (error as ScenarioError).message;
  }
  throw new Error("not refused");
}

describe("a scenario", () => {
  it("gets its defaults", () => {
    expect(parse([{ do: "open", file: "f" }])).toEqual({
      ...HEAD,
      configs: ["x86_64", "x86_32-pae", "x86_32-pae-highmem"],
      machine: {},
      sweep: false,
      subject: "gntdev",
      steps: [{ do: "open", process: "p", file: "f", device: "xen/gntdev" }],
    });
  });

  it("keeps what it says", () => {
    const machine = { balloon: "lowmem", maptrackEntries: 0, balloonedPages: 184, xenDebug: true };
    expect(parse([{ do: "kmap-flush" }], { machine, configs: ["x86_64"] })).toMatchObject({
      machine,
      configs: ["x86_64"],
    });
  });

  it("may name its schema, and takes no notice of it", () => {
    expect(parse([{ do: "kmap-flush" }], { $schema: "./scenario.schema.json" })).not.toHaveProperty(
      "$schema",
    );
  });

  it("may begin with a byte order mark", () => {
    const text = JSON.stringify({ ...HEAD, steps: [{ do: "kmap-flush" }] });
    expect(parseScenario(`\ufeff${text}`, "a.json").id).toBe("a");
  });

  test.each([
    ["no JSON", "{", "is not JSON\n  line 1, column 1: nothing closes this `{`"],
    ["no object", "1", "1 error\n  line 1, column 1: the file is 1: it has to be an object, { … }"],
    [
      "no steps",
      JSON.stringify({ ...HEAD, steps: [] }),
      "1 error\n  line 1, column 58: `steps` has 0 entries: it may have 1 to 10000",
    ],
    ["a text of 2 MB", " ".repeat(2_000_000), "is larger than 1 MB, and no scenario is"],
  ])("is refused for %s", (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it("is refused with all that is wrong, in the order of the file, by line and column", () => {
    expectGolden("scenario/errors.txt", `${refusal(fixture("bad.json"))}\n`);
  });

  it("is refused with the first ten of many errors, and how many more there are", () => {
    const steps = Array.from({ length: 30 }, () => ({ do: "reboot" }));
    const lines = refusal(JSON.stringify({ ...HEAD, steps })).split("\n");
    expect(lines).toHaveLength(12);
    expect(lines[0]).toBe("30 errors");
    expect(lines[1]).toMatch(/^ {2}step 1 \(line 1, column \d+\): no step is called `reboot`$/);
    expect(lines.at(-1)).toBe("  and 20 more");
  });

  it("is told of names that no step gives once nothing else is wrong", () => {
    const close = { do: "close", file: "g" };
    expect(refusal(JSON.stringify({ ...HEAD, steps: [close] }))).toContain("no step before it opens a file");
    expect(refusal(JSON.stringify({ ...HEAD, steps: [close, { do: "exitt" }] }))).not.toContain(
      "opens a file",
    );
  });
});

describe("a step", () => {
  test.each([
    [
      { do: "grant", domain: 1, ref: 8, frame: 0 },
      { readonly: false, to: 0 },
    ],
    [
      { do: "mmap", map: "m" },
      { process: "p", writable: true, shared: true },
    ],
    [{ do: "munmap", map: "m" }, { first: 0 }],
    [
      { do: "direct-io", map: "m", page: 0, access: "read" },
      { offset: 0, value: 0 },
    ],
    [{ do: "api-map", ops: [{ domain: 1, ref: 8 }] }, { kernelOps: true }],
    [
      { do: "add-override", domain: 1, frame: 0, page: { api: 0 } },
      { keepMapping: true, ref: 0 },
    ],
  ])("gets its defaults: %j", (step, defaults) => {
    const before = [
      { do: "open", file: "f" },
      { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" },
    ];
    expect(parse([...before, step]).steps[2]).toMatchObject({ ...step, ...defaults });
  });
});

it("gives no error as long as its values", () => {
  expect(refusal(JSON.stringify({ ...HEAD, level: "x".repeat(900_000), steps: [] })).length).toBeLessThan(
    1000,
  );
});
