// SPDX-License-Identifier: GPL-2.0-only
import { expect, it, test } from "vitest";
import { makeScreen } from "../../harness/report/screen.ts";
import { stepList } from "../../harness/report/step-list.ts";
import { stepListJson } from "../../harness/report/step-list-json.ts";
import { STEP_ENTRIES } from "../../harness/subject/step-kinds.ts";
import { expectGolden } from "../support/golden.ts";

const text = stepList(makeScreen(80, false));

it("reads as it should", () => {
  expectGolden("report/steps.txt", text);
});

test.each([40, 80, 132])("fits a terminal of %i columns", (width) => {
  for (const line of stepList(makeScreen(width, false)).split("\n"))
    expect(line.length, line).toBeLessThanOrEqual(width);
});

it("has every kind of step once, with all its fields", () => {
  for (const { verb, does, schema } of STEP_ENTRIES) {
    expect(text.split("\n").filter((line) => line.startsWith(`  ${verb}: `))).toHaveLength(1);
    expect(text.replace(/\n +/g, " ")).toContain(`${verb}: ${does.replace(/\s+/g, " ")}`);
    const { entries } = schema as unknown as { entries: Readonly<Record<string, unknown>> };
    const [own = ""] = text.slice(text.indexOf(`\n  ${verb}: `) + 3).split(/\n {2}\S|\n\n/);
    for (const name of Object.keys(entries))
      if (name !== "do") expect(own, verb).toMatch(new RegExp(`^ {4}\\[?${name}\\]? `, "m"));
  }
});

it("explains every name in capitals that it uses", () => {
  const [body = "", values = ""] = text.split("\nValues\n");
  for (const name of new Set(body.match(/: (?:[A-Z]+)(?=,|\n)|: GRANT\b/g)))
    expect(values).toMatch(new RegExp(`^ {2}${name.slice(2)} `, "m"));
});

it("says the same as JSON", () => {
  const { groups, values } = stepListJson() as {
    groups: { level: string; steps: { do: string; fields: { name: string; required: boolean }[] }[] }[];
    values: { name: string }[];
  };
  const steps = groups.flatMap((group) => group.steps);
  expect(steps.map((step) => step.do).sort()).toEqual(STEP_ENTRIES.map(({ verb }) => verb).sort());
  expect(steps.find((step) => step.do === "open")).toEqual({
    do: "open",
    does: "opens a device",
    fields: [
      { name: "process", means: "which process", allowed: "NAME", required: false, default: "p" },
      { name: "file", means: "name that the file gets", allowed: "NAME", required: true },
      {
        name: "device",
        means: "device, below /dev",
        allowed: "letters, digits, _, - and /, at most 64",
        required: false,
        default: "xen/gntdev",
      },
    ],
  });
  expect(values.map(({ name }) => name)).toEqual(expect.arrayContaining(["NAME", "DOMAIN", "PAGE"]));
});
