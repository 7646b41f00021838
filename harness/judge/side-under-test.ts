// SPDX-License-Identifier: GPL-2.0-only
import type { Views } from "../base/make-views.ts";
import type { Build } from "../compile/build-side.ts";
import { type CoverageNotes, parseCoverageNotes } from "../compile/lines/coverage-notes.ts";
import { Guest } from "../guest/guest.ts";
import type { MachineParams } from "../machine/params.ts";
import { RunCounts } from "./coverage/run-counts.ts";
import type { KeptRuns, ModuleRuns } from "./kept-runs.ts";
import type { SideText } from "./place/locate.ts";
import { patchLines } from "./place/patch-lines.ts";
import { StackReader } from "./place/stack-reader.ts";

/** One side, ready to run. */
export interface SideUnderTest extends SideText {
  readonly guest: Guest;
  readonly stacks: StackReader;
  /** What the last run came to; null for a module that does not count. */
  readonly counts: RunCounts | null;
  /** Runs of this module on this machine that saw nothing; null if none are kept. */
  readonly clean: ModuleRuns | null;
}

/** What it takes to judge an event, in units of the kernel's work. */
const WORK_OF_EVENT = 300;

/** What all guests of a build share. */
interface BuildText extends SideText {
  readonly stacks: StackReader;
  readonly notes: readonly CoverageNotes[];
}

/** Without functions that the tool adds. */
const ofKernel = ({ checksum, functions }: CoverageNotes): CoverageNotes => {
  return { checksum, functions: functions.filter(({ file }) => !file.startsWith("csrc/")) };
};

/** The sides of a patch in all flavours: one guest for each module and machine. */
export class SidePool {
  readonly #views: Views;
  readonly #reverse: boolean;
  readonly #sides = new Map<string, SideUnderTest>();
  readonly #texts = new Map<Build, BuildText>();
  readonly #resetsAll: boolean;
  readonly #runs: KeptRuns | null;

  /**
   * @param reverse the sides are exchanged: `after` is the text that the hunks apply to
   * @param resetsAll each run begins in memory that was cleared as a whole
   * @param runs those of earlier checks
   */
  constructor(views: Views, reverse: boolean, resetsAll = false, runs: KeptRuns | null = null) {
    this.#resetsAll = resetsAll;
    this.#runs = runs;
    this.#views = views;
    this.#reverse = reverse;
  }

  /** @throws GuestDied if boot needs what nobody models */
  get(build: Build, params: MachineParams): SideUnderTest {
    // a debug Xen, and what other domains are, is but a policy that any machine can have
    const key = `${build.flavour} ${build.side} ${JSON.stringify({ ...params, xenDebug: false, hvm: false })}`;
    const known = this.#sides.get(key);
    const side = known ?? this.#make(build, params);
    this.#sides.set(key, side);
    side.guest.machine.params = { ...side.guest.machine.params, ...params };
    return side;
  }

  #make(build: Build, params: MachineParams): SideUnderTest {
    const { notes, ...text } = this.textOf(build);
    const guest = new Guest(build, params);
    guest.resetsAll = this.#resetsAll;
    const lines = patchLines(text.placed, text.isOld);
    const counts = notes.length === 0 ? null : new RunCounts(guest, notes, lines);
    // plain runs are compared, event by event
    const clean = build.flavour === "plain" ? null : (this.#runs?.of(build, params) ?? null);
    return { ...text, guest, counts, clean };
  }

  /** What is known of a build without running it. */
  textOf(build: Build): BuildText {
    const known = this.#texts.get(build);
    if (known !== undefined) return known;
    const { side, lines } = build;
    const isOld = (side === "before") !== this.#reverse;
    const text = { side, view: this.#views[side], lines, placed: this.#views.placed, isOld };
    const notes = build.notes.map((unit) => ofKernel(parseCoverageNotes(unit)));
    const made = { ...text, stacks: new StackReader(text), notes };
    this.#texts.set(build, made);
    return made;
  }

  /** @returns all guests that were made of a module */
  guestsOf(build: Build): Guest[] {
    return [...this.#sides.values()].map(({ guest }) => guest).filter((guest) => guest.build === build);
  }

  /** Resets all guests, and looks whether a run may have found what an earlier one left. */
  resetSpoilt(): boolean {
    return [...this.#sides.values()].map(({ guest }) => guest.resetSpoilt()).includes(true);
  }

  /** Keeps the runs that saw nothing. */
  keepRuns(): void {
    for (const { clean } of this.#sides.values()) if (clean !== null) this.#runs?.keep(clean);
  }

  /** What all runs have done so far, in units of work; those that are kept did it as well. */
  get work(): number {
    let sum = 0;
    for (const { guest, clean } of this.#sides.values()) {
      const saved = clean?.saved ?? { work: 0, events: 0 };
      sum += guest.loaded.workOfAllRuns + saved.work;
      sum += WORK_OF_EVENT * (guest.trace.eventsOfAllRuns + saved.events);
    }
    return sum;
  }

  free(): void {
    for (const { guest } of this.#sides.values()) guest.free();
    this.#sides.clear();
  }
}
