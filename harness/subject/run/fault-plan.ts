// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../guest/guest.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import type { PlannedFault } from "./run-record.ts";

interface Plan {
  readonly step: number;
  readonly what: string;
  readonly nth: number;
  /** Uses until it strikes. */
  left: number;
  readonly result: number;
  /** Requests of the list that are done before the one that fails. */
  readonly doneBefore: number;
  struckAt: number;
}

/**
 * The faults that a run's steps plan: of kernel functions, hypercalls and their operations. Each strikes once, and is
 * remembered whether it did or not.
 */
export class FaultPlan {
  readonly #guest: Guest;
  readonly #plans: Plan[] = [];
  readonly #onUse: ((point: string) => void) | null;
  /** Indices of the events that carry a forced result: an op's status, or a hypercall's return value. */
  readonly forced = new Set<number>();

  /**
   * Clears what an earlier run left in the guest.
   *
   * @param onUse told of each use of a point of the kernel, whether it fails or not
   */
  constructor(guest: Guest, onUse: ((point: string) => void) | null = null) {
    this.#guest = guest;
    this.#onUse = onUse;
    guest.hypervisor.inject.opStatus = null;
    guest.hypervisor.inject.callReturn = null;
    guest.hypervisor.inject.before = null;
    guest.faults.onUse = onUse === null ? null : this.#use;
  }

  /** All that was planned so far, in order. */
  planned(): PlannedFault[] {
    return this.#plans.map(({ step, what, nth, struckAt }) => ({ step, what, nth, struckAt }));
  }

  /** The nth use of a point of the kernel from now on fails. */
  failPoint(step: number, point: string, nth: number): void {
    this.#add(step, point, nth, 1);
    this.#guest.faults.onUse = this.#use;
  }

  /** The nth op of this name from now on gets `status` and is not performed. */
  failOp(step: number, op: string, nth: number, status: number): void {
    this.#add(step, `op ${op}`, nth, status);
    this.#guest.hypervisor.inject.opStatus = (name) => this.#force([`op ${name}`]);
  }

  /**
   * The nth hypercall of this name (and sub-op, if given) from now on returns `ret` and does nothing.
   *
   * @param doneBefore of a list of requests, so many are done first
   */
  failHypercall(
    step: number,
    call: string,
    op: string | undefined,
    nth: number,
    ret: number,
    doneBefore = 0,
  ): void {
    this.#add(step, op === undefined ? `call ${call}` : `call ${call}/${op}`, nth, ret, doneBefore);
    this.#guest.hypervisor.inject.callReturn = (name, sub) =>
      this.#force([`call ${name}`, `call ${name}/${sub}`]);
  }

  readonly #use = (point: string): boolean => {
    this.#onUse?.(point);
    return this.#strike([point]) !== null;
  };

  #add(step: number, what: string, nth: number, result: number, doneBefore = 0): void {
    this.#plans.push({ step, what, nth, left: nth, result, doneBefore, struckAt: -1 });
  }

  #force(names: readonly string[]): number | null {
    const result = this.#strike(names);
    if (result !== null) this.forced.add(this.#guest.trace.events.length);
    return result;
  }

  /** The event of a call of which a part is done comes after those of that part. */
  #before(plan: Plan): Hypervisor["inject"]["before"] {
    if (plan.doneBefore === 0) return null;
    const at = this.#guest.trace.events.length;
    const done = (): void => {
      plan.struckAt = this.#guest.trace.events.length;
      this.forced.delete(at);
      this.forced.add(plan.struckAt);
    };
    return { requests: plan.doneBefore, done };
  }

  #strike(names: readonly string[]): number | null {
    let result: number | null = null;
    for (const plan of this.#plans) {
      if (plan.left === 0 || !names.includes(plan.what)) continue;
      plan.left--;
      if (plan.left > 0) continue;
      // of two that come to the same use, the first decides
      plan.struckAt = this.#guest.trace.events.length;
      if (result === null) this.#guest.hypervisor.inject.before = this.#before(plan);
      result ??= plan.result;
    }
    return result;
  }
}
