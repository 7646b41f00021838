// SPDX-License-Identifier: GPL-2.0-only
import { GuestFault } from "../../harness/hypervisor/guest-fault.ts";
import type { Answer } from "./answer.ts";
import { ask } from "./ask.ts";
import { askMmu } from "./ask-mmu.ts";
import { FIRST_HOST } from "./first-host.ts";
import type { Host } from "./host.ts";
import { mmuForm } from "./mmu-form.ts";
import { NO_ANSWER } from "./no-answer.ts";
import type { Outcome } from "./outcome.ts";
import type { Question } from "./question.ts";
import { recordedForm } from "./recorded-form.ts";
import { Rig } from "./rig.ts";

/** Handles of a machine whose maptrack may grow as far as the recorder took it, and of the boot that limits it. */
const MAPTRACK_ENTRIES = 8192;
const ONE_MAPTRACK_FRAME = 256;

/** A toolstack gives a small guest less than dom0 gets. */
const FOREIGN_GRANT_FRAMES = 4;

/** Pages of the debug boots that no question names, and the release boots' numbers for the same pages. */
const DEBUG_PAGES: readonly (readonly [number, number])[] = [
  [0x7_6461, 0x7_6799],
  [0x7_6462, 0x7_6798],
  [0x7_6463, 0x7_6797],
  [0x7_6464, 0x7_6796],
  [0x7_641a, 0x7_67e0],
  // Not told by any record; the page of the groups recorded next to overwrite.d.
  [0x7_645d, 0x7_67a1],
];

/** Smaller numbers that entries name are no pages of the recorder's. */
const FIRST_PAGE = 0x1000;

const frameOf = ({ input }: Question): number | null => {
  const text = (input.entry as { frame?: string } | undefined)?.frame ?? input.mfn;
  return typeof text === "string" ? Number(text.split(" ")[0]) : null;
};

/** Makes the frame numbers of another boot mean the pages that the release boot's numbers in the same steps mean. */
const nameFrames = (rig: Rig, questions: readonly Question[], release: readonly Question[]): void => {
  const renamed = new Set<number>();
  for (const question of questions) {
    const other = release.find((one) => one.step === question.step);
    const there = frameOf(question);
    const here = other === undefined ? null : frameOf(other);
    if (there === null || here === null || there < FIRST_PAGE || there === here) continue;
    rig.alias(there, rig.frame(here));
    renamed.add(here);
  }
  for (const [there, here] of DEBUG_PAGES)
    if (!rig.isNamed(there) && !renamed.has(here)) rig.alias(there, rig.frame(here));
};

/** The L1 table whose entries the caller owns is the one page table that the recordings name. */
const nameTables = (rig: Rig, questions: readonly Question[]): void => {
  for (const question of questions) {
    const frame = frameOf(question);
    if (question.step.includes("frame_is_l1_table") && frame !== null)
      rig.alias(frame, rig.machine.tables.mfn[rig.l1Page()]!);
  }
};

/**
 * Replays one boot on a fresh machine.
 * @param host the recording's
 * @param isDebug emulate the debug build
 * @param questions those that are answered, in their order
 * @param between steps of the release build: done where `questions` has no such step, to get there
 */
export const replayBoot = (
  host: Host,
  group: string,
  isDebug: boolean,
  questions: readonly Question[],
  between: readonly Question[],
): Outcome[] => {
  const isFirst = host === FIRST_HOST;
  // The second recording's boots had a second domain from the groups on that look for one.
  const isForeign = isFirst ? /^(foreign|transfer)/.test(group) : group !== "info";
  const rig = new Rig(isDebug, isForeign, group === "maptrack" ? ONE_MAPTRACK_FRAME : MAPTRACK_ENTRIES, host);
  if (isForeign) rig.hv.context.tables[1]!.maxFrames = FOREIGN_GRANT_FRAMES;
  if (isFirst) nameTables(rig, [...between, ...questions]);
  if (isDebug) nameFrames(rig, questions, between);
  const own = new Set(questions.map((question) => question.step));
  const steps = [...questions, ...between.filter((question) => !own.has(question.step))];
  steps.sort((a, b) => a.seq - b.seq);
  const outcomes: Outcome[] = [];
  let isDown = false;
  for (const question of steps) {
    rig.adjusted = false;
    const answer = isDown ? null : answerOf(rig, question);
    if (answer?.no_answer !== undefined) isDown = true;
    if (own.has(question.step))
      outcomes.push({
        arch: question.arch,
        id: question.id,
        answer: answer === null ? null : (isFirst ? recordedForm : mmuForm)(rig, question, answer),
        adjusted: rig.adjusted,
      });
  }
  return outcomes;
};

const FIRST_ARCH = "x86_64 PV";

const answerOf = (rig: Rig, question: Question): Answer | null => {
  try {
    return question.arch === FIRST_ARCH ? ask(rig, question) : askMmu(rig, question);
  } catch (error) {
    if (error instanceof GuestFault) return { no_answer: NO_ANSWER };
    throw error;
  }
};
