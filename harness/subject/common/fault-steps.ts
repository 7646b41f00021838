// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { returnName } from "../../abi/return-name.ts";
import { many } from "../../base/many.ts";
import { gntstName } from "../../hypervisor/gntst-name.ts";
import { means } from "../means.ts";
import { defineStep } from "../step-kind.ts";
import { name, nth, small } from "../step-values.ts";

/*
 * The hypervisor refuses, or there is no memory: the n-th use of something from now on fails.
 */

/** `1st`, `2nd`, `3rd`, `11th`. */
function ordinal(nth: number): string {
  const isTeen = nth % 100 > 10 && nth % 100 < 14;
  const end = isTeen ? undefined : ["th", "st", "nd", "rd"][nth % 10];
  return `${nth}${end ?? "th"}`;
}

export const failOp = defineStep(
  "fail-op",
  {
    op: means("its kind", v.picklist(["map_grant_ref", "unmap_grant_ref", "copy"])),
    nth: means("which use of it from now on", nth),
    status: means(
      "GNTST_ code, as -1 for GNTST_general_error",
      v.pipe(v.number(), v.integer(), v.minValue(-13), v.maxValue(-1)),
    ),
  },
  {
    by: "fault",
    does: "one op of a grant-table hypercall fails in Xen",
    tells: (step) =>
      `from here on, the ${ordinal(step.nth)} GNTTABOP_${step.op} fails in Xen: ${gntstName(step.status)}`,
    plansFault: true,
    run: (run, step) => {
      run.faults.failOp(run.step, step.op, step.nth, step.status);
      return null;
    },
  },
);

export const failHypercall = defineStep(
  "fail-hypercall",
  {
    call: means(
      "which",
      v.picklist([
        "grant_table_op",
        "mmu_update",
        "update_va_mapping",
        "multicall",
        "event_channel_op",
        "memory_op",
        "dm_op",
        "xen_version",
      ]),
    ),
    op: v.optional(means("its operation, as map_grant_ref; else any", name)),
    nth: means("which use of it from now on", nth),
    ret: means(
      "the error, as -12 for -ENOMEM",
      v.pipe(v.number(), v.integer(), v.minValue(-4095), v.maxValue(-1)),
    ),
    after: v.optional(means("requests of mmu_update done before", small), 0),
  },
  {
    by: "fault",
    does: "a hypercall returns an error",
    tells: (step) => {
      const which = step.op === undefined ? step.call : `${step.call}(${step.op})`;
      const done = step.after === 0 ? "" : `, after ${many(step.after, "request")} of it`;
      return `from here on, the ${ordinal(step.nth)} HYPERVISOR_${which} fails: ${returnName(step.ret)}${done}`;
    },
    plansFault: true,
    run: (run, step) => {
      run.faults.failHypercall(run.step, step.call, step.op, step.nth, step.ret, step.after);
      return null;
    },
  },
);

/** A kernel function by its name, if the base has a service of that name; or `kmalloc`, `balloon`, `copy_from_user`. */
export const fail = defineStep(
  "fail",
  {
    point: means(
      "kernel function, as kmalloc or copy_from_user",
      v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, "a C name")),
    ),
    nth: means("which call of it from now on", nth),
  },
  {
    by: "fault",
    does: "a kernel function fails: no memory, a bad pointer, a signal",
    tells: (step) => `from here on, the ${ordinal(step.nth)} ${step.point} fails`,
    plansFault: true,
    run: (run, step) => {
      run.faults.failPoint(run.step, step.point, step.nth);
      return null;
    },
  },
);
