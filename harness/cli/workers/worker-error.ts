// SPDX-License-Identifier: GPL-2.0-only
import type { Explanation } from "../explanation.ts";

/** What ended a job in another process, as it is told. */
export class WorkerError extends Error {
  readonly why: Explanation;

  constructor(why: Explanation) {
    super(why.text);
    this.name = "WorkerError";
    this.why = why;
  }
}
