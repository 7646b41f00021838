// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { INSTRUMENTED } from "../../harness/compile/flavour.ts";
import { type CheckResult, checkPatch } from "../../harness/judge/check-patch.ts";
import type { Finding } from "../../harness/judge/verdict/finding.ts";
import { CONFIGS } from "../../harness/machine/config.ts";
import { parseSeries } from "../../harness/patch/parse-series.ts";
import type { Scenario } from "../../harness/scenario/scenario-schema.ts";
import { scenarioOf } from "../scenario/guests.ts";
import { referenceBase } from "../support/check.ts";
import { fixturePath } from "../support/golden.ts";
import { ownFunction } from "../support/own-function.ts";
import { mailBetween, referenceViews, withEdit, withFile } from "../support/views.ts";

/** Kernel path that the fixture gets. */
const PATH = "drivers/xen/errors.c";

/** A mistake of the fixture, and the line that a finding has to name. */
interface Mistake {
  readonly name: string;
  readonly invariant: string;
  readonly line: number;
  /** Built for 64 bits alone. */
  readonly wide: boolean;
}

/** A function without an argument is what is run; the mark may stand in one that it calls. */
function readMistakes(code: string): Mistake[] {
  const found: Mistake[] = [];
  let marked: { invariant: string; line: number } | null = null;
  let entry = "";
  let wide = false;
  for (const [i, text] of code.split("\n").entries()) {
    if (text.startsWith("#ifdef CONFIG_X86_64")) wide = true;
    entry = /^static void (\w+)\(void\)/.exec(text)?.[1] ?? entry;
    const mark = /\/\* !([\w-]+) \*\//.exec(text);
    if (mark !== null) marked = { invariant: mark[1]!, line: i + 1 };
    if (text === "}" && marked !== null && entry !== "") {
      found.push({ name: entry, ...marked, wide });
      marked = null;
    }
    if (text === "}") entry = "";
    if (text === "#endif") wide = false;
  }
  return found;
}

const code = readFileSync(fixturePath("memory/errors.c"), "utf8");
const mistakes = readMistakes(code);

/** All that the fixture can do: its mistakes, and what is none. */
const harmless = ["values_that_were_set", "lists_and_locks_in_order"];
const cases = [...mistakes, ...harmless.map((name) => ({ name, wide: false }))];

/** The fixture with a table of what it holds. */
function withTable(): string {
  const rows = cases.map(({ name, wide }) =>
    wide ? `#ifdef CONFIG_X86_64\n\t${name},\n#else\n\t0,\n#endif\n` : `\t${name},\n`,
  );
  return `${code}\nvoid err(u32 which)\n{\n\tstatic void (*const all[])(void) = {\n${rows.join("")}\t};\n\n\tall[which]();\n}\n`;
}

/** A process asks for a notification: the port says which mistake is made. */
const scenarios: Scenario[] = cases.map(({ name }, port) => ({
  ...scenarioOf([
    { do: "grant", domain: 1, ref: 8, frame: 0 },
    { do: "open", file: "f" },
    { do: "map-grant-ref", file: "f", grants: [[1, 8]], map: "m" },
    { do: "mmap", map: "m" },
    { do: "set-unmap-notify", map: "m", page: 0, offset: 0, sendEvent: true, port },
    { do: "munmap", map: "m" },
  ]),
  id: name.replaceAll("_", "-"),
}));

async function checkAll(): Promise<CheckResult> {
  const { before } = await referenceViews();
  const entry = "	long rc = -ENOENT;\n\n	if (copy_from_user(&op, u, sizeof(op)))\n		return -EFAULT;\n";
  const call = entry
    .replace("	long rc = -ENOENT;\n", "	long rc = -ENOENT;\n	extern void err(u32 which);\n")
    .concat("	err(op.event_channel_port);\n");
  const after = withEdit(withFile(before, PATH, withTable()), "drivers/xen/gntdev.c", entry, call);
  const { patches } = await parseSeries(Buffer.from(mailBetween(before, after)), "errors.patch");
  return await checkPatch({
    base: await referenceBase(),
    patches,
    reverse: false,
    configs: CONFIGS,
    scenarios,
    flavours: INSTRUMENTED,
    cache: openCache(),
    progress: () => {},
  });
}

/** An op or an entry that is wrong in memory is wrong for Xen, too. */
const ASIDE: ReadonlySet<string> = new Set(["bad-hypercall", "status-ignored", "no-fault"]);

