// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, test } from "vitest";
import type { Build } from "../../harness/compile/build-side.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { captureStack, framesOf, keepingStacks } from "../../harness/guest/stack.ts";
import { CONFIGS } from "../../harness/machine/config.ts";
import { DEFAULT_PARAMS } from "../../harness/machine/params.ts";
import type { TraceEvent } from "../../harness/machine/trace.ts";
import { fixturePath } from "../support/golden.ts";
import { buildView, referenceViews, withFile } from "../support/views.ts";

const PATH = "drivers/xen/origins.c";
const code = readFileSync(fixturePath("guest/origins.c"), "utf8");

type Rule = Extract<TraceEvent, { kind: "rule" }>;

async function build(text: string, config: (typeof CONFIGS)[number]): Promise<Build> {
  const view = withFile((await referenceViews()).before, PATH, text);
  const built = await buildView(view, config, "before", undefined, "msan");
  expect(built.errors).toEqual([]);
  await initConsole();
  return built;
}

/** What a call of one function of the fixture is told of. */
function rulesOf(guest: Guest, name: string): Rule[] {
  guest.reset();
  guest.call(name);
  return guest.trace.events.filter((event): event is Rule => event.kind === "rule");
}

describe.each(CONFIGS)("in %s, a value that was never set", (config) => {
  let guest: Guest;
  beforeAll(async () => {
    guest = new Guest(await build(code, config), DEFAULT_PARAMS);
  });

  test.each([
    ["one_variable_twice", ["variable pair of one_variable_twice"]],
    ["two_variables", ["variable pair of two_variables", "variable array of two_variables"]],
    ["through_a_copy", ["variable pair of through_a_copy"]],
    ["through_a_function", ["variable pair of through_a_function"]],
    ["two_of_one_name", ["variable pair of two_of_one_name", "variable pair of two_of_one_name"]],
    ["a_name_with_a_number", ["variable array7 of a_name_with_a_number"]],
    ["one_allocation_twice", ["allocation"]],
    ["two_allocations", ["allocation", "allocation"]],
    // as in a kernel, that is zero
    ["what_a_failed_copy_leaves", []],
    ["a_field_for_xen", ["variable op of a_field_for_xen"]],
    ["bytes_of_two_for_a_process", ["variable pair of bytes_of_two_for_a_process", "allocation"]],
    ["a_result", ["variable result of a_result"]],
  ])("of %s is told once for each origin: %j", (name, origins) => {
    const rules = rulesOf(guest, name);
    expect(rules.map(({ rule }) => rule)).toEqual(origins.map(() => "uninitialised-read"));
    expect(rules.map(({ origin }) => origin)).toEqual(origins);
  });

  it("of the heap names the allocation", () => {
    const [first, second] = rulesOf(guest, "two_allocations");
    const allocs = guest.trace.events.flatMap(({ kind }, i) => (kind === "alloc" ? [i] : []));
    expect([first!.object, second!.object]).toEqual(allocs.map((alloc) => ({ alloc, free: -1 })));
  });

  it("is told again in the next call", () => {
    guest.reset();
    guest.call("one_variable_twice");
    guest.call("one_variable_twice");
    expect(guest.trace.events.filter(({ kind }) => kind === "rule")).toHaveLength(2);
  });

  it("has a line: that of the first place", () => {
    const lines = keepingStacks(() => {
      guest.trace.captureStack = captureStack;
      try {
        rulesOf(guest, "one_variable_twice");
        return framesOf(guest.trace.stacks.find((stack) => stack !== undefined)!, guest.build.lines);
      } finally {
        guest.trace.captureStack = null;
      }
    });
    const wanted = code.split("\n").findIndex((line) => line.includes("pair.second == 7")) + 1;
    expect(lines[0]).toMatchObject({ function: "one_variable_twice", file: PATH, line: wanted });
  });
});

test("origins are the same when the text around them changes", async () => {
  const other = code
    .replace("void one_variable_twice(void)", "static u32 more[500];\nvoid one_variable_twice(void)")
    .replace(
      "\tu32 i;\n\n",
      "\tu32 i;\n\n\tif (zero) {\n\t\tu32 i = zero;\n\n\t\tsink = i + more[i];\n\t}\n",
    );
  expect(other.split("\n")).toHaveLength(code.split("\n").length + 6);
  const [one, two] = await Promise.all([build(code, "x86_64"), build(other, "x86_64")]);
  const origins = (built: Build): (string | undefined)[] =>
    rulesOf(new Guest(built, DEFAULT_PARAMS), "two_of_one_name").map(({ origin }) => origin);
  expect(origins(two)).toEqual(origins(one));
});
