// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../machine/config.ts";

/** Scenarios that share a reason. */
export interface Reason {
  readonly text: string;
  readonly scenarios: number;
}

/** What of a subject runs on a kernel, in one configuration. */
export interface SubjectSurvey {
  readonly subject: string;
  readonly config: ConfigName;
  /** Scenarios that end as their steps do, or in a death of the kernel's own. */
  readonly ran: number;
  /** Scenarios that make sense there. */
  readonly applicable: number;
  /** Why applicable ones did not run, the most frequent reason first. */
  readonly notRun: readonly Reason[];
  /** What the kernel does not have, and how many scenarios are about it. */
  readonly notApplicable: readonly Reason[];
  /** Why nothing of it runs in this configuration; null if something does. */
  readonly unavailable: string | null;
}

/** What runs on a kernel. */
export interface KernelSurvey {
  /** The base as reports name it. */
  readonly name: string;
  readonly subjects: readonly SubjectSurvey[];
}
