// SPDX-License-Identifier: GPL-2.0-only
import type { Base } from "../../base/base.ts";
import type { CheckRequest } from "../../judge/check-patch.ts";
import type { MailInfo } from "../../patch/series.ts";
import type { QueueItem } from "./queue-item.ts";

/** What is to be judged, and with what. */
export interface QueueRequest extends Omit<CheckRequest, "base" | "patches" | "reverse"> {
  /** What the first patch applies to. */
  readonly base: Base;
  readonly items: readonly QueueItem[];
  /** Name of the input as it was given. */
  readonly input: string;
  /** Cover letter of the series; null if it has none. */
  readonly cover: MailInfo | null;
  readonly version: string;
  /** How to do it again, as one line for a shell. */
  readonly command: string;
  /** How somebody else does it, who has the patch from the list. */
  readonly portableCommand: string;
  /** Some scenarios alone were asked for. */
  readonly scenariosChosen: boolean;
  /** There is a policy. */
  readonly hasPolicy: boolean;
  /** Run the `index`-th of `of` parts of the scenarios, from 1. */
  readonly shard: { readonly index: number; readonly of: number };
  /** Also keep the traces of what findings are first seen in. */
  readonly traces: boolean;
}
