// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { SideView } from "../../../harness/base/side-view.ts";
import { Cache } from "../../../harness/compile/cache/cache.ts";
import { switchedOff } from "../../../harness/compile/lines/switched-off.ts";
import type { ConfigName } from "../../../harness/machine/config.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { referenceViews, workshop } from "../../support/views.ts";

const cache = new Cache(tempDir());
const PATH = "lib/cup.c";

/** The lines of a file that a configuration leaves out, each with the directive. */
async function offLines(text: string, config: ConfigName = "x86_64"): Promise<[number, string][]> {
  const { tree } = (await referenceViews()).before;
  const view = new SideView(tree, new Map([[PATH, text]]));
  const all = text.split("\n").map((_, i) => i + 1);
  const off = await switchedOff(await workshop(cache), config, view, PATH, all);
  return off.map(({ line, branch }) => [line, branch.text]);
}

describe("code that is switched off", () => {
  it("is what stands in a branch that gives nothing", async () => {
    const text = "int a;\n#ifdef CONFIG_CUP\nint b;\n#else\nint c;\n#endif\n";
    expect(await offLines(text)).toEqual([[3, "#ifdef CONFIG_CUP"]]);
  });

  it("is another in another configuration", async () => {
    const text = "#ifdef CONFIG_X86_64\nint a;\n#else\nint b;\n#endif\n";
    expect(await offLines(text, "x86_64")).toEqual([[4, "#else"]]);
    expect(await offLines(text, "x86_32-pae")).toEqual([[2, "#ifdef CONFIG_X86_64"]]);
  });

  it("is not a line of a branch of which another gives something: a call of a macro stands on its first", async () => {
    const text = "#define PAIR(a, b) a b\n#ifdef CONFIG_X86_64\nPAIR(int a;,\n\tint b;)\n#endif\n";
    expect(await offLines(text)).toEqual([]);
  });

  it("is no comment and no directive", async () => {
    expect(await offLines("#ifdef CONFIG_CUP\n/* a cup */\n#define CUP 1\n#endif\n")).toEqual([]);
  });

  it("is not known of what the preprocessor refuses", async () => {
    expect(await offLines("#error no\n#ifdef CONFIG_CUP\nint b;\n#endif\n")).toEqual([]);
  });

  it("is told with the innermost branch that is off", async () => {
    const text =
      "#ifndef CONFIG_CUP\nint a;\n#ifdef CONFIG_LID\n#if 1\nint b;\n#endif\nint c;\n#endif\n#endif\n";
    expect(await offLines(text)).toEqual([
      [5, "#if 1"],
      [7, "#ifdef CONFIG_LID"],
    ]);
  });
});