const result = await checkAll();

describe.each(CONFIGS)("in %s", (config) => {
  const findingsOf = (name: string): readonly Finding[] =>
    result.configs
      .find((one) => one.config === config)!
      .findings.filter(
        ({ scenario, class: kind }) => scenario === name.replaceAll("_", "-") && kind === "regressed",
      );

  it("all of it is built, in each flavour", () => {
    const { after, unchecked } = result.configs.find((one) => one.config === config)!;
    expect(after.errors).toEqual([]);
    expect(unchecked).toEqual([]);
  });

  it.each(mistakes.filter(({ wide }) => !wide || config === "x86_64"))(
    "$name is $invariant, at its line",
    ({ name, invariant, line }) => {
      const findings = findingsOf(name).filter(
        (one) => !ASIDE.has(one.invariant) || one.invariant === invariant,
      );
      expect(findings.map((one) => `${one.invariant} ${one.place.file}:${one.place.line}`)).toEqual([
        `${invariant} ${PATH}:${line}`,
      ]);
      if (invariant === "undefined-behaviour")
        expect(findings[0]!.message).toMatch(new RegExp(` \\(${PATH}:${line}:\\d+\\) `));
      // of a deep one, the innermost frames are kept
      if (name.startsWith("recurse")) return;
      expect(findings[0]!.stacks[0]!.frames.map((frame) => frame.function)).toContain("set_unmap_notify");
    },
  );

  it.each(harmless)("%s are nothing to talk of", (name) => {
    const findings = findingsOf(name).filter((one) => !ASIDE.has(one.invariant));
    expect(findings.map((one) => one.message)).toEqual([]);
    const { scenarios } = result.configs.find((one) => one.config === config)!;
    expect(scenarios.find(({ id }) => id === name.replaceAll("_", "-"))!.class).not.toBe("not-run");
  });

  it.each([
    ["shift_by_less_than_nothing", "shift of 1 by -1 ("],
    ["shift_of_a_wide_value", "shift of 5 by 64 ("],
    ["index_past_an_array", "index 5 is out of range ("],
    ["divide_by_zero", "division of 1000 by 0 ("],
  ])("%s tells the values: %s", (name, text) => {
    expect(findingsOf(name)[0]!.message).toContain(text);
  });

  it.each([
    [
      "branch_on_a_stack_variable",
      "a value that was never set is used: variable local of branch_on_a_stack_variable",
    ],
    ["branch_on_a_heap_field", "a value that was never set is used: allocation"],
    ["op_without_handle", "is handed to the hypervisor: variable op of op_without_handle"],
    ["secret_to_user", "were never set: variable pair of secret_to_user"],
  ])("%s tells where the value comes from: %s", (name, text) => {
    expect(findingsOf(name)[0]!.message).toContain(text);
  });

  it("a value of the heap is told with where its memory was allocated", () => {
    const [finding] = findingsOf("branch_on_a_heap_field");
    const where = finding!.stacks.map(({ what, frames }) => `${what} ${ownFunction(frames)}`);
    expect(where).toEqual(["here branch_on_a_heap_field", "allocated branch_on_a_heap_field"]);
  });

  it("no finding has a name of the tool's own", () => {
    const { findings } = result.configs.find((one) => one.config === config)!;
    // a line of the miniature may call one
    const own = findings.filter(({ place, ...finding }) =>
      /\bhb_|csrc\//.test(JSON.stringify({ ...finding, place: { ...place, code: "" } })),
    );
    expect(own.map(({ signature, message }) => [signature, message])).toEqual([]);
  });

  it("an object is told with where it was made and freed", () => {
    const [finding] = findingsOf("read_after_free");
    const where = finding!.stacks.map(({ what, frames }) => `${what} ${ownFunction(frames)}`);
    expect(where).toEqual(["here read_after_free", "allocated some", "freed read_after_free"]);
  });
});

it.each(mistakes.filter(({ wide }) => !wide))(
  "$name has one signature in all configurations",
  ({ name, invariant }) => {
    const signatures = result.configs.map(({ findings }) =>
      findings
        .filter((one) => one.scenario === name.replaceAll("_", "-") && one.invariant === invariant)
        .map(({ signature }) => signature),
    );
    expect(new Set(signatures.flat()).size).toBe(1);
  },
);
