// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../../base/many.ts";
import { GNTCOPY } from "../../hypervisor/constants.ts";
import { hi32, lo32, vaddr } from "../../machine/units.ts";
import { means } from "../means.ts";
import { namedValue } from "../named-value.ts";
import type { Process, RunState } from "../run/run-state.ts";
import { defineStep } from "../step-kind.ts";
import { count, domain, name, offset, own, process } from "../step-values.ts";

/** An end of a copy: a place in a granted page, or in the process's own pages. */
const copyEnd = namedValue(
  "END",
  "of a copy: in a granted page, or in the process's own two pages",
  v.union([
    v.strictObject({ domain, ref: means("grant reference", count), offset }),
    v.strictObject({ own }),
  ]),
);
type CopyEnd = v.InferOutput<typeof copyEnd>;

/** A segment (public header of gntdev): two ends of eight bytes, length, flags, status, padded to eight. */
const SEGMENT_BYTES = 24;
const STATUS_AT = 20;

/** Where in the process's buffer the segments are: behind the argument itself. */
const SEGMENTS_AT = 16;

/** IOCTL_GNTDEV_GRANT_COPY: the number holds the size of its argument, a count and a pointer. */
const grantCopyNumber = (longBytes: number): number => ((longBytes * 2) << 16) | (0x47 << 8) | 8;

function wordsOfEnd(run: RunState, process: Process, end: CopyEnd): [number, number] {
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

/** An end in words: `grant 1:8 at offset 16`, `byte 16 of its own memory`. */
const endWords = (end: CopyEnd): string =>
  "own" in end
    ? `byte ${end.own} of its own memory`
    : `grant ${end.domain}:${end.ref} at offset ${end.offset}`;

/** IOCTL_GNTDEV_GRANT_COPY. The result is the ioctl's error, or how many segments Xen refused. */
export const grantCopy = defineStep(
  "grant-copy",
  {
    process,
    file: means("name of an open file", name),
    segments: v.pipe(
      v.array(
        v.strictObject({
          from: means("where from", copyEnd),
          to: means("where to", copyEnd),
          bytes: means("how many", v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535))),
        }),
      ),
      v.minLength(1),
      v.maxLength(64),
    ),
  },
  {
    by: "user",
    does: "IOCTL_GNTDEV_GRANT_COPY; the result is how many segments Xen refused, or the error",
    tells: ({ segments }) => {
      const [first] = segments;
      const which = segments.length === 1 ? "" : "the first ";
      const { from, to, bytes } = first!;
      const size = many(bytes, "byte");
      return `has gntdev copy ${many(segments.length, "segment")}: ${which}${size} from ${endWords(from)} to ${endWords(to)}`;
    },
    uses: (step) => [`file ${step.file}`],
    isSystemCall: true,
    run: (run, step) => {
      const whose = run.process(step.process);
      const file = run.file(step.file);
      const { guest } = run;
      const { longBytes } = guest.machine.arch;
      const at = vaddr(whose.buffer + SEGMENTS_AT);
      const pointer = longBytes === 8 ? [0, lo32(at), hi32(at)] : [lo32(at)];
      const head = [step.segments.length, ...pointer];
      const words = step.segments.flatMap(({ from, to, bytes }) => {
        const flags = ("own" in from ? 0 : GNTCOPY.source_gref) | ("own" in to ? 0 : GNTCOPY.dest_gref);
        return [...wordsOfEnd(run, whose, from), ...wordsOfEnd(run, whose, to), bytes | (flags << 16), 0];
      });
      guest.space = whose.space;
      write(run, whose, whose.buffer, head);
      write(run, whose, at, words);
      const number = grantCopyNumber(longBytes);
      const result = guest.call(
        "hb_ioctl",
        whose.mm,
        file.lin,
        number,
        lo32(whose.buffer),
        hi32(whose.buffer),
      );
      if (result < 0) return result;
      return step.segments.filter((_, i) => {
        const where = vaddr(at + i * SEGMENT_BYTES + STATUS_AT);
        const status = guest.machine.readBytes(whose.space, where, 2, true);
        return status === null || status[0] !== 0 || status[1] !== 0;
      }).length;
    },
  },
);
