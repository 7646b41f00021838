// SPDX-License-Identifier: GPL-2.0-only

/** An error as it is told: what happened, where, what to do; and the exit code for it. */
export interface Explanation {
  readonly text: string;
  readonly exitCode: number;
}
