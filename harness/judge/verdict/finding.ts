// SPDX-License-Identifier: GPL-2.0-only
import type { SideName } from "../../base/make-views.ts";
import type { Frame } from "../../guest/stack.ts";
import type { InvariantId } from "../../subject/invariant.ts";

/**
 * What a patch did to a property of the kernel. `revealed`: it is broken after the patch, where the before side stops or is
 * refused earlier, by code that the patch does not touch.
 */
export type FindingClass = "regressed" | "fixed" | "revealed" | "changed" | "pre-existing";

/** What a finding is of: a broken rule, another result, or another way there. */
export type FindingRule = InvariantId | "outcome" | "trace";

/** Where a finding comes from, in C. */
export interface Place {
  readonly file: string;
  /** From 1, in the text of `side`; 0 if no line of C brought it about. */
  readonly line: number;
  readonly function: string;
  readonly side: SideName;
  /** The line's text. */
  readonly code: string;
  /** The hunk whose text holds the line: its number in its file, and its line in the mail. */
  readonly hunk: { readonly number: number; readonly inputLine: number } | null;
}

/** How kernel code came to a place, innermost function first. */
export interface CallStack {
  /** `here`: the finding itself; the others are of the object that it is about. */
  readonly what: "here" | "allocated" | "freed";
  readonly frames: readonly Frame[];
}

/**
 * What a fault that strikes on one side does on the other one: it strikes the same call; another call, which the patch adds
 * or which comes after one that it takes away; or never.
 */
export type StrikeElsewhere = "same" | "another" | "never";

/** A fault that led to a finding. */
export interface Strike {
  /** What was made to fail. */
  readonly what: string;
  readonly elsewhere: StrikeElsewhere;
  /** The patch's own lines make the call that fails. */
  readonly isOwn: boolean;
}

/** One thing that a patch changed (or that was wrong before and still is), in one scenario. */
export interface Finding {
  /** Stable from run to run: no address, no count, no line number. */
  readonly signature: string;
  /** What the signature is about, without the function. */
  readonly subject: string;
  readonly invariant: FindingRule;
  readonly class: FindingClass;
  readonly scenario: string;
  /** From 1, as scenarios are numbered for people; one past the last for the teardown. */
  readonly step: number;
  readonly place: Place;
  /** What the side shows, in words: `holds` for an invariant that it keeps. */
  readonly before: string;
  readonly after: string;
  /** What the invariant asks for; empty for a mere difference. */
  readonly expected: string;
  readonly message: string;
  /** Empty where no line of C brought it about. */
  readonly stacks: readonly CallStack[];
  /** How the other side takes and gives back what this one leaves behind: `allocated`, then `freed`. */
  readonly elsewhere?: readonly CallStack[];
  /** A changed result that nothing fixed or broken accounts for. */
  readonly unexplained?: boolean;
  /** A changed result: one error in place of another. */
  readonly isErrno?: boolean;
  /** The signature of a finding that says, where it is fixed in some scenario, that this one is none. */
  readonly outweighedBy?: string;
  /**
   * It comes of a fault, and the patch has no hand in it: it may have been hidden before. `mended`: the patch mends something
   * in this scenario, so what is wrong on both sides in another one is that. `quiet`: it mends nothing here.
   */
  readonly mayBeHidden?: "mended" | "quiet";
  /** A line of the patch is on the way to it, or the patch takes calls away. */
  readonly isOwn?: true;
  /** It is about something that was in another wrong state before: what goes wrong with others of its kind, it was kept from. */
  readonly isOfMended?: true;
  /** Both sides leave the same page in another wrong state as well. */
  readonly isBesideOld?: true;
  /** The fault that led to it. */
  readonly strike?: Strike;
  /** Signatures of findings of this scenario that came before it and have to do with it (compare/follows.ts). */
  readonly follows?: readonly string[];
  /** True if the other side died before it could show the same. */
  readonly unreached: boolean;
  /** In how many places of this scenario the same was found. */
  readonly times: number;
}
