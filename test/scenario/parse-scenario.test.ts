// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { parseScenario } from "../../harness/scenario/parse-scenario.ts";
import { ScenarioError } from "../../harness/subject/run/scenario-error.ts";

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

  test.each([
    ["no JSON", "{", /^is not JSON: /],
    ["no object", "1", /Expected Object/],
    ["no steps", JSON.stringify({ ...HEAD, steps: [] }), /^steps: /],
    ["no story", JSON.stringify({ ...HEAD, story: "", steps: [{ do: "kmap-flush" }] }), /^story: /],
    ["a key too many", JSON.stringify({ ...HEAD, note: 1, steps: [{ do: "kmap-flush" }] }), /^note: /],
    [
      "an id with a slash",
      JSON.stringify({ ...HEAD, id: "../a", steps: [{ do: "kmap-flush" }] }),
      /^id: an id has /,
    ],
    [
      "an unknown level",
      JSON.stringify({ ...HEAD, level: "root", steps: [{ do: "kmap-flush" }] }),
      /^level: /,
    ],
    [
      "an unknown config",
      JSON.stringify({ ...HEAD, configs: ["arm"], steps: [{ do: "kmap-flush" }] }),
      /^configs\.0: /,
    ],
  ])("is refused for %s", (_, text, message) => {
    expect(refusal(text)).toMatch(message);
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
    expect(parse([step]).steps[0]).toMatchObject({ ...step, ...defaults });
  });

  test.each([
    ["an unknown verb", { do: "reboot" }, /^step 1\.do: /],
    ["a key too many", { do: "kmap-flush", now: true }, /^step 1\.now: /],
    ["a key too few", { do: "open" }, /^step 1\.file: /],
    ["an offset beyond the page", { do: "user-read", map: "m", page: 0, offset: 4096 }, /^step 1\.offset: /],
    ["a value that is no byte", { do: "user-write", map: "m", page: 0, value: 256 }, /^step 1\.value: /],
    [
      "a status that Xen has not",
      { do: "fail-op", op: "map_grant_ref", nth: 1, status: -14 },
      /^step 1\.status: /,
    ],
    ["a fault that never strikes", { do: "fail", point: "kmalloc", nth: 0 }, /^step 1\.nth: /],
    ["a point that is no name", { do: "fail", point: "vmalloc-1", nth: 1 }, /^step 1\.point: /],
    ["no grants", { do: "map-grant-ref", file: "f", grants: [], map: "m" }, /^step 1\.grants: /],
    [
      "33 ops",
      { do: "api-map", ops: Array.from({ length: 33 }, () => ({ domain: 1, ref: 8 })) },
      /^step 1\.ops: /,
    ],
    ["a page of two kinds", { do: "kmap", page: { api: 0, map: "m", page: 0 } }, /^step 1\.page/],
    ["a name with a space", { do: "open", file: "my file" }, /^step 1\.file: a name has /],
  ])("is refused for %s", (_, step, message) => {
    expect(refusal(JSON.stringify({ ...HEAD, steps: [step] }))).toMatch(message);
  });
});

it("gives no error as long as its values", () => {
  expect(refusal(JSON.stringify({ ...HEAD, level: "x".repeat(900_000), steps: [] })).length).toBeLessThan(
    1000,
  );
});
