// SPDX-License-Identifier: GPL-2.0-only

/** Why the kernel under test stopped. */
export type Death = "oops" | "bug" | "hang" | "deadlock" | "unmodelled";

/** What is said of a kernel stack that overflows. */
export const STACK_OVERFLOW = "kernel stack overflow";

/** The kernel under test cannot go on: it oopsed, hit BUG, ran out of steps, or waits for what never comes. The rest of a scenario is not run. */
export class GuestDied extends Error {
  readonly death: Death;

  /** @param message as the kernel would begin its report */
  constructor(death: Death, message: string) {
    super(message);
    this.name = "GuestDied";
    this.death = death;
  }
}
