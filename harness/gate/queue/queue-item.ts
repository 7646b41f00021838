// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../../base/base.ts";
import type { MailInfo, Patch } from "../../patch/series.ts";
import type { Refusal } from "../gate-report.ts";

/** A patch of a queue, or what stands in its place. */
export interface QueueItem {
  /** What it is called where it has no subject: its file, its place in the input. */
  readonly name: string;
  /** What speaks for several patches: a cover letter; null where the first patch does. */
  readonly cover: MailInfo | null;
  /** One for a mail; a file of a queue may hold several, which are judged as one. Empty if there is a refusal. */
  readonly patches: readonly Patch[];
  /** Why it cannot be judged; null if it can. */
  readonly refusal: Refusal | null;
  /** What it applies to; null for what the patches before it leave. */
  readonly base: (() => Promise<Base>) | null;
}
