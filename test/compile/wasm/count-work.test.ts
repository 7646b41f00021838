// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Build } from "../../../harness/compile/build-side.ts";
import { initConsole } from "../../../harness/guest/console.ts";
import { Guest } from "../../../harness/guest/guest.ts";
import { framesOf } from "../../../harness/guest/stack.ts";
import { DEFAULT_PARAMS } from "../../../harness/machine/params.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../../harness/scenario/run-scenario.ts";
import { buildView, referenceViews, withEdit } from "../../support/views.ts";

/*
 * An attribute takes a function out of what the compiler counts. Its work is counted all the same.
 */

const GNTDEV = "drivers/xen/gntdev.c";
const AT = "static int gntdev_open(";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

const OPENS = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;

const ATTRIBUTES = [
  '__attribute__((no_sanitize("coverage")))',
  "__attribute__((disable_sanitizer_instrumentation))",
];

const WORK = {
  "an endless loop": "spin(int n) { volatile int i = 0; for (;;) i++; }",
  "two endless loops": "spin(int n) { volatile int i = 0; if (n) for (;;) i++; else for (;;) i--; }",
  "an endless loop that has a counter where it never comes to":
    "spin(int n) { volatile int i = 0; extern void __sanitizer_cov_trace_pc(void); __sanitizer_cov_trace_pc(); for (;;) if (i) __sanitizer_cov_trace_pc(); }",
  recursion: "spin(int n) { volatile int i = n; return i ? spin(i + 1) + 1 : 0; }",
} as const;

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("in %s", (config) => {
  let base: Awaited<ReturnType<typeof referenceViews>>["before"];
  beforeAll(async () => {
    base = (await referenceViews()).before;
    await initConsole();
  });

  const build = async (functions: string): Promise<Build> => {
    const defined = withEdit(base, GNTDEV, AT, `${functions}\n${AT}`);
    return await buildView(withEdit(defined, GNTDEV, OPEN, `${OPEN}	ret = spin(1);\n`), config);
  };

  const endOf = (built: Build) =>
    runScenario(new Guest(built, DEFAULT_PARAMS), OPENS, { stacks: "all", probes: false });

  it.each(
    ATTRIBUTES.flatMap((attribute) => Object.entries(WORK).map(([name, text]) => [name, attribute, text])),
  )("%s with %s comes to its end", async (name, attribute, text) => {
    const built = await build(`${attribute} static int ${text}`);
    expect(built.errors).toEqual([]);
    const { death, stacks } = endOf(built);
    expect(death).toBe(name === "recursion" ? "oops" : "hang");
    const [innermost] = framesOf(stacks.at(-1) ?? "", built.lines);
    expect(innermost).toMatchObject({ function: "spin", file: GNTDEV });
  });

  it("functions that call each other twice come to their end, without any loop", async () => {
    const [attribute] = ATTRIBUTES;
    const one = (i: number): string =>
      `${attribute} static int f${i}(int n) { return ${i === 0 ? "n" : `f${i - 1}(n) + f${i - 1}(n)`}; }\n`;
    const all = Array.from({ length: 40 }, (_, i) => one(i)).join("");
    const built = await build(`${all}${attribute} static int spin(int n) { return f39(n); }`);
    expect(endOf(built).death).toBe("hang");
  });

  it("a stack that leaves its place is seen where it does", async () => {
    const deep = "static int spin(int n) { volatile char big[40000]; big[n] = 1; return big[n] - 1; }";
    const built = await build(`${ATTRIBUTES[0]} ${deep}`);
    expect(endOf(built)).toMatchObject({ death: "oops", deathText: "kernel stack overflow" });
  });
});
