// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it, test } from "vitest";
import type { Build } from "../../harness/compile/build-side.ts";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { WORK_BUDGET } from "../../harness/guest/loaded-module.ts";
import { framesOf } from "../../harness/guest/stack.ts";
import { DEFAULT_PARAMS } from "../../harness/machine/params.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { runScenario } from "../../harness/scenario/run-scenario.ts";
import type { RunRecord } from "../../harness/subject/run/run-record.ts";
import { buildView, referenceViews } from "../support/views.ts";
import { MISDEED_STEP, type Misdeed, misbehaving, scenarioWith } from "./misbehave.ts";

const QUIET = { stacks: "none", probes: true } as const;
const LOUD = { stacks: "all", probes: true } as const;

/** Each run has its own, and they cannot be compared. */
const NO_LOOKUPS = { describePte: null, m2p: null };

describe.each(["x86_64", "x86_32-pae-highmem"] as const)("kernel code that does wrong, in %s", (config) => {
  let build: Build;
  let guest: Guest;
  beforeAll(async () => {
    build = await buildView(misbehaving((await referenceViews()).before), config);
    expect(build.errors).toEqual([]);
    await initConsole();
    guest = new Guest(build, DEFAULT_PARAMS);
  });

  const run = (misdeed: Misdeed): RunRecord => runScenario(guest, scenarioWith(misdeed), QUIET);
  const rules = ({ events }: RunRecord): string[] =>
    // the miniature's own p2m is ahead of its mappings without the reference patch
    events.flatMap((event) =>
      event.kind === "rule" && event.rule !== "view-in-between" ? [`${event.rule}: ${event.text}`] : [],
    );

  /** Every way in which the kernel can end. */
  const DEADLY = [
    ["loop", "hang", "the kernel does not come back: it has done all the work that a call may do"],
    [
      "loop with a call",
      "hang",
      "the kernel does not come back: it has done all the work that a call may do",
    ],
    ["recursion", "oops", "kernel stack overflow"],
    // it comes to the limit of events first, or to the end of the engine's stack
    ["recursion that allocates", "oops", "kernel stack overflow"],
    ["call of what nobody models", "unmodelled", "unmodelled kernel function frobnicate called"],
    ["lock twice", "deadlock", "spin_lock waits for a lock that this CPU holds"],
    ["BUG", "bug", "kernel BUG"],
    ["division by zero", "oops", "divide error"],
    ["write where nothing is", "oops", "unable to handle kernel paging request"],
    ["call through a bad pointer", "oops", "call through a bad function pointer"],
    ["opcode that is none", "oops", "invalid opcode"],
    [
      "messages without end",
      "hang",
      "the kernel does not come back: it has done all the work that a call may do, most of it messages to the console",
    ],
  ] as const;

  test.each(DEADLY)("%s: death %s, %j", (misdeed, death, text) => {
    const record = run(misdeed);
    expect(record).toMatchObject({ death, deathText: text, deathStep: MISDEED_STEP });
    expect(record.events.at(-1)).toEqual({ kind: "oops", text });
  });

  test.each(DEADLY)("%s ends after the same events each time", (misdeed) => {
    const first = run(misdeed);
    expect(first.events.length).toBeGreaterThan(10);
    expect(run(misdeed).events).toEqual(first.events);
  });

  test.each(DEADLY)("%s leaves nothing for the next run", (misdeed) => {
    const next = loadCatalogue().find(({ id }) => id === "user-map-several-pages")!;
    const alone = runScenario(new Guest(build, DEFAULT_PARAMS), next, QUIET);
    run(misdeed);
    const after = runScenario(guest, next, QUIET);
    expect({ ...after, ...NO_LOOKUPS }).toEqual({ ...alone, ...NO_LOOKUPS });
  });

  test.each([
    ["write through NULL", "null-dereference: write through a null pointer"],
    [
      "write past the end, then free",
      "out-of-bounds: write 3 bytes past the end of a 24-byte object (kmalloc)",
    ],
    ["write past the end", "out-of-bounds: write 0 bytes past the end of a 24-byte object (kmalloc)"],
    ["free twice", "use-after-free: kfree of memory that was freed before"],
    ["write after free", "use-after-free: write at offset 7 of a freed 24-byte object (kmalloc)"],
    ["free of what was not allocated", "use-after-free: kfree of a pointer that kmalloc did not give"],
    ["lock twice", "lock-balance: spin_lock of a lock that is held by this CPU already"],
    ["sleep under a spinlock", "sleep-in-atomic: kmalloc may sleep while a spinlock is held"],
    ["sleep with interrupts off", "sleep-in-atomic: mutex_lock may sleep while interrupts are off"],
    ["return with a lock held", "lock-balance: returned with a spin_lock held"],
    ["return with interrupts off", "irq-balance: returned with interrupts off"],
    ["unlock without a lock", "lock-balance: spin_unlock of a lock that is not held"],
  ] as const)("%s breaks a rule: %j", (misdeed, rule) => {
    expect(rules(run(misdeed))).toEqual([rule]);
  });

  test("an atomic allocation under a spinlock breaks no rule", () => {
    expect(rules(run("atomic allocation under a spinlock"))).toEqual([]);
  });

  test("what it leaves may have no end: the run has one", () => {
    const record = run("write to thousands of freed objects");
    expect(record.death).toBe("hang");
    expect(record.deathText).toMatch(
      /^what the kernel left has no end: more than 8000 events, most of them /,
    );
  });

  test("a broken rule does not stop the kernel", () => {
    const record = run("write through NULL");
    expect(record.death).toBeNull();
    expect(record.outcomes).toHaveLength(6);
  });

  test("a warning and a message are events, as the kernel says them", () => {
    const { events } = run("WARN and printk");
    expect(events).toContainEqual({ kind: "warn", text: "WARN_ON(which == 20)" });
    expect(events).toContainEqual({ kind: "printk", text: "cup 3 of tea" });
  });

  test("a kernel that wrote all over itself runs as ever after a reset", () => {
    const next = loadCatalogue().find(({ id }) => id === "user-map-one-page")!;
    const alone = runScenario(new Guest(build, DEFAULT_PARAMS), next, QUIET);
    // it may die of this or not: it wrote over the page tables, too
    runScenario(guest, scenarioWith("write all over the kernel"), QUIET);
    expect(runScenario(guest, next, QUIET).events).toEqual(alone.events);
  });

  it.each(["recursion", "division by zero", "BUG", "loop with a call"] as const)(
    "has a stack for its end by %s, with the lines of the code",
    (misdeed) => {
      const record = runScenario(guest, scenarioWith(misdeed), LOUD);
      const frames = framesOf(record.stacks.at(-1) ?? "", build.lines);
      expect(frames.map(({ file }) => file)).toContain("drivers/xen/misbehave.c");
    },
  );

  it("may find what an earlier run left far from all that it has, and tells so", () => {
    const clean = new Guest(build, DEFAULT_PARAMS);
    runScenario(clean, loadCatalogue().find(({ id }) => id === "user-map-one-page")!, QUIET);
    expect(clean.resetSpoilt()).toBe(false);
    runScenario(clean, scenarioWith("write far from all that it has"), QUIET);
    expect(clean.resetSpoilt()).toBe(true);
  });

  it("finds nothing of an earlier run if all memory is reset", () => {
    const misdeed = scenarioWith("write far from all that it has");
    const whole = new Guest(build, DEFAULT_PARAMS);
    whole.resetsAll = true;
    for (let i = 0; i < 2; i++)
      expect(runScenario(whole, misdeed, QUIET).events).toContainEqual({ kind: "printk", text: "0 before" });
    expect(whole.resetSpoilt()).toBe(false);
  });

  it("does far less work than there is in the budget when it does right", () => {
    guest.reset();
    guest.call("misbehave", 20);
    expect(guest.loaded.workDone).toBeLessThan(WORK_BUDGET.plain / 100);
    expect(guest.loaded.workDone).toBeGreaterThan(0);
  });

  it("stays dead until it is reset", () => {
    guest.reset();
    expect(() => guest.call("misbehave", 16)).toThrow("kernel BUG");
    expect(guest.dead).toBe(true);
    expect(() => guest.call("misbehave", 20)).toThrow("the kernel has stopped");
    guest.reset();
    expect(guest.call("hb_mm_new")).not.toBe(0);
  });
});
