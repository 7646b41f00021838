// SPDX-License-Identifier: GPL-2.0-only
import { LOCK_OPS, type LockOp } from "../abi/numbers.ts";
import type { Trace } from "../machine/trace.ts";
import { GuestDied } from "./guest-died.ts";
import { captureStack } from "./stack.ts";

/**
 * Locks and interrupts of the one CPU that runs kernel code. Nothing ever waits: a lock that is taken twice would
 * wait for ever. Rules are reported as `rule` events where they are broken.
 */
export class Locks {
  readonly #trace: Trace;
  /** Linear addresses of the locks that are held, and how each was taken. Never more than a few. */
  readonly #held: number[] = [];
  readonly #heldBy: LockOp[] = [];
  /** Where each was taken, and where interrupts went off, if that is asked for. */
  readonly #takenAt: string[] = [];
  #irqsOffAt = "";
  /** Remember C stacks, so that a lock which is kept can be told from its line; within keepingStacks only. */
  keepStacks = false;
  readonly #onRelease: () => void;
  #spinning = 0;
  #irqs = true;
  #taken = 0;
  #timesOff = 0;

  /** @param onRelease told when a lock is about to be given up: another CPU may take it */
  constructor(trace: Trace, onRelease = () => {}) {
    this.#trace = trace;
    this.#onRelease = onRelease;
  }

  reset(): void {
    this.#held.length = 0;
    this.#heldBy.length = 0;
    this.#takenAt.length = 0;
    this.#spinning = 0;
    this.#irqs = true;
  }

  /** Locks that were taken, in all runs. */
  get taken(): number {
    return this.#taken;
  }

  /** Times that interrupts went off, in all runs: one inside of another does not count. */
  get timesIrqsOff(): number {
    return this.#timesOff;
  }

  /** @returns what local_irq_restore wants back */
  irqSave(): number {
    const flags = this.#irqs ? 1 : 0;
    this.#timesOff += flags;
    if (this.#irqs && this.keepStacks) this.#irqsOffAt = captureStack();
    this.#irqs = false;
    return flags;
  }

  irqRestore(flags: number): void {
    this.#irqs = flags !== 0;
  }

  /** @param op index in enum hb_lock_op @param at linear address of the lock */
  operate(op: number, at: number): void {
    const name = LOCK_OPS[op]!;
    const known = this.#held.lastIndexOf(at);
    if ((op & 1) === 0) {
      // several may read at once, and one process several times
      if (known !== -1 && !(name === "down_read" && this.#heldBy[known] === name)) {
        this.#rule("lock-balance", `${name} of a lock that is held by this CPU already`);
        throw new GuestDied("deadlock", `${name} waits for a lock that this CPU holds`);
      }
      if (name !== "spin_lock") this.mightSleep(name);
      else this.#spinning++;
      this.#taken++;
      this.#held.push(at);
      this.#heldBy.push(name);
      this.#takenAt.push(this.keepStacks ? captureStack() : "");
      return;
    }
    if (known === -1 || this.#heldBy[known] !== LOCK_OPS[op - 1]) {
      this.#rule("lock-balance", `${name} of a lock that is not held`);
      return;
    }
    this.#onRelease();
    if (name === "spin_unlock") this.#spinning--;
    if (known === this.#held.length - 1) {
      this.#held.pop();
      this.#heldBy.pop();
      this.#takenAt.pop();
    } else {
      this.#held.splice(known, 1);
      this.#heldBy.splice(known, 1);
      this.#takenAt.splice(known, 1);
    }
  }

  /**
   * Kernel code asks for something that a lock protects.
   *
   * @param at linear address of the lock
   * @param what the function that has to be called with it
   */
  assertHeld(at: number, what: string): void {
    if (this.#held.includes(at)) return;
    this.#rule("lock-balance", `${what} without the lock that protects what it looks at`);
  }

  /** Kernel code is about to do something that may sleep. @param what its name */
  mightSleep(what: string): void {
    if (this.#spinning > 0) this.#rule("sleep-in-atomic", `${what} may sleep while a spinlock is held`);
    else if (!this.#irqs) this.#rule("sleep-in-atomic", `${what} may sleep while interrupts are off`);
  }

  /** Kernel code returns to whoever called it: it may keep nothing. */
  checkReturn(): void {
    if (this.#held.length === 0 && this.#irqs) return;
    for (const [i, op] of this.#heldBy.entries()) {
      this.#rule("lock-balance", `returned with a ${op} held`);
      this.#cameFrom(this.#takenAt[i] ?? "");
    }
    if (!this.#irqs) {
      this.#rule("irq-balance", "returned with interrupts off");
      this.#cameFrom(this.#irqsOffAt);
    }
    this.reset();
  }

  /** The line of the last event is where this began. */
  #cameFrom(stack: string): void {
    if (stack !== "") this.#trace.stacks[this.#trace.events.length - 1] = stack;
  }

  #rule(rule: string, text: string): void {
    this.#trace.emit({ kind: "rule", rule, text });
  }
}
