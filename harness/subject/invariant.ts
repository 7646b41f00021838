// SPDX-License-Identifier: GPL-2.0-only
import type { RunRecord } from "./run/run-record.ts";

/** A rule that a subject has of its own. */
type OwnInvariantId = string & { readonly ownInvariant: never };

/**
 * Names a rule that a subject has of its own; a test holds all names unique.
 *
 * @param id as reports and policies use it
 */
export const ownInvariantId = (id: string): InvariantId => id as OwnInvariantId;

/** Every rule that a run is held to, by the name that reports and policies use. */
export type InvariantId =
  | OwnInvariantId
  | "no-fault"
  | "hang"
  | "kernel-view"
  | "user-view"
  | "user-rights"
  | "p2m-view"
  | "view-in-between"
  | "grant-leak"
  | "implicit-unmap"
  | "bad-hypercall"
  | "status-ignored"
  | "kernel-warning"
  | "error-leaves-nothing"
  | "refusal"
  | "stale-tlb"
  | "pte-restored"
  | "p2m-restored"
  | "memory-leak"
  | "use-after-free"
  | "out-of-bounds"
  | "null-dereference"
  | "wild-pointer"
  | "uninitialised-read"
  | "undefined-behaviour"
  | "lock-balance"
  | "irq-balance"
  | "sleep-in-atomic"
  | "list-corruption"
  | "lazy-mode-balance"
  | "page-fields"
  | "page-not-dirty"
  | "evtchn-ref"
  | "unmapped-in-use"
  | "foreign-page";

/** An invariant that a run broke. */
export interface Violation {
  readonly invariant: InvariantId;
  /** What it is about, in words that stay the same from run to run: no address, no count, no text of the kernel's. */
  readonly subject: string;
  /** Tells two violations of one invariant in one run apart, and is the same on both sides of a patch. */
  readonly key: string;
  /** Step at which it shows; the teardown has the index after the last step. */
  readonly step: number;
  /** The event that brought it about; -1 if none did. */
  readonly event: number;
  /** The event at which it shows, if that is a later one. */
  readonly seen?: number;
  /** Other events that belong to it: where an object was made, where it was freed. */
  readonly related?: readonly { readonly what: "allocated" | "freed"; readonly event: number }[];
  /** It is about the n-th allocation of the function that makes it: found with the C stack of its event. */
  readonly isAllocation?: true;
  /** Where a value or a pointer came from, in words that are equal for equal origins: what tells it from another. */
  readonly origin?: string;
  /** Wrong is how the failure of its event is told: not to tell it at all is no better. */
  readonly isOfFailure?: true;
  readonly observed: string;
  readonly expected: string;
}

/** When a run shows whether a rule holds: while it goes on, or only once everything is closed. */
export type ShownWhen = "on the way" | "at the end";

/** What the judge has to know of a rule beside whether it holds. */
export interface InvariantTraits {
  readonly when: ShownWhen;
  /**
   * What makes a violation of the other side the same one: the state that an object is in (a page, a handle), whoever
   * brought it there; or the thing that happened, in the same step and by the same functions.
   */
  readonly identity: "state" | "event";
  /**
   * What instrumented runs see where it happens; a plain run sees it late, or not at all. `spoils`: what a plain run does
   * after it works with memory that is not as a kernel's would be. `ends`: no kernel goes on after it.
   */
  readonly memory?: "reads" | "spoils" | "ends";
  /** Says the same as another finding of the same line and step, and gives way to it. */
  readonly isEcho?: true;
  /** The call in which it happens did not notice a failure, or made one: to return an error is the way to mend it. */
  readonly isUnnoticed?: true;
  /** A process can write what it has no right to: with it mended, a write faults. */
  readonly allowsWrite?: true;
  /** A process reaches something else than it should: with it mended, an access may fault, or find something else. */
  readonly showsElse?: true;
  /** A mapping that is still there although its grant is not: with it goes what could be reached through it. */
  readonly outlivesGrant?: true;
}

/** A rule that must hold in every run. */
export interface Invariant extends InvariantTraits {
  readonly id: InvariantId;
  /** What it is called where it is broken, in a few words of the field's. */
  readonly title: string;
  /** Why a kernel developer cares, in one line. */
  readonly why: string;
  readonly check: (record: RunRecord) => readonly Violation[];
}
