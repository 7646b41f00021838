// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../../base/many.ts";
import { hex } from "../../machine/units.ts";
import type { Invariant } from "../../subject/invariant.ts";
import { stepOf } from "../../subject/run/find-event.ts";

/** What kmalloc gave is freed when the last user is gone. */
export const memoryLeak: Invariant = {
  id: "memory-leak",
  title: "memory leak",
  why: "a process can do it again and again",
  when: "at the end",
  identity: "event",
  check: (record) => [
    ...record.liveAllocations.map(({ event, bytes }) => ({
      invariant: "memory-leak" as const,
      // the judge adds which allocation of its function it is
      subject: "",
      key: "",
      isAllocation: true as const,
      step: stepOf(record, event),
      event,
      observed: `${many(bytes, "byte")} ${bytes === 1 ? "stays" : "stay"} allocated when every file and process is gone`,
      expected: "freed by then",
    })),
    ...record.livePages.map(({ event, pfn }) => ({
      invariant: "memory-leak" as const,
      subject: "ballooned page",
      key: `page ${pfn}`,
      step: stepOf(record, event),
      event,
      observed: `page ${hex(pfn)} of the balloon stays taken when every file and process is gone`,
      expected: "given back by then",
    })),
  ],
};
