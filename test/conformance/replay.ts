// SPDX-License-Identifier: GPL-2.0-only
import { GuestFault } from "../../harness/hypervisor/guest-fault.ts";
import { type Answer, ask } from "./ask.ts";
import { askOther } from "./ask-other.ts";
import { askSequence } from "./ask-sequence.ts";
import type { XenRecord } from "./record.ts";
import { Rig } from "./rig.ts";

/** How one record came out. `unasked` is a step that the replay has no means for. */
export interface Outcome {
  readonly id: string;
  readonly verdict: "agrees" | "disagrees" | "withheld" | "unasked";
  /** Field: recorded, emulated; for those that differ. */
  readonly differences: readonly string[];
  readonly answer: Answer | null;
}

const baseId = (id: string): string => id.replace(/@.*$/, "");

/** Fields that hold a PTE, a bus address, or text that names a frame: translated before they are compared. */
const PTE_FIELDS = /^(pte\d?(_after)?|new_pte_after)$/;
/** Fields that say in other words what another one says. */
const IGNORED =
  /(_name|_flags|_before|_maps|_before_value|is_entry_frame)$|^(source_|dest_)?entry_after$|^boot$/;

/** Compares what the emulation answered with what Xen did, field by field. */
const compare = (rig: Rig, record: XenRecord, answer: Answer): string[] => {
  const differences: string[] = [];
  const recorded: Record<string, unknown> = { ...record.effect, ...record.output };
  for (const [field, want] of Object.entries(recorded)) {
    if (IGNORED.test(field) && !(field === "entry_after" && /^0x/.test(String(want)))) continue;
    const have = answer[field];
    let expected: unknown = want;
    if (PTE_FIELDS.test(field)) {
      const pte = rig.pte(String(want));
      expected = `0x${(BigInt(pte.hi) * 0x1_0000_0000n + BigInt(pte.lo)).toString(16)}`;
    } else if (field === "dev_bus_addr" && want !== "unchanged") {
      expected = `0x${(rig.frame(Math.floor(Number(want) / 4096)) * 4096).toString(16)}`;
    } else if (field === "frame_list") {
      expected = (want as string[]).map((f) =>
        Number(f) === 0 ? f : `0x${rig.frame(Number(f)).toString(16)}`,
      );
    } else if (/^(entry\d+|entry_ref|ref\d_v2)$/.test(field)) {
      const [flags, dom, frame] = String(want).split("/");
      const number = Number(`0x${frame!.replace("0x", "")}`);
      expected = `${flags}/${dom}/${number === 0 ? 0 : rig.frame(number)}`;
    } else if (/^(a_after|b_after|entry_after)$/.test(field)) {
      const [flags, dom, frame] = String(want).split(":");
      const isFrame = Number(frame) > 0x1000;
      expected = `${flags}:${dom}:0x${(isFrame ? rig.frame(Number(frame)) : Number(frame)).toString(16)}`;
    } else if (field === "frame0") {
      continue;
    }
    if (JSON.stringify(expected) !== JSON.stringify(have))
      differences.push(`${field}: Xen ${JSON.stringify(expected)}, here ${JSON.stringify(have)}`);
  }
  return differences;
};

/** Pages of the debug boots that no question names; as in the release boots' numbers. */
const DEBUG_PAGES: readonly (readonly [number, number])[] = [
  [0x7_6461, 0x7_6799],
  [0x7_6462, 0x7_6798],
  [0x7_6463, 0x7_6797],
  [0x7_6464, 0x7_6796],
  [0x7_641a, 0x7_67e0],
];

const inputFrame = (record: XenRecord): number | null => {
  const entry = record.input.entry as { frame?: string } | undefined;
  const text = entry?.frame ?? record.input.mfn;
  return typeof text === "string" ? Number(text.split(" ")[0]) : null;
};

/** Frame numbers of the debug boot mean the pages that the release boot's numbers in the same steps mean. */
const aliasFrames = (
  rig: Rig,
  release: readonly XenRecord[],
  debug: ReadonlyMap<string, XenRecord>,
): void => {
  for (const record of release) {
    const other = debug.get(record.id);
    const there = other === undefined ? null : inputFrame(other);
    const here = inputFrame(record);
    if (there !== null && here !== null && there > 0x1000) rig.alias(there, rig.frame(here));
  }
  for (const [there, here] of DEBUG_PAGES) if (!rig.isNamed(there)) rig.alias(there, rig.frame(here));
};

/** Where every L1 table of the recordings' own is the one with the VAs. */
const nameTables = (rig: Rig, records: readonly XenRecord[]): void => {
  for (const record of records) {
    if (!record.id.includes("frame_is_l1_table")) continue;
    const entry = record.input.entry as { frame: string } | undefined;
    if (entry === undefined) continue;
    rig.alias(Number(entry.frame), rig.machine.tables.mfn[rig.l1Page()]!);
  }
};

/**
 * Replays one group on a fresh machine.
 * @param release the group's records of the release build, in order: all steps
 * @param debug null, or the debug build's answers to some of them: then a debug Xen is emulated and these are compared
 */
export const replayGroup = (release: readonly XenRecord[], debug: readonly XenRecord[] | null): Outcome[] => {
  const group = release[0]!.group;
  const foreign = /^foreign|^transfer/.test(group);
  const rig = new Rig(debug !== null, foreign, group === "maptrack" ? 256 : 8192);
  const answers = new Map((debug ?? []).map((r) => [baseId(r.id), r]));
  nameTables(rig, release);
  if (debug !== null) {
    nameTables(rig, debug);
    aliasFrames(rig, release, answers);
  }
  // A toolstack gives a small guest less than dom0 gets.
  if (foreign) rig.hv.context.tables[1]!.maxFrames = 4;
  const outcomes: Outcome[] = [];
  let stopped = false;
  for (const recorded of release) {
    const asked = debug === null ? recorded : answers.get(recorded.id);
    // What an entry was before a step may differ between the builds: an earlier step was refused by one of them.
    const step =
      asked === undefined ? recorded : { ...recorded, effect: { ...recorded.effect, ...asked.effect } };
    let answer: Answer | null = null;
    if (!stopped) {
      try {
        answer = askSequence(rig, step) ?? askOther(rig, step) ?? ask(rig, step);
      } catch (error) {
        if (!(error instanceof GuestFault)) throw error;
        answer = { no_answer: "the caller got no answer: see xen_log and guest_log" };
        stopped = true;
      }
      if (answer !== null && answer.no_answer !== undefined) {
        answer = { no_answer: "the caller got no answer: see xen_log and guest_log" };
        stopped = true;
      }
    }
    if (asked === undefined) continue;
    const differences = answer === null || asked.withheld === true ? [] : compare(rig, asked, answer);
    outcomes.push({
      id: asked.id,
      verdict:
        asked.withheld === true
          ? "withheld"
          : answer === null
            ? "unasked"
            : differences.length > 0
              ? "disagrees"
              : "agrees",
      differences,
      answer,
    });
  }
  return outcomes;
};
