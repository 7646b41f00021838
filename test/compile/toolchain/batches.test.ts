// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Cache } from "../../../harness/compile/cache/cache.ts";
import { Limiter } from "../../../harness/compile/cache/limiter.ts";
import { Batches } from "../../../harness/compile/toolchain/batches.ts";
import { compileFlags } from "../../../harness/compile/toolchain/compile-flags.ts";
import { Overlay } from "../../../harness/compile/toolchain/overlay.ts";
import type { Recipe } from "../../../harness/compile/toolchain/recipe.ts";
import type {
  Action,
  BatchInput,
  BatchKind,
  BatchOutput,
} from "../../../harness/compile/toolchain/run-batch.ts";
import * as tools from "../../../harness/compile/toolchain/run-tool.ts";
import { MOST_TIME_OF_TEXTS } from "../../../harness/compile/toolchain/text-time.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { recipe as findRecipe } from "../../support/views.ts";

vi.mock("../../../harness/compile/toolchain/run-tool.ts", { spy: true });
const runTool = vi.mocked(tools.runTool);

const cache = new Cache(tempDir());
let recipe: Recipe;
let kindOf: (action: Action) => BatchKind;
beforeAll(async () => {
  recipe = await findRecipe();
  const flags = compileFlags(recipe.cflags, "x86_32-pae", "plain", "c");
  const overlay = new Overlay(new Map([["/hunkbox/lib/lid.h", "int lid;\n"]]), null);
  kindOf = (action) => ({ action, flags, more: [], overlay });
  // what the driver says of the flags is asked for once
  await run("parse", [input("int a;\n")]);
});
beforeEach(() => {
  runTool.mockClear();
});

let count = 0;
const input = (text: string, name = `unit${++count}`): BatchInput => ({
  text: `# 1 "lib/cup.c"\n${text}`,
  folder: "/hunkbox/lib",
  name,
});

/** What becomes of texts that wait at the same time for one place. */
async function run(action: Action, inputs: readonly BatchInput[]): Promise<BatchOutput[]> {
  const batches = new Batches(recipe, cache);
  const limiter = new Limiter(1);
  return await Promise.all(inputs.map((one) => batches.run(kindOf(action), one, limiter)));
}

/** What is defined in an object, as far as its bytes tell. */
const holds = ({ object }: BatchOutput, name: string): boolean =>
  object?.toString("latin1").includes(name) === true;

it("texts that come after all of them have had their time are left out", async () => {
  const batches = new Batches(recipe, cache);
  const limiter = new Limiter(1);
  runTool.mockResolvedValueOnce({
    ...{ code: 0, stdout: "", stderr: "", timedOut: false },
    seconds: MOST_TIME_OF_TEXTS + 1,
  });
  await batches.run(kindOf("parse"), input("int a;\n"), limiter);
  const second = await batches.run(kindOf("parse"), input("int b;\n"), limiter);
  expect(second).toMatchObject({ code: 128, timedOut: true });
  expect(runTool).toHaveBeenCalledTimes(1);
});

describe("texts that wait at the same time", () => {
  it("go to one process, and each gets what is its own", async () => {
    const outputs = await run(
      "compile",
      ["brew", "boil", "stir"].map((name) => input(`int ${name}(void) { return 1; }\n`)),
    );
    expect(runTool).toHaveBeenCalledTimes(1);
    for (const [i, name] of ["brew", "boil", "stir"].entries())
      expect(outputs.map((one) => holds(one, name))).toEqual(outputs.map((_, at) => at === i));
  });

  it("each have their own errors", async () => {
    const outputs = await run("parse", [input("int a;\n"), input("int int;\n"), input("int b;\n")]);
    expect(outputs.map(({ code }) => code)).toEqual([0, 1, 0]);
    expect(outputs.map(({ stderr }) => stderr.includes("lib/cup.c:1:5: error"))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("are each looked at for all errors, whatever the one before has", async () => {
    const kind = { ...kindOf("parse"), more: ["-Werror=return-type"] };
    const batches = new Batches(recipe, cache);
    const limiter = new Limiter(1);
    const texts = ["int int;\n", "int stir(void) { }\n"];
    const [, second] = await Promise.all(texts.map((text) => batches.run(kind, input(text), limiter)));
    expect(second!.stderr).toContain("-Wreturn-type");
    expect(second!.code).toBe(1);
  });

  it("are each preprocessed with what lies beside them", async () => {
    const texts = ['#include "lid.h"\nint cup;\n', "#define POT 3\nint pot = POT;\n"];
    const [cup, pot] = await run(
      "preprocess",
      texts.map((text) => input(text)),
    );
    expect(cup!.stdout).toMatch(/int lid;\n(?:.*\n)*int cup;/);
    expect(pot!.stdout).toContain("int pot = 3;");
    expect(pot!.stdout).not.toContain("cup;");
  });

  it("of one name are kept apart: both sides of a patch have a file of it", async () => {
    const [one, two] = await run("compile", [
      input("int one(void) { return 1; }\n", "unit0000"),
      input("int two(void) { return 2; }\n", "unit0000"),
    ]);
    expect([holds(one!, "one"), holds(one!, "two")]).toEqual([true, false]);
    expect([holds(two!, "one"), holds(two!, "two")]).toEqual([false, true]);
  });
});

describe("a text beside which the others are as they are", () => {
  it.each([
    ["that has an error", "int int;\n"],
    ["that includes what is not there", '#include "spoon.h"\n'],
    ["that makes the compiler crash", "#pragma clang __debug parser_crash\nint f(void);\n"],
    [
      "that prints what looks like the end of a text",
      '#pragma message "0123456789abcdef01234567"\nint int;\n',
    ],
  ])("is one %s", async (_, text) => {
    const [first, bad, last] = await run("compile", [
      input("int one(void) { return 1; }\n"),
      input(text),
      input("int two(void) { return 2; }\n"),
    ]);
    expect([holds(first!, "one"), holds(last!, "two")]).toEqual([true, true]);
    expect(bad!.object).toBeNull();
    expect(bad!.code).not.toBe(0);
  });
});
