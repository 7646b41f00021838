// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { defineStep } from "../step-kind.ts";
import { name, nth, small } from "../step-values.ts";

/*
 * The hypervisor refuses, or there is no memory: the n-th use of something from now on fails.
 */

export const failOp = defineStep(
  "fail-op",
  {
    op: v.picklist(["map_grant_ref", "unmap_grant_ref", "copy"]),
    nth,
    status: v.pipe(v.number(), v.integer(), v.minValue(-13), v.maxValue(-1)),
  },
  {
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
    call: v.picklist([
      "grant_table_op",
      "mmu_update",
      "update_va_mapping",
      "multicall",
      "event_channel_op",
      "memory_op",
      "dm_op",
      "xen_version",
    ]),
    op: v.optional(name),
    nth,
    ret: v.pipe(v.number(), v.integer(), v.minValue(-4095), v.maxValue(-1)),
    /** Of the requests of mmu_update, so many are done before the one that fails. */
    after: v.optional(small, 0),
  },
  {
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
    point: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, "a point is the name of a kernel function")),
    nth,
  },
  {
    plansFault: true,
    run: (run, step) => {
      run.faults.failPoint(run.step, step.point, step.nth);
      return null;
    },
  },
);
