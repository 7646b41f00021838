// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { ERRNO } from "../../abi/errno.ts";
import { many } from "../../base/many.ts";
import { hex, hi32, lo32, type Mfn, mfn, PAGE_SIZE, vaddr } from "../../machine/units.ts";
import { frameOf as frameOfDomain } from "../common/frame-of.ts";
import { listWords } from "../list-words.ts";
import { means } from "../means.ts";
import { namedValue } from "../named-value.ts";
import type { MappedPage } from "../run/mapped-page.ts";
import type { RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { domain, name, process, refused, small } from "../step-values.ts";
import { ARRAY_AT, Argument, BAD_POINTER, callPrivcmd, put, words } from "./call-privcmd.ts";
import { foreignMap, foreignMapsOf, type Shown, show } from "./foreign-maps.ts";
import { noteCall } from "./restrictions.ts";
import { noteWrongAnswer } from "./wrong-answers.ts";

/*
 * A process maps other domains' memory by /dev/xen/privcmd: it makes room with mmap, and fills it by an ioctl.
 */

/** A frame of the domain by its number there, of another one, of its grant table (these follow on each other), or none. */
const frame = namedValue(
  "FRAME",
  "frame of the domain, another one's, a grant table's, or none of the machine's",
  v.union([
    small,
    v.strictObject({ domain, frame: means("which of its frames", small) }),
    v.strictObject({ grantFrame: means("frame of its grant table", small) }),
    v.literal("none"),
  ]),
);
type FrameRef = v.InferOutput<typeof frame>;

/** No machine has it. */
const NO_FRAME = mfn(0x00ff_ff00);

function frameOf(run: RunState, of: number, ref: FrameRef): Mfn {
  if (ref === "none") return NO_FRAME;
  if (typeof ref === "object" && "grantFrame" in ref)
    return run.guest.hypervisor.context.grantFrame(of, ref.grantFrame);
  const [whose, index] = typeof ref === "number" ? [of, ref] : [ref.domain, ref.frame];
  return frameOfDomain(run, whose, index);
}

/** A frame in words: `3`, `4 of domain 2`, `grant frame 0`, `none`. */
function frameWords(ref: FrameRef): string {
  if (typeof ref !== "object") return String(ref);
  return "grantFrame" in ref ? `grant frame ${ref.grantFrame}` : `${ref.frame} of domain ${ref.domain}`;
}

/** Runs of frames in words: `3`, `4 to 6`. */
const runWords = (entries: readonly { readonly frame: FrameRef; readonly pages: number }[]): string =>
  listWords(
    entries.map(({ frame: first, pages }) =>
      pages === 1 ? frameWords(first) : `${pages} from ${frameWords(first)} on`,
    ),
  );

const usesMap = (step: { readonly map: string }): readonly string[] => [`pages ${step.map}`];

/** Makes room for so many pages. */
export const privcmdMmap = defineStep(
  "privcmd-mmap",
  {
    process,
    file: means("name of an open file", name),
    map: means("name that the mapping gets", name),
    pages: means("how many", small),
    writable: v.optional(means("PROT_WRITE", v.boolean()), true),
  },
  {
    by: "user",
    does: "makes room for foreign frames, by mmap()",
    tells: (step) =>
      `makes room for ${many(step.pages, "frame")} as ${step.map} (mmap)${step.writable ? "" : ", for reading"}`,
    gives: (step) => `pages ${step.map}`,
    uses: (step) => [`file ${step.file}`],
    isSystemCall: true,
    isFoundation: true,
    run: (run, step) => {
      const whose = run.process(step.process);
      const file = run.file(step.file);
      const va = whose.nextVa;
      whose.nextVa += (step.pages + 1) * PAGE_SIZE;
      run.guest.space = whose.space;
      const where = [lo32(va), hi32(va), step.pages, 0];
      const result = run.guest.call("hb_mmap", whose.mm, file.lin, ...where, step.writable ? 1 : 0, 1);
      if (result !== 0) return result;
      const pages = Array.from({ length: step.pages }, (_, page): MappedPage => {
        const userVa = vaddr(va + page * PAGE_SIZE);
        const common = { map: step.map, page, pfn: null, mfn: -1 as Mfn, kernelView: false };
        return { ...common, readonly: !step.writable, space: whose.space, userVa, mapped: true };
      });
      run.maps.set(step.map, { name: step.map, process: whose, pages, va: vaddr(va) });
      foreignMapsOf(run).set(step.map, { file, shown: pages.map(() => null) });
      return result;
    },
  },
);

/** IOCTL_PRIVCMD_MMAP: runs of frames one after the other, from a page of the mapping on. */
export const privcmdMap = defineStep(
  "privcmd-map",
  {
    map: means("name that privcmd-mmap gave", name),
    domain,
    entries: v.pipe(
      v.array(
        v.strictObject({
          page: means("first page of the mapping", small),
          frame,
          pages: v.optional(means("how many", small), 1),
          off: v.optional(means("bytes behind the page's beginning", small), 0),
        }),
      ),
      v.minLength(1),
      v.maxLength(32),
    ),
    badPointer: v.optional(means("hands the ioctl a bad pointer", v.boolean()), false),
    refused,
  },
  {
    by: "user",
    does: "IOCTL_PRIVCMD_MMAP: runs of frames that follow on each other",
    tells: (step) => {
      const { entries, domain: of, map, badPointer } = step;
      const pages = entries.reduce((sum, one) => sum + one.pages, 0);
      const from = `from page ${entries[0]!.page} on`;
      const bad = badPointer ? ", with a bad pointer" : "";
      return `has privcmd map ${many(pages, "frame")} of domain ${of} in ${map} ${from}: ${runWords(entries)}${bad}`;
    },
    uses: usesMap,
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    isFoundation: true,
    run: (run, step) => {
      const { file } = foreignMap(run, step.map);
      const { va, pages } = run.map(step.map);
      const { longBytes } = run.guest.machine.arch;
      const entries = new Argument(8);
      const wanted = new Map<number, Shown>();
      for (const entry of step.entries) {
        const first = frameOf(run, step.domain, entry.frame);
        const at = (va ?? 0) + entry.page * PAGE_SIZE + entry.off;
        entries.u64(at).u64(first).u64(entry.pages);
        for (let i = 0; i < entry.pages; i++) wanted.set(entry.page + i, mfn(first + i));
      }
      const at = vaddr(file.process.buffer + ARRAY_AT);
      put(run, file, at, entries.bytes);
      const argument = new Argument(longBytes).u32(step.entries.length).u16(step.domain);
      argument.long(step.badPointer ? BAD_POINTER : at);
      const result = callPrivcmd(run, file, "mmap", argument);
      noteCall(run, file, step.domain);
      for (const [page, shown] of wanted)
        if (page < pages.length) show(run, step.map, page, result === 0 ? shown : "anything");
      return result;
    },
  },
);

/** Where the errors are in the process's buffer, behind an array. */
const ERRORS_AT = 1024;

/** Frames whose list fits between the two. */
const FEW = 100;

/** What is in the errors before a call. */
const UNANSWERED = 0x5a5a_5a5a;

/** What the first version of the ioctl marks a frame with that could not be mapped (public header of privcmd). */
const MARKED = 0xf000_0000;

/**
 * IOCTL_PRIVCMD_MMAPBATCH and its second version: each frame succeeds or fails for itself. The result is the ioctl's error,
 * or how many frames the process is told of that could not be mapped.
 */
export const privcmdMapBatch = defineStep(
  "privcmd-map-batch",
  {
    map: means("name that privcmd-mmap gave", name),
    domain,
    version: v.optional(means("of the ioctl", v.picklist([1, 2])), 2),
    first: v.optional(means("first page of the mapping", small), 0),
    frames: v.pipe(v.array(frame), v.minLength(1), v.maxLength(600)),
    times: v.optional(
      means("so many times over", v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600))),
      1,
    ),
    badPointer: v.optional(means("the list that is a bad pointer", v.picklist(["frames", "errors"]))),
    refused,
  },
  {
    by: "user",
    does: "IOCTL_PRIVCMD_MMAPBATCH(_V2): each frame for itself; the result is how many failed, or the error",
    tells: (step) => {
      const { frames, times, domain: of, map, first, badPointer } = step;
      const bad = badPointer === undefined ? "" : `, its list of ${badPointer} a bad pointer`;
      const which = listWords(frames.map(frameWords));
      const where = `in ${map} from page ${first} on`;
      return `has privcmd map ${many(frames.length * times, "frame")} of domain ${of} ${where}: ${which}${bad} (IOCTL_PRIVCMD_MMAPBATCH${step.version === 1 ? "" : "_V2"})`;
    },
    uses: usesMap,
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    isFoundation: true,
    tellsFailure: (frames) => frames > 0,
    run: (run, step) => {
      const { file } = foreignMap(run, step.map);
      const { va } = run.map(step.map);
      const { longBytes } = run.guest.machine.arch;
      const some = step.frames.map((one) => frameOf(run, step.domain, one));
      const frames = Array.from({ length: step.times }, () => some).flat();
      const list = new Argument(longBytes);
      for (const one of frames) list.long(one);
      const inBuffer = vaddr(file.process.buffer + ARRAY_AT);
      const at = frames.length > FEW ? run.ownMemory(file.process) : inBuffer;
      const errors = vaddr(file.process.buffer + ERRORS_AT);
      put(run, file, at, list.bytes);
      // what was there before is no answer
      put(run, file, errors, new Uint8Array(new Int32Array(frames.length).fill(UNANSWERED).buffer));
      const argument = new Argument(longBytes)
        .u32(frames.length)
        .u16(step.domain)
        .u64((va ?? 0) + step.first * PAGE_SIZE)
        .long(step.badPointer === "frames" ? BAD_POINTER : at);
      if (step.version === 2) argument.long(step.badPointer === "errors" ? BAD_POINTER : errors);
      const result = callPrivcmd(run, file, step.version === 1 ? "mmapbatch" : "mmapbatch_v2", argument);
      noteCall(run, file, step.domain);
      // to a process, whatever is no error is success
      const isAnswered = result >= 0 || result === -ERRNO.ENOENT;
      const told = isAnswered ? toldOf(run, step, frames.length, { at, errors }) : [];
      if (result >= 0 && step.version === 2 && step.badPointer === undefined) lookAtErrors(run, step, told);
      frames.forEach((one, i) => {
        const shown = (told[i] ?? 0) === 0 ? one : null;
        // a call that is refused before it begins leaves all as it was
        if (isAnswered) show(run, step.map, step.first + i, shown);
        else if (result === -ERRNO.EFAULT) show(run, step.map, step.first + i, "anything");
      });
      return result < 0 ? result : told.filter(isError).length;
    },
  },
);

