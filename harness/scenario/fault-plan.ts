// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";
import type { PlannedFault } from "./run-record.ts";

interface Plan {
  readonly step: number;
  readonly nth: number;
  struckAt: number;
  /** `op:map_grant_ref`, `call:grant_table_op` or `call:grant_table_op/map_grant_ref`. */
  readonly what: string;
  /** Uses until it strikes. */
  left: number;
  readonly result: number;
}

/** Faults that the hypervisor is told to make: this op's status, that hypercall's return value, once each. */
export class FaultPlan {
  readonly #guest: Guest;
  readonly #plans: Plan[] = [];
  readonly #points: { readonly step: number; readonly nth: number; readonly point: string }[] = [];
  /** Indices of the events that carry a forced result. */
  readonly forced = new Set<number>();

  /** Clears what an earlier run left in the guest's hypervisor. */
  constructor(guest: Guest) {
    this.#guest = guest;
    guest.hypervisor.inject.opStatus = null;
    guest.hypervisor.inject.callReturn = null;
  }

  /** The nth op of this name from now on gets `status` and is not performed. */
  failOp(step: number, op: string, nth: number, status: number): void {
    this.#plans.push({ step, nth, struckAt: -1, what: `op:${op}`, left: nth, result: status });
    this.#guest.hypervisor.inject.opStatus = (name) => this.#strike([`op:${name}`]);
  }

  /** The nth hypercall of this name (and sub-op, if given) from now on returns `ret` and does nothing. */
  failHypercall(step: number, call: string, op: string | undefined, nth: number, ret: number): void {
    this.#plans.push({
      ...{ step, nth, struckAt: -1 },
      what: op === undefined ? `call:${call}` : `call:${call}/${op}`,
      left: nth,
      result: ret,
    });
    this.#guest.hypervisor.inject.callReturn = (name, sub) =>
      this.#strike([`call:${name}`, `call:${name}/${sub}`]);
  }

  /** All faults that steps planned so far. */
  planned(): PlannedFault[] {
    const ops = this.#plans.map(({ step, nth, struckAt, what }) => ({
      ...{ step, nth, struckAt },
      what: what.replace(":", " "),
    }));
    return [
      ...ops,
      ...this.#points.map(({ step, nth, point }) => ({
        step,
        nth,
        what: point,
        struckAt: this.#guest.faults.struckAt(point, nth),
      })),
    ];
  }

  /** The nth use of a point of the kernel's from now on fails. */
  failPoint(step: number, point: string, nth: number): void {
    this.#points.push({ step, nth: this.#guest.faults.plan(point, nth), point });
  }

  #strike(names: readonly string[]): number | null {
    let result: number | null = null;
    for (const plan of this.#plans) {
      if (plan.left === 0 || !names.includes(plan.what)) continue;
      plan.left--;
      if (plan.left > 0) continue;
      plan.struckAt = this.#guest.trace.events.length;
      result ??= plan.result;
    }
    if (result !== null) this.forced.add(this.#guest.trace.events.length);
    return result;
  }
}
