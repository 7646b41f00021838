// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../guest/guest.ts";

interface Plan {
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
  /** Indices of the events that carry a forced result. */
  readonly forced = new Set<number>();

  /** Clears what an earlier run left in the guest's hypervisor. */
  constructor(guest: Guest) {
    this.#guest = guest;
    guest.hypervisor.inject.opStatus = null;
    guest.hypervisor.inject.callReturn = null;
  }

  /** The nth op of this name from now on gets `status` and is not performed. */
  failOp(op: string, nth: number, status: number): void {
    this.#plans.push({ what: `op:${op}`, left: nth, result: status });
    this.#guest.hypervisor.inject.opStatus = (name) => this.#strike([`op:${name}`]);
  }

  /** The nth hypercall of this name (and sub-op, if given) from now on returns `ret` and does nothing. */
  failHypercall(call: string, op: string | undefined, nth: number, ret: number): void {
    this.#plans.push({
      what: op === undefined ? `call:${call}` : `call:${call}/${op}`,
      left: nth,
      result: ret,
    });
    this.#guest.hypervisor.inject.callReturn = (name, sub) =>
      this.#strike([`call:${name}`, `call:${name}/${sub}`]);
  }

  #strike(names: readonly string[]): number | null {
    let result: number | null = null;
    for (const plan of this.#plans) {
      if (plan.left === 0 || !names.includes(plan.what)) continue;
      plan.left--;
      if (plan.left === 0 && result === null) result = plan.result;
    }
    if (result !== null) this.forced.add(this.#guest.trace.events.length);
    return result;
  }
}
