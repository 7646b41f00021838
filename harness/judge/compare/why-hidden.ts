// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../guest/stack.ts";
import type { LiveHandle } from "../../hypervisor/grants/live-handle.ts";
import type { Maddr } from "../../machine/units.ts";
import { runScenario } from "../../scenario/run-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import { endOfStep } from "../../subject/run/find-event.ts";
import type { PlannedFault } from "../../subject/run/run-record.ts";
import { traitsOf } from "../invariants/traits-of.ts";
import { lineBefore } from "../place/line-before.ts";
import type { Located } from "../place/locate-violations.ts";
import { objectsOf } from "../place/objects-of.ts";
import { takesCallsAway } from "../place/takes-calls-away.ts";
import { touchedByPatch } from "../place/touched-by-patch.ts";
import type { JudgedPair } from "../run/judged.ts";
import { wasNotMappedBefore } from "./failed-before.ts";
import { warningSignature, warningsOf } from "./lost-reports.ts";
import { framesOfStrike, sameStrike, strikeBefore, strikeStep } from "./strikes.ts";

/** Why a side could not show a violation of the other one. */
export interface WhyHidden {
  readonly text: string;
  /** The patch's own lines have a hand in it. */
  readonly isOwn: boolean;
}

/**
 * Where a patch mends something, the kernel comes to code, or brings things into a state, that it never came to before. What
 * is wrong there was only hidden, if it is not of the patch's own making.
 */
export class Hidden {
  readonly #scenario: Scenario;
  readonly #pair: JudgedPair;
  readonly #unpaired: readonly Located[];
  readonly #mended: readonly Located[];
  readonly #objects = new Map<Located, readonly string[]>();
  #hasRunBefore = false;

  /**
   * @param unpaired what the before side alone shows
   * @param mended those of them that the after side would have shown as well
   */
  constructor(
    scenario: Scenario,
    pair: JudgedPair,
    unpaired: readonly Located[],
    mended: readonly Located[],
  ) {
    this.#unpaired = unpaired;
    this.#scenario = scenario;
    this.#pair = pair;
    this.#mended = mended;
  }

