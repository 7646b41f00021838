// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it, test } from "vitest";
import { INVARIANTS } from "../../harness/judge/invariants/index.ts";
import type { TraceEvent } from "../../harness/machine/trace.ts";
import type { Violation } from "../../harness/subject/invariant.ts";
import { runOf } from "./run-record.ts";

type Rule = Extract<TraceEvent, { kind: "rule" }>;

/** What is made of events in one step. */
function violations(rule: string, ...events: readonly Omit<Rule, "kind" | "rule">[]): readonly Violation[] {
  const record = runOf([events.map((event) => ({ kind: "rule", rule, ...event }))]);
  return INVARIANTS.find(({ id }) => id === rule)!.check(record);
}

describe("a value that was never set", () => {
  const read = { text: "a value that was never set is used", origin: "variable op of f" };

  it("is known by where it came from, not by what is done with it", () => {
    const [one, two] = violations("uninitialised-read", read, { ...read, text: "a value is returned" });
    expect(one!.key).toBe(two!.key);
  });

  it("is another one if it came from elsewhere", () => {
    const [one, two] = violations("uninitialised-read", read, { ...read, origin: "variable op2 of f" });
    expect(one!.key).not.toBe(two!.key);
  });

  it("is told with its origin, which a signature leaves out: a patch may rename it", () => {
    const [one] = violations("uninitialised-read", read);
    expect(one).toMatchObject({ subject: read.text, observed: `${read.text}: ${read.origin}` });
  });

  it("of unknown origin is known by its text", () => {
    const [one, two] = violations("uninitialised-read", { text: "used" }, { text: "returned" });
    expect(one!.key).not.toBe(two!.key);
  });
});

test.each(["null-dereference", "wild-pointer"])(
  "a %s is one, whatever is done through the pointer",
  (rule) => {
    const [one, two] = violations(rule, { text: "read of 8 bytes" }, { text: "write of 4 bytes" });
    expect(one!.key).toBe(two!.key);
  },
);

test.each([
  [
    "read of 4 bytes at offset 12 of a freed 32-byte object (kzalloc)",
    "read of 8 bytes at offset 24 of a freed 64-byte object (kzalloc)",
  ],
  [
    "write of 8 bytes at offset -4 of a 20-byte object (kmalloc)",
    "write of 1 byte at offset 40 of a 40-byte object (kmalloc)",
  ],
])("a field that has moved is the same to a memory rule: %s", (here, there) => {
  const [one, two] = violations("use-after-free", { text: here }, { text: there });
  expect(one!.subject).toBe(two!.subject);
  expect(one!.key).toBe(two!.key);
});

test("a write through a null pointer is the same to a plain module and to one that asks before it", () => {
  const texts = ["write through a null pointer", "write of 8 bytes through a null pointer, at 0x8"];
  const subjects = violations("null-dereference", ...texts.map((text) => ({ text }))).map(
    (one) => one.subject,
  );
  expect(subjects).toEqual([texts[0], texts[0]]);
});
