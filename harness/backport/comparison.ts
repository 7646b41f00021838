// SPDX-License-Identifier: GPL-2.0-only
import type { Place } from "../judge/verdict/finding.ts";
import type { ConfigName } from "../machine/config.ts";

/** What became of an effect of the upstream patch, or where one of the backport comes from. */
export type Fate = "kept" | "lost" | "extra" | "not-comparable";

/** What a patch does there. */
export interface Shown {
  readonly before: string;
  readonly after: string;
  /** Where from, in its own tree; null if no line is known. */
  readonly place: Place | null;
}

/** One effect, and what the other patch does in the same place. */
export interface Comparison {
  readonly fate: Fate;
  readonly config: ConfigName;
  readonly scenario: string;
  /** From 1; one past the last for the teardown. */
  readonly step: number;
  /** The step's verb; `teardown` for what comes after the last. */
  readonly verb: string;
  /** A broken or mended invariant, what a caller gets, an event on the way, or the order of events. */
  readonly kind: "invariant" | "result" | "event" | "order";
  /** `memory-leak`; `mmap`; `GNTTABOP_map_grant_ref: GNTST_okay`; `order`. */
  readonly what: string;
  readonly class: "fixed" | "regressed" | "changed";
  /** Stable: kind, what, class and what it is about; no address, no count, no step. */
  readonly signature: string;
  readonly upstream: Shown;
  readonly backport: Shown;
  /** Why it is not comparable, or in what it differs although it is kept; empty if there is nothing to say. */
  readonly note: string;
}