  /** @returns why the before side could not show a violation of the after side; null if it could have */
  why(one: Located): WhyHidden | null {
    if (this.#isOfKeptGrant(one))
      return { text: "the before side leaves the grant of this page mapped as well", isOwn: false };
    if (!this.isOwnDoing(one) && wasNotMappedBefore(this.#pair, one))
      return { text: "the before side's op that maps it fails", isOwn: false };
    if (this.#unpaired.length === 0) return this.#isRefusedBefore(one);
    const text = this.#because(one);
    const isOwn = this.#isAtChangedLine(one);
    if (text === null || (isOwn && !text.isOfFault)) return null;
    return { text: text.text, isOwn };
  }

  /** A warning of a failure that the before side let pass in the same step, or the failure itself, told but not as it should. */
  tellsOfIgnored({ violation: { invariant, step, isOfFailure }, function: name }: Located): boolean {
    const isIgnored = (other: Located): boolean =>
      other.violation.invariant === "status-ignored" && other.violation.step === step;
    if (invariant === "kernel-warning") return this.#unpaired.some(isIgnored);
    return (
      isOfFailure === true && this.#unpaired.some((other) => isIgnored(other) && other.function === name)
    );
  }

  /** Whether a violation may have been hidden before: a fault led to it, and no line of the patch. */
  mayHide(one: Located): "mended" | "quiet" | undefined {
    if (strikeBefore(one) === null || this.#isAtChangedLine(one)) return undefined;
    return this.#mended.length > 0 ? "mended" : "quiet";
  }

  /**
   * Whether the patch has a hand in what only shows after it. To a fault the kernel comes by its own way; to what is left
   * over in the end, by what the patch does not do any more as well; without these, each function on the way counts.
   */
  isOwn(one: Located): boolean {
    if (strikeBefore(one) !== null) return this.#isAtChangedLine(one);
    if (traitsOf(one.violation.invariant).when === "on the way") return touchedByPatch(one);
    return this.isOwnDoing(one);
  }

  /** A line of the patch is on the way to it, or the patch takes calls away. */
  isOwnDoing(one: Located): boolean {
    return this.#isAtChangedLine(one) || takesCallsAway(one.judged.text);
  }

  #isAtChangedLine(one: Located): boolean {
    const { stacks } = one.judged.text;
    return [...this.#causeOf(one), ...one.frames].some((frame) => stacks.isChangedLine(frame));
  }

  /**
   * A unreported failure after, where the before side printed a warning in the same step: which may have been
   * about something else.
   *
   * @returns the signature of that warning as a finding
   */
  warningInstead({ violation }: Located): string | undefined {
    if (violation.invariant !== "status-ignored") return undefined;
    const [name] = warningsOf(this.#pair.before, violation.step);
    return name === undefined ? undefined : warningSignature(name);
  }

  /** The before side returns an error before it comes to the use of what fails, in the same call. */
  #isRefusedBefore(one: Located): WhyHidden | null {
    const strike = strikeBefore(one);
    const { step } = one.violation;
    const theirs = this.#pair.before.record.outcomes.find((outcome) => outcome.step === step)?.value ?? 0;
    if (strike === null || theirs >= 0 || this.isOwnDoing(one) || !this.#strikesAlone(strike)) return null;
    return { text: `the before side never comes to this use of ${strike.what}`, isOwn: false };
  }

  #because(one: Located): { readonly text: string; readonly isOfFault: boolean } | null {
    const told = (text: string, isOfFault = false) => ({ text, isOfFault });
    const strike = strikeBefore(one);
    if (strike !== null && this.#strikesAlone(strike))
      return told(`the before side never comes to this use of ${strike.what}`, true);
    const { stacks } = one.judged.text;
    if (strike !== null && !this.#causeOf(one).some((frame) => stacks.isChangedFunction(frame)))
      return told(`the before side does not come to what the failure of ${strike.what} leads to`);
    if (!this.#isLedToByPatch(one) && this.#hasReached(one) === false)
      return told(`the before side never comes to this line of ${one.function}`);
    if (this.#isOfKeptPage(one)) return told("the before side never gives the page back, to use it again");
    // what goes wrong on the way in a function that the patch changes is the patch's, whatever state it starts from
    const isOwn = traitsOf(one.violation.invariant).when === "on the way" && touchedByPatch(one);
    if (!isOwn && this.isOfMended(one))
      return told("the before side has it in another state, which is wrong as well");
    return null;
  }

  /** A patch that takes calls away may lead there by that; one that mends nothing and changes the function, by its condition. */
  #isLedToByPatch({ judged: { text }, frames, function: name }: Located): boolean {
    if (takesCallsAway(text)) return true;
    const isChanged = frames.some((frame) => frame.function === name && text.stacks.isChangedFunction(frame));
    return isChanged && this.#mended.length === 0;
  }

  /** How the kernel came to what is at the bottom of a violation: the fault that struck, or its own event. */
  #causeOf(one: Located): readonly Frame[] {
    const strike = strikeBefore(one);
    return strike === null ? one.frames : framesOfStrike(this.#pair.after, strike);
  }

  /** The before side never comes to use what fails, or only in another step. */
  #strikesAlone(strike: PlannedFault): boolean {
    const { before, after } = this.#pair;
    const same = sameStrike(before, strike);
    if (same === undefined) return true;
    return strikeStep(before.record, same.struckAt) !== strikeStep(after.record, strike.struckAt);
  }

  /** Runs the before side once more, if anybody asks, and tells whether it came to the line of a violation. */
  #hasReached(one: Located): boolean | null {
    const { text: side } = this.#pair.before;
    const [frame] = one.frames.filter(({ function: name }) => name === one.function);
    if (side.counts === null || frame === undefined) return null;
    const line = lineBefore(this.#pair, frame);
    if (line === null) return null;
    if (!this.#hasRunBefore) runScenario(side.guest, this.#scenario, { stacks: "none", probes: false });
    this.#hasRunBefore = true;
    return side.counts.hasRun(frame.file, line) ?? null;
  }

  /**
   * A page is left with its grant still mapped, on both sides: that its p2m entry says so too is not wrong by itself.
   */
  #isOfKeptGrant({ judged, violation }: Located): boolean {
    if (violation.invariant !== "p2m-restored") return false;
    const { liveHandles, changes } = judged.record;
    const change = changes.find(({ pfn }) => violation.key === `pfn ${pfn}`);
    if (change === undefined) return false;
    const [frame] = change.after.p2m;
    const isMapped = ({ mfn, where }: LiveHandle): boolean =>
      mfn === frame && where.includes(change.kernelPte as Maddr);
    const [after, before] = [liveHandles, this.#pair.before.record.liveHandles].map((all) =>
      all.find(isMapped),
    );
    return after !== undefined && before !== undefined;
  }

  /** Whether a violation is about a page that the after side gave back before, and the before side never gives back. */
  #isOfKeptPage({ judged, violation }: Located): boolean {
    const kept = this.#pair.before.record.livePages;
    if (kept.length === 0) return false;
    const objects = objectsOf(judged.record, violation);
    const given = judged.record.events
      .slice(0, endOfStep(judged.record, violation.step))
      .flatMap((one) => (one.kind === "pages" && one.by.startsWith("free") ? one.pfns : []));
    return kept.some(({ pfn }) => given.includes(pfn) && objects.has(`pfn ${pfn}`));
  }

  /** Whether a violation is about something that was in a wrong state before, which the patch mends, or which was so by then. */
  isOfMended({ judged, violation }: Located): boolean {
    const objects = objectsOf(judged.record, violation);
    const isWrong = (one: Located): boolean =>
      this.#mended.includes(one) ||
      (traitsOf(one.violation.invariant).when === "on the way" && one.violation.step <= violation.step);
    return this.#unpaired.some(
      (one) => isWrong(one) && this.#objectsOf(one).some((name) => objects.has(name)),
    );
  }

  #objectsOf(one: Located): readonly string[] {
    const known = this.#objects.get(one) ?? [...objectsOf(one.judged.record, one.violation)];
    this.#objects.set(one, known);
    return known;
  }
}
