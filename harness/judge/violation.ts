// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "../scenario/run-record.ts";

/** An invariant that a run broke. */
export interface Violation {
  readonly invariant: string;
  /** What it is about, in words that stay the same from run to run: no address, no count. */
  readonly subject: string;
  /** Tells two violations of one invariant in one run apart, and is the same on both sides of a patch. */
  readonly key: string;
  /** Step at which it shows; the teardown has the index after the last step. */
  readonly step: number;
  /** The event that brought it about; -1 if none did. */
  readonly event: number;
  /** Other events that belong to it: where an object was made, where it was freed. */
  readonly related?: readonly { readonly what: "allocated" | "freed"; readonly event: number }[];
  /** Files whose code may do it: no violation if one of them is on the C stack of its event (taken-by-kernel.ts). */
  readonly unlessFrom?: RegExp;
  readonly observed: string;
  readonly expected: string;
}

/** A rule that must hold in every run. */
export interface Invariant {
  readonly id: string;
  /** Why a kernel developer cares, in one line. */
  readonly why: string;
  readonly check: (record: RunRecord) => readonly Violation[];
}
