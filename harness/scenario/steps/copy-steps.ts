// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import { GNTCOPY } from "../../hypervisor/constants.ts";
import { hi32, lo32, vaddr } from "../../machine/units.ts";
import type { Process, RunState } from "../run-state.ts";
import type { CopyEnd, StepOf } from "../step-schema.ts";

const EFAULT = -ERRNO.EFAULT;

/** A segment (public header of gntdev): two ends of eight bytes, length, flags, status, padded to eight. */
const SEGMENT_BYTES = 24;
const STATUS_AT = 20;

/** Where in the process's buffer the segments are: behind the argument itself. */
const SEGMENTS_AT = 16;

/** IOCTL_GNTDEV_GRANT_COPY: the number holds the size of its argument, a count and a pointer. */
const grantCopyNumber = (longBytes: number): number => ((longBytes * 2) << 16) | (0x47 << 8) | 8;

export function grantCopy(run: RunState, step: StepOf<"grant-copy">): number {
  const process = run.process(step.process);
  const file = run.file(step.file);
  const { guest } = run;
  const { longBytes } = guest.machine.arch;
  const at = vaddr(process.buffer + SEGMENTS_AT);
  const pointer = longBytes === 8 ? [0, lo32(at), hi32(at)] : [lo32(at)];
  const head = [step.segments.length, ...pointer];
  const words = step.segments.flatMap(({ from, to, bytes }) => {
    const flags = ("own" in from ? 0 : GNTCOPY.source_gref) | ("own" in to ? 0 : GNTCOPY.dest_gref);
    return [...endWords(run, process, from), ...endWords(run, process, to), bytes | (flags << 16), 0];
  });
  guest.space = process.space;
  write(run, process, process.buffer, head);
  write(run, process, at, words);
  const number = grantCopyNumber(longBytes);
  const result = guest.call(
    "hb_ioctl",
    process.mm,
    file.lin,
    number,
    lo32(process.buffer),
    hi32(process.buffer),
  );
  if (result < 0) return result;
  return step.segments.filter((_, i) => {
    const where = vaddr(at + i * SEGMENT_BYTES + STATUS_AT);
    const status = guest.machine.readBytes(process.space, where, 2, true);
    return status === null || status[0] !== 0 || status[1] !== 0;
  }).length;
}

export function ownWrite(run: RunState, step: StepOf<"own-write">): number {
  const process = run.process(step.process);
  const at = vaddr(run.ownMemory(process) + step.own);
  return run.guest.machine.writeBytes(process.space, at, Uint8Array.of(step.value), true) ? 0 : EFAULT;
}

export function ownRead(run: RunState, step: StepOf<"own-read">): number {
  const process = run.process(step.process);
  const at = vaddr(run.ownMemory(process) + step.own);
  return run.guest.machine.readBytes(process.space, at, 1, true)?.[0] ?? EFAULT;
}

function endWords(run: RunState, process: Process, end: CopyEnd): [number, number] {
  if ("own" in end) {
    const at = vaddr(run.ownMemory(process) + end.own);
    return [lo32(at), hi32(at)];
  }
  return [end.ref, (end.offset | (end.domain << 16)) >>> 0];
}

function write(run: RunState, process: Process, at: number, words: readonly number[]): void {
  const bytes = new Uint8Array(Uint32Array.from(words, (word) => word >>> 0).buffer);
  run.guest.machine.writeBytes(process.space, vaddr(at), bytes, true);
}
