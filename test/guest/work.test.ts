// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { WORK, WorkDone } from "../../harness/guest/work.ts";

describe("the work that a call has done for it", () => {
  it("costs by its kind, rounded up", () => {
    const done = new WorkDone();
    expect(done.add("op", 3)).toBe(3 * WORK.op.units);
    expect(done.add("byte", 1)).toBe(1);
  });

  it("stays a number that can be reckoned with, whatever a kernel asks for", () => {
    expect(new WorkDone().add("op", 0xffff_ffff)).toBeLessThan(Number.MAX_SAFE_INTEGER / 1000);
  });

  it("is counted over all calls: what Xen was asked, and what all of it came to", () => {
    const done = new WorkDone();
    done.add("hypercall", 1);
    done.add("op", 3);
    done.clear();
    done.add("hypercall", 1);
    expect([done.hypercalls, done.unitsOfAll]).toEqual([2, 2 * WORK.hypercall.units + 3 * WORK.op.units]);
  });

  it("is named if it took more than half of a budget", () => {
    const done = new WorkDone();
    done.add("message", 10);
    expect(done.mostOf(10 * WORK.message.units)).toBe("messages to the console");
    expect(done.mostOf(20 * WORK.message.units)).toBeNull();
    done.clear();
    expect(done.mostOf(1)).toBeNull();
  });
});