/** What the kernel writes, and not what was there before. */
const isError = (told: number): boolean => told === MARKED || (told < 0 && told > -4096);

/** @returns of each frame, the error that the process is told of it, or a mark; 0 for none */
function toldOf(
  run: RunState,
  step: {
    readonly map: string;
    readonly version: 1 | 2;
    readonly badPointer?: "frames" | "errors" | undefined;
  },
  count: number,
  { at, errors }: { readonly at: ReturnType<typeof vaddr>; readonly errors: ReturnType<typeof vaddr> },
): number[] {
  const { file } = foreignMap(run, step.map);
  // of a list that it cannot read it learns nothing
  if (step.badPointer === (step.version === 2 ? "errors" : "frames")) return Array(count).fill(0);
  if (step.version === 2) return words(run, file, errors, count).map((error) => error | 0);
  const perFrame = run.guest.machine.arch.longBytes / 4;
  const marks = words(run, file, at, count * perFrame);
  return Array.from({ length: count }, (_, i) => ((marks[i * perFrame]! & MARKED) === 0 ? 0 : MARKED));
}

/**
 * Each frame is answered by 0 or an error. A call of which some frame failed since it is paged out returns -ENOENT, though it
 * is done: the process asks for that frame once more (public header of privcmd, of the second version).
 */
function lookAtErrors(
  run: RunState,
  step: { readonly map: string; readonly first: number },
  errors: readonly number[],
): void {
  errors.forEach((error, i) => {
    if (error !== 0 && !isError(error))
      noteWrongAnswer(run, {
        map: step.map,
        page: step.first + i,
        subject: "frame answered by what is no error",
        observed: error === UNANSWERED ? "is not answered for" : `is answered by ${hex(error >>> 0)}`,
        expected: "0 or an error",
        isOfFailure: true,
      });
    if (error !== -ERRNO.ENOENT) return;
    const where = i === errors.length - 1 ? "last of its list" : "before others of its list";
    noteWrongAnswer(run, {
      map: step.map,
      page: step.first + i,
      subject: `paged-out frame, ${where}, and the call says nothing of it`,
      observed: "is paged out, and the call returns success",
      expected: "-ENOENT",
      isOfFailure: true,
    });
  });
}
