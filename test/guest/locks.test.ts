// SPDX-License-Identifier: GPL-2.0-only
import { beforeEach, describe, expect, it, test } from "vitest";
import { GuestDied } from "../../harness/guest/guest-died.ts";
import { Locks } from "../../harness/guest/locks.ts";
import { Trace } from "../../harness/machine/trace.ts";

/** In the order of enum hb_lock_op (csrc/include/linux/spinlock.h). */
const [SPIN_LOCK, SPIN_UNLOCK, MUTEX_LOCK, MUTEX_UNLOCK, DOWN_WRITE, UP_WRITE, DOWN_READ, UP_READ] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
const [A, B] = [0x100, 0x200];

let trace: Trace;
let locks: Locks;
beforeEach(() => {
  trace = new Trace();
  locks = new Locks(trace);
});

const rules = (): string[] =>
  trace.events.flatMap((event) => (event.kind === "rule" ? [`${event.rule}: ${event.text}`] : []));

describe("locks in good order break no rule", () => {
  test.each([
    ["spinlock", SPIN_LOCK, SPIN_UNLOCK],
    ["mutex", MUTEX_LOCK, MUTEX_UNLOCK],
    ["semaphore for writing", DOWN_WRITE, UP_WRITE],
    ["semaphore for reading", DOWN_READ, UP_READ],
  ])("%s", (_, take, give) => {
    for (const op of [take, give, take, give]) locks.operate(op, A);
    locks.checkReturn();
    expect(rules()).toEqual([]);
  });

  test("several readers, each of whom has to give it back", () => {
    for (const op of [DOWN_READ, DOWN_READ, UP_READ, UP_READ, DOWN_WRITE, UP_WRITE]) locks.operate(op, A);
    locks.checkReturn();
    expect(rules()).toEqual([]);
  });

  test("a spinlock inside of a mutex", () => {
    for (const [op, at] of [
      [MUTEX_LOCK, A],
      [SPIN_LOCK, B],
      [SPIN_UNLOCK, B],
      [MUTEX_UNLOCK, A],
    ] as const)
      locks.operate(op, at);
    locks.mightSleep("kmalloc");
    expect(rules()).toEqual([]);
  });

  test("each that is taken counts, in all runs; interrupts that are off go off no more", () => {
    for (const op of [SPIN_LOCK, SPIN_UNLOCK]) locks.operate(op, A);
    locks.reset();
    for (const op of [DOWN_READ, DOWN_READ, UP_READ, UP_READ]) locks.operate(op, A);
    for (const flags of [locks.irqSave(), locks.irqSave()].toReversed()) locks.irqRestore(flags);
    locks.irqRestore(locks.irqSave());
    expect([locks.taken, locks.timesIrqsOff]).toEqual([3, 2]);
  });

  test("interrupts off and on, nested", () => {
    const outer = locks.irqSave();
    const inner = locks.irqSave();
    expect([outer, inner]).toEqual([1, 0]);
    locks.irqRestore(inner);
    locks.mightSleep("mutex_lock");
    locks.irqRestore(outer);
    locks.mightSleep("mutex_lock");
    locks.checkReturn();
    expect(rules()).toEqual(["sleep-in-atomic: mutex_lock may sleep while interrupts are off"]);
  });
});

describe("a rule is broken by", () => {
  test.each([SPIN_LOCK, MUTEX_LOCK, DOWN_WRITE])("operation %i twice: a deadlock", (op) => {
    locks.operate(op, A);
    expect(() => locks.operate(op, A)).toThrow(GuestDied);
    expect(rules()[0]).toContain("lock-balance");
  });

  test.each([
    ["a writer among readers", [DOWN_READ, DOWN_READ, UP_READ], DOWN_WRITE],
    ["a reader beside a writer", [DOWN_WRITE], DOWN_READ],
  ])("%s: a deadlock", (_, before, op) => {
    for (const one of before) locks.operate(one, A);
    expect(() => locks.operate(op, A)).toThrow(GuestDied);
    expect(rules()[0]).toContain("lock-balance");
  });

  test("a reader that gives back less than it took", () => {
    for (const op of [DOWN_READ, DOWN_READ, UP_READ]) locks.operate(op, A);
    locks.checkReturn();
    expect(rules()).toEqual(["lock-balance: returned with a down_read held"]);
  });

  test("a reader that gives back more than it took", () => {
    for (const op of [DOWN_READ, UP_READ, UP_READ]) locks.operate(op, A);
    expect(rules()).toEqual(["lock-balance: up_read of a lock that is not held"]);
  });

  test("a mutex under a spinlock", () => {
    locks.operate(SPIN_LOCK, A);
    locks.operate(MUTEX_LOCK, B);
    expect(rules()).toEqual(["sleep-in-atomic: mutex_lock may sleep while a spinlock is held"]);
  });

  test("one of two spinlocks still held", () => {
    locks.operate(SPIN_LOCK, A);
    locks.operate(SPIN_LOCK, B);
    locks.operate(SPIN_UNLOCK, A);
    locks.mightSleep("kmalloc");
    expect(rules()).toHaveLength(1);
  });

  test("giving back what was taken in another way", () => {
    locks.operate(DOWN_WRITE, A);
    locks.operate(UP_READ, A);
    expect(rules()).toEqual(["lock-balance: up_read of a lock that is not held"]);
  });

  test("each lock that is held at the return", () => {
    locks.operate(SPIN_LOCK, A);
    locks.operate(DOWN_READ, B);
    trace.clear();
    locks.checkReturn();
    expect(rules()).toEqual([
      "lock-balance: returned with a spin_lock held",
      "lock-balance: returned with a down_read held",
    ]);
  });
});

it("what was held at a return is not held in the next call", () => {
  locks.operate(SPIN_LOCK, A);
  locks.irqSave();
  locks.checkReturn();
  trace.clear();
  locks.operate(SPIN_LOCK, A);
  locks.operate(SPIN_UNLOCK, A);
  locks.mightSleep("kmalloc");
  locks.checkReturn();
  expect(rules()).toEqual([]);
});

describe("what a lock protects", () => {
  it("is asked for while it is held, in whatever way", () => {
    for (const [take, give] of [
      [DOWN_READ, UP_READ],
      [DOWN_WRITE, UP_WRITE],
    ] as const) {
      locks.operate(take, A);
      locks.assertHeld(A, "find_vma");
      locks.operate(give, A);
    }
    expect(rules()).toEqual([]);
  });

  it("is not asked for without it, nor with another one", () => {
    locks.operate(DOWN_READ, B);
    locks.assertHeld(A, "find_vma");
    expect(rules()).toEqual(["lock-balance: find_vma without the lock that protects what it looks at"]);
  });
});
