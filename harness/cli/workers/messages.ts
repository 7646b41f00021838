// SPDX-License-Identifier: GPL-2.0-only
import type { JudgedPatch } from "../../gate/queue/judged-patch.ts";
import type { QueueData } from "../../gate/queue/queue-data.ts";
import type { Explanation } from "../explanation.ts";
import type { BaseOptions } from "../options/base-options.ts";

/** The first word of the command that a worker is; nobody types it. */
export const WORKER_WORD = "queue-worker";

/** What a worker is told first: the queue, and what it applies to. */
export interface OpenQueue {
  readonly kind: "open";
  readonly data: QueueData;
  readonly options: BaseOptions;
}

/** A patch to be judged, as JudgeAt has it. */
export interface Job {
  readonly kind: "judge";
  readonly number: number;
  readonly good: readonly number[];
}

export type ToWorker = OpenQueue | Job;

/** What a worker says: what it is at, what it has seen, or why it cannot. */
export type FromWorker =
  | { readonly kind: "progress"; readonly text: string; readonly detail: string }
  | { readonly kind: "judged"; readonly number: number; readonly judged: JudgedPatch }
  | { readonly kind: "failed"; readonly number: number; readonly why: Explanation };
