// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import type { GateHunk, Seen } from "../../gate/gate-report.ts";

/** What is known of a check beside its findings. */
export interface CheckedTexts {
  readonly hunks: readonly GateHunk[];
  /** @returns a file as a side has it, or null */
  readonly read: (side: SideName, file: string) => string | null;
  /** Whether something is made to fail in a run. */
  readonly hasFault: (one: Seen) => boolean;
  /** Runs that are named of those of one kind. */
  readonly mostRuns: number;
}
